"""Hazards a quarter in, chances within a part of it and times of day out."""

from __future__ import annotations

import numpy as np

from detente.model.system import Floats


def chance_within(hazard: Floats, exposure: Floats | float) -> Floats:
    """Return 1 - (1 - hazard)^exposure, the chance of an event within some quarters.

    Parameters
    ----------
    hazard : any shape
        Chance within one quarter, in [0, 1].
    exposure : any shape
        Quarters, or quarters times a factor on the rate (proportional hazards); not negative.

    References
    ----------
    Cox, D. R. (1972). Regression models and life-tables. JRSS B 34, 187-220.

    Examples
    --------
    >>> chance_within(np.array([0.19]), 0.5).round(3).tolist()
    [0.1]
    """
    return np.asarray(-np.expm1(exposure * np.log1p(-np.minimum(hazard, 1 - 1e-12))))


def share_passed(levels: Floats, chance: Floats) -> Floats:
    """Return when in a step an event fell: its share of the step, in [0, 1].

    Parameters
    ----------
    levels : (n,)
        Uniform numbers below `chance`: those for which the event happened.
    chance : (n,)
        Chance of the event within the step.

    Examples
    --------
    >>> share_passed(np.array([0.1, 0.19]), np.array([0.19, 0.19])).round(3).tolist()
    [0.5, 1.0]
    """
    return np.asarray(np.log1p(-levels) / np.log1p(-np.minimum(chance, 1 - 1e-12)))

"""Which uncertain inputs drive the spread: the draws of a run in, shares of the variance out."""

from __future__ import annotations

import numpy as np

from detente.model.result import Driver
from detente.model.system import Floats


def first_order(levels: Floats, output: Floats, n_classes: int | None = None) -> float:
    """Return the first-order sensitivity index of an input, from given data.

    Var(E[Y | class of X]) / Var(Y) over classes of equal probability of the input, less what
    chance alone gives classes of their size; in [0, 1].

    Parameters
    ----------
    levels : (n_draws,)
        Uniform numbers from which the input was drawn, in [0, 1).
    output : (n_draws,)
        What the model gave.
    n_classes : int, optional
        About the cube root of the number of draws when not given.

    References
    ----------
    Plischke, E., Borgonovo, E. and Smith, C. L. (2013). Global sensitivity measures from given
    data. European Journal of Operational Research 226, 536-550.

    Examples
    --------
    >>> levels = (np.arange(1000) + 0.5) / 1000
    >>> round(first_order(levels, levels), 2)
    0.99
    """
    n = output.size
    n_classes = n_classes or class_count(n)
    total = float(output.var())
    if n < 2 * n_classes or total <= 0:
        return 0.0
    classes = np.minimum((levels * n_classes).astype(np.intp), n_classes - 1)
    counts = np.bincount(classes, minlength=n_classes)
    sums = np.bincount(classes, weights=output - output.mean(), minlength=n_classes)
    used = counts > 0
    between = float((sums[used] ** 2 / counts[used]).sum()) / n
    raw = between / total
    by_chance = (int(used.sum()) - 1) / (n - 1)
    return float(np.clip((raw - by_chance) / (1 - by_chance), 0.0, 1.0))


def class_count(n_draws: int) -> int:
    """Return how many classes an input is cut into."""
    return int(np.clip(round(n_draws ** (1 / 3)), 2, 50))


def noise_bar(n_draws: int) -> float:
    """Return the index that an input without influence stays below in 999 of 1000 cases.

    Without influence, (n - 1) times the raw index is about chi-square with one degree of freedom
    less than there are classes; its 99.9 % point follows Wilson and Hilferty (1931).
    """
    freedom = class_count(n_draws) - 1
    point = freedom * (1 - 2 / (9 * freedom) + 3.09 * np.sqrt(2 / (9 * freedom))) ** 3
    return float((point - freedom) / max(n_draws - 1, 1))


def above_noise(shares: dict[str, float], n_draws: int) -> dict[str, float]:
    """Return the shares that are more than an input without influence would show."""
    bar = noise_bar(n_draws)
    return {name: share for name, share in shares.items() if share > bar}


def ranked_drivers(shares: dict[str, float], n_most: int = 12) -> tuple[Driver, ...]:
    """Return the inputs with the largest shares, by path, largest first."""
    order = sorted(shares, key=lambda path: (-shares[path], path))
    return tuple(
        Driver(name=input_name(name), share=shares[name], path=name) for name in order[:n_most]
    )


def input_name(path: str) -> str:
    """Return an input's path in words.

    Examples
    --------
    >>> input_name("stakes.us_congress.sanctions.position")
    'position of us_congress on sanctions'
    >>> input_name("parameters.trust")
    'trust'
    """
    parts = path.split(".")
    match parts:
        case ["stakes", actor, issue, field]:
            return f"{field} of {actor} on {issue}"
        case ["parameters", name]:
            return name.replace("_", " ")
        case ["settlement", issue]:
            return f"where bargaining on {issue} would land"
        case [_, name, field]:
            return f"{field.replace('_', ' ')} of {name}"
        case [_, name, "effects", issue]:
            return f"effect of {name} on {issue}"
    return path

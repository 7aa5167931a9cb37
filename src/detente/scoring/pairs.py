"""Probabilities beside outcomes: what every score takes, checked once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]


def checked_pairs(probabilities: ArrayLike, outcomes: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays of numbers of one shape.

    Parameters
    ----------
    probabilities : (n,)
        That each thing happens, in [0, 1].
    outcomes : (n,)
        1 or True where it happened, 0 or False where it did not.

    Raises
    ------
    InputError
        If there are none, the shapes differ, or a value is not as above.
    """
    try:
        p = np.asarray(probabilities, dtype=np.float64)
        o = np.asarray(outcomes, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("probabilities and outcomes must be numbers, none missing") from None
    if p.ndim != 1 or p.shape != o.shape or p.size == 0:
        raise InputError(
            "probabilities and outcomes must both have shape (n,) with n of 1 or more, "
            f"got {p.shape} and {o.shape}"
        )
    if not ((p >= 0) & (p <= 1)).all():
        raise InputError(f"a probability must be in [0, 1], got {p[~((p >= 0) & (p <= 1))][0]}")
    if not np.isin(o, (0, 1)).all():
        raise InputError(f"an outcome must be 0 or 1, got {o[~np.isin(o, (0, 1))][0]}")
    return p, o

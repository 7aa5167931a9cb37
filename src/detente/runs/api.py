"""The main job as one call for notebooks: a case in, an `Assessment` that shows itself out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.errors import InputError
from detente.model.assess import assess_system
from detente.model.result import Assessment


def assess(
    case: Case | str | Path,
    *,
    as_of: date | None = None,
    horizon: date | None = None,
    n_draws: int = 10_000,
    seed: int = 1,
    solver: str = "mixture",
) -> Assessment:
    """Return where a relation stands on a day and where it may go until a horizon.

    Parameters
    ----------
    case :
        A loaded case, its folder, or the name of a built-in case.
    as_of, horizon :
        The case's own if None.
    n_draws :
        1 to 1,000,000.
    seed :
        The same seed gives the same answer.
    solver :
        Name of the solver of single issues.

    Raises
    ------
    InputError
        If the case is broken, or the horizon is not after the day.
    """
    loaded = case if isinstance(case, Case) else load_case(case)
    day = as_of or loaded.default_day
    until = horizon or loaded.default_horizon
    if until <= day:
        raise InputError(f"the horizon {until} must come after the day {day}: give --horizon")
    return assess_system(
        loaded.as_of(day), horizon=until, n_draws=n_draws, seed=seed, solver=solver
    )

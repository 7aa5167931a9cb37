"""A system and a horizon in, the paths of every draw until then out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.model.checks import check_system
from detente.model.drawn import draw_system
from detente.model.draws import InputDraws
from detente.model.dynamics import GivenStep, Paths, run_paths
from detente.model.questions import question_moments
from detente.model.settlement import check_solver, settlement_draws
from detente.model.steps import steps_until
from detente.model.system import Floats, System

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Run:
    """A system that was run: its paths and the step that ends on the horizon."""

    system: System
    paths: Paths
    horizon: date
    last: int  # number of steps until the horizon
    solver: str
    n_draws: int
    seed: int

    @property
    def change(self) -> Floats:
        """Change of the relation index until the horizon, shape (n_draws,)."""
        return np.asarray(self.paths.index_at(self.last) - self.paths.index_at(0))


def run_system(
    system: System,
    *,
    horizon: date,
    n_draws: int,
    seed: int,
    solver: str = "mixture",
    given: tuple[GivenStep, ...] = (),
    progress: Progress | None = None,
) -> Run:
    """Run a system until its horizon, and on to the day of its last question.

    Raises
    ------
    InputError
        If the system's parts do not fit together, or the horizon, draws or solver cannot be.
    """
    check_system(system)
    check_solver(solver)
    dates = [question.by for question in system.questions]
    steps = steps_until(system.day, horizon, max(dates, default=None))
    drawn = draw_system(system, InputDraws(n_draws, seed))
    paths = run_paths(
        drawn,
        settlement_draws(drawn, solver),
        steps,
        given=given,
        moments=question_moments(system, steps),
        progress=None if progress is None else lambda share: progress("paths", share),
    )
    last = sum(step.end <= horizon for step in steps)
    return Run(
        system=system,
        paths=paths,
        horizon=horizon,
        last=last,
        solver=solver,
        n_draws=n_draws,
        seed=seed,
    )

"""The relation step by step: a system in drawn numbers in, paths of every issue out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.errors import InputError
from detente.model.checks import nearest
from detente.model.drawn import DrawnSystem
from detente.model.erosion import erode
from detente.model.expiry import expire
from detente.model.moves import make
from detente.model.openings import rise
from detente.model.packages import strike_packages
from detente.model.path import Change, Path
from detente.model.reciprocity import answer
from detente.model.shocks import strike
from detente.model.steps import Step
from detente.model.system import Floats

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStep:
    """A step that a side takes on the first day, as a condition: points > 0 means up."""

    side: str
    issue: str
    points: float  # in [-100, 100]

    def __post_init__(self) -> None:
        if not -100 <= self.points <= 100:
            raise InputError(
                f"a step of {self.side} on {self.issue} must lie in [-100, 100], "
                f"got {self.points:g}"
            )


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Paths:
    """What happened in every draw.

    Times are in steps since the first day; infinite where a thing did not happen.
    """

    drawn: DrawnSystem
    steps: tuple[Step, ...]
    levels: Floats  # (n_steps + 1, n_issues, n_draws), in [0, 100]
    trust: Floats  # (n_steps + 1, n_draws), in [0, 1]
    weights: Floats  # (n_issues, n_draws), sum 1 over issues
    settlements: Floats  # (n_issues, n_draws)
    first: dict[str, Floats]  # happening -> (n_draws,)
    packages: dict[int, Floats]  # number of issues at least -> (n_draws,)
    leverage: dict[str, Floats]  # state -> (n_draws,), on the first day
    snapshots: dict[tuple[int, float], Floats]  # issue, time -> level (n_draws,)

    @property
    def index(self) -> Floats:
        """Relation index, shape (n_steps + 1, n_draws), in [0, 100]."""
        return np.asarray(np.einsum("jn,tjn->tn", self.weights, self.levels))

    def index_at(self, step: int) -> Floats:
        """Return the relation index after a number of steps, shape (n_draws,), in [0, 100]."""
        return np.asarray((self.weights * self.levels[step]).sum(axis=0))

    def level_at(self, issue: int, time: float) -> Floats:
        """Return an issue's level at a time in steps, shape (n_draws,)."""
        if (issue, time) in self.snapshots:
            return self.snapshots[issue, time]
        return np.asarray(self.levels[min(int(time), len(self.steps)), issue])


def run_paths(
    drawn: DrawnSystem,
    settlements: Floats,
    steps: tuple[Step, ...],
    *,
    given: tuple[GivenStep, ...] = (),
    moments: tuple[tuple[int, float], ...] = (),
    progress: Progress | None = None,
) -> Paths:
    """Run every draw through the steps.

    In each step, in this order: what was agreed comes into force; treaties lapse; shocks; answers
    to the last step; moves on the table; packages; openings; erosion; then trust and the triangle
    follow.

    Parameters
    ----------
    drawn : DrawnSystem
        The system in drawn numbers.
    settlements : (n_issues, n_draws)
        Where bargaining on each issue would land, in [0, 100].
    steps : tuple of Step
        At least one.
    given : tuple of GivenStep
        Steps taken on the first day; change is measured from after them.
    moments : tuple of (issue index, time)
        Where the level between two steps is asked for.
    progress : callable, optional
        Told the share done after each step.
    """
    path = Path(drawn, settlements)
    for step_given in given:
        _take(path, step_given)
    if given:
        path.trust = np.clip(path.trust + path.trust_change, 0.0, 1.0)
        path.turn()
        path.see_triangle()
    first_leverage = path.leverage
    levels = np.empty((len(steps) + 1, *path.level.shape))
    trust = np.empty((len(steps) + 1, drawn.n))
    levels[0], trust[0] = path.level, path.trust
    snapshots: dict[tuple[int, float], Floats] = {}
    for index, step in enumerate(steps):
        path.begin(index, step)
        _run_step(path, step)
        for issue, time in moments:
            if index < time < index + 1:
                snapshots[issue, time] = _between(path, levels[index, issue], issue, time)
        path.end()
        levels[index + 1], trust[index + 1] = path.level, path.trust
        if progress is not None:
            progress((index + 1) / len(steps))
    return Paths(
        drawn=drawn,
        steps=steps,
        levels=levels,
        trust=trust,
        weights=path.weights,
        settlements=settlements,
        first=path.first,
        packages=path.packages,
        leverage=first_leverage,
        snapshots=snapshots,
    )


def _run_step(path: Path, step: Step) -> None:
    """Let everything happen that can happen in one step."""
    system = path.drawn.system
    expire(path, step)
    for shock in system.shocks:
        strike(path, shock, step)
    for response in system.responses:
        answer(path, response, step)
    for move in system.moves:
        make(path, move, step)
    strike_packages(path, step)
    for issue in path.drawn.issues:
        rise(path, issue, step)
    for issue in path.drawn.issues:
        for side in issue.issue.sides:
            erode(path, issue, side, step)


def _take(path: Path, given: GivenStep) -> None:
    """Take a step that is given, past all institutions and locks."""
    issue = next((i for i in path.drawn.issues if i.issue.id == given.issue), None)
    what = f"no step of {given.side!r} on {given.issue!r} can be given"
    if issue is None:
        raise InputError(f"{what}: {nearest(given.issue, [i.issue.id for i in path.drawn.issues])}")
    if given.side not in issue.issue.sides:
        sides = ", ".join(issue.issue.sides)
        raise InputError(f"{what}: sides that can act on {given.issue} are {sides}")
    everywhere = np.arange(path.drawn.n)
    change = Change(
        draws=everywhere,
        points=np.full(path.drawn.n, abs(given.points)),
        share=np.zeros(path.drawn.n),
    )
    if given.points >= 0:
        path.agree(issue, (given.side,), change, lag=False)
    else:
        path.descend(issue, given.side, change)


def _between(path: Path, before: Floats, issue: int, time: float) -> Floats:
    """Return an issue's level within the step that was just run."""
    level = before.copy()
    for change in path.changes.get(issue, []):
        passed = change.share <= time - path.step_index
        np.add.at(level, change.draws[passed], change.points[passed])
    return level

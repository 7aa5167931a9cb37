"""A system in, the smallest change of one input that makes another outcome the likeliest out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.model.blockers import candidates
from detente.model.drawn import draw_system
from detente.model.draws import InputDraws, bounds_of
from detente.model.dynamics import run_paths
from detente.model.outcomes import Codes, likeliest_outcome, outcome_codes
from detente.model.patch import Operation, Patch, patched, value_at
from detente.model.result import OUTCOMES, Flip, Outcome
from detente.model.run import run_system
from detente.model.settlement import settlement_draws
from detente.model.steps import steps_until
from detente.model.summary import probability
from detente.model.system import Range, System

COARSE_DRAWS = 200
FINE_DRAWS = 600
COPIES_AT_ONCE = 50
HALVINGS = 5
CONFIRMED_AT_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One change of one input: points added, or None for its removal."""

    path: str
    points: float | None

    @property
    def size(self) -> float:
        """Share of the input's scale that it moves, 1 for a removal."""
        if self.points is None:
            return 1.0
        low, high = bounds_of(self.path)
        return abs(self.points) / (high - low)


def smallest_flip(
    system: System, horizon: date, *, n_draws: int, seed: int, solver: str = "mixture"
) -> Flip | None:
    """Return the smallest change of one input that flips the likeliest outcome, None without one.

    Tried are every position, status quo, opening, tie and the trust, up and down to the end of
    their scales, and lifting each lock, link and pressure. A coarse search on few draws finds what
    flips at all, halving finds how little of it does, and the smallest are confirmed on all draws.

    Raises
    ------
    InputError
        As `run_system` does.
    """
    base = run_system(system, horizon=horizon, n_draws=n_draws, seed=seed, solver=solver)
    now = likeliest_outcome(outcome_codes(base.paths, base.last))
    search = _Search(system, horizon, seed, solver)
    trials = single_changes(system)
    flipping = [
        trial
        for trial, outcome in zip(trials, search.likeliest(trials, COARSE_DRAWS), strict=True)
        if outcome != now
    ]
    smallest = sorted(search.halved(flipping, now), key=lambda trial: (trial.size, trial.path))
    for trial in smallest[:CONFIRMED_AT_MOST]:
        for stretch in (1.0, 1.15, 1.4):
            found = _confirmed(system, trial, stretch, horizon, n_draws, seed, solver)
            if found is not None and found[0] != now:
                return _flip(system, trial, stretch, found[0], found[1], len(trials))
    return None


def single_changes(system: System) -> list[Trial]:
    """Return every change of one input that is tried, at its largest."""
    paths = [f"stakes.{stake.actor}.{stake.issue}.position" for stake in system.stakes]
    for issue in system.issues:
        paths += [f"issues.{issue.id}.status_quo", f"issues.{issue.id}.opening"]
    paths += [f"ties.{tie.id}.value" for tie in system.ties]
    paths.append("parameters.trust")
    trials = []
    for path in paths:
        low, high = bounds_of(path)
        trials += [Trial(path=path, points=sign * (high - low)) for sign in (1.0, -1.0)]
    lifted = [path for path in candidates(system) if not path.startswith("actors.")]
    return [*trials, *(Trial(path=path, points=None) for path in lifted)]


class _Search:
    """The runs of the search: many changes side by side on the same few draws."""

    def __init__(self, system: System, horizon: date, seed: int, solver: str) -> None:
        self._system = system
        self._horizon = horizon
        self._seed = seed
        self._solver = solver

    def likeliest(self, trials: Sequence[Trial], n_draws: int) -> list[Outcome]:
        """Return the likeliest outcome under each change."""
        found: list[Outcome] = []
        for first in range(0, len(trials), COPIES_AT_ONCE):
            codes = self._codes(trials[first : first + COPIES_AT_ONCE], n_draws)
            found += [likeliest_outcome(row) for row in codes]
        return found

    def halved(self, trials: Sequence[Trial], now: Outcome) -> list[Trial]:
        """Return about the smallest size of each change that still flips the outcome."""
        best = {trial.path: trial for trial in trials if trial.points is None}
        span = {
            (trial.path, trial.points > 0): (0.0, abs(trial.points))
            for trial in trials
            if trial.points is not None
        }
        for _ in range(HALVINGS):
            middle = [
                Trial(path=path, points=(low + high) / 2 * (1 if up else -1))
                for (path, up), (low, high) in span.items()
            ]
            outcomes = self.likeliest(middle, FINE_DRAWS)
            for key, trial, outcome in zip(list(span), middle, outcomes, strict=True):
                low, high = span[key]
                half = abs(trial.points or 0.0)
                span[key] = (low, half) if outcome != now else (half, high)
        numeric = [
            Trial(path=path, points=high if up else -high) for (path, up), (_, high) in span.items()
        ]
        return [*numeric, *best.values()]

    def _codes(self, trials: Sequence[Trial], n_draws: int) -> list[Codes]:
        """Return the outcomes of the draws under each change."""
        lifted = tuple(trial.path for trial in trials if trial.points is None)
        shifts: dict[str, dict[int, float]] = {}
        place: dict[int, int] = {}
        next_copy = 1 + len(lifted)
        for k, trial in enumerate(trials):
            if trial.points is None:
                place[k] = 1 + lifted.index(trial.path)
            else:
                place[k] = next_copy
                shifts.setdefault(trial.path, {})[next_copy] = trial.points
                next_copy += 1
        draws = InputDraws(n_draws, self._seed, n_copies=next_copy, shifts=shifts)
        drawn = draw_system(self._system, draws, lifted=lifted)
        steps = steps_until(self._system.day, self._horizon)
        paths = run_paths(drawn, settlement_draws(drawn, self._solver), steps)
        rows = outcome_codes(paths, len(steps)).reshape(next_copy, n_draws)
        return [rows[place[k]] for k in range(len(trials))]


def _operation(trial: Trial, stretch: float) -> Operation:
    if trial.points is None:
        return Operation(verb="remove", path=trial.path)
    return Operation(verb="shift", path=trial.path, value=trial.points * stretch)


def _confirmed(
    system: System,
    trial: Trial,
    stretch: float,
    horizon: date,
    n_draws: int,
    seed: int,
    solver: str,
) -> tuple[Outcome, Codes] | None:
    """Return the likeliest outcome and the outcomes of all draws under a change."""
    if trial.points is None and stretch > 1:
        return None
    changed = patched(system, Patch(operations=(_operation(trial, stretch),)))
    run = run_system(changed, horizon=horizon, n_draws=n_draws, seed=seed, solver=solver)
    codes = outcome_codes(run.paths, run.last)
    return likeliest_outcome(codes), codes


def _flip(
    system: System, trial: Trial, stretch: float, outcome: Outcome, codes: Codes, n_tried: int
) -> Flip:
    """Return the flip that was confirmed."""
    operation = _operation(trial, stretch)
    before = after = None
    words = str(operation)
    if trial.points is not None:
        before = _mean_of(system, trial.path)
        after = _mean_of(patched(system, Patch(operations=(operation,))), trial.path)
        words = f"{trial.path} from {before:.3g} to {after:.3g} on average"
    return Flip(
        path=trial.path,
        change=words,
        size=min(trial.size * stretch, 1.0),
        before=before,
        after=after,
        outcome=outcome,
        probability=probability(np.asarray(codes == OUTCOMES.index(outcome))),
        n_tried=n_tried,
    )


def _mean_of(system: System, path: str) -> float:
    """Return the mean of an uncertain input."""
    value = value_at(system, path)
    return value.mean if isinstance(value, Range) else float("nan")

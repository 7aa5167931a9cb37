"""Where every issue stands in every draw, quarter by quarter, and what happened first when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from detente.model.drawn import DrawnIssue, DrawnSystem
from detente.model.draws import Indices, Mask
from detente.model.leverage import dyad_tie, step_worth, triangle
from detente.model.steps import Step
from detente.model.system import Floats


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Change:
    """A change of one issue's level in some draws, at a share of the step that has passed."""

    draws: Indices
    points: Floats
    share: Floats


def index_weights(drawn: DrawnSystem) -> Floats:
    """Return the share of each issue in the relation index of each draw.

    Returns
    -------
    (n_issues, n_draws)
        The sum over issues is 1. Where no issue has any weight, all weigh the same.
    """
    weights = np.stack([drawn.numbers[f"issues.{item.issue.id}.weight"] for item in drawn.issues])
    weights = np.where(weights.sum(axis=0) > 0, weights, 1.0)
    return np.asarray(weights / weights.sum(axis=0))


class Path:
    """The state of all draws as it moves from step to step.

    Levels have shape (n_issues, n_draws), in [0, 100]: `level` is in force, `agreed` counts what
    is agreed but not in force yet. `first` maps a happening to the time, in steps, when it first
    happened in each draw (infinite: not yet). `openings_until` maps an issue to the share of the
    step up to which its openings have been taken (0 where it is missing).
    """

    def __init__(self, drawn: DrawnSystem, settlements: Floats) -> None:
        self.drawn = drawn
        self.settlements = settlements
        self.level = np.stack([np.array(issue.start) for issue in drawn.issues])
        self.agreed = self.level.copy()
        self.start = self.level.copy()
        self.weights = index_weights(drawn)
        self.relative_weight = self.weights * len(drawn.issues)
        self.trust_at_rest = np.array(drawn.parameter("trust"))
        self.trust = self.trust_at_rest.copy()
        self.used = np.zeros((len(drawn.locks), drawn.n))
        self.first: dict[str, Floats] = {}
        self.packages: dict[int, Floats] = {}
        self.cooperation: dict[str, Floats] = {}
        self.conflict: dict[tuple[str, int], Floats] = {}
        self.changes: dict[int, list[Change]] = {}
        self.step_index = 0
        self.step: Step | None = None
        self.leverage: dict[str, Floats] = {}
        self.openings_until: dict[int, float] = {}
        self._pending: dict[int, list[tuple[int, Change]]] = defaultdict(list)
        self._next_cooperation: dict[str, Floats] = {}
        self._next_conflict: dict[tuple[str, int], Floats] = {}
        self._moved_up = np.zeros_like(self.level)
        self.risen = np.zeros_like(self.level)  # points that all sides agreed on so far
        self.trust_change = np.zeros(drawn.n)
        self.see_triangle()

    @property
    def index(self) -> Floats:
        """Relation index of each draw, shape (n_draws,), in [0, 100]."""
        return np.asarray((self.weights * self.level).sum(axis=0))

    def see_triangle(self) -> None:
        """Take the leverage of the triangle's states from where the relation stands now."""
        start = (self.weights * self.drawn_start).sum(axis=0)
        own = dyad_tie(self.drawn, start, self.index)
        self.leverage = triangle(self.drawn, own)

    @property
    def drawn_start(self) -> Floats:
        """Levels as coded, before any step given, shape (n_issues, n_draws)."""
        return np.stack([issue.start for issue in self.drawn.issues])

    def worth(self, issue: DrawnIssue) -> dict[str, Floats]:
        """Return what a full step up is worth to each side from outside the issue."""
        return step_worth(self.drawn, issue, self.leverage)

    def room_to_rise(self, issue: DrawnIssue) -> Floats:
        """Return how many points an issue may still rise in this step, shape (n_draws,)."""
        left = issue.issue.step - self._moved_up[issue.index]
        return np.asarray(np.minimum(left, 100.0 - self.agreed[issue.index]))

    def begin(self, index: int, step: Step) -> None:
        """Begin a step: what was agreed long enough ago comes into force."""
        self.step_index, self.step = index, step
        self.changes = {}
        self.openings_until = {}
        self._moved_up[:] = 0.0
        for issue_index, change in self._pending.pop(index, []):
            self._put_in_force(issue_index, change)

    def end(self) -> None:
        """End a step: trust relaxes, and what was done becomes what is answered."""
        length = self.step.length if self.step else 1.0
        kept = self.drawn.parameter("persistence") ** length
        gap = self.trust - self.trust_at_rest
        self.trust = np.clip(self.trust_at_rest + kept * gap + self.trust_change, 0.0, 1.0)
        self.turn()
        self.see_triangle()

    def turn(self) -> None:
        """Let what was done so far be answered from now on."""
        self.cooperation, self._next_cooperation = self._next_cooperation, {}
        self.conflict, self._next_conflict = self._next_conflict, {}
        self.trust_change = np.zeros(self.drawn.n)

    def agree(
        self, issue: DrawnIssue, sides: tuple[str, ...], change: Change, *, lag: bool = True
    ) -> None:
        """Enter moves up that `sides` made: agreed now, in force after the issue's lag."""
        j, draws = issue.index, change.draws
        self.agreed[j, draws] = np.minimum(self.agreed[j, draws] + change.points, 100.0)
        self._moved_up[j, draws] += change.points
        if set(issue.issue.sides) <= set(sides):
            self.risen[j, draws] += change.points
        size = np.minimum(change.points / issue.issue.step, 1.0)
        gain = self.drawn.parameter("trust_gain")[draws]
        self.trust_change[draws] += gain * size * self.relative_weight[j, draws]
        for side in sides:
            self.show_goodwill(side, draws, size)
        due = self.step_index + (issue.issue.lag_quarters if lag else 0)
        if due == self.step_index:
            self._put_in_force(j, change)
        else:
            self._pending[due].append((j, change))

    def descend(self, issue: DrawnIssue, side: str, change: Change) -> None:
        """Enter moves down (points > 0) that a side made; they are in force at once."""
        j, draws = issue.index, change.draws
        points = np.minimum(change.points, self.level[j, draws])
        self.agreed[j, draws] = np.maximum(self.agreed[j, draws] - points, 0.0)
        self._put_in_force(j, Change(draws=draws, points=-points, share=change.share))
        size = np.minimum(points / issue.issue.step, 1.0)
        loss = self.drawn.parameter("trust_loss")[draws]
        self.trust_change[draws] -= loss * size * self.relative_weight[j, draws]
        done = self._next_conflict.setdefault((side, j), np.zeros(self.drawn.n))
        done[draws] = np.minimum(done[draws] + size, 1.0)

    def push(self, issue: DrawnIssue, change: Change) -> None:
        """Enter a change that nobody decided on, as a shock makes it."""
        j, draws = issue.index, change.draws
        self.agreed[j, draws] = np.clip(self.agreed[j, draws] + change.points, 0.0, 100.0)
        self._put_in_force(j, change)

    def show_goodwill(self, side: str, draws: Indices, size: Floats) -> None:
        """Let what a side did count as cooperation, in full steps, in the next step."""
        done = self._next_cooperation.setdefault(side, np.zeros(self.drawn.n))
        done[draws] = np.minimum(done[draws] + size, 1.0)

    def add_trust(self, draws: Indices | Mask | slice, amount: Floats) -> None:
        """Add to trust at the end of the step."""
        self.trust_change[draws] += amount

    def note(self, happening: str, draws: Indices, share: Floats) -> None:
        """Note that something happened in some draws; only the first time counts."""
        times = self.first.setdefault(happening, np.full(self.drawn.n, np.inf))
        times[draws] = np.minimum(times[draws], self.step_index + share)

    def note_package(self, size: Floats, draws: Indices, share: Floats) -> None:
        """Note packages by the number of issues in them."""
        for n_issues in range(2, len(self.drawn.issues) + 1):
            struck = size >= n_issues
            if not struck.any():
                break
            times = self.packages.setdefault(n_issues, np.full(self.drawn.n, np.inf))
            hit = draws[struck]
            times[hit] = np.minimum(times[hit], self.step_index + share[struck])

    def _put_in_force(self, j: int, change: Change) -> None:
        before = self.level[j, change.draws]
        after = np.clip(before + change.points, 0.0, 100.0)
        self.level[j, change.draws] = after
        self.changes.setdefault(j, []).append(
            Change(draws=change.draws, points=after - before, share=change.share)
        )

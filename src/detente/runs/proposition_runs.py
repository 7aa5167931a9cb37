"""Shared runs for the propositions: a system is solved once, however many of them ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from detente.case.asof import Case
from detente.model.assess import Run, run_system
from detente.model.draws import Mask
from detente.model.patch import patch_of, patched
from detente.model.system import Floats, Issue, System

DAYS: dict[str, date] = {
    "001": date(2017, 1, 16),
    "002": date(2017, 2, 15),
    "003": date(2017, 5, 22),
    "004": date(2017, 9, 15),
    "000": date(2019, 6, 3),
}
"""The day on which each report saw the relation."""

Change = Callable[[System], System]


@dataclass(slots=True)
class Runs:
    """Runs of one case, kept by what was asked for."""

    case: Case
    n_draws: int
    seed: int
    change: Change | None = None  # applied to every system, to test how firm the answers are
    _systems: dict[tuple[str, str | None], System] = field(default_factory=dict)
    _runs: dict[str, Run] = field(default_factory=dict)

    def system(self, report: str, expert: str | None = None) -> System:
        """Return the system on a report's day, without its questions."""
        key = (report, expert)
        if key not in self._systems:
            system = self.case.as_of(DAYS[report], expert=expert)
            system = replace(system, questions=())
            self._systems[key] = self.change(system) if self.change else system
        return self._systems[key]

    def run(
        self,
        report: str,
        until: float | date,
        patch: Mapping[str, object] | None = None,
        *,
        n_draws: int | None = None,
        expert: str | None = None,
    ) -> Run:
        """Return a run from a report's day until a day, or for some years.

        Parameters
        ----------
        report
            First digits of a report's file name, a key of `DAYS`.
        until
            The last day, or years from the first.
        patch
            What is changed, as a patch file states it.
        n_draws
            Draws, if not those of all runs.
        expert
            Whose stakes are laid over the case's.
        """
        horizon = until if isinstance(until, date) else years_after(DAYS[report], until)
        change = patch_of(patch or {})
        key = f"{report}|{horizon}|{change}|{n_draws}|{expert}"
        if key not in self._runs:
            self._runs[key] = run_system(
                patched(self.system(report, expert), change),
                horizon=horizon,
                n_draws=n_draws or self.n_draws,
                seed=self.seed,
                given=change.given,
            )
        return self._runs[key]

    @property
    def fewer(self) -> int:
        """Draws of what-ifs that are run for every issue or response."""
        return max(self.n_draws // 5, 200)


def years_after(day: date, years: float) -> date:
    """Return the day some years later.

    Examples
    --------
    >>> years_after(date(2019, 6, 3), 2)
    datetime.date(2021, 6, 2)
    """
    return day + timedelta(days=round(365.25 * years))


def issue_of(system: System, issue: str) -> tuple[int, Issue]:
    """Return the place of an issue and the issue."""
    place = next(k for k, item in enumerate(system.issues) if item.id == issue)
    return place, system.issues[place]


def path_of(run: Run, issue: str) -> Floats:
    """Return the levels of an issue until the horizon, (n_steps + 1, n_draws)."""
    place, _ = issue_of(run.system, issue)
    return np.asarray(run.paths.levels[: run.last + 1, place])


def rises(run: Run, issue: str, anchors: float) -> Mask:
    """Return the draws in which an issue at any time stands that many anchors above its start."""
    gap = issue_of(run.system, issue)[1].anchor_gap
    return np.asarray(highest_rise(run, issue) >= anchors * gap - 1e-9)


def highest_rise(run: Run, issue: str) -> Floats:
    """Return how far an issue at its highest stands above its start, (n_draws,)."""
    levels = path_of(run, issue)
    return np.asarray(levels.max(axis=0) - levels[0])


def improves(run: Run, issue: str) -> float:
    """Return P(an issue stands half an anchor or more above its start at the horizon)."""
    levels, gap = path_of(run, issue), issue_of(run.system, issue)[1].anchor_gap
    return share(levels[-1] - levels[0] >= gap / 2 - 1e-9)


def happened(run: Run, name: str, quarters: float | None = None) -> Mask:
    """Return the draws in which a happening such as 'responses.cut_staff' came in time."""
    times = run.paths.first.get(name, np.full(run.paths.drawn.n, np.inf))
    return np.asarray(times <= (run.last if quarters is None else quarters))


def share(hits: Mask) -> float:
    """Return the share of draws."""
    return float(np.mean(hits))

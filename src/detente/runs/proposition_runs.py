"""Shared runs for the propositions: a system is solved once, however many of them ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from detente.case.asof import Case
from detente.model.assess import Run, run_system
from detente.model.patch import patch_of, patched
from detente.model.system import System

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

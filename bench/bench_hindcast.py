"""How the built-in case would have fared: its view on past days against its own later status quo.

This is hindsight: the case was coded after the fact, so it shows fit, not skill. It can show
whether the intervals are wide enough.
"""

from datetime import date

import numpy as np

from detente.case.loading import load_case
from detente.model.assess import assess_system
from detente.model.run import run_system
from detente.model.system import System

YEARS = (2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019)
N_DRAWS = 1000


def main() -> None:
    """Print, for each year, whether what came two years later lies in the 50 and 90 % intervals."""
    case = load_case("us-russia")
    print(f"hindsight, case {case.id}, two years ahead of 30 June, {N_DRAWS} draws, seed 1")
    print("year  likeliest      index then  later   90 % interval    issues in 90 %  in 50 %")
    hits = np.zeros((2, 3))
    for year in YEARS:
        day, later = date(year, 6, 30), date(year + 2, 6, 30)
        system, outcome = case.as_of(day), case.as_of(later)
        result = assess_system(system, horizon=later, n_draws=N_DRAWS, seed=1)
        came = {issue.id: issue.status_quo.mode for issue in outcome.issues}
        known = [r for r in result.issues if r.issue in came]
        wide = sum(r.final.q05 - 1 <= came[r.issue] <= r.final.q95 + 1 for r in known)
        half = sum(r.final.q25 - 1 <= came[r.issue] <= r.final.q75 + 1 for r in known)
        before, after = index_of(system, set(came)), index_of(outcome, {r.issue for r in known})
        change = run_system(system, horizon=later, n_draws=N_DRAWS, seed=1).change
        q05, q25, q75, q95 = (before + np.quantile(change, q) for q in (0.05, 0.25, 0.75, 0.95))
        inside = q05 <= after <= q95
        hits += [
            [float(wide), float(half), float(len(known))],
            [float(inside), float(q25 <= after <= q75), 1.0],
        ]
        print(
            f"{year}  {result.likeliest:13}  {before:10.1f}  {after:5.1f}   "
            f"{q05:5.1f} to {q95:5.1f}   {wide:6} of {len(known)}"
            f"  {half:6} of {len(known)}"
        )
    print(
        f"in the 90 % interval: {hits[0, 0] / hits[0, 2]:.0%} of issues, "
        f"{hits[1, 0]:.0f} of {hits[1, 2]:.0f} indices; in the 50 % interval: "
        f"{hits[0, 1] / hits[0, 2]:.0%} of issues, {hits[1, 1]:.0f} of {hits[1, 2]:.0f} indices"
    )


def index_of(system: System, issues: set[str]) -> float:
    """Return the weighted mean status quo of some issues."""
    chosen = [issue for issue in system.issues if issue.id in issues]
    weights = np.array([issue.weight.mode for issue in chosen])
    return float(weights @ [issue.status_quo.mode for issue in chosen] / weights.sum())


if __name__ == "__main__":
    main()

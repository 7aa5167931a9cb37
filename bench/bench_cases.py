"""The case of Japan and South Korea on four days against its own later status quo, in hindsight.

The case was coded by people who knew how it came out: the table shows fit, not skill.
"""

from datetime import date

from bench.bench_hindcast import index_of
from detente.case.loading import load_case
from detente.model.assess import assess_system

SPANS = (
    (date(2019, 1, 15), date(2021, 1, 15)),
    (date(2019, 8, 5), date(2021, 8, 5)),
    (date(2020, 6, 1), date(2022, 6, 1)),
    (date(2022, 5, 15), date(2023, 12, 31)),
)
ISSUES = ("history", "trade")
N_DRAWS = 10_000


def main() -> None:
    """Print what was likeliest on each day, and what came by the case's own coding."""
    case = load_case("japan-south-korea")
    print(f"hindsight, case {case.id}, {N_DRAWS} draws, seed 1")
    print("as of       until       likeliest           index  90 % interval   came   P(improve) of")
    for day, later in SPANS:
        system, outcome = case.as_of(day), case.as_of(later)
        result = assess_system(system, horizon=later, n_draws=N_DRAWS, seed=1)
        names = {issue.id for issue in system.issues}
        share = result.outcomes[result.likeliest].value
        chances = ", ".join(
            f"{row.issue} {row.improve.value:.0%}" for row in result.issues if row.issue in ISSUES
        )
        print(
            f"{day}  {later}  {result.likeliest:13} {share:4.0%}  {index_of(system, names):5.1f}"
            f"   {result.index.q05:4.1f} to {result.index.q95:4.1f}   "
            f"{index_of(outcome, names):4.1f}   {chances}"
        )


if __name__ == "__main__":
    main()

"""How firm the propositions are: other seeds, vaguer stakes, stakes turned or shuffled.

For each variant it prints how many of the 32 propositions no longer hold, and how many of those
fail by what follows from the model alone, their grounds left out of account.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.model.system import System
from detente.runs.propositions import verdicts
from detente.runs.variants import (
    mirrored,
    random_stakes,
    shuffled,
    widened,
    with_shuffled_sources,
)

N_DRAWS = 1_000
SEEDS = range(20)

Variant = tuple[str, Case, int, Callable[[System], System] | None]


def variants(case: Case) -> Iterable[tuple[str, list[Variant]]]:
    """Return families of variants: name, case, seed of the draws, change of every system."""
    stakes = case.as_of()
    yield "other seeds of the draws", [(f"{k}", case, k, None) for k in (2, 3, 4, 5, 6)]
    yield "ranges half as wide again", [("1", case, 1, partial(widened, factor=1.5))]
    turned = [(k, random_stakes(stakes, 0.1, k)) for k in SEEDS]
    yield (
        "a tenth of the positions turned round",
        [(f"{k}", case, 1, partial(mirrored, chosen=c)) for k, c in turned],
    )
    yield (
        "sources shuffled among stakes",
        [(f"{k}", with_shuffled_sources(case, k), 1, None) for k in SEEDS[:5]],
    )
    yield (
        "numbers shuffled among stakes",
        [(f"{k}", case, 1, partial(shuffled, seed=k)) for k in SEEDS[:5]],
    )


def main() -> None:
    """Print the table."""
    case = load_case("us-russia")
    print(f"propositions of {case.id} that no longer hold, {N_DRAWS} draws")
    for family, members in variants(case):
        broken, followed, names = [], [], Counter[str]()
        for key, variant, seed, change in members:
            found = verdicts(variant, n_draws=N_DRAWS, seed=seed, change=change)
            failing = [v.proposition.id for v in found if not v.finding.holds]
            model = [v for v in found if not v.finding.follows]
            broken.append(len(failing))
            followed.append(len(model))
            names.update(failing)
            print(f"  {family}, {key}: {len(failing)} {' '.join(failing)}", flush=True)
        print(
            f"{family}: mean {sum(broken) / len(broken):.1f} of 32 "
            f"(by consequences alone {sum(followed) / len(followed):.1f}), "
            f"{min(broken)} to {max(broken)}; 5 or more in "
            f"{sum(n >= 5 for n in broken)} of {len(broken)}; most often "
            f"{', '.join(f'{name} {n}' for name, n in names.most_common(5)) or 'none'}",
            flush=True,
        )


if __name__ == "__main__":
    main()

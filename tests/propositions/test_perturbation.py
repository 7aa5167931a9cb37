"""Can the propositions fail? Stakes turned round or shuffled must break some of them."""

from collections.abc import Callable
from functools import partial

import pytest

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.model.system import System
from detente.runs.propositions import verdicts
from detente.runs.variants import mirrored, random_stakes, shuffled, with_shuffled_sources

pytestmark = pytest.mark.slow

N_DRAWS = 400


def _failing(
    change: Callable[..., System] | None = None, case: Case | str = "us-russia"
) -> set[str]:
    found = verdicts(case, n_draws=N_DRAWS, change=change)
    return {verdict.proposition.id for verdict in found if not verdict.finding.holds}


def test_all_hold_at_as_many_draws_where_nothing_is_changed() -> None:
    assert not _failing()


def test_turning_a_random_tenth_of_the_positions_round_breaks_five_on_average() -> None:
    stakes = load_case("us-russia").as_of()
    broken = [
        len(_failing(change=partial(mirrored, chosen=chosen)))
        for chosen in (random_stakes(stakes, 0.1, seed) for seed in range(8))
    ]
    assert sum(broken) / len(broken) >= 5, broken


@pytest.mark.parametrize("seed", [0, 1])
def test_shuffling_the_sources_of_stakes_breaks_five_or_more(seed: int) -> None:
    case = with_shuffled_sources(load_case("us-russia"), seed)
    assert len(_failing(case=case)) >= 5


@pytest.mark.parametrize("seed", [0, 1])
def test_shuffling_the_numbers_of_stakes_breaks_five_or_more(seed: int) -> None:
    failing = _failing(change=partial(shuffled, seed=seed))
    assert len(failing) >= 5


def test_what_is_not_known_on_the_day_bears_nothing_out() -> None:
    case = with_shuffled_sources(load_case("us-russia"), 0)
    found = verdicts(case, n_draws=N_DRAWS, only=["P13", "P17", "P30"])
    limbs = [limb for verdict in found for limb in verdict.finding.limbs]
    unknown = [limb for limb in limbs if limb.value != limb.value]
    assert unknown
    assert not any(limb.holds for limb in unknown)

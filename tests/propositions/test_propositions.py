from functools import cache

import pytest

from detente.case.loading import load_case
from detente.commands.propositions import table
from detente.errors import InputError
from detente.runs.proposition_limbs import Finding
from detente.runs.propositions import PROPOSITIONS, verdicts, verdicts_json
from detente.runs.variants import mirrored

N_DRAWS = 1_200
SEED = 1


@cache
def _findings() -> dict[str, Finding]:
    found = verdicts(n_draws=N_DRAWS, seed=SEED)
    return {verdict.proposition.id: verdict.finding for verdict in found}


def test_there_is_one_proposition_for_every_line() -> None:
    assert [p.id for p in PROPOSITIONS] == [f"P{k:02d}" for k in range(1, 33)]
    assert {name for p in PROPOSITIONS for name in p.reports} == {"000", "001", "002", "003", "004"}


@pytest.mark.parametrize("name", [p.id for p in PROPOSITIONS])
def test_what_the_reports_argue_comes_out_of_the_mechanisms(name: str) -> None:
    finding = _findings()[name]
    assert finding.figures
    assert finding.why
    assert finding.holds, f"{name}: {dict(finding.figures)}"


def test_every_probability_is_one() -> None:
    for name in ("P01", "P04", "P06", "P07", "P09", "P26", "P29", "P30"):
        limbs = _findings()[name].consequences
        assert all(0 <= limb.value <= 1 for limb in limbs), name


def test_the_same_seed_gives_the_same_figures() -> None:
    once, again = (verdicts(n_draws=300, seed=4, only=["P01", "P19"]) for _ in range(2))
    assert once == again


def test_what_is_asked_for_alone_is_answered_alone() -> None:
    found = verdicts(n_draws=300, only=["P31"])
    values = verdicts_json(found, case="us-russia", n_draws=300, seed=1)
    assert values["n"] == 1
    row = values["propositions"][0]
    assert row["id"] == "P31"
    assert row["as_of"] == ["2017-02-15", "2017-09-15"]
    assert isinstance(row["holds"], bool)
    assert row["holds"] == all(limb["holds"] for limb in row["consequences"] + row["grounds"])
    assert row["figures"]["relief as of February 2017"] == row["consequences"][0]["value"]


def test_each_is_asked_as_of_the_day_of_a_report_or_of_the_record() -> None:
    asked = {proposition.id: proposition.days for proposition in PROPOSITIONS}
    assert {name for name, days in asked.items() if not days} == {"P08", "P25", "P32"}
    for proposition in PROPOSITIONS:
        own = set(proposition.days) & set(proposition.reports)
        assert own or not proposition.days, proposition.id


def test_an_unknown_proposition_and_another_relation_are_refused() -> None:
    with pytest.raises(InputError, match="no proposition 'P99'; known: P01 to P32"):
        verdicts(only=["P99"])
    with pytest.raises(InputError, match="about USA and RUS, but case japan-south-korea"):
        verdicts("japan-south-korea")


def test_a_ground_that_the_case_contradicts_makes_the_argument_fail() -> None:
    system = load_case("us-russia").as_of()
    turned = frozenset({("us_congress", "sanctions")})
    assert turned < {(stake.actor, stake.issue) for stake in system.stakes}
    found = verdicts(n_draws=300, only=["P14"], change=lambda item: mirrored(item, turned))
    finding = found[0].finding
    assert all(limb.holds for limb in finding.consequences)
    assert [limb.says for limb in finding.grounds if not limb.holds] == ["Congress on sanctions"]
    assert not finding.holds


def test_a_figure_that_does_not_keep_its_bound_is_marked_in_the_table() -> None:
    turned = frozenset({("us_congress", "sanctions")})
    found = verdicts(n_draws=300, only=["P14"], change=lambda item: mirrored(item, turned))
    text = table(found)
    assert text.startswith("P14  DOES NOT HOLD: No major or sudden change (002)")
    assert "Congress on sanctions 73 NOT <" in text
    assert max(len(line) for line in text.splitlines()) <= 110

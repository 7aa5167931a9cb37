from functools import cache

import pytest

from detente.errors import InputError
from detente.runs.proposition_measures import Finding
from detente.runs.propositions import PROPOSITIONS, verdicts, verdicts_json

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
        assert all(0 <= value <= 1 for value in _findings()[name].figures.values()), name


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


def test_an_unknown_proposition_and_another_relation_are_refused() -> None:
    with pytest.raises(InputError, match="no proposition 'P99'; known: P01 to P32"):
        verdicts(only=["P99"])
    with pytest.raises(InputError, match="about USA and RUS, but case japan-south-korea"):
        verdicts("japan-south-korea")

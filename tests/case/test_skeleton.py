import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.chronology import COLUMNS, load_chronology
from detente.case.ledger import load_ledger
from detente.case.loading import load_case, parsed_case
from detente.case.schema import ENTRY_FORMS, SpreadForm
from detente.case.skeleton import skeleton_text, write_skeleton
from detente.case.yaml_lines import parse_yaml
from detente.errors import InputError
from detente.model.assess import assess_system

DAY = date(2024, 6, 1)
EXAMPLE = re.compile(r"^( *)# (?=- |[a-z_]+: |[a-z_]+:$|  )", re.M)


def test_a_first_case_loads_and_can_be_assessed_as_it_is(tmp_path: Path) -> None:
    write_skeleton(tmp_path / "new" / "case", "IND", "PAK", day=DAY)
    case = load_case(tmp_path / "new" / "case")
    assert case.title == "India and Pakistan"
    assert case.default_day == DAY
    result = assess_system(case.as_of(), horizon=case.default_horizon, n_draws=100, seed=1)
    assert sum(estimate.value for estimate in result.outcomes.values()) == pytest.approx(1)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["USA", "CHN", "DEU", "TUR", "BRA"]), st.sampled_from(["IRN", "GRC", "ARG"]))
def test_any_two_states_give_a_case_that_loads(first: str, second: str) -> None:
    text = skeleton_text(first, second, day=DAY)
    assert "%" not in text
    case = parsed_case(parse_yaml(text), Path("new"))
    assert case.dyad == (first, second)
    assert len(case.as_of().issues) == 2


def test_unknown_states_and_taken_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown state 'XXX'"):
        skeleton_text("XXX", "KOR", day=DAY)
    with pytest.raises(InputError, match="two different states"):
        skeleton_text("KOR", "KOR", day=DAY)
    write_skeleton(tmp_path, "JPN", "KOR", day=DAY)
    with pytest.raises(InputError, match="exists already"):
        write_skeleton(tmp_path, "JPN", "KOR", day=DAY)
    with pytest.raises(InputError, match="is a file"):
        write_skeleton(tmp_path / "case.yaml", "JPN", "KOR", day=DAY)


def test_the_examples_hold_once_their_signs_are_taken_away(tmp_path: Path) -> None:
    text = EXAMPLE.sub(r"\1", skeleton_text("IND", "PAK", day=DAY))
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    case = load_case(tmp_path)
    system = case.as_of()
    assert case.third == "EU"
    assert system.locks[0].opens_by == ("ind_leader", "ind_parliament")
    assert [response.goal for response in system.responses] == [None, "calm"]
    assert [move.excluded for move in system.moves] == [False, True]
    assert [shock.by_issue for shock in system.shocks] == [False, True]
    assert all((system.goals, system.pressures, system.forums, system.ties))
    for expert in (None, *case.experts(DAY)):
        result = assess_system(
            case.as_of(expert=expert), horizon=case.default_horizon, n_draws=100, seed=1
        )
        assert sum(estimate.value for estimate in result.outcomes.values()) == pytest.approx(1)


def test_the_skeleton_shows_every_section_but_those_of_rival_explanations() -> None:
    text = EXAMPLE.sub(r"\1", skeleton_text("IND", "PAK", day=DAY))
    value = parse_yaml(text).value
    assert set(ENTRY_FORMS) - set(value) == {"hypotheses", "evidence"}
    assert set(value["spread"]) - {"source"} == set(SpreadForm.model_fields) - {
        *("from_", "to", "foreseen", "known_on", "source", "note")
    }
    assert text.count("\n") <= 170


def test_a_chronology_and_a_ledger_come_with_the_case(tmp_path: Path) -> None:
    write_skeleton(tmp_path, "IND", "PAK", day=DAY)
    assert (tmp_path / "chronology.csv").read_text("utf-8") == ",".join(COLUMNS) + "\n"
    assert load_chronology(tmp_path / "chronology.csv").events == ()
    ledger = load_ledger(tmp_path / "ledger.yaml")
    (stated,) = ledger.forecasts
    assert stated.probability == 0.3
    assert ledger.why_unscored(stated) == "open"


def test_a_chronology_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "chronology.csv").write_text("mine", encoding="utf-8")
    write_skeleton(tmp_path, "IND", "PAK", day=DAY)
    assert (tmp_path / "chronology.csv").read_text("utf-8") == "mine"
    assert (tmp_path / "ledger.yaml").exists()

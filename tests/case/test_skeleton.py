from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.loading import load_case, parsed_case
from detente.case.skeleton import skeleton_text, write_skeleton
from detente.case.yaml_lines import parse_yaml
from detente.errors import InputError
from detente.model.assess import assess_system

DAY = date(2024, 6, 1)


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

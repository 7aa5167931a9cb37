import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detente.case.schema import ENTRY_FORMS, NUMBERS, Coded, IssueForm, LinkForm, StakeForm
from detente.model.system import Range

numbers = st.floats(0, 100)


def _stake(**fields: object) -> StakeForm:
    base: dict[str, object] = {"position": 50, "salience": 0.5, "capability": 0.5}
    return StakeForm.model_validate(base | fields)


@given(st.lists(numbers, min_size=3, max_size=3).map(sorted))
def test_a_list_and_a_mapping_of_three_mean_the_same_range(ends: list[float]) -> None:
    low, mode, high = ends
    listed = _stake(position=ends).position
    mapped = _stake(position={"low": low, "mode": mode, "high": high}).position
    assert listed == mapped == Coded(Range(low, mode, high), False)


@given(numbers, st.floats(0, 50))
def test_a_widened_number_stays_on_its_scale_and_keeps_its_mode(mode: float, by: float) -> None:
    wide = Coded(Range.point(mode), True).widened(by, 0, 100)
    assert 0 <= wide.low <= wide.mode == mode <= wide.high <= 100


def test_a_range_is_not_widened() -> None:
    assert Coded(Range(1, 2, 3), False).widened(10, 0, 100) == Range(1, 2, 3)


@pytest.mark.parametrize("bad", [True, "50", None, [1, 2], [3, 2, 1], {"low": 1}, -1, 101])
def test_what_is_no_position_is_refused(bad: object) -> None:
    with pytest.raises(ValidationError):
        _stake(position=bad)


@pytest.mark.parametrize("bad", [[40, 20], [-1, 50], [0, 101], [1], "x"])
def test_a_red_line_is_two_values_in_order(bad: object) -> None:
    with pytest.raises(ValidationError):
        _stake(red_line=bad)
    assert _stake(red_line=[10, 60]).red_line == (10, 60)


def test_a_name_alone_is_a_list_of_one() -> None:
    fields = {"id": "x", "title": "X", "anchors": {0: "a", 100: "b"}, "status_quo": 5, "step": 5}
    form = IssueForm.model_validate({**fields, "sides": "USA", "opening": 0.1, "erosion": 0.1})
    assert form.sides == ("USA",)


def test_the_nearest_known_field_is_suggested() -> None:
    fields = {"id": "x", "first": "a", "second": "b", "kind": "trade", "strenght": 0.5}
    with pytest.raises(ValidationError, match="did you mean 'strength'"):
        LinkForm.model_validate(fields)


def test_the_numbers_of_each_section_are_fields_of_its_form() -> None:
    for section, form in ENTRY_FORMS.items():
        assert set(NUMBERS.get(section, ())) <= set(form.model_fields)
    assert set(NUMBERS["stakes"]) <= set(StakeForm.model_fields)

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detente.case.schema import (
    ENTRY_FORMS,
    NUMBERS,
    Coded,
    Dated,
    EvidenceForm,
    Form,
    GoalForm,
    HypothesisForm,
    InstitutionForm,
    IssueForm,
    LinkForm,
    LockForm,
    MoveForm,
    OutcomesForm,
    QuestionForm,
    ShockForm,
    SpreadForm,
    StakeForm,
)
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


@pytest.mark.parametrize(
    "bad", [True, "50", None, float("nan"), [1, 2], [3, 2, 1], {"low": 1}, -1, 101]
)
def test_what_is_no_position_is_refused(bad: object) -> None:
    with pytest.raises(ValidationError):
        _stake(position=bad)


@pytest.mark.parametrize("bad", [[40, 20], [-1, 50], [0, 101], [1], "x", [False, True]])
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


Fields = dict[str, object]

ISSUE: Fields = {
    "id": "x",
    "title": "X",
    "anchors": {0: "a", 100: "b"},
    "status_quo": 5,
    "sides": "USA",
    "step": 5,
    "opening": 0.1,
    "erosion": 0.1,
}
MOVE: Fields = {
    "id": "x",
    "title": "X",
    "side": "USA",
    "issue": "a",
    "cost": 1,
    "gain": 1,
    "effect": 1,
}
LOCK: Fields = {"id": "x", "title": "X", "side": "USA", "issues": "a", "blocks": "up"}
SHOCK: Fields = {"id": "x", "title": "X", "hazard": 0.1, "effects": {"a": -5}}
EVIDENCE: Fields = {"id": "x", "text": "X", "consistency": {"h": 1}}
QUESTION: Fields = {"id": "x", "text": "X", "kind": "threshold", "issue": "a", "value": 1}

SPREADS = [name for name in SpreadForm.model_fields if name not in Dated.model_fields]
PLAIN_NUMBERS: list[tuple[type[Form], Fields, str]] = [
    *((SpreadForm, {}, name) for name in SPREADS),
    (HypothesisForm, {"id": "x", "text": "X"}, "prior"),
    (EvidenceForm, EVIDENCE, "credibility"),
    (InstitutionForm, {"id": "x", "side": "USA"}, "majority"),
    (OutcomesForm, {"freeze": 1, "thaw": 1, "alignment": 1}, "freeze"),
    (OutcomesForm, {"freeze": 1, "thaw": 1, "alignment": 1}, "thaw"),
    (OutcomesForm, {"freeze": 1, "thaw": 1, "alignment": 1}, "alignment"),
    (QuestionForm, QUESTION | {"by": "2020-01-01"}, "value"),
    (QuestionForm, QUESTION, "within_years"),
    (IssueForm, ISSUE, "step"),
    (IssueForm, ISSUE, "lag"),
    (LockForm, LOCK, "review_days"),
    (GoalForm, {"id": "x", "actor": "a", "issues": "a", "text": "X"}, "circle"),
]
"""A form, fields that it needs, and one that holds a plain number of which 1 is allowed."""


@pytest.mark.parametrize(("form", "fields", "name"), PLAIN_NUMBERS)
def test_a_truth_value_is_no_number(form: type[Form], fields: Fields, name: str) -> None:
    value = 0 if form is SpreadForm else 1
    assert getattr(form.model_validate(fields | {name: value}), name) == value
    for bad in (True, False):
        with pytest.raises(ValidationError, match="number"):
            form.model_validate(fields | {name: bad})


def test_a_truth_value_is_no_consistency_and_no_anchor() -> None:
    with pytest.raises(ValidationError, match="number"):
        EvidenceForm.model_validate(EVIDENCE | {"consistency": {"h": True}})
    with pytest.raises(ValidationError, match="must map"):
        IssueForm.model_validate(ISSUE | {"anchors": {False: "a", True: "b"}})


@pytest.mark.parametrize("bad", ["yes", "true", 1, 1.0, 0, None])
def test_only_true_and_false_are_truth_values(bad: object) -> None:
    with pytest.raises(ValidationError, match="true or false"):
        ShockForm.model_validate(SHOCK | {"by_issue": bad})
    with pytest.raises(ValidationError, match="true or false"):
        MoveForm.model_validate(MOVE | {"excluded": bad})
    with pytest.raises(ValidationError, match="true or false"):
        LockForm.model_validate(LOCK | {"foreseen": bad})


def test_a_shock_that_strikes_issues_one_by_one_names_them() -> None:
    assert ShockForm.model_validate(SHOCK | {"by_issue": True}).by_issue
    without: Fields = {"id": "x", "title": "X", "hazard": 0.1, "by_issue": True}
    for fields in (without, without | {"effects": {}}):
        with pytest.raises(ValidationError, match="needs 'effects'"):
            ShockForm.model_validate(fields)

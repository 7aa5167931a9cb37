"""The reference of the case names every field that the schema has, and no other sections."""

import re
from pathlib import Path

import pytest

from detente.case.schema import (
    ENTRY_FORMS,
    PARAMETERS,
    CaseForm,
    Dated,
    Form,
    OutcomesForm,
    Source,
    SpreadForm,
    StakeForm,
)
from detente.terms.issue import TOPIC_IDS

TEXT = (Path(__file__).parents[2] / "docs" / "case.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[a-z_]+", TEXT))


def _fields(form: type[Form]) -> set[str]:
    return {field.alias or name for name, field in form.model_fields.items()}


@pytest.mark.parametrize("section", [*ENTRY_FORMS, "stakes", "outcomes", "spread", "sources"])
def test_every_field_of_a_section_is_in_the_reference(section: str) -> None:
    forms: dict[str, type[Form]] = {
        **ENTRY_FORMS,
        "stakes": StakeForm,
        "outcomes": OutcomesForm,
        "spread": SpreadForm,
        "sources": Source,
    }
    assert section in WORDS
    assert _fields(forms[section]) <= WORDS


def test_the_top_level_the_dates_and_the_parameters_are_in_the_reference() -> None:
    assert _fields(CaseForm) | _fields(Dated) | set(PARAMETERS) <= WORDS


def test_all_topics_are_in_the_reference() -> None:
    assert TOPIC_IDS <= WORDS


def test_the_example_in_the_reference_runs() -> None:
    code = re.search(r"```python\n(.*?)```", TEXT, re.S)
    assert code is not None
    exec(compile(code.group(1), "case.md", "exec"), {})

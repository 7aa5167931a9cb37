"""`detente whatif`: patches from files and options, text and JSON out, refusals in one line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.cli import build
from detente.errors import InputError
from detente.model.whatif import WhatIf
from detente.runs.whatif import patch_from, whatif, whatif_json, whatif_text

DAY = date(2019, 6, 3)


@pytest.fixture(scope="module")
def found() -> WhatIf:
    return whatif("us-russia", {"remove": ["locks.caatsa"]}, as_of=DAY, n_draws=400)


def test_without_the_law_relief_is_likelier(found: WhatIf) -> None:
    sanctions = next(issue for issue in found.issues if issue.issue == "sanctions")
    assert sanctions.improve.difference.low > 0
    assert sanctions.room_after[0] > sanctions.room_before[0]


def test_the_text_names_the_change_and_what_it_moves(found: WhatIf) -> None:
    text = whatif_text(found)
    assert "what if: remove locks.caatsa" in text
    assert "sanctions: improves" in text
    assert repr(found) == text
    assert found._repr_html_().startswith("<pre>")


def test_the_json_is_whole_and_plain(found: WhatIf) -> None:
    values = json.loads(json.dumps(whatif_json(found), allow_nan=False))
    assert values["schema"] == "detente/whatif"
    assert values["run"]["as_of"] == "2019-06-03"
    assert set(values["outcomes"]) == {"worse", "freeze", "limited_thaw", "detente", "alignment"}
    for row in values["outcomes"].values():
        assert row["before"]["value"] + row["difference"]["value"] == pytest.approx(
            row["after"]["value"], abs=2e-5
        )
    assert {issue["id"] for issue in values["issues"]} >= {"sanctions", "ukraine"}


def test_a_file_and_options_add_up(tmp_path: Path) -> None:
    file = tmp_path / "patch.yaml"
    file.write_text("remove: [locks.caatsa]\nset:\n  parameters.trust: [0.5, 0.6, 0.7]\n")
    patch = patch_from(
        file=file,
        sets=["stakes.us_president.sanctions.position=100"],
        shifts=["parameters.trust=0.1"],
        removed=["links.minsk_sanctions"],
        steps=["USA:sanctions:-10"],
    )
    assert str(patch) == (
        "remove locks.caatsa; set parameters.trust to [0.5, 0.6, 0.7]; "
        "set stakes.us_president.sanctions.position to 100.0; shift parameters.trust by 0.1; "
        "remove links.minsk_sanctions; USA moves sanctions by -10 on the first day"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("set: [", "line 2"),
        ("- set", "must be a mapping"),
        ("sett: {}", "did you mean set"),
        ("step: [{side: USA}]", "needs the field"),
        ("", "must be a mapping"),
    ],
)
def test_a_broken_patch_file_is_named_in_one_line(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "patch.yaml"
    file.write_text(content + "\n")
    with pytest.raises(InputError, match=says) as refusal:
        patch_from(file=file)
    assert str(file) in str(refusal.value)


def test_a_patch_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        patch_from(file=tmp_path / "none.yaml")


@pytest.mark.parametrize("text", ["USA:sanctions", "USA:sanctions:down", "USA"])
def test_half_a_step_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="SIDE:ISSUE:POINTS"):
        patch_from(steps=[text])


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("USA:sanctions:900", r"step of USA on sanctions must lie in \[-100, 100\], got 900"),
        ("USA:sanctions:nan", r"must lie in \[-100, 100\], got nan"),
        ("RUS:sanctions:5", "sides that can act on sanctions are USA$"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(step: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        whatif("us-russia", patch_from(steps=[step]), as_of=DAY, n_draws=20)


def test_nothing_to_change_is_refused() -> None:
    with pytest.raises(InputError, match="nothing to change"):
        patch_from()


def test_the_command_prints_json() -> None:
    options = ["--shift", "parameters.trust=0.3", "--draws", "100", "--format", "json"]
    done = CliRunner().invoke(build(), ["whatif", "us-russia", "--as-of", str(DAY), *options])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["changes"] == ["shift parameters.trust by 0.3"]


def test_an_unknown_path_gets_a_near_one() -> None:
    with pytest.raises(InputError, match=r"did you mean locks\.caatsa"):
        whatif("us-russia", {"remove": ["locks.catsa"]}, as_of=DAY, n_draws=100)


def test_the_patch_file_of_the_documentation_runs(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "whatif.md"
    text = page.read_text(encoding="utf-8")
    file = tmp_path / "patch.yaml"
    file.write_text(text.split("```yaml\n")[1].split("```")[0])
    found = whatif("us-russia", patch_from(file=file), as_of=DAY, n_draws=100)
    assert len(found.changes) == 7

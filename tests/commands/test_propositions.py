import json
from pathlib import Path

from typer.testing import CliRunner

from detente.cli import build


def _run(*words: str) -> str:
    result = CliRunner().invoke(build(), ["propositions", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_table_tells_figures_and_reason_of_each_proposition() -> None:
    text = _run("us-russia", "--only", "P08", "--only", "P21", "--draws", "100")
    assert "P08  holds: They compete amid cooperation" in text
    assert "reading: " in text
    assert "why:     " in text
    assert text.rstrip().endswith("2 of 2 hold")


def test_json_has_the_fields_that_the_page_names(tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    _run("--only", "P32", "--draws", "100", "--format", "json", "-o", str(out))
    values = json.loads(out.read_text("utf-8"))
    assert values["schema"] == "detente/propositions"
    assert values["version"] == 1
    assert values["propositions"][0]["id"] == "P32"
    page = Path(__file__).parents[2] / "docs" / "propositions.md"
    text = page.read_text(encoding="utf-8")
    for name in (*values, *values["propositions"][0]):
        assert f"`{name}`" in text, name


def test_a_changed_copy_of_the_case_may_contradict_a_proposition(tmp_path: Path) -> None:
    from detente.case.loading import case_folder

    case = case_folder("us-russia") / "case.yaml"
    text = case.read_text(encoding="utf-8")
    assert "excluded: true, from: 2015-09-30" in text
    changed = text.replace("excluded: true, from: 2015-09-30", "from: 2015-09-30")
    (tmp_path / "case.yaml").write_text(changed, encoding="utf-8")
    assert "P22  DOES NOT HOLD" in _run(str(tmp_path), "--only", "P22", "--draws", "200")

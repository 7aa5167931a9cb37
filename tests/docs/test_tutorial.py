"""Every command and every snippet of the tutorial, in its order."""

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.case.chronology import load_chronology
from detente.case.loading import load_case
from detente.cli import build
from detente.errors import InputError
from detente.runs.score import score_ledger

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
_BLOCK = re.compile(r"```(console|yaml|csv)\n(.*?)```(?=(?:\n\n([^\n]*))?)", re.S)
_SECTION = re.compile(r"^(?=[a-z_]+:)", re.M)


def _blocks() -> Iterator[tuple[str, str, bool]]:
    for kind, text, after in _BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        yield kind, text, "<!-- fails -->" in after


def _with_sections(text: str, snippet: str) -> str:
    """Return a case file in which each section of a snippet replaces the one of its name."""
    sections = {part.split(":", 1)[0]: part for part in _SECTION.split(text) if ":" in part[:40]}
    new = {part.split(":", 1)[0]: part for part in _SECTION.split(snippet) if part.strip()}
    return "".join((sections | new).values())


def _take(folder: Path, kind: str, text: str) -> None:
    """Write a snippet where the tutorial says that it goes."""
    if kind == "csv":
        file = folder / "chronology.csv"
        assert text.startswith(file.read_text("utf-8")), "the header is the one that is there"
    elif text.startswith("reports:"):
        file = folder / "ledger.yaml"
    else:
        file = folder / "case.yaml"
        text = _with_sections(file.read_text("utf-8"), text)
    file.write_text(text, encoding="utf-8")


def _run(command: str) -> str:
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "detente"
    result = CliRunner().invoke(build(), words[1:], catch_exceptions=False)
    assert result.exit_code == 0, (command, result.output)
    return result.stdout


def test_every_command_of_the_tutorial_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    n_commands = 0
    for kind, text, fails in _blocks():
        if kind != "console":
            _take(tmp_path / "gulf", kind, text)
            continue
        for command in text.strip().splitlines():
            n_commands += 1
            if fails:
                with pytest.raises(InputError, match=r"case\.yaml:\d+: .*unknown"):
                    _run(command)
            else:
                _run(command)
    assert n_commands == 16
    assert (tmp_path / "gulf.json").exists()
    assert "cuts its relations with Iran" in (tmp_path / "gulf.html").read_text("utf-8")


@pytest.fixture
def gulf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as it is at the end of the tutorial."""
    monkeypatch.chdir(tmp_path)
    _run("$ detente new gulf --first SAU --second IRN --day 2022-06-01")
    for kind, text, _ in _blocks():
        if kind != "console":
            _take(tmp_path / "gulf", kind, text)
    return tmp_path / "gulf"


def test_the_case_of_the_tutorial_is_blind_for_later_days(gulf: Path) -> None:
    embassies = next(i for i in load_case(gulf).as_of().issues if i.id == "embassies")
    assert embassies.status_quo.mode == 45


def test_the_case_of_the_tutorial_has_what_the_page_speaks_of(gulf: Path) -> None:
    case = load_case(gulf)
    system = case.as_of()
    assert [lock.id for lock in system.locks] == ["oil_sanctions"]
    assert [(r.id, r.goal) for r in system.responses] == [("guards_answer", "forward_defence")]
    assert [(move.id, move.excluded) for move in system.moves] == [
        ("pilgrims", False),
        ("sanaa", True),
    ]
    assert case.experts(case.default_day) == ("hopeful",)
    events = load_chronology(gulf / "chronology.csv").between("SAU", "IRN").events
    assert [event.type for event in events] == ["SANCTION", "AGREE"]


def test_the_scores_are_those_of_the_page(gulf: Path) -> None:
    assert "Brier score of 0.49" in TUTORIAL.read_text(encoding="utf-8")
    values = score_ledger(gulf)
    assert values["n_scored"] == 1
    assert values["overall"]["brier"] == pytest.approx(0.49)
    assert score_ledger(gulf, as_of=date(2022, 12, 31))["n_scored"] == 0


def test_the_tutorial_fits_into_an_hour() -> None:
    minutes = re.findall(r"^## .*\((\d+) minutes\)$", TUTORIAL.read_text("utf-8"), re.M)
    assert sum(map(int, minutes)) <= 60

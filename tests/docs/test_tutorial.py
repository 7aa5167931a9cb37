"""Every command and every snippet of the tutorial, in its order."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.case.loading import load_case
from detente.cli import build
from detente.errors import InputError

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
_BLOCK = re.compile(r"```(console|yaml)\n(.*?)```(?=(?:\n\n([^\n]*))?)", re.S)
_SECTION = re.compile(r"^(?=[a-z_]+:)", re.M)


def _blocks() -> Iterator[tuple[str, str, bool]]:
    for kind, text, after in _BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        yield kind, text, "<!-- fails -->" in after


def _with_sections(text: str, snippet: str) -> str:
    """Return a case file in which each section of a snippet replaces the one of its name."""
    sections = {part.split(":", 1)[0]: part for part in _SECTION.split(text) if ":" in part[:40]}
    new = {part.split(":", 1)[0]: part for part in _SECTION.split(snippet) if part.strip()}
    return "".join((sections | new).values())


def _run(command: str) -> None:
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "detente"
    result = CliRunner().invoke(build(), words[1:], catch_exceptions=False)
    assert result.exit_code == 0, (command, result.output)


def test_every_command_of_the_tutorial_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    n_commands = 0
    for kind, text, fails in _blocks():
        if kind == "yaml":
            file = tmp_path / "gulf" / "case.yaml"
            file.write_text(_with_sections(file.read_text("utf-8"), text), encoding="utf-8")
            continue
        for command in text.strip().splitlines():
            n_commands += 1
            if fails:
                with pytest.raises(InputError, match=r"case\.yaml:\d+: .*unknown"):
                    _run(command)
            else:
                _run(command)
    assert n_commands == 10
    assert (tmp_path / "gulf.json").exists()
    assert (tmp_path / "gulf.html").exists()


def test_the_case_of_the_tutorial_is_blind_for_later_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _run("$ detente new gulf --first SAU --second IRN --day 2022-06-01")
    file = tmp_path / "gulf" / "case.yaml"
    for kind, text, _ in _blocks():
        if kind == "yaml":
            file.write_text(_with_sections(file.read_text("utf-8"), text), encoding="utf-8")
    case = load_case("gulf")
    embassies = next(i for i in case.as_of().issues if i.id == "embassies")
    assert embassies.status_quo.mode == 45

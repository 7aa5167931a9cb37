from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.case.loading import load_case
from detente.cli import build
from detente.errors import InputError


def test_a_new_case_is_written_and_the_next_command_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "relation"
    words = ["new", str(folder), "--first", "IND", "--second", "PAK", "--day", "2024-06-01"]
    result = CliRunner().invoke(build(), words, catch_exceptions=False)
    assert result.exit_code == 0
    assert f"next: detente assess {folder}" in result.stdout
    assert load_case(folder).default_day == date(2024, 6, 1)


def test_a_case_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="exists already"):
        CliRunner().invoke(build(), ["new", str(tmp_path)], catch_exceptions=False)
    assert (tmp_path / "case.yaml").read_text("utf-8") == "mine"

"""The command as a user meets it: help, one clean line on errors, files whole or not at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from detente.cli import COMMANDS, build


def detente(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    code = "from detente.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, cwd=cwd, check=False
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from detente.cli import build; build();"
        "print(sorted(sys.modules.keys() & {'numpy', 'pandas', 'numba', 'altair', 'spacy',"
        " 'duckdb', 'pydantic', 'scipy', 'yaml'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_has_an_example_in_its_help() -> None:
    group = typer.main.get_command(build())
    commands = group.commands  # type: ignore[attr-defined]
    assert len(commands) >= len(COMMANDS)
    for name, command in commands.items():
        assert "Example" in (command.help or ""), name
        assert f"detente {name}" in (command.help or ""), name


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("assess", "nowhere"), "no case 'nowhere'"),
        (("assess", "us-russia", "--horizon", "2001-01-01"), "must come after"),
        (("assess", "us-russia", "--solver", "oracle"), "unknown solver 'oracle'"),
        (("assess", "us-russia", "--documents", "nowhere.txt"), "nowhere.txt"),
        (("assess", "us-russia", "--expert", "owl"), "known on that day: opportunity"),
        (("assess", "us-russia", "--as-of", "2015-01-01", "--expert", "all"), "no experts on"),
        (
            ("whatif", "us-russia", "--remove", "locks.caatsa", "--expert", "owl"),
            "unknown expert 'owl'",
        ),
        (("series", "USA", "RUS"), "--store"),
        (("series", "USA", "XYZ", "--case", "us-russia"), "XYZ"),
        (("triangle", "USA", "RUS", "--case", "us-russia"), "three states"),
    ],
)
def test_our_errors_are_one_line_and_exit_1(
    args: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = detente(*args, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("error: ")
    assert said in lines[0]
    assert list(tmp_path.iterdir()) == []


def test_each_expert_and_the_pool_come_out_of_the_command() -> None:
    options = ("us-russia", "--as-of", "2017-02-15", "--draws", "100", "--expert")
    done = detente("assess", *options, "opportunity", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["expert"]["id"] == "opportunity"
    done = detente("assess", *options, "all")
    assert done.returncode == 0, done.stderr
    assert "opportunity" in done.stdout
    assert "pooled" in done.stdout
    done = detente("whatif", *options, "all", "--shift", "parameters.trust=0.2")
    assert done.returncode == 0, done.stderr
    assert "difference, points" in done.stdout


def test_a_wrong_option_exits_2() -> None:
    assert detente("assess", "us-russia", "--drawz", "5").returncode == 2


def test_an_output_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "missing" / "page.html"
    done = detente("assess", "us-russia", "--draws", "100", "--format", "json", "-o", str(target))
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert not target.parent.exists()

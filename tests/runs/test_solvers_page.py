"""Every example on docs/solvers.md runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from detente.model import mixture_fit
from detente.model.solvers import SOLVERS

PAGE = Path(__file__).parents[2] / "docs" / "solvers.md"

TABLE = """proposal,issue,rule,actor,position,salience,votes,reference_point,outcome
p1,i1,QMV,A,0,0.5,10,,20
p1,i1,QMV,B,100,0.5,5,,20
p2,i2,QMV,A,30,0.5,10,0,60
p2,i2,QMV,B,90,0.5,10,0,60
"""


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(examples())))
def test_an_example_of_the_page_runs(number: int, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(TABLE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", examples()[number], str(table)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_page_has_a_section_for_every_solver_and_its_fitted_weights() -> None:
    text = PAGE.read_text(encoding="utf-8")
    titles = " ".join(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert all(name in titles for name in SOLVERS)
    for name, weight in mixture_fit.WEIGHTS.items():
        assert f"| {name} | {weight:.3f} |" in text
    for name in ("crps", "mae"):
        assert f"{mixture_fit.SCORES_OUT_OF_FOLD[name]:.2f}" in text

"""Imports killed at random moments: the store opens, with all of the batch or nothing of it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("duckdb")
BENCH = Path(__file__).parents[2] / "bench" / "kills.py"


@pytest.mark.slow
def test_ten_kills_leave_all_of_the_batch_or_nothing() -> None:
    if not BENCH.exists() or importlib.util.find_spec("pyarrow") is None:
        pytest.skip("bench/kills.py is not here")
    # In a process of its own: the script forks, and a test run has threads.
    run = subprocess.run(
        [sys.executable, str(BENCH), "--kills", "10", "--rows", "2000"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "10 of 10 kills left all of the batch or nothing" in run.stdout

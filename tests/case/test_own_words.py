"""Nothing of the reports is quoted: no run of eight words of theirs, but for their titles."""

import os
import re
from pathlib import Path

import pytest
import yaml

from detente.case.loading import case_folder

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("DETENTE_SHARED", ROOT / ".." / "shared"))
REPORTS = SHARED / "documents"
LENGTH = 8


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("\u2019", "").replace("'", ""))
    return {tuple(words[k : k + LENGTH]) for k in range(len(words) - LENGTH + 1)}


def _ours() -> list[Path]:
    folders = (case_folder("us-russia"), case_folder("japan-south-korea"))
    cases = [path for folder in folders for path in sorted(folder.iterdir())]
    code = sorted((ROOT / "src" / "detente" / "runs").glob("proposition*.py"))
    return [*cases, *code, *sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]


def test_no_eight_words_in_a_row_are_those_of_a_report() -> None:
    if not REPORTS.is_dir():
        pytest.skip("needs the five reports in ../shared/documents (or DETENTE_SHARED)")
    theirs = set().union(*(_runs(p.read_text(encoding="utf-8")) for p in REPORTS.glob("*.txt")))
    ledger = (case_folder("us-russia") / "ledger.yaml").read_text(encoding="utf-8")
    reports = yaml.safe_load(ledger)["reports"]
    titles = set().union(*(_runs(entry["title"]) for entry in reports.values()))
    shared = {
        path.name: sorted(" ".join(run) for run in (_runs(text) & theirs) - titles)
        for path in _ours()
        if path.is_file() and (text := path.read_text(encoding="utf-8"))
    }
    assert not any(shared.values()), {name: runs for name, runs in shared.items() if runs}

"""Two state codes in, the files of a first case out: short, commented, and they load."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from detente.case.chronology import COLUMNS
from detente.errors import InputError
from detente.terms.states import state

_TEMPLATE = Path(__file__).parent / "skeleton.yaml"


_LEDGER = """\
# Who said what, and who was right:   detente score FOLDER
#
# One worked example, to be made yours. docs/ledger.md explains every field; `issue` is one of
# the topics that docs/case.md lists.

reports:                        # where statements were read
  mine: {title: My own forecasts, author: me, publisher: unpublished, published_on: %DAY%}

forecasters:                    # who made them
  me: Me

questions:
  - id: trade-freer
    text: Trade between %ONE_NAME% and %TWO_NAME% is freer on %HORIZON% than on %DAY%
    issue: trade
    opens_on: %DAY%
    resolves_on: %HORIZON%
    rule: By the tariffs and quotas that both governments have published
    resolution: {outcome: open}   # later: yes or no, with resolved_on, fact and source

forecasts:
  - id: my-trade-freer
    question: trade-freer
    forecaster: me
    report: mine
    made_on: %DAY%
    said: unlikely              # the words used
    certainty: unlikely         # the nearest word of ICD-203
    probability: 0.3            # in the range of that word
"""


def skeleton_text(first: str, second: str, *, day: date) -> str:
    """Return the text of a case file that loads and can be assessed at once.

    Parameters
    ----------
    first, second
        ISO 3166 alpha-3 codes of two states.
    day
        Day of the view; the horizon lies two years later.

    Raises
    ------
    InputError
        If a code is unknown, or both are the same.
    """
    return _filled(_TEMPLATE.read_text(encoding="utf-8"), first, second, day)


def ledger_text(first: str, second: str, *, day: date) -> str:
    """Return the text of a first ledger: one open question with one forecast.

    Parameters and errors are those of `skeleton_text`.
    """
    return _filled(_LEDGER, first, second, day)


def _filled(text: str, first: str, second: str, day: date) -> str:
    one, other = state(first), state(second)
    if one.code == other.code:
        raise InputError(f"a relation needs two different states, got {first!r} twice")
    words = {
        "ONE_NAME": one.name,
        "TWO_NAME": other.name,
        "ONE": one.code,
        "TWO": other.code,
        "one": one.code.lower(),
        "two": other.code.lower(),
        "HORIZON": str(day + timedelta(days=730)),
        "DAY": str(day),
    }
    for word, value in words.items():
        text = text.replace(f"%{word}%", value)
    return text


def write_skeleton(folder: Path, first: str, second: str, *, day: date) -> Path:
    """Write a first case into a new or empty folder and return its `case.yaml`.

    Beside it come a `chronology.csv` that holds the names of the columns and a `ledger.yaml` with
    one question; where the folder has one of these already, that one stays as it is.

    Raises
    ------
    InputError
        If the folder holds a case already or cannot be written, or as `skeleton_text` does.
    """
    text = skeleton_text(first, second, day=day)
    file = folder / "case.yaml"
    beside = {
        folder / "chronology.csv": ",".join(COLUMNS) + "\n",
        folder / "ledger.yaml": ledger_text(first, second, day=day),
    }
    if folder.is_file():
        raise InputError(f"{folder} is a file; give the name of a new folder")
    if file.exists():
        raise InputError(f"{file} exists already; give another folder, or edit that file")
    missing = {path: other for path, other in beside.items() if not path.exists()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in {file: text, **missing}.items():
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {file}: {error.strerror or error}") from None
    return file

"""Two state codes in, the text of a first case file out: short, commented, and it loads."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from detente.errors import InputError
from detente.terms.states import state

_TEMPLATE = Path(__file__).parent / "skeleton.yaml"


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
    text = _TEMPLATE.read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"%{word}%", value)
    return text


def write_skeleton(folder: Path, first: str, second: str, *, day: date) -> Path:
    """Write a first `case.yaml` into a new or empty folder and return the file.

    Raises
    ------
    InputError
        If the folder holds a case already or cannot be written, or as `skeleton_text` does.
    """
    text = skeleton_text(first, second, day=day)
    file = folder / "case.yaml"
    if folder.is_file():
        raise InputError(f"{folder} is a file; give the name of a new folder")
    if file.exists():
        raise InputError(f"{file} exists already; give another folder, or edit that file")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {file}: {error.strerror or error}") from None
    return file

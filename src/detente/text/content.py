"""What one opened file holds: its text, what it states about its making, and remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from detente.errors import InputError

MAX_BYTES = 20_000_000
"""Default limit on the size of a file of text, and on the characters taken out of any file."""

BINARY_FACTOR = 10
"""A PDF, DOCX or mail may be this much larger than its text: it holds pictures and fonts too."""

_NO_TITLE = re.compile(
    r"^microsoft word|^untitled|^word document$|^title$|\.(?:docx?|pdf|indd|qxd|tex|rtf|odt)$"
    r"|^[\w.-]*[\d_][\w.-]*$",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"python-docx|(?:windows |microsoft office |default )?user|admin(?:istrator)?|authors?|"
    r"unknown|owner|pc|acer|hp|dell|lenovo",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Text of one file with what its format states about it; None is not stated."""

    text: str
    title: str | None = None
    author: str | None = None
    published_on: date | None = None
    made_on: date | None = None  # when the file was made: stands in where nothing else is known
    notes: tuple[str, ...] = ()  # remarks for the reader: doubtful encoding, skipped pages

    def with_notes(self, *notes: str) -> Content:
        """Return the same content with more remarks."""
        return replace(self, notes=(*self.notes, *notes))


def without_controls(text: str) -> str:
    r"""Return the text with each control character or lone surrogate as a blank; same length.

    Examples
    --------
    >>> without_controls("a\x00b")
    'a b'
    """
    return _CONTROL.sub(" ", text)


def useful_title(text: object) -> str | None:
    """Return a title out of a file's own record, None where a program left its file name there.

    Examples
    --------
    >>> useful_title("Microsoft Word - draft3.docx"), useful_title(" A Thaw in the North ")
    (None, 'A Thaw in the North')
    """
    title = " ".join(without_controls(str(text or "")).split())
    return None if not title or _NO_TITLE.search(title) else title


def useful_author(text: object) -> str | None:
    """Return an author out of a file's own record, None where a program left its own name there.

    Examples
    --------
    >>> useful_author("python-docx"), useful_author("Jane Doe")
    (None, 'Jane Doe')
    """
    author = " ".join(without_controls(str(text or "")).split())
    return None if not author or _NO_AUTHOR.fullmatch(author) else author


def check_size(size: int, limit: int, what: str) -> None:
    """Refuse what is larger than the limit.

    Parameters
    ----------
    size
        Bytes or characters, >= 0.
    limit
        Largest size allowed, same unit.
    what
        The noun for the message, such as 'file'.

    Raises
    ------
    InputError
        If the size is above the limit.

    Examples
    --------
    >>> check_size(5, 10, "file")
    """
    if size > limit:
        raise InputError(
            f"{what} of {size / 1e6:.1f} MB is above the limit of {limit / 1e6:.1f} MB; "
            "split it, or raise the limit (max_bytes)"
        )

"""A document as read: its text, what is known of its making, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with the day from which it could be known.

    Every offset that Détente prints is a character offset into `text`.
    """

    name: str  # file name, unique within a run
    text: str
    title: str | None = None
    author: str | None = None
    published_on: date | None = None
    dyad: tuple[str, str] | None = None  # ISO 3166 alpha-3 or organisation codes
    language: str = "en"
    path: str | None = None
    url: str | None = None  # where the file was saved from, if a list of addresses says so
    notes: tuple[str, ...] = ()  # remarks of who opened the file: doubtful encoding and such

    def __post_init__(self) -> None:
        if not self.name:
            raise InputError("a document needs a name")
        if self.dyad is not None and len(self.dyad) != 2:
            raise InputError(f"a dyad has two states, got {self.dyad!r}")

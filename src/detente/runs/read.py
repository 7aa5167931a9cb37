"""Files -> documents with what was read in them, one at a time, corrections made."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from detente.errors import InputError
from detente.reading.corrections import Correction, corrected
from detente.reading.reader import readings
from detente.runs.reading_json import reading_json
from detente.terms.codes import organisation_codes
from detente.terms.document import Document
from detente.terms.reading import Reading
from detente.terms.states import Name, is_state, state
from detente.text.files import SUFFIXES, read_documents
from detente.text.metadata import head_of

__all__ = ["ReadDocument", "ReadOptions", "case_view", "known_dyad", "n_files", "read_each"]
__all__ += ["read_files", "reading_json"]

_NO_DAY = ("publication day not found", "no day of publication found")
_GIVE_DAY = "no day of publication found: dates such as 'last month' stay open; give --published"


class Reader(Protocol):
    """What reads documents in the place of the reader that ships, such as a language model."""

    def readings(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the reading of each document in turn."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How documents are read.

    `dyad` and `published_on` hold for every document and go before what a file states.
    """

    dyad: tuple[str, str] | None = None
    published_on: date | None = None
    names: tuple[Name, ...] = ()  # a user's own actors, which go before ours
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by issue, of a case
    corrections: tuple[Correction, ...] = ()
    reader: Reader | None = None  # None: the one that ships

    def __post_init__(self) -> None:
        if self.names and self.reader is not None:
            raise InputError("a file of actors needs the reader that ships: it holds no names else")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document, what was read in it, and what was read before corrections were made."""

    document: Document
    reading: Reading
    before: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """What reading takes from a case: its two states, the issue of each topic, its own words."""

    dyad: tuple[str, str]
    issues: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def case_view(case: str) -> CaseView:
    """Return what reading takes from a case folder or a built-in case.

    Raises
    ------
    InputError
        If there is no such case or it is broken.
    """
    from detente.case.loading import load_case
    from detente.runs.evidence import issue_of_topics, words_of_issues

    loaded = load_case(case)
    issues = loaded.as_of().issues
    return CaseView(dyad=loaded.dyad, issues=issue_of_topics(issues), words=words_of_issues(issues))


def known_dyad(pair: tuple[str, str]) -> tuple[str, str]:
    """Return the codes of two states or organisations, in capitals.

    Raises
    ------
    InputError
        If a code is unknown, with what comes near, or both are the same.

    Examples
    --------
    >>> known_dyad(("usa", "NATO"))
    ('USA', 'NATO')
    """
    first, second = (code.strip().upper() for code in pair)
    for code in (first, second):
        if not is_state(code) and code not in organisation_codes():
            state(code)
    if first == second:
        raise InputError(f"a dyad needs two different states, got {first!r} twice")
    return first, second


def n_files(paths: Iterable[Path]) -> int | None:
    """Return about how many documents some paths stand for; None if one is a list of pages."""
    n = 0
    for path in paths:
        if path.suffix.lower() in {".urls", ".csv"}:
            return None
        if path.is_dir():
            n += sum(1 for one in path.rglob("*") if one.suffix.lower() in SUFFIXES)
        else:
            n += 1
    return n


def read_each(
    paths: Iterable[Path],
    options: ReadOptions | None = None,
    *,
    set_aside: Callable[[InputError], None],
) -> Iterator[ReadDocument]:
    """Yield each document with its reading; a few are held at a time, however many there are.

    Parameters
    ----------
    paths
        Files, folders, lists of saved pages; '-' is the standard input.
    set_aside
        Called with why a file cannot be read; the rest goes on. It may raise to end it all.

    Raises
    ------
    MissingExtraError
        If a library that opens a format or reads a text is not installed.
    """
    chosen = options or ReadOptions()
    corrections: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in chosen.corrections:
        corrections[one.document].append(one)
    opened: deque[Document] = deque()

    def good() -> Iterator[Document]:
        for found in read_documents(paths, dyad=chosen.dyad, published_on=chosen.published_on):
            if isinstance(found, InputError):
                set_aside(found)
            else:
                opened.append(_with_day_noted(found, chosen.published_on))
                yield opened[-1]

    found = (
        readings(good(), names=chosen.names, words=chosen.words)
        if chosen.reader is None
        else chosen.reader.readings(good())
    )
    for reading in found:
        document = opened.popleft()
        before = replace(reading, notes=_notes(document, reading))
        mine = corrections.get(document.name)
        after = corrected(before, document.text, mine) if mine else before
        yield ReadDocument(document=document, reading=after, before=before)


def _with_day_noted(document: Document, given: date | None) -> Document:
    """Return the document with a note where its head states another day than the one given."""
    stated = head_of(document.text).published_on if given else None
    if stated is None or stated == given:
        return document
    note = f"published on {given} as given; the text itself states {stated}"
    return replace(document, notes=(*document.notes, note))


def _notes(document: Document, reading: Reading) -> tuple[str, ...]:
    """Return the remarks of who opened and who read the document, each once."""
    notes = [
        _GIVE_DAY if note.startswith(_NO_DAY) else note
        for note in (*document.notes, *reading.notes)
    ]
    return tuple(dict.fromkeys(notes))


def read_files(
    paths: Iterable[Path],
    *,
    dyad: tuple[str, str] | None = None,
    published_on: date | None = None,
    names: tuple[Name, ...] = (),
    set_aside: Callable[[InputError], None],
) -> Iterator[Reading]:
    """Yield the reading of each file; what cannot be read goes to `set_aside`, the rest goes on."""
    options = ReadOptions(dyad=dyad, published_on=published_on, names=names)
    for one in read_each(paths, options, set_aside=set_aside):
        yield one.reading

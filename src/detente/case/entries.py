"""Dated entries -> what holds of a thing on a day, and where its numbers are from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from detente.case.schema import Dated
from detente.case.yaml_lines import Path_
from detente.errors import InputError
from detente.terms.period import Span

FormT = TypeVar("FormT", bound=Dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where one number of a case comes from."""

    source: str | None  # id of a source of the case
    note: str | None  # the analyst's reason
    line: int  # of `case.yaml`
    since: date | None  # first day it holds; None: always


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the file as written: fields that it gives, and what it says of itself."""

    path: Path_
    line: int
    fields: Mapping[str, Any]  # without the dates, the source and the note
    said: Dated
    known_on: date | None  # first day on which it is seen; None: always
    source: str | None

    @property
    def provenance(self) -> Provenance:
        """Where the numbers of this entry come from."""
        return Provenance(
            source=self.source, note=self.said.note, line=self.line, since=self.said.from_
        )

    def is_seen_on(self, day: date) -> bool:
        """Whether it could be known on the day."""
        return self.known_on is None or self.known_on <= day

    def has_begun_on(self, day: date) -> bool:
        """Whether it holds from that day or earlier."""
        return self.said.from_ is None or self.said.from_ <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A thing as it is seen on a day."""

    form: Any  # the form of its section, merged from the entries seen
    span: Span  # as foreseen on the day
    given: Mapping[str, Provenance]  # field -> where it comes from
    entries: tuple[Entry, ...]  # those merged


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All entries of one thing, in the order of the days from which they hold."""

    section: str
    key: str  # such as 'stakes.us_president.sanctions'
    form: type[Dated]
    entries: tuple[Entry, ...]

    def on(self, day: date, *, ahead: bool = False) -> Version | None:
        """Return the thing as seen on the day, or None if it is not there.

        Parameters
        ----------
        day
            The day of the view; an entry known later is not used.
        ahead
            Whether a thing that is announced but has not begun is returned too.
        """
        used = self.used_on(day, ahead=ahead)
        if not used:
            return None
        last = used[-1].said
        end = last.to if last.foreseen else None
        span = Span(from_on=used[0].said.from_, to_on=end)
        return Version(form=merged(self.form, used), span=span, given=_given(used), entries=used)

    def used_on(self, day: date, *, ahead: bool = False) -> tuple[Entry, ...]:
        """Return the entries of which the thing is made on the day; none if it is not there."""
        seen = [entry for entry in self.entries if entry.is_seen_on(day)]
        if not seen or seen[0] is not self.entries[0]:
            return ()  # what it was from the start is not known yet
        begun = [entry for entry in seen if entry.has_begun_on(day)]
        if not begun and not ahead:
            return ()
        used = begun or seen[:1]
        last = used[-1].said
        ended = last.to is not None and last.to < day
        return () if ended else tuple(used)


def merged(form: type[FormT], entries: Sequence[Entry]) -> FormT:
    """Return the form of entries laid over each other: a later one changes what it gives.

    Raises
    ------
    InputError
        If together they are not what the form asks for.
    """
    try:
        return form.model_validate(merged_values(entries))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InputError(f"line {entries[-1].line}: {first['loc']}: {first['msg']}") from None


def merged_values(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the fields of entries laid over each other, the later on top."""
    values: dict[str, Any] = {}
    for entry in entries:
        values |= entry.fields
    return values


def _given(entries: Sequence[Entry]) -> dict[str, Provenance]:
    given: dict[str, Provenance] = {}
    for entry in entries:
        given |= dict.fromkeys(entry.fields, entry.provenance)
    return given

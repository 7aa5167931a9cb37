"""A file of corrections -> readings with those items removed, changed or added by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from detente.errors import InputError
from detente.reading.correction_lines import lined_entries
from detente.terms.ontology import PloverType
from detente.terms.period import PartialDate
from detente.terms.reading import (
    Certainty,
    Claim,
    ClaimKind,
    Effect,
    ForecastStatement,
    ReadEvent,
    Reading,
    Reality,
    Verdict,
    VerdictDirection,
)

Item = Literal["event", "claim", "forecast", "verdict"]
Action = Literal["add", "change", "remove"]
AnyItem = ReadEvent | Claim | ForecastStatement | Verdict

BY_HAND = "corrected by hand"
"""What an item's reasons say when it was changed or added."""

_SPACES = re.compile(r"\s+")
_CODE = Field(default=None, pattern=r"^[A-Z]{2,5}(?::[A-Z]{3})?$")
_TOPIC = Field(default=None, min_length=1, max_length=60)


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    quote: str | None = Field(default=None, min_length=1, max_length=5000)


class _EventFields(_Fields):
    type: PloverType | None = None
    source: str | None = _CODE
    target: str | None = _CODE
    date: str | None = Field(default=None, pattern=r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")
    issue: str | None = _TOPIC
    reality: Reality = "occurred"
    mode: str | None = None
    cameo: str | None = Field(default=None, pattern=r"^\d{2,4}$")


class _ClaimFields(_Fields):
    kind: ClaimKind | None = None
    issue: str | None = _TOPIC
    holder: str | None = Field(default=None, max_length=60)
    effect: Effect | None = None


class _ForecastFields(_Fields):
    proposition: str | None = Field(default=None, min_length=1, max_length=2000)
    direction: Effect | None = None
    horizon: str | None = Field(default=None, max_length=300)
    certainty: Certainty | None = None
    probability: float | None = Field(default=None, ge=0, le=1)
    condition: str | None = Field(default=None, max_length=1000)
    attributed_to: str = "author"
    endorsed: bool = True
    issue: str | None = _TOPIC


class _VerdictFields(_Fields):
    direction: VerdictDirection | None = None
    horizon: str | None = Field(default=None, max_length=300)
    certainty: Certainty | None = None


_FIELDS: Mapping[Item, type[_Fields]] = {
    "event": _EventFields,
    "claim": _ClaimFields,
    "forecast": _ForecastFields,
    "verdict": _VerdictFields,
}
_REQUIRED: Mapping[Item, str] = {
    "event": "type",
    "claim": "kind",
    "forecast": "proposition",
    "verdict": "direction",
}


class _Entry(BaseModel):
    """One entry as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str = Field(min_length=1, max_length=1000)
    item: Item
    action: Action
    quote: str | None = Field(default=None, min_length=1, max_length=5000)
    hash: str | None = Field(default=None, pattern=r"^[0-9a-f]{12}$")
    where: dict[str, Any] = Field(default_factory=dict)
    set: dict[str, Any] = Field(default_factory=dict)
    note: str | None = Field(default=None, max_length=2000)

    @model_validator(mode="after")
    def _whole(self) -> _Entry:
        if (self.quote is None) == (self.hash is None):
            raise ValueError("give either 'quote' or 'hash'")
        if self.action == "add" and self.quote is None:
            raise ValueError("'add' needs the quote itself, not its hash")
        if self.action == "remove" and self.set:
            raise ValueError("'remove' takes no 'set'")
        if self.action == "change" and not self.set:
            raise ValueError("'change' needs 'set': the fields and their new values")
        if self.action == "add" and self.set.get(_REQUIRED[self.item]) is None:
            raise ValueError(f"'add' of a {self.item} needs '{_REQUIRED[self.item]}' in 'set'")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person says about one item of one document.

    `fields` holds only what was stated. `line` is where it stands in its file.
    """

    document: str
    item: Item
    action: Action
    quote_hash: str
    quote: str | None = None
    where: tuple[tuple[str, Any], ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()
    note: str | None = None
    line: int = 0


def quote_hash(quote: str) -> str:
    """Return the twelve hexadecimal digits that stand for a quote, however its lines are broken.

    Examples
    --------
    >>> quote_hash("a  quote") == quote_hash("a quote")
    True
    """
    plain = _SPACES.sub(" ", quote).strip()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:12]


def _first_fault(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    fault = error.errors()[0]
    place = tuple(fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        return place, f"unknown field {place[-1]!r}"
    if place and fault["type"] != "value_error":
        return place, f"field {place[-1]!r}: {message.lower()}, got {fault['input']!r:.80}"
    return place, message


def _checked(raw: dict[str, Any], item: Item) -> tuple[tuple[str, Any], ...]:
    found = _FIELDS[item].model_validate(raw)
    return tuple((name, getattr(found, name)) for name in raw)


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the corrections of a file, in its order.

    Raises
    ------
    InputError
        If the file cannot be read, is no YAML, uses aliases or anchors, or an entry is not as
        documented: the file, the line, the field, what was found and what is allowed.
    """
    corrections = []
    for raw, lines in lined_entries(path):
        try:
            entry = _Entry.model_validate(raw)
        except ValidationError as error:
            place, message = _first_fault(error)
            raise InputError(f"{path} line {lines.of(place)}: {message}") from None
        try:
            fields = _checked(entry.set, entry.item)
            where = _checked(entry.where, entry.item)
        except ValidationError as error:
            place, message = _first_fault(error)
            inside = "set" if place and place[0] in entry.set else "where"
            raise InputError(f"{path} line {lines.of((inside, *place))}: {message}") from None
        corrections.append(
            Correction(
                document=entry.document,
                item=entry.item,
                action=entry.action,
                quote_hash=entry.hash or quote_hash(entry.quote or ""),
                quote=entry.quote,
                where=where,
                fields=fields,
                note=entry.note,
                line=lines.of(()),
            )
        )
    return tuple(corrections)


def found_quote(text: str, quote: str) -> tuple[int, int] | None:
    r"""Return where a quote stands in a text, blanks counting alike, or None.

    Examples
    --------
    >>> found_quote("It was\na long  day.", "a long day")
    (7, 18)
    """
    words = quote.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return match.span() if match else None


def _items(reading: Reading, item: Item) -> list[AnyItem]:
    if item == "event":
        return list(reading.events)
    if item == "claim":
        return list(reading.claims)
    if item == "forecast":
        return list(reading.forecasts)
    return [reading.verdict] if reading.verdict else []


def _value(name: str, value: Any) -> Any:
    return PartialDate.parse(value) if name == "date" and isinstance(value, str) else value


def _is_meant(item: AnyItem, correction: Correction) -> bool:
    return quote_hash(item.quote) == correction.quote_hash and all(
        getattr(item, name) == _value(name, value) for name, value in correction.where
    )


def _changed(item: AnyItem, correction: Correction, text: str) -> AnyItem:
    fields = {name: _value(name, value) for name, value in correction.fields}
    fields |= _span(fields.pop("quote", None), text)
    if isinstance(item, ReadEvent) and fields.get("type", item.type) != item.type:
        fields = {"mode": None, "cameo": None} | fields  # those of the type that was wrong
    why = tuple(reason for reason in item.why if not reason.startswith(BY_HAND))
    by_hand = f"{BY_HAND}: {', '.join(sorted(name for name, _ in correction.fields))}"
    if correction.note:
        by_hand += f" ({correction.note})"
    return replace(item, **fields, confidence=1.0, why=(*why, by_hand))


def _span(quote: str | None, text: str) -> dict[str, Any]:
    """Return the fields of a span for a quote; none for None."""
    if quote is None:
        return {}
    place = found_quote(text, quote)
    if place is None:
        raise InputError(f"the text has no {quote[:60]!r}")
    return {"start": place[0], "end": place[1], "quote": text[place[0] : place[1]]}


def _added(correction: Correction, text: str) -> AnyItem:
    fields = {name: _value(name, value) for name, value in correction.fields}
    span = _span(fields.pop("quote", None) or correction.quote, text)
    why = (f"{BY_HAND}: added" + (f" ({correction.note})" if correction.note else ""),)
    blank: dict[Item, dict[str, Any]] = {
        "event": {"source": None, "target": None, "date": None, "issue": None},
        "claim": {"issue": None, "holder": None, "effect": None},
        "forecast": {"direction": None, "horizon": None, "certainty": None, "probability": None}
        | {"condition": None, "attributed_to": "author"},
        "verdict": {"horizon": None, "certainty": None},
    }
    kinds: dict[Item, type[AnyItem]] = {
        "event": ReadEvent,
        "claim": Claim,
        "forecast": ForecastStatement,
        "verdict": Verdict,
    }
    values = blank[correction.item] | fields | span
    return kinds[correction.item](**values, confidence=1.0, why=why)


def _with_items(reading: Reading, item: Item, items: Sequence[Any]) -> Reading:
    if item == "verdict":
        return replace(reading, verdict=items[-1] if items else None)
    if item == "event":
        return replace(reading, events=tuple(items))
    if item == "claim":
        return replace(reading, claims=tuple(items))
    return replace(reading, forecasts=tuple(items))


def _renumbered(before: Sequence[AnyItem], after: Sequence[AnyItem | None]) -> list[AnyItem]:
    """Return the kept and new items in text order, links between events following them.

    `after` is as `before` with None where an item was removed, and new items at its end.
    """
    kept = [(index, item) for index, item in enumerate(after) if item is not None]
    kept.sort(key=lambda pair: (pair[1].start, pair[1].end))
    place = {old: new for new, (old, _) in enumerate(kept)}
    items: list[AnyItem] = []
    for _, item in kept:
        if isinstance(item, ReadEvent) and item.same_as is not None:
            first = place.get(item.same_as)
            item = replace(
                item, same_as=first if first is not None and first < len(items) else None
            )
        items.append(item)
    return items


def _applied(reading: Reading, correction: Correction, text: str) -> tuple[Reading, str | None]:
    """Return the reading with one correction, and why it could not be made, if so."""
    items = _items(reading, correction.item)
    if correction.action == "add":
        added = _added(correction, text)
        same = [one for one in items if _is_meant(one, correction) and one.why == added.why]
        if same:
            return reading, None
        after: list[AnyItem | None] = [*items, added]
    else:
        meant = [index for index, one in enumerate(items) if _is_meant(one, correction)]
        if not meant:
            return reading, f"no such {correction.item}"
        after = list(items)
        for index in meant:
            gone = correction.action == "remove"
            after[index] = None if gone else _changed(items[index], correction, text)
    return _with_items(reading, correction.item, _renumbered(items, after)), None


def corrected(reading: Reading, text: str, corrections: Iterable[Correction]) -> Reading:
    """Return a reading with the corrections of its document made, in their order.

    An item is told by its document, its kind and the hash of its quote, and by `where` if several
    share a quote. What no longer fits, since the text or the reader changed, leaves a note.

    Parameters
    ----------
    text
        The document's text; quotes of added items are looked for in it.
    """
    notes = list(reading.notes)
    for correction in corrections:
        if correction.document != reading.document:
            continue
        try:
            reading, fault = _applied(reading, correction, text)
        except InputError as error:
            fault = str(error)
        if fault is not None:
            notes.append(f"correction of line {correction.line} not made: {fault}")
    return replace(reading, notes=tuple(notes))

"""Corrections: an analyst's dated, reasoned change to one field of one event, kept with the old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from detente.errors import InputError
from detente.store.database import Store, transaction
from detente.store.intake import number
from detente.store.words import Words
from detente.terms import ontology
from detente.terms.issue import TOPIC_IDS

_READ: Mapping[str, str] = MappingProxyType(
    {
        name: (
            f"SELECT events.event, origin, row_key, words.text FROM events "
            "JOIN batches ON batches.batch = events.batch "
            f"LEFT JOIN words ON words.word = events.{name} WHERE events.event = $event"
        )
        for name in ("source", "target", "type", "issue")
    }
)
_WRITE: Mapping[str, str] = MappingProxyType(
    {
        "source": ("UPDATE events SET source = $value, source_state = $state WHERE event = $event"),
        "target": ("UPDATE events SET target = $value, target_state = $state WHERE event = $event"),
        "type": (
            "UPDATE events SET type = $value, quad = $quad, intensity = $intensity "
            "WHERE event = $event"
        ),
        "issue": "UPDATE events SET issue = $value WHERE event = $event",
    }
)

FIELDS: tuple[str, ...] = tuple(_READ)
"""Fields that can be corrected; raw codes and names stay as published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change to one event."""

    number: int
    origin: str
    field: str
    old_value: str | None
    new_value: str | None
    reason: str
    corrected_at: datetime


def _checked(field: str, value: str | None, reason: str) -> None:
    if field not in FIELDS:
        raise InputError(f"cannot correct {field!r}; fields: {', '.join(FIELDS)}")
    if not reason.strip():
        raise InputError("a correction needs a reason")
    if field == "type" and value is not None:
        ontology.event_type(value)
    if field == "issue" and value is not None and value not in TOPIC_IDS:
        raise InputError(f"unknown issue {value!r}; known: {', '.join(sorted(TOPIC_IDS))}")


def correct(
    store: Store,
    event: int,
    *,
    field: str,
    value: str | None,
    reason: str,
    corrected_at: datetime,
) -> Correction:
    """Change one field of a stored event, and keep what it was, why and when it was changed.

    Raises
    ------
    InputError
        If there is no such event, the field cannot be corrected, the value is not allowed, or no
        reason is given.
    """
    _checked(field, value, reason)
    with transaction(store) as connection:
        rows = connection.execute(_READ[field], {"event": event}).fetchall()
        if not rows:
            raise InputError(f"there is no event {event} in {store.path}")
        [(_, origin, row_key, old_value)] = rows
        words = Words(connection)

        def word(text: str | None) -> int | None:
            return None if text is None else int(words.numbers([text])[0])

        values: dict[str, object] = {"event": event, "value": word(value)}
        if field in ("source", "target"):
            values["state"] = word(None if value is None else value.partition(":")[0])
        if field == "type":
            quad_class = None if value is None else ontology.quad_class_of(value)
            values["quad"] = (
                None if quad_class is None else ontology.QUAD_CLASSES.index(quad_class) + 1
            )
            values["intensity"] = None if value is None else ontology.intensity_of(value)
        words.write()
        connection.execute(_WRITE[field], values)
        number_ = 1 + number(connection, "SELECT max(correction) FROM corrections")
        connection.execute(
            "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [number_, origin, row_key, field, old_value, value, reason, corrected_at],
        )
        return Correction(
            number=number_,
            origin=origin,
            field=field,
            old_value=old_value,
            new_value=value,
            reason=reason,
            corrected_at=corrected_at,
        )


def stored_corrections(store: Store) -> tuple[Correction, ...]:
    """Return every correction, in the order in which they were made."""
    rows = store.connection.execute(
        "SELECT correction, origin, field, old_value, new_value, reason, corrected_at "
        "FROM corrections ORDER BY correction"
    ).fetchall()
    return tuple(
        Correction(
            number=number_,
            origin=origin,
            field=field,
            old_value=old_value,
            new_value=new_value,
            reason=reason,
            corrected_at=corrected_at,
        )
        for number_, origin, field, old_value, new_value, reason, corrected_at in rows
    )

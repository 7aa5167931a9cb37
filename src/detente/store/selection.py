"""Which events a question is about: a selection in, a constant condition with bound values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from detente.errors import InputError
from detente.store.database import Store
from detente.store.words import numbers_of

Evidence = Literal["imported", "read", "all"]
Repeats = Literal["drop", "keep"]

DAY, MONTH, YEAR = 0, 1, 2
"""How precisely a read event's date is known; imported events have a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Events that were known by a day, between states, from and to days (inclusive).

    Imported and read events are never counted together unless `evidence` is 'all'.
    """

    dyad: tuple[str, str] | None = None  # both directions
    direction: tuple[str, str] | None = None  # source and target state
    among: tuple[str, ...] | None = None  # source and target are two of these states
    from_on: date | None = None
    to_on: date | None = None
    as_of: date | None = None
    evidence: Evidence = "imported"
    origins: tuple[str, ...] | None = None
    repeats: Repeats = "drop"
    types: tuple[str, ...] | None = None
    issues: tuple[str, ...] | None = None
    quads: tuple[int, ...] | None = None
    occurred_only: bool = True

    def __post_init__(self) -> None:
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise InputError(f"days run backwards: from {self.from_on} to {self.to_on}")
        if self.dyad is not None and self.direction is not None:
            raise InputError("give a dyad or a direction, not both")
        for pair in (self.dyad, self.direction):
            if pair is not None and pair[0] == pair[1]:
                raise InputError(f"a dyad needs two different states, got {pair[0]!r} twice")


def _words(store: Store, texts: tuple[str, ...]) -> list[int]:
    return [number for number in numbers_of(store.connection, list(texts)) if number is not None]


def _states(store: Store, selection: Selection) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions on the two states, and their values."""
    clauses: list[str] = []
    values: dict[str, Any] = {}
    pair = selection.dyad or selection.direction
    if pair is not None:
        first, second = numbers_of(store.connection, list(pair))
        values |= {"first": first, "second": second}
        there = "(events.source_state = $first AND events.target_state = $second)"
        back = "(events.source_state = $second AND events.target_state = $first)"
        clauses.append(f"({there} OR {back})" if selection.dyad else there)
    if selection.among is not None:
        values["among"] = _words(store, selection.among)
        clauses.append(
            "list_contains($among, events.source_state) "
            "AND list_contains($among, events.target_state) "
            "AND events.source_state <> events.target_state"
        )
    return clauses, values


_ALWAYS: Mapping[tuple[str, object], str] = MappingProxyType(
    {
        ("evidence", "imported"): "events.document IS NULL",
        ("evidence", "read"): "events.document IS NOT NULL",
        ("repeats", "drop"): "NOT events.repeats_own AND NOT events.repeats_other",
        ("occurred_only", True): "events.reality = 'occurred'",
    }
)


def condition(store: Store, selection: Selection) -> tuple[str, dict[str, Any]]:
    """Return a condition on the columns of `events`, and its values.

    The text is put together from constants alone; whatever a user gave is among the values.
    """
    clauses, values = _states(store, selection)
    clauses += [
        clause for (name, value), clause in _ALWAYS.items() if getattr(selection, name) == value
    ]
    types, issues = (
        None if texts is None else _words(store, texts)
        for texts in (selection.types, selection.issues)
    )
    for name, clause, bound in (
        ("from_on", "events.happened_on >= $from_on", selection.from_on),
        ("to_on", "events.happened_on <= $to_on", selection.to_on),
        ("as_of", "events.known_on <= $as_of", selection.as_of),
        ("types", "list_contains($types, events.type)", types),
        ("issues", "list_contains($issues, events.issue)", issues),
        ("quads", "list_contains($quads, events.quad)", _listed(selection.quads)),
        (
            "origins",
            "events.batch IN (SELECT batch FROM batches WHERE list_contains($origins, origin))",
            _listed(selection.origins),
        ),
    ):
        if bound is not None:
            clauses.append(clause)
            values[name] = bound
    return " AND ".join(clauses) or "true", values


def _listed(values: tuple[Any, ...] | None) -> list[Any] | None:
    return None if values is None else list(values)

"""Events of a few states as columns: what every measure reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.terms.event import Event
from detente.terms.ontology import QUAD_CLASSES, intensity_of, quad_class_of

Days = NDArray[np.datetime64]
Texts = NDArray[np.str_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventTable:
    """Dated, directed events in columns of one length (n_events,).

    Parameters
    ----------
    day : (n_events,)
        datetime64[D].
    source, target : (n_events,)
        State codes, without a sector; empty where not resolved.
    quad : (n_events,)
        1 verbal, 2 material cooperation, 3 verbal, 4 material conflict; 0 not known.
    intensity : (n_events,)
        ICEWS scale, [-10, 10]; NaN where not known.
    type, issue, label : (n_events,)
        PLOVER type, issue topic, and a text to show; empty where not known.
    """

    day: Days
    source: Texts
    target: Texts
    quad: Ints
    intensity: Floats
    type: Texts
    issue: Texts
    label: Texts

    def __post_init__(self) -> None:
        lengths = {len(getattr(self, name)) for name in self.__slots__}
        if len(lengths) > 1:
            raise InputError(f"columns of events differ in length: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.day)

    def where(self, chosen: NDArray[np.bool_]) -> EventTable:
        """Return the chosen rows."""
        return EventTable(**{name: getattr(self, name)[chosen] for name in self.__slots__})

    def between(self, first: str, second: str) -> EventTable:
        """Return the events of two states in either direction."""
        there = (self.source == first) & (self.target == second)
        back = (self.source == second) & (self.target == first)
        return self.where(there | back)

    def until(self, day: date) -> EventTable:
        """Return the events up to a day, inclusive."""
        return self.where(self.day <= np.datetime64(day))


def table_of(events: Sequence[Event]) -> EventTable:
    """Return events as columns; those that did not happen (planned, denied) are left out."""
    kept = [event for event in events if event.reality == "occurred"]
    return EventTable(
        day=np.array([event.happened_on for event in kept], dtype="datetime64[D]"),
        source=_texts([(event.source or "").split(":")[0] for event in kept]),
        target=_texts([(event.target or "").split(":")[0] for event in kept]),
        quad=np.array([_quad(event) for event in kept], dtype=np.int64),
        intensity=np.array([_intensity(event) for event in kept], dtype=float),
        type=_texts([event.type or "" for event in kept]),
        issue=_texts([event.issue or "" for event in kept]),
        label=_texts([event.summary or event.type or "" for event in kept]),
    )


def _intensity(event: Event) -> float:
    """Return an event's own intensity, or that of its CAMEO code; NaN where neither is known."""
    if event.intensity is not None:
        return event.intensity
    if not event.cameo:
        return np.nan
    try:
        return intensity_of(event.cameo)
    except InputError:
        return np.nan


def _quad(event: Event) -> int:
    for code in (event.cameo, event.type):
        if code:
            try:
                return QUAD_CLASSES.index(quad_class_of(code)) + 1
            except InputError:
                continue
    return 0


def _texts(values: list[str]) -> Texts:
    return np.array(values, dtype=np.str_) if values else np.empty(0, dtype="U1")

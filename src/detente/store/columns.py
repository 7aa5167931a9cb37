"""Selected events as columns of numbers and texts, for measures that need every event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.store.database import Store
from detente.store.measures import texts_of
from detente.store.selection import Selection, condition

_SELECT = """
SELECT events.event, events.happened_on, events.source_state, events.target_state,
    coalesce(events.quad, 0) AS quad, events.intensity, events.type, events.cameo, events.issue,
    events.source_name, events.target_name, events.source, events.target
FROM events
WHERE {condition} AND events.happened_on IS NOT NULL AND events.date_precision <= $coarsest
ORDER BY events.happened_on, events.event
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventColumns:
    """Events in the order of their days, every column of shape (n_events,).

    Texts are '' where an event has none, `intensity` is NaN and `quad` 0 where not known. `source`
    and `target` are states; `source_name` and `target_name` are as published, or the actor's code.
    """

    number: NDArray[np.int64]  # of the event in the store
    day: NDArray[np.datetime64]
    source: NDArray[np.str_]
    target: NDArray[np.str_]
    quad: NDArray[np.int64]
    intensity: NDArray[np.float64]
    type: NDArray[np.str_]
    cameo: NDArray[np.str_]
    issue: NDArray[np.str_]
    source_name: NDArray[np.str_]
    target_name: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.number)


def _named(names: NDArray[np.str_], codes: NDArray[np.str_]) -> NDArray[np.str_]:
    result: NDArray[np.str_] = np.where(names == "", codes, names)
    return result


def event_columns(store: Store, selection: Selection, *, coarsest: int = 0) -> EventColumns:
    """Return the selected events that have a date as columns.

    Parameters
    ----------
    coarsest
        How imprecise a date may be: 0 a day, 1 a month (its first day stands for it), 2 a year.
    """
    where, values = condition(store, selection)
    found: dict[str, Any] = store.connection.execute(
        _SELECT.format(condition=where), values | {"coarsest": coarsest}
    ).fetchnumpy()

    def texts(name: str) -> NDArray[np.str_]:
        return texts_of(store, found[name])

    intensity = np.ma.filled(np.ma.asarray(found["intensity"], dtype=np.float64), np.nan)
    return EventColumns(
        number=np.asarray(found["event"], dtype=np.int64),
        day=np.asarray(found["happened_on"]).astype("datetime64[D]"),
        source=texts("source_state"),
        target=texts("target_state"),
        quad=np.asarray(found["quad"], dtype=np.int64),
        intensity=intensity,
        type=texts("type"),
        cameo=texts("cameo"),
        issue=texts("issue"),
        source_name=_named(texts("source_name"), texts("source")),
        target_name=_named(texts("target_name"), texts("target")),
    )

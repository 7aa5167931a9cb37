"""Drafts to tables of events: dates, actors and types looked up, what cannot be is set aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.published.actors import ActorCodes, ActorColumns
from detente.published.columns import Coded, coded
from detente.published.days import day_numbers
from detente.published.draft import Draft, Texts
from detente.published.hashes import mixed, text_keys
from detente.published.kinds import Kind, cameo_code_named, cameo_kind, plover_kind, topic_issue
from detente.published.report import FileReport, ImportReport
from detente.terms.event_table import EVENT_COLUMNS

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Kinds:
    """Raw codes, types and what follows from them, (n_rows,) each."""

    raw: Coded  # what was published
    cameo: Coded | None
    type: Coded
    issue: Coded
    quad: NDArray[np.float64]
    intensity: NDArray[np.float64]
    known: Marks


def _kinds(draft: Draft) -> _Kinds:
    """Look up the kind of each distinct code.

    A code is raw in `raw`; a CAMEO name becomes its code.
    """
    if draft.cameo is not None:
        raw = coded(draft.cameo)
        cameo = raw
        kinds = {word: cameo_kind(word) for word in raw.words}
    elif draft.cameo_name is not None:
        raw = coded(draft.cameo_name)
        cameo = raw.mapped(cameo_code_named)
        kinds = {word: cameo_kind(cameo_code_named(word) or "") for word in raw.words}
    elif draft.type is not None:
        raw = coded(draft.type)
        cameo = None
        kinds = {word: plover_kind(word) for word in raw.words}
    else:
        raise AssertionError("a draft gives a kind of event")  # formats and mappings see to it

    def of(word: str) -> Kind | None:
        return kinds[word]

    quad = raw.numbers(lambda word: kind.quad if (kind := of(word)) else None)
    return _Kinds(
        raw=raw,
        cameo=cameo,
        type=raw.mapped(lambda word: kind.type if (kind := of(word)) else None),
        issue=raw.mapped(lambda word: kind.issue if (kind := of(word)) else None),
        quad=quad,
        intensity=raw.numbers(lambda word: kind.intensity if (kind := of(word)) else None),
        known=~np.isnan(quad),
    )


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _either(first: Coded, second: Coded) -> Coded:
    """Return the first column's words, the second's where the first has none."""
    return Coded(
        words=[*first.words, *second.words],
        index=np.where(
            first.index >= 0,
            first.index,
            np.where(second.index >= 0, second.index + np.int32(len(first.words)), np.int32(-1)),
        ),
    )


class EventTables:
    """Makes tables of events from drafts, and counts in the reports what it could not use."""

    def __init__(self, report: ImportReport, actors: ActorCodes | None = None) -> None:
        self._report = report
        self._actors = actors or ActorCodes()

    def table(self, draft: Draft, lines: NDArray[np.int64], file: FileReport) -> Any:
        """Return the events of some rows, with the columns of `EVENT_COLUMNS`.

        Parameters
        ----------
        lines : (n_rows,)
            The line of each row in its file.
        """
        if draft.days is not None:
            happened, day_words = draft.days.astype(np.float64), None
        else:
            day_words = coded(draft.happened_on)
            happened = day_numbers(day_words, draft.date_format)
        kinds = _kinds(draft)
        good = np.ones(len(lines), dtype=bool)
        for bad, reason, column in (
            *draft.rejected,
            (np.isnan(happened), "no date that can be read", day_words),
            (~kinds.known, "no known kind of event", kinds.raw),
        ):
            self._put_aside(reason, bad & good, lines, column, file)
            good &= ~bad
        days = np.where(good, happened, 0).astype(np.int32)
        source = self._actors.resolved(draft.source, days)
        target = self._actors.resolved(draft.target, days)
        for side in (source, target):
            self._count_unresolved(side, good)
        n_good = int(good.sum())
        file.n_rows_read += n_good
        file.n_rows_taken += n_good
        table = _table(draft, lines, days, kinds, source, target)
        return table if good.all() else table.filter(good)

    @staticmethod
    def _put_aside(
        reason: str, bad: Marks, lines: NDArray[np.int64], column: Coded | None, file: FileReport
    ) -> None:
        for row in np.flatnonzero(bad):
            index = -1 if column is None else int(column.index[row])
            found = column.words[index] if column is not None and index >= 0 else ""
            file.put_aside(reason, int(lines[row]), found)

    def _count_unresolved(self, side: ActorColumns, good: Marks) -> None:
        missing = good & (side.code.index < 0)
        self._report.n_without_actor += int((missing & (side.name.index < 0)).sum())
        index = side.name.index[missing & (side.name.index >= 0)]
        counts = np.bincount(index, minlength=len(side.name.words))
        names = Counter(
            {side.name.words[number]: int(counts[number]) for number in np.flatnonzero(counts)}
        )
        self._report.count_unresolved(names)


def _known_on(draft: Draft, days: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the day from which each row could be known: not before it happened."""
    if draft.known_on is None:
        return days
    known = day_numbers(coded(draft.known_on))
    return np.fmax(known, days).astype(np.int32)


def _texts(column: Texts | None, n_rows: int) -> Any:
    """Return a column as published, blanks as null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column is None:
        return pa.nulls(n_rows, pa.string())
    if pa.types.is_dictionary(column.type):
        return coded(column).arrow()
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, column.type), column)


def _state(code: str) -> str:
    return code.partition(":")[0]


def _table(
    draft: Draft,
    lines: NDArray[np.int64],
    days: NDArray[np.int32],
    kinds: _Kinds,
    source: ActorColumns,
    target: ActorColumns,
) -> Any:
    import pyarrow as pa

    n_rows = len(days)
    published = (
        np.full(n_rows, np.nan)
        if draft.published_intensity is None
        else coded(draft.published_intensity).numbers(_float)
    )
    intensity = kinds.intensity
    if kinds.cameo is None:  # a PLOVER type has no intensity of its own: the source's comes first
        in_scale = np.abs(published) <= 10
        intensity = np.where(in_scale, published, intensity)
    issue = kinds.issue
    if draft.topic is not None:
        issue = _either(coded(draft.topic).mapped(topic_issue), issue)
    known_on = _known_on(draft, days)
    key = _texts(draft.key, n_rows)
    kind = kinds.cameo if kinds.cameo is not None else kinds.type
    day_key = days.astype(np.int64).astype(np.uint64)
    source_code, target_code = source.code.arrow(), target.code.arrow()
    # Names tell actors apart; where a source has none, its codes do.
    source_key = text_keys(_either(source.name, source.code).arrow())
    target_key = text_keys(_either(target.name, target.code).arrow())
    same_key = mixed(day_key, source_key, target_key, text_keys(kind.arrow()))
    has_key = key.is_valid().to_numpy(zero_copy_only=False)
    row_key = np.where(has_key, mixed(text_keys(key), day_key), same_key)
    has_codes = (source.code.index >= 0) & (target.code.index >= 0) & (kinds.type.index >= 0)
    cross_key = mixed(
        day_key, text_keys(source_code), text_keys(target_code), text_keys(kinds.type.arrow())
    )
    columns = {
        "row": pa.array(lines),
        "key": key,
        "row_key": pa.array(row_key),
        "same_key": pa.array(same_key),
        "cross_key": pa.array(cross_key, mask=~has_codes),
        "happened_on": pa.array(days).cast(pa.date32()),
        "known_on": pa.array(known_on).cast(pa.date32()),
        "source": source_code,
        "target": target_code,
        "source_state": source.code.mapped(_state).arrow(),
        "target_state": target.code.mapped(_state).arrow(),
        "type": kinds.type.arrow(),
        "cameo": pa.nulls(n_rows, pa.string()) if kinds.cameo is None else kinds.cameo.arrow(),
        "quad": pa.array(kinds.quad, mask=np.isnan(kinds.quad)).cast(pa.int8()),
        "intensity": pa.array(intensity, mask=np.isnan(intensity)),
        "published_intensity": pa.array(published, mask=np.isnan(published)),
        "issue": issue.arrow(),
        "source_name": source.name.arrow(),
        "target_name": target.name.arrow(),
        "place": _texts(draft.place, n_rows),
        "summary": _texts(draft.summary, n_rows),
        "reference": _texts(draft.reference, n_rows),
    }
    return pa.table([columns[name] for name, _ in EVENT_COLUMNS], names=list(columns))

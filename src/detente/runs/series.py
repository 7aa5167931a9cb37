"""Events of a dyad or of three states -> the JSON of their measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.series.channels import CHANNELS, Channels, Period, channels
from detente.series.heat import heat_map
from detente.series.indices import Index, correlations, read_index
from detente.series.reciprocity import KINDS, reciprocity
from detente.series.table import EventTable, table_of
from detente.series.temperature import Temperature, temperature
from detente.series.triangle import TYPES, triangle
from detente.series.turning import busiest_days, turning_points
from detente.terms.ontology import cameo
from detente.terms.states import display_name, is_state, state

Json = dict[str, Any]

_COARSEST: Mapping[Period, int] = {"day": 0, "week": 0, "month": 1, "quarter": 1, "year": 2}
"""How imprecise a day may be to count in a period: 0 a day, 1 a month, 2 a year."""
EvidenceKind = Literal["imported", "read", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where events are taken from: a store, or the chronology of a case.

    `kind` says which events of a store count: 'imported', 'read' out of documents, or 'all'.
    """

    store: Path | None = None
    case: str | None = None
    kind: EvidenceKind = "all"

    def __post_init__(self) -> None:
        if self.kind not in get_args(EvidenceKind):
            known = ", ".join(get_args(EvidenceKind))
            raise InputError(f"unknown evidence {self.kind!r}; known: {known}")
        if (self.store is None) == (self.case is None):
            raise InputError("say where the events are: --store FILE or --case CASE, one of them")


def dyad_series(
    first: str,
    second: str,
    evidence: Evidence,
    *,
    period: Period = "month",
    from_on: date | None = None,
    to_on: date | None = None,
    as_of: date | None = None,
    window: int = 14,
    indices: Sequence[Path] = (),
) -> Json:
    """Return the measures of a dyad as JSON values, see docs/series.md.

    Raises
    ------
    InputError
        If a code is not known, the dyad has no event, or a file cannot be read.
    """
    codes = tuple(known_code(code) for code in (first, second))
    events = events_of(codes, evidence, as_of=as_of, period=period)
    if from_on is not None:
        events = events.where(events.day >= np.datetime64(from_on))
    if to_on is not None:
        events = events.until(to_on)
    series = channels(events, *codes, period=period, from_on=from_on, to_on=to_on)
    level = _level(series)
    heat = heat_map(events, *codes, period=period)
    answers = [
        found
        for kind in KINDS
        for pair in (codes, codes[::-1])
        if (found := reciprocity(events, *pair, kind=kind, days=window)) is not None
    ]
    return {
        "schema": "detente/series",
        "version": 1,
        "software": version("detente"),
        "dyad": list(codes),
        "period": period,
        "as_of": _iso(as_of),
        "n_events": len(events),
        "n_without_channel": int((events.quad == 0).sum()),
        "channels": list(CHANNELS),
        "periods": _periods(series),
        "temperature": None if level is None else _temperature(level),
        "turning_points": [
            {
                "starts_on": str(point.starts_on),
                "toward": point.toward,
                "share_of_conflict": [round(share, 4) for share in point.share_of_conflict],
                "changes": {
                    name: [round(before, 3), round(after, 3)]
                    for name, (before, after) in point.changes.items()
                },
                "days": [{"day": str(day), "n_events": n} for day, n in point.days],
                "examples": list(point.examples),
            }
            for point in turning_points(series, events)
        ],
        "busiest_days": [
            {"day": str(day), "n_events": n} for day, n in busiest_days(events.between(*codes))
        ],
        "heat_map": {
            "issues": list(heat.issues),
            "periods": [str(day) for day in heat.starts],
            "counts": heat.counts.tolist(),
            "conflict": [[_number(x) for x in row] for row in heat.conflict],
        },
        "reciprocity": [
            {
                "actor": found.actor,
                "answerer": found.answerer,
                "kind": found.kind,
                "days": found.days,
                "n_acts": found.n_acts,
                "answers": round(found.answers, 4),
                "expected": round(found.expected, 4),
                "ratio": None if found.ratio is None else round(found.ratio, 3),
                "p_value": round(found.p_value, 4),
                "answered": round(found.answered, 4),
                "median_delay": found.median_delay,
            }
            for found in answers
        ],
        "indices": [
            _compared(index, series, level) for path in indices for index in read_index(path)
        ],
    }


def triangle_series(
    states: Sequence[str],
    evidence: Evidence,
    *,
    period: Period = "quarter",
    as_of: date | None = None,
    good_above: float | None = None,
) -> Json:
    """Return the triangle of three states as JSON values, see docs/series.md.

    Parameters
    ----------
    good_above :
        Temperature in [-1, 1] above which a pair is on good terms; None takes the balance of
        all events between states in the same evidence, because states talk more than they fight.

    Raises
    ------
    InputError
        If the states are not three known ones, or a pair has too few events.
    """
    if len(states) != 3:
        raise InputError(f"a triangle needs three states, got {len(states)}: {' '.join(states)}")
    a, b, c = (known_code(code) for code in states)
    events = events_of((a, b, c), evidence, as_of=as_of, period=period)
    levels = []
    for pair in ((a, b), (a, c), (b, c)):
        try:
            levels.append(temperature(channels(events, *pair, period=period)))
        except InputError as error:
            raise InputError(f"{pair[0]} and {pair[1]}: {error}") from None
    bar = usual_balance(evidence, as_of=as_of) if good_above is None else good_above
    if not -1 <= bar <= 1:
        raise InputError(f"a temperature lies in [-1, 1], got {bar:g} for good terms")
    found = triangle((a, b, c), (levels[0], levels[1], levels[2]), good_above=bar)
    rows = [
        {
            "starts_on": str(found.starts[k]),
            "temperatures": {
                f"{x}-{y}": round(float(found.levels[k, j]), 4)
                for j, (x, y) in enumerate(((a, b), (a, c), (b, c)))
            },
            "types": {name: round(float(found.types[k, j]), 4) for j, name in enumerate(TYPES)},
            "balanced": round(float(found.balanced[k]), 4),
            "pivot": {s: round(float(found.pivot[k, j]), 4) for j, s in enumerate((a, b, c))},
            "leverage": {s: round(float(found.leverage[k, j]), 4) for j, s in enumerate((a, b, c))},
        }
        for k in range(len(found.starts))
    ]
    return {
        "schema": "detente/triangle",
        "version": 1,
        "software": version("detente"),
        "states": [a, b, c],
        "period": period,
        "as_of": _iso(as_of),
        "n_events": len(events),
        "good_above": round(bar, 4),
        "periods": rows,
    }


def known_code(code: str) -> str:
    """Return the code of a state or organisation.

    Raises
    ------
    InputError
        If it is not known, with what comes near.
    """
    upper = code.strip().upper()
    if not is_state(upper):
        state(upper)
    return upper


def names_of(codes: Sequence[str]) -> dict[str, str]:
    """Return code -> name to print."""
    return {code: display_name(code) for code in codes}


def events_of(
    codes: Sequence[str], evidence: Evidence, *, as_of: date | None, period: Period
) -> EventTable:
    """Return the events among some states that could be known on a day.

    Raises
    ------
    InputError
        If there is none.
    """
    if evidence.store is not None:
        events = _from_store(evidence, codes, as_of, period)
    else:
        events = _from_case(evidence.case or "", as_of)
        among = np.isin(events.source, codes) & np.isin(events.target, codes)
        events = events.where(among & (events.source != events.target))
    if len(events) == 0:
        where = evidence.store or evidence.case
        kind = "" if evidence.kind == "all" else f"{evidence.kind} "
        raise InputError(f"no {kind}event among {', '.join(codes)} in {where}")
    return events


def usual_balance(evidence: Evidence, *, as_of: date | None) -> float:
    """Return the balance of all events between different states, in [-1, 1]; 0 without any."""
    if evidence.store is not None:
        from detente.store.database import open_store
        from detente.store.measures import counts
        from detente.store.selection import Selection

        with open_store(evidence.store) as store:
            found = counts(store, Selection(as_of=as_of, evidence=evidence.kind), unit="year")
        by_quad = found.n_by_quad.sum(axis=0)
    else:
        events = _from_case(evidence.case or "", as_of)
        kept = (events.source != events.target) & (events.quad > 0)
        by_quad = np.bincount(events.quad[kept] - 1, minlength=4)
    total = by_quad.sum()
    return float(by_quad[:2].sum() - by_quad[2:].sum()) / total if total else 0.0


def _from_store(
    evidence: Evidence, codes: Sequence[str], as_of: date | None, period: Period
) -> EventTable:
    from detente.store.columns import event_columns
    from detente.store.database import open_store
    from detente.store.selection import Selection

    chosen = Selection(among=tuple(codes), as_of=as_of, evidence=evidence.kind)
    with open_store(evidence.store or Path()) as store:
        found = event_columns(store, chosen, coarsest=_COARSEST[period])
    return EventTable(
        day=found.day,
        source=found.source,
        target=found.target,
        quad=found.quad,
        intensity=found.intensity,
        type=found.type,
        issue=found.issue,
        label=_labels(found.cameo, found.type),
    )


def _labels(codes: NDArray[np.str_], types: NDArray[np.str_]) -> NDArray[np.str_]:
    """Return what each event is called: its CAMEO name, or its PLOVER type."""
    names: dict[str, str] = {}
    for code in np.unique(codes):
        try:
            names[str(code)] = cameo(str(code)).name if code else ""
        except InputError:
            names[str(code)] = f"CAMEO {code}"
    named = np.array([names[str(code)] for code in codes], dtype=np.str_)
    return np.where(named == "", np.char.lower(types), named) if len(named) else named


def _from_case(case: str, as_of: date | None) -> EventTable:
    from detente.case.chronology import load_chronology
    from detente.case.loading import case_folder

    path = case_folder(case) / "chronology.csv"
    if not path.exists():
        raise InputError(f"the case {case} has no chronology.csv")
    chronology = load_chronology(path)
    return table_of((chronology if as_of is None else chronology.as_of(as_of)).events)


def _level(series: Channels) -> Temperature | None:
    try:
        return temperature(series)
    except InputError:
        return None


def _periods(series: Channels) -> list[Json]:
    shares = series.shares
    return [
        {
            "starts_on": str(series.starts[k]),
            "counts": series.counts[k].tolist(),
            "shares": [[_number(x) for x in row] for row in shares[k]],
            "intensity": [round(float(x), 3) for x in series.intensity[k]],
            "n_rated": series.n_rated[k].tolist(),
        }
        for k in range(len(series.starts))
    ]


def _temperature(level: Temperature) -> Json:
    return {
        "drift": round(level.drift, 4),
        "periods": [
            {
                "starts_on": str(level.starts[k]),
                "level": round(float(level.level[k]), 4),
                "low": round(float(level.low[k]), 4),
                "high": round(float(level.high[k]), 4),
                "at_the_time": round(float(level.filtered[k]), 4),
                "observed": _number(level.observed[k]),
                "n_events": int(level.n_events[k]),
            }
            for k in range(len(level.starts))
        ],
    }


def _compared(index: Index, series: Channels, level: Temperature | None) -> Json:
    return {
        "index": index.name,
        "correlations": [
            {
                "measure": found.measure,
                "n_periods": found.n_periods,
                "rho": round(found.rho, 4),
                "p_value": round(found.p_value, 4),
            }
            for found in correlations(index, series, level)
        ],
    }


def _number(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

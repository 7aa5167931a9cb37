"""An assessment and its case as the JSON that page, terminal and users read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from detente.case.asof import Case
from detente.case.chronology import DatedEvent
from detente.model.result import (
    OUTCOMES,
    Assessment,
    Estimate,
    Flip,
    Interval,
    IssueResult,
    SobolIndex,
)
from detente.model.sensitivity import input_name
from detente.model.system import Floats, Issue, Move, Range, System
from detente.runs import evidence
from detente.runs.experts import ALL, Expert, View, overlay
from detente.terms.states import display_name
from detente.terms.words import icd203_word

if TYPE_CHECKING:
    from detente.case.entries import Provenance

Json = dict[str, Any]

N_EVENTS = 8
"""Latest events of the chronology that an issue shows."""

_OUTCOMES = {
    "worse": ("Worse", "the relation index falls by more than {freeze:g} points"),
    "freeze": ("Freeze", "the index stays within {freeze:g} points of where it is"),
    "limited_thaw": ("Limited thaw", "it rises by {freeze:g} to {thaw:g} points"),
    "detente": ("Détente", "it rises by more than {thaw:g} points"),
    "alignment": ("Alignment", "détente, and the two stand together against a third power"),
}


def assessment_json(
    case: Case,
    system: System,
    assessment: Assessment,
    reports: Sequence[evidence.ReadReport] = (),
    chronology: Sequence[DatedEvent] = (),
    *,
    expert: Expert | None = None,
    experts: Json | None = None,
) -> Json:
    """Return the JSON values of an assessment, as docs/json-assess.md describes them.

    Parameters
    ----------
    case, system, assessment :
        The case, its view on the day, and what solving it gave.
    reports :
        Reports read beside the case.
    chronology :
        Events of the case that could be known on the day.
    expert :
        The expert by whose stakes it is, if any.
    experts :
        What `experts_json` gave, if all experts were asked.
    """
    provenance = _provenance(case, system.day, expert)
    titles = {issue.id: issue.title for issue in system.issues}
    mapping = evidence.issue_of_topics(system.issues)
    found = evidence.evidence_by_issue(reports, assessment, mapping)
    results = {result.issue: result for result in assessment.issues}
    total = sum(issue.weight.mode for issue in system.issues) or 1.0
    cited = _Cited(provenance)
    issues = [
        _issue(system, issue, results[issue.id], cited, total)
        | {
            "events": _events(chronology, issue, mapping),
            "evidence": found[issue.id],
        }
        for issue in system.issues
    ]
    values: Json = {
        "schema": "detente/assess",
        "version": 1,
        "software": version("detente"),
        "case": {"id": case.id, "title": case.title, "dyad": list(case.dyad)},
        "run": {
            "as_of": str(assessment.day),
            "horizon": str(assessment.horizon),
            "draws": assessment.n_draws,
            "seed": assessment.seed,
            "solver": assessment.solver,
            "command": _command(case, assessment, expert, experts),
        },
        "expert": None if expert is None else _expert(expert),
        "experts": experts,
        "names": _names(system),
        "outcomes": _outcomes(system, assessment),
        "likeliest": assessment.likeliest,
        "index": {
            "start": round(float(assessment.index_by_quarter[0, 2]), 3),
            "final": _quantiles(assessment.index),
            "path": _path(assessment.quarters, assessment.index_by_quarter),
            "chance_share": round(assessment.chance_share, 4),
        },
        "trust": _quantiles(assessment.trust),
        "package": _estimate(assessment.package),
        "leverage": {state: round(v, 4) for state, v in assessment.leverage.items()},
        "issues": [
            issue | {"path": _path(assessment.quarters, results[issue["id"]].by_quarter)}
            for issue in issues
        ],
        "levers": _levers(issues),
        "drivers": [
            {"name": in_names(driver.name, system), "share": round(max(0.0, driver.share), 4)}
            for driver in assessment.drivers
        ],
        "sobol": None,
        "flip": None,
        "questions": [
            {
                "id": q.question,
                "text": q.text,
                "by": str(q.by),
                "probability": _estimate(q.probability),
                "words": q.words,
                "sources": cited.of(f"questions.{q.question}"),
            }
            for q in assessment.questions
        ],
        "hypotheses": _hypotheses(assessment, cited),
        "moves": _moves(system, assessment, titles, cited),
        "documents": evidence.document_rows(reports),
        "forecasts": evidence.forecast_rows(reports, assessment, mapping, titles),
        "sources": {},
        "remarks": [*_remarks(case, assessment, reports), *_overtaken(expert, experts)],
    }
    values["sources"] = _sources(case, chronology, values)
    return values


def experts_json(experts: Sequence[Expert], views: Mapping[str, View], pool: View) -> Json:
    """Return what all experts of a case see, each by itself and pooled, as JSON values."""
    return {
        "views": [_expert(expert) | _view(views[expert.id]) for expert in experts],
        "pooled": _view(pool),
    }


def _view(view: View) -> Json:
    return {
        "likeliest": view.likeliest,
        "outcomes": {name: _estimate(view.outcomes[name]) for name in OUTCOMES},
        "issues": {
            id_: {"improve": _estimate(view.improve[id_]), "worsen": _estimate(view.worsen[id_])}
            for id_ in view.improve
        },
        "questions": {id_: _estimate(found) for id_, found in view.questions.items()},
    }


def _expert(expert: Expert) -> Json:
    return {
        "id": expert.id,
        "name": expert.name,
        "since": _iso(expert.since),
        "stakes": expert.n_stakes,
        "overtaken": expert.n_overtaken,
        "note": expert.note,
        "sources": [expert.source] if expert.source else [],
    }


def _overtaken(expert: Expert | None, experts: Json | None) -> list[str]:
    """Return a remark on each expert that lays its stakes over what was coded later."""
    rows = [] if expert is None else [_expert(expert)]
    rows += experts["views"] if experts else []
    return [
        f"expert {row['id']} was coded on {row['since']} and lies over {row['overtaken']} of "
        f"{row['stakes']} stakes that the case has coded anew since; an --as-of nearer to that "
        "day keeps the two apart"
        for row in rows
        if row["overtaken"]
    ]


def _provenance(case: Case, day: date, expert: Expert | None) -> dict[str, Provenance]:
    """Return where each number comes from, those of an expert laid over the case's."""
    found = case.provenance(day)
    if expert is not None:
        for key, entry in overlay(case, day, expert.id).items():
            found |= {f"{key}.{name}": entry.provenance for name in entry.fields}
    return found


def flip_json(flip: Flip | None, assessment: Assessment, system: System) -> Json:
    """Return the smallest flip, or that there is none, as JSON values with a sentence."""
    now = _OUTCOMES[assessment.likeliest][0].lower()
    if flip is None:
        text = (
            "No change of a single position, status quo, opening, tie, lock, link or pressure, "
            f"however large, makes another outcome likelier than {now}."
        )
        return {"text": text, "path": None, "from": None, "to": None, "outcome": None}
    then = _OUTCOMES[flip.outcome][0].lower()
    text = (
        f"The smallest change of one input that flips the likeliest outcome from {now} to {then}: "
        f"{_flip_words(flip, system)}."
    )
    return {
        "text": text,
        "path": flip.path,
        "from": flip.before,
        "to": flip.after,
        "outcome": flip.outcome,
    }


def _flip_words(flip: Flip, system: System) -> str:
    if flip.before is None or flip.after is None:
        return f"lifting {_blocker_title(system, flip.path)}"
    name = in_names(input_name(flip.path), system)
    return f"{name} from {flip.before:.3g} to {flip.after:.3g}"


def sobol_json(indices: Sequence[SobolIndex], system: System) -> list[Json]:
    """Return Sobol indices as JSON values."""
    return [
        {
            "name": in_names(index.name, system),
            "first": round(index.first, 4),
            "total": round(index.total, 4),
        }
        for index in indices
    ]


def in_names(text: str, system: System) -> str:
    """Return a text with the ids of what a case holds replaced by names and titles."""
    names = {
        item.id: f"the {kind} '{item.title}'"
        for kind, items in (
            ("lock", system.locks),
            ("move", system.moves),
            ("pressure", system.pressures),
            ("forum", system.forums),
            ("shock", system.shocks),
        )
        for item in items
    }
    names |= {actor.id: actor.name for actor in system.actors}
    names |= {issue.id: issue.title for issue in system.issues}
    return re.sub(r"[A-Za-z_][A-Za-z0-9_]*", lambda m: names.get(m[0], m[0]), text)


class _Cited:
    """Sources of the numbers of a case by the key that names them."""

    def __init__(self, provenance: Mapping[str, Provenance]) -> None:
        self._by_key = provenance

    def of(self, prefix: str) -> list[str]:
        """Return the sources of a thing: of every number whose key begins with it."""
        return sorted(
            {
                entry.source
                for key, entry in self._by_key.items()
                if (key == prefix or key.startswith(prefix + ".")) and entry.source
            }
        )

    def note(self, prefix: str) -> str | None:
        """Return the analyst's reasons for a thing, or None."""
        notes = {
            entry.note
            for key, entry in self._by_key.items()
            if (key == prefix or key.startswith(prefix + ".")) and entry.note
        }
        return " ".join(sorted(notes)) or None


def _issue(
    system: System, issue: Issue, result: IssueResult, cited: _Cited, total_weight: float
) -> Json:
    actors = {actor.id: actor for actor in system.actors}
    nearest = min(issue.anchors, key=lambda a: abs(a.value - result.status_quo.q50))
    stakes = [
        {
            "actor": stake.actor,
            "name": actors[stake.actor].name,
            "state": actors[stake.actor].state,
            "position": _range(stake.position),
            "salience": _range(stake.salience),
            "capability": _range(stake.capability),
            "sources": cited.of(f"stakes.{stake.actor}.{issue.id}"),
            "note": cited.note(f"stakes.{stake.actor}.{issue.id}"),
        }
        for stake in system.stakes
        if stake.issue == issue.id
    ]
    return {
        "id": issue.id,
        "title": issue.title,
        "weight": round(issue.weight.mode / total_weight, 4),
        "sources": cited.of(f"issues.{issue.id}.status_quo"),
        "anchors": [{"value": a.value, "label": a.label} for a in issue.anchors],
        "stands_at": nearest.label,
        "status_quo": _quantiles(result.status_quo),
        "final": _quantiles(result.final),
        "settlement": _quantiles(result.settlement),
        "improve": _estimate(result.improve),
        "worsen": _estimate(result.worsen),
        "one_anchor_up": _estimate(result.one_anchor_up),
        "frozen": _estimate(result.frozen),
        "room": {
            "low": round(result.room.low, 2),
            "high": round(result.room.high, 2),
            "share": round(result.room.share, 4),
            "width": round(result.room.width, 2),
            "by_side": {
                side: [round(low, 2), round(high, 2)]
                for side, (low, high) in result.room.by_side.items()
            },
        },
        "sides": [
            {
                "side": side,
                "position": None
                if side not in result.side_positions
                else round(result.side_positions[side], 2),
            }
            for side in system.dyad
        ],
        "stakes": sorted(stakes, key=lambda s: (s["state"] not in system.dyad, s["state"])),
        "blockers": [
            {
                "id": blocker,
                "title": _blocker_title(system, blocker),
                "effect": round(result.blocker_effects[blocker], 4),
                "sources": _blocker_sources(blocker, issue.id, cited),
            }
            for blocker in result.blockers
            if result.blocker_effects.get(blocker, 0.0) >= 0.005
        ],
        "solver_points": {name: round(point, 2) for name, point in result.solver_points.items()},
        "disagreement": round(result.disagreement, 2),
    }


def _blocker_title(system: System, blocker: str) -> str:
    kind, _, id_ = blocker.partition(".")
    named = {
        "locks": {x.id: x.title for x in system.locks},
        "pressures": {x.id: x.title for x in system.pressures},
        "links": {x.id: f"its tie to {_issue_title(system, x.first)}" for x in system.links},
        "actors": {x.id: x.name for x in system.actors},
    }
    title = named.get(kind, {}).get(id_, blocker)
    return f"the veto of {title}" if kind == "actors" else title


def _issue_title(system: System, id_: str) -> str:
    return next((issue.title for issue in system.issues if issue.id == id_), id_)


def _blocker_sources(blocker: str, issue: str, cited: _Cited) -> list[str]:
    kind, _, id_ = blocker.partition(".")
    return cited.of(f"stakes.{id_}.{issue}" if kind == "actors" else blocker)


def _levers(issues: Sequence[Json]) -> list[Json]:
    rows = [
        {
            "id": blocker["id"],
            "title": blocker["title"],
            "issue": issue["id"],
            "issue_title": issue["title"],
            "before": issue["improve"]["value"],
            "after": round(min(1.0, issue["improve"]["value"] + blocker["effect"]), 4),
            "sources": blocker["sources"],
        }
        for issue in issues
        for blocker in issue["blockers"]
        if blocker["effect"] >= 0.01
    ]
    return sorted(rows, key=lambda row: (row["before"] - row["after"], row["id"], row["issue"]))[
        :10
    ]


def _outcomes(system: System, assessment: Assessment) -> list[Json]:
    bounds = {"freeze": system.outcomes.freeze, "thaw": system.outcomes.thaw}
    rows = []
    for outcome in OUTCOMES:
        title, meaning = _OUTCOMES[outcome]
        estimate = assessment.outcomes[outcome]
        rows.append(
            {
                "id": outcome,
                "title": title,
                "meaning": meaning.format(**bounds),
                "probability": round(estimate.value, 4),
                "low": round(estimate.low, 4),
                "high": round(estimate.high, 4),
                "words": icd203_word(estimate.value),
            }
        )
    return rows


def _events(
    chronology: Sequence[DatedEvent], issue: Issue, mapping: Mapping[str, str]
) -> list[Json]:
    mine = [entry for entry in chronology if mapping.get(entry.event.issue or "") == issue.id]
    mine.sort(key=lambda entry: (entry.event.happened_on, entry.event.key), reverse=True)
    return [
        {
            "date": str(entry.happened),
            "type": entry.event.type or "",
            "source": entry.event.source or "?",
            "target": entry.event.target or "?",
            "summary": entry.event.summary or "",
            "sources": [_event_source(entry)],
        }
        for entry in mine[:N_EVENTS]
    ]


def _event_source(entry: DatedEvent) -> str:
    return f"event:{entry.event.key}"


def _hypotheses(assessment: Assessment, cited: _Cited) -> Json:
    matrix = assessment.hypotheses
    if matrix is None:
        return {"hypotheses": [], "evidence": []}
    return {
        "hypotheses": [
            {
                "id": h.hypothesis,
                "text": h.text,
                "prior": round(h.prior, 4),
                "posterior": round(h.posterior, 4),
            }
            for h in matrix.hypotheses
        ],
        "evidence": [
            {
                "id": e.evidence,
                "text": e.text,
                "diagnosticity": round(e.diagnosticity, 4),
                "sources": cited.of(f"evidence.{e.evidence}"),
            }
            for e in matrix.evidence
        ],
    }


def _moves(
    system: System, assessment: Assessment, titles: Mapping[str, str], cited: _Cited
) -> list[Json]:
    moves = {move.id: move for move in system.moves}
    return [
        {
            "id": result.move,
            "title": result.title,
            "side": moves[result.move].side,
            "issue": moves[result.move].issue,
            "issue_title": titles[moves[result.move].issue],
            "cost": _range(moves[result.move].cost),
            "gain": _range(moves[result.move].gain),
            "ratio": None if result.excluded else _ratio(moves[result.move]),
            "excluded": result.excluded,
            "sources": cited.of(f"moves.{result.move}"),
        }
        for result in assessment.moves
    ]


def _ratio(move: Move) -> float | None:
    return round(move.gain.mean / move.cost.mean, 2) if move.cost.mean > 0 else None


def _sources(case: Case, chronology: Sequence[DatedEvent], values: Json) -> Json:
    """Return the sources that the values cite, and no other."""
    used = _cited_in(values)
    found: Json = {}
    for id_, source in sorted(case.sources.items()):
        if id_ in used:
            found[id_] = {
                "title": source.title,
                "author": source.author,
                "publisher": source.publisher,
                "published_on": _iso(source.published_on),
                "url": source.url,
            }
    for entry in chronology:
        if _event_source(entry) in used:
            citation = entry.citation
            found[_event_source(entry)] = {
                "title": citation.title,
                "author": None,
                "publisher": citation.publisher,
                "published_on": _iso(citation.published_on),
                "url": citation.url,
            }
    return found


def _cited_in(values: object) -> set[str]:
    if isinstance(values, dict):
        inner = (_cited_in(part) for key, part in values.items() if key != "sources")
        own = values.get("sources", [])
        return set().union(own if isinstance(own, list) else (), *inner)
    if isinstance(values, list):
        return set().union(*(_cited_in(part) for part in values))
    return set()


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _names(system: System) -> dict[str, str]:
    codes = {*system.dyad, *(actor.state.split(":")[0] for actor in system.actors)}
    return {code: display_name(code) for code in sorted(codes)}


def _command(
    case: Case, assessment: Assessment, expert: Expert | None, experts: Json | None
) -> str:
    name = ALL if experts else expert.id if expert else None
    command = (
        f"detente assess {case.id} --as-of {assessment.day} --horizon {assessment.horizon} "
        f"--draws {assessment.n_draws} --seed {assessment.seed} --solver {assessment.solver}"
    )
    return command if name is None else f"{command} --expert {shlex.quote(name)}"


def _remarks(
    case: Case, assessment: Assessment, reports: Sequence[evidence.ReadReport]
) -> list[str]:
    remarks = []
    if case.note:
        remarks.append(case.note)
    if assessment.n_draws < 1000:
        remarks.append(f"only {assessment.n_draws} draws: probabilities are rough; use --draws")
    for report in reports:
        if report.reading is None:
            remarks.append(f"{report.document.name}: {report.remark}")
        elif report.document.published_on is None:
            remarks.append(
                f"{report.document.name}: no day of publication found, so it may be later than "
                f"{assessment.day}"
            )
    return remarks


def _quantiles(interval: Interval) -> Json:
    return {
        name: round(float(getattr(interval, name)), 3)
        for name in ("q05", "q25", "q50", "q75", "q95", "mean")
    }


def _estimate(estimate: Estimate) -> Json:
    return {
        "value": round(estimate.value, 4),
        "low": round(estimate.low, 4),
        "high": round(estimate.high, 4),
        "words": icd203_word(estimate.value),
    }


def _range(value: Range) -> Json:
    return {"low": value.low, "mode": value.mode, "high": value.high}


def _path(quarters: Sequence[date], quantiles: Floats) -> list[Json]:
    return [
        {
            "date": str(day),
            **{
                name: round(float(value), 2)
                for name, value in zip(("q05", "q25", "q50", "q75", "q95"), row, strict=True)
            },
        }
        for day, row in zip(quarters, quantiles, strict=True)
    ]

"""Documents and what was read in them -> one page: the text with its spans marked, and a list."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import urlsplit

from detente.errors import InputError
from detente.terms.document import Document
from detente.terms.issue import TOPICS
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading, Verdict

Kind = Literal["event", "claim", "forecast", "verdict"]
KINDS: tuple[tuple[Kind, str], ...] = (
    ("event", "Events"),
    ("claim", "Claims"),
    ("forecast", "Forecasts"),
    ("verdict", "Verdict"),
)
"""Kinds of item in the order of the page, with their headings."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_TITLES = {topic.id: topic.title for topic in TOPICS}
_EFFECTS = {"+": "improves the relation", "-": "worsens the relation", "0": "leaves the relation"}
_POINTS = {"+": "towards improvement", "-": "towards deterioration", "0": "no change"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as the side list shows it."""

    number: int  # within its document, from 1
    kind: Kind
    start: int
    end: int
    head: str
    details: tuple[tuple[str, str], ...]
    quote: str
    issue: str | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of text that the same items cover."""

    text: str
    kinds: tuple[Kind, ...]  # of the covering items, each once
    numbers: tuple[int, ...]  # of the covering items
    opened: tuple[int, ...]  # of the items that begin here


def _rows(*pairs: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in pairs if value not in {None, ""})


def _issue_title(issue: str | None) -> str | None:
    return _TITLES.get(issue, issue) if issue else None


def _event(one: ReadEvent) -> tuple[str, tuple[tuple[str, str], ...]]:
    sides = f"{one.source or '?'} → {one.target or '?'}"
    details = _rows(
        ("date", one.date),
        ("issue", _issue_title(one.issue)),
        ("reality", one.reality),
        ("mode", one.mode),
        ("CAMEO", one.cameo),
        ("confidence", f"{one.confidence:.0%}"),
    )
    return f"{one.type}: {sides}", details


def _claim(one: Claim) -> tuple[str, tuple[tuple[str, str], ...]]:
    details = _rows(
        ("issue", _issue_title(one.issue)),
        ("held by", one.holder),
        ("effect", _EFFECTS.get(one.effect or "")),
        ("confidence", f"{one.confidence:.0%}"),
    )
    return one.kind.replace("_", " "), details


def _forecast(one: ForecastStatement) -> tuple[str, tuple[tuple[str, str], ...]]:
    details = _rows(
        ("proposition", one.proposition),
        ("points", _POINTS.get(one.direction or "")),
        ("by", one.horizon),
        ("probability", None if one.probability is None else f"{one.probability:.0%}"),
        ("if", one.condition),
        ("said by", one.attributed_to + ("" if one.endorsed else " (not endorsed by the author)")),
        ("issue", _issue_title(one.issue)),
        ("confidence", f"{one.confidence:.0%}"),
    )
    return one.certainty or "no probability in the words", details


def _verdict(one: Verdict) -> tuple[str, tuple[tuple[str, str], ...]]:
    details = _rows(
        ("certainty", one.certainty), ("by", one.horizon), ("confidence", f"{one.confidence:.0%}")
    )
    return one.direction.replace("_", " "), details


def entries(reading: Reading) -> tuple[Entry, ...]:
    """Return the items of a reading in the order of the page: by kind, then by place."""
    found: list[Entry] = []
    groups: tuple[tuple[Kind, Sequence[Any], Any], ...] = (
        ("event", reading.events, _event),
        ("claim", reading.claims, _claim),
        ("forecast", reading.forecasts, _forecast),
        ("verdict", [reading.verdict] if reading.verdict else [], _verdict),
    )
    for kind, items, described in groups:
        for one in sorted(items, key=lambda item: (item.start, item.end)):
            head, details = described(one)
            found.append(
                Entry(
                    number=len(found) + 1,
                    kind=kind,
                    start=one.start,
                    end=one.end,
                    head=head,
                    details=details,
                    quote=one.quote,
                    issue=getattr(one, "issue", None),
                    why=one.why,
                )
            )
    return tuple(found)


def segments(text: str, found: Sequence[Entry]) -> Iterator[Segment]:
    """Yield the text cut wherever an item begins or ends; joined, they are the text again.

    Overlapping items share a segment, so none hides another.
    """
    edges = sorted({0, len(text), *(e.start for e in found), *(e.end for e in found)})
    order = [kind for kind, _ in KINDS]
    by_start = sorted(found, key=lambda entry: entry.start)
    active: list[Entry] = []
    upcoming = 0
    for left, right in pairwise(edges):
        active = [entry for entry in active if entry.end > left]
        opened = []
        while upcoming < len(by_start) and by_start[upcoming].start <= left:
            active.append(by_start[upcoming])
            opened.append(by_start[upcoming].number)
            upcoming += 1
        covering = sorted(active, key=lambda entry: entry.number)
        kinds = {entry.kind for entry in covering}
        yield Segment(
            text=text[left:right],
            kinds=tuple(kind for kind in order if kind in kinds),
            numbers=tuple(entry.number for entry in covering),
            opened=tuple(opened),
        )


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _safe_url(url: str | None) -> str | None:
    """Return an address that may become a link: http and https, nothing else."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _article(number: int, document: Document, reading: Reading) -> dict[str, Any]:
    text = _printable(document.text)
    found = entries(reading)
    for entry in found:
        if not 0 <= entry.start < entry.end <= len(text):
            raise InputError(
                f"an item of {document.name!r} spans {entry.start}-{entry.end}, "
                f"but its text has {len(text)} characters: read it again"
            )
    counts = Counter(entry.kind for entry in found)
    return {
        "id": f"d{number}",
        "name": _printable(document.name),
        "title": _printable(document.title or document.name),
        "author": _printable(document.author or ""),
        "published_on": reading.published_on,
        "dyad": " and ".join(reading.dyad) if reading.dyad else None,
        "url": _safe_url(document.url),
        "notes": [_printable(note) for note in (*document.notes, *reading.notes)],
        "groups": [
            (kind, title, [entry for entry in found if entry.kind == kind])
            for kind, title in KINDS
            if counts[kind]
        ],
        "counts": [(title, counts[kind]) for kind, title in KINDS],
        "segments": [
            (segment, _BLANK_LINES.sub("\n\n", segment.text)) for segment in segments(text, found)
        ],
        "n_items": len(found),
    }


def document_page(documents: Sequence[Document], readings: Sequence[Reading]) -> str:
    """Return one self-contained HTML page: each text with its items marked, beside their list.

    Parameters
    ----------
    documents
        The documents whose text is shown, in the order of the page.
    readings
        What was found in them; matched by the document's name.

    Raises
    ------
    InputError
        If a document has no reading, or an item lies outside the text.

    Notes
    -----
    No text is trusted: all of it is escaped, only http and https addresses become links, and the
    page's own policy lets no script run but the one in it, told by its hash, and fetches nothing.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    by_name = {reading.document: reading for reading in readings}
    for document in documents:
        if document.name not in by_name:
            raise InputError(f"no reading of {document.name!r} to show")
    templates = files("detente.report") / "templates"
    style = (templates / "style.css").read_text("utf-8")
    style += (templates / "document.css").read_text("utf-8")
    script = (templates / "document.js").read_text("utf-8")
    articles = [
        _article(number, document, by_name[document.name])
        for number, document in enumerate(documents, start=1)
    ]
    used = {e.issue for a in articles for _, _, group in a["groups"] for e in group if e.issue}
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string((templates / "document.html.j2").read_text("utf-8"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page: str = template.render(
        articles=articles,
        issues=sorted(((id_, _TITLES.get(id_, id_)) for id_ in used), key=lambda pair: pair[1]),
        kinds=KINDS,
        style=Markup(style),
        script=Markup(script),
        script_hash=digest,
        n_items=sum(article["n_items"] for article in articles),
        printable=_printable,
    )
    return page

"""What was read in one document, for the terminal: its JSON in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from detente.terms.states import display_name

if TYPE_CHECKING:
    from rich.text import Text

Row = Mapping[str, Any]

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_POINTS = {"+": "better", "-": "worse", "0": "no change"}
_LONGEST = 240
"""Characters of a quote that are shown."""


def reading_text(reading: Row, *, width: int = 100, colour: bool = False) -> str:
    """Return what was read in a document as text.

    Parameters
    ----------
    reading :
        One object of the JSON of `detente read`; where its items hold `why`, reasons are shown.
    width :
        Columns to fill, at least 60.
    colour :
        Whether to use terminal colours.
    """
    from rich.console import Console
    from rich.padding import Padding

    file = StringIO()
    console = Console(
        file=file,
        width=max(60, width),
        force_terminal=colour,
        color_system="auto" if colour else None,
        highlight=False,
    )
    for indent, line in _lines(reading):
        console.print(Padding(line, (0, 0, 0, indent)))
    return "".join(line.rstrip() + "\n" for line in file.getvalue().splitlines())


def _lines(reading: Row) -> Iterator[tuple[int, Text]]:
    """Yield every line with its indent; lines wrap below themselves."""
    yield 0, _text(reading.get("title") or reading["document"], "bold")
    yield 0, _text(_about(reading), "dim")
    yield from _verdict(reading["verdict"])
    yield from _forecasts(reading["forecasts"])
    yield from _claims(reading["claims"])
    yield from _events(reading["events"])
    for note in reading["notes"]:
        yield 0, _text(f"note: {note}", "yellow")


def _about(reading: Row) -> str:
    dyad = reading["dyad"]
    parts = [
        reading["document"] if reading.get("title") else None,
        reading.get("author"),
        f"published {reading['published_on']}" if reading["published_on"] else "undated",
        f"on {display_name(dyad[0])} and {display_name(dyad[1])}"
        if dyad
        else "no two states found",
    ]
    return "; ".join(part for part in parts if part)


def _verdict(verdict: Row | None) -> Iterator[tuple[int, Text]]:
    if verdict is None:
        yield 0, _text("Verdict: none found", "bold")
        return
    said = [verdict["direction"].replace("_", " "), verdict["certainty"], verdict["horizon"]]
    yield 0, _text("Verdict: " + ", ".join(part for part in said if part), "bold")
    yield from _shown(verdict, 2)


def _forecasts(found: Sequence[Row]) -> Iterator[tuple[int, Text]]:
    yield from _heading("Forecasts", found)
    for one in found:
        who = "" if one["attributed_to"] == "author" else one["attributed_to"]
        facts = (
            _POINTS.get(one["direction"] or ""),
            f"horizon: {one['horizon']}" if one["horizon"] else None,
            f"if {one['condition']}" if one["condition"] else None,
            f"said by {who}" + ("" if one["endorsed"] else ", not endorsed") if who else None,
            _issue(one),
        )
        yield 2, _headed((one["certainty"] or "no odds given") + _odds(one), facts)
        yield from _shown(one, 4)


def _odds(one: Row) -> str:
    return "" if one["probability"] is None else f" ({one['probability']:.0%})"


def _claims(found: Sequence[Row]) -> Iterator[tuple[int, Text]]:
    yield from _heading("Claims", found)
    for kind, group in groupby(sorted(found, key=lambda c: (c["kind"], c["start"])), _kind):
        items = list(group)
        yield 2, _text(f"{kind.replace('_', ' ')} ({len(items)})", "bold")
        for one in items:
            holder = one["holder"] if one["holder"] != "author" else None
            facts = (_POINTS.get(one["effect"] or ""), holder, _issue(one))
            said = "; ".join(part for part in facts if part)
            if said:
                yield 4, _text(said)
            yield from _shown(one, 4 if not said else 6)


def _kind(claim: Row) -> str:
    return str(claim["kind"])


def _events(found: Sequence[Row]) -> Iterator[tuple[int, Text]]:
    yield from _heading("Events", found)
    for one in sorted(found, key=lambda event: (event["date"] or "9999", event["start"])):
        repeats = one["same_as"]
        facts = (
            one["mode"],
            f"CAMEO {one['cameo']}" if one["cameo"] else None,
            _issue(one),
            one["reality"] if one["reality"] != "occurred" else None,
            "told before" if repeats is not None else None,
        )
        head = f"{one['date'] or 'no date':<10}  {one['source'] or '?'} → {one['target'] or '?'}"
        yield 2, _headed(f"{head}  {one['type']}", facts)
        yield from _shown(one, 14)


def _heading(title: str, found: Sequence[Row]) -> Iterator[tuple[int, Text]]:
    yield 0, _text(f"{title}: {len(found) or 'none found'}", "bold")


def _headed(head: str, facts: Sequence[str | None]) -> Text:
    line = _text(head, "bold")
    said = "; ".join(part for part in facts if part)
    if said:
        line.append_text(_text(f"  {said}"))
    return line


def _issue(one: Row) -> str | None:
    """Return the issue of an item: the case's own, if a case was given, beside the topic."""
    topic = one["issue"].replace("_", " ") if one["issue"] else None
    own = one.get("case_issue")
    return f"{topic} [{own}]" if topic and own else topic


def _shown(one: Row, indent: int) -> Iterator[tuple[int, Text]]:
    """Yield an item's quote and, where they were asked for, its reasons."""
    quote = " ".join(one["quote"].split())
    if len(quote) > _LONGEST:
        quote = quote[:_LONGEST].rsplit(" ", 1)[0] + " …"
    yield indent, _text(f"“{quote}”", "dim" if "why" in one else None)
    for reason in one.get("why", ()):
        yield indent, _text(f"- {reason}")
    if "why" in one:
        yield indent, _text(f"- confidence {one['confidence']:.0%}")


def _text(words: object, style: str | None = None) -> Text:
    """Return words that a terminal takes as words: no markup, no control characters."""
    from rich.text import Text

    return Text(_UNPRINTABLE.sub(" ", str(words)), style=style or "")

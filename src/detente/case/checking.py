"""Entries of a case -> what no single field shows: unknown names, circles, dates out of order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.case.entries import Entry, History
from detente.case.schema import NUMBERS
from detente.case.yaml_lines import LinedYaml, Path_
from detente.terms.issue import TOPIC_IDS
from detente.terms.states import is_state, near_matches

ORGANISATIONS: frozenset[str] = frozenset(
    ("NATO", "EU", "UNO", "OSCE", "IMF", "ASEAN", "CSTO", "SCO", "ARL", "AU", "OPEC", "GCC")
)
"""Codes of organisations that can be an actor's or a tie's state."""

_REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("actors", "state", "state"),
    ("actors", "answers_to", "actor"),
    ("issues", "sides", "side"),
    ("issues", "topics", "topic"),
    ("issues", "aligns_against", "state"),
    ("institutions", "side", "side"),
    ("institutions", "issues", "issue"),
    ("institutions", "proposers", "actor"),
    ("institutions", "must_agree", "actor"),
    ("institutions", "overriders", "actor"),
    ("locks", "side", "side"),
    ("locks", "issues", "issue"),
    ("locks", "opens_by", "actor"),
    ("links", "first", "issue"),
    ("links", "second", "issue"),
    ("ties", "first", "state"),
    ("ties", "second", "state"),
    ("goals", "actor", "actor"),
    ("goals", "issues", "issue"),
    ("responses", "side", "side"),
    ("responses", "trigger", "issue"),
    ("responses", "issue", "issue"),
    ("responses", "goal", "goal"),
    ("moves", "side", "side"),
    ("moves", "issue", "issue"),
    ("pressures", "side", "side"),
    ("pressures", "actor", "actor"),
    ("pressures", "issues", "issue"),
    ("forums", "issues", "issue"),
    ("shocks", "effects", "issue"),
    ("evidence", "consistency", "hypothesis"),
)
_QUESTION_TARGETS = {"response": "response", "lock_opened": "lock", "move": "move", "package": ""}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, with its place."""

    line: int
    where: str
    text: str


def shown(path: Path_) -> str:
    """Return a path of keys and indices as a message shows it.

    Examples
    --------
    >>> shown(("stakes", "sanctions", "us_president", 2, "position"))
    'stakes.sanctions.us_president[2].position'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the file"


def _known(histories: Iterable[History], dyad: tuple[str, str]) -> dict[str, list[str]]:
    sections = {
        "actor": "actors",
        "issue": "issues",
        "goal": "goals",
        "hypothesis": "hypotheses",
        "response": "responses",
        "lock": "locks",
        "move": "moves",
    }
    ids: dict[str, list[str]] = {kind: [] for kind in sections}
    by_section = {section: kind for kind, section in sections.items()}
    for history in histories:
        if kind := by_section.get(history.section):
            ids[kind].append(history.key.split(".", 1)[1])
    return ids | {"side": list(dyad), "topic": sorted(TOPIC_IDS)}


def unknown_name(kind: str, value: str, known: Mapping[str, list[str]]) -> str | None:
    """Return what is wrong with a name of a kind, or None."""
    if kind == "state":
        if is_state(value) or value in ORGANISATIONS:
            return None
        return f"unknown state or organisation {value!r}; use ISO 3166 alpha-3 codes such as 'USA'"
    options = known[kind]
    if value in options:
        return None
    near = near_matches(value, options)
    hint = near or f"; known: {', '.join(options[:12])}{', ...' if len(options) > 12 else ''}"
    return f"unknown {kind} {value!r}{hint}"


def _values(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        yield from (str(part) for part in value)


def _reference_problems(
    histories: Iterable[History], known: Mapping[str, list[str]], tree: LinedYaml
) -> Iterator[Problem]:
    for history in histories:
        for entry in history.entries:
            for section, field, kind in _REFERENCES:
                if section != history.section:
                    continue
                for value in _values(entry.fields.get(field)):
                    if text := unknown_name(kind, value, known):
                        path = (*entry.path, field)
                        yield Problem(tree.line(path), shown(path), text)
            if history.section == "questions":
                yield from _question_problems(entry, known, tree)
            if history.section == "stakes":
                yield from _stake_problems(history, entry, known, tree)


def _question_problems(
    entry: Entry, known: Mapping[str, list[str]], tree: LinedYaml
) -> Iterator[Problem]:
    kind = _QUESTION_TARGETS.get(str(entry.fields.get("kind")), "issue")
    target = entry.fields.get("issue")
    path = (*entry.path, "issue")
    if kind and target is None and "kind" in entry.fields:
        need = f"needs 'issue': which {kind} it asks for"
        yield Problem(tree.line(entry.path), shown(entry.path), need)
    elif kind and target is not None:
        wrong = unknown_name(kind, str(target), known)
        if wrong:
            yield Problem(tree.line(path), shown(path), wrong)


def _stake_problems(
    history: History, entry: Entry, known: Mapping[str, list[str]], tree: LinedYaml
) -> Iterator[Problem]:
    if entry is not history.entries[0]:
        return
    _, actor, issue = history.key.split(".")
    for kind, value, path in (("issue", issue, entry.path[:-2]), ("actor", actor, entry.path[:-1])):
        if text := unknown_name(kind, value, known):
            yield Problem(tree.line(path), shown(path), text)


def _source_problems(
    histories: Iterable[History], sources: list[str], tree: LinedYaml
) -> Iterator[Problem]:
    for history in histories:
        numbers = NUMBERS.get("stakes" if history.section == "expert" else history.section, ())
        for entry in history.entries:
            has_number = any(field in entry.fields for field in numbers)
            if entry.source is None and has_number:
                yield Problem(
                    entry.line,
                    shown(entry.path),
                    "a number without a source; add 'source: ID' here or to default_sources",
                )
            elif entry.source is not None and entry.source not in sources:
                near = near_matches(entry.source, sources)
                yield Problem(
                    tree.line((*entry.path, "source")),
                    shown(entry.path),
                    f"unknown source {entry.source!r}{near or '; add it to sources'}",
                )


def _order_problems(histories: Iterable[History], tree: LinedYaml) -> Iterator[Problem]:
    for history in histories:
        for earlier, later in zip(history.entries, history.entries[1:], strict=False):
            if later.said.from_ is None:
                text = "a second entry of the same thing needs 'from', the day since which it holds"
            elif earlier.said.from_ is not None and later.said.from_ <= earlier.said.from_:
                text = f"dates out of order: {later.said.from_} comes after {earlier.said.from_}"
            else:
                continue
            path = (*later.path, "from")
            yield Problem(tree.line(path), shown(later.path), text)


def _unstaked_problems(histories: Iterable[History]) -> Iterator[Problem]:
    """Yield the issues on which nobody wants anything."""
    staked = {h.key.rsplit(".", 1)[1] for h in histories if h.section == "stakes"}
    for history in histories:
        if history.section == "issues" and history.key.split(".", 1)[1] not in staked:
            entry = history.entries[0]
            text = f"no actor has a stake on {history.key.split('.', 1)[1]!r}; add one to stakes"
            yield Problem(entry.line, shown(entry.path), text)


def circle(arrows: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names on one circle of arrows, the first repeated at the end; empty if none.

    Examples
    --------
    >>> circle({"a": ["b"], "b": ["c"], "c": ["a"]})
    ['a', 'b', 'c', 'a']
    >>> circle({"a": ["b"], "b": []})
    []
    """
    done: set[str] = set()
    for start in arrows:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = []
        if start not in done:
            trail, stack = [start], [(start, iter(arrows.get(start, ())))]
        while stack:
            step = next(stack[-1][1], None)
            if step is None:
                done.add(trail.pop())
                stack.pop()
            elif step in trail:
                return [*trail[trail.index(step) :], step]
            elif step not in done:
                trail.append(step)
                stack.append((step, iter(arrows.get(step, ()))))
    return []


def _circle_problems(histories: Iterable[History], tree: LinedYaml) -> Iterator[Problem]:
    answers: dict[str, list[str]] = {}
    blocks: dict[str, list[str]] = {}
    place: dict[tuple[str, str], Entry] = {}
    for history in histories:
        for entry in history.entries:
            fields = entry.fields
            if history.section == "actors" and isinstance(fields.get("answers_to"), str):
                name = history.key.split(".", 1)[1]
                answers.setdefault(name, []).append(fields["answers_to"])
                place.setdefault(("answers_to", name), entry)
            if history.section == "links":
                first, second = str(fields.get("first")), str(fields.get("second"))
                if first == second and first != "None":
                    yield Problem(entry.line, shown(entry.path), f"links {first!r} with itself")
                elif fields.get("kind") == "blocks":
                    blocks.setdefault(first, []).append(second)
                    place.setdefault(("blocks", first), entry)
    for name, arrows in (("answers_to", answers), ("blocks", blocks)):
        if trail := circle(arrows):
            entry = place[(name, trail[0])]
            text = f"a circle of {name}: {' -> '.join(trail)}"
            yield Problem(tree.line(entry.path), shown(entry.path), text)


def problems(
    histories: tuple[History, ...], dyad: tuple[str, str], sources: list[str], tree: LinedYaml
) -> list[Problem]:
    """Return everything that is wrong between the entries of a case, by line."""
    known = _known(histories, dyad)
    found = [
        *_order_problems(histories, tree),
        *_source_problems(histories, sources, tree),
        *_reference_problems(histories, known, tree),
        *_circle_problems(histories, tree),
        *_unstaked_problems(histories),
    ]
    return sorted(found)

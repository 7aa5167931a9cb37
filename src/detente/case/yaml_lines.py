"""YAML text -> plain values with the line of each; nothing executed, nothing expanded.

A small, strict reading of YAML 1.2: booleans are `true` and `false` only (`no` is a word), days
are `YYYY-MM-DD`. Anchors, aliases and tags are refused: a few of them can grow into gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from detente.errors import InputError

MAX_BYTES = 4_000_000
"""Largest file, bytes; a case of a thousand stakes has about 200 kB."""

MAX_DEPTH = 16
"""Deepest nesting of lists and mappings."""

MAX_VALUES = 300_000
"""Most values in one file."""

Path_ = tuple[str | int, ...]

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
    "True": True,
    "False": False,
}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class LinedYaml:
    """The values of a YAML file and the line on which each stands."""

    name: str  # file name as a message shows it
    value: Any
    lines: dict[Path_, int]  # path of keys and indices -> line, from 1

    def line(self, path: Path_) -> int:
        """Return the line of the value at `path`, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    value: Any
    path: Path_
    key: str | None = None  # a mapping's key that waits for its value

    @property
    def next_path(self) -> Path_:
        return (*self.path, len(self.value) if isinstance(self.value, list) else self.key or "")


@dataclass(slots=True)
class _Tree:
    """Builds values from parser events with a stack of its own, so depth costs nothing."""

    name: str
    lines: dict[Path_, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    result: Any = None
    n_values: int = 0
    n_documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _fault(self.name, line, "an alias (*name) is not allowed; write the value out")
        if isinstance(event, yaml.DocumentStartEvent):
            self.n_documents += 1
            if self.n_documents > 1:
                raise _fault(self.name, line, "a second document ('---') in one file; keep one")
        if isinstance(event, yaml.NodeEvent):
            self._open_or_add(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def _open_or_add(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            raise _fault(self.name, line, f"an anchor (&{event.anchor}) is not allowed")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise _fault(self.name, line, f"a tag ({tag}) is not allowed")
        self.n_values += 1
        if self.n_values > MAX_VALUES:
            raise _fault(self.name, line, f"more than {MAX_VALUES} values; split the case")
        parent = self.stack[-1] if self.stack else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._take_key(parent, event, line)
            return
        path = parent.next_path if parent else ()
        self.lines.setdefault(path, line)
        value = self._value(event, line)
        if parent is None:
            self.result = value
        elif isinstance(parent.value, list):
            parent.value.append(value)
        else:
            parent.value[parent.key] = value
            parent.key = None
        if isinstance(value, dict | list):
            if len(self.stack) >= MAX_DEPTH:
                raise _fault(self.name, line, f"nested deeper than {MAX_DEPTH} levels")
            self.stack.append(_Open(value, path))

    def _take_key(self, parent: _Open, event: yaml.NodeEvent, line: int) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise _fault(self.name, line, "a key must be a word, found a list or a mapping")
        key = str(event.value)
        if key in parent.value:
            first = self.lines[(*parent.path, key)]
            raise _fault(self.name, line, f"duplicate key {key!r}, first given on line {first}")
        parent.key = key
        self.lines[(*parent.path, key)] = line

    def _value(self, event: yaml.NodeEvent, line: int) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        text = str(getattr(event, "value", ""))
        plain = getattr(event, "style", None) in (None, "")
        return _scalar(text, self.name, line) if plain else text


def _fault(name: str, line: int, message: str) -> InputError:
    return InputError(f"{name}:{line}: {message}")


def _scalar(text: str, name: str, line: int) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text) and len(text) < 20:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _fault(name, line, f"no such day: {text}") from None
    return text


def parse_yaml(text: str, name: str = "case.yaml") -> LinedYaml:
    r"""Return the values of YAML text with their lines.

    Parameters
    ----------
    text
        One YAML document.
    name
        What a message calls the file.

    Raises
    ------
    InputError
        If it is no YAML, holds a duplicate key, an anchor, an alias or a tag, or passes the limits.

    Examples
    --------
    >>> tree = parse_yaml("a:\n  - 1\n  - {b: 2017-01-16}")
    >>> tree.value
    {'a': [1, {'b': datetime.date(2017, 1, 16)}]}
    >>> tree.line(("a", 1, "b"))
    3
    """
    tree = _Tree(name)
    try:
        for event in _events(text):
            tree.take(event)
    except yaml.YAMLError as error:
        raise _syntax_fault(error, name) from None
    return LinedYaml(name, tree.result, tree.lines)


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)


def _syntax_fault(error: yaml.YAMLError, name: str) -> InputError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "broken"
    line = mark.line + 1 if mark else 1
    return _fault(name, line, f"not readable as YAML: {problem}")


def read_yaml(path: Path, name: str | None = None) -> LinedYaml:
    """Return the values of a YAML file with their lines.

    Raises
    ------
    InputError
        If the file is missing, a folder, too large, not UTF-8, or as `parse_yaml` says.
    """
    shown = name or str(path)
    if path.is_dir():
        raise InputError(f"{shown} is a folder, not a file; give the file in it")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{shown} has {size / 1e6:.1f} MB; a case file may have {MAX_BYTES / 1e6:.0f} MB"
            )
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"no file {shown}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{shown} is not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"cannot read {shown}: {error.strerror or error}") from None
    if "\x00" in text:
        raise InputError(f"{shown} is a binary file, not YAML")
    return parse_yaml(text, shown)

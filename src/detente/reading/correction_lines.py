"""The YAML file of corrections -> its entries as plain values, with the line of every field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from detente.errors import InputError

MAX_BYTES = 5_000_000
_MAX_DEPTH = 12
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true": True, "True": True, "false": False, "False": False}

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the parts of one entry stand in their file, counted from 1."""

    at: dict[Place, int]

    def of(self, place: Place) -> int:
        """Return the line of a field, or of the nearest thing that holds it."""
        while place and place not in self.at:
            place = place[:-1]
        return self.at.get(place, 1)


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style in {"'", '"', "|", ">"}:
        return text
    if text in _NULLS:
        return None
    if text in _TRUE:
        return _TRUE[text]
    return text


def _plain(node: yaml.Node, place: Place, at: dict[Place, int], path: Path) -> Any:
    """Return the values below a node; numbers stay text, which the schema turns into numbers."""
    at[place] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, i), at, path) for i, child in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise InputError(
                f"{path} line {key.start_mark.line + 1}: a field's name must be a word"
            )
        if key.value in found:
            raise InputError(
                f"{path} line {key.start_mark.line + 1}: field {key.value!r} stands twice"
            )
        found[key.value] = _plain(value, (*place, key.value), at, path)
        at[(*place, key.value)] = key.start_mark.line + 1
    return found


def _root(path: Path) -> yaml.Node | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is above the limit of {MAX_BYTES / 1e6:.0f} MB; split it")
        text = path.read_text(encoding="utf-8-sig")
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise InputError(f"{path} line {line}: nested too deeply")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise InputError(f"{path} line {line}: anchors and aliases are not read")
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"cannot read {path}: not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{path} line {line}: not YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{path}: not YAML: {str(error).splitlines()[0]}") from None
    return node


def lined_entries(path: Path) -> Iterator[tuple[dict[str, Any], Lines]]:
    """Yield the entries under `corrections:` with their lines.

    Raises
    ------
    InputError
        If the file cannot be read, is no YAML, uses anchors, or is no list under `corrections`.
    """
    root = _root(path)
    if root is None:
        return
    wanted = "expected a list under 'corrections:'"
    if not isinstance(root, yaml.MappingNode):
        raise InputError(f"{path} line {root.start_mark.line + 1}: {wanted}")
    for key, value in root.value:
        line = key.start_mark.line + 1
        if getattr(key, "value", None) != "corrections":
            raise InputError(f"{path} line {line}: unknown field {key.value!r:.40}; {wanted}")
        if isinstance(value, yaml.ScalarNode) and value.value in _NULLS:
            continue
        if not isinstance(value, yaml.SequenceNode):
            raise InputError(f"{path} line {line}: {wanted}")
        for entry in value.value:
            at: dict[Place, int] = {}
            found = _plain(entry, (), at, path)
            if not isinstance(found, dict):
                raise InputError(f"{path} line {at[()]}: expected fields such as 'document:'")
            yield found, Lines(at)

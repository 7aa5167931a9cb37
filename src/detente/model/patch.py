"""What-ifs: changes of a system by path in, the changed system out.

Paths are 'FOLDER.ID.FIELD', 'stakes.ACTOR.ISSUE.FIELD', 'shocks.ID.effects.ISSUE' and
'parameters.NAME'; a part may be '*' for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_type_hints

import numpy as np

from detente.errors import InputError
from detente.model.checks import FOLDERS, nearest
from detente.model.draws import bounds_of
from detente.model.dynamics import GivenStep
from detente.model.fields import field_value, record_of
from detente.model.removal import without_actor, without_idle_questions, without_issue
from detente.model.system import Parameters, Range, Shock, System

Verb = Literal["set", "shift", "remove", "add"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One change: set a field, shift a number, remove a record, add one (path: its folder)."""

    verb: Verb
    path: str
    value: object = None

    def __str__(self) -> str:
        if self.verb == "remove":
            return f"remove {self.path}"
        if self.verb == "add":
            name = self.value.get("id", "") if isinstance(self.value, Mapping) else ""
            return f"add {self.path}{f'.{name}' if name else ''}"
        word = "to" if self.verb == "set" else "by"
        return f"{self.verb} {self.path} {word} {self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Changes of a system, and steps that are given on its first day."""

    operations: tuple[Operation, ...] = ()
    given: tuple[GivenStep, ...] = ()

    def __str__(self) -> str:
        steps = [
            f"{step.side} moves {step.issue} by {step.points:+g} on the first day"
            for step in self.given
        ]
        return "; ".join([*map(str, self.operations), *steps]) or "nothing"

    def __add__(self, other: Patch) -> Patch:
        return Patch(operations=self.operations + other.operations, given=self.given + other.given)


def patch_of(data: object) -> Patch:
    """Return the patch that a mapping states, as a patch file holds it.

    Keys: `set` and `shift` (path -> value), `remove` (list of paths), `add` (folder -> list of
    records), `step` (list of side, issue, points).

    Raises
    ------
    InputError
        If a key is unknown or its content has another form.

    Examples
    --------
    >>> print(patch_of({"remove": ["locks.caatsa"], "shift": {"parameters.trust": 0.2}}))
    remove locks.caatsa; shift parameters.trust by 0.2
    """
    if not isinstance(data, Mapping):
        raise InputError("a patch must be a mapping with set, shift, remove, add or step")
    known = (*get_args(Verb), "step")
    for key in data:
        if key not in known:
            raise InputError(f"a patch has no {key!r}; {nearest(str(key), known)}")
    operations = [Operation(verb="remove", path=str(path)) for path in _listed(data, "remove", str)]
    for folder, records in _mapped(data, "add").items():
        listed = records if isinstance(records, list) else [records]
        operations += [Operation(verb="add", path=str(folder), value=item) for item in listed]
    for verb in ("set", "shift"):
        for path, value in _mapped(data, verb).items():
            operations.append(Operation(verb=verb, path=str(path), value=value))
    given = tuple(record_of(GivenStep, step, "step") for step in _listed(data, "step", Mapping))
    return Patch(operations=tuple(operations), given=given)


def assignment(text: str, verb: Verb = "set") -> Operation:
    """Return the operation that 'PATH=VALUE' states.

    A value is a number, 'low,mode,high', true, false, none, or a text.

    Raises
    ------
    InputError
        If there is no '='.

    Examples
    --------
    >>> assignment("stakes.us_president.sanctions.position=90,95,100").value
    [90.0, 95.0, 100.0]
    """
    path, equals, value = text.partition("=")
    if not equals or not path.strip() or not value.strip():
        raise InputError(f"not a change: {text!r}; write PATH=VALUE")
    return Operation(verb=verb, path=path.strip(), value=_value_of(value.strip()))


def patched(system: System, patch: Patch) -> System:
    """Return a system with the operations of a patch applied in order.

    Raises
    ------
    InputError
        If a path matches nothing (the message names what is near), or a value does not fit.
    """
    for operation in patch.operations:
        system = _applied(system, operation)
    return system


def paths_of(system: System) -> tuple[str, ...]:
    """Return the paths of all records and fields of a system, sorted."""
    found = [f"parameters.{field.name}" for field in fields(Parameters)]
    found += [f"outcomes.{field.name}" for field in fields(system.outcomes)]
    for stake in system.stakes:
        found.append(f"stakes.{stake.actor}.{stake.issue}")
    for folder in FOLDERS:
        found += [f"{folder}.{record.id}" for record in getattr(system, folder)]
    return tuple(sorted([*found, *_field_paths(system)]))


def value_at(system: System, path: str) -> object:
    """Return the value of a field by its path.

    Raises
    ------
    InputError
        If nothing is there.
    """
    parts = path.split(".")
    if parts[0] in ("parameters", "outcomes") and len(parts) == 2:
        record = getattr(system, parts[0])
        if parts[1] in {field.name for field in fields(record)}:
            return getattr(record, parts[1])
    if parts[0] in (*FOLDERS, "stakes") and len(parts) > 2:
        for record in getattr(system, parts[0]):
            if list(_key(record)) == parts[1:-1] and hasattr(record, parts[-1]):
                return getattr(record, parts[-1])
    raise _unknown(system, path)


def _field_paths(system: System) -> list[str]:
    """Return the paths of the fields of records."""
    names = ("position", "salience", "capability", "red_line")
    found = [f"stakes.{s.actor}.{s.issue}.{name}" for s in system.stakes for name in names]
    for folder in FOLDERS:
        for record in getattr(system, folder):
            found += [f"{folder}.{record.id}.{f.name}" for f in fields(record) if f.name != "id"]
            if isinstance(record, Shock):
                found += [f"shocks.{record.id}.effects.{issue}" for issue, _ in record.effects]
    return found


def _applied(system: System, operation: Operation) -> System:
    """Return a system with one operation applied."""
    if operation.verb == "add":
        return _added(system, operation)
    parts = operation.path.split(".")
    if operation.verb == "remove":
        return _removed(system, parts, operation.path)
    if len(parts) == 2 and parts[0] in ("parameters", "outcomes"):
        record = getattr(system, parts[0])
        names = _matching([field.name for field in fields(record)], parts[1])
        if not names:
            raise _unknown(system, operation.path)
        for name in names:
            record = _changed(record, name, operation, f"{parts[0]}.{name}")
        return replace(system, **{parts[0]: record})
    return _changed_records(system, parts, operation)


def _changed_records(system: System, parts: list[str], operation: Operation) -> System:
    """Return a system with a field changed in every record that a path matches."""
    folder, n_key = parts[0], 2 if parts[0] == "stakes" else 1
    if folder not in (*FOLDERS, "stakes") or len(parts) < n_key + 2:
        raise _unknown(system, operation.path)
    key, name = parts[1 : 1 + n_key], parts[1 + n_key]
    rest = parts[2 + n_key :]
    records, hit = [], False
    for record in getattr(system, folder):
        if _is_meant(record, key) and name in {f.name for f in fields(record)}:
            where = ".".join((folder, *_key(record), name, *rest))
            if rest:
                changed = _changed_effect(record, name, rest, operation, where)
            else:
                changed = _changed(record, name, operation, where)
            hit = hit or changed is not None
            record = record if changed is None else changed
        records.append(record)
    if not hit or name == "id":
        raise _unknown(system, operation.path)
    return _with(system, folder, records)


def _changed(record: Any, name: str, operation: Operation, where: str) -> Any:
    """Return a record with one field set or shifted."""
    hint = get_type_hints(type(record))[name]
    with _named(where, operation.value):
        if operation.verb == "set":
            return replace(record, **{name: field_value(hint, operation.value, where)})
        return replace(record, **{name: _shifted(getattr(record, name), operation.value, where)})


def _changed_effect(
    record: Any, name: str, rest: list[str], operation: Operation, where: str
) -> Any:
    """Return a shock with one of its effects changed, None when it has none such."""
    if not isinstance(record, Shock) or name != "effects" or len(rest) != 1:
        return None
    if not _matching([issue for issue, _ in record.effects], rest[0]):
        return None

    def changed(value: Range) -> Any:
        if operation.verb == "set":
            return field_value(Range, operation.value, where)
        return _shifted(value, operation.value, where)

    with _named(where, operation.value):
        return replace(
            record,
            effects=tuple(
                (issue, changed(value) if rest[0] in ("*", issue) else value)
                for issue, value in record.effects
            ),
        )


def _shifted(value: object, by: object, where: str) -> Any:
    """Return a number or range moved by some points, held to the bounds of its kind."""
    if isinstance(by, bool) or not isinstance(by, int | float):
        raise InputError(f"{where} can only be shifted by a number, got {by!r}")
    low, high = bounds_of(where)
    if isinstance(value, Range):
        ends = (value.low, value.mode, value.high)
        return Range(*(float(np.clip(end + by, low, high)) for end in ends))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return type(value)(value + by)
    raise InputError(f"{where} is no number and cannot be shifted; set it instead")


def _added(system: System, operation: Operation) -> System:
    """Return a system with one record more."""
    folder = operation.path
    if folder not in (*FOLDERS, "stakes"):
        raise InputError(f"nothing can be added to {folder!r}; {nearest(folder, FOLDERS)}")
    kind = get_args(get_type_hints(System)[folder])[0]
    with _named(f"add.{folder}", operation.value):
        record = record_of(kind, operation.value, f"add.{folder}")
    present = getattr(system, folder)
    if _key(record) in [_key(other) for other in present]:
        raise InputError(f"{folder}.{'.'.join(_key(record))} is there already; set its fields")
    return _with(system, folder, [*present, record])


def _removed(system: System, parts: list[str], path: str) -> System:
    """Return a system without the records that a path matches."""
    folder, key = parts[0], parts[1:]
    if folder not in (*FOLDERS, "stakes") or len(key) != (2 if folder == "stakes" else 1):
        raise _unknown(system, path)
    gone = [record for record in getattr(system, folder) if _is_meant(record, key)]
    if not gone:
        raise _unknown(system, path)
    kept = [record for record in getattr(system, folder) if not _is_meant(record, key)]
    system = _with(system, folder, kept)
    cascades: dict[str, Callable[[System, str], System]] = {
        "actors": without_actor,
        "issues": without_issue,
    }
    if folder in cascades:
        for record in gone:
            system = cascades[folder](system, record.id)
    return without_idle_questions(system)


@contextmanager
def _named(where: str, value: object) -> Iterator[None]:
    """Put the path before a refusal that does not name it."""
    try:
        yield
    except InputError as error:
        text = str(error)
        raise InputError(text if text.startswith(where) else f"{where}: {text}") from None
    except OverflowError:
        raise InputError(f"{where} must be finite, got {value!r}") from None


def _with(system: System, folder: str, records: list[Any]) -> System:
    """Return a system with other records in one folder."""
    changed: dict[str, Any] = {folder: tuple(records)}
    return replace(system, **changed)


def _key(record: Any) -> tuple[str, ...]:
    """Return the parts of a path that name a record in its folder."""
    return (record.actor, record.issue) if not hasattr(record, "id") else (record.id,)


def _is_meant(record: Any, key: list[str]) -> bool:
    own = _key(record)
    return len(own) == len(key) and all(
        part in ("*", name) for part, name in zip(key, own, strict=True)
    )


def _matching(names: list[str], part: str) -> list[str]:
    return names if part == "*" else [name for name in names if name == part]


def _unknown(system: System, path: str) -> InputError:
    """Return the refusal of a path that leads nowhere, with what is near in the same folder."""
    paths = paths_of(system)
    folder, depth = path.split(".")[0], path.count(".")
    alike = [p for p in paths if p.startswith(f"{folder}.") and p.count(".") == depth]
    folders = list(dict.fromkeys(p.split(".")[0] for p in paths))
    if folder not in folders:
        return InputError(f"nothing is at {path!r}; {nearest(folder, folders)}")
    return InputError(f"nothing is at {path!r}; {nearest(path, alike or paths)}")


def _value_of(text: str) -> object:
    """Return the value that a text on the command line states."""
    words: dict[str, object] = {"true": True, "false": False, "none": None, "null": None}
    if text.lower() in words:
        return words[text.lower()]
    parts = text.split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return [part.strip() for part in parts] if len(parts) > 1 else text
    return numbers[0] if len(numbers) == 1 else numbers


def _mapped(data: Mapping[Any, Any], key: str) -> Mapping[Any, Any]:
    value = data.get(key) or {}
    if not isinstance(value, Mapping):
        raise InputError(f"{key!r} of a patch must be a mapping, got {type(value).__name__}")
    return value


def _listed(data: Mapping[Any, Any], key: str, kind: type) -> list[Any]:
    value = data.get(key) or []
    items = value if isinstance(value, list) else [value]
    for item in items:
        if not isinstance(item, kind):
            raise InputError(f"{key!r} of a patch has an entry of the wrong form: {item!r}")
    return items

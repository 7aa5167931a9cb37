"""Plain values in (numbers, lists, mappings), values of a record's fields or a refusal out."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from detente.errors import InputError
from detente.model.checks import nearest
from detente.model.system import Range

Record = TypeVar("Record")


def record_of(kind: type[Record], given: object, where: str) -> Record:
    """Return a record built from a mapping of its fields.

    Raises
    ------
    InputError
        If a field is unknown, missing, or not what it must be.
    """
    if not isinstance(given, Mapping):
        raise InputError(f"{where} must be a mapping of fields, got {_shown(given)}")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    values = {}
    for name, value in given.items():
        if name not in known:
            raise InputError(f"{where} has no field {name!r}; {nearest(str(name), known)}")
        values[name] = field_value(hints[name], value, f"{where}.{name}")
    for name, field in known.items():
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if name not in values and not optional:
            raise InputError(f"{where} needs the field {name!r}")
    return kind(**values)


def field_value(hint: Any, value: object, where: str) -> Any:
    """Return a value as a field of some type holds it.

    A range is a number, a list of three, or a mapping of low, mode and high; a date is a day or
    its ISO text; tuples are lists.

    Raises
    ------
    InputError
        If the value cannot be that.
    """
    if hint is Range:
        return range_of(value, where)
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        return _optional(hint, value, where)
    if origin is Literal:
        return _one_of(get_args(hint), value, where)
    if origin is tuple:
        return _tuple(get_args(hint), value, where)
    if is_dataclass(hint) and isinstance(hint, type):
        return value if isinstance(value, hint) else record_of(hint, value, where)
    return _plain(hint, value, where)


def range_of(value: object, where: str) -> Range:
    """Return a range from a number, three numbers or a mapping of low, mode and high.

    Examples
    --------
    >>> range_of([10, 20, 30], "position")
    Range(low=10.0, mode=20.0, high=30.0)
    """
    if isinstance(value, Range):
        return value
    if isinstance(value, Mapping):
        names = {"low", "mode", "high"}
        if set(value) != names:
            raise InputError(f"{where} must have low, mode and high, got {_shown(value)}")
        value = [value["low"], value["mode"], value["high"]]
    numbers: list[Any] = list(value) if isinstance(value, list | tuple) else [value]
    if len(numbers) not in (1, 3) or not all(_is_number(number) for number in numbers):
        raise InputError(f"{where} must be a number, or low, mode and high, got {_shown(value)}")
    low, high = float(numbers[0]), float(numbers[-1])
    return Range(low, float(numbers[len(numbers) // 2]), high)


def _optional(hint: Any, value: object, where: str) -> Any:
    if value is None:
        if type(None) in get_args(hint):
            return None
        raise InputError(f"{where} must not be empty")
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    return field_value(kinds[0], value, where)


def _one_of(allowed: tuple[object, ...], value: object, where: str) -> Any:
    if value not in allowed:
        known = ", ".join(map(str, allowed))
        raise InputError(f"{where} must be one of {known}, got {_shown(value)}")
    return value


def _tuple(kinds: tuple[Any, ...], value: object, where: str) -> tuple[Any, ...]:
    if isinstance(value, Mapping):
        value = list(value.items())
    if not isinstance(value, list | tuple):
        raise InputError(f"{where} must be a list, got {_shown(value)}")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(field_value(kinds[0], item, f"{where}[{k}]") for k, item in enumerate(value))
    if len(value) != len(kinds):
        raise InputError(f"{where} must have {len(kinds)} entries, got {len(value)}")
    return tuple(
        field_value(kind, item, f"{where}[{k}]")
        for k, (kind, item) in enumerate(zip(kinds, value, strict=True))
    )


def _plain(hint: Any, value: object, where: str) -> Any:
    """Return a text, number, truth value or day."""
    readers: dict[Any, tuple[str, Callable[[object], bool], Callable[[Any], Any]]] = {
        str: ("a text", lambda v: isinstance(v, str), str),
        bool: ("true or false", lambda v: isinstance(v, bool), bool),
        int: ("a whole number", lambda v: _is_number(v) and float(v) == int(v), int),  # type: ignore[arg-type, call-overload]
        float: ("a number", _is_number, float),
    }
    if hint is date:
        return _day(value, where)
    if hint not in readers:
        raise InputError(f"{where} cannot be given")
    name, fits, reader = readers[hint]
    if not fits(value):
        raise InputError(f"{where} must be {name}, got {_shown(value)}")
    return reader(value)


def _day(value: object, where: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f"{where} must be a day YYYY-MM-DD, got {_shown(value)}") from None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

"""A user's own file of actors, CSV or YAML -> names that go before ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detente.errors import InputError
from detente.runs.delimited import read_sheet
from detente.terms.actors import actors_from_rows
from detente.terms.states import Name

COLUMNS = ("name", "code", "from_on", "to_on", "aliases", "kind", "salience")
"""What a file of actors may say of each; only `name` and `code` must be there."""

_ALIASES = {"from": "from_on", "to": "to_on", "alias": "aliases", "actor": "name"}
_MAX_BYTES = 5_000_000


def read_actors(path: Path) -> tuple[Name, ...]:
    """Return the names in a file of actors.

    A table has a header with `name` and `code`, and if wanted `from`, `to`, `aliases` (parted by
    semicolons), `kind` and `salience`; a YAML file has a list of mappings with the same fields,
    bare or under `actors:`, its aliases a list.

    Raises
    ------
    InputError
        If the file cannot be read, or an entry has no name, an unknown code, or days that are none
        or out of order: the file and the line or entry.
    """
    is_yaml = path.suffix.lower() in {".yaml", ".yml"}
    names: list[Name] = []
    for place, row in _yaml_rows(path) if is_yaml else _table_rows(path):
        try:
            names += actors_from_rows([row]).own
        except InputError as error:
            said = str(error).removeprefix("row 1 of the actors: ")
            raise InputError(f"{path.name}, {place}: {said}") from None
    return tuple(names)


def _table_rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    sheet = read_sheet(path, ("name", "code"), aliases=_ALIASES)
    for index, line in enumerate(sheet.lines):
        row = {name: cells[index] for name, cells in sheet.columns.items() if name in COLUMNS}
        yield f"line {line}", row


def _yaml_rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    found = _yaml(path)
    entries = found.get("actors") if isinstance(found, dict) else found
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{path.name}: expected a list of actors, bare or under 'actors:'")
    for number, entry in enumerate(entries, start=1):
        place = f"actor {number}"
        if not isinstance(entry, dict):
            raise InputError(f"{path.name}, {place}: expected fields such as 'name:' and 'code:'")
        row: dict[str, str] = {}
        for key, value in entry.items():
            column = _ALIASES.get(str(key), str(key))
            if column not in COLUMNS:
                known = ", ".join(COLUMNS)
                raise InputError(f"{path.name}, {place}: unknown field {key!r}; known: {known}")
            row[column] = _cell(value)
        yield place, row


def _yaml(path: Path) -> Any:
    import yaml

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"{path.name} is above the limit of {_MAX_BYTES // 10**6} MB")
        text = path.read_text(encoding="utf-8-sig")
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise InputError(f"{path.name}: aliases are not read")
        return yaml.safe_load(text)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"cannot read {path}: not UTF-8") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path.name} is no YAML: {str(error).splitlines()[0]}") from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)

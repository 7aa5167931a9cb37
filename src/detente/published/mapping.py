"""Mapping files: a YAML file that says which column of a CSV file means what, to a layout."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from detente.errors import InputError
from detente.published.actors import StateOf, state_called, state_coded, state_of_ours
from detente.published.columns import coded
from detente.published.draft import Draft, Layout, Side, Texts
from detente.published.sectors import cameo_sector

MAX_BYTES = 1 << 20

Column = Annotated[str, Field(min_length=1)]


class MappedColumns(BaseModel):
    """Which column holds what; exactly one of `cameo`, `cameo_name` and `type` is needed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    happened_on: Column
    source: Column
    target: Column
    cameo: Column | None = None
    cameo_name: Column | None = None
    type: Column | None = None
    key: Column | None = None
    known_on: Column | None = None
    source_state: Column | None = None
    target_state: Column | None = None
    source_sector: Column | None = None
    target_sector: Column | None = None
    intensity: Column | None = None
    topic: Column | None = None
    place: Column | None = None
    summary: Column | None = None
    reference: Column | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> MappedColumns:
        given = [name for name in ("cameo", "cameo_name", "type") if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(
                "give exactly one of cameo, cameo_name and type, got "
                + (" and ".join(given) or "none")
            )
        return self


class MappingFile(BaseModel):
    """A mapping file as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    origin: str = Field("csv", min_length=1, max_length=40, pattern=r"^[a-z0-9_\-]+$")
    columns: MappedColumns
    delimiter: str = Field(",", min_length=1, max_length=1)
    quoted: bool = True
    date_format: str | None = None
    actors: Literal["names", "codes", "iso3", "cow", "cow_abb", "gw", "cameo", "fips"] = "names"
    types: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _not_ours(self) -> MappingFile:
        if self.origin in _TAKEN:
            raise ValueError(f"origin {self.origin!r} is that of another kind; choose another")
        return self


_TAKEN = frozenset({"icews", "polecat", "gdelt1", "gdelt2", "phoenix", "quadruples", "read"})


def _problem(path: Path, error: ValidationError) -> InputError:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "the file"
    return InputError(
        f"mapping {path}: {field}: {first['msg']}; got {str(first.get('input'))[:80]!r}"
    )


def mapping_file(path: Path) -> MappingFile:
    """Return what a mapping file says.

    Raises
    ------
    InputError
        If it is missing, too big, no YAML, or not as a mapping must be; field and value are named.
    """
    try:
        with path.open("rb") as handle:
            content = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot read the mapping {path}: {error.strerror or error}") from None
    if len(content) > MAX_BYTES:
        raise InputError(f"the mapping {path} is longer than {MAX_BYTES} bytes")
    try:
        data = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        line = " ".join(str(error).split())
        raise InputError(f"the mapping {path} is no YAML: {line}") from None
    if not isinstance(data, dict):
        raise InputError(f"the mapping {path} must have fields such as 'columns'")
    try:
        return MappingFile.model_validate(data)
    except ValidationError as error:
        raise _problem(path, error) from None


def _state_of(mapping: MappingFile) -> StateOf:
    if mapping.actors == "names":
        return state_called
    if mapping.actors == "codes":
        return state_of_ours
    return state_coded(mapping.actors)


def draft(columns: Mapping[str, Texts], mapping: MappingFile) -> Draft:
    """Return what the columns of a CSV file say, as its mapping tells."""
    named = mapping.columns

    def column(name: str | None) -> Texts | None:
        return None if name is None else columns[name]

    def kind(name: str | None) -> Texts | None:
        texts = column(name)
        if texts is None or not mapping.types:
            return texts
        return coded(texts).mapped(lambda word: mapping.types.get(word, word)).arrow()

    def side(name: str, state: str | None, sector: str | None) -> Side:
        states = column(state)
        if states is None and mapping.actors != "names":
            states = columns[name]
        return Side(
            name=columns[name],
            state=states,
            sectors=column(sector),
            state_of=None if states is None else _state_of(mapping),
            sector_of=cameo_sector,
        )

    return Draft(
        key=column(named.key),
        happened_on=columns[named.happened_on],
        date_format=mapping.date_format,
        known_on=column(named.known_on),
        source=side(named.source, named.source_state, named.source_sector),
        target=side(named.target, named.target_state, named.target_sector),
        cameo=kind(named.cameo),
        cameo_name=kind(named.cameo_name),
        type=kind(named.type),
        published_intensity=column(named.intensity),
        topic=column(named.topic),
        place=column(named.place),
        summary=column(named.summary),
        reference=column(named.reference),
    )


def mapped_layout(path: Path) -> Layout:
    """Return how to read CSV files with a mapping file.

    Raises
    ------
    InputError
        If the mapping file cannot be used.
    """
    mapping = mapping_file(path)
    named = mapping.columns
    used = [value for value in named.model_dump().values() if value is not None]
    plain = {named.key, named.summary, named.reference} - {None}
    return Layout(
        kind="csv",
        origin=mapping.origin,
        draft=partial(draft, mapping=mapping),
        columns=tuple(dict.fromkeys(used)),
        plain=frozenset(name for name in plain if name is not None),
        delimiter=mapping.delimiter,
        quoted=mapping.quoted,
        options=hashlib.sha256(mapping.model_dump_json().encode()).hexdigest(),
    )

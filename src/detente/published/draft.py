"""What a format makes of its columns, before codes are looked up: the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.published.columns import Coded

Texts = Any  # an Arrow array of strings, most often dictionary-encoded


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """Who acted, or who was acted upon, as columns of one length.

    The code is that of `state` where one is given (a name or a code, by `state_of`), else what
    `name` means; a sector is made from `sectors` by `sector_of`.
    """

    name: Texts
    state: Texts | None = None
    sectors: Texts | None = None
    state_of: Callable[[str, int], str | None] | None = None  # text and day since 1970
    sector_of: Callable[[str], str | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """Columns of rows as published, each (n_rows,).

    A type is given by a CAMEO code, by the name of one (`cameo_name`), or as PLOVER's type.
    `days` are days since 1970-01-01 where a format has numbers; else `happened_on` is text.
    """

    source: Side
    target: Side
    happened_on: Texts | None = None
    days: NDArray[np.int32] | None = None
    date_format: str | None = None
    known_on: Texts | None = None
    key: Texts | None = None
    cameo: Texts | None = None
    cameo_name: Texts | None = None
    type: Texts | None = None
    published_intensity: Texts | None = None
    topic: Texts | None = None  # contexts or issues as published
    place: Texts | None = None
    summary: Texts | None = None
    reference: Texts | None = None
    rejected: tuple[tuple[NDArray[np.bool_], str, Coded], ...] = ()  # rows, why, what was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the files of one kind are laid out, and what to make of their columns.

    `headers` are the columns of files without a header, by their number of fields. `columns` are
    those that `draft` reads; of them `plain` hold texts that rarely repeat.
    """

    kind: str
    origin: str
    draft: Callable[[Mapping[str, Texts]], Draft]
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    headers: tuple[tuple[str, ...], ...] = ()
    delimiter: str = "\t"
    quoted: bool = False
    options: str = ""  # digest of what else decides how a row is read

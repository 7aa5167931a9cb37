"""Columns of texts that repeat, as distinct words and the word of each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLANKS = frozenset({"", "NA", "N/A", "NULL", "None", "none", "\\N", "nan", "NaN"})
"""What sources write where there is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded:
    """Distinct words and, for each row, the index of its word; -1 for none, shape (n_rows,)."""

    words: list[str]
    index: NDArray[np.int32]

    def arrow(self) -> Any:
        """Return the column as an Arrow dictionary array."""
        import pyarrow as pa

        index = pa.array(self.index, mask=self.index < 0)
        return pa.DictionaryArray.from_arrays(index, pa.array(self.words, pa.string()))

    def mapped(self, change: Callable[[str], str | None]) -> Coded:
        """Return the column with each word changed; None becomes no word."""
        words = [change(word) for word in self.words]
        kept = list(dict.fromkeys(word for word in words if word is not None))
        place = {word: index for index, word in enumerate(kept)}
        numbers = np.array([place.get(word, -1) if word else -1 for word in words] + [-1], np.int32)
        return Coded(words=kept, index=numbers[self.index])

    def numbers(self, change: Callable[[str], float | None]) -> NDArray[np.float64]:
        """Return each row's word as a number, NaN for none."""
        values = [change(word) for word in self.words]
        table = np.array([np.nan if value is None else value for value in values] + [np.nan])
        result: NDArray[np.float64] = table[self.index]
        return result


def _clean(word: str) -> str | None:
    word = word.strip()
    if len(word) > 1 and word[0] == word[-1] == '"':
        word = word[1:-1].strip()
    return None if word in BLANKS else word


def coded(texts: Any) -> Coded:
    """Return an Arrow array of texts as words, stripped; blanks and nulls become no word."""
    import pyarrow as pa

    column = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    index = column.indices.fill_null(-1).to_numpy().astype(np.int32, copy=False)
    words = column.dictionary.to_pylist()
    raw = Coded(words=["" if word is None else word for word in words], index=index)
    cleaned = [_clean(word) for word in raw.words]
    if cleaned == raw.words:
        return raw
    return raw.mapped(_clean)

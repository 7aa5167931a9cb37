"""Texts that come again and again, as numbers: a text always has the same number in a store."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Words:
    """The texts that a store knows; new ones are kept until `write` puts them into the table."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        rows = connection.execute("SELECT text, word FROM words").fetchall()
        self._numbers: dict[str, int] = dict(rows)
        self._n_written = len(self._numbers)

    def numbers(self, texts: list[str]) -> NDArray[np.int32]:
        """Return the number of each text, new ones for those not seen before."""
        known = self._numbers
        return np.fromiter(
            (known.setdefault(text, len(known)) for text in texts), np.int32, len(texts)
        )

    def write(self) -> None:
        """Put the new texts into the table."""
        import pyarrow as pa

        texts = list(self._numbers)[self._n_written :]
        if texts:
            first = self._n_written
            numbers = pa.array(range(first, first + len(texts)), pa.int32())
            self._connection.register("new_words", pa.table({"word": numbers, "text": texts}))
            self._connection.execute("INSERT INTO words SELECT word, text FROM new_words")
            self._connection.unregister("new_words")
            self._n_written = len(self._numbers)


def numbers_of(connection: Any, texts: list[str]) -> list[int | None]:
    """Return the number of each text, None for one that the store does not know."""
    rows = connection.execute(
        "SELECT text, word FROM words WHERE list_contains(?, text)", [texts]
    ).fetchall()
    known = dict(rows)
    return [known.get(text) for text in texts]

"""Corrected readings -> the files of training data that the corrections make."""

from __future__ import annotations

from collections.abc import Iterable

from detente.reading.correction_export import (
    Lesson,
    claim_table,
    event_table,
    json_lines,
    lessons,
)
from detente.reading.corrections import Correction
from detente.runs.read import ReadDocument
from detente.terms.reading import Reading


class TrainingData:
    """Collects what corrections teach while documents pass by; only corrected ones are kept."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self._corrections = tuple(corrections)
        self._names = {one.document for one in self._corrections}
        self._readings: list[Reading] = []
        self._lessons: list[Lesson] = []
        self._seen: set[str] = set()

    def add(self, one: ReadDocument) -> None:
        """Take what the corrections of one document teach, if it has any."""
        if one.document.name in self._names:
            self._seen.add(one.document.name)
            self._readings.append(one.before)
            self._lessons += lessons(one.document, one.before, self._corrections)

    def unread(self) -> tuple[str, ...]:
        """Return the documents that are corrected but were not read, in the file's order."""
        names = dict.fromkeys(one.document for one in self._corrections)
        return tuple(name for name in names if name not in self._seen)

    def files(self) -> dict[str, str]:
        """Return file name -> content: marked sentences, claims, and every correction."""
        return {
            "events.tsv": event_table(self._lessons, self._readings),
            "claims.tsv": claim_table(self._lessons, self._readings),
            "corrections.jsonl": json_lines(self._lessons),
        }

"""What an import read, took and set aside, and why: counts that add up, with first examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

N_EXAMPLES = 3
N_NAMES = 200


@dataclass(slots=True)
class SetAside:
    """Rows set aside for one reason: how many, and the first few as (line, what was found)."""

    n_rows: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class FileReport:
    """Counts of one file; rows read = rows taken + rows set aside."""

    path: str
    sha256: str = ""
    n_bytes: int = 0
    n_rows_read: int = 0
    n_rows_taken: int = 0
    n_rows_recoded: int = 0  # were not UTF-8 and were read as Windows-1252
    set_aside: dict[str, SetAside] = field(default_factory=dict)

    def put_aside(self, reason: str, line: int, found: str) -> None:
        """Count one row that is not taken."""
        self.n_rows_read += 1
        entry = self.set_aside.setdefault(reason, SetAside())
        entry.n_rows += 1
        if len(entry.examples) < N_EXAMPLES:
            entry.examples.append((line, found[:120]))

    @property
    def n_set_aside(self) -> int:
        """Rows not taken, for whatever reason."""
        return sum(entry.n_rows for entry in self.set_aside.values())


@dataclass(slots=True)
class ImportReport:
    """Counts of all files of one import, and the actors that could not be told."""

    kind: str
    files: list[FileReport] = field(default_factory=list)
    unresolved: dict[str, int] = field(default_factory=dict)  # name: rows that have it
    n_without_actor: int = 0  # sides of rows where the source gives no actor at all

    def count_unresolved(self, names: dict[str, int]) -> None:
        """Add names of actors that mean no known code, with the number of rows that have them."""
        for name, n_rows in names.items():
            self.unresolved[name] = self.unresolved.get(name, 0) + n_rows

    @property
    def n_rows_read(self) -> int:
        """Rows of all files."""
        return sum(file.n_rows_read for file in self.files)

    @property
    def n_rows_taken(self) -> int:
        """Rows that became events."""
        return sum(file.n_rows_taken for file in self.files)

    @property
    def n_set_aside(self) -> int:
        """Rows that did not."""
        return sum(file.n_set_aside for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """Return the report for JSON; of the unresolved names the most frequent 200."""
        names = sorted(self.unresolved.items(), key=lambda item: (-item[1], item[0]))
        return {
            "kind": self.kind,
            "n_rows_read": self.n_rows_read,
            "n_rows_taken": self.n_rows_taken,
            "n_rows_set_aside": self.n_set_aside,
            "files": [
                {
                    "path": file.path,
                    "sha256": file.sha256,
                    "n_bytes": file.n_bytes,
                    "n_rows_read": file.n_rows_read,
                    "n_rows_taken": file.n_rows_taken,
                    "n_rows_recoded": file.n_rows_recoded,
                    "set_aside": [
                        {
                            "reason": reason,
                            "n_rows": entry.n_rows,
                            "examples": [
                                {"line": line, "found": found} for line, found in entry.examples
                            ],
                        }
                        for reason, entry in sorted(
                            file.set_aside.items(), key=lambda item: -item[1].n_rows
                        )
                    ],
                }
                for file in self.files
            ],
            "unresolved": {
                "n_names": len(names),
                "n_rows": sum(self.unresolved.values()),
                "names": [{"name": name, "n_rows": n_rows} for name, n_rows in names[:N_NAMES]],
            },
            "n_without_actor": self.n_without_actor,
        }

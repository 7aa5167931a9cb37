"""The columns of a table of imported events: what every importer gives and the store takes."""

from __future__ import annotations

EVENT_COLUMNS: tuple[tuple[str, str], ...] = (
    ("row", "int64"),  # line in the file as published, the first is 1
    ("key", "string"),  # id as published; null where the source gives none
    ("row_key", "uint64"),  # equal for the same row of the same origin, whatever file it is in
    ("same_key", "uint64"),  # equal for the same day, names and raw type
    ("cross_key", "uint64"),  # equal for the same day, actor codes and PLOVER type; may be null
    ("happened_on", "date32"),
    ("known_on", "date32"),
    ("source", "string"),  # actor code with an optional sector; null: not resolved
    ("target", "string"),
    ("source_state", "string"),  # the part before the colon
    ("target_state", "string"),
    ("type", "string"),  # PLOVER
    ("cameo", "string"),  # raw, as published
    ("quad", "int8"),  # 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict
    ("intensity", "float64"),  # ICEWS scale, [-10, 10]
    ("published_intensity", "float64"),  # as published, whatever its scale
    ("issue", "string"),
    ("source_name", "string"),
    ("target_name", "string"),
    ("place", "string"),
    ("summary", "string"),
    ("reference", "string"),  # address, story or publisher, as published
)
"""Name and Arrow type of each column, in order."""

EVENT_COLUMN_NAMES: tuple[str, ...] = tuple(name for name, _ in EVENT_COLUMNS)

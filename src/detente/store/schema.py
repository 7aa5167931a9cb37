"""The tables of a store, and the steps that bring an older store up to date.

Texts that come again and again in events (codes, names, places) are numbers into `words`; the view
`event_rows` reads like the file that was imported.
"""

from __future__ import annotations

from typing import Any

APPLICATION = "detente"

_VERSION_1 = """
CREATE TABLE batches (
    batch INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP,
    repeats_marked BOOLEAN NOT NULL,
    n_rows BIGINT NOT NULL,
    report VARCHAR NOT NULL
);
CREATE TABLE files (
    file INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    path VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    n_bytes BIGINT NOT NULL,
    options VARCHAR NOT NULL
);
CREATE TABLE documents (
    document BIGINT NOT NULL,
    batch INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    title VARCHAR,
    author VARCHAR,
    published_on DATE,
    known_on DATE,
    first_state VARCHAR,
    second_state VARCHAR,
    language VARCHAR NOT NULL,
    path VARCHAR,
    sha256 VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    verdict_direction VARCHAR,
    verdict_horizon VARCHAR,
    verdict_certainty VARCHAR,
    verdict_quote VARCHAR
);
CREATE TABLE words (
    word INTEGER NOT NULL,
    text VARCHAR NOT NULL
);
CREATE TABLE events (
    event BIGINT NOT NULL,
    batch INTEGER NOT NULL,
    file INTEGER,
    document BIGINT,
    "row" BIGINT NOT NULL,
    start_char BIGINT,
    end_char BIGINT,
    key VARCHAR,
    row_key UBIGINT NOT NULL,
    same_key UBIGINT NOT NULL,
    cross_key UBIGINT,
    happened_on DATE,
    date_precision TINYINT NOT NULL,
    known_on DATE,
    source INTEGER,
    target INTEGER,
    source_state INTEGER,
    target_state INTEGER,
    type INTEGER,
    cameo INTEGER,
    quad TINYINT,
    intensity DOUBLE,
    published_intensity DOUBLE,
    issue INTEGER,
    reality VARCHAR NOT NULL,
    confidence DOUBLE,
    source_name INTEGER,
    target_name INTEGER,
    place INTEGER,
    summary VARCHAR,
    reference VARCHAR,
    repeats_own BOOLEAN NOT NULL,
    repeats_other BOOLEAN NOT NULL
);
CREATE VIEW event_rows AS
SELECT
    events.event, events.batch, batches.origin, files.path AS file, documents.name AS document,
    events."row", events.start_char, events.end_char, events.key, events.row_key,
    events.happened_on, events.date_precision, events.known_on,
    source.text AS source, target.text AS target,
    source_state.text AS source_state, target_state.text AS target_state,
    type.text AS type, cameo.text AS cameo, events.quad, events.intensity,
    events.published_intensity, issue.text AS issue, events.reality, events.confidence,
    source_name.text AS source_name, target_name.text AS target_name, place.text AS place,
    events.summary, events.reference, events.repeats_own, events.repeats_other
FROM events
JOIN batches ON batches.batch = events.batch
LEFT JOIN files ON files.file = events.file
LEFT JOIN documents ON documents.document = events.document
LEFT JOIN words source ON source.word = events.source
LEFT JOIN words target ON target.word = events.target
LEFT JOIN words source_state ON source_state.word = events.source_state
LEFT JOIN words target_state ON target_state.word = events.target_state
LEFT JOIN words type ON type.word = events.type
LEFT JOIN words cameo ON cameo.word = events.cameo
LEFT JOIN words issue ON issue.word = events.issue
LEFT JOIN words source_name ON source_name.word = events.source_name
LEFT JOIN words target_name ON target_name.word = events.target_name
LEFT JOIN words place ON place.word = events.place;
CREATE TABLE claims (
    claim BIGINT NOT NULL,
    batch INTEGER NOT NULL,
    document BIGINT NOT NULL,
    known_on DATE,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    quote VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    issue VARCHAR,
    holder VARCHAR,
    effect VARCHAR,
    confidence DOUBLE NOT NULL
);
CREATE TABLE forecasts (
    forecast BIGINT NOT NULL,
    batch INTEGER NOT NULL,
    document BIGINT NOT NULL,
    known_on DATE,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    quote VARCHAR NOT NULL,
    proposition VARCHAR NOT NULL,
    direction VARCHAR,
    horizon VARCHAR,
    certainty VARCHAR,
    probability DOUBLE,
    condition VARCHAR,
    attributed_to VARCHAR NOT NULL,
    endorsed BOOLEAN NOT NULL,
    issue VARCHAR,
    confidence DOUBLE NOT NULL
);
CREATE TABLE corrections (
    correction BIGINT NOT NULL,
    origin VARCHAR NOT NULL,
    row_key UBIGINT NOT NULL,
    field VARCHAR NOT NULL,
    old_value VARCHAR,
    new_value VARCHAR,
    reason VARCHAR NOT NULL,
    corrected_at TIMESTAMP NOT NULL
);
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1,)
"""Step number n brings a store of version n to version n + 1; steps are added, never changed."""

SCHEMA_VERSION = len(MIGRATIONS)

TABLES = ("batches", "files", "documents", "words", "events", "claims", "forecasts", "corrections")
"""Every table of the newest version but `meta`."""


def create_meta(connection: Any) -> None:
    """Create the table that says what the file is; version 0 has nothing else."""
    connection.execute("CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)")
    connection.execute(
        "INSERT INTO meta VALUES ('application', ?), ('schema_version', '0')", [APPLICATION]
    )


def migrate(connection: Any, version: int) -> None:
    """Bring the tables from `version` to the newest, each step a transaction of its own."""
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.execute("BEGIN TRANSACTION")
        connection.execute(step)
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(number)])
        connection.execute("COMMIT")

"""Kills an import at random moments and looks at what is left: all of the batch or nothing.

    python bench/kills.py [--kills 1000] [--rows 20000] [--seed 1]

Each round starts an import in a child process, kills it (SIGKILL) after a random time within the
span that a whole import takes, opens the store, reads every column of every event, and compares
the events of each batch with what their batch says. Every tenth round begins without a store, so
that its making is killed as well. When a batch went in, it is undone in the next round's child
before the import, so undoing is killed too.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from detente.errors import StoreError
from detente.published.reader import Options
from detente.runs.events import import_events, undo_import
from detente.store.batches import stored_batches
from detente.store.database import open_store

MAPPING = """
origin: made-up
actors: iso3
columns: {key: id, happened_on: date, source: source, target: target, cameo: code}
"""
NOW = datetime(2020, 1, 1)  # noqa: DTZ001 - a store keeps UTC without a zone


def made_up(path: Path, n_rows: int, rng: random.Random) -> None:
    """Write a small CSV file of events."""
    states = ["USA", "RUS", "CHN", "DEU", "FRA", "IND"]
    lines = ["id,date,source,target,code"]
    for number in range(n_rows):
        source, target = rng.sample(states, 2)
        day = f"{rng.randint(1995, 2020)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        lines.append(f"{number},{day},{source},{target},{rng.choice(['010', '042', '190'])}")
    path.write_text("\n".join(lines) + "\n")


def forked(job: Callable[[], int]) -> int:
    """Run a job in a child process and return its id at once."""
    child = os.fork()
    if child:
        return child
    status = 99
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = job()
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(status)


def killed(job: Callable[[], int], after_s: float) -> float | None:
    """Start a job and kill it after a time; return how long it took if it was done before."""
    begun = time.perf_counter()
    child = forked(job)
    while time.perf_counter() - begun < after_s:
        if os.waitpid(child, os.WNOHANG)[0]:
            return time.perf_counter() - begun
        time.sleep(0.0005)
    os.kill(child, signal.SIGKILL)
    return None if exit_status(child) == -signal.SIGKILL else time.perf_counter() - begun


def exit_status(child: int) -> int:
    """Wait for a child; -9 if it was killed."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def importing(csv: Path, mapping: Path, store: Path) -> Callable[[], int]:
    """Return a job that undoes what stands, then imports the file as one batch."""

    def job() -> int:
        if store.exists():
            with open_store(store) as opened:
                standing = [b.batch for b in stored_batches(opened) if b.undone_at is None]
            for batch in standing:
                undo_import(store, batch, undone_at=NOW)
        import_events("csv", [str(csv)], store, imported_at=NOW, options=Options(mapping=mapping))
        return 0

    return job


NOTHING, WHOLE, TORN, BROKEN = 10, 11, 12, 13
KILLED, DONE = "killed before it was done", "was done before it could be killed"
NAMES = {NOTHING: "nothing", WHOLE: "whole batch", TORN: "part of a batch", BROKEN: "not readable"}


def looking(store: Path, n_rows: int) -> Callable[[], int]:
    """Return a job that says what the store holds, by its exit status."""

    def job() -> int:
        if not store.exists():
            return NOTHING
        try:
            with open_store(store) as opened:
                batches = stored_batches(opened)
                connection = opened.connection
                connection.execute("SELECT * FROM event_rows").fetchnumpy()
                found = dict(
                    connection.execute("SELECT batch, count(*) FROM events GROUP BY 1").fetchall()
                )
        except StoreError as error:
            sys.stderr.write(f"{error}\n")
            return BROKEN
        standing = {b.batch: b.n_rows for b in batches if b.undone_at is None}
        if standing != found or any(n != n_rows for n in found.values()) or len(found) > 1:
            sys.stderr.write(f"batches say {standing}, events say {found}\n")
            return TORN
        return WHOLE if found else NOTHING

    return job


def warm() -> None:
    """Import what children need, so that kills hit the import and not the start of Python.

    Nothing is run: a process that forks must have no threads at work.
    """
    import duckdb  # noqa: F401
    import pandas as pd  # noqa: F401
    import pyarrow.csv  # noqa: F401

    from detente.terms import actors, ontology

    ontology.cameo("010")
    actors.names_to_code("Nobody at all")


def outcomes(kills: int, n_rows: int, seed: int, folder: Path) -> Counter[str]:
    """Kill that many imports; return how often each outcome came."""
    rng = random.Random(seed)
    warm()
    csv, mapping, store = folder / "events.csv", folder / "mapping.yaml", folder / "kills.duckdb"
    mapping.write_text(MAPPING)
    made_up(csv, n_rows, rng)
    span = 0.0
    for _ in range(3):  # from the second on there is something to undo
        begun = time.perf_counter()
        if status := exit_status(forked(importing(csv, mapping, store))):
            raise SystemExit(f"an import that was left alone failed with {status}")
        span = time.perf_counter() - begun
    counts: Counter[str] = Counter()
    turn = 0
    while counts[KILLED] < kills:
        if turn % 10 == 0:
            for path in folder.glob("*kills.duckdb*"):
                if path.is_file():
                    path.unlink()
        turn += 1
        after_s = rng.uniform(0, span * 1.1)
        took = killed(importing(csv, mapping, store), after_s)
        if took is None:
            counts[KILLED] += 1
            if after_s > span:  # imports have become slower: let kills come as late as their end
                span = after_s
        else:  # it was done before: not a kill, but it says how long an import takes just now
            span = 0.7 * span + 0.3 * took
            counts[DONE] += 1
        found = exit_status(forked(looking(store, n_rows)))
        if took is None:
            counts[NAMES.get(found, f"look failed with {found}")] += 1
        elif found != WHOLE:
            counts["done, yet not whole"] += 1
        if turn % 50 == 0:
            sys.stderr.write(f"{dict(counts)}\n")
    return counts


def main() -> None:
    """Print the outcomes; exit 1 unless every one was all or nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = outcomes(arguments.kills, arguments.rows, arguments.seed, Path(folder))
    for name, n in sorted(counts.items()):
        print(f"{n:6d}  {name}")
    good = counts[NAMES[NOTHING]] + counts[NAMES[WHOLE]]
    print(f"{good} of {arguments.kills} kills left all of the batch or nothing")
    sys.exit(good != arguments.kills or counts["done, yet not whole"] > 0)


if __name__ == "__main__":
    main()

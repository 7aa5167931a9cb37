"""Speed of the store, side by side with pandas and polars, on events made up for it.

    python bench/bench_store.py [--rows 5000000] [--folder DIR] [--quadruples DIR]

Prints one line a step: seconds, seconds of all processors together (the same on a busy machine and
on an idle one), the bar where there is one, and peak memory of the import.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv

from detente.published.reader import Options
from detente.runs.events import import_events
from detente.store.database import open_store
from detente.store.measures import counts
from detente.store.selection import Selection
from detente.terms import ontology, states

MAPPING = """
origin: made-up
actors: iso3
columns:
  key: id
  happened_on: date
  source: source
  target: target
  cameo: code
  summary: note
"""
GIB = 1 << 30


def made_up(path: Path, n_rows: int) -> None:
    """Write events: 150 states, 1990 to 2023, every CAMEO code, busy dyads busier than others."""
    rng = np.random.default_rng(5)
    codes = [state.code for state in states.states(on=date(2010, 1, 1))][:150]
    kinds = [code.code for code in ontology.cameo_codes() if len(code.code) > 2]
    step = 500_000
    writer: Any = None
    with path.open("wb") as file:
        for first in range(0, n_rows, step):
            n = min(step, n_rows - first)
            source = np.minimum(rng.zipf(1.4, n) - 1, len(codes) - 1)
            target = (source + 1 + rng.integers(0, len(codes) - 1, n)) % len(codes)
            days = rng.integers(7_300, 19_700, n).astype(np.int32)
            table = pa.table(
                {
                    "id": np.arange(first, first + n),
                    "date": pa.array(days).cast(pa.date32()),
                    "source": pa.array(np.array(codes)[source]),
                    "target": pa.array(np.array(codes)[target]),
                    "code": pa.array(np.array(kinds)[rng.integers(0, len(kinds), n)]),
                    "note": pa.nulls(n, pa.string()),
                }
            )
            if writer is None:
                writer = pacsv.CSVWriter(file, table.schema)
            writer.write_table(table)
        writer.close()


def timed(what: str, step: Callable[[], Any], bar_s: float | None = None) -> Any:
    """Run a step and print how long it took; the best of three where it is short."""
    result: Any = None
    seconds = cpu = float("inf")
    for turn in range(3):
        begun, cpu_begun = time.perf_counter(), time.process_time()
        result = step()
        took = time.perf_counter() - begun
        seconds, cpu = min(seconds, took), min(cpu, time.process_time() - cpu_begun)
        if turn == 0 and took > 5:
            break
    bar = "" if bar_s is None else f"  bar {bar_s:g} s: {'held' if seconds <= bar_s else 'MISSED'}"
    print(f"{seconds:8.2f} s  {cpu:7.2f} s of processors  {what}{bar}", flush=True)
    return result


def peak_bytes() -> int:
    """Return the most memory that this process has held; `getrusage` would count its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def imported(kind: str, paths: list[str], store: Path, mapping: Path | None) -> None:
    """Import in a process of its own and print seconds and peak memory as JSON."""
    result = import_events(
        kind,
        paths,
        store,
        imported_at=datetime.now(UTC).replace(tzinfo=None),
        options=Options(mapping=mapping),
    )
    peak = peak_bytes()
    print(
        json.dumps(
            {
                "cpu": time.process_time(),
                "peak": peak,
                "n": result["n_events_added"],
            }
        )
    )


def import_apart(what: str, bar_s: float, *arguments: str) -> None:
    """Time an import in a fresh process, interpreter start included."""
    begun = time.perf_counter()
    run = subprocess.run(
        [sys.executable, __file__, "--import", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds = time.perf_counter() - begun
    found = json.loads(run.stdout)
    held = "held" if seconds <= bar_s else "MISSED"
    print(
        f"{seconds:8.2f} s  {found['cpu']:7.2f} s of processors  {what}: {found['n']} events, "
        f"peak {found['peak'] / GIB:.2f} GiB  bar {bar_s:g} s: {held}",
        flush=True,
    )


def by_month_pandas(frame: pd.DataFrame) -> Any:
    """Count by source, target and month, with sums of intensities."""
    month = frame["date"].dt.to_period("M")
    groups = frame.groupby([month, "source", "target"], observed=True)
    return groups["intensity"].agg(["size", "sum"])


def one_dyad(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the events of the United States and Russia in both directions."""
    there = (frame["source"] == "USA") & (frame["target"] == "RUS")
    back = (frame["source"] == "RUS") & (frame["target"] == "USA")
    return frame[there | back]


def by_month_polars(frame: pl.DataFrame) -> Any:
    """Count by source, target and month, with sums of intensities."""
    return frame.group_by(pl.col("date").dt.truncate("1mo"), "source", "target").agg(
        pl.len(), pl.col("intensity").sum()
    )


def side_by_side(csv: Path, store: Path) -> None:
    """Time the two measures in the store, in pandas and in polars."""
    with open_store(store) as opened:
        dyad = Selection(dyad=("USA", "RUS"), repeats="keep")
        timed("store: one dyad by month", lambda: counts(opened, dyad), 0.3)
        timed("store: all dyads by month", lambda: counts(opened, Selection(repeats="keep")), 4)
    intensity = {code.code: code.intensity for code in ontology.cameo_codes()}
    types = {"source": "category", "target": "category", "code": "category"}
    frame = timed("pandas: read CSV", lambda: pd.read_csv(csv, dtype=types, parse_dates=["date"]))
    frame["intensity"] = frame["code"].map(intensity).astype(float)
    timed("pandas: one dyad by month", lambda: by_month_pandas(one_dyad(frame)))
    timed("pandas: all dyads by month", lambda: by_month_pandas(frame))
    table = timed(
        "polars: read CSV",
        lambda: pl.read_csv(csv, try_parse_dates=True, schema_overrides={"code": pl.String}),
    ).with_columns(
        pl.col("code").replace_strict(intensity, return_dtype=pl.Float64).alias("intensity")
    )
    pair = ["USA", "RUS"]
    timed(
        "polars: one dyad by month",
        lambda: by_month_polars(
            table.filter(
                pl.col("source").is_in(pair)
                & pl.col("target").is_in(pair)
                & (pl.col("source") != pl.col("target"))
            )
        ),
    )
    timed("polars: all dyads by month", lambda: by_month_polars(table))


def real_quadruples() -> Path | None:
    """Return the folder of the ICEWS-18 set where the shared data lie, None where they do not."""
    shared = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / "shared"))
    folder = shared / "data/quadruples/icews18"
    return folder if folder.is_dir() else None


def main(given: tuple[str, ...] = ()) -> None:
    """Run all steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--quadruples", type=Path, default=real_quadruples())
    parser.add_argument("--import", dest="do_import", nargs="+", default=None)
    arguments = parser.parse_args(given)
    if arguments.do_import:
        kind, path, store, *mapping = arguments.do_import
        imported(kind, [path], Path(store), Path(mapping[0]) if mapping else None)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {arguments.rows} rows")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        csv, mapping = Path(folder) / "events.csv", Path(folder) / "mapping.yaml"
        store = Path(folder) / "events.duckdb"
        mapping.write_text(MAPPING)
        made_up(csv, arguments.rows)
        print(f"CSV of {csv.stat().st_size / 1e6:.0f} MB")
        import_apart("import from CSV", 25, "csv", str(csv), str(store), str(mapping))
        if arguments.quadruples:
            other = Path(folder) / "quadruples.duckdb"
            import_apart(
                "import quadruples", 6, "quadruples", str(arguments.quadruples), str(other)
            )
        side_by_side(csv, store)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))

"""How many names of ICEWS get a code, how many of them the right one; how long loading takes."""

from __future__ import annotations

import csv
import gzip
import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SHARED = (
    Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"
)
SETS = (("icews05-15", date(2005, 1, 1), 1), ("icews14", date(2014, 1, 1), 24),
        ("icews18", date(2018, 1, 1), 24))  # fmt: skip


def main() -> None:
    _loading()
    for name, begin, ticks in SETS:
        folder = SHARED / "quadruples" / name
        if folder.exists():
            _quadruples(name, folder, begin, ticks)
        else:
            print(f"{name}: not here")
    _sample()


def _loading() -> None:
    from detente.terms import actors

    begin = time.process_time()
    names = actors.actor_names()
    actors.actor_of("Putin", on=date(2017, 1, 1))
    print(f"loading {len(names)} names: {1000 * (time.process_time() - begin):.0f} ms of one core")


def _mentions(folder: Path, begin: date, ticks: int) -> Iterator[tuple[str, int]]:
    lines = (folder / "entity2id.txt").read_text(encoding="utf-8").splitlines()
    known = {number: name for name, _, number in (line.rpartition("\t") for line in lines)}
    with gzip.open(folder / "train.txt.gz", "rt", encoding="utf-8") as file:
        for line in file:
            cells = line.split("\t")
            year = (begin + timedelta(days=int(cells[3]) // ticks)).year
            yield known[cells[0]], year
            yield known[cells[2]], year


def _quadruples(name: str, folder: Path, begin: date, ticks: int) -> None:
    from detente.terms.actors import names_to_code

    counts = Counter(_mentions(folder, begin, ticks))
    coded = sum(
        n for (text, year), n in counts.items() if names_to_code(text, date(year, 7, 1)) is not None
    )
    print(f"{name}: {coded / counts.total():.1%} of {counts.total()} mentions get a code")


def _sample() -> None:
    from detente.published.sectors import icews_sector
    from detente.terms.actors import names_to_code
    from detente.terms.states import resolve_state

    path = SHARED / "events" / "icews_original_2018-06-01_02.sample.tab"
    if not path.exists():
        print("ICEWS sample: not here")
        return
    on = date(2018, 6, 1)
    n = Counter[str]()
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            for side in ("Source", "Target"):
                n["all"] += 1
                code = names_to_code(row[f"{side} Name"], on)
                country = resolve_state(row[f"{side} Country"], on=on)
                if code is None or country is None:
                    continue
                state, _, sector = code.partition(":")
                n["coded"] += 1
                n["right"] += state == country
                wanted = icews_sector(row[f"{side} Sectors"])
                n["with sector"] += wanted is not None
                n["sector"] += wanted is not None and sector == wanted
    print(
        f"ICEWS sample: {n['coded'] / n['all']:.1%} of {n['all']} names get a code, "
        f"{n['right'] / n['coded']:.1%} of these the country of ICEWS, "
        f"{n['sector'] / n['with sector']:.1%} of those with a sector that sector"
    )

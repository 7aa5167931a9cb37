"""Memory of `detente read` as documents grow in number: peak of the process at two sizes.

    python -m bench.bench_read_memory [FEWER MORE]        2000 and 6000 if not said

Each size runs in a process of its own, which reads that many short made-up documents in one stream
and writes their JSON to nowhere. The documents differ in names, numbers and words, so that what is
kept of each word would show. What is loaded once (grammar model, networks, names) is in both.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STATES = ("France", "Italy", "India", "Pakistan", "Japan", "China", "Greece", "Turkey", "Norway")
DEEDS = (
    "expelled {n} diplomats of",
    "criticized",
    "signed an agreement on {w} with",
    "met",
    "imposed sanctions on",
    "will hardly improve relations with",
    "offered aid to",
)
MIB = 1024 * 1024


def made_up_document(seed: int) -> str:
    """About a hundred words on two states; each document has words of its own."""
    rng = random.Random(seed)
    first, second = rng.sample(STATES, 2)
    lines = [f"{first} and {second}: note {seed}", "", f"{1 + seed % 28} May 2018", ""]
    for _ in range(8):
        word = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=7))
        deed = rng.choice(DEEDS).format(n=rng.randint(2, 99), w=word)
        lines.append(f"{first} {deed} {second} in the matter of {word} last month.")
        first, second = second, first
    return "\n".join(lines)


def child(n: int, folder: Path) -> None:
    """Read n documents and print the peak of this process, with what it was at a tenth of them."""
    from detente.runs.read import read_each
    from detente.runs.reading_json import listed, reading_json

    for seed in range(n):
        (folder / f"{seed:06d}.txt").write_text(made_up_document(seed), encoding="utf-8")
    started = time.perf_counter()
    early = n_items = 0
    with Path("/dev/null").open("w", encoding="utf-8") as sink:
        for k, one in enumerate(read_each([folder], set_aside=lambda error: None)):
            sink.write(listed(reading_json(one.reading, one.document), first=k == 0))
            n_items += len(one.reading.events)
            if k == n // 10:
                early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = time.perf_counter() - started
    print(json.dumps({"early": early, "peak": peak, "seconds": took, "events": n_items}))


def main(arguments: list[str] | None = None) -> None:
    """Print the peak memory at both sizes and what a thousand documents add."""
    sizes = [int(word) for word in arguments or []] or [2000, 6000]
    peaks = []
    for n in sizes:
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run(
                [sys.executable, "-m", "bench.bench_read_memory", "--child", str(n), folder],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        found = json.loads(run.stdout)
        peaks.append(found["peak"] * 1024 / MIB)
        print(
            f"read memory: {n} documents, {found['events']} events, peak {peaks[-1]:.0f} MiB "
            f"({found['early'] * 1024 / MIB:.0f} MiB after a tenth), {found['seconds']:.0f} s",
            flush=True,
        )
    if len(sizes) > 1:
        grown = (peaks[-1] - peaks[0]) / (sizes[-1] - sizes[0]) * 1000
        print(f"read memory: {grown:+.1f} MiB for every thousand documents more")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(sys.argv[1:])

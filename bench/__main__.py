"""Run every benchmark, or those named: python -m bench [solvers model reading store]."""

import importlib
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    known = sorted(
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    )
    unknown = set(names) - set(known)
    if unknown:
        print(
            f"unknown benchmark {', '.join(sorted(unknown))}; known: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    for name in names or known:
        print(f"== {name}", flush=True)
        importlib.import_module(f"bench.bench_{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

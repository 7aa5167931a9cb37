"""Speed of the solvers against plain loops in the same run; accuracy on decisions of the EU."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bench.plain_challenge import numpy_rounds, python_rounds
from detente.model.actors import stakes
from detente.model.challenge import challenge
from detente.model.distribution import GRID
from detente.model.mixture import mixture_distribution, mixture_draws, mixture_probabilities
from detente.model.pce import pce_distribution, win_probabilities
from detente.model.solvers import SOLVERS
from detente.runs.decisions import read_decisions, score_decisions
from detente.runs.fit_mixture import scores_out_of_fold

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[1] / ".." / "shared"))
DECISIONS = SHARED / "data" / "bargaining" / "eu_decisions_first_wave.csv"
BARS_MS = {50: 15.0, 200: 600.0}


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the fastest of some repeats."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def actors(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(n)
    return rng.uniform(0, 100, n), rng.uniform(1, 10, n), rng.uniform(0.1, 1, n)


def challenge_speed() -> None:
    print("challenge model, 10 rounds, one core; the alternatives are plain loops written for this")
    print(f"{'actors':>7} {'ours':>10} {'numpy loop':>12} {'python loop':>12}   times faster")
    for n in (10, 50, 100, 200):
        table = actors(n)
        ours = seconds(partial(challenge, *table))
        by_numpy = seconds(partial(numpy_rounds, *table, 10), 1)
        same = np.allclose(numpy_rounds(*table, 10), challenge(*table).positions, atol=1e-6)
        n_rounds = 10 if n <= 50 else 1  # the slowest is timed for one round and multiplied
        by_python = seconds(partial(python_rounds, *table, n_rounds), 1)
        by_python *= 10 / n_rounds
        bar = f"  bar {BARS_MS[n]:.0f} ms" if n in BARS_MS else ""
        print(
            f"{n:>7} {ours * 1e3:>7.1f} ms {by_numpy * 1e3:>9.1f} ms {by_python * 1e3:>9.0f} ms   "
            f"{by_numpy / ours:.0f}x, {by_python / ours:.0f}x"
            f"{'' if same else '  BUT THE NUMBERS DIFFER'}{bar}"
        )


def plain_wins(positions: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the probability that each point of the grid beats each other, pair by pair."""
    wins = np.full((GRID.size, GRID.size), 0.5)
    for i, first in enumerate(GRID):
        for j, second in enumerate(GRID):
            gain = np.abs(positions - second) - np.abs(positions - first)
            votes, against = weights @ np.maximum(gain, 0), weights @ np.maximum(-gain, 0)
            if i != j and votes + against > 0:
                wins[i, j] = votes / (votes + against)
    return wins


def other_speed() -> None:
    position, capability, salience = actors(15)
    weights = capability * salience
    ours = seconds(lambda: win_probabilities(position, weights, GRID))
    plain = seconds(lambda: plain_wins(position, weights), 1)
    print(
        f"\nCondorcet contests of 101 outcomes, 15 actors: {ours * 1e3:.2f} ms, pair by pair "
        f"{plain * 1e3:.0f} ms, {plain / ours:.0f}x"
    )
    issue = stakes(position, capability, salience, reference=20.0)
    print(f"whole election: {seconds(lambda: pce_distribution(issue)) * 1e3:.2f} ms")

    n = 10_000
    rng = np.random.default_rng(0)
    positions = np.clip(position + rng.normal(0, 5, (n, 15)), 0, 100)
    many, reference, levels = np.tile(weights, (n, 1)), np.full(n, 20.0), rng.random(n)

    def one_by_one() -> None:
        for row in range(0, n, 20):
            mixture_distribution(stakes(positions[row], capability, salience, reference=20.0)).at(
                levels[row]
            )

    drawn = seconds(lambda: mixture_draws(positions, many, reference, levels))
    rows = seconds(lambda: mixture_probabilities(positions, many, reference), 2)
    loop = seconds(one_by_one, 1) * 20
    print(
        f"mixture, {n} draws of 15 actors: settlements {drawn * 1e3:.1f} ms, distributions "
        f"{rows * 1e3:.0f} ms; draw by draw {loop * 1e3:.0f} ms, {loop / drawn:.0f}x"
    )


def accuracy() -> None:
    if not DECISIONS.is_file():
        print(f"\nno accuracy: {DECISIONS} is not here")
        return
    decisions = read_decisions(DECISIONS)
    print(f"\nEU decisions, first wave, {len(decisions)} issues; needs no fit but the last line")
    print(f"{'':<26}{'MAE':>8}{'of median':>11}{'CRPS':>8}{'Brier':>8}{'log':>8}{'cover':>8}")
    table = [(name, score_decisions(decisions, name)) for name in SOLVERS if name != "winset"]
    for name, found in table:
        label = f"{name}, in sample" if name == "mixture" else name
        print(
            f"{label:<26}{found.mae:>8.2f}{found.mae_median:>11.2f}{found.crps:>8.2f}"
            f"{found.brier:>8.4f}{found.log_score:>8.3f}{found.cover:>8.3f}"
        )
    repeats = scores_out_of_fold(decisions)
    means = {
        name: float(np.mean([getattr(found, name) for found in repeats]))
        for name in ("mae", "mae_median", "crps", "brier", "log_score", "cover")
    }
    print(
        f"{'mixture, out of fold':<26}{means['mae']:>8.2f}{means['mae_median']:>11.2f}"
        f"{means['crps']:>8.2f}{means['brier']:>8.4f}{means['log_score']:>8.3f}"
        f"{means['cover']:>8.3f}"
    )
    print(
        "bars: compromise MAE 24.55 within 0.1; mixture out of fold CRPS <= 17.0, "
        "Brier <= 0.221, cover 0.77 to 0.85"
    )


def main() -> None:
    challenge_speed()
    other_speed()
    accuracy()


if __name__ == "__main__":
    main()

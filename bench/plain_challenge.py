"""The challenge model written down as its definition reads: what ours is timed and held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def _move(here: Floats, mine: Floats, theirs: Floats) -> Floats:
    after = here.copy()
    for i in range(here.size):
        fights, deals = [], []
        for j in range(here.size):
            if here[i] == here[j]:
                continue
            a, b = mine[i, j], theirs[i, j]
            if b > a > 0:
                fights.append((abs(here[j] - here[i]), here[j]))
            elif b > 0 > a and b > -a:
                meeting = (-a * here[i] + b * here[j]) / (b - a)
                deals.append((meeting, here[i] + (here[j] - here[i]) * -a / b))
        if fights:
            after[i] = min(fights)[1]
        elif deals:
            after[i] = min(deals)[1]
    return after


def _risk(danger: Floats) -> Floats:
    spread = danger.max() - danger.min()
    acceptance = (2 * danger - danger.max() - danger.min()) / (spread or 1.0)
    return np.asarray((1 - acceptance / 3) / (1 + acceptance / 3))


def numpy_rounds(x: Floats, capability: Floats, salience: Floats, n_rounds: int) -> Floats:
    """Return positions after each round; all voters on all pairs in one array of n x n x n."""
    width, weights, here = np.ptp(x), capability * salience, x.copy()
    rounds = [here]

    def expected(risk: Floats) -> tuple[Floats, Floats]:
        loss = (np.abs(here[:, None] - here[None, :]) / width) ** risk[:, None]
        gain = np.maximum(loss[:, None, :] - loss[:, :, None], 0.0)
        votes = (weights[:, None, None] * gain).sum(axis=0)
        wins = votes / (2 * votes.sum())
        gap, power = np.abs(here[:, None] - here[None, :]) / width, risk[:, None]
        best, worst = 2 - 4 * (0.5 - gap / 2) ** power, 2 - 4 * (0.5 + gap / 2) ** power
        still = 2 - 4 * 0.5**power
        resist_j, resist_i = salience[None, :], salience[:, None]
        mine = resist_j * (wins * best + (1 - wins) * worst) + (1 - resist_j) * best - still
        back = wins.T
        theirs = resist_i * (back * best + (1 - back) * worst) + (1 - resist_i) * best - still
        return mine, theirs

    for _ in range(n_rounds):
        mine, _ = expected(np.ones_like(here))
        here = _move(here, *expected(_risk(mine.sum(axis=0) - np.diagonal(mine))))
        rounds.append(here)
    return np.array(rounds)


def python_rounds(x: Floats, capability: Floats, salience: Floats, n_rounds: int) -> Floats:
    """Return positions after each round; one voter on one pair at a time."""
    n, width = x.size, float(np.ptp(x))
    weight = [float(c * s) for c, s in zip(capability, salience, strict=True)]
    resist = [float(s) for s in salience]
    here = [float(value) for value in x]
    rounds = [np.array(here)]

    def expected(risk: list[float]) -> tuple[list[list[float]], list[list[float]]]:
        loss = [[(abs(a - b) / width) ** r for b in here] for a, r in zip(here, risk, strict=True)]
        votes = [[0.0] * n for _ in range(n)]
        for i in range(n):
            for j in range(n):
                total = 0.0
                for k in range(n):
                    gain = loss[k][j] - loss[k][i]
                    if gain > 0:
                        total += weight[k] * gain
                votes[i][j] = total
        cast = 2 * sum(map(sum, votes))
        mine, theirs = [[0.0] * n for _ in range(n)], [[0.0] * n for _ in range(n)]
        for i in range(n):
            still = 2 - 4 * 0.5 ** risk[i]
            for j in range(n):
                gap = abs(here[i] - here[j]) / width
                best, worst = 2 - 4 * (0.5 - gap / 2) ** risk[i], 2 - 4 * (0.5 + gap / 2) ** risk[i]
                p, q = votes[i][j] / cast, votes[j][i] / cast
                mine[i][j] = (
                    resist[j] * (p * best + (1 - p) * worst) + (1 - resist[j]) * best - still
                )
                theirs[i][j] = (
                    resist[i] * (q * best + (1 - q) * worst) + (1 - resist[i]) * best - still
                )
        return mine, theirs

    for _ in range(n_rounds):
        neutral, _ = expected([1.0] * n)
        danger = [sum(neutral[j][i] for j in range(n) if j != i) for i in range(n)]
        mine, theirs = expected(_risk(np.array(danger)).tolist())
        here = _move(np.array(here), np.array(mine), np.array(theirs)).tolist()
        rounds.append(np.array(here))
    return np.array(rounds)

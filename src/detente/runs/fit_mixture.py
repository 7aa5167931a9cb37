"""Fit the mixture's weights on past decisions: a table in, `model/mixture_fit.py` out.

Run `python -m detente.runs.fit_mixture TABLE.csv`. The scores that it states are those of
forecasts for proposals that were left out of the fit, ten folds, so that issues bargained together
are never on both sides. What it prints is the text of the module that holds the numbers.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detente.errors import DetenteError, InputError
from detente.model.distribution import GRID, Distribution
from detente.model.mixture import COMPONENTS, MixtureLaw, mixture_distribution
from detente.runs.decisions import Decision, DecisionScores, read_decisions, scores_of

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

SD_FLOORS = (2.0, 5.0, 10.0)
SD_RATIOS = (0.25, 0.5, 0.75)
LEAST_UNIFORM = 0.01
"""No outcome is ever impossible."""

N_FOLDS = 10
N_REPEATS = 5


@dataclass(frozen=True, eq=False, slots=True)
class _Sample:
    """Components and outcomes of decisions."""

    components: Floats  # (n, n_components, 101)
    available: Floats  # (n, n_components): 0 where a component has nothing to say
    outcomes: Floats  # (n,)

    def at(self, rows: Indices) -> _Sample:
        """Return some of the decisions."""
        return _Sample(self.components[rows], self.available[rows], self.outcomes[rows])


def fitted_law(decisions: Sequence[Decision]) -> MixtureLaw:
    """Return the mixture with the lowest mean of CRPS plus log score on these decisions."""
    return _fit(_samples(decisions), np.arange(len(decisions)))


def scores_out_of_fold(
    decisions: Sequence[Decision], *, n_folds: int = N_FOLDS, n_repeats: int = N_REPEATS
) -> tuple[DecisionScores, ...]:
    """Return the scores of each repeat of a cross-validation over proposals.

    Raises
    ------
    InputError
        If there are fewer proposals than folds.
    """
    proposals = sorted({decision.proposal for decision in decisions})
    if len(proposals) < n_folds:
        raise InputError(f"{n_folds} folds need as many proposals, got {len(proposals)}")
    number = {proposal: index for index, proposal in enumerate(proposals)}
    of_proposal = np.array([number[decision.proposal] for decision in decisions])
    samples = _samples(decisions)
    found = []
    for seed in range(n_repeats):
        shuffled = np.random.default_rng(seed).permutation(len(proposals)) % n_folds
        fold = shuffled[of_proposal]
        forecasts: list[Distribution | None] = [None] * len(decisions)
        for left_out in range(n_folds):
            law = _fit(samples, np.flatnonzero(fold != left_out))
            for row in np.flatnonzero(fold == left_out).tolist():
                forecasts[row] = mixture_distribution(decisions[row].stakes, law)
        found.append(scores_of([f for f in forecasts if f is not None], decisions))
    return tuple(found)


def _samples(decisions: Sequence[Decision]) -> dict[tuple[float, float], _Sample]:
    """Return the components of all decisions for each spread of the compromise."""
    none = dict.fromkeys(COMPONENTS, 0.0)
    known = np.array([decision.stakes.has_reference for decision in decisions])
    available = np.ones((len(decisions), len(COMPONENTS)))
    available[:, COMPONENTS.index("reversion")] = known
    outcomes = np.array([decision.outcome for decision in decisions])
    uniform = MixtureLaw(**{**none, "uniform": 1.0})
    rows: dict[str, Floats] = {}
    for name in COMPONENTS[1:]:
        law = replace(uniform, **{"uniform": 0.0, name: 1.0})
        rows[name] = _rows(decisions, law, known if name == "reversion" else None)
    samples = {}
    for floor in SD_FLOORS:
        for ratio in SD_RATIOS:
            law = replace(uniform, uniform=0.0, compromise=1.0, sd_floor=floor, sd_ratio=ratio)
            parts = [_rows(decisions, law), *(rows[name] for name in COMPONENTS[1:])]
            components = np.stack(parts, axis=1)
            samples[floor, ratio] = _Sample(components, available, outcomes)
    return samples


def _rows(
    decisions: Sequence[Decision], law: MixtureLaw, known: NDArray[np.bool_] | None = None
) -> Floats:
    """Return one component of each decision, (n, 101); zeros where it has nothing to say."""
    rows = np.zeros((len(decisions), GRID.size))
    for index, decision in enumerate(decisions):
        if known is None or known[index]:
            rows[index] = mixture_distribution(decision.stakes, law).probabilities
    return rows


def _fit(samples: dict[tuple[float, float], _Sample], rows: Indices) -> MixtureLaw:
    """Return the best law for some of the decisions."""
    best: tuple[float, MixtureLaw] | None = None
    start = np.zeros(len(COMPONENTS))
    for (floor, ratio), sample in samples.items():
        start, weights, score = _fitted_weights(sample.at(rows), start)
        if best is None or score < best[0] - 1e-9:
            named = dict(zip(COMPONENTS, weights.tolist(), strict=True))
            best = score, MixtureLaw(**named, sd_floor=floor, sd_ratio=ratio)
    if best is None:
        raise InputError("there are no decisions to fit on")
    return best[1]


def _fitted_weights(sample: _Sample, start: Floats) -> tuple[Floats, Floats, float]:
    """Return where the search ended, the weights of lowest score and that score.

    The weights are a softmax of free numbers, (n_components,), above the floor of the uniform.
    """
    n = len(COMPONENTS)
    floor = np.zeros(n)
    floor[COMPONENTS.index("uniform")] = LEAST_UNIFORM

    def weights_of(free: Floats) -> Floats:
        raw = np.exp(free - free.max())
        return np.asarray(floor + (1 - LEAST_UNIFORM) * raw / raw.sum())

    def loss(free: Floats) -> tuple[float, Floats]:
        weights = weights_of(free)
        score, slope = _score(sample, weights)
        share = (weights - floor) / (1 - LEAST_UNIFORM)
        return score, (1 - LEAST_UNIFORM) * share * (slope - share @ slope)

    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[(-8.0, 8.0)] * n, options={"ftol": 1e-8}
    )
    return found.x, weights_of(found.x), float(found.fun)


def _score(sample: _Sample, weights: Floats) -> tuple[float, Floats]:
    """Return mean CRPS plus mean log score, and its slope in each weight."""
    shares = sample.available * weights
    total = shares.sum(axis=1, keepdims=True)
    shares = shares / total
    rows = np.matmul(shares[:, None, :], sample.components)[:, 0]
    cumulative = np.cumsum(rows, axis=1)
    away = np.abs(GRID - sample.outcomes[:, None])
    n = sample.outcomes.size
    index = np.arange(n)
    nearest = np.floor(sample.outcomes + 0.5).astype(np.intp)
    hit = np.maximum(rows[index, nearest], 1e-12)
    crps = (rows * away).sum(axis=1) - (cumulative * (1 - cumulative)).sum(axis=1)
    slope_rows = away - np.cumsum((1 - 2 * cumulative)[:, ::-1], axis=1)[:, ::-1]
    slope_rows[index, nearest] -= 1 / hit
    per_component = np.matmul(sample.components, slope_rows[:, :, None])[:, :, 0]
    centred = per_component - (slope_rows * rows).sum(axis=1, keepdims=True)
    slope = (sample.available / total * centred).mean(axis=0)
    return float((crps - np.log(hit)).mean()), slope


def module_text(path: Path) -> str:
    """Return the text of the module that holds the numbers fitted on a table."""
    decisions = read_decisions(path)
    law = fitted_law(decisions)
    scores = scores_out_of_fold(decisions, n_repeats=N_REPEATS)
    weights = "".join(f'    "{name}": {getattr(law, name):.4f},\n' for name in COMPONENTS[:-1])
    rest = 1 - sum(round(float(getattr(law, name)), 4) for name in COMPONENTS[:-1])
    provenance = "".join(f'    "{key}": "{text}",\n' for key, text in _facts(path, decisions))
    measured = "".join(
        f'    "{name}": {np.mean([getattr(score, name) for score in scores]):.4f},\n'
        for name in ("mae", "crps", "brier", "log_score", "cover")
    )
    return (
        '"""The fitted numbers of the mixture solver and where they come from; made, not written.\n'
        "\n"
        "Made by `python -m detente.runs.fit_mixture TABLE.csv`.\n"
        '"""\n\n'
        "from __future__ import annotations\n\n"
        "WEIGHTS: dict[str, float] = {\n"
        f'{weights}    "uniform": {rest:.4f},\n'
        "}\n"
        '"""Probability of each component; in [0, 1], sum 1."""\n\n'
        f"SD_FLOOR = {law.sd_floor}\n"
        '"""Standard deviation around the compromise when all actors want the same, points."""\n\n'
        f"SD_RATIO = {law.sd_ratio}\n"
        '"""Points it grows with each point of weighted standard deviation of the positions."""\n\n'
        "PROVENANCE: dict[str, str] = {\n"
        f"{provenance}"
        "}\n"
        '"""Data and method."""\n\n'
        "SCORES_OUT_OF_FOLD: dict[str, float] = {\n"
        f"{measured}"
        "}\n"
        '"""Means over repeats; each forecast made without its proposal."""\n'
    )


def _facts(path: Path, decisions: Sequence[Decision]) -> list[tuple[str, str]]:
    """Return what to say of data and method."""
    n_proposals = len({decision.proposal for decision in decisions})
    return [
        ("data", f"{path.name}: {len(decisions)} issues of {n_proposals} proposals"),
        ("data_sha256", hashlib.sha256(path.read_bytes()).hexdigest()),
        ("criterion", "lowest mean of CRPS (points) plus log score (nats)"),
        ("held_fixed", f"weight of the uniform at least {LEAST_UNIFORM}"),
        ("cross_validation", f"{N_FOLDS} folds over proposals, {N_REPEATS} repeats"),
    ]


def main(arguments: Sequence[str]) -> int:
    """Print the module's text; 0 if it went well."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m detente.runs.fit_mixture TABLE.csv\n")
        return 2
    try:
        sys.stdout.write(module_text(Path(arguments[0])))
    except DetenteError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

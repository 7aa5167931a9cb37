"""Paths in, the five outcomes of the whole relation out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.model.dynamics import Paths
from detente.model.result import OUTCOMES, Estimate, Outcome
from detente.model.summary import probability
from detente.model.system import Floats

Codes = NDArray[np.int8]


def outcome_codes(paths: Paths, step: int) -> Codes:
    """Return the outcome of each draw after a number of steps: places in `OUTCOMES`.

    The change of the relation index decides; détente is alignment where every issue that is
    an alignment against a third state has reached the level that counts as one.

    Returns
    -------
    (n_draws,)
        0 worse, 1 freeze, 2 limited thaw, 3 détente, 4 alignment.
    """
    bounds = paths.drawn.system.outcomes
    change = paths.index_at(step) - paths.index_at(0)
    codes = np.full(change.size, 1, dtype=np.int8)
    codes[change < -bounds.freeze] = 0
    codes[change > bounds.freeze] = 2
    codes[change > bounds.thaw] = 3
    aligned = [
        paths.levels[step, k] >= bounds.alignment
        for k, issue in enumerate(paths.drawn.system.issues)
        if issue.aligns_against is not None
    ]
    if aligned:
        codes[(codes == 3) & np.logical_and.reduce(aligned)] = 4
    return codes


def outcome_estimates(codes: Codes) -> dict[Outcome, Estimate]:
    """Return the probability of each outcome."""
    return {outcome: probability(codes == k) for k, outcome in enumerate(OUTCOMES)}


def likeliest_outcome(codes: Codes) -> Outcome:
    """Return the outcome of most draws; of equals the one nearer to `freeze` comes first."""
    counts: Floats = np.bincount(codes, minlength=len(OUTCOMES)).astype(np.float64)
    order = (1, 2, 0, 3, 4)
    return OUTCOMES[max(order, key=lambda k: (counts[k], -order.index(k)))]

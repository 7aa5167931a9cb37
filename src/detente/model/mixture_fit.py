"""The fitted numbers of the mixture solver and where they come from; made, not written.

Made by `python -m detente.runs.fit_mixture TABLE.csv`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "compromise": 0.2217,
    "prevail": 0.4561,
    "range": 0.2765,
    "reversion": 0.0357,
    "uniform": 0.0100,
}
"""Probability of each component; in [0, 1], sum 1."""

SD_FLOOR = 2.0
"""Standard deviation around the compromise when all actors want the same, points."""

SD_RATIO = 0.25
"""Points it grows with each point of weighted standard deviation of the positions."""

PROVENANCE: dict[str, str] = {
    "data": "eu_decisions_first_wave.csv: 167 issues of 68 proposals",
    "data_sha256": "48341971ef3f1a1832215cbf1087dc097d2d17077e8e2c1603183881fb7bc0e9",
    "criterion": "lowest mean of CRPS (points) plus log score (nats)",
    "held_fixed": "weight of the uniform at least 0.01",
    "cross_validation": "10 folds over proposals, 5 repeats",
}
"""Data and method."""

SCORES_OUT_OF_FOLD: dict[str, float] = {
    "mae": 25.6622,
    "crps": 16.9244,
    "brier": 0.2187,
    "log_score": 3.0282,
    "cover": 0.8019,
}
"""Means over repeats; each forecast made without its proposal."""

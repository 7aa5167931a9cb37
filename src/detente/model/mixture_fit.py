"""The fitted numbers of the mixture solver, and how they were fitted; refit with `fit_mixture`."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "compromise": 0.2199,
    "prevail": 0.4480,
    "range": 0.2867,
    "reversion": 0.0354,
    "uniform": 0.0100,
}
"""Probability of each component; in [0, 1], sum 1."""

SD_FLOOR = 2.0
"""Standard deviation around the compromise when all actors want the same, points."""

SD_RATIO = 0.25
"""How many points it grows with each point of weighted standard deviation of the positions."""

PROVENANCE: dict[str, str] = {}
"""Where the numbers come from: data, method, scores out of fold."""

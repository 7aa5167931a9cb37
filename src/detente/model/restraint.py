"""A run in, what follows an answer and what follows restraint out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.errors import InputError
from detente.model.draws import Mask
from detente.model.result import Estimate
from detente.model.run import Run
from detente.model.summary import mean_estimate, probability


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterAnswer:
    """Trust and cooperation some quarters on, where an answer was given or withheld."""

    n_draws: int
    trust: Estimate  # mean
    cooperation: Estimate  # P(some issue moved up since the first quarter)


def answered_or_withheld(
    run: Run, response: str, *, quarters: int = 2
) -> tuple[AfterAnswer, AfterAnswer]:
    """Return what follows when a response comes in the first quarter, and when it stays away.

    Meant for a run in which a step of the other side was given that the response answers:
    whether it comes is then chance alone, so that the two groups of draws can be compared.

    Raises
    ------
    InputError
        If there is no such response, or the run is shorter than a quarter and `quarters` more.
    """
    if response not in {item.id for item in run.system.responses}:
        raise InputError(f"no response {response!r} in this system")
    last = 1 + quarters
    if last > run.last:
        raise InputError(f"the run has {run.last} quarters, {last} are needed")
    never = np.full(run.n_draws, np.inf)
    given: Mask = np.asarray(run.paths.first.get(f"responses.{response}", never) <= 1)
    levels = run.paths.levels
    moved_up: Mask = np.asarray((np.diff(levels[1 : last + 1], axis=0) > 0).any(axis=(0, 1)))
    trust = run.paths.trust[last]

    def summary(draws: Mask) -> AfterAnswer:
        if not draws.any():
            raise InputError(f"response {response!r} comes always or never: nothing to compare")
        return AfterAnswer(
            n_draws=int(draws.sum()),
            trust=mean_estimate(trust[draws]),
            cooperation=probability(moved_up[draws]),
        )

    return summary(given), summary(~given)

"""Rival explanations and evidence in, how well each holds and what tells them apart out."""

from __future__ import annotations

import numpy as np

from detente.errors import InputError
from detente.model.result import EvidenceResult, HypothesisMatrix, HypothesisResult
from detente.model.system import Floats, System

ODDS_A_POINT = 2.0
"""Factor on the odds of a hypothesis for one point of consistency of fully credible evidence."""

UNLISTED = 0.05
"""Share of belief kept back for explanations that nobody listed, spread over those listed."""


def hypothesis_matrix(system: System) -> HypothesisMatrix | None:
    """Return the analysis of competing hypotheses, None when the system has no hypotheses.

    * inconsistency of a hypothesis: sum of credibility x (-consistency) over what speaks against
      it; the analyst keeps the hypothesis with least against it, not that with most for it.
    * diagnosticity of evidence: credibility x (highest - lowest consistency) / 4, in [0, 1].
    * posterior: prior x 2^(sum of credibility x consistency / sqrt(n)), normalised, of which 5 %
      are kept back for what is not listed. The root of the number of pieces of evidence stands for
      their overlap: n pieces weigh as sqrt(n) independent ones.

    No hypothesis can become certain: this is by construction, and wanted.

    Raises
    ------
    InputError
        If evidence names a hypothesis that is not listed, a prior is negative, all priors are 0,
        or a credibility or consistency is off its scale.

    References
    ----------
    Heuer, R. J. (1999). Psychology of Intelligence Analysis. Center for the Study of Intelligence,
    ch. 8.
    """
    if not system.hypotheses:
        return None
    scores = _consistency(system)
    credibility = np.array([item.credibility for item in system.evidence])
    priors = np.array([hypothesis.prior for hypothesis in system.hypotheses])
    if (priors < 0).any() or priors.sum() <= 0:
        raise InputError("priors of hypotheses must not be negative, nor all be 0")
    posterior = _posterior(priors / priors.sum(), scores, credibility)
    against = credibility @ np.maximum(-scores, 0.0)
    spread = scores.max(axis=1) - scores.min(axis=1) if scores.size else np.zeros(0)
    telling = credibility * spread / 4
    order = np.argsort(-posterior, kind="stable")
    return HypothesisMatrix(
        hypotheses=tuple(
            HypothesisResult(
                hypothesis=system.hypotheses[k].id,
                text=system.hypotheses[k].text,
                prior=float(priors[k] / priors.sum()),
                posterior=float(posterior[k]),
                inconsistency=float(against[k]),
            )
            for k in order
        ),
        evidence=tuple(
            EvidenceResult(
                evidence=system.evidence[e].id,
                text=system.evidence[e].text,
                diagnosticity=float(telling[e]),
                consistency={
                    hypothesis.id: float(scores[e, k])
                    for k, hypothesis in enumerate(system.hypotheses)
                },
            )
            for e in np.argsort(-telling, kind="stable")
        ),
    )


def _consistency(system: System) -> Floats:
    """Return how consistent each piece of evidence is with each hypothesis, 0 where not said."""
    place = {hypothesis.id: k for k, hypothesis in enumerate(system.hypotheses)}
    scores = np.zeros((len(system.evidence), len(place)))
    for e, item in enumerate(system.evidence):
        if not 0 <= item.credibility <= 1:
            raise InputError(f"credibility of evidence {item.id} must be in [0, 1]")
        for name, value in item.consistency:
            if name not in place:
                raise InputError(
                    f"evidence {item.id} names the unknown hypothesis {name!r}; "
                    f"known: {', '.join(place)}"
                )
            if not -2 <= value <= 2:
                raise InputError(
                    f"consistency of evidence {item.id} with {name} must be in [-2, 2], got {value}"
                )
            scores[e, place[name]] = value
    return scores


def _posterior(priors: Floats, scores: Floats, credibility: Floats) -> Floats:
    """Return the belief in each hypothesis, sum 1."""
    overlap = np.sqrt(max(len(credibility), 1))
    support = credibility @ scores * np.log(ODDS_A_POINT) / overlap
    odds = priors * np.exp(support - support.max())
    return np.asarray((1 - UNLISTED) * odds / odds.sum() + UNLISTED / priors.size)

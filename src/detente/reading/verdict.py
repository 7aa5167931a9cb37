"""The concluding judgement of a document: its sentences and forecasts in, one verdict out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.actors import Cast
from detente.reading.claims import Seen
from detente.reading.forecasts import horizon_of
from detente.reading.linear import Floats, shipped_model
from detente.terms.reading import ForecastStatement, Verdict

if TYPE_CHECKING:
    from spacy.tokens import Span

_CLOSING = re.compile(
    r"\b(?:in\s+(?:short|sum|conclusion|summary|the\s+end)|overall|on\s+balance|all\s+in\s+all|"
    r"ultimately|to\s+conclude|to\s+sum\s+up|thus|therefore|for\s+now|for\s+these\s+reasons)\b",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?:relations?|relationships?|ties|rapprochement|d[ée]tente|thaw|reset|reconciliation|"
    r"normali[sz]ation|two\s+(?:countries|sides|nations|states|powers|neighbou?rs|governments)|"
    r"both\s+(?:countries|sides|nations|states|governments)|bilateral|grand\s+bargains?)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:limited|only|small|partial|partly|modest|gradual|narrow|somewhat|slightly|incremental|"
    r"to\s+a\s+(?:certain|limited)\s+(?:extent|degree)|up\s+to\s+a\s+point|"
    r"certain\s+amount|piecemeal)\b",
    re.IGNORECASE,
)
_NO_CHANGE = re.compile(
    r"\b(?:no\s+(?:\w+\s+){0,3}(?:change|improvement|progress|thaw|breakthrough|reset)|"
    r"remain(?:s|ed)?|persist|stay|continue\s+as|freeze|frozen|stalemate|deadlock|standstill|"
    r"status\s+quo)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:wors\w+|deteriorat\w+|escalat\w+|declin\w+|rupture|confrontation|collaps\w+|downward|"
    r"more\s+(?:hostile|tense|dangerous|contentious))\b",
    re.IGNORECASE,
)
_HINT = 0.35
"""What such a hint weighs beside the square of a share of the classifier."""

N_SENTENCES = 12
"""Sentences that are weighed, the weightiest first."""

LEAST = 0.3
"""Weight below which no sentence is taken for a judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    span: Span
    weight: float
    forecast: ForecastStatement | None
    passage: int  # index of the sentence's main clause among the passages


def verdict_of(cast: Cast, seen: Seen, forecasts: Sequence[ForecastStatement]) -> Verdict | None:
    """Return the judgement on the relation that the text closes with, or None.

    Sentences about the relation as a whole are weighed by place, closing words and whether they
    speak of the future for the author; a classifier says which way each points; the weighted sum
    decides, and the sentence that speaks most for it is quoted.
    """
    candidates = _candidates(cast, seen, forecasts)
    if not candidates:
        return None
    model = shipped_model("verdicts")
    shares = _shares(seen, candidates)
    weights = np.array([one.weight for one in candidates])
    none = model.classes.index("none")
    hints = np.array([_hints(one, model.classes) for one in candidates])
    votes = (shares**2 + hints) * weights[:, None]
    votes[:, none] = 0
    total = votes.sum(axis=0)
    if not total.sum() > 0:
        return None
    best = int(total.argmax())
    chosen = candidates[int(votes[:, best].argmax())]
    start, end = _trimmed(cast, chosen.span)
    forecast = chosen.forecast
    return Verdict(
        direction=model.classes[best],
        horizon=horizon_of(cast.text[start:end]) or (forecast.horizon if forecast else None),
        certainty=forecast.certainty if forecast else "likely",
        quote=cast.text[start:end],
        start=start,
        end=end,
        confidence=float(min(total[best] / total.sum(), 1.0)),
        why=(
            f"classifier verdicts over {len(candidates)} sentences on the relation: "
            + ", ".join(
                f"{name} {value / total.sum():.2f}"
                for name, value in zip(model.classes, total, strict=True)
                if name != "none"
            ),
            f"this sentence weighs {chosen.weight:.2f}",
        ),
    )


def _hints(one: _Candidate, classes: tuple[str, ...]) -> list[float]:
    """Return what the grade of a forecast and words of limit add to the classifier's shares."""
    if one.forecast is None:
        return [0.0] * len(classes)
    text = one.span.text
    low = one.forecast.certainty in {"almost no chance", "very unlikely", "unlikely"}
    if _WORSE.search(text) is not None:
        label = "no_change" if low else "deterioration"
    elif low or _NO_CHANGE.search(text) is not None:
        label = "no_change"
    elif _LIMITED.search(text) is not None:
        label = "limited_improvement"
    else:
        return [0.0] * len(classes)
    return [_HINT if name == label else 0.0 for name in classes]


def _candidates(cast: Cast, seen: Seen, forecasts: Sequence[ForecastStatement]) -> list[_Candidate]:
    own = [one for one in forecasts if one.endorsed and one.attributed_to == "author"]
    length = max(len(cast.text), 1)
    at = _passage_at(cast, seen)
    found = []
    for index, span in enumerate(cast.sentences):
        if (
            index not in at
            or _RELATION.search(span.text) is None
            or span.text.rstrip().endswith("?")
        ):
            continue
        said = next((one for one in own if span.start_char <= one.start < span.end_char), None)
        weight = _weight(span, span.start_char / length, said is not None)
        if weight >= LEAST:
            found.append(_Candidate(span=span, weight=weight, forecast=said, passage=at[index]))
    found.sort(key=lambda one: -one.weight)
    return found[:N_SENTENCES]


def _weight(span: Span, place: float, is_forecast: bool) -> float:
    """Return how likely a sentence concludes: late or a title, closing words, the future."""
    weight = 0.2 + 0.6 * place**2
    if is_forecast:
        weight += 0.6
    if _CLOSING.search(span.text[:80]) is not None:
        weight += 0.3
    if place < 0.05 and is_forecast:
        weight += 0.4
    return weight


def _passage_at(cast: Cast, seen: Seen) -> dict[int, int]:
    """Return the passage of each sentence that holds its main clause, or else the first."""
    at: dict[int, int] = {}
    for index, one in enumerate(seen.passages):
        sentence = cast.sentence_index(one.head)
        if sentence not in at or one.head.dep_ == "ROOT":
            at[sentence] = index
    return at


def _shares(seen: Seen, candidates: Sequence[_Candidate]) -> Floats:
    chosen = [one.passage for one in candidates]
    features = [seen.features[index] for index in chosen]
    return shipped_model("verdicts").probabilities(seen.vectors[chosen], features)


def _trimmed(cast: Cast, span: Span) -> tuple[int, int]:
    text = cast.text[span.start_char : span.end_char]
    start = span.start_char + len(text) - len(text.lstrip())
    return start, max(start + 1, span.start_char + len(text.rstrip()))

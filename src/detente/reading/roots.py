"""Sentences with marked source and target in; their PLOVER root and quad class out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.language import parsed
from detente.reading.linear import Floats, LinearModel, shipped_model
from detente.reading.marked import MarkedSentence, marked_sentence
from detente.reading.root_features import Sided, root_inputs
from detente.reading.vectors import DIMENSION, sentence_vectors

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

QUADS: Mapping[str, str] = {
    "AGREE": "verbal cooperation",
    "CONSULT": "verbal cooperation",
    "SUPPORT": "verbal cooperation",
    "COOPERATE": "material cooperation",
    "AID": "material cooperation",
    "YIELD": "material cooperation",
    "REQUEST": "verbal conflict",
    "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "PROTEST": "material conflict",
    "SANCTION": "material conflict",
    "MOBILIZE": "material conflict",
    "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}
"""Quad class of each root; YIELD stands for both CONCEDE and RETREAT, as in PLOVER's first form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootGuess:
    """What the classifier says of one marked sentence."""

    root: str  # PLOVER root, YIELD for CONCEDE and RETREAT
    quad: str  # verbal or material, cooperation or conflict
    probability: float  # of the root, in [0, 1]
    quad_probability: float  # of the quad class, in [0, 1]


def roots_of(marked: Iterable[str]) -> list[RootGuess]:
    """Return the PLOVER root and quad class of sentences marked '<s>source</s> .. <t>target</t>'.

    A sentence may lack one of the two sides. The quad class is the one whose roots are likeliest
    together, so it need not be that of the likeliest root.

    Raises
    ------
    InputError
        If a sentence has neither side marked.
    MissingExtraError
        If the libraries or models for reading are not installed.

    Examples
    --------
    >>> guess, = roots_of(["<s>France</s> expelled three diplomats of <t>Belarus</t>."])
    >>> guess.root, guess.quad
    ('SANCTION', 'material conflict')
    """
    return roots_by(shipped_model("roots"), marked)


def roots_by(model: LinearModel, marked: Iterable[str]) -> list[RootGuess]:
    """Return what a given model says; `roots_of` is this with the model that ships."""
    vectors, features = sided_inputs([marked_sentence(one) for one in marked])
    return _guesses(model.probabilities(vectors, features), model.classes)


def _guesses(shares: Floats, classes: tuple[str, ...]) -> list[RootGuess]:
    quads = tuple(dict.fromkeys(QUADS.values()))
    member = np.array([[QUADS[name] == quad for quad in quads] for name in classes], dtype=float)
    sums = shares @ member
    return [
        RootGuess(
            root=classes[int(row.argmax())],
            quad=quads[int(total.argmax())],
            probability=float(row.max()),
            quad_probability=float(min(total.max(), 1.0)),
        )
        for row, total in zip(shares, sums, strict=True)
    ]


def sided_inputs(sentences: Sequence[MarkedSentence]) -> tuple[Floats, list[list[str]]]:
    """Return vectors of shape (n_sentences, 3 * 384) and the features of marked sentences."""
    texts: list[tuple[str, str, str]] = []
    features: list[list[str]] = []
    for one, doc in zip(sentences, parsed(s.text for s in sentences), strict=True):
        found = Sided(doc=doc, source=_span(doc, one.source), target=_span(doc, one.target))
        three, words = root_inputs(found)
        texts.append(three)
        features.append(words)
    flat = sentence_vectors([text for three in texts for text in three])
    return flat.reshape(len(texts), 3 * DIMENSION), features


def _span(doc: Doc, where: tuple[int, int] | None) -> Span | None:
    if where is None:
        return None
    span = doc.char_span(*where, alignment_mode="expand")
    return span if span is not None and len(span) else None

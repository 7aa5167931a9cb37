"""What the claim classifier sees: a parsed clause in, its masked text and features out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.reading.clauses import subject_token
from detente.reading.codebook import argument_classes
from detente.reading.mentions import Mention
from detente.reading.mood import is_negated, modal_of
from detente.reading.predicates import lemma_of
from detente.reading.vectors import HALF, Floats, sentence_vectors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Span, Token

_ORDINALS = frozenset(
    {
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "last",
        "finally",
        "another",
        "firstly",
    }
)
_MASKS = {"person": "the leader", "capital": "the government", "adjective": "foreign"}


LONGEST = 32
"""Word pieces of a clause that the sentence model reads."""


def claim_vectors(texts: Sequence[str]) -> Floats:
    """Return the vectors of masked clauses, shape (n_texts, 384), from half of the network."""
    return sentence_vectors(texts, output=HALF, longest=LONGEST)


def masked_text(span: Span, at: Mapping[int, Mention]) -> str:
    """Return a clause with its names replaced by what they are, so that no name can be learnt."""
    words = []
    i = span.start
    while i < span.end:
        mention = at.get(i)
        if mention is None:
            words.append(str(span.doc[i].text))
            i += 1
        else:
            words.append(_MASKS.get(mention.kind, "the country"))
            i = max(mention.end, i + 1)
    return " ".join(" ".join(words).split())


def clause_features(span: Span, at: Mapping[int, Mention]) -> list[str]:
    """Return the features of a clause: its verb, subject, modal, negation, words and word pairs."""
    root = span.root
    modal = modal_of(root)
    features = [
        f"root:{lemma_of(root)}",
        f"tag:{root.tag_}",
        f"modal:{modal}",
        f"negated:{is_negated(root)}",
        *_of_subject(root, at),
    ]
    for child in root.children:
        if child.i not in at and not child.is_punct:
            features += [f"child:{child.dep_}:{lemma_of(child)}", f"dep:{child.dep_}"]
    features += _of_classes(span, root, at)
    before = "^"
    for token in span:
        if token.is_punct or token.is_space:
            continue
        word = "#" if token.i in at else lemma_of(token)
        features += [f"word:{word}", f"pair:{before}_{word}"]
        before = word
    return features


def _of_classes(span: Span, root: Token, at: Mapping[int, Mention]) -> Iterator[str]:
    """Yield which classes of words the clause holds, and where: verb, subject, complement, else."""
    classes = argument_classes()
    subject = subject_token(root)
    for token in span:
        if token.i in at or token.is_punct or token.is_space:
            continue
        for name in classes.get(lemma_of(token), ()):
            place = "else"
            if token.i == root.i:
                place = "verb"
            elif subject is not None and token.i == subject.i:
                place = "subject"
            elif token.head.i == root.i:
                place = str(token.dep_)
            yield f"class:{name}:{place}"
            yield f"class:{name}"
            yield f"has:{name}"
    if subject is not None:
        who = "actor" if subject.i in at or any(t.i in at for t in subject.children) else "thing"
        for name in classes.get(lemma_of(root), ()):
            yield f"class:{name}:{who}"
            yield f"class:{name}:{who}:{modal_of(root)}"
    if span[0].lower_ in _ORDINALS or (len(span) > 1 and span[1].lower_ in _ORDINALS):
        yield "enumerates"


def _of_subject(root: Token, at: Mapping[int, Mention]) -> list[str]:
    subject = subject_token(root)
    if subject is None:
        return ["subject:none"]
    if subject.i in at:
        kind = "actor"
    elif subject.pos_ == "PRON":
        kind = "pronoun"
    elif any(token.i in at for token in subject.subtree):
        kind = "of_actor"
    else:
        kind = "thing"
    features = [f"subject:{kind}", f"subject:{kind}:{lemma_of(root)}"]
    if subject.i not in at:
        features.append(f"subject_word:{lemma_of(subject)}")
    return features

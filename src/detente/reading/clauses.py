"""Clauses of a parsed sentence: a head in, where its clause begins and ends out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})


def subject_token(verb: Token) -> Token | None:
    """Return a verb's own subject, or that of the verb it is joined to."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return child
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and verb.head.i != verb.i:
        return subject_token(verb.head)
    return None


def is_finite(verb: Token) -> bool:
    """Whether a verb carries a tense or a modal, itself or by its auxiliary."""
    return verb.tag_ in _FINITE or any(
        child.dep_ in {"aux", "auxpass"} and child.tag_ in _FINITE for child in verb.children
    )


def is_clause_head(token: Token) -> bool:
    """Whether a token heads a finite clause with a subject of its own, or a joined finite verb."""
    if token.pos_ not in {"VERB", "AUX"} or not is_finite(token):
        return False
    if token.dep_ in {"aux", "auxpass"}:
        return False
    return token.dep_ == "ROOT" or any(child.dep_ in _SUBJECTS for child in token.children)


def lead_of(token: Token) -> Token:
    """Return the verb that carries a noun or adjective to the clause: 'is' of 'is unlikely'."""
    head = token
    while head.pos_ not in {"VERB", "AUX"} and head.head.i != head.i:
        if head.dep_ in {"conj", "ROOT"} and head.pos_ == "ADJ" and head.dep_ == "ROOT":
            break
        head = head.head
    return head


def clause_span(token: Token) -> tuple[int, int]:
    """Return the characters of the clause around a head, without side and joined clauses."""
    first, last = clause_words(token)
    end = token.doc[last]
    return int(token.doc[first].idx), int(end.idx + len(end.text))


def clause_words(token: Token) -> tuple[int, int]:
    """Return the indexes of the first and the last word of that clause."""
    head = lead_of(token)
    kept = []
    stack = [head]
    while stack:
        node = stack.pop()
        kept.append(node)
        for child in node.children:
            if child.is_punct or child.is_space or child.dep_ in {"cc", "punct", "dep", "mark"}:
                continue
            if node.i == head.i and _is_other_clause(child, token):
                continue
            stack.append(child)
    inside = [one for one in kept if not one.is_punct] or [head]
    return min(one.i for one in inside), max(one.i for one in inside)


def _is_other_clause(child: Token, token: Token) -> bool:
    if child.left_edge.i <= token.i <= child.right_edge.i:
        return False
    if child.dep_ == "conj":
        return child.pos_ in {"VERB", "AUX", "ADJ"}
    if child.dep_ in {"advcl", "parataxis"}:
        return True
    return child.dep_ == "ccomp" and child.i < child.head.i


def clauses(sentence: Span) -> Iterator[Token]:
    """Yield the heads of the finite clauses of a sentence, from left to right."""
    for token in sentence:
        if is_clause_head(token):
            yield token

"""What act a word reports: a parsed token in, a PLOVER type with the entry that says so out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.codebook import Codebook, codebook

if TYPE_CHECKING:
    from spacy.tokens import Token

OBJECTS = frozenset({"dobj", "nsubjpass", "obj", "oprd", "attr", "dative"})
LIGHT = frozenset(
    [
        "make",
        "hold",
        "have",
        "take",
        "give",
        "issue",
        "launch",
        "conduct",
        "stage",
        "offer",
        "place",
        "impose",
        "pay",
        "express",
        "voice",
        "raise",
        "mount",
        "wage",
        "begin",
        "start",
        "resume",
        "open",
        "continue",
        "carry",
        "undertake",
        "deliver",
        "extend",
        "announce",
        "see",
        "do",
        "send",
        "put",
        "declare",
        "attend",
        "organise",
        "organize",
        "arrange",
        "complete",
        "finish",
        "perform",
        "lodge",
        "step",
        "maintain",
        "intensify",
        "widen",
        "expand",
        "increase",
        "order",
        "receive",
        "suffer",
        "face",
        "draw",
        "get",
        "provide",
        "level",
        "deal",
        "host",
        "prepare",
        "plan",
        "schedule",
        "propose",
        "seek",
        "lead",
        "join",
        "bring",
        "trigger",
        "spark",
        "provoke",
        "prompt",
        "cause",
        "exchange",
        "reach",
        "sign",
        "witness",
        "engage",
        "involve",
        "include",
        "follow",
    ]
)
"""Verbs that say little: the act is in the noun that they take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One word that reports an act."""

    index: int  # of the token in the document
    type: str  # PLOVER type
    entry: str  # the codebook entry that says so
    noun: int | None = None  # index of the noun that carries the act of a light verb
    by_frame: bool = False


def lemma_of(token: Token) -> str:
    """Return the lower-case lemma, with the hyphen of 're-open' kept."""
    return str(token.lemma_).lower()


def objects_of(verb: Token) -> list[Token]:
    """Return the objects of a verb: its direct objects, and the subject of its passive."""
    found = []
    for child in verb.children:
        if child.dep_ in OBJECTS:
            found.append(child)
            found.extend(child.conjuncts)
    for noun in list(found):
        if lemma_of(noun) in QUANTITIES:
            found.extend(_of_quantity(noun))
    if not found and verb.dep_ == "acl" and verb.tag_ == "VBN":
        found.append(verb.head)
    if not found and verb.dep_ == "relcl" and not any(c.dep_ == "dobj" for c in verb.children):
        found.append(verb.head)
    if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and _is_passive(verb):
        found.extend(c for c in verb.head.children if c.dep_ == "nsubjpass")
    return found


QUANTITIES = frozenset(
    {
        "dollar",
        "euro",
        "yen",
        "pound",
        "million",
        "billion",
        "number",
        "series",
        "round",
        "set",
        "range",
        "wave",
        "package",
        "dozen",
        "hundred",
        "thousand",
        "ton",
        "tonne",
        "lot",
        "amount",
        "form",
        "batch",
        "worth",
    }
)
"""Nouns of measure: what they measure says what the act is."""


def _of_quantity(noun: Token) -> list[Token]:
    return [
        inner
        for child in noun.children
        if child.dep_ == "prep" and child.lower_ in {"of", "in"}
        for inner in child.children
        if inner.dep_ == "pobj"
    ]


def _is_passive(verb: Token) -> bool:
    return bool(verb.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in verb.children))


def _particles(verb: Token) -> list[str]:
    return [
        str(child.lower_)
        for child in verb.children
        if child.dep_ in {"prt", "prep", "advmod", "aux", "agent", "mark"}
    ] + [
        "to" if any(g.dep_ == "aux" and g.lower_ == "to" for g in child.children) else "that"
        for child in verb.children
        if child.dep_ in {"xcomp", "ccomp"}
    ]


def compound(noun: Token, book: Codebook) -> str | None:
    """Return the noun's entry, its compound ('missile_test') before the bare lemma."""
    lemma = lemma_of(noun)
    for child in noun.children:
        if child.dep_ in {"compound", "amod"} and child.i < noun.i:
            joined = f"{lemma_of(child)}_{lemma}"
            if joined in book.nouns:
                return joined
    for child in noun.children:
        if child.dep_ in {"compound", "amod"}:
            for other in child.children:
                if other.dep_ == "conj" and f"{lemma_of(other)}_{lemma}" in book.nouns:
                    return f"{lemma_of(other)}_{lemma}"
    for child in noun.children:
        if child.dep_ == "prep" and f"{lemma}_{child.lower_}" in book.nouns:
            return f"{lemma}_{child.lower_}"
    return lemma if lemma in book.nouns else None


def verb_predicate(verb: Token) -> Predicate | None:
    """Return the act that a verb reports: by its object, its particle, its noun, or itself."""
    book = codebook()
    lemma = lemma_of(verb)
    particles = _particles(verb)
    joined = [f"{lemma}_{particle}" for particle in particles]
    objects = objects_of(verb)
    carried = _carried(book, verb, objects)
    if carried is not None and "_" in carried.entry:
        return carried
    for noun in objects:
        for name in (*joined, lemma):
            found = _frame(book, name, noun)
            if found is not None:
                return Predicate(
                    index=verb.i,
                    type=found,
                    entry=f"{name} + {lemma_of(noun)}",
                    noun=noun.i,
                    by_frame=True,
                )
    for particle in particles:
        if (lemma, particle) in book.particle_verbs:
            type_ = book.particle_verbs[lemma, particle]
            return Predicate(index=verb.i, type=type_, entry=f"{lemma} {particle}")
    if lemma in book.verbs:
        return Predicate(index=verb.i, type=book.verbs[lemma], entry=lemma)
    return carried


def _carried(book: Codebook, verb: Token, objects: list[Token]) -> Predicate | None:
    """Return the act that the noun of a light verb carries: 'held talks'; a compound goes first."""
    lemma = lemma_of(verb)
    if lemma not in LIGHT:
        return None
    found = [(compound(noun, book), noun) for noun in objects]
    named = [(entry, noun) for entry, noun in found if entry is not None]
    named.sort(key=lambda pair: "_" not in pair[0])
    for entry, noun in named:
        return Predicate(
            index=verb.i, type=book.nouns[entry], entry=f"{lemma} + {entry}", noun=noun.i
        )
    return None


def _frame(book: Codebook, verb: str, noun: Token) -> str | None:
    lemma = lemma_of(noun)
    for child in noun.children:
        if child.dep_ == "compound":
            found = book.frames.get((verb, f"{lemma_of(child)}_{lemma}"))
            if found is not None:
                return found
    return book.frames.get((verb, lemma))


def noun_predicate(noun: Token) -> Predicate | None:
    """Return the act that a noun names, if the lists have it."""
    book = codebook()
    entry = compound(noun, book)
    if entry is None:
        return None
    return Predicate(index=noun.i, type=book.nouns[entry], entry=entry)


def predicate(token: Token) -> Predicate | None:
    """Return the act that a token reports, or None."""
    if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ == "ROOT"):
        return verb_predicate(token)
    if token.pos_ in {"NOUN", "PROPN"}:
        return noun_predicate(token)
    return None

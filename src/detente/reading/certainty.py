"""How sure a statement about the future is: a parsed clause in, an ICD-203 grade out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.mood import is_negated
from detente.reading.predicates import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

GRADES: tuple[str, ...] = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
)
"""ICD-203's seven grades, from impossible to sure."""

OPEN = "open"
"""A statement that something may be: it gives no probability."""

_ADJECTIVES: Mapping[str, str] = {
    word: grade
    for grade, words in {
        "almost no chance": "impossible inconceivable unthinkable unrealizable unrealisable "
        "unattainable unachievable",
        "very unlikely": "implausible far-fetched remote slim",
        "unlikely": "unlikely improbable doubtful dubious difficult hard low poor bleak dim "
        "slender questionable tough unrealistic",
        "likely": "likely probable plausible liable apt poised set expected logical prone "
        "foreseeable probably",
        "almost certain": "certain sure bound inevitable inescapable unavoidable destined "
        "guaranteed assured inexorable imminent",
        OPEN: "possible conceivable feasible potential thinkable",
    }.items()
    for word in words.split()
}
_ADVERBS: Mapping[str, str] = {
    "probably": "likely",
    "likely": "likely",
    "presumably": "likely",
    "possibly": OPEN,
    "perhaps": OPEN,
    "maybe": OPEN,
    "potentially": OPEN,
    "conceivably": OPEN,
    "hardly": "very unlikely",
    "scarcely": "very unlikely",
    "barely": "very unlikely",
    "certainly": "almost certain",
    "surely": "almost certain",
    "inevitably": "almost certain",
    "undoubtedly": "almost certain",
    "definitely": "almost certain",
    "inexorably": "almost certain",
    "unlikely": "unlikely",
    "never": "almost no chance",
    "doubtless": "almost certain",
    "unquestionably": "almost certain",
}
MODAL_GRADES: Mapping[str, str] = {
    "will": "very likely",
    "'ll": "very likely",
    "’ll": "very likely",
    "wo": "very likely",
    "shall": "very likely",
    "would": "very likely",
    "'d": "very likely",
    "may": OPEN,
    "might": OPEN,
    "could": OPEN,
    "should": "likely",
    "can": OPEN,
    "ca": OPEN,
}
OUTLOOK = frozenset(
    [
        "prospect",
        "chance",
        "likelihood",
        "probability",
        "possibility",
        "odds",
        "hope",
        "outlook",
        "risk",
        "danger",
        "expectation",
        "potential",
        "room",
    ]
)
"""Nouns that speak of what may come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """A grade of ICD-203, None where the words give no probability, and those words."""

    grade: str | None
    cue: str
    index: int  # of the token that says it


def adjective_grade(token: Token) -> str | None:
    """Return what an adjective of chance says, 'very' and 'not' taken into account."""
    grade = _ADJECTIVES.get(str(token.lower_))
    if grade is None:
        return None
    words = {str(child.lower_) for child in token.children}
    above = token.head if token.head.pos_ in {"AUX", "VERB"} else None
    subject = subject_words(token)
    none_does = bool(subject & {"neither", "no", "none", "nobody", "nothing"})
    if grade == OPEN:
        negated = "not" in words or (above is not None and is_negated(above)) or none_does
        if "only" in subject or {"at", "best"} <= {str(w.lower_) for w in token.subtree}:
            negated = True  # 'only limited .. is possible': no more than that
        return "almost no chance" if negated or "hardly" in words else OPEN
    if words & {"almost", "virtually", "nigh", "practically", "nearly"}:
        return {"likely": "very likely"}.get(grade, grade)
    if words & {"very", "highly", "extremely", "most", "overwhelmingly", "quite", "vanishingly"}:
        grade = {"unlikely": "very unlikely", "likely": "very likely"}.get(grade, grade)
    negated = bool(words & {"not", "n't", "never"}) or (above is not None and is_negated(above))
    negated = negated or none_does
    if negated:
        grade = _mirrored(grade)
    elif "less" in words or "least" in words:
        grade = {"likely": "unlikely"}.get(grade, grade)
    return grade


def subject_words(token: Token) -> set[str]:
    """Return the words of the subject that an adjective is said of."""
    carrier = token.head if token.head.pos_ in {"AUX", "VERB"} else token
    for node in (carrier, token):
        for child in node.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return {str(word.lower_) for word in child.subtree}
    return set()


def adverb_grade(verb: Token) -> tuple[str, Token] | None:
    """Return what the adverbs on a verb say of its chance."""
    for child in verb.children:
        if child.dep_ in {"advmod", "neg"} and child.lower_ in _ADVERBS:
            grade = _ADVERBS[child.lower_]
            if grade == "likely" and any(
                inner.lower_ in {"very", "most", "almost"} for inner in child.children
            ):
                grade = "very likely"
            return grade, child
    return None


def outlook_grade(noun: Token) -> str | None:
    """Return what is said of a chance: 'little prospect', 'the prospects are low', 'no hope'."""
    described = [child for child in noun.children if child.dep_ in {"amod", "det", "neg"}]
    head = noun.head
    if noun.dep_ == "nsubj":
        described += [c for c in head.children if c.dep_ in {"acomp", "attr", "oprd", "advmod"}]
    for word in described:
        lower = str(word.lower_)
        if lower == "no":
            return "almost no chance"
        if lower in {"little", "slim", "slender", "scant", "few"}:
            return "unlikely"
        if lower in {"good", "strong", "great", "real", "bright", "high", "better"}:
            return "likely"
        if lower in {"faint", "remote", "minimal", "negligible"}:
            return "very unlikely"
        if lower in {
            "low",
            "poor",
            "dim",
            "bleak",
            "limited",
            "small",
            "distant",
            "grim",
            "gloomy",
        }:
            very = any(c.lower_ in {"very", "extremely", "vanishingly"} for c in word.children)
            return "very unlikely" if very else "unlikely"
        if lower in {"increased", "growing", "rising", "considerable", "significant"}:
            return "likely" if lemma_of(noun) != "risk" else OPEN
    return None


def _mirrored(grade: str) -> str:
    return GRADES[len(GRADES) - 1 - GRADES.index(grade)] if grade in GRADES else grade

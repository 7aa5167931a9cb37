"""Statements about the open future: a parsed text in, forecast statements out, with reasons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.actors import Cast
from detente.reading.certainty import (
    MODAL_GRADES,
    OPEN,
    OUTLOOK,
    Sureness,
    adjective_grade,
    adverb_grade,
    outlook_grade,
)
from detente.reading.clauses import clause_span, subject_token
from detente.reading.mood import is_conditional, is_negated
from detente.reading.predicates import lemma_of
from detente.terms.reading import ForecastStatement
from detente.terms.words import icd203_midpoint

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_WISHES = frozenset(
    [
        "hope",
        "want",
        "wish",
        "demand",
        "ask",
        "fear",
        "worry",
        "insist",
        "suggest",
        "recommend",
        "propose",
        "prefer",
        "like",
        "urge",
        "call",
        "argue_for",
        "doubt",
    ]
)
_NEEDS = frozenset({"need", "have", "like", "love", "want", "require"})
_STATES = frozenset(
    [
        "reflect",
        "explain",
        "stem",
        "mean",
        "seem",
        "appear",
        "suggest",
        "indicate",
        "imply",
        "account",
        "argue",
        "say",
        "include",
        "see",
        "note",
        "add",
        "admit",
        "call",
        "wonder",
        "ask",
        "hear",
        "belong",
        "know",
    ]
)
"""Verbs which after 'may' or 'could' explain what is, rather than foretell what comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlook:
    head: Token  # head of the clause that is foretold
    sure: Sureness
    rule: str


Direction = Callable[[str, bool], str | None]
"""The statement and whether it denies change -> '+', '-', '0' for the relation."""


def forecasts_of(
    cast: Cast,
    issue_of: Callable[[int, int], str | None],
    direction_of: Callable[[str, str | None], str | None],
) -> tuple[ForecastStatement, ...]:
    """Return the statements about the future in a parsed text, in their order."""
    found: list[ForecastStatement] = []
    for sentence in cast.readable:
        taken: list[tuple[int, int]] = []
        for outlook in _outlooks(sentence):
            one = _statement(cast, outlook, issue_of, direction_of)
            if one is None or any(one.start < e and s < one.end for s, e in taken):
                continue
            taken.append((one.start, one.end))
            found.append(one)
    return tuple(found)


def _outlooks(sentence: Span) -> Iterator[_Outlook]:
    if sentence.text.rstrip().endswith("?"):
        return
    for token in sentence:
        outlook = _of_adjective(token) or _of_noun(token) or _of_verb(token) or _of_modal(token)
        outlook = outlook or _of_joined(token)
        if outlook is not None:
            yield outlook


def _of_adjective(token: Token) -> _Outlook | None:
    """'is unlikely to', 'it is impossible that', 'makes it improbable', 'bound to'."""
    if token.pos_ not in {"ADJ", "VERB", "ADV"} or token.dep_ not in {
        "acomp", "oprd", "ROOT", "ccomp", "conj", "amod", "advcl", "relcl", "attr", "acl", "xcomp",
    }:  # fmt: skip
        return None
    if token.dep_ == "amod" or (token.dep_ == "conj" and token.head.dep_ == "amod"):
        return None
    grade = adjective_grade(token)
    if grade is None:
        return None
    lower = token.lower_
    opens = any(
        child.dep_ in {"xcomp", "ccomp", "csubj", "prep", "advcl"}
        and (child.dep_ != "prep" or child.lower_ == "for")
        for child in token.children
    ) or any(
        child.dep_ in {"xcomp", "ccomp", "csubj", "advcl"} and child.i > token.i
        for child in token.head.children
    )
    opens = opens or (
        lower in {"certain", "inevitable", "imminent"}
        and lemma_of(token.head) in {"seem", "appear", "look", "be"}
    )
    if lower in {"set", "expected", "bound", "poised", "sure", "hard", "difficult", "low", "high",
                 "poor", "tough", "open", "apt", "liable", "due", "little", "certain",
                 "destined", "prone"} and not opens:  # fmt: skip
        return None
    if (
        lower == "expected"
        and token.pos_ == "VERB"
        and not any(
            c.dep_ in {"auxpass"} and c.lower_ in {"is", "are", "'s"} for c in token.children
        )
    ):
        return None
    if _is_past(token):
        return None
    return _Outlook(
        head=token,
        sure=Sureness(grade=None if grade == OPEN else grade, cue=token.text, index=token.i),
        rule="adjective of chance",
    )


def _is_past(token: Token) -> bool:
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head
    return verb.tag_ == "VBD" and verb.lower_ not in {"could", "might", "would"}


def _of_noun(token: Token) -> _Outlook | None:
    if token.pos_ != "NOUN" or lemma_of(token) not in OUTLOOK:
        return None
    grade = outlook_grade(token)
    if grade is None or _is_past(token):
        return None
    return _Outlook(
        head=token,
        sure=Sureness(grade=None if grade == OPEN else grade, cue=token.text, index=token.i),
        rule="what is said of a chance",
    )


def _of_verb(token: Token) -> _Outlook | None:
    """'Do not expect', 'looks set', 'ensures that', 'promises to be', 'no end in sight'."""
    lemma = lemma_of(token)
    ordered = token.tag_ == "VB" and subject_token(token) is None and is_negated(token)
    if ordered and lemma in {"expect", "anticipate"}:
        return _Outlook(
            head=token,
            sure=Sureness(grade="unlikely", cue=token.text, index=token.i),
            rule="do not expect",
        )
    if (
        lemma == "sight"
        and token.head.lower_ == "in"
        and any(child.lower_ == "no" for child in token.head.head.children)
    ):
        return _Outlook(
            head=token.head.head,
            sure=Sureness(grade="unlikely", cue="no .. in sight", index=token.i),
            rule="none in sight",
        )
    return None


def _of_modal(token: Token) -> _Outlook | None:
    if token.tag_ != "MD" or token.dep_ not in {"aux", "auxpass", "ROOT", "conj"}:
        return None
    verb = token.head if token.dep_ in {"aux", "auxpass"} else token
    lower = token.lower_
    if lower not in MODAL_GRADES or lower == "should" or _is_unreal(token, verb):
        return None
    subject = subject_token(verb)
    if subject is not None and subject.lower_ in {"you", "we", "i", "one", "what", "who"}:
        return None
    said = adjective_below(verb)
    if said is not None:
        return None  # 'will be possible', 'may be difficult': the adjective speaks
    graded = _modal_grade(token, verb, subject)
    if graded is None:
        return None
    grade, cue = graded
    return _Outlook(
        head=verb,
        sure=Sureness(grade=None if grade == OPEN else grade, cue=cue, index=token.i),
        rule=f"modal '{lower}'",
    )


def _modal_grade(modal: Token, verb: Token, subject: Token | None) -> tuple[str, str] | None:
    """Return the grade of a modal with its negation and adverbs, and the words that say it."""
    lower = str(modal.lower_)
    grade, cue = MODAL_GRADES[lower], str(modal.text)
    adverb = adverb_grade(verb)
    if lower == "could" and (is_negated(verb) or (adverb and adverb[1].lower_ == "hardly")):
        return None  # 'could not agree' tells of the past, 'could hardly be worse' of the present
    if lower in {"can", "ca"}:
        only = any(child.lower_ == "only" for child in verb.children)
        if not only and not is_negated(verb):
            return None
        grade = "almost no chance" if is_negated(verb) else "very likely"
    if verb.dep_ == "ccomp" and lemma_of(verb.head) in {"ensure", "guarantee"}:
        grade, cue = "almost certain", f"{verb.head.text} .. {cue}"
    if grade == OPEN and subject is not None and _says_none(subject):
        grade = "unlikely"
    if adverb is not None and adverb[1].lower_ != "never":
        grade, cue = adverb[0], f"{modal.text} {adverb[1].text}"
    return grade, cue


def _of_joined(token: Token) -> _Outlook | None:
    """'will ease and possibly lift': joined to a verb with a modal, with a chance of its own."""
    if token.dep_ != "conj" or token.tag_ != "VB" or token.head.pos_ not in {"VERB", "AUX"}:
        return None
    own = adverb_grade(token)
    above = _of_modal_verb(token.head)
    if own is None or above is None:
        return None
    grade = None if own[0] == OPEN else own[0]
    return _Outlook(
        head=token,
        sure=Sureness(grade=grade, cue=own[1].text, index=own[1].i),
        rule="joined to a statement with a modal",
    )


def _of_modal_verb(verb: Token) -> _Outlook | None:
    for child in verb.children:
        if child.tag_ == "MD":
            return _of_modal(child)
    return None


def adjective_below(verb: Token) -> Token | None:
    """Return the adjective of chance that a copula carries."""
    for child in verb.children:
        if child.dep_ in {"acomp", "attr", "oprd"} and adjective_grade(child) is not None:
            return child
    return None


def _says_none(subject: Token) -> bool:
    return any(word.lower_ in {"no", "neither", "nobody", "none"} for word in subject.subtree)


def _is_unreal(modal: Token, verb: Token) -> bool:
    """Whether a modal speaks of duty, wish, the past or what is, and not of the future."""
    lower = str(modal.lower_)
    if any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children):
        return True
    if is_conditional(verb) or (lower in {"can", "ca"} and lemma_of(verb) in _TRUISMS):
        return True
    if lemma_of(verb) in _NEEDS and any(c.dep_ == "xcomp" for c in verb.children):
        return True
    if verb.dep_ == "relcl" and lower in {"will", "wo", "'ll", "can", "would"}:
        return bool(verb.head.dep_ != "ROOT")
    if lower == "can" and verb.dep_ == "conj" and verb.head.dep_ == "ccomp":
        return True
    return _explains(verb, lower) or _is_subordinate(verb, lower)


def _explains(verb: Token, lower: str) -> bool:
    """Whether 'may reflect', 'could be due' says what is, not what comes."""
    lemma = lemma_of(verb)
    if lower == "would" and lemma in {"wish", "prefer", "say", "argue", "think"}:
        return True
    if lower in {"may", "might", "could", "would"} and lemma in _STATES:
        subject = subject_token(verb)
        return subject is None or not any(
            word.lower_ in {"future", "next", "coming"} for word in subject.subtree
        )
    return (
        lower in {"may", "might", "could"}
        and lemma == "be"
        and any(c.dep_ == "acomp" and c.lower_ == "due" for c in verb.children)
    )


def _is_subordinate(verb: Token, lower: str) -> bool:
    """Whether a clause tells a wish, a purpose or what was future in the past."""
    above = verb.head
    if verb.dep_ not in {"ccomp", "relcl", "advcl"} or above.i == verb.i:
        return False
    if verb.dep_ == "ccomp" and lemma_of(above) in _WISHES | _PROMISES:
        return True
    if lower in {"would", "could", "might"} and above.tag_ == "VBD":
        return lemma_of(above) not in _FORETELL
    if lower == "could" and verb.dep_ == "relcl":
        return True
    return verb.dep_ == "advcl" and any(c.lower_ in {"so", "as"} for c in verb.children)


_TRUISMS = frozenset({"deny", "overstate", "exaggerate", "ignore", "overlook", "exclude", "forget"})
"""'It cannot be denied' is no forecast."""

_PROMISES = frozenset({"agree", "promise", "pledge", "vow", "threaten"})
"""A promise of one's own is an act, not a forecast."""

_FORETELL = frozenset({"say", "conclude", "warn", "predict", "argue", "forecast"})


def _statement(
    cast: Cast,
    outlook: _Outlook,
    issue_of: Callable[[int, int], str | None],
    direction_of: Callable[[str, str | None], str | None],
) -> ForecastStatement | None:
    start, end = clause_span(outlook.head)
    if start >= end:
        return None
    quote = cast.text[start:end]
    speaker, why = speaker_of(cast, outlook.head)
    grade = outlook.sure.grade
    return ForecastStatement(
        start=start,
        end=end,
        quote=quote,
        proposition=_proposition(quote),
        direction=direction_of(quote, grade),  # type: ignore[arg-type]
        horizon=horizon_of(cast.sentence(outlook.head).text),
        certainty=grade,  # type: ignore[arg-type]
        probability=icd203_midpoint(grade) if grade else None,
        condition=condition_of(cast, outlook.head),
        attributed_to=speaker,
        issue=issue_of(start, end),
        confidence=0.7,
        why=(f"{outlook.rule}: '{outlook.sure.cue}' -> {grade or 'no probability'}", why),
    )


def _proposition(quote: str) -> str:
    return re.sub(r"\s+", " ", quote).strip(" .,;")


_HORIZON = re.compile(
    r"\b(?:in|over|within|by|during|before|until|for)\s+(?:the\s+)?(?:"
    r"(?:near|short|medium|long|foreseeable|immediate)[\s-]*(?:term|future|run)|"
    r"(?:next|coming|following)\s+\w+(?:\s+\w+)?|(?:end\s+of\s+)?(?:19|20)\d\d(?:[-–]\d+)?|"
    r"(?:his|her|their|this)\s+(?:presidency|term|tenure|time\s+in\s+office|administration)|"
    r"now|forecast\s+period[^.,;]{0,14})"
    r"|\b(?:soon|any\s+time\s+soon|this\s+(?:year|month|week|decade)|next\s+(?:year|month|week)|"
    r"short[-\s]term|near[-\s]term|eventually|immediately|tomorrow|in\s+a\s+hurry)\b",
    re.IGNORECASE,
)


def horizon_of(text: str) -> str | None:
    """Return the words that say by when, or None.

    Examples
    --------
    >>> horizon_of("Relations will not improve in the near term.")
    'in the near term'
    """
    found = _HORIZON.search(text)
    return re.sub(r"\s+", " ", found[0]) if found else None


def condition_of(cast: Cast, head: Token) -> str | None:
    """Return the clause on which a statement depends: 'if ..', 'as long as ..', 'unless ..'."""
    for token in cast.sentence(head):
        if token.dep_ in {"advcl", "ccomp"} and any(
            child.dep_ in {"mark", "advmod"}
            and child.lower_ in {"if", "unless", "once", "while", "provided", "when", "as", "until"}
            for child in token.children
        ):
            inside = {one.i for one in token.subtree}
            marks = {str(child.lower_) for child in token.children if child.dep_ == "mark"}
            if head.i not in inside and (marks - {"as"} or "long" in _lowers(token)):
                start, end = clause_span(token)
                return _proposition(cast.text[start:end])
    return None


def _lowers(token: Token) -> set[str]:
    return {str(one.lower_) for one in token.subtree}


SAYING = frozenset(
    [
        "say",
        "believe",
        "think",
        "argue",
        "expect",
        "predict",
        "forecast",
        "claim",
        "state",
        "conclude",
        "warn",
        "note",
        "add",
        "tell",
        "suggest",
        "recognize",
        "recognise",
        "see",
        "consider",
        "maintain",
        "contend",
        "assert",
        "declare",
        "announce",
        "write",
        "estimate",
        "reckon",
        "assess",
        "hold",
        "fear",
        "feel",
        "acknowledge",
        "concede",
        "view",
        "promise",
        "vow",
        "pledge",
        "insist",
        "quote",
    ]
)
"""Verbs that give what follows as the view of their subject."""


def speaker_of(cast: Cast, head: Token) -> tuple[str, str]:
    """Return whose view a clause is: an actor's code, or 'author', and why."""
    node = head
    for _ in range(8):
        above = node.head
        if above.i == node.i:
            break
        if above.pos_ == "VERB" and lemma_of(above) in SAYING and node.dep_ in {
            "ccomp", "xcomp", "dobj", "advcl", "pcomp", "prep", "conj", "parataxis", "acl", "relcl",
        }:  # fmt: skip
            subject = subject_token(above)
            actors = cast.actors(subject) if subject is not None else ()
            if actors:
                return actors[0].code, f"'{above.text}' by {actors[0].code} ({actors[0].why})"
            if subject is not None and subject.pos_ in {"NOUN", "PROPN"}:
                return subject.text, f"'{above.text}' by '{subject.text}'"
        node = above
    for child in node.children:
        if child.dep_ in {"ccomp", "parataxis"} and lemma_of(child) in SAYING:
            subject = subject_token(child)
            actors = cast.actors(subject) if subject is not None else ()
            if actors:
                return actors[0].code, f"'{child.text}' by {actors[0].code}"
    return "author", "no speaker named"

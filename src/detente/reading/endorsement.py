"""Whether an author shares a forecast: statements of a parsed text in, those rebutted marked out.

A statement is not the author's own where what governs it calls it wrong ('the illusion that'), or
where what answers it ('However, ..', '.., but ..', 'Although .., ..') says the contrary: of others'
views a contrary forecast or a word of rejection on the same matter is enough, of a mere appearance
('seems certain') also an obstacle, of the author's plain words only a rejection that points back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.actors import Cast
from detente.reading.clauses import subject_token
from detente.reading.forecasts import SAYING, speaker_of
from detente.reading.mood import is_negated
from detente.reading.predicates import lemma_of
from detente.terms.reading import ForecastStatement

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_CONTRAST = re.compile(
    r"\W*(?:however|but|yet|nevertheless|nonetheless|in (?:reality|fact|truth|practice)|"
    r"on the contrary|still,|even so|all the same|that said)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\W*(?:this|that|these|those|such|they)\b", re.IGNORECASE)
"""Without a word of contrast only a word of rejection answers: 'Such hopes are premature'."""

_CONCESSION = frozenset({"although", "though", "while", "whereas", "whilst"})
_LOW = frozenset({"almost no chance", "very unlikely", "unlikely"})
_HIGH = frozenset({"likely", "very likely", "almost certain"})
_WRONG = frozenset(
    [
        "wrong",
        "mistaken",
        "false",
        "untrue",
        "unfounded",
        "unrealistic",
        "premature",
        "naive",
        "naïve",
        "misplaced",
        "misguided",
        "illusory",
        "fanciful",
        "overoptimistic",
        "over-optimistic",
        "exaggerated",
        "overblown",
        "wishful",
        "implausible",
        "delusional",
        "baseless",
        "groundless",
        "erroneous",
        "simplistic",
    ]
)
_WRONG_NOUNS = frozenset(
    ["illusion", "myth", "fallacy", "misconception", "delusion", "fantasy", "mirage", "error"]
)
_MISJUDGE = frozenset(
    [
        "underestimate",
        "overlook",
        "ignore",
        "exaggerate",
        "overstate",
        "misjudge",
        "misread",
        "err",
        "overestimate",
        "misunderstand",
        "underrate",
    ]
)
_WRONGLY = frozenset(
    [
        "wrongly",
        "mistakenly",
        "falsely",
        "naively",
        "naïvely",
        "erroneously",
        "incorrectly",
        "wrongheadedly",
    ]
)
_VIEWS = frozenset(
    [
        "hope",
        "expectation",
        "view",
        "forecast",
        "prediction",
        "optimism",
        "pessimism",
        "claim",
        "scenario",
        "outcome",
        "fear",
        "assumption",
        "argument",
        "belief",
        "notion",
        "idea",
        "prognosis",
    ]
)
_BACK = frozenset({"this", "that", "it", "these", "those", "such"})
_COME = frozenset(
    {"be", "happen", "occur", "come", "materialise", "materialize", "remain", "prove"}
)
_SEEM = frozenset({"seem", "appear", "look", "sound"})
_AT_FIRST = re.compile(
    r"\b(?:at first (?:sight|glance|blush)|on (?:paper|the (?:face|surface))|superficially|"
    r"in theory)\b",
    re.IGNORECASE,
)
_OBSTACLE = re.compile(
    r"\b(?:obstacle|impediment|hurdle|barrier|insurmountable|intractable|deceptive|far from|"
    r"no sign|stand in the way|stands in the way|little has changed|nothing has changed)",
    re.IGNORECASE,
)
_HEDGED = frozenset(
    [
        "somewhat",
        "slightly",
        "only",
        "limited",
        "slowly",
        "gradually",
        "partly",
        "partially",
        "little",
        "modestly",
        "modest",
        "much",
        "fully",
        "completely",
        "entirely",
        "quickly",
        "soon",
        "rapidly",
    ]
)
_HARD = frozenset({"difficult", "hard", "tough"})
_SAME = 5  # letters in which two words on one matter agree


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    one: ForecastStatement
    head: Token
    polarity: int  # 1 it will come, -1 it will not, 0 no probability


def with_endorsement(
    cast: Cast, found: Sequence[ForecastStatement]
) -> tuple[ForecastStatement, ...]:
    """Return the statements, those that the author rebuts marked as not endorsed, and why."""
    seen = [_said(cast, one) for one in found]
    said = [one for one in seen if one is not None]
    marked = []
    for one, this in zip(found, seen, strict=True):
        why = this and (_called_wrong(this.head) or _answered(cast, this, said))
        if why:
            marked.append(replace(one, endorsed=False, why=(*one.why, f"not endorsed: {why}")))
        else:
            marked.append(one)
    return tuple(marked)


def _said(cast: Cast, one: ForecastStatement) -> _Said | None:
    span = cast.doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None:
        return None
    head = span.root
    polarity = -1 if one.certainty in _LOW else int(one.certainty in _HIGH)
    modal = any(child.tag_ == "MD" for child in head.children)
    if polarity > 0 and modal and is_negated(head):
        polarity = -1
    return _Said(one=one, head=head, polarity=polarity)


def _above(head: Token) -> Iterator[Token]:
    node = head
    while node.head.i != node.i:
        node = node.head
        yield node


def _called_wrong(head: Token) -> str | None:
    """Return what governs a statement and calls it wrong: 'the myth that', 'wrongly believes'."""
    below = head
    for node in _above(head):
        lemma = lemma_of(node)
        if below.dep_ in {"ccomp", "acl", "relcl", "xcomp", "pcomp", "csubj", "advcl"}:
            if lemma in _WRONG_NOUNS and below.dep_ in {"acl", "ccomp"}:
                return f"'{node.text}'"
            for child in node.children:
                if child.dep_ == "advmod" and child.lower_ in _WRONGLY:
                    return f"'{child.text}'"
            if lemma in SAYING and node.dep_ in {"xcomp", "ccomp", "csubj", "advcl"}:
                wrong = _wrong_beside(node)
                if wrong is not None:
                    return f"'{wrong.text}'"
        below = node
    return None


def _wrong_beside(verb: Token) -> Token | None:
    """Return the 'wrong' of 'it is wrong to think', 'they are mistaken to believe'."""
    for node in (verb.head, *verb.head.children):
        if node.i != verb.i and (lemma_of(node) in _WRONG or lemma_of(node) in _WRONG_NOUNS):
            carrier = node if node.pos_ in {"AUX", "VERB"} else node.head
            return None if is_negated(carrier) or is_negated(node) else node
    return None


def _answered(cast: Cast, this: _Said, said: Sequence[_Said]) -> str | None:
    """Return what answers a statement to the contrary."""
    answer = _answer(cast, this)
    if answer is None:
        return None
    opens = cast.sentence(answer[0]).start == answer.start
    plain = opens and _PLAIN.match(answer.text) is not None
    others = _is_others(cast, this)
    appears = _is_appearance(cast, this.head)
    for that in () if plain else said:
        if (
            that.one is this.one
            or not answer.start_char <= that.one.start < answer.end_char
            or that.one.attributed_to != "author"
            or _is_others(cast, that)
        ):
            continue
        if _contrary(this, that) and _same_matter(this, that, lax=others or appears):
            return f"'{that.one.quote[:60]}' says the contrary"
    word = _rejection(cast, answer, this, others=others)
    if word is not None:
        return f"'{word}' after it"
    if appears and this.polarity > 0 and not plain:
        met = _OBSTACLE.search(answer.text)
        if met is not None:
            return f"it seems so, but '{met[0]}'"
    return None


def _answer(cast: Cast, this: _Said) -> Span | None:
    """Return the words that answer a statement: after 'but', after 'although ..', 'However, ..'."""
    sentence = cast.sentence(this.head)
    for node in (this.head, *_above(this.head)):
        if any(c.dep_ == "mark" and c.lower_ in _CONCESSION for c in node.children):
            after = node.right_edge.i + 1
            if after < sentence.end:
                return cast.doc[after : sentence.end]
        for child in node.children:
            if child.dep_ == "cc" and child.lower_ in {"but", "yet"} and child.i > this.head.i:
                return cast.doc[child.i : sentence.end]
    if sentence.end >= len(cast.doc):
        return None
    following = cast.sentence(cast.doc[sentence.end])
    starts = _CONTRAST.match(following.text) or _PLAIN.match(following.text)
    return following if starts else None


def _is_others(cast: Cast, this: _Said) -> bool:
    """Whether a statement is given as the view of somebody else, named or not ('many think')."""
    if this.one.attributed_to != "author" or speaker_of(cast, this.head)[0] != "author":
        return True
    for node in _above(this.head):
        if node.pos_ == "VERB" and lemma_of(node) in SAYING:
            subject = subject_token(node)
            return subject is None or subject.lower_ not in {"i", "we", "one"}
    return False


def _is_appearance(cast: Cast, head: Token) -> bool:
    if _AT_FIRST.search(cast.sentence(head).text[:60]) is not None:
        return True
    return any(lemma_of(node) in _SEEM for node in (head, head.head))


def _contrary(this: _Said, that: _Said) -> bool:
    if this.polarity == 0:  # what 'may' come is not denied by being hard to do
        return that.polarity < 0 and _HARD.isdisjoint(map(str.lower, that.one.quote.split()))
    return this.polarity * that.polarity < 0


def _same_matter(this: _Said, that: _Said, *, lax: bool) -> bool:
    """Whether two statements speak of one thing: the second points back, or the verb is the same.

    Of others' views and appearances any shared word will do; plain words that differ in degree
    ('somewhat', 'fully') are both the author's.
    """
    subject = subject_token(that.head)
    if _points_back(subject):
        return True
    if lax:
        return _share(_words(this.head), _words(that.head))
    hedged = any(word.lower_ in _HEDGED for head in (this.head, that.head) for word in head.subtree)
    first = subject_token(this.head)
    if hedged or first is None or subject is None:
        return False
    same = _share(_words(first), _words(subject)) or subject.pos_ == "PRON"
    return same and _share({lemma_of(this.head)}, {lemma_of(that.head)})


def _words(head: Token) -> set[str]:
    return {lemma_of(one) for one in head.subtree if one.pos_ in {"NOUN", "VERB", "PROPN"}}


def _share(some: set[str], others: set[str]) -> bool:
    """Whether two sets of words share one, by its first letters: 'grow' and 'growth'."""
    for one in some:
        for other in others:
            length = min(_SAME, len(one), len(other))
            if length >= 4 and one[:length] == other[:length]:
                return True
    return False


def _points_back(subject: Token | None) -> bool:
    if subject is None:
        return False
    if subject.lower_ in _BACK:  # 'it' may be a state: only of what is or comes about
        verb = subject.head
        opens = any(child.dep_ in {"xcomp", "csubj"} for child in verb.children)
        return lemma_of(verb) in _COME and subject.dep_ != "expl" and not opens
    return any(
        child.dep_ in {"det", "amod", "predet"} and child.lower_ in _BACK
        for child in subject.children
    ) or (lemma_of(subject) in _VIEWS)


def _rejection(cast: Cast, answer: Span, this: _Said, *, others: bool) -> str | None:
    """Return the word that rejects: 'this is an illusion', 'they underestimate', 'such hopes'."""
    for token in answer:
        lemma = lemma_of(token)
        is_wrong = token.lower_ in _WRONG or lemma in _WRONG_NOUNS
        if not is_wrong and lemma not in _MISJUDGE:
            continue
        verb = token if token.pos_ in {"VERB", "AUX"} else token.head
        subject = subject_token(verb)
        if subject is None or is_negated(verb) or speaker_of(cast, verb)[0] != "author":
            continue
        holder = subject.pos_ == "PRON" and subject.lower_ in {"they", "he", "she"}
        named = [one.code for one in cast.actors(subject)]
        same = this.one.attributed_to in named and others
        if _points_back(subject) or (others and (holder or same)):
            return str(token.text)
    return None

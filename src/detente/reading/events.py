"""Events of a parsed text: its actors and days in, who did what to whom out, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING

from detente.reading.actors import Actor, Cast
from detente.reading.arguments import SUFFERING, Sides, is_passive, sides_of, subject_of
from detente.reading.codebook import COOPERATIVE, codebook
from detente.reading.codes import code_of
from detente.reading.mood import Mood, noun_is_given, noun_mood, verb_mood
from detente.reading.predicates import Predicate, lemma_of, predicate
from detente.terms.period import PartialDate
from detente.terms.reading import ReadEvent

if TYPE_CHECKING:
    from spacy.tokens import Token

Dater = Callable[[int, int, int], tuple[PartialDate | None, str]]
"""Start and end of an act's span and start of its sentence, in characters -> its date, and why."""

Topics = Callable[[int, int], str | None]
"""Start and end of a span, in characters -> its issue."""

_PRESENT_OK = frozenset({"REJECT", "ACCUSE", "THREATEN", "REQUEST"})
_WEAK_NOUNS = frozenset(
    [
        "cooperation",
        "co-operation",
        "collaboration",
        "support",
        "dialogue",
        "aid",
        "assistance",
        "help",
        "opposition",
        "negotiation",
        "agreement",
        "commitment",
        "funding",
        "financing",
        "threat",
        "war",
        "conflict",
        "coordination",
        "trade",
        "co-ordination",
        "understanding",
        "deal",
        "compact",
        "accord",
        "sale",
        "subsidy",
        "grant",
        "mission",
        "round",
        "session",
        "reception",
        "tour",
        "call",
        "pledge",
        "offer",
        "proposal",
        "promise",
        "rescue",
        "loan",
        "approval",
        "recognition",
        "backing",
        "solidarity",
        "participation",
        "compromise",
        "easing",
        "removal",
        "relaxation",
        "lifting",
        "ceasefire",
        "truce",
        "demand",
        "request",
        "appeal",
        "warning",
        "criticism",
        "blame",
        "charge",
        "complaint",
        "trial",
        "finding",
        "investigation",
        "inquiry",
        "probe",
        "prosecution",
        "hearing",
        "rhetoric",
        "outcry",
        "veto",
        "objection",
        "denial",
        "resistance",
        "protest",
        "rally",
        "unrest",
        "riot",
        "march",
        "demonstration",
        "ban",
        "tariff",
        "penalty",
        "punishment",
        "retaliation",
        "suspension",
        "freeze",
        "drill",
        "alert",
        "patrol",
        "test",
        "launch",
        "manoeuvre",
        "maneuver",
        "espionage",
        "censorship",
        "repression",
        "coercion",
        "intervention",
        "subversion",
        "coup",
        "disinformation",
        "harassment",
        "theft",
        "persecution",
        "siege",
        "crackdown",
        "fighting",
        "clash",
        "battle",
        "aggression",
        "torture",
        "genocide",
        "assault",
        "shooting",
        "execution",
        "offensive",
        "attack",
        "strike",
        "raid",
        "discussion",
        "conference",
        "conversation",
        "talk",
        "mediation",
        "breach",
        "violation",
        "departure",
        "delivery",
        "shipment",
        "relief",
        "asylum",
        "shelter",
        "evacuation",
        "countermeasure",
        "counter-measure",
        "trade_war",
        "rapprochement",
        "normalisation",
        "normalization",
        "praise",
        "sympathy",
        "welcome",
        "applause",
        "disarmament",
        "de-escalation",
        "restoration",
        "release",
        "relaxation",
        "encouragement",
        "tribute",
        "blessing",
        "sanction",
        "purge",
        "rearmament",
        "militarization",
        "militarisation",
        "build-up",
        "buildup",
        "intimidation",
        "blackmail",
        "overture",
        "assurance",
        "vow",
        "consent",
        "accusation",
        "allegation",
        "rejection",
        "refusal",
        "condemnation",
        "deployment",
    ]
)
"""Nouns that as often name a state of affairs: they need an actor on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    found: Predicate
    mood: Mood
    sides: Sides


def events_of(cast: Cast, date_of: Dater, issue_of: Topics) -> tuple[ReadEvent, ...]:
    """Return the events of a parsed text in their order, repeats linked to the first mention."""
    events: list[ReadEvent] = []
    for act in _acts(cast):
        events.extend(_events(cast, act, date_of, issue_of))
    return _linked(events)


def _acts(cast: Cast) -> Iterator[_Act]:
    taken: set[int] = set()
    for token in (word for sentence in cast.readable for word in sentence):
        if token.i in taken or (not token.is_alpha and "-" not in token.text):
            continue
        if cast.mention_at(token) is not None:
            continue
        found = _demand(token) or _wish(token) or predicate(token)
        if found is None:
            continue
        found = _turned(token, found)
        act = _act(cast, token, found)
        if act is not None:
            taken.update(i for i in (found.index, found.noun) if i is not None)
            taken.update(_covered(cast, act))
            yield act


_SAY = frozenset({"say", "state", "declare", "argue", "insist", "stress", "add", "warn", "tell"})
_MUST = frozenset({"must", "should"})
_WISH_NOUNS = frozenset({"desire", "wish", "ambition", "willingness", "readiness", "intention"})
_MEND = frozenset(
    {
        "improve",
        "strengthen",
        "deepen",
        "expand",
        "establish",
        "promote",
        "develop",
        "build",
        "restore",
        "repair",
        "mend",
        "boost",
        "enhance",
        "cooperate",
        "work",
        "normalise",
        "normalize",
        "resume",
        "reset",
        "engage",
        "increase",
        "reach",
        "hold",
        "meet",
    }
)


def _demand(token: Token) -> Predicate | None:
    """Return 'said that X must leave' as the request that it is."""
    lemma = lemma_of(token)
    if (token.pos_ == "VERB" and lemma in _SAY) or lemma in {"statement", "demand"}:
        for child in token.children:
            if child.dep_ in {"ccomp", "acl"} and any(
                c.dep_ in {"aux", "auxpass"} and c.lower_ in _MUST for c in child.children
            ):
                return Predicate(index=token.i, type="REQUEST", entry=f"{lemma} that .. must")
    return None


def _wish(token: Token) -> Predicate | None:
    """Return 'his desire to improve ties' as a voiced wish to cooperate."""
    if token.pos_ != "NOUN" or lemma_of(token) not in _WISH_NOUNS:
        return None
    if not any(child.dep_ == "poss" for child in token.children):
        return None
    for child in token.children:
        if child.dep_ in {"acl", "xcomp", "relcl"} and lemma_of(child) in _MEND:
            entry = f"{lemma_of(token)} to {lemma_of(child)}"
            return Predicate(index=token.i, type="AGREE", entry=entry)
    return None


def _covered(cast: Cast, act: _Act) -> Iterator[int]:
    """Yield the words that a spoken act covers: what is refused, asked or promised is not done."""
    if act.found.type not in {"REJECT", "REQUEST", "AGREE", "THREATEN"}:
        return
    head = cast.doc[act.found.index]
    for child in head.children:
        if child.dep_ in {"xcomp", "ccomp", "acl"} or (child.dep_ == "dobj" and child.i > head.i):
            for token in child.subtree:
                if token.pos_ == "VERB" or not noun_is_given(token):
                    yield token.i


def _turned(token: Token, found: Predicate) -> Predicate:
    """Return 'refuse to meet' as REJECT and 'refuse to expel' as the act itself, refused."""
    if found.type != "REJECT" or token.pos_ != "VERB":
        return found
    for child in token.children:
        if child.dep_ in {"xcomp", "dobj"} and child.pos_ == "VERB":
            inner = predicate(child)
            if inner is not None and inner.type not in COOPERATIVE and inner.type != "REQUEST":
                return replace(inner, index=inner.index)
    return found


def _act(cast: Cast, token: Token, found: Predicate) -> _Act | None:
    head = cast.doc[found.index]
    if head.pos_ in {"VERB", "AUX"}:
        mood = verb_mood(head)
        if mood.why == "present" and found.type not in _PRESENT_OK:
            return None
        if mood.reality == "denied" and found.type in COOPERATIVE:
            return None
        if mood.reality == "planned" and found.type in {"AGREE", "REQUEST", "REJECT"}:
            return None
    else:
        mood = noun_mood(head)
    if mood.reality is None:
        return None
    sides = sides_of(cast, found)
    if not sides.sources and not sides.targets:
        return None
    if head.pos_ in {"VERB", "AUX"} and not _verb_counts(cast, head, found, sides):
        return None
    found = _in_words(found, sides)
    if head.pos_ not in {"VERB", "AUX"} and not _noun_counts(head, found, sides):
        return None
    return _Act(found=found, mood=mood, sides=sides)


def _verb_counts(cast: Cast, verb: Token, found: Predicate, sides: Sides) -> bool:
    """Whether a verb's subject can act: not 'all of this', no passive of things without agent."""
    if sides.sources:
        return True
    if is_passive(verb):
        return found.by_frame or _has_patient(cast, verb)
    return subject_of(verb) is None or found.entry.split(" + ")[0] in SUFFERING


def _has_patient(cast: Cast, verb: Token) -> bool:
    objects = [child for child in verb.children if child.dep_ == "nsubjpass"]
    if verb.dep_ == "acl":
        objects.append(verb.head)
    return any(cast.actors(one) for one in objects)


def _in_words(found: Predicate, sides: Sides) -> Predicate:
    """Return 'attacked' among politicians as what it is: an accusation."""
    if found.type != "ASSAULT" or found.entry not in {"attack", "assault", "strike", "hit"}:
        return found
    speakers = {one.code.partition(":")[2] for one in sides.sources}
    if speakers and speakers <= {"PTY", "LEG", "OPP", "MED", "ELI"}:
        return replace(found, type="ACCUSE")
    return found


_VENUES = frozenset({"G7", "G20", "G8", "APEC", "BRICS", "ASEM", "UNO", "SCO", "G77"})
_ONE_SIDED = frozenset(
    {
        "quit",
        "resign",
        "step down",
        "resignation",
        "abdicate",
        "departure",
        "missile_test",
        "nuclear_test",
        "test_launch",
    }
)


def _noun_counts(noun: Token, found: Predicate, sides: Sides) -> bool:
    both = bool(sides.sources and sides.targets)
    if found.entry in _ONE_SIDED:
        return bool(sides.sources)
    if found.type == "CONSULT" and any(one.code in _VENUES for one in sides.sources):
        return False
    if lemma_of(noun) in _WEAK_NOUNS or found.entry in _WEAK_NOUNS:
        return both and not _is_generic(noun)
    return True


def _is_generic(noun: Token) -> bool:
    """Whether a noun names a kind of thing: bare plural or mass noun without time or number."""
    return not any(
        child.dep_ in {"det", "poss", "nummod", "acl", "relcl"} for child in noun.children
    )


def _events(cast: Cast, act: _Act, date_of: Dater, issue_of: Topics) -> Iterator[ReadEvent]:
    start, end = _span(cast, act)
    if start >= end:
        return
    head = cast.doc[act.found.index]
    sources, targets, why_sides, sure = _completed(cast, act, head)
    date, why_date = date_of(start, end, cast.sentence(head).start_char)
    issue = issue_of(start, end)
    quote = cast.text[start:end]
    code = code_of(act.found.type, act.found.entry, quote)
    for source, target in islice(_pairs(sources, targets, act.found.type), 4):
        yield ReadEvent(
            start=start,
            end=end,
            quote=quote,
            type=act.found.type,
            source=source.code if source else None,
            target=target.code if target else None,
            date=date,
            issue=issue,
            reality=act.mood.reality,  # type: ignore[arg-type]
            confidence=sure,
            mode=code.mode,
            cameo=code.cameo,
            why=(
                f"codebook: {act.found.entry} -> {act.found.type}",
                f"reality: {act.mood.why}",
                f"source: {source.why if source else 'not found'}",
                f"target: {target.why if target else 'not found'}",
                *why_sides,
                f"date: {why_date}",
            ),
        )


_JOINT = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "ASSAULT", "SANCTION"})
"""Types of act that two who are named together do to each other when nobody else is named."""


def _pairs(
    sources: tuple[Actor | None, ...], targets: tuple[Actor | None, ...], type_: str
) -> Iterator[tuple[Actor | None, Actor | None]]:
    states = {one.state for one in sources if one}
    alone = {one.state for one in targets if one} <= states
    if len(sources) == 2 and len(states) == 2 and type_ in _JOINT and alone:
        yield sources[0], sources[1]
        return
    for source, target in product(sources, targets):
        if source and target and source.code == target.code:
            continue
        yield source, target


def _completed(
    cast: Cast, act: _Act, head: Token
) -> tuple[tuple[Actor | None, ...], tuple[Actor | None, ...], tuple[str, ...], float]:
    """Return the sides, a missing one taken from the sentence or the other state of the dyad."""
    sources: tuple[Actor | None, ...] = act.sides.sources
    targets: tuple[Actor | None, ...] = act.sides.targets
    sure = 0.8 if act.found.by_frame else 0.7
    if sources and targets:
        return sources, targets, (), sure
    if sources and act.found.entry in _ONE_SIDED:
        return sources, (None,), (), sure
    known = {one.state for one in (*act.sides.sources, *act.sides.targets)}
    if len(act.sides.sources) >= 2 and len(known) >= 2:
        return sources, (None,), (), sure
    other = _other(cast, head, known)
    if other is None:
        return sources or (None,), targets or (None,), (), sure - 0.25
    if not sources:
        return (other,), targets, ("source is inferred, not stated",), sure - 0.2
    return sources, (other,), ("target is inferred, not stated",), sure - 0.2


def _other(cast: Cast, head: Token, known: set[str]) -> Actor | None:
    sentence = cast.sentence(head)
    near = [
        one
        for one in cast.mentions_between(sentence.start, sentence.end)
        if one.code.split(":")[0] not in known
    ]
    if cast.dyad is not None and known & set(cast.dyad):
        left = [code for code in cast.dyad if code not in known]
        if left:
            return Actor(code=left[0], why=f"the other state of the dyad {'-'.join(cast.dyad)}")
    if near:
        near.sort(key=lambda one: abs(one.start - head.i))
        return Actor(code=near[0].code, why=f"'{near[0].text}' in the same sentence")
    return None


def _span(cast: Cast, act: _Act) -> tuple[int, int]:
    """Return the characters from the subject to the end of the objects, without side clauses."""
    head = cast.doc[act.found.index]
    kept = [head]
    stack = [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ in {"conj", "advcl", "parataxis", "cc", "punct", "mark", "relcl"}:
                continue
            if child.dep_ == "nsubj" and child.lower_ in {"who", "which", "that"}:
                continue
            kept.append(child)
            stack.append(child)
    first = min(token.idx for token in kept)
    last = max(token.idx + len(token.text) for token in kept)
    if act.found.noun is not None:
        noun = cast.doc[act.found.noun]
        first, last = min(first, noun.idx), max(last, noun.idx + len(noun.text))
    return first, last


def _linked(events: list[ReadEvent]) -> tuple[ReadEvent, ...]:
    """Return the events with each repeat pointing at the first mention of the same act."""
    linked: list[ReadEvent] = []
    firsts: dict[tuple[str, str | None, str | None, str], list[int]] = {}
    for index, event in enumerate(events):
        key = (event.type, _state(event.source), _state(event.target), _act_stem(event))
        known = firsts.setdefault(key, [])
        first = next((i for i in known if _agree(events[i], event)), None)
        if first is None and len(known) < _FIRSTS:
            known.append(index)
        linked.append(event if first is None else replace(event, same_as=first))
    return tuple(linked)


_FIRSTS = 50  # different days of one kind of act that are kept apart


def _agree(first: ReadEvent, second: ReadEvent) -> bool:
    """Whether two mentions of one kind of act lie apart and their days agree."""
    if first.start < second.end and second.start < first.end:
        return False
    one, other = str(first.date or ""), str(second.date or "")
    return one.startswith(other) or other.startswith(one)


def _state(code: str | None) -> str | None:
    return code.split(":")[0] if code else None


def _act_stem(event: ReadEvent) -> str:
    """Return the first letters of the word that names the act: 'exp' of expel and expulsion."""
    entry = event.why[0].removeprefix("codebook: ").partition(" -> ")[0]
    verb, _, noun = entry.partition(" + ")
    carrier = noun if noun and noun in codebook().nouns else verb
    return carrier[:_STEM]


_STEM = 3

"""Who acts and who is acted upon: a predicate's place in the grammar in, its two sides out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.actors import Actor, Cast
from detente.reading.predicates import Predicate, lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

TARGET_PREPS = [
    "against",
    "on",
    "upon",
    "to",
    "toward",
    "towards",
    "with",
    "at",
    "of",
    "over",
    "from",
    "into",
    "for",
    "in",
    "between",
    "among",
    "within",
    "about",
    "before",
    "onto",
    "across",
    "near",
    "by",
]
"""Prepositions that lead to the target, the surest first."""

_CLAUSE_UP = frozenset({"xcomp", "advcl", "ccomp", "pcomp", "conj", "acl", "dep"})
_SOFT = frozenset({"by", "about", "near", "before", "within", "across"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The actors on either side of an act; empty where the text names none."""

    sources: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, or as a bare participle after its object."""
    if any(child.dep_ in {"nsubjpass", "auxpass", "agent"} for child in verb.children):
        return True
    return bool(
        verb.tag_ == "VBN"
        and verb.dep_ in {"acl", "amod"}
        and not any(child.dep_ in {"dobj", "aux"} for child in verb.children)
    )


def subject_of(verb: Token, *, depth: int = 0) -> Token | None:
    """Return the subject of a verb, taken over from the verb above where it has none of its own."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "csubj"}:
            return verb.head if child.lower_ in _WHO and verb.dep_ == "relcl" else child
    if depth > 3 or verb.head.i == verb.i:
        return None
    head = verb.head
    if verb.dep_ == "relcl" and any(child.lower_ in _WHO for child in verb.children):
        return head
    if verb.dep_ == "acl" and head.pos_ in {"NOUN", "PROPN"}:
        return _owner(head, depth) if verb.tag_ in {"VB", "TO"} else head
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        return _subject_over_preposition(head.head, depth)
    if verb.dep_ in _CLAUSE_UP and head.pos_ in {"VERB", "AUX"}:
        return _subject_over_clause(verb, head, depth)
    return None


_WHO = frozenset({"who", "which", "that"})


def _subject_over_preposition(above: Token, depth: int) -> Token | None:
    """Return who does what stands after a preposition: 'accused Iran of arming', 'by closing'."""
    if above.pos_ not in {"VERB", "AUX"}:
        return _owner(above, depth)
    taken = object_of(above) if lemma_of(above) in _OBJECT_CONTROL else None
    return taken or subject_of(above, depth=depth + 1)


def _subject_over_clause(verb: Token, head: Token, depth: int) -> Token | None:
    """Return who does what stands in a clause below a verb, or beside it."""
    if verb.dep_ == "conj" and is_passive(head) and is_passive(verb):
        return None
    if verb.dep_ in {"xcomp", "ccomp"} and lemma_of(head) in _OBJECT_CONTROL:
        taken = object_of(head)
        if taken is not None:
            return taken
    if is_passive(head):
        return next((c for c in head.children if c.dep_ == "nsubjpass"), None)
    return subject_of(head, depth=depth + 1)


_OBJECT_CONTROL = frozenset(
    [
        "urge",
        "ask",
        "tell",
        "order",
        "force",
        "compel",
        "persuade",
        "convince",
        "allow",
        "permit",
        "invite",
        "encourage",
        "press",
        "pressure",
        "push",
        "request",
        "warn",
        "advise",
        "lead",
        "help",
        "enable",
        "require",
        "want",
        "expect",
        "accuse",
        "criticise",
        "criticize",
        "blame",
        "condemn",
        "prevent",
        "stop",
        "keep",
        "deter",
        "dissuade",
        "suspect",
        "thank",
        "praise",
    ]
)
"""Verbs whose object does what the clause below them says."""


def object_of(verb: Token) -> Token | None:
    """Return the direct object of a verb, or the subject of its passive."""
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass", "dative"}:
            return child
    return None


def _owner(noun: Token, depth: int) -> Token | None:
    """Return whose a noun is: 'Iran's decision to', else the subject of the verb that takes it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    head = noun.head
    if noun.dep_ in {"dobj", "attr", "pobj", "oprd"}:
        while head.dep_ == "prep":
            head = head.head
        if head.pos_ in {"VERB", "AUX"}:
            return subject_of(head, depth=depth + 1)
    return None


def agents_of(verb: Token) -> Iterator[Token]:
    """Yield the nouns after 'by' of a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield inner
                    yield from inner.conjuncts


def _with_joined(cast: Cast, token: Token) -> tuple[Actor, ...]:
    found = list(cast.actors(token))
    for other in token.conjuncts:
        if other.i > token.i:
            found.extend(cast.actors(other))
    return tuple(dict.fromkeys(found))


def _preposed(token: Token) -> Iterator[tuple[str, Token]]:
    """Yield preposition and noun of the phrases that hang on a word."""
    for child in token.children:
        if child.dep_ in {"prep", "dative"} and child.pos_ == "ADP":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield child.lower_, inner
                if inner.dep_ == "prep":
                    for deeper in inner.children:
                        if deeper.dep_ == "pobj":
                            yield inner.lower_, deeper


_TOPIC = frozenset({"on", "over", "regarding", "concerning", "about", "in", "at"})
_VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "REQUEST", "REJECT", "ACCUSE", "THREATEN"})


def _in_phrases(
    cast: Cast, tokens: list[Token], avoid: frozenset[str], *, type_: str = "", particle: str = ""
) -> tuple[Actor, ...]:
    """Return the first actors found in phrases on these words, by how surely they mark a target."""
    phrases = [pair for token in tokens for pair in _preposed(token)]
    phrases.sort(key=lambda pair: _rank(pair[0]))
    for prep, noun in phrases:
        if prep in _SOFT or _is_time(noun):
            continue
        if type_ in _VERBAL and prep in _TOPIC and prep != particle:
            continue
        found = [one for one in _with_joined(cast, noun) if one.state not in avoid]
        if found:
            return tuple(found)
        for child in noun.children:  # 'on the economy of Iran', 'into ties with Iran'
            if child.dep_ == "prep":
                for inner in child.children:
                    found = [one for one in _with_joined(cast, inner) if one.state not in avoid]
                    if found:
                        return tuple(found)
    return ()


def _rank(prep: str) -> int:
    return TARGET_PREPS.index(prep) if prep in TARGET_PREPS else len(TARGET_PREPS)


def _is_time(noun: Token) -> bool:
    return lemma_of(noun) in {"year", "month", "week", "day", "time", "end", "while", "moment"}


def verb_sides(cast: Cast, found: Predicate) -> Sides:
    """Return the two sides of an act that a verb reports."""
    verb = cast.doc[found.index]
    passive = is_passive(verb)
    sources: tuple[Actor, ...] = ()
    if found.entry.split(" + ")[0] in SUFFERING and found.by_frame:
        return _suffered(cast, verb, found)
    if passive:
        for agent in agents_of(verb):
            sources += cast.actors(agent)
    else:
        subject = subject_of(verb)
        if subject is not None:
            sources = _with_joined(cast, subject)
    avoid = frozenset(one.state for one in sources)
    return Sides(sources=sources, targets=_verb_targets(cast, verb, found, avoid, passive))


SUFFERING = frozenset({"draw", "face", "attract", "earn", "win", "receive", "provoke"})
"""Verbs whose subject is acted upon: 'he drew criticism'."""


def _suffered(cast: Cast, verb: Token, found: Predicate) -> Sides:
    """Return the sides of 'he drew criticism from Paris': the subject is the one acted upon."""
    subject = subject_of(verb)
    targets = _with_joined(cast, subject) if subject is not None else ()
    carriers = [cast.doc[found.noun]] if found.noun is not None else []
    sources: tuple[Actor, ...] = ()
    for prep, noun in (pair for one in [*carriers, verb] for pair in _preposed(one)):
        if prep in {"from", "by", "of"}:
            sources = sources or cast.actors(noun)
    return Sides(sources=sources, targets=targets)


def _verb_targets(
    cast: Cast, verb: Token, found: Predicate, avoid: frozenset[str], passive: bool
) -> tuple[Actor, ...]:
    objects = [child for child in verb.children if child.dep_ in {"dobj", "dative", "obj"}]
    if passive:
        objects = [c for c in verb.children if c.dep_ == "nsubjpass"] + objects
        if verb.dep_ in {"acl", "relcl"} and not objects:
            objects = [verb.head]
        if verb.dep_ == "conj" and not objects and is_passive(verb.head):
            objects = [c for c in verb.head.children if c.dep_ == "nsubjpass"]
    elif verb.dep_ == "relcl" and not objects:
        objects = [verb.head]
    direct: tuple[Actor, ...] = ()
    for noun in objects:
        if noun.pos_ == "ADP":
            continue
        own = tuple(one for one in _with_joined(cast, noun) if one.state not in avoid)
        direct = direct or own
    carriers = [*objects, verb]
    if found.noun is not None and cast.doc[found.noun] not in carriers:
        carriers.insert(0, cast.doc[found.noun])
    if direct:
        return direct
    particle = found.entry.rpartition(" ")[2]
    phrased = _in_phrases(cast, carriers, avoid, type_=found.type, particle=particle)
    return phrased or _in_clause(cast, verb, avoid) or _at_home(cast, objects, verb, avoid)


def _at_home(
    cast: Cast, objects: list[Token], verb: Token, avoid: frozenset[str]
) -> tuple[Actor, ...]:
    """Return another actor of the source's own state that the act is done to."""
    phrased = [noun for prep, noun in _preposed(verb) if prep in {"to", "with", "against"}]
    for noun in [*objects, *phrased]:
        found = [one for one in cast.actors(noun) if one.state in avoid and ":" in one.code]
        if found:
            return tuple(found[:1])
    return ()


def _in_clause(cast: Cast, verb: Token, avoid: frozenset[str]) -> tuple[Actor, ...]:
    """Return the actors of the clause that a verb takes: 'said that Iran ..'."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp", "prep", "advcl"} and child.i > verb.i:
            for inner in child.subtree:
                if inner.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "poss"}:
                    found = tuple(one for one in cast.actors(inner) if one.state not in avoid)
                    if found:
                        return found
    return ()


def noun_sides(cast: Cast, found: Predicate) -> Sides:
    """Return the two sides of an act that a noun names."""
    noun = cast.doc[found.index]
    pair = cast.pair_before(noun)
    if len(pair) == 2:
        return Sides(sources=pair[:1], targets=pair[1:])
    sources = _named_doers(cast, noun)
    between = _between(cast, noun)
    if len(between) >= 2 and not sources:
        return Sides(sources=between[:1], targets=between[1:2])
    sources = sources or _doers_below(cast, noun)
    type_ = "" if lemma_of(noun) in _ON_TARGET else found.type
    targets = _in_phrases(cast, [noun], frozenset(one.state for one in sources), type_=type_)
    if not sources:
        subject = _owner(noun, 0)
        sources = cast.actors(subject) if subject is not None else ()
        if subject is None and found.entry in _INTRANSITIVE:
            sources = _of_phrase(cast, noun)
        avoid = {one.state for one in sources}
        targets = tuple(one for one in targets if one.state not in avoid)
    return Sides(sources=sources, targets=targets)


def _named_doers(cast: Cast, noun: Token) -> tuple[Actor, ...]:
    """Return who stands before a noun or after its 'by': 'Iran's attack', 'attacks by Iran'."""
    for child in noun.children:
        if child.dep_ == "poss":
            return cast.actors(child)
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"} and cast.mention_at(child) is not None:
            return cast.actors(child)
    return tuple(actor for agent in agents_of(noun) for actor in cast.actors(agent))


def _doers_below(cast: Cast, noun: Token) -> tuple[Actor, ...]:
    """Return who stands after 'by' further down: 'the ban on its goods imposed by Rome'."""
    return tuple(
        actor
        for token in noun.subtree
        if token.dep_ == "acl" and token.tag_ == "VBN"
        for agent in agents_of(token)
        for actor in cast.actors(agent)
    )


_ON_TARGET = frozenset(
    {
        "sanction",
        "attack",
        "strike",
        "tariff",
        "ban",
        "embargo",
        "assault",
        "war",
        "restriction",
        "crackdown",
        "visit",
        "trip",
        "pressure",
        "criticism",
    }
)
_INTRANSITIVE = frozenset(
    [
        "visit",
        "withdrawal",
        "retreat",
        "resignation",
        "departure",
        "interference",
        "meddling",
        "mobilisation",
        "incursion",
        "mobilization",
        "intervention",
        "invasion_by",
        "tour",
        "trip",
        "mission",
        "build-up",
        "buildup",
    ]
)


def _of_phrase(cast: Cast, noun: Token) -> tuple[Actor, ...]:
    for prep, inner in _preposed(noun):
        if prep == "of":
            return _with_joined(cast, inner)
    return ()


def _between(cast: Cast, noun: Token) -> tuple[Actor, ...]:
    for prep, inner in _preposed(noun):
        if prep in {"between", "among", "of"}:
            both = _with_joined(cast, inner)
            if len(both) >= 2:
                return both
    return ()


def sides_of(cast: Cast, found: Predicate) -> Sides:
    """Return the two sides of an act, whichever word reports it."""
    token = cast.doc[found.index]
    if token.pos_ in {"VERB", "AUX"}:
        return verb_sides(cast, found)
    return noun_sides(cast, found)

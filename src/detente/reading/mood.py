"""Whether an act happened, is planned, denied or supposed: a predicate's grammar in, mood out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.predicates import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

MODALS = frozenset(
    [
        "may",
        "might",
        "could",
        "would",
        "should",
        "can",
        "must",
        "shall",
        "will",
        "ought",
        "'ll",
        "'d",
    ]
)
_FUTURE = frozenset({"will", "shall", "'ll"})
_PLAN = frozenset(
    [
        "plan",
        "intend",
        "agree",
        "decide",
        "prepare",
        "promise",
        "pledge",
        "vow",
        "schedule",
        "expect",
        "set",
        "arrange",
        "order",
        "commit",
        "announce",
        "threaten",
        "due",
        "slate",
        "aim",
        "offer",
        "authorise",
        "authorize",
    ]
)
_DONE = frozenset(
    [
        "manage",
        "begin",
        "start",
        "continue",
        "proceed",
        "help",
        "serve",
        "fail",
        "go",
        "come",
        "move",
        "use",
        "rush",
        "get",
        "happen",
        "cease",
        "stop",
        "keep",
        "resume",
    ]
)
_WISH = frozenset(
    [
        "want",
        "wish",
        "hope",
        "seek",
        "try",
        "attempt",
        "like",
        "prefer",
        "need",
        "desire",
        "urge",
        "ask",
        "call",
        "demand",
        "request",
        "tell",
        "warn",
        "encourage",
        "press",
        "propose",
        "consider",
        "require",
        "allow",
        "enable",
        "permit",
        "force",
        "expect",
        "advise",
        "persuade",
        "convince",
        "invite",
        "appeal",
        "insist",
        "recommend",
        "suggest",
        "contemplate",
        "think",
        "help",
        "be",
        "mean",
        "have",
    ]
)
_REFUSE = frozenset(
    [
        "refuse",
        "decline",
        "deny",
        "refrain",
        "rule",
        "avoid",
        "reject",
        "eschew",
        "stop",
        "fail",
        "forgo",
    ]
)
_ALLEGE = frozenset(
    [
        "accuse",
        "allege",
        "suspect",
        "claim",
        "believe",
        "think",
        "blame",
        "charge",
        "criticise",
        "criticize",
        "condemn",
    ]
)
_NOT = frozenset({"not", "n't", "never", "no", "neither", "hardly", "without"})
_UNREAL_PREPS = frozenset({"from", "without", "instead", "like", "as", "than", "against"})
_LEADING = frozenset(
    {"embolden", "enable", "lead", "cause", "force", "prompt", "compel", "drive", "push", "induce"}
)
"""Verbs after which what they lead to has happened too."""

_IF = frozenset({"if", "unless", "whether", "should", "lest", "until"})
_PLANNED_WORDS = frozenset(
    [
        "upcoming",
        "planned",
        "forthcoming",
        "next",
        "proposed",
        "scheduled",
        "expected",
        "future",
        "prospective",
        "long-delayed",
        "delayed",
        "possible",
        "potential",
        "eventual",
        "impending",
        "imminent",
        "coming",
    ]
)
_ALLEGED_WORDS = frozenset(
    ["alleged", "purported", "supposed", "suspected", "possible", "potential"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """How an act is put: its reality, or None where it is not put as an act at all."""

    reality: str | None
    why: str


def is_negated(verb: Token) -> bool:
    """Whether a verb or the determiner of its object says that it is not so."""
    return any(
        child.dep_ == "neg" or child.lower_ in {"never", "neither", "hardly"}
        for child in verb.children
    )


def modal_of(verb: Token) -> str | None:
    """Return the modal of a verb, of the verb above where verbs are joined, or None."""
    for child in verb.children:
        if child.dep_ == "aux" and (child.lower_ in MODALS or child.tag_ == "MD"):
            return str(child.lower_)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and verb.tag_ == "VB":
        return modal_of(verb.head)
    return None


def _has_to(verb: Token) -> bool:
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
        return True
    return (
        verb.dep_ == "conj"
        and verb.head.pos_ == "VERB"
        and verb.tag_ == "VB"
        and _has_to(verb.head)
    )


def _above(verb: Token) -> Token:
    head = verb.head
    while head.dep_ == "prep" and head.head.i != head.i:
        head = head.head
    return head


def is_conditional(verb: Token) -> bool:
    """Whether a verb stands in a clause opened by 'if' or the like."""
    return any(child.dep_ == "mark" and child.lower_ in _IF for child in verb.children)


def verb_mood(verb: Token, depth: int = 0) -> Mood:
    """Return how a verb puts its act."""
    modal = modal_of(verb)
    if is_conditional(verb):
        return Mood(reality=None, why="after 'if'")
    if modal is not None:
        return Mood(reality=None, why=f"modal '{modal}'")
    lead = verb
    while lead.dep_ == "conj" and lead.head.pos_ in {"VERB", "AUX"} and depth < 4:
        if _tensed(lead):
            break
        lead = lead.head
        depth += 1
    negated = is_negated(verb)
    if _has_to(verb) or (lead is not verb and _has_to(lead)):
        return _infinitive(lead, negated, depth)
    if (verb.tag_ == "VBG" and not _tensed(verb)) or (lead is not verb and lead.tag_ == "VBG"):
        return _gerund(lead, negated, depth)
    if lead.dep_ in {"ccomp", "relcl", "acl", "advcl"} and depth < 4:
        above = _above(lead)
        if lead.dep_ == "ccomp" and lemma_of(above) in {"hope", "fear", "expect", "wish", "doubt",
                                                        "suggest", "demand", "insist"}:  # fmt: skip
            return Mood(reality=None, why=f"under '{above.text}'")
        if lead.dep_ == "ccomp" and lemma_of(above) in _ALLEGE:
            return Mood(reality="hypothetical", why=f"alleged by '{above.text}'")
        if lead.dep_ == "ccomp" and is_negated(above) and lemma_of(above) in {"believe", "think"}:
            return Mood(reality=None, why=f"under negated '{above.text}'")
    if negated:
        return Mood(reality="denied", why="negated")
    return Mood(reality="occurred", why=_tense(verb))


def _tensed(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(
        child.dep_ in {"aux", "auxpass"} and child.lower_ != "to" for child in verb.children
    )


def _tense(verb: Token) -> str:
    if any(c.dep_ == "aux" and lemma_of(c) == "have" for c in verb.children):
        return "perfect"
    if verb.tag_ == "VBD" or any(c.lower_ in {"was", "were"} for c in verb.children):
        return "past"
    if verb.tag_ == "VBG":
        return "progressive"
    if verb.tag_ in {"VBZ", "VBP"}:
        return "present"
    return "participle" if verb.tag_ == "VBN" else "bare"


def _infinitive(verb: Token, negated: bool, depth: int) -> Mood:
    above = _above(verb)
    lemma = lemma_of(above)
    if verb.dep_ == "advcl":
        return Mood(reality=None, why="purpose")
    if lemma in _REFUSE:
        return Mood(reality="denied", why=f"refused: '{above.text} to'")
    if lemma in _DONE | _LEADING and depth < 4 and above.pos_ == "VERB":
        return verb_mood(above, depth + 1)
    if lemma in _PLAN and above.pos_ in {"VERB", "AUX", "ADJ"} and depth < 4:
        if above.pos_ == "VERB" and verb_mood(above, depth + 1).reality != "occurred":
            return Mood(reality=None, why=f"under '{above.text}', which is open")
        return Mood(reality="planned", why=f"planned: '{above.text} to'")
    if lemma in {"decision", "plan", "agreement", "order", "promise", "pledge"}:
        return Mood(reality="planned", why=f"'{above.text} to'")
    return Mood(reality=None, why=f"infinitive under '{above.text}'")


def _gerund(verb: Token, negated: bool, depth: int) -> Mood:
    above = _above(verb)
    lemma = lemma_of(above)
    if lemma in _ALLEGE or lemma in {"accusation", "allegation", "charge"}:
        return Mood(reality="hypothetical", why=f"alleged: '{above.text}'")
    if lemma in _REFUSE:
        return Mood(reality="denied", why=f"refused: '{above.text}'")
    if verb.dep_ in {"csubj", "nsubj"} or lemma in _WISH or lemma in {"option", "idea", "risk"}:
        return Mood(reality=None, why=f"gerund under '{above.text}'")
    if verb.head.dep_ == "prep" and verb.head.lower_ in _UNREAL_PREPS:
        return Mood(reality=None, why=f"after '{verb.head.text}'")
    if above.pos_ in {"VERB", "AUX"} and depth < 4 and above.i != verb.i:
        if modal_of(above) is not None or is_conditional(above):
            return Mood(reality=None, why=f"under open '{above.text}'")
        if _has_to(above):
            return Mood(reality=None, why=f"under infinitive '{above.text}'")
    if negated:
        return Mood(reality="denied", why="negated")
    return Mood(reality="occurred", why="gerund")


def noun_mood(noun: Token) -> Mood:
    """Return how a noun puts the act that it names."""
    if any(child.dep_ == "det" and child.lower_ in {"no", "any"} for child in noun.children):
        return Mood(reality=None, why=f"no or any '{noun.text}'")
    for child in noun.children:
        if child.lower_ in _ALLEGED_WORDS:
            return Mood(reality="hypothetical", why=f"'{child.text}'")
        if child.lower_ in _PLANNED_WORDS:
            return Mood(reality="planned", why=f"'{child.text}'")
        if child.dep_ == "poss" and any(c.lower_ == "next" for c in child.children):
            return Mood(reality="planned", why=f"'next {child.text}'")
    above = next((one for one in noun.ancestors if one.pos_ in {"VERB", "AUX"}), None)
    if above is not None and not noun_is_given(noun):
        if lemma_of(above) in {"rule", "exclude", "reject", "refuse", "avoid", "prevent"}:
            return Mood(reality=None, why=f"under '{above.text}'")
        inner = verb_mood(above)
        if inner.reality is None:
            return Mood(reality=None, why=f"{inner.why} above")
    return Mood(reality="occurred", why="named as a fact")


def noun_is_given(noun: Token) -> bool:
    """Whether a noun is put as known: 'the', a possessor, or a past clause on it."""
    return any(
        (child.dep_ == "poss")
        or (child.dep_ == "det" and child.lower_ in {"the", "this", "that", "these", "those"})
        or (child.dep_ in {"acl", "relcl"} and child.tag_ in {"VBN", "VBD"})
        for child in noun.children
    )

"""Who is meant: a parsed text with its names in, the actor code of any word of it out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.mentions import Mention
from detente.reading.predicates import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SECTORS: Mapping[str, str] = {
    "GOV": "government administration president minister ministry leader leadership official "
    "diplomat diplomats authorities authority cabinet embassy ambassador envoy spokesman "
    "spokeswoman spokesperson premier chancellor king prince emir sultan regime secretary "
    "policymaker policy-maker policy-makers department delegation side junta presidency "
    "chancellery counterpart treasury state monarch executive maker consulate foreign_minister "
    "president-elect negotiator vice-president statesman mission representative",
    "LEG": "congress parliament senate house lawmaker legislature legislator senator deputy duma "
    "knesset majlis diet assembly congressman mp bundestag committee chamber",
    "MIL": "troops troop army force forces military soldier navy fleet general admiral warship jet "
    "aircraft marine submarine battalion brigade commander defence missile bomber fighter drone "
    "warplane personnel air-force guard guards",
    "OPP": "opposition dissident protester activist demonstrator",
    "PTY": "party democrats republicans democrat republican conservative faction",
    "JUD": "court judge prosecutor judiciary tribunal attorney",
    "BUS": "company firm business businessman investor bank corporation entrepreneur executive "
    "industry oligarch trader manufacturer exporter businesses operator",
    "MED": "media newspaper journalist press television broadcaster outlet reporter",
    "ELI": "analyst expert scholar academic elite commentator observer establishment think-tank "
    "strategist thinker professor",
    "CVL": "citizen people public civilian voter population student tourist worker national man "
    "woman fisherman society hacker",
    "SPY": "intelligence spy agent service agency",
    "REB": "rebel separatist insurgent militant guerrilla militia fighter jihadist proxy",
    "COP": "police policeman",
}
SECTOR_OF: Mapping[str, str] = {
    word: sector for sector, words in reversed(list(_SECTORS.items())) for word in words.split()
}
"""What a head noun says of the actor's sector."""

ROLES = frozenset(
    [
        "president",
        "government",
        "administration",
        "ministry",
        "minister",
        "premier",
        "chancellor",
        "parliament",
        "congress",
        "senate",
        "army",
        "military",
        "cabinet",
        "authorities",
        "leadership",
        "regime",
        "country",
        "nation",
        "state",
        "leader",
        "king",
        "opposition",
        "capital",
        "kremlin",
        "legislature",
        "prime-minister",
        "kingdom",
        "republic",
        "side",
        "predecessor",
        "successor",
        "officials",
        "official",
        "party",
        "establishment",
    ]
)
"""Nouns that stand for the state last spoken of."""

LONGEST_SENTENCE = 400
"""Words of a sentence from which it is taken for a table or a list, and not read."""

_REACH = 160  # words back to which a pronoun reaches
BOTH = frozenset({"both", "two", "each"})
PAIR_NOUNS = frozenset(
    [
        "side",
        "country",
        "nation",
        "state",
        "power",
        "party",
        "government",
        "leader",
        "president",
        "capital",
        "neighbour",
        "neighbor",
        "minister",
        "people",
        "rival",
        "adversary",
        "foe",
        "ally",
        "partner",
        "giant",
        "superpower",
    ]
)
_PERSON = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_THING = frozenset({"it", "its", "itself"})
_MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
_PREPS_OF_ACTOR = ("of", "from", "in")
_POLITICAL = frozenset(
    {
        "political",
        "opposition",
        "majority",
        "minority",
        "main",
        "governing",
        "ruling",
        "major",
        "mainstream",
        "coalition",
        "conservative",
        "liberal",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who a word means and why we think so."""

    code: str
    why: str

    @property
    def state(self) -> str:
        """The code without its sector."""
        return self.code.split(":")[0]


class Cast:
    """Everybody who is named in one parsed text, and who its pronouns may mean.

    Parameters
    ----------
    found
        The mentions, from left to right.
    dyad
        The two states the text is about, for 'the two sides'.
    """

    def __init__(
        self, doc: Doc, found: Iterable[Mention], dyad: tuple[str, str] | None = None
    ) -> None:
        self.doc = doc
        self.text = str(doc.text)
        self.sentences: tuple[Span, ...] = tuple(doc.sents) if len(doc) else ()
        self._starts = [one.start for one in self.sentences]
        self._first_chars = [one.start_char for one in self.sentences]
        self.mentions = tuple(found)
        self.dyad = dyad
        self._mention_starts = [one.start for one in self.mentions]
        self._at: dict[int, Mention] = {}
        for mention in self.mentions:
            for i in range(mention.start, mention.end):
                self._at[i] = mention
        self._memory: dict[int, tuple[Actor, ...]] = {}

    @property
    def readable(self) -> tuple[Span, ...]:
        """The sentences that are not too long to be language."""
        return tuple(one for one in self.sentences if len(one) <= LONGEST_SENTENCE)

    def mentions_between(self, first: int, last: int) -> tuple[Mention, ...]:
        """Return the names that begin from token `first` to before token `last`."""
        starts = self._mention_starts
        return self.mentions[bisect_left(starts, first) : bisect_left(starts, last)]

    def _before(self, token: Token) -> list[Mention]:
        """Return the names said a little before a word."""
        near = self.mentions_between(token.i - _REACH, token.i)
        return [one for one in near if one.end <= token.i]

    def sentence(self, token: Token) -> Span:
        """Return the sentence of a token; spaCy's own look-up reads the whole text each time."""
        return self.sentences[self.sentence_index(token)]

    def sentence_index(self, token: Token) -> int:
        """Return which sentence, from 0, a token is in."""
        return bisect_right(self._starts, token.i) - 1

    def sentence_at(self, char: int) -> Span | None:
        """Return the sentence at a character offset; None for a text without words."""
        return (
            self.sentences[max(bisect_right(self._first_chars, char) - 1, 0)]
            if self.sentences
            else None
        )

    @property
    def names_at(self) -> Mapping[int, Mention]:
        """The name that each token is part of, by the token's index."""
        return self._at

    def mention_at(self, token: Token) -> Mention | None:
        """Return the name that a token is part of."""
        return self._at.get(token.i)

    def actors(self, token: Token, *, depth: int = 0) -> tuple[Actor, ...]:
        """Return whom a noun, name or pronoun means; several for 'both sides'; none if unknown."""
        if depth == 0 and token.i in self._memory:
            return self._memory[token.i]
        found = self._found(token, depth)
        if depth == 0:
            self._memory[token.i] = found
        return found

    def _found(self, token: Token, depth: int) -> tuple[Actor, ...]:
        if depth > 4:
            return ()
        mention = self._at.get(token.i)
        if mention is not None:
            return (self._of_mention(mention, token),)
        if token.pos_ == "PRON" or token.lower_ in _PERSON | _THING | _MANY:
            return self._of_pronoun(token)
        if self._is_pair(token):
            return self._pair(token)
        return self._of_parts(token, depth) or self._of_role(token)

    def _of_mention(self, mention: Mention, token: Token) -> Actor:
        code = mention.code
        if ":" not in code and mention.kind in {"adjective", "demonym", "name", "alias"}:
            head = self.doc[mention.start : mention.end].root
            above = head.head
            if head.dep_ in {"amod", "compound", "nmod", "poss"} and above.i != head.i:
                code = with_sector(code, above)
        return Actor(code=code, why=f"'{mention.text}' is {mention.kind} of {mention.code}")

    def _of_parts(self, token: Token, depth: int) -> tuple[Actor, ...]:
        """Return whom a noun's modifiers name: 'Russian diplomats', 'leaders of India'."""
        for child in reversed(list(token.children)):
            if child.dep_ in {"amod", "compound", "nmod", "poss"}:
                found = self._of_modifier(token, child, depth)
                if found:
                    return found
        for child in token.children:
            if child.dep_ == "appos":
                found = self.actors(child, depth=depth + 1)
                if found:
                    return found
        return self._of_phrase(token, depth) if is_actor_noun(token) else ()

    def _of_modifier(self, token: Token, child: Token, depth: int) -> tuple[Actor, ...]:
        mention = self._at.get(child.i)
        if mention is not None:
            return self._spread(mention, token)
        if child.dep_ == "poss":
            found = self.actors(child, depth=depth + 1)
            if found:
                return _as_sector(found, token)
        for inner in child.children:
            mention = self._at.get(inner.i)
            if mention is not None and inner.dep_ in {"amod", "compound", "nmod"}:
                return self._spread(mention, token)
        return ()

    def _of_phrase(self, token: Token, depth: int) -> tuple[Actor, ...]:
        for child in token.children:
            if child.dep_ != "prep" or child.lower_ not in _PREPS_OF_ACTOR:
                continue
            for inner in child.children:
                found = self.actors(inner, depth=depth + 1) if inner.dep_ == "pobj" else ()
                if found:
                    return _as_sector(found, token)
        return ()

    def _spread(self, mention: Mention, head: Token) -> tuple[Actor, ...]:
        why = f"'{mention.text}' before '{head.text}'"
        code = mention.code if ":" in mention.code else with_sector(mention.code, head)
        found = [Actor(code=code, why=why)]
        found += [
            Actor(code=with_sector(other.code.split(":")[0], head), why=why)
            for other in self._joined(mention)
        ]
        return tuple(dict.fromkeys(found))

    def _joined(self, mention: Mention) -> list[Mention]:
        """Return the names joined to one by a hyphen or slash: 'US-Russia'."""
        joined = []
        for step in (-1, 1):
            edge = mention.start - 1 if step < 0 else mention.end
            if 0 <= edge < len(self.doc) and self.doc[edge].text in {"-", "–", "/", "‑", "—"}:
                other = self._at.get(edge + step)
                if other is not None and other.code.split(":")[0] != mention.code.split(":")[0]:
                    joined.append(other)
        return joined

    def pair_before(self, token: Token) -> tuple[Actor, ...]:
        """Return the two actors of 'the Xi-Trump summit', 'US-Russia talks', or none."""
        for child in token.children:
            for inner in (child, *child.children):
                mention = self._at.get(inner.i)
                if mention is not None and inner.i < token.i:
                    others = self._joined(mention)
                    if others:
                        both = sorted([mention, *others[:1]], key=lambda one: one.start)
                        return tuple(
                            Actor(code=one.code, why=f"'{one.text}' of a joined pair")
                            for one in both
                        )
        return ()

    def _is_pair(self, token: Token) -> bool:
        lemma = lemma_of(token)
        if lemma == "party" and _is_political(token):
            return False
        if (
            lemma in {"party", "side"}
            and token.tag_ == "NNS"
            and {c.dep_ for c in token.children} <= {"det", "punct"}
            and any(c.lower_ == "the" for c in token.children)
        ):
            return True
        if lemma == "both" and token.pos_ in {"PRON", "DET"}:
            return True
        if token.lower_ == "two" and token.dep_ in {"nsubj", "pobj", "nsubjpass", "dobj"}:
            return True
        return (
            lemma in PAIR_NOUNS
            and any(
                child.lower_ in BOTH and child.dep_ in {"nummod", "det", "predet", "amod"}
                for child in token.children
            )
            and not any(child.i in self._at for child in token.children)
        )

    def _pair(self, token: Token) -> tuple[Actor, ...]:
        if self.dyad is None:
            return ()
        return tuple(
            Actor(code=with_sector(code, token), why=f"'{token.text}': the two of the dyad")
            for code in self.dyad
        )

    def _of_role(self, token: Token) -> tuple[Actor, ...]:
        lemma = lemma_of(token)
        if lemma not in ROLES or (token.tag_ in {"NNS", "NNPS"} and lemma != "party"):
            return ()
        if any(
            child.dep_ == "det" and child.lower_ in {"a", "an", "any", "no", "another", "every"}
            for child in token.children
        ):
            return ()
        mention = self._last(token, lambda one: one.kind not in {"organisation"})
        if mention is None:
            return ()
        state = mention.code.split(":")[0]
        return (
            Actor(code=with_sector(state, token), why=f"'{token.text}' after '{mention.text}'"),
        )

    def _of_pronoun(self, token: Token) -> tuple[Actor, ...]:
        word = token.lower_
        if word in _PERSON:
            carried = self._carried(token)
            if carried:
                return carried
            wanted = self._last(token, lambda one: one.kind in {"person", "role"}, subjects=True)
        elif word in _THING:
            wanted = self._last(
                token, lambda one: one.kind not in {"person", "role", "demonym"}, subjects=True
            )
        elif word in _MANY:
            wanted = self._last_group(token)
        elif word in {"who", "which", "that"} and token.dep_ in {"nsubj", "nsubjpass", "dobj"}:
            clause = token.head
            if clause.dep_ == "relcl" and clause.head.i != token.i:
                return self.actors(clause.head, depth=2)
            return ()
        else:
            return ()
        if wanted is None:
            return ()
        code = wanted.code
        if word in _MANY:
            head = self.doc[wanted.start : wanted.end].root
            code = with_sector(code, head.head) if ":" not in code else code
        return (Actor(code=code, why=f"'{token.text}' after '{wanted.text}'"),)

    def _carried(self, token: Token) -> tuple[Actor, ...]:
        """Return who 'he' means when it goes on from the 'he' that opens the sentence before."""
        start = self.sentence(token).start
        if start == 0:
            return ()
        before = self.sentence(self.doc[start - 1])
        said = [
            one for one in self.mentions_between(start, token.i) if one.kind in {"person", "role"}
        ]
        if said:
            return ()
        for child in before.root.children:
            if child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ in {"he", "she"}:
                return self.actors(child)
        return ()

    def _last(
        self, token: Token, fits: Callable[[Mention], bool], *, subjects: bool = False
    ) -> Mention | None:
        """Return the fitting name last said before a word; subjects near it go first if wanted."""
        near = [one for one in self._before(token) if fits(one)]
        if not near:
            return None
        if subjects:
            start = self.sentence(token).start
            for low, high in ((start, token.i), (self._previous(start), start)):
                inside = [one for one in near if low <= one.start < high and self._is_subject(one)]
                if inside:
                    return inside[-1]
        return near[-1]

    def _last_group(self, token: Token) -> Mention | None:
        start = self.sentence(token).start
        near = self._before(token)
        for low, high in ((start, token.i), (self._previous(start), start)):
            inside = [one for one in near if low <= one.start < high and self._is_plural(one)]
            subject = [one for one in inside if self._is_subject(one)]
            if subject or inside:
                return (subject or inside)[0]
        near = [one for one in near if self._is_plural(one) and self._is_subject(one)]
        return near[-1] if near else None

    def _is_plural(self, mention: Mention) -> bool:
        root = self.doc[mention.start : mention.end].root
        head = root.head if root.dep_ in {"amod", "compound", "poss", "nmod"} else root
        return head.tag_ in {"NNS", "NNPS"} and (head is root or is_actor_noun(head))

    def _is_subject(self, mention: Mention) -> bool:
        token = self.doc[mention.start : mention.end].root
        while (
            token.dep_ in {"amod", "compound", "nmod", "conj", "appos"} and token.head.i != token.i
        ):
            token = token.head
        return token.dep_ in {"nsubj", "nsubjpass"}

    def _previous(self, start: int) -> int:
        return self.sentence(self.doc[start - 1]).start if start > 0 else 0


def _is_political(token: Token) -> bool:
    """Whether 'parties' are those of one country: 'the opposition parties', 'parties in Chile'."""
    words = {str(inner.lower_) for child in token.children for inner in (child, *child.children)}
    named = any(child.dep_ == "prep" and child.lower_ in {"in", "of"} for child in token.children)
    return bool(words & _POLITICAL) or named


def is_actor_noun(token: Token) -> bool:
    """Whether a noun names people or a body that can act."""
    lemma = lemma_of(token)
    return lemma in SECTOR_OF or lemma in ROLES or lemma in PAIR_NOUNS


def _as_sector(found: tuple[Actor, ...], head: Token) -> tuple[Actor, ...]:
    return tuple(Actor(code=with_sector(one.state, head), why=one.why) for one in found)


def with_sector(code: str, head: Token) -> str:
    """Return a state's code with the sector that a head noun says, if it says one."""
    if ":" in code:
        return code
    sector = SECTOR_OF.get(lemma_of(head))
    return f"{code}:{sector}" if sector else code

"""Text -> paragraphs, sentences and tokens, each with its offsets into that very text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_LIST_MARK = re.compile(r"[ \t]*(?:[•▪●◦·‣∙*–—-][ \t]+|\(?\d{1,2}[.)][ \t]+|\(?[a-z]\)[ \t]+)")
_BULLET = re.compile(r"[\s•▪●◦·‣∙\ufeff]+|[*–—-][ \t]+(?=\S)")
_LINE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*[ \t]*$")
_FINAL = re.compile(r"[.!?…。！？][\"'”’»)\]\s]*$")

_STOP = re.compile(
    r"(?P<mark>[.!?…]+|[。！？]+)"
    r"(?P<close>[\"'”’»)\]]*)"
    r"(?P<note>\[\d{1,3}\]|(?<=[a-z][.!?”])\d{1,3}(?=\s+[\"“‘(]?[A-Z])|)"
    r"(?P<gap>\s+|(?=[A-Z][a-z])|(?<=[。！？])|\Z)"
)
_WORD_BEFORE = re.compile(r"(?:\w+(?:[.'’&-]\w+)*)\Z")
_OPENING = "\"'“‘«([—–-•"
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|added|told|wrote|warned|replied|declared)\b"
)


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_NEVER = _words(
    "mr mrs ms messrs mme dr prof gen lt col maj capt cmdr adm sgt cpl brig sen sens rep reps gov "
    "pres amb rev hon fr msgr supt st mt ft vs v cf viz e.g i.e eg ie approx ca al ed eds trans "
    "dept univ assn min sec-gen secy"
)
"""Abbreviations that a sentence does not end with."""

_BEFORE_NUMBER = _words(
    "no nos art arts fig figs vol vols p pp sec ch para paras chap res doc op "
    "a.d b.c jan feb mar apr jun jul aug sep sept oct nov dec"
)
"""Abbreviations only when a number follows: 'No. 5', 'Dec. 14'."""

_MAY_END = _words("inc corp ltd co bros jr sr etc dept ave blvd esq llc plc ph.d")
"""Abbreviations that a sentence may end with, if a word that opens one follows."""

_STARTERS = _words(
    "the this that these those a an it its he his she her they their we our you your i my there "
    "here in on at by for from with after before during since until while when where if although "
    "though but and or so yet as because however moreover meanwhile nevertheless nonetheless "
    "instead indeed thus therefore still also even both each no not some many most all what who "
    "why how such then now first second third finally according despite given under unlike once "
    "only perhaps to one two another other"
)
"""Words that open a sentence far more often than they follow an abbreviation, in small letters."""

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?\b"
    r"|\w+(?:['’]\w+|[-‐‑]\w+)*"
    r"|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark at `start` to `end` (exclusive) of its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or list item at `start` to `end` (exclusive) of its text."""

    start: int
    end: int
    text: str
    paragraph: int  # index of its paragraph, from 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or list item at `start` to `end` (exclusive) of its text."""

    start: int
    end: int
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether it looks like a heading or page furniture: short, no full stop at its end."""
        return len(self.text) < 120 and "\n" not in self.text and not _FINAL.search(self.text)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a block's lines were broken by width: all but the last nearly as long as the longest.

    A title above a name looks alike, so one line must also go on in small letters.
    """
    widest = max(map(len, lines))
    return (
        40 <= widest <= 130
        and all(len(line) >= 0.6 * widest for line in lines[:-1])
        and any(line.lstrip()[:1].islower() for line in lines[1:])
    )


def _cuts(block: str) -> Iterator[int]:
    """Yield the offsets in a block, after a line end, at which a new paragraph begins."""
    lines = block.split("\n")
    wrapped = len(lines) > 1 and _is_wrapped(lines)
    at = 0
    for line, following in pairwise(lines):
        at += len(line) + 1
        goes_on = wrapped or (following.lstrip()[:1].islower() and not _LINE_END.search(line))
        if _LIST_MARK.match(following) or not goes_on:
            yield at


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without blanks around it and without a bullet before it."""
    while start < end and (mark := _BULLET.match(text, start, end)):
        start = mark.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of a text.

    Blank lines part them; so do line ends, unless the lines were broken by width.

    Examples
    --------
    >>> [p.text for p in paragraphs("A title\nBy Name\n\nFirst.\n  • Item")]
    ['A title', 'By Name', 'First.', 'Item']
    """
    found: list[Paragraph] = []
    for block in _BLOCK.finditer(text):
        edges = [0, *_cuts(block[0]), len(block[0])]
        for left, right in pairwise(edges):
            start, end = _trimmed(text, block.start() + left, block.start() + right)
            if start < end:
                found.append(Paragraph(start, end, text[start:end]))
    return tuple(found)


def _ends_at_period(word: str, following: str, *, first_word: bool) -> bool:
    """Whether a full stop after `word` and before `following` ends the sentence."""
    small = word.lower()
    next_word = re.match(r"[\w’']+", following)
    starts = next_word is not None and next_word[0].lower() in _STARTERS
    if small in _NEVER:
        return False
    if small in _BEFORE_NUMBER and following[:1].isdigit():
        return False
    if first_word and (word.isdecimal() or len(word) == 1):
        return False  # '1. The first', 'a. The first'
    if small in _MAY_END or "." in word or (len(word) == 1 and word.isalpha() and word.isupper()):
        return starts or not following[:1].isalpha()
    return True


def _is_end(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether a mark that may end a sentence does so."""
    after = text[stop.end() : min(end, stop.end() + 120)]
    bare = after.lstrip(_OPENING + " ")
    if stop["mark"][0] in "。！？" or not bare:
        return True
    if not any(character.isalnum() for character in bare):
        return False
    if bare[0].islower():
        return False
    before = text[max(start, stop.start() - 40) : stop.start()]
    word = _WORD_BEFORE.search(before)
    if not stop["gap"] and not stop["note"]:  # 'relations.The' glued together by a web page
        return word is not None and len(word[0]) > 2 and word[0].islower()
    if stop["close"] and stop["mark"] != "." and _SPEAKER.match(after):
        return False
    if stop["mark"] == "." and not stop["close"] and word is not None:
        first_word = not text[start : stop.start() - len(word[0])].strip("( ")
        return _ends_at_period(word[0], bare, first_word=first_word)
    return True


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() > stop.start() and _is_end(text, left, stop, end):
            yield _trimmed(text, left, stop.end())
            left = stop.end()
    yield _trimmed(text, left, end)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, headings and list items among them.

    Examples
    --------
    >>> [s.text for s in sentences("The U.S. expelled Gen. Petrov on Dec. 5. Moscow protested.")]
    ['The U.S. expelled Gen. Petrov on Dec. 5.', 'Moscow protested.']
    """
    return tuple(
        Sentence(start, end, text[start:end], index)
        for index, paragraph in enumerate(paragraphs(text))
        for start, end in _sentence_spans(text, paragraph.start, paragraph.end)
        if start < end
    )


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Return the words, numbers and marks of a text or of a part of it.

    Parameters
    ----------
    start, end
        Where to look, in characters; offsets still count from the text's beginning.

    Examples
    --------
    >>> [token.text for token in tokens("Putin's U.S.-led talks, 35.5%")]
    ["Putin's", 'U.S.', '-', 'led', 'talks', ',', '35.5', '%']
    """
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return tuple(Token(match.start(), match.end(), match[0]) for match in found)

"""Sentences marked '<s>source</s> .. <t>target</t>' in, plain text and spans out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.errors import InputError

_TAG = re.compile(r"</?[st]>")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSentence:
    """A plain sentence and where its source and target stand in it, end exclusive."""

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None


def marked_sentence(marked: str) -> MarkedSentence:
    """Return the sentence without its tags, and the two spans; the first mark of a kind wins.

    Raises
    ------
    InputError
        If neither a source nor a target is marked.

    Examples
    --------
    >>> marked_sentence("<s>Iran</s> rebuked <t>Iraq</t>.").target
    (13, 17)
    """
    text, opened, spans = "", dict[str, int](), dict[str, tuple[int, int]]()
    done = 0
    for tag in _TAG.finditer(marked):
        text += marked[done : tag.start()]
        done = tag.end()
        name = tag[0].strip("</>")
        if not tag[0].startswith("</"):
            opened[name] = len(text)
        elif name in opened and opened[name] < len(text):
            spans.setdefault(name, (opened.pop(name), len(text)))
    text += marked[done:]
    if not spans:
        raise InputError(
            f"no side is marked in {marked[:80]!r}; write '<s>source</s> .. <t>target</t>'"
        )
    return MarkedSentence(text=text, source=spans.get("s"), target=spans.get("t"))

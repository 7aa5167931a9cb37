"""Markdown -> text of the same length with its marks blanked, and what its front matter states."""

from __future__ import annotations

import re

from detente.text.content import Content
from detente.text.metadata import day_in
from detente.text.plain import decoded_text

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?(?:^\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_MARKS = (
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"),  # a picture says nothing
    re.compile(r"(?<=\])\([^)\n]*\)|(?<=\])\[[^\]\n]*\]"),  # where a link goes
    re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t].*$", re.MULTILINE),  # link definitions
    re.compile(r"^[ \t]{0,3}#{1,6}(?=[ \t])|(?<=[ \t])#+[ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*>+", re.MULTILINE),
    re.compile(r"^[ \t]*[-*_=](?:[ \t]*[-*_=]){2,}[ \t]*$", re.MULTILINE),
    re.compile(r"\*{1,3}|~~|`|(?<![\w])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\w])"),
    re.compile(r"</?[A-Za-z][^>\n]{0,300}>"),
    re.compile(r"[\[\]](?=[^\]\[\n]*[\]\[]|[ \t\n.,;:!?)]|\Z)"),
)
_HEADING = re.compile(r"^[ \t]{0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_NOT_NEWLINE = re.compile(r"[^\n]")


def _blanked(match: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", match[0])


def _front_matter(text: str) -> dict[str, str]:
    front = _FRONT.match(text)
    if front is None:
        return {}
    fields = ((name.lower(), value.strip("\"'")) for name, value in _FIELD.findall(front[1]))
    return {name: value for name, value in fields if value}


def unmarked(text: str) -> str:
    """Return markdown with its marks blanked, so that every offset stays where it was.

    Examples
    --------
    >>> unmarked("## The **first** [obstacle](http://a.b/c)")
    '   The   first    obstacle               '
    """
    for pattern in (_FRONT, _FENCE, *_MARKS):
        text = pattern.sub(_blanked, text)
    return text


def markdown_content(data: bytes) -> Content:
    """Return the content of a markdown file; the text is as long as the file's.

    Raises
    ------
    InputError
        If the bytes are no text.
    """
    text, notes = decoded_text(data)
    fields = _front_matter(text)
    heading = _HEADING.search(_FENCE.sub(_blanked, text))
    title = fields.get("title") or (unmarked(heading[1]).strip() if heading else None)
    return Content(
        text=unmarked(text),
        title=title or None,
        author=fields.get("author") or fields.get("authors"),
        published_on=day_in(fields.get("date") or fields.get("published") or ""),
        notes=notes,
    )

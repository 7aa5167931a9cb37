"""PDF -> its text, lines joined to paragraphs and page furniture dropped, and its own record."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.errors import InputError, MissingExtraError
from detente.text.content import (
    Content,
    check_size,
    useful_author,
    useful_title,
    without_controls,
)
from detente.text.quiet import quiet

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 3000
MAX_PAGE_STREAM = 4_000_000
"""Most bytes that draw one page; a page of print has some 30,000."""

_STREAMS_FACTOR = 4
"""All pages together may be drawn by this many bytes for each character of text allowed."""
_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s*)?[-–—|]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:of|/)\s*\d{1,4})?[-–—|]?\s*", re.I
)
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*\s*$")
_LIST_MARK = re.compile(r"\s*(?:[•▪●◦·*–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad\u2010]$")
_SPACES = re.compile(r"[ \t\u00a0\f]+")


def _opened(data: bytes) -> PdfReader:
    try:
        import pypdf
    except ImportError:
        raise MissingExtraError(
            "reading a PDF needs an extra: pip install 'detente[read]'"
        ) from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    except pypdf.errors.DependencyError:
        locked = True
    if locked:
        raise InputError("the PDF is encrypted: remove its password first")
    return reader


def _edge_key(line: str) -> str:
    return _DIGITS.sub("#", line.strip().lower())


def _furniture(pages: list[list[str]]) -> frozenset[str]:
    """Return the first and last lines that come back on most pages: headers and footers."""
    if len(pages) < 3:
        return frozenset()
    edges = Counter(
        key for lines in pages for key in {_edge_key(line) for line in (*lines[:2], *lines[-2:])}
    )
    return frozenset(key for key, n in edges.items() if key and n >= max(3, 0.5 * len(pages)))


def _body(lines: list[str], furniture: frozenset[str]) -> list[str]:
    last = len(lines) - 1
    return [
        line
        for i, line in enumerate(lines)
        if not (
            (i < 2 or i > last - 2)
            and (_edge_key(line) in furniture or _PAGE_NUMBER.fullmatch(line))
        )
    ]


def joined_lines(lines: list[str]) -> str:
    r"""Return hard-wrapped lines as paragraphs with a blank line between.

    A paragraph ends at an empty line, before a list mark, and after a line that ends a sentence
    and is clearly shorter than the text is wide; a word cut at a line's end is mended.

    Examples
    --------
    >>> joined_lines(["The talks were post-", "poned.", "", "Nothing hap-", "pened."])
    'The talks were postponed.\n\nNothing happened.'
    """
    lengths = sorted(len(line) for line in lines if line.strip())
    width = lengths[-1 - len(lengths) // 10] if lengths else 0
    paragraphs: list[str] = []
    current = ""
    for line in (_SPACES.sub(" ", line).strip() for line in lines):
        if not line or _LIST_MARK.match(line):
            paragraphs.append(current)
            current = line
        elif not current:
            current = line
        elif _HYPHEN.search(current) and line[0].islower():
            current = _HYPHEN.sub("", current) + line
        else:
            current = f"{current} {line}"
        short = len(line) < 0.75 * width
        heading = (
            short
            and len(current) == len(line)
            and (current[:1].isupper() or current[:1].isdigit())
            and len(current) < 80
        )
        if current and short and (_SENTENCE_END.search(line) or (heading and width > 50)):
            paragraphs.append(current)
            current = ""
    paragraphs.append(current)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _page_lines(reader: PdfReader, limit: int) -> tuple[list[list[str]], int]:
    """Return the lines of every page and how many pages could not be read."""
    n_pages = len(reader.pages)
    if n_pages > MAX_PAGES:
        raise InputError(f"a PDF of {n_pages} pages is above the limit of {MAX_PAGES}; split it")
    pages: list[list[str]] = []
    n_broken = size = drawn = 0
    for index in range(n_pages):
        try:
            page = reader.pages[index]
            contents = page.get_contents()
            n_bytes = len(contents.get_data()) if contents is not None else 0
            drawn += n_bytes
            is_huge = n_bytes > MAX_PAGE_STREAM or drawn > _STREAMS_FACTOR * limit
            text = "" if is_huge else without_controls(page.extract_text())
        except (Exception, RecursionError):  # a broken page raises anything at all
            n_broken += 1
            continue
        if is_huge:
            n_broken += 1
            continue
        size += len(text)
        check_size(size, limit, "text in the PDF")
        pages.append(text.splitlines())
    return pages, n_broken


def _stated(reader: PdfReader) -> tuple[str | None, str | None, date | None]:
    """Return title, author and day of making as the file's own record has them."""
    try:
        record: Any = reader.metadata
        if record is None:
            return None, None, None
        made_at = record.creation_date
        return (
            useful_title(record.title),
            useful_author(record.author),
            made_at.date() if made_at else None,
        )
    except Exception:  # the record is a courtesy: a broken one is no record
        return None, None, None


def pdf_content(data: bytes, *, max_text: int) -> Content:
    """Return the content of a PDF; the day of its making stands in for a missing date.

    Parameters
    ----------
    data
        The whole file.
    max_text
        Most characters that its text may have.

    Raises
    ------
    InputError
        If it is encrypted, broken, above a limit, or holds no text.
    MissingExtraError
        If pypdf is not installed.
    """
    with quiet("pypdf"):
        try:
            reader = _opened(data)
            pages, n_broken = _page_lines(reader, max_text)
            title, author, made_on = _stated(reader)
        except (InputError, MissingExtraError):
            raise
        except (Exception, RecursionError) as error:  # pypdf raises anything on a broken file
            raise InputError(
                f"not a whole PDF ({type(error).__name__}): truncated or damaged; fetch it again"
            ) from None
    if not any(line.strip() for lines in pages for line in lines):
        if n_broken or not pages:
            raise InputError("no page of the PDF can be read: truncated or damaged; fetch it again")
        raise InputError("the PDF holds no text: scanned? run OCR on it first (such as ocrmypdf)")
    furniture = _furniture(pages)
    text = joined_lines([line for lines in pages for line in _body(lines, furniture)])
    notes = (
        (f"{n_broken} of {len(pages) + n_broken} pages of the PDF cannot be read",)
        if n_broken
        else ()
    )
    return Content(text=text, title=title, author=author, made_on=made_on, notes=notes)

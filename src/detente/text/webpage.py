"""HTML -> the article's text without its surroundings, its title, author and day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from detente.errors import InputError, MissingExtraError
from detente.text.content import Content, without_controls
from detente.text.plain import declared_text, decoded_text
from detente.text.quiet import quiet

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_LINES = re.compile(r"\s*\n\s*")


def _markup(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the page's characters; the page may name its own encoding."""
    named = _CHARSET.search(data[:4096])
    if named is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        text = declared_text(data, named[1].decode("ascii"))
        if text is not None:
            return text, ()
    return decoded_text(data)


def _extracted(markup: str, url: str | None) -> Any:
    from trafilatura import bare_extraction

    # no search through the prose for a date: only what the page states about itself
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    return bare_extraction(
        markup,
        url=url,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params=dates,
    )


def html_content(data: bytes, *, url: str | None = None) -> Content:
    """Return the content of a saved web page: paragraphs with a blank line between.

    Menus, comments and footers are left out. Title, author and day are what the page states in
    its head, its JSON-LD or its marked-up byline.

    Parameters
    ----------
    data
        The whole file.
    url
        Where it was saved from; helps to find the day.

    Raises
    ------
    InputError
        If no text is found in it.
    MissingExtraError
        If trafilatura is not installed.
    """
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        raise MissingExtraError(
            "reading HTML needs an extra: pip install 'detente[read]'"
        ) from None
    markup, notes = _markup(data)
    markup = without_controls(markup)
    with quiet("trafilatura", "htmldate", "courlan", "justext"):
        try:
            found = _extracted(markup, url)
        except (Exception, RecursionError) as error:  # the parser raises anything on garbage
            raise InputError(f"not a web page that can be read ({type(error).__name__})") from None
    if found is None or not (found.text or "").strip():
        raise InputError("no article text found in the web page; save its text as txt")
    text = _LINES.sub("\n\n", without_controls(found.text).strip())
    try:
        published_on = date.fromisoformat(found.date) if found.date else None
    except ValueError:
        published_on = None
    return Content(
        text=text,
        title=(found.title or "").strip() or None,
        author=(found.author or "").strip() or None,
        published_on=published_on,
        notes=notes,
    )

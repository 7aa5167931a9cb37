"""DOCX -> its paragraphs and table rows in order, guarded against zip and entity bombs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from detente.errors import InputError, MissingExtraError
from detente.text.content import (
    BINARY_FACTOR,
    Content,
    check_size,
    useful_author,
    useful_title,
    without_controls,
)
from detente.text.quiet import quiet

MAX_PARTS = 5000
MAX_RATIO = 200
"""Most bytes that one packed byte may unpack to; ordinary documents stay below 30."""


def check_package(data: bytes, *, max_text: int) -> None:
    """Refuse a zip package that would unpack to too much, or whose XML declares entities.

    Only the directory of the package is read for the sizes, and never more than a part declares.

    Raises
    ------
    InputError
        If it is no zip, is encrypted, no DOCX, or a bomb.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if "word/document.xml" not in names:
            raise InputError("a zip package, but no DOCX: it has no word/document.xml")
        if any(part.flag_bits & 1 for part in parts):
            raise InputError("the DOCX is encrypted: remove its password first")
        unpacked = sum(part.file_size for part in parts)
        packed = max(1, sum(part.compress_size for part in parts))
        if len(parts) > MAX_PARTS or len(names) != len(parts):
            raise InputError(f"the DOCX has {len(parts)} parts: not one that a text program wrote")
        if unpacked > 1_000_000 and unpacked / packed > MAX_RATIO:
            raise InputError(
                f"a zip bomb: {packed / 1e6:.1f} MB unpack to {unpacked / 1e6:.0f} MB; not opened"
            )
        check_size(unpacked, BINARY_FACTOR * max_text, "unpacked DOCX")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with package.open(part) as xml:
                    if b"<!DOCTYPE" in xml.read(4096).replace(b"\x00", b"").upper():
                        raise InputError(
                            f"the DOCX declares entities in {part.filename}; not opened"
                        )


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _characters(element: Any) -> Iterator[str]:
    """Yield the text below an element, with what was inserted and without what was deleted."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        else:
            if child.tag == f"{_W}p":  # a text box inside a paragraph
                yield "\n"
            yield from _characters(child)


def _blocks(element: Any) -> Iterator[str]:
    """Yield paragraphs and table rows in order, those inside content controls among them."""
    for child in element:
        if child.tag == f"{_W}p":
            yield "".join(_characters(child))
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                if next(row.iterancestors(f"{_W}tbl")) is not child:
                    continue  # of a table inside a cell, whose text the cell has given
                cells = (" ".join("".join(_characters(cell)).split()) for cell in row)
                yield " | ".join(cell for cell in cells if cell)
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def docx_content(data: bytes, *, max_text: int) -> Content:
    """Return the content of a DOCX: one paragraph a block, a blank line between.

    Raises
    ------
    InputError
        If it is broken, encrypted, a bomb, above the limit, or holds no text.
    MissingExtraError
        If python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError(
            "reading a DOCX needs an extra: pip install 'detente[read]'"
        ) from None
    with quiet("docx"):
        try:
            check_package(data, max_text=max_text)
            document = docx.Document(io.BytesIO(data))
            lines = list(_blocks(document.element.body))
        except InputError:
            raise
        except (Exception, RecursionError) as error:  # a broken package raises anything
            raise InputError(
                f"not a whole DOCX ({type(error).__name__}): truncated or damaged; fetch it again"
            ) from None
        title, author = _stated(document)
    text = "\n\n".join(line for line in (without_controls(line).strip() for line in lines) if line)
    check_size(len(text), max_text, "text in the DOCX")
    return Content(text=text, title=title, author=author)


def _stated(document: Any) -> tuple[str | None, str | None]:
    """Return title and author of the file's own record, unless a program's template left them."""
    try:
        record = document.core_properties
        return useful_title(record.title), useful_author(record.author)
    except Exception:  # the record is a courtesy: a broken one is no record
        return None, None

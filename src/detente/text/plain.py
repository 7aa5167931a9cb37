"""Bytes of a plain text -> its characters, the encoding told by its marks and its bytes."""

from __future__ import annotations

import codecs
import re

from detente.errors import InputError
from detente.text.content import Content

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_CONTROL_SHARE = 0.005
_HEAD = 65_536


def _marked_encoding(data: bytes) -> tuple[str, int] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: every other byte of Latin text is NUL."""
    head = data[:_HEAD]
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    if even > 0.7 and odd < 0.1:
        return "utf-16-be"
    return None


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    marked = _marked_encoding(data)
    if marked is not None:
        encoding, skip = marked
        text = data[skip:].decode(encoding, errors="replace")
        broken = "\ufffd" in text
        return text, ((f"some bytes are not {encoding}, shown as \ufffd",) if broken else ())
    sixteen = _unmarked_utf16(data)
    if sixteen is not None:
        return data.decode(sixteen, errors="replace"), (f"read as {sixteen} without a mark",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    n_whole = len(_MULTIBYTE.findall(data))
    if n_whole > text.count("\ufffd"):
        return text, ("some bytes are not UTF-8, shown as \ufffd",)
    return data.decode("cp1252", errors="replace"), ("not UTF-8, read as Windows-1252",)


_DECLARABLE = re.compile(
    r"utf-8|iso8859-\d+|cp125\d|cp8\d\d|koi8-[ru]|gb2312|gbk|gb18030|big5|euc_\w+|shift_jis|mac-\w+"
)


def declared_text(data: bytes, encoding: str) -> str | None:
    r"""Return the characters in the encoding that a file declares, None if that does not fit.

    Only encodings of one byte or more a letter without tricks are taken: a page whose head can be
    read as ASCII is no UTF-16, whatever it declares. Latin-1 is read as Windows-1252, as in
    browsers.

    Examples
    --------
    >>> declared_text(b"caf\xe9", "ISO-8859-1"), declared_text(b"abcd", "utf-16")
    ('café', None)
    """
    try:
        name = codecs.lookup(encoding).name
        if _DECLARABLE.fullmatch(name) is None:
            return None
        text = data.decode("cp1252" if name == "iso8859-1" else name)
    except (LookupError, ValueError):
        return None
    return None if "\x00" in text else text.replace("\r\n", "\n").replace("\r", "\n")


def decoded_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Return the characters of a plain text and remarks about its encoding.

    A byte order mark decides; else UTF-16 told by its NUL bytes, else UTF-8, else Windows-1252.
    The mark is not part of the text. Line ends become '\n', as Python's `open(path).read()` does,
    so offsets into the result are offsets into what that call gives for a UTF-8 file.

    Raises
    ------
    InputError
        If the bytes are no text: more than one character in two hundred is a control character.

    Examples
    --------
    >>> decoded_text("Привет\r\nа".encode())
    ('Привет\nа', ())
    >>> decoded_text(b"caf\xe9")
    ('café', ('not UTF-8, read as Windows-1252',))
    """
    text, notes = _decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    n_control = len(_CONTROL.findall(text))
    if n_control > max(1, _MAX_CONTROL_SHARE * len(text)):
        raise InputError(
            f"not a text: {n_control} of {len(text)} characters are control characters; "
            "give txt, md, html, pdf, docx or eml"
        )
    if n_control:
        text = _CONTROL.sub(" ", text)
        notes = (*notes, f"{n_control} control characters shown as blanks")
    return _SURROGATE.sub("\ufffd", text), notes


def plain_content(data: bytes) -> Content:
    """Return the content of a plain text file.

    Raises
    ------
    InputError
        If the bytes are no text.
    """
    text, notes = decoded_text(data)
    return Content(text=text, notes=notes)

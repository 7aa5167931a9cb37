"""Files, folders, lists of saved pages -> documents one at a time, or one line why not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from detente.errors import InputError
from detente.terms.document import Document
from detente.text.content import BINARY_FACTOR, MAX_BYTES, Content, check_size
from detente.text.language import checked_language
from detente.text.mail import mail_content
from detente.text.markdown import markdown_content
from detente.text.metadata import completed
from detente.text.pdf import pdf_content
from detente.text.plain import plain_content
from detente.text.saved import saved_pages
from detente.text.webpage import html_content
from detente.text.word import docx_content

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
}
"""What each ending of a file name says it is."""

_LISTS = {".urls", ".csv"}
_BINARY = {"pdf", "docx", "mail"}
_KNOWN = "txt, md, html, pdf, docx, eml"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old .doc or an encrypted .docx; save it as an open .docx"),
    (b"{\\rtf", "an RTF file; save it as .docx or .txt"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"\x89PNG", "a picture; run OCR on it first"),
    (b"\xff\xd8\xff", "a picture; run OCR on it first"),
)


def printable(name: Path | str) -> str:
    r"""Return a file's name with bytes that are no UTF-8 and line ends written out.

    Examples
    --------
    >>> print(printable("a\nb"))
    a\nb
    """
    text = str(name).encode("utf-8", "backslashreplace").decode("utf-8")
    return text.replace("\n", "\\n").replace("\r", "\\r")


def _kind(data: bytes, suffix: str) -> str:
    """Return what the bytes are; what they are weighs more than what the file is called."""
    for mark, what in _FOREIGN:
        if data.startswith(mark):
            raise InputError(f"{what} ({_KNOWN} are read)")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    kind = SUFFIXES.get(suffix)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind in {None, "text"} and head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return kind or "text"


def _opened(data: bytes, suffix: str, url: str | None, max_bytes: int) -> Content:
    kind = _kind(data, suffix)
    if kind not in _BINARY:
        check_size(len(data), max_bytes // (4 if kind == "html" else 1), "file")
    if kind == "pdf":
        return pdf_content(data, max_text=max_bytes)
    if kind == "docx":
        return docx_content(data, max_text=max_bytes)
    if kind == "html":
        return html_content(data, url=url)
    openers: dict[str, Callable[[bytes], Content]] = {
        "text": plain_content,
        "markdown": markdown_content,
        "mail": mail_content,
    }
    return openers[kind](data)


def _file_bytes(path: Path, max_bytes: int) -> bytes:
    limit = max_bytes * (BINARY_FACTOR if SUFFIXES.get(path.suffix.lower()) in _BINARY else 1)
    try:
        if path.is_dir():
            raise InputError("it is a folder; give a file")
        if path.exists() and not path.is_file():
            raise InputError("it is neither a file nor a folder")
        check_size(path.stat().st_size, limit, "file")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        raise InputError("no such file") from None
    except OSError as error:
        raise InputError(error.strerror or str(error)) from None
    except ValueError as error:  # a NUL character in the name
        raise InputError(str(error)) from None


def read_document(
    path: Path | str,
    *,
    name: str | None = None,
    url: str | None = None,
    published_on: date | None = None,
    dyad: tuple[str, str] | None = None,
    any_language: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """Return the document that one file holds; '-' reads the standard input.

    Parameters
    ----------
    path
        A txt, md, html, pdf, docx or eml file.
    name
        Name of the document; the file's name if None.
    url
        Where the file was saved from.
    published_on, dyad
        What is known better than the file states it; searched in the file if None.
    any_language
        Take a text in another language than English instead of refusing it.
    max_bytes
        Largest text, in bytes or characters; a PDF, DOCX or mail may be ten times as large.

    Raises
    ------
    InputError
        One line: the file, what is wrong with it, what to do. Missing, a folder, too large, empty,
        encrypted, damaged, without text, a bomb, not a text, not English.
    MissingExtraError
        If the library that opens this format is not installed.
    """
    is_stdin = str(path) == "-"
    shown = "standard input" if is_stdin else printable(path)
    path = Path(path)
    try:
        if is_stdin:
            data = sys.stdin.buffer.read(max_bytes * BINARY_FACTOR + 1)
        else:
            data = _file_bytes(path, max_bytes)
        check_size(len(data), max_bytes * BINARY_FACTOR, "file")
        if not data.strip():
            raise InputError("it is empty")
        content = _opened(data, "" if is_stdin else path.suffix.lower(), url, max_bytes)
        if not content.text.strip():
            raise InputError("it holds no text")
        language = checked_language(content.text, any_language=any_language)
    except InputError as error:
        raise InputError(f"cannot read {shown}: {error}") from None
    document = Document(
        name=name or ("stdin" if is_stdin else printable(path.name)),
        text=content.text,
        title=content.title,
        author=content.author,
        published_on=published_on or content.published_on,
        dyad=dyad,
        language=language,
        path=None if is_stdin else printable(path),
        url=url,
        notes=content.notes,
    )
    return completed(document, made_on=content.made_on)


def _files_under(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in sorted order, each real folder once, nothing hidden."""
    seen: set[tuple[int, int]] = set()
    for here, folders, files in os.walk(folder, followlinks=True):
        status = Path(here).stat()
        if (status.st_dev, status.st_ino) in seen:  # a link back up the tree
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(here) / name


def _sources(path: Path) -> Iterator[tuple[Path, str, str | None]]:
    """Yield file, name and address of every document that a path stands for."""
    if path.is_dir():
        files = list(_files_under(path))
        addresses = {
            page: url for file in files if file.suffix == ".urls" for page, url in saved_pages(file)
        }
        wanted = [f for f in files if f.suffix.lower() in SUFFIXES or f in addresses]
        if not wanted:
            raise InputError(f"no document in {path}: {_KNOWN} are read")
        for file in wanted:
            yield file, file.relative_to(path).as_posix(), addresses.get(file)
    elif path.suffix.lower() in _LISTS:
        for file, url in saved_pages(path):
            yield file, file.name, url
    else:
        yield path, path.name, None


def read_documents(
    paths: Iterable[Path | str],
    *,
    published_on: date | None = None,
    dyad: tuple[str, str] | None = None,
    any_language: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Document | InputError]:
    """Yield the documents behind files, folders and lists of saved pages, one at a time.

    A folder is walked in sorted order, without hidden files; a document in it is named after its
    place below the folder. A file that cannot be read comes as the error that says why, in its
    place, so that one bad file does not stop a thousand good ones. Names are unique: the second
    'a.txt' is named after its whole path.

    Parameters
    ----------
    paths
        Files, folders, `.urls` or `.csv` lists; '-' is the standard input.
    published_on, dyad, any_language, max_bytes
        As for `read_document`, for every file.

    Raises
    ------
    MissingExtraError
        If the library that opens a format is not installed.
    """
    taken: set[str] = set()
    for path in map(Path, paths):
        try:
            for file, name, url in _sources(path):
                unique = name if name not in taken else str(file)
                while unique in taken:
                    unique += "+"
                taken.add(unique)
                try:
                    yield read_document(
                        file,
                        name="stdin" if unique == "-" else printable(unique),
                        url=url,
                        published_on=published_on,
                        dyad=dyad,
                        any_language=any_language,
                        max_bytes=max_bytes,
                    )
                except InputError as error:
                    yield error
        except InputError as error:
            yield error
        except OSError as error:
            yield InputError(f"cannot read {path}: {error.strerror or error}")

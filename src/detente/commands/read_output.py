"""Where `detente read` puts what it read: the chosen form out, set-aside files and notes told."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from detente.commands.terminal import Format, talk, text_width, whole_file
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.runs.read import ReadDocument

_MOST_NOTES = 20


def remark(line: str) -> None:
    """Say something on stderr that a reader should heed."""
    talk().print(line, style="yellow", highlight=False, markup=False, soft_wrap=True)


class Aside:
    """Files that cannot be read: told once one could be, else the first is the error."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._held: list[InputError] = []

    def take(self, error: InputError) -> None:
        """Keep an error, or raise it where nothing may be set aside."""
        if self._strict:
            raise error
        self._held.append(error)

    def tell(self) -> None:
        """Say what was set aside so far."""
        for error in self._held:
            remark(f"set aside: {' '.join(str(error).split())}")
        self._held.clear()

    def failure(self) -> InputError:
        """Return the error of a run in which no file could be read; the others are told."""
        if not self._held:
            return InputError("nothing to read")
        first = self._held.pop(0)
        self.tell()
        return first


class Sheet:
    """Writes what was read in the chosen form, document by document; a page at the end."""

    def __init__(
        self,
        form: Format,
        write: Callable[[str], object],
        *,
        explain: bool,
        case_issues: Mapping[str, str] | None,
        out: Path | None,
    ) -> None:
        self._form, self._write = form, write
        self._explain, self._case_issues = explain, case_issues
        self._width = text_width()
        self._colour = out is None and sys.stdout.isatty()
        self._n = 0
        self._n_notes = 0
        self._kept: list[ReadDocument] = []

    def add(self, one: ReadDocument) -> None:
        """Write one document."""
        from detente.runs.reading_json import listed, reading_json

        if self._form is Format.HTML:
            self._kept.append(one)
        else:
            found = reading_json(
                one.reading,
                one.document,
                explain=self._explain,
                case_issues=self._case_issues,
            )
            if self._form is Format.JSON:
                self._write(listed(found, first=self._n == 0))
            else:
                from detente.report.reading_text import reading_text

                text = reading_text(found, width=self._width, colour=self._colour)
                self._write(("\n" if self._n else "") + text)
        self._n += 1
        if self._form is not Format.TEXT:
            self._tell_notes(one)

    def _tell_notes(self, one: ReadDocument) -> None:
        """Say on stderr what text shows with the document, up to a limit."""
        for note in one.reading.notes:
            self._n_notes += 1
            if self._n_notes <= _MOST_NOTES:
                remark(f"note: {one.document.name}: {' '.join(note.split())}")

    def end(self) -> None:
        """Write what closes the result."""
        if self._form is Format.JSON:
            from detente.runs.reading_json import LIST_END

            self._write(LIST_END)
        elif self._form is Format.HTML:
            from dataclasses import replace

            from detente.report.document_page import document_page

            # The reading's notes hold those of its document.
            documents = [replace(one.document, notes=()) for one in self._kept]
            self._write(document_page(documents, [one.reading for one in self._kept]))
        if self._n_notes > _MOST_NOTES:
            remark(f"... and {self._n_notes - _MOST_NOTES} more notes, in the result")


@contextlib.contextmanager
def output(out: Path | None, *, spooled: bool) -> Iterator[Callable[[str], object]]:
    """Give what to write the result with: a file whole or not at all, or stdout as it comes.

    Spooled, nothing reaches stdout before all is there.
    """
    import shutil
    import tempfile

    if out is not None:
        with whole_file(out) as file:
            yield lambda text: file.write(text.encode("utf-8", "replace"))
    elif spooled:
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as spool:
            yield spool.write
            spool.seek(0)
            shutil.copyfileobj(spool, sys.stdout)
    else:
        yield sys.stdout.write
        sys.stdout.flush()

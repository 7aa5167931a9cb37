"""What every command shares: talk to stderr, data to stdout or to a file, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from detente.errors import DetenteError, InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress


_QUIET_S = 2.0


class Format(StrEnum):
    """Form of what a command prints."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class TableFormat(StrEnum):
    """Form of what a command prints that has no page."""

    TEXT = "text"
    JSON = "json"


def talk() -> Console:
    """Return the console for progress and remarks, on stderr."""
    from rich.console import Console

    return Console(stderr=True)


def progress() -> Progress:
    """Return a progress bar on stderr that vanishes when done and is silent without a terminal."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = talk()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def text_width() -> int:
    """Columns to fill: those of the terminal, or 110 where output is not shown on one."""
    return talk().width if sys.stdout.isatty() else 110


class LateBar:
    """A progress bar that shows itself once a run has taken two seconds.

    Parameters
    ----------
    what
        What is going on, such as 'reading'.
    total
        Steps until the end; None if nobody knows.
    hidden
        Whether to stay away, such as where results run over the same terminal.
    """

    def __init__(self, what: str, total: float | None, *, hidden: bool = False) -> None:
        self._what, self._total, self._done = what, total, 0.0
        self._hidden = hidden
        self._begun = time.monotonic()
        self._progress: Progress | None = None
        self._task: Any = None

    def __enter__(self) -> LateBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def step(self) -> None:
        """Say that one more step is done."""
        self._done += 1
        if self._progress is None:
            if self._hidden or time.monotonic() - self._begun < _QUIET_S:
                return
            self._progress = progress()
            self._progress.start()
            self._task = self._progress.add_task(self._what, total=self._total)
        self._progress.update(self._task, completed=self._done)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to; it takes its name at the end, so a crash leaves what was there.

    Raises
    ------
    InputError
        If the path is a folder, or its folder is missing or not writable.
    """
    if path.is_dir():
        raise InputError(f"cannot write {path}: it is a folder; give a file name")
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
        temporary = None
    except DetenteError:
        raise
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: a crash or Ctrl-C leaves what was there before.

    Raises
    ------
    InputError
        If the path is a folder, or its folder is missing or not writable.
    """
    with whole_file(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def write_figures(folder: Path, name: str, svgs: list[str]) -> None:
    """Write figures as NAME-1.svg, NAME-1.png and so on into a folder, made if missing.

    Raises
    ------
    InputError
        If the folder is a file or cannot be made.
    """
    import vl_convert

    from detente.report.charts import standalone

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make the folder {folder}: {error.strerror or error}") from None
    for number, svg in enumerate(svgs, start=1):
        plain = standalone(svg)
        write_file(folder / f"{name}-{number}.svg", plain)
        write_file(folder / f"{name}-{number}.png", vl_convert.svg_to_png(plain, scale=2))
    talk().print(f"wrote {len(svgs)} figures to {folder}", style="dim", markup=False)


def emit(content: str, out: Path | None) -> None:
    """Print to stdout, or write to `out` and say so on stderr."""
    if out is None:
        sys.stdout.write(content if content.endswith("\n") else content + "\n")
        return
    write_file(out, content)
    talk().print(f"wrote {out}", style="dim", highlight=False, markup=False)

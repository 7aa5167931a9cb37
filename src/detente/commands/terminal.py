"""What every command shares: talk to stderr, data to stdout or to a file, whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress


class Format(StrEnum):
    """Form of what a command prints."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


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


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: a crash or Ctrl-C leaves what was there before.

    Raises
    ------
    InputError
        If the path is a folder, or its folder is missing or not writable.
    """
    if path.is_dir():
        raise InputError(f"cannot write {path}: it is a folder; give a file name")
    data = content.encode() if isinstance(content, str) else content
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


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

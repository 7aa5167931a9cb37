"""The command `detente`: lists its modules, runs one, turns our errors into one clean line."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated

import typer

from detente.errors import DetenteError

COMMANDS = (
    "assess",
    "whatif",
    "propositions",
    "new",
    "read",
    "import_",
    "status",
    "export",
    "solve",
    "score",
    "series",
    "triangle",
)
"""Modules of `detente.commands` in the order of the help; each has `register(app)`."""


def build() -> typer.Typer:
    """Return the command with all its sub-commands; nothing heavy is imported for it."""
    app = typer.Typer(
        name="detente",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode="markdown",
    )
    app.callback()(_options)
    for name in COMMANDS:
        importlib.import_module(f"detente.commands.{name}").register(app)
    return app


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("detente"))
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", is_eager=True, callback=_say_version
        ),
    ] = False,
) -> None:
    """A workbench for the relation between two states.

    It says where relations stand, what blocks them, what would change it, and who was right.
    """


def main() -> None:
    """Run the command; exit 1 with one line on our own errors, 130 on Ctrl-C."""
    try:
        build()()
    except DetenteError as error:
        line = " ".join(str(error).split())
        sys.stderr.write(f"error: {line}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("stopped; nothing was written\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)

"""The command `detente`: lists its modules, runs one, turns our errors into one clean line."""

from __future__ import annotations

import importlib
import sys

import typer

from detente.errors import DetenteError

COMMANDS = (
    "assess",
    "read",
    "import_",
    "status",
    "export",
    "solve",
    "series",
    "triangle",
)
"""Modules of `detente.commands` in the order of the help; each has `register(app)`."""


def build() -> typer.Typer:
    """Return the command with all its sub-commands; nothing heavy is imported for it."""
    app = typer.Typer(
        name="detente",
        help="A workbench for the relation between two states: where it stands, what blocks it, "
        "what would change it, and who was right.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode="markdown",
    )
    for name in COMMANDS:
        importlib.import_module(f"detente.commands.{name}").register(app)
    return app


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

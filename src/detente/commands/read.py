"""`detente read`: documents in, events, claims, forecasts and a verdict out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.commands.read_output import Aside, Sheet, output, remark
from detente.commands.terminal import Format, LateBar, talk, write_file
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.reading.llm import ModelReader
    from detente.runs.training_data import TrainingData
    from detente.terms.document import Document
    from detente.terms.reading import Reading

_MODEL = "Reading by a language model"


class ReaderName(StrEnum):
    """Who reads."""

    RULES = "rules"
    LLM = "llm"


def register(app: typer.Typer) -> None:
    """Add `read` to the command."""
    app.command()(read)


def read(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, folders or lists of saved pages; - is stdin.")
    ],
    form: Annotated[Format, typer.Option("--format", help="Form of the result.")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", "--output", help="File to write.")
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(help="Case folder or built-in case: its two states, its own issues."),
    ] = None,
    dyad: Annotated[
        tuple[str, str] | None, typer.Option(help="The two states, as in: --dyad USA RUS.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            help="Day of publication, YYYY-MM-DD, of every file; goes before what a file states."
        ),
    ] = None,
    actors: Annotated[
        Path | None,
        typer.Option(help="Your own actors, CSV or YAML: name, code, from, to.", dir_okay=False),
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="YAML file of corrections to make.", dir_okay=False)
    ] = None,
    training: Annotated[
        Path | None,
        typer.Option(help="With --corrections: also write what they teach into this folder."),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(help="Also put all that was read into this store.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say for each item why it was found.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing if any file cannot be read.")
    ] = False,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait while another process has the store.")
    ] = 10.0,
    reader: Annotated[
        ReaderName, typer.Option(help="Who reads: our rules, or a language model that you name.")
    ] = ReaderName.RULES,
    llm_url: Annotated[
        str | None,
        typer.Option(
            help="Where the model answers, such as http://localhost:8080/v1.",
            rich_help_panel=_MODEL,
        ),
    ] = None,
    llm_model: Annotated[
        str | None, typer.Option(help="Name of the model.", rich_help_panel=_MODEL)
    ] = None,
    llm_key_env: Annotated[
        str,
        typer.Option(help="Environment variable with the key, if any.", rich_help_panel=_MODEL),
    ] = "DETENTE_LLM_KEY",
    llm_budget: Annotated[
        int,
        typer.Option(
            min=1, help="Most tokens of prompts and answers together.", rich_help_panel=_MODEL
        ),
    ] = 1_000_000,
    llm_requests: Annotated[
        int, typer.Option(min=1, help="Most requests.", rich_help_panel=_MODEL)
    ] = 200,
    llm_cache: Annotated[
        Path | None, typer.Option(help="Folder that keeps answers.", rich_help_panel=_MODEL)
    ] = None,
) -> None:
    """Read documents into events, claims, forecasts and a verdict.

    A file that cannot be read is set aside with one line, and the rest goes on.

    Example: detente read report.txt --format json
    """
    if training is not None and corrections is None:
        raise InputError("--training needs --corrections: it writes what they teach")
    from detente.reading.corrections import read_corrections
    from detente.runs.own_actors import read_actors
    from detente.runs.read import ReadOptions, case_view, known_dyad, n_files, read_each
    from detente.runs.training_data import TrainingData

    view = case_view(case) if case is not None else None
    made = read_corrections(corrections) if corrections is not None else ()
    options = ReadOptions(
        dyad=known_dyad(dyad) if dyad else (view.dyad if view else None),
        published_on=_last_day(published),
        names=read_actors(actors) if actors is not None else (),
        words=view.words if view else {},
        corrections=made,
        reader=_model(llm_url, llm_model, llm_key_env, (llm_requests, llm_budget), llm_cache)
        if reader is ReaderName.LLM
        else None,
    )
    taught = TrainingData(made)
    aside = Aside(strict=strict)
    quiet = out is None and sys.stdout.isatty()
    with (
        output(out, spooled=strict) as write,
        LateBar("reading", n_files(paths), hidden=quiet) as bar,
    ):
        sheet = Sheet(
            form, write, explain=explain, case_issues=view.issues if view else None, out=out
        )

        def shown() -> Iterator[tuple[Document, Reading]]:
            for one in read_each(paths, options, set_aside=aside.take):
                aside.tell()
                sheet.add(one)
                taught.add(one)
                bar.step()
                yield one.document, one.reading

        _run(shown(), aside, store, wait)
        sheet.end()
    if training is not None:
        _write_training(training, taught)
    for name in taught.unread():
        remark(f"corrections of {name!r} were not made: no such document was read")
    if out is not None:
        talk().print(f"wrote {out}", style="dim", highlight=False, markup=False)


def _last_day(published: str | None) -> date | None:
    """Return the day of '2017-02-15'; of a month or a year the last, when it was surely known."""
    from detente.terms.period import PartialDate

    return PartialDate.parse(published).last_day if published else None


def _model(
    url: str | None, name: str | None, key_env: str, most: tuple[int, int], cache: Path | None
) -> ModelReader:
    """Return the language model to read with; `most` are requests and tokens."""
    from detente.reading.llm import Budget, Endpoint, ModelReader

    if url is None or name is None:
        raise InputError("--reader llm needs --llm-url and --llm-model")
    endpoint = Endpoint(url=url, model=name, key=os.environ.get(key_env) or None)
    return ModelReader(
        endpoint, budget=Budget(max_requests=most[0], max_tokens=most[1]), cache=cache
    )


def _run(
    pairs: Iterator[tuple[Document, Reading]], aside: Aside, store: Path | None, wait: float
) -> None:
    """Read all there is, into the store if one is given; nothing is made for nothing read."""
    first = next(pairs, None)
    if first is None:
        raise aside.failure()
    everything = chain((first,), pairs)
    if store is not None:
        _stored(everything, store, wait)
    else:
        for _ in everything:
            pass
    aside.tell()


def _stored(pairs: Iterator[tuple[Document, Reading]], store: Path, wait: float) -> None:
    from detente.runs.events import store_readings

    now = datetime.now(UTC).replace(tzinfo=None)
    done = store_readings(pairs, store, read_at=now, wait_s=wait)
    there = f"; {done['n_already_there']} were there already" if done["n_already_there"] else ""
    line = (
        f"batch {done['batch']}: {done['n_documents_added']} documents, "
        f"{done['n_events_added']} events, {done['n_claims_added']} claims and "
        f"{done['n_forecasts_added']} forecasts put into {store}"
        if done["batch"] is not None
        else f"nothing new for {store}"
    )
    talk().print(line + there, style="dim", highlight=False, markup=False, soft_wrap=True)


def _write_training(folder: Path, taught: TrainingData) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make the folder {folder}: {error.strerror or error}") from None
    for name, content in taught.files().items():
        write_file(folder / name, content)
    talk().print(f"wrote training data to {folder}", style="dim", highlight=False, markup=False)

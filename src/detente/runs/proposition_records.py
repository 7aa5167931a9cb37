"""Propositions about the record: the chronology and the ledger of a case in, figures out."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from detente.case.asof import Case
from detente.case.chronology import Chronology, load_chronology
from detente.case.ledger import load_ledger
from detente.errors import InputError
from detente.runs.proposition_limbs import Finding, at_least, at_most, more_than, present
from detente.runs.proposition_measures import happened, issue_of, share, step_of
from detente.runs.proposition_runs import Runs
from detente.scoring.brier import brier_scores
from detente.series.channels import channels
from detente.series.table import table_of
from detente.terms.ontology import quad_class_of

REPORTS = ("000", "001", "002", "003", "004")
WINDOW = timedelta(days=60)


def chronology_of(case: Case) -> Chronology:
    """Return the chronology of a case.

    Raises
    ------
    InputError
        If the case has none.
    """
    path = case.folder / "chronology.csv"
    if not path.exists():
        raise InputError(f"case {case.id} has no chronology.csv")
    return load_chronology(path)


def p08(runs: Runs) -> Finding:
    """Rivalry and common work go on side by side from 2010 on."""
    one, other = runs.case.dyad
    series = channels(
        table_of(chronology_of(runs.case).events),
        one,
        other,
        period="year",
        from_on=date(2010, 1, 1),
        to_on=date(2021, 12, 31),
    )
    cooperation, conflict = series.totals[:, :2].sum(axis=1), series.totals[:, 2:].sum(axis=1)
    both = int(((cooperation > 0) & (conflict > 0)).sum())
    return Finding(
        consequences=(
            more_than("years with both", both, len(series.starts) / 2, "half of the years"),
        ),
        why="talks, treaties and accords run beside sanctions, charges and expulsions every year",
    )


def p25(runs: Runs) -> Finding:
    """Warm words, unchanged policy."""
    one, other = runs.case.dyad
    warmth: dict[str, list[float]] = {"verbal": [], "material": []}
    for event in chronology_of(runs.case).events:
        ways = ((event.source or "")[:3], (event.target or "")[:3])
        executive = (event.source or "").partition(":")[2] in ("", "GOV")
        inside = date(2017, 1, 20) <= event.happened_on <= date(2017, 8, 31)
        code = event.cameo or event.type
        if ways == (one, other) and executive and inside and code and event.reality == "occurred":
            channel, sign = quad_class_of(code).split()
            warmth[channel].append(1.0 if sign == "cooperation" else -1.0)
    means = {name: float(np.mean(values)) if values else 0.0 for name, values in warmth.items()}
    return Finding(
        consequences=(
            more_than("warmth in words", means["verbal"], means["material"], "in deeds"),
        ),
        grounds=(more_than("warmth in words", means["verbal"], 0.0),),
        why="the president speaks and meets; designations, troops and closures go on",
    )


def p27(runs: Runs) -> Finding:
    """Expulsion is answered by expulsion, or for once not."""
    issue = issue_of(runs.system("004"), "diplomatic_presence")[1]
    step = step_of("USA", issue.id, -issue.step)
    sixty_days = 60 / (365.25 / 4)
    name = "responses.cut_staff"
    base = share(happened(runs.run("004", 1), name, sixty_days))
    after = share(happened(runs.run("004", 1, step), name, sixty_days))
    events = chronology_of(runs.case).entries
    first, second = runs.case.dyad
    expelled = {
        way: sorted(
            entry.event.happened_on
            for entry in events
            if entry.mode == "expel"
            and entry.event.reality == "occurred"
            and (entry.event.source or "")[:3] == way[0]
            and (entry.event.target or "")[:3] == way[1]
        )
        for way in ((first, second), (second, first))
    }
    theirs = expelled[second, first]
    answered = [any(d <= t <= d + WINDOW for t in theirs) for d in expelled[first, second]]
    restraint = any(
        entry.mode == "expel"
        and entry.event.reality == "denied"
        and date(2016, 12, 29) <= entry.event.happened_on <= date(2016, 12, 31)
        for entry in events
    )
    return Finding(
        consequences=(
            more_than("answer in 60 days after a US expulsion", after, base, "as things are"),
            present("restraint of December 2016 on record", restraint),
        ),
        more={"share of US expulsions answered in the record": float(np.mean(answered or [False]))},
        why="the custom is an answer in kind; the chronology holds the one that stayed away",
    )


def p32(runs: Runs) -> Finding:
    """Forecasts can be judged."""
    path = runs.case.folder / "ledger.yaml"
    if not path.exists():
        raise InputError(f"case {runs.case.id} has no ledger.yaml")
    ledger = load_ledger(path)
    scored = ledger.scored()
    outcomes = [bool(ledger.resolution(f).came_true) for f in scored]
    scores = brier_scores([f.probability or 0.0 for f in scored], outcomes)
    unexplained = [
        f
        for f in ledger.forecasts
        if ledger.resolution(f).outcome in ("yes", "no", "void") and not ledger.resolution(f).fact
    ]
    left_out = [
        f
        for f in ledger.forecasts
        if f.probability is not None
        and f.endorsed
        and f.same_as is None
        and ledger.resolution(f).outcome in ("yes", "no")
        and f not in scored
    ]
    by_report = [sum(f.report == report for f in ledger.forecasts) for report in REPORTS]
    return Finding(
        consequences=(
            at_least("forecasts", len(ledger.forecasts), 70),
            at_least("fewest from one report", min(by_report), 10),
            at_most("with a probability and an outcome, yet not scored", len(left_out), 0),
            at_most("resolved without a fact", len(unexplained), 0),
        ),
        more={"scored": len(scored), "mean Brier score": float(np.mean(scores))},
        why="each has its words, horizon, condition, and the fact that settles it",
    )

"""Paths in, the probabilities of dated questions out."""

from __future__ import annotations

import math

import numpy as np

from detente.errors import InputError
from detente.model.draws import Mask
from detente.model.dynamics import Paths
from detente.model.result import QuestionResult
from detente.model.steps import Step, time_of
from detente.model.summary import probability
from detente.model.system import Floats, Question, System
from detente.terms.words import icd203_word

LEVEL_KINDS = ("threshold", "reached", "step")


def question_moments(system: System, steps: tuple[Step, ...]) -> tuple[tuple[int, float], ...]:
    """Return the issues and times between steps whose levels the questions ask for."""
    moments: set[tuple[int, float]] = set()
    for question in system.questions:
        if question.kind in LEVEL_KINDS:
            time = time_of(steps, question.by)
            moments.update((issue, time) for issue in _issues_asked(system, question))
    return tuple(sorted(moments))


def answered(paths: Paths, question: Question) -> QuestionResult:
    """Return the model's answer to a question."""
    estimate = probability(came_true(paths, question))
    return QuestionResult(
        question=question.id,
        text=question.text,
        by=question.by,
        probability=estimate,
        words=icd203_word(estimate.value),
    )


def came_true(paths: Paths, question: Question) -> Mask:
    """Return the draws in which a question comes true, shape (n_draws,).

    Raises
    ------
    InputError
        If it names no issue or value, or one that the system does not have.
    """
    time = time_of(paths.steps, question.by)
    never = np.full(paths.drawn.n, np.inf)
    if question.kind in LEVEL_KINDS:
        return _level_reached(paths, question, time)
    if question.kind == "package":
        size = max(math.ceil(question.value or 3), 2)
        return np.asarray(paths.packages.get(size, never) <= time)
    folder = {"response": "responses", "lock_opened": "locks", "move": "moves"}[question.kind]
    known = [item.id for item in getattr(paths.drawn.system, folder)]
    if question.issue not in known:
        raise InputError(
            f"question {question.id!r} asks for {question.issue!r}, which is none of the "
            f"{folder}: {', '.join(known) or 'there are none'}"
        )
    return np.asarray(paths.first.get(f"{folder}.{question.issue}", never) <= time)


def _level_reached(paths: Paths, question: Question, time: float) -> Mask:
    """Return the draws in which a level is reached, at a time or ever until then."""
    if question.value is None:
        raise InputError(f"question {question.id!r} needs a value")
    issues = _issues_asked(paths.drawn.system, question)
    return np.asarray(np.logical_or.reduce([_reached_on(paths, question, k, time) for k in issues]))


def _reached_on(paths: Paths, question: Question, issue: int, time: float) -> Mask:
    """Return the draws in which one issue reaches the level asked for."""
    sign = 1.0 if question.direction == "up" else -1.0
    value = question.value or 0.0
    base: Floats | float = paths.levels[0, issue] if question.kind == "step" else 0.0
    bar = value if question.kind == "step" else sign * value

    def holds(level: Floats) -> Mask:
        return np.asarray(sign * (level - base) >= bar - 1e-9)

    at_end = holds(paths.level_at(issue, time))
    if question.kind == "threshold":
        return at_end
    first = 1 if question.kind == "step" else 0
    before = [holds(paths.levels[t, issue]) for t in range(first, int(time) + 1)]
    return np.asarray(np.logical_or.reduce([at_end, *before])) if time > 0 else at_end


def _issues_asked(system: System, question: Question) -> tuple[int, ...]:
    """Return the places of the issues that a question is about; a step may be on any issue."""
    ids = [issue.id for issue in system.issues]
    if question.kind == "step" and question.issue is None:
        return tuple(range(len(ids)))
    if question.issue not in ids:
        raise InputError(
            f"question {question.id!r} asks for issue {question.issue!r}; known: {', '.join(ids)}"
        )
    return (ids.index(question.issue),)

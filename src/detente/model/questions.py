"""Paths in, the probabilities of dated questions out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from detente.errors import InputError
from detente.model.draws import Mask
from detente.model.dynamics import Paths
from detente.model.result import QuestionResult
from detente.model.steps import Step, time_of
from detente.model.summary import probability
from detente.model.system import Floats, Question, System

LEVEL_KINDS = ("threshold", "reached", "step")


def question_moments(system: System, steps: tuple[Step, ...]) -> tuple[tuple[int, float], ...]:
    """Return the issues and times between steps whose levels the questions ask for."""
    moments = set()
    for question in system.questions:
        if question.kind in LEVEL_KINDS:
            moments.add((_issue_index(system, question), time_of(steps, question.by)))
    return tuple(sorted(moments))


def answered(paths: Paths, question: Question, words: Callable[[float], str]) -> QuestionResult:
    """Return the model's answer to a question."""
    estimate = probability(came_true(paths, question))
    return QuestionResult(
        question=question.id,
        text=question.text,
        by=question.by,
        probability=estimate,
        words=words(estimate.value),
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
    issue = _issue_index(paths.drawn.system, question)
    if question.value is None:
        raise InputError(f"question {question.id!r} needs a value")
    sign = 1.0 if question.direction == "up" else -1.0
    base: Floats | float = paths.levels[0, issue] if question.kind == "step" else 0.0
    bar = question.value if question.kind == "step" else sign * question.value

    def holds(level: Floats) -> Mask:
        return np.asarray(sign * (level - base) >= bar - 1e-9)

    at_end = holds(paths.level_at(issue, time))
    if question.kind == "threshold":
        return at_end
    first = 1 if question.kind == "step" else 0
    before = [holds(paths.levels[t, issue]) for t in range(first, int(time) + 1)]
    return np.logical_or.reduce([at_end, *before]) if time > 0 else at_end


def _issue_index(system: System, question: Question) -> int:
    """Return the place of the issue that a question is about."""
    ids = [issue.id for issue in system.issues]
    if question.issue not in ids:
        raise InputError(
            f"question {question.id!r} asks for issue {question.issue!r}; known: {', '.join(ids)}"
        )
    return ids.index(question.issue)

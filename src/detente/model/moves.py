"""Options on the table: what each costs and gains in, how likely it is made out."""

from __future__ import annotations

import numpy as np

from detente.model.hazard import chance_within, share_passed
from detente.model.openings import (
    SMALLEST_MOVE,
    note_openings,
    up_proposal,
    use_locks,
    within_locks,
)
from detente.model.path import Change, Path
from detente.model.side import side_chance
from detente.model.steps import Step
from detente.model.system import Move, System


def appeal(move: Move) -> float:
    """Return a move's gain per cost at their means: gain / (gain + cost), in [0, 1].

    Examples
    --------
    >>> from detente.model.system import Range
    >>> appeal(Move(id="m", title="", side="A", issue="i", cost=Range.point(10),
    ...             gain=Range.point(30), effect=Range.point(5)))
    0.75
    """
    total = move.gain.mean + move.cost.mean
    return move.gain.mean / total if total > 0 else 0.0


def ranked_moves(system: System) -> tuple[Move, ...]:
    """Return the moves on the table, cheapest gain first; the excluded ones come last."""
    return tuple(sorted(system.moves, key=lambda m: (m.excluded, -appeal(m), m.id)))


def n_options(system: System, move: Move) -> int:
    """Return how many options a side has on the issue of a move, those excluded left out."""
    return sum(
        not other.excluded and (other.side, other.issue) == (move.side, move.issue)
        for other in system.moves
    )


def make(path: Path, move: Move, step: Step) -> None:
    """Let a side make a move that is not excluded, once, where its own institution agrees.

    Its hazard is the opening hazard of its issue, with the rate times gain / (gain + cost),
    shared with the side's other options on that issue: a longer menu splits attention.
    """
    if move.excluded:
        return
    drawn, now, name = path.drawn, path.step_index, f"moves.{move.id}"
    issue = next(i for i in drawn.issues if i.issue.id == move.issue)
    gain, cost = drawn.numbers[f"{name}.gain"], drawn.numbers[f"{name}.cost"]
    total = gain + cost
    share_of_gain = np.divide(gain, total, out=np.zeros(drawn.n), where=total > 0)
    attention = share_of_gain / n_options(drawn.system, move)
    chance = chance_within(issue.opening, attention * step.length)
    levels = drawn.draws.chance("move", move.id, now)
    waiting = ~np.isfinite(path.first.get(name, np.full(drawn.n, np.inf)))
    draws = np.flatnonzero((levels < chance) & waiting)
    if draws.size == 0:
        return
    share = share_passed(levels[draws], chance[draws])
    effect = np.broadcast_to(drawn.numbers[f"{name}.effect"], (drawn.n,))[draws]
    verdict = drawn.draws.chance("move vote", move.id, now)[draws]
    agreed = verdict < side_chance(
        drawn, issue, move.side, up_proposal(path, issue, move.side, step, draws, effect)
    )
    draws, points, share = draws[agreed], effect[agreed], share[agreed]
    symbolic = points <= SMALLEST_MOVE
    points, openings = within_locks(path, issue, move.side, step, draws, points, "up", name)
    made = symbolic | (points > SMALLEST_MOVE)
    change = Change(draws=draws[made], points=points[made], share=share[made])
    use_locks(path, issue, (move.side,), step, change, "up")
    note_openings(path, openings, draws, made, share)
    path.agree(issue, (move.side,), change, lag=False)
    path.note(name, change.draws, change.share)

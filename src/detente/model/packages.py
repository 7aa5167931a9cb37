"""Issue linkage: traded issues in, packages that both sides ratify as a whole out."""

from __future__ import annotations

import numpy as np

from detente.model.drawn import Body, DrawnIssue
from detente.model.draws import Indices, Mask
from detente.model.hazard import chance_within, share_passed
from detente.model.openings import (
    SMALLEST_MOVE,
    blocked_share,
    note_openings,
    up_proposal,
    use_locks,
    within_locks,
)
from detente.model.path import Change, Path
from detente.model.ratify import NEVER, beyond_red_line, utility_gain
from detente.model.side import Proposal, body_on, pressure_left
from detente.model.steps import Step
from detente.model.system import Floats, System


def trade_groups(system: System) -> tuple[tuple[str, ...], ...]:
    """Return the groups of issues that 'trade' links join, each sorted, in order.

    Examples
    --------
    Of the links a-b, b-c and d-e come the groups (a, b, c) and (d, e).
    """
    groups: list[set[str]] = []
    for link in system.links:
        if link.kind != "trade":
            continue
        joined = {link.first, link.second}
        apart = [group for group in groups if not group & joined]
        groups = [*apart, joined.union(*(group for group in groups if group & joined))]
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def strike_packages(path: Path, step: Step) -> None:
    """Strike packages of traded issues where trust is above its threshold and chance has it.

    In each draw a link of the group is used with its strength; the issues that used links join
    are settled together, each up to its step. A player weighs the whole: what it loses on one
    issue it may gain on another.

    References
    ----------
    Tollison, R. D. and Willett, T. D. (1979). An economic theory of mutually advantageous issue
    linkages in international negotiations. International Organization 33, 425-449.
    Sebenius, J. K. (1983). Negotiation arithmetic. International Organization 37, 281-316.
    """
    drawn, now = path.drawn, path.step_index
    trusting = path.trust > drawn.parameter("package_threshold")
    if not trusting.any():
        return
    for group in trade_groups(drawn.system):
        chance = chance_within(drawn.parameter("package_hazard"), step.length)
        levels = drawn.draws.chance("package", "+".join(group), now)
        draws = np.flatnonzero((levels < chance) & trusting)
        if draws.size:
            share = share_passed(levels[draws], chance[draws])
            _strike(path, group, step, draws, share)


def _strike(path: Path, group: tuple[str, ...], step: Step, draws: Indices, share: Floats) -> None:
    """Enter the packages of one group that every side ratifies."""
    drawn, now = path.drawn, path.step_index
    issues = [issue for issue in drawn.issues if issue.issue.id in group]
    wanted = {
        issue.index: np.minimum(
            path.settlements[issue.index, draws] - path.agreed[issue.index, draws],
            path.room_to_rise(issue)[draws],
        )
        for issue in issues
    }
    inside = _linked(path, issues, wanted, draws)
    points: dict[int, Floats] = {}
    openings: dict[int, list[tuple[int, Mask]]] = {}
    chance = np.ones(draws.size)
    for issue in issues:
        step_points = np.where(inside[issue.index], wanted[issue.index], 0.0)
        openings[issue.index] = []
        for side in issue.issue.sides:
            step_points, found = within_locks(
                path, issue, side, step, draws, step_points, "up", "package"
            )
            openings[issue.index] += found
        points[issue.index] = np.where(step_points > SMALLEST_MOVE, step_points, 0.0)
        moves = points[issue.index] > 0
        chance = chance * np.where(moves, blocked_share(path, issue, draws), 1.0)
    size = np.sum([p > 0 for p in points.values()], axis=0)
    for side in dict.fromkeys(side for issue in issues for side in issue.issue.sides):
        chance = chance * _side_chance(path, issues, side, step, draws, points)
    levels = drawn.draws.chance("package vote", "+".join(group), now)[draws]
    made = (levels < chance) & (size >= 2)
    for issue in issues:
        moved = made & (points[issue.index] > 0)
        change = Change(draws=draws[moved], points=points[issue.index][moved], share=share[moved])
        use_locks(path, issue, issue.issue.sides, step, change, "up")
        note_openings(path, openings[issue.index], draws, moved, share)
        path.agree(issue, issue.issue.sides, change)
    path.note_package(size[made].astype(np.float64), draws[made], share[made])


def _linked(
    path: Path, issues: list[DrawnIssue], wanted: dict[int, Floats], draws: Indices
) -> dict[int, Mask]:
    """Return the draws in which each issue is joined to another by a link that is used."""
    drawn = path.drawn
    place = {issue.issue.id: issue.index for issue in issues}
    inside = {issue.index: np.zeros(draws.size, dtype=np.bool_) for issue in issues}
    for link in drawn.system.links:
        if link.kind != "trade" or link.first not in place:
            continue
        one, other = place[link.first], place[link.second]
        levels = drawn.draws.chance("link", link.id, path.step_index)[draws]
        used = levels < drawn.link_strength[link.id][draws]
        used &= (wanted[one] > SMALLEST_MOVE) & (wanted[other] > SMALLEST_MOVE)
        inside[one] |= used
        inside[other] |= used
    return inside


def _side_chance(
    path: Path,
    issues: list[DrawnIssue],
    side: str,
    step: Step,
    draws: Indices,
    points: dict[int, Floats],
) -> Floats:
    """Return P(one side ratifies the whole package): its most reluctant player's chance."""
    bodies: dict[int, Body] = {}
    proposals: dict[int, Proposal] = {}
    for issue in issues:
        if side in issue.issue.sides:
            bodies[issue.index] = body_on(path.drawn, issue, side, step.middle)
            proposals[issue.index] = up_proposal(
                path, issue, side, step, draws, points[issue.index]
            )
    if not bodies:
        return np.ones(draws.size)
    seats = {
        player.actor
        for body in bodies.values()
        for player in (*body.proposers, *body.must_agree)
        if path.drawn.present(player.actor, step.middle)
    }
    chance = np.ones(draws.size)
    for actor in sorted(seats):
        chance = np.minimum(chance, _pooled_chance(path, issues, bodies, proposals, actor))
    return chance


def _pooled_chance(
    path: Path,
    issues: list[DrawnIssue],
    bodies: dict[int, Body],
    proposals: dict[int, Proposal],
    actor: str,
) -> Floats:
    """Return P(one player lets a package pass), from its gains on all issues together."""
    gain: Floats = np.zeros(1)
    weight: Floats = np.zeros(1)
    left: Floats | float = 1.0
    barred: Mask = np.zeros(1, dtype=np.bool_)
    lifted: Mask | None = None
    for issue in issues:
        if issue.index not in bodies:
            continue
        body, proposal = bodies[issue.index], proposals[issue.index]
        for seat in (*body.proposers, *body.must_agree):
            if seat.actor != actor:
                continue
            player = seat.at(proposal.draws)
            moves = proposal.end > proposal.start
            utility = utility_gain(player.position, proposal.start, proposal.end) + proposal.pull
            gain = gain + np.where(moves, player.slope * utility, 0.0)
            weight = np.maximum(weight, np.where(moves, player.weight, 0.0))
            burden = pressure_left(path.drawn, issue, actor, proposal)
            left = np.minimum(left, np.where(moves, burden, 1.0))
            if player.red_line is not None:
                crossed = beyond_red_line(player.red_line, proposal.start, proposal.end)
                barred = barred | (crossed & (player.weight > 0))
            lifted = player.lifted
            break
    chance = 1 / (1 + weight * np.exp(-np.clip(gain, -700, 700)))
    chance = np.where(barred, NEVER, chance) * left
    return chance if lifted is None else np.where(lifted, 1.0, chance)

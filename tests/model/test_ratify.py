"""What one actor thinks of a move, worked by hand and as properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.ratify import (
    NEVER,
    Player,
    chance_of_override,
    chance_to_let,
    chance_to_push,
    weighted_chance,
)

levels = st.floats(0, 100)
shares = st.floats(0, 1)


def player(
    position: float,
    salience: float = 1.0,
    capability: float = 1.0,
    precision: float = 0.1,
    red_line: tuple[float, float] | None = None,
) -> Player:
    weight = salience * capability
    return Player(
        actor="a",
        position=np.array([position]),
        slope=np.array([precision * salience]),
        log_weight=np.array([math.log(weight) if weight > 0 else -np.inf]),
        weight=np.array([weight]),
        red_line=red_line,
    )


def one(value: float) -> np.ndarray:
    return np.array([value])


def test_an_actor_of_full_weight_has_the_plain_quantal_response() -> None:
    chance = chance_to_let(player(80), one(20), one(40))
    assert chance[0] == pytest.approx(1 / (1 + math.exp(-0.1 * 20)))


def test_an_actor_of_half_weight_blocks_at_half_the_odds() -> None:
    chance = chance_to_let(player(20, salience=1.0, capability=0.5), one(20), one(40))
    odds = (1 - chance[0]) / chance[0]
    assert odds == pytest.approx(0.5 * math.exp(0.1 * 20))


@given(levels, levels, levels, shares)
def test_an_actor_of_no_weight_neither_blocks_nor_pushes(
    position: float, start: float, end: float, other: float
) -> None:
    for idle in (
        player(position, salience=0, capability=other, red_line=(0, 1)),
        player(position, salience=other, capability=0, red_line=(0, 1)),
    ):
        assert chance_to_let(idle, one(start), one(end))[0] == 1
        assert chance_to_push(idle, one(start), one(end))[0] <= NEVER


@given(levels, levels, levels, shares, shares)
def test_who_gains_lets_a_move_pass_more_often_than_not(
    position: float, start: float, end: float, salience: float, capability: float
) -> None:
    if abs(end - position) <= abs(start - position):
        chance = chance_to_let(player(position, salience, capability), one(start), one(end))
        assert chance[0] >= 0.5 - 1e-12


@given(levels, levels, levels, shares, shares)
def test_pushing_takes_more_than_letting_pass(
    position: float, start: float, end: float, salience: float, capability: float
) -> None:
    actor = player(position, salience, capability)
    push, let = (f(actor, one(start), one(end))[0] for f in (chance_to_push, chance_to_let))
    assert push <= let + 1e-12


def test_nothing_beyond_a_red_line_is_accepted_but_a_way_back_to_it_is() -> None:
    actor = player(30, red_line=(0, 40))
    assert chance_to_let(actor, one(30), one(41))[0] == NEVER
    assert chance_to_let(actor, one(60), one(50))[0] > 0.5


def test_a_proposer_of_no_weight_changes_no_mean() -> None:
    alone = weighted_chance([one(0.3)], [one(0.8)])
    joined = weighted_chance([one(0.3), one(1.0)], [one(0.8), one(0.0)])
    assert joined[0] == pytest.approx(alone[0])


@given(shares, st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_a_larger_majority_is_harder_to_reach(chance: float, low: float, high: float) -> None:
    low, high = sorted((low, high))
    weights = [one(1.0)]
    easy = chance_of_override([one(chance)], weights, low)[0]
    hard = chance_of_override([one(chance)], weights, high)[0]
    assert hard <= easy + 1e-12


def test_overriders_of_no_weight_never_override() -> None:
    assert chance_of_override([one(0.9)], [one(0.0)], 0.5)[0] == 0

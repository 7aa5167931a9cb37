"""The triangle: who has leverage, and when it goes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.model.leverage import swing_leverage

ties = st.floats(-1, 1)


def leverage(rivals: float, first: float, second: float) -> float:
    return float(swing_leverage(np.array([rivals]), np.array([first]), np.array([second]))[0])


@given(ties, ties, ties, ties)
def test_leverage_rises_with_the_rivalry_of_the_other_two(
    one: float, other: float, first: float, second: float
) -> None:
    worse, better = sorted((one, other))
    assert leverage(worse, first, second) >= leverage(better, first, second)


@given(st.floats(0, 1), ties, ties)
def test_partners_leave_the_third_no_leverage(rivals: float, first: float, second: float) -> None:
    assert leverage(rivals, first, second) == 0


@given(ties, ties, ties)
def test_leverage_is_a_share_and_takes_no_sides(rivals: float, first: float, second: float) -> None:
    value = leverage(rivals, first, second)
    assert 0 <= value <= 1
    assert value == leverage(rivals, second, first)


def test_a_state_in_one_camp_has_no_leverage() -> None:
    assert leverage(-1, 1, -1) == 0

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.solvers import SOLVERS
from detente.model.table import IssueTable, Ranges, certain, solve, trade


def table(**changes: Any) -> IssueTable:
    fields: dict[str, Any] = {
        "issue": "delay",
        "names": ("north", "south", "east"),
        "positions": certain(np.array([4.0, 10.0, 7.0])),
        "capability": certain(np.array([2.0, 1.0, 1.0])),
        "salience": certain(np.array([0.5, 1.0, 0.5])),
        "scale": (4.0, 10.0),
        "reference": 5.0,
    }
    return IssueTable(**{**fields, **changes})


def test_a_solution_is_on_the_scale_of_the_table() -> None:
    found = solve(table(), solver="compromise")
    expected = (4 * 1.0 + 10 * 1.0 + 7 * 0.5) / 2.5
    assert found.mean == pytest.approx(expected)
    assert found.points["compromise"] == pytest.approx(expected)
    assert set(found.points) == set(SOLVERS)
    assert found.disagreement == max(found.points.values()) - min(found.points.values())
    assert found.n_draws == 1


def test_a_solver_that_cannot_be_used_is_named_with_its_reason() -> None:
    found = solve(table(reference=float("nan")))
    assert "winset" not in found.points
    assert any(note.startswith("without winset: ") for note in found.notes)
    with pytest.raises(InputError, match="needs a reference point"):
        solve(table(reference=float("nan")), solver="winset")


def test_ranges_spread_the_answer_of_a_solver_that_gives_a_point() -> None:
    wide = Ranges(
        low=np.array([4.0, 8.0, 5.0]),
        mode=np.array([4.0, 10.0, 7.0]),
        high=np.array([6.0, 10.0, 9.0]),
    )
    narrow = solve(table(), solver="compromise")
    drawn = solve(table(positions=wide), solver="compromise", n_draws=300)
    assert drawn.n_draws == 300
    assert drawn.distribution.sd > narrow.distribution.sd + 1
    assert drawn.points == narrow.points


def test_the_same_seed_draws_the_same() -> None:
    wide = Ranges(low=np.zeros(3) + 0.1, mode=np.ones(3), high=np.ones(3) * 5)
    one, two = (solve(table(capability=wide), n_draws=20, seed=7) for _ in range(2))
    assert np.array_equal(one.distribution.probabilities, two.distribution.probabilities)
    other = solve(table(capability=wide), n_draws=20, seed=8)
    assert not np.array_equal(one.distribution.probabilities, other.distribution.probabilities)


@given(st.permutations(range(3)))
@settings(max_examples=6, deadline=None)
def test_names_and_order_of_the_actors_do_not_matter(order: list[int]) -> None:
    at = np.array(order)
    names = ("alpha", "beta", "gamma")
    shuffled = table(
        names=names,
        positions=certain(np.array([4.0, 10.0, 7.0])[at]),
        capability=certain(np.array([2.0, 1.0, 1.0])[at]),
        salience=certain(np.array([0.5, 1.0, 0.5])[at]),
    )
    assert solve(shuffled).points == pytest.approx(solve(table()).points)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": ("north", "south", "north")}, "actor 'north' occurs more than once"),
        ({"scale": (5.0, 10.0)}, "position of 'north' must be 5 to 10, got 4"),
        ({"scale": (10.0, 4.0)}, "from a lower to a higher number, got 10:4"),
        ({"reference": 11.0}, "reference point must lie in 4 to 10, got 11"),
        ({"capability": certain(np.array([2.0, -1.0, 1.0]))}, "'south' must be 0 or more, got -1"),
        ({"salience": certain(np.zeros(3))}, "no actor has any weight"),
        ({"positions": certain(np.array([4.0, np.nan, 7.0]))}, "'south' must be a finite number"),
        ({"proposer": "west"}, "the proposer 'west' is none of the actors"),
        (
            {
                "positions": Ranges(
                    low=np.array([5.0, 10, 7]),
                    mode=np.array([4.0, 10, 7]),
                    high=np.array([5.0, 10, 7]),
                )
            },
            "range of position of 'north' is out of order: 5, 4, 5",
        ),
    ],
)
def test_a_table_that_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        table(**changes)


def test_one_actor_alone_is_refused() -> None:
    one = certain(np.array([5.0]))
    with pytest.raises(InputError, match="nobody to bargain with"):
        IssueTable(issue="", names=("a",), positions=one, capability=one, salience=one)


def test_issues_are_traded_on_their_own_scales() -> None:
    care = {"north": 0.9, "south": 0.3}
    first = IssueTable(
        issue="delay",
        names=("north", "south"),
        positions=certain(np.array([4.0, 10.0])),
        capability=certain(np.ones(2)),
        salience=certain(np.array([care["north"], care["south"]])),
        scale=(4.0, 10.0),
    )
    second = IssueTable(
        issue="price",
        names=("south", "north"),
        positions=certain(np.array([100.0, 0.0])),
        capability=certain(np.ones(2)),
        salience=certain(np.array([care["north"], care["south"]])),
    )
    made = trade([first, second])
    assert made.before == pytest.approx((5.5, 75.0))
    assert made.after == pytest.approx((4.0, 100.0))
    assert made.names == ("north", "south")


def test_a_single_issue_cannot_be_traded() -> None:
    with pytest.raises(InputError, match="exchange needs two issues or more"):
        trade([table()])


def test_a_notebook_shows_solver_answer_and_disagreement() -> None:
    assert repr(solve(table(), solver="median")).startswith("Solution(delay: median 7, 80% from 7")

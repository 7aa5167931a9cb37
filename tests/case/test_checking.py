import itertools

from hypothesis import given
from hypothesis import strategies as st

from detente.case.checking import circle, shown, unknown_name

arrows = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6
)


@given(arrows)
def test_a_circle_that_is_found_is_one(graph: dict[str, list[str]]) -> None:
    trail = circle(graph)
    if trail:
        assert trail[0] == trail[-1]
        assert all(after in graph[before] for before, after in itertools.pairwise(trail))


@given(st.permutations("abcdef"), st.data())
def test_arrows_that_all_point_onward_have_no_circle(order: list[str], data: st.DataObject) -> None:
    graph = {
        name: data.draw(st.lists(st.sampled_from(order[k + 1 :]), max_size=3))
        for k, name in enumerate(order[:-1])
    }
    assert circle(graph) == []


def test_an_arrow_to_itself_is_a_circle() -> None:
    assert circle({"a": ["a"]}) == ["a", "a"]


def test_a_long_chain_needs_no_deep_stack() -> None:
    graph = {str(k): [str(k + 1)] for k in range(5000)}
    assert circle(graph) == []
    assert len(circle(graph | {"5000": ["0"]})) == 5002


def test_a_place_is_shown_as_a_reader_would_write_it() -> None:
    assert shown(("stakes", "trade", "leader", 0, "position")) == "stakes.trade.leader[0].position"
    assert shown(()) == "the file"


def test_states_organisations_and_near_names_are_known() -> None:
    assert unknown_name("state", "USA", {}) is None
    assert unknown_name("state", "NATO", {}) is None
    assert "USSA" in (unknown_name("state", "USSA", {}) or "")
    assert "did you mean trade" in (unknown_name("issue", "trad", {"issue": ["trade"]}) or "")
    assert "known: x, y" in (unknown_name("issue", "trad", {"issue": ["x", "y"]}) or "")

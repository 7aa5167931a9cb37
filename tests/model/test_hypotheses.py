"""Competing hypotheses: least against it ranks first, what discriminates shows, none is certain."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.hypotheses import UNLISTED, hypothesis_matrix
from detente.model.result import HypothesisMatrix
from detente.model.system import Evidence, Hypothesis, System


def _tiny() -> ModuleType:
    """Return the module with the small made-up relation, which lies beside this file."""
    name = "detente_tests_model_tiny"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("tiny.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


tiny = _tiny()

NAMES = ("one", "two", "three")
rows = st.lists(
    st.tuples(st.floats(0, 1), st.tuples(*(st.floats(-2, 2) for _ in NAMES))), max_size=12
)


def system_of(evidence: list[tuple[float, tuple[float, ...]]]) -> System:
    system: System = tiny.tiny_system()
    return replace(
        system,
        hypotheses=tuple(Hypothesis(id=name, text=name, prior=1.0) for name in NAMES),
        evidence=tuple(
            Evidence(
                id=f"e{k}",
                text="seen",
                credibility=credibility,
                consistency=tuple(zip(NAMES, scores, strict=True)),
            )
            for k, (credibility, scores) in enumerate(evidence)
        ),
    )


def matrix_of(evidence: list[tuple[float, tuple[float, ...]]]) -> HypothesisMatrix:
    matrix = hypothesis_matrix(system_of(evidence))
    assert matrix is not None
    return matrix


@settings(max_examples=40, deadline=None)
@given(rows)
def test_belief_adds_up_and_none_is_certain(
    evidence: list[tuple[float, tuple[float, ...]]],
) -> None:
    matrix = matrix_of(evidence)
    beliefs = [hypothesis.posterior for hypothesis in matrix.hypotheses]
    assert sum(beliefs) == pytest.approx(1)
    assert min(beliefs) >= UNLISTED / 3 - 1e-12
    assert max(beliefs) <= 1 - UNLISTED * 2 / 3 + 1e-12
    assert beliefs == sorted(beliefs, reverse=True)


def test_evidence_that_fits_all_alike_moves_nothing_and_tells_nothing() -> None:
    matrix = matrix_of([(1.0, (2.0, 2.0, 2.0))])
    assert {round(h.posterior, 9) for h in matrix.hypotheses} == {round(1 / 3, 9)}
    assert matrix.evidence[0].diagnosticity == 0


def test_one_point_of_credible_evidence_doubles_the_odds() -> None:
    matrix = matrix_of([(1.0, (1.0, 0.0, 0.0))])
    posterior = {h.hypothesis: h.posterior for h in matrix.hypotheses}
    bare = {name: (p - UNLISTED / 3) for name, p in posterior.items()}
    assert bare["one"] / bare["two"] == pytest.approx(2)


def test_what_speaks_against_a_hypothesis_counts_by_credibility() -> None:
    matrix = matrix_of([(0.5, (-2.0, 1.0, 0.0)), (1.0, (-1.0, 0.0, -2.0))])
    against = {h.hypothesis: h.inconsistency for h in matrix.hypotheses}
    assert against == {"one": 2.0, "two": 0.0, "three": 2.0}
    assert matrix.hypotheses[0].hypothesis == "two"


def test_no_hypotheses_give_no_matrix() -> None:
    assert hypothesis_matrix(replace(system_of([]), hypotheses=())) is None


def test_evidence_on_an_unknown_hypothesis_is_refused() -> None:
    odd = Evidence(id="e", text="", credibility=1.0, consistency=(("four", 1.0),))
    with pytest.raises(InputError, match="'four'"):
        hypothesis_matrix(replace(system_of([]), evidence=(odd,)))

"""Given-data indices against a model whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest

from detente.model.draws import uniforms
from detente.model.sensitivity import above_noise, first_order, input_name, noise_bar

N = 20_000


def normal(name: str) -> np.ndarray:
    from scipy.special import ndtri

    return np.asarray(ndtri(np.clip(uniforms(5, N, name), 1e-9, 1 - 1e-9)))


def test_shares_of_a_sum_are_those_of_its_variances() -> None:
    output = 2 * normal("x") + normal("y") + 0.5 * normal("z")
    total = 4 + 1 + 0.25
    for name, variance in (("x", 4), ("y", 1), ("z", 0.25)):
        share = first_order(uniforms(5, N, name), output)
        assert share == pytest.approx(variance / total, abs=0.03)


def test_a_product_of_centred_inputs_has_no_first_order_share() -> None:
    output = normal("x") * normal("y")
    assert first_order(uniforms(5, N, "x"), output) < 0.02


def test_inputs_without_influence_hardly_ever_pass_the_noise_bar() -> None:
    output = normal("x")
    idle = {f"idle{k}": first_order(uniforms(5, N, f"idle{k}"), output) for k in range(300)}
    assert len(above_noise(idle, N)) <= 3
    assert 0 < noise_bar(N) < 0.01


def test_a_constant_output_has_no_drivers() -> None:
    assert first_order(uniforms(5, N, "x"), np.full(N, 3.0)) == 0


def test_paths_are_said_in_words() -> None:
    assert input_name("issues.sanctions.status_quo") == "status quo of sanctions"
    assert input_name("settlement.nato") == "where bargaining on nato would land"
    assert input_name("shocks.war.effects.ukraine") == "effect of war on ukraine"
    assert input_name("solver") == "solver"

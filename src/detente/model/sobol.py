"""Sobol indices of a system's inputs by SALib: how much each explains, alone and with others."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from detente.errors import InputError, MissingExtraError
from detente.model.drawn import draw_system
from detente.model.draws import InputDraws
from detente.model.dynamics import run_paths
from detente.model.result import SobolIndex
from detente.model.sensitivity import input_name
from detente.model.settlement import settlement_draws
from detente.model.steps import steps_until
from detente.model.system import Floats, System

CHANCE = "everything else"
"""Name of the group of all inputs not listed and of chance itself."""


def sobol_indices(
    system: System,
    horizon: date,
    inputs: tuple[str, ...],
    *,
    seed: int,
    solver: str = "mixture",
    n_base: int = 512,
) -> tuple[SobolIndex, ...]:
    """Return first-order and total indices of some inputs for the index at the horizon.

    Parameters
    ----------
    inputs : tuple of str
        Paths of uncertain inputs, as `patch.paths_of` names them, or 'settlement.ISSUE'.
    n_base : int
        Rows of the base sample, a power of 2; the model runs n_base x (inputs + 3) draws.

    Raises
    ------
    MissingExtraError
        If SALib is not installed.
    InputError
        If there is no input, or the base is no power of 2.

    References
    ----------
    Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Computer
    Physics Communications 181, 259-270.
    Iwanaga, T., Usher, W. and Herman, J. (2022). Toward SALib 2.0. Socio-Environmental Systems
    Modelling 4, 18155.
    """
    if not inputs:
        raise InputError("Sobol indices need at least one uncertain input, got none")
    if n_base < 2 or n_base & (n_base - 1):
        raise InputError(f"the base of a Sobol sample must be a power of 2, got {n_base}")
    try:
        from SALib.analyze import sobol as analysis
        from SALib.sample import sobol as sampling
    except ImportError:
        raise MissingExtraError(
            "Sobol indices need an extra: pip install 'detente[sobol]'"
        ) from None
    names = [*inputs, CHANCE]
    problem: dict[str, Any] = {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
    }
    sample = sampling.sample(problem, n_base, calc_second_order=False, seed=seed)
    output = _outputs(system, horizon, inputs, sample, seed, solver)
    spread = output.std()
    if spread == 0:
        return ()
    found = analysis.analyze(
        problem, (output - output.mean()) / spread, calc_second_order=False, seed=seed
    )
    indices = [
        SobolIndex(
            name=CHANCE if name == CHANCE else input_name(name),
            first=float(found["S1"][k]),
            first_error=float(found["S1_conf"][k]),
            total=float(found["ST"][k]),
            total_error=float(found["ST_conf"][k]),
        )
        for k, name in enumerate(names)
    ]
    return tuple(sorted(indices, key=lambda index: (-index.total, index.name)))


def _outputs(
    system: System,
    horizon: date,
    inputs: tuple[str, ...],
    sample: Floats,
    seed: int,
    solver: str,
) -> Floats:
    """Return the index at the horizon for each row of a sample, shape (n_rows,).

    Rows that share their last column share everything that is not listed, chance included.
    """
    _, draw_of = np.unique(sample[:, -1], return_inverse=True)
    given = {path: np.ascontiguousarray(sample[:, k]) for k, path in enumerate(inputs)}
    draws = InputDraws(
        int(draw_of.max()) + 1, seed, draw_of=draw_of.astype(np.intp).ravel(), given=given
    )
    drawn = draw_system(system, draws)
    steps = steps_until(system.day, horizon)
    paths = run_paths(drawn, settlement_draws(drawn, solver), steps)
    return paths.index_at(len(paths.steps))

"""Détente: a workbench for the relation between two states.

>>> from detente import load_case, assess
>>> case = load_case("us-russia")
>>> result = assess(case, n_draws=200)
>>> result.likeliest in {"worse", "freeze", "limited_thaw", "detente", "alignment"}
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.case.loading import load_case as load_case
    from detente.model.solvers import predict as predict
    from detente.runs.api import assess as assess
    from detente.runs.solve import solve as solve
    from detente.runs.whatif import whatif as whatif

_HOMES = {
    "load_case": "detente.case.loading",
    "assess": "detente.runs.api",
    "whatif": "detente.runs.whatif",
    "solve": "detente.runs.solve",
    "predict": "detente.model.solvers",
}

__all__ = ["assess", "load_case", "predict", "solve", "whatif"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})

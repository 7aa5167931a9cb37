"""What every solver must do: each in the registry runs these tests because it is in the mapping."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from detente.model.actors import Stakes, stakes


@st.composite
def issues(draw: st.DrawFn, low: int = 0, high: int = 100, least: int = 2) -> Stakes:
    """Return stakes with whole-numbered positions between low and high, and a reference point."""
    actor = st.tuples(st.integers(low, high), st.integers(1, 9), st.integers(1, 10))
    rows = draw(st.lists(actor, min_size=least, max_size=9))
    reference = float(draw(st.integers(low, high)))
    position, capability, salience = np.array(rows, dtype=float).T
    return stakes(position, capability, salience / 10, reference=reference)

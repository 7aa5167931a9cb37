"""What a solver is told about the actors of one issue: checked arrays, or a clear refusal."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]

MAJORITY = 0.5
"""Share of the weight that must be exceeded when no other quota is set."""

NO_AGREEMENT_COST = 1.0
"""What failure costs when nothing else is said: as bad as the whole width of the scale."""

LARGEST = 1e100
"""Largest capability or salience: beyond it sums of products could overflow."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Stakes:
    """Who wants what on one issue, how much they can do and how much they care.

    Parameters
    ----------
    positions : (n_actors,)
        Outcome that each actor wants, in [0, 100].
    capability : (n_actors,)
        What each could bring to bear; not negative, any unit (votes will do).
    salience : (n_actors,)
        What share of it each would spend on this issue; not negative, any one unit.
    reference : float
        What holds when nothing is agreed, in [0, 100]; NaN when unknown.
    veto_positions : (n_vetoes,)
        Where each actor stands without whom nothing passes, in [0, 100].
    proposer : float
        Where the actor stands who alone may propose; NaN when any may.
    quota : float
        Share of the weight that a change must exceed, in [0, 1).
    no_agreement_cost : float
        What failure costs everyone besides the reference point; not negative, 1 is as bad as the
        whole width of the scale.

    Raises
    ------
    InputError
        If shapes differ, numbers are not as above, or no actor has any weight.
    """

    positions: Floats
    capability: Floats
    salience: Floats
    reference: float = float("nan")
    veto_positions: Floats = field(default_factory=lambda: np.zeros(0))
    proposer: float = float("nan")
    quota: float = MAJORITY
    no_agreement_cost: float = NO_AGREEMENT_COST

    def __post_init__(self) -> None:
        shape = self.positions.shape
        if len(shape) != 1 or shape[0] == 0:
            raise InputError(f"positions must have shape (n_actors,), got {shape}")
        for name, values in (("capability", self.capability), ("salience", self.salience)):
            if values.shape != shape:
                raise InputError(
                    f"{name} must have one number an actor: positions have shape {shape}, "
                    f"{name} {values.shape}"
                )
            if not np.isfinite(values).all() or (values < 0).any():
                raise InputError(f"{name} must be finite and not negative, got {_shown(values)}")
            if (values > LARGEST).any():
                raise InputError(f"{name} must be at most {LARGEST:g}, got {_shown(values)}")
        if not np.isfinite(self.positions).all() or not _on_scale(self.positions):
            raise InputError(f"positions must lie in 0-100, got {_shown(self.positions)}")
        if not np.isnan(self.reference) and not 0 <= self.reference <= 100:
            raise InputError(f"the reference point must lie in 0-100, got {self.reference}")
        if not 0 <= self.quota < 1:
            raise InputError(f"a quota must be in [0, 1), got {self.quota}")
        if not 0 <= self.no_agreement_cost <= LARGEST:
            raise InputError(f"the cost of no agreement must be >= 0, got {self.no_agreement_cost}")
        if not (self.capability * self.salience).sum() > 0:
            raise InputError(
                "no actor has any weight: at least one needs capability and salience above 0"
            )

    @property
    def weights(self) -> Floats:
        """Capability times salience, shape (n_actors,): what an actor spends on the issue."""
        return self.capability * self.salience

    @property
    def has_reference(self) -> bool:
        """Whether it is known what holds when nothing is agreed."""
        return not np.isnan(self.reference)


def stakes(
    positions: ArrayLike,
    capability: ArrayLike,
    salience: ArrayLike,
    *,
    reference: float | None = None,
    veto: ArrayLike | None = None,
    proposer: int | None = None,
    quota: float = MAJORITY,
    no_agreement_cost: float = NO_AGREEMENT_COST,
) -> Stakes:
    """Return checked stakes with the actors of no weight left out: they change nothing.

    `veto` marks the actors without whom nothing passes, shape (n_actors,), true or false; such an
    actor counts even without weight. `proposer` is the index of the one who alone may propose.

    Raises
    ------
    InputError
        As `Stakes` does.

    Examples
    --------
    >>> stakes([10, 90, 50], [1, 3, 0], [1, 1, 1]).positions.tolist()
    [10.0, 90.0]
    """
    checked = Stakes(
        positions=_numbers("positions", positions),
        capability=_numbers("capability", capability),
        salience=_numbers("salience", salience),
        reference=float("nan") if reference is None else float(reference),
    )
    counts = checked.weights > 0
    vetoes = np.zeros(counts.shape, dtype=bool) if veto is None else np.asarray(veto, dtype=bool)
    if vetoes.shape != counts.shape:
        raise InputError(
            f"veto must have one mark an actor: positions have shape {counts.shape}, "
            f"veto {vetoes.shape}"
        )
    if proposer is not None and not 0 <= proposer < counts.size:
        raise InputError(f"the proposer must be one of {counts.size} actors, got {proposer}")
    return Stakes(
        positions=checked.positions[counts],
        capability=checked.capability[counts],
        salience=checked.salience[counts],
        reference=checked.reference,
        veto_positions=checked.positions[vetoes],
        proposer=float("nan") if proposer is None else float(checked.positions[proposer]),
        quota=quota,
        no_agreement_cost=no_agreement_cost,
    )


def _numbers(name: str, values: ArrayLike) -> Floats:
    """Return values as numbers, or say which array holds something else."""
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name} must be numbers, got {str(values)[:80]}") from None


def _on_scale(values: Floats) -> bool:
    """Return whether all values lie in 0-100."""
    return bool((values >= 0).all() and (values <= 100).all())


def _shown(values: Floats) -> str:
    """Return up to five values for a message."""
    shown = ", ".join(f"{value:g}" for value in values[:5])
    return f"{shown}, ..." if values.size > 5 else shown

"""What a proposition comes down to: figures and the bounds that they must keep."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Relation = Literal["<", "<=", ">", ">=", "="]

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limb:
    """One figure beside the bound that it must keep.

    Examples
    --------
    >>> Limb(says="relief", value=0.02, relation="<=", bound=0.05).holds
    True
    >>> Limb(says="relief", value=float("nan"), relation="<=", bound=0.05).holds
    False
    """

    says: str
    value: float
    relation: Relation
    bound: float
    bound_says: str = ""  # what the bound is, where it is a figure of the case itself

    @property
    def holds(self) -> bool:
        """Whether the figure keeps the bound; a figure that is not a number does not."""
        return bool(_COMPARE[self.relation](self.value, self.bound))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a case gives on a proposition: what follows, and whether its grounds are there.

    It holds where every consequence and every ground does. The grounds are what the reports
    say of who wants and who may do what: an argument whose premise the case does not contain
    would hold for nothing.
    """

    consequences: tuple[Limb, ...]
    why: str
    grounds: tuple[Limb, ...] = ()
    more: Mapping[str, float] = field(default_factory=dict)  # figures without a bound

    @property
    def limbs(self) -> tuple[Limb, ...]:
        """Everything that must hold."""
        return (*self.consequences, *self.grounds)

    @property
    def follows(self) -> bool:
        """Whether every consequence holds; what could not be asked does not follow."""
        return bool(self.consequences) and all(limb.holds for limb in self.consequences)

    @property
    def holds(self) -> bool:
        """Whether every consequence and every ground holds."""
        return self.follows and all(limb.holds for limb in self.grounds)

    @property
    def figures(self) -> dict[str, float]:
        """Every figure by its name, those that serve as bounds included."""
        named = {limb.says: limb.value for limb in self.limbs}
        bounds = {limb.bound_says: limb.bound for limb in self.limbs if limb.bound_says}
        return {**bounds, **named, **self.more}


def at_most(says: str, value: float, bound: float) -> Limb:
    """Return the demand that a figure is no more than a bound."""
    return Limb(says=says, value=value, relation="<=", bound=bound)


def at_least(says: str, value: float, bound: float) -> Limb:
    """Return the demand that a figure is no less than a bound."""
    return Limb(says=says, value=value, relation=">=", bound=bound)


def more_than(says: str, value: float, bound: float, bound_says: str = "") -> Limb:
    """Return the demand that a figure exceeds a bound, or another figure of the case."""
    return Limb(says=says, value=value, relation=">", bound=bound, bound_says=bound_says)


def less_than(says: str, value: float, bound: float, bound_says: str = "") -> Limb:
    """Return the demand that a figure stays below a bound, or another figure of the case."""
    return Limb(says=says, value=value, relation="<", bound=bound, bound_says=bound_says)


def present(says: str, there: bool) -> Limb:
    """Return the demand that something is there."""
    return Limb(says=says, value=float(there), relation="=", bound=1.0)

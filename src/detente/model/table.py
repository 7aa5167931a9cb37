"""One issue as a table of actors with ranges, in; what every solver makes of it, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.actors import MAJORITY, NO_AGREEMENT_COST, Stakes, stakes
from detente.model.challenge import Variant
from detente.model.distribution import Distribution
from detente.model.exchange import Deal, equal_gain_exchange
from detente.model.solvers import (
    CHALLENGE_VARIANTS,
    DEFAULT,
    SOLVERS,
    challenge_of,
    not_converged,
    solver_named,
)

Floats = NDArray[np.float64]

N_DRAWS = 200
"""Draws of the uncertain numbers of a table, unless more are asked for."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Ranges:
    """One uncertain number an actor: lowest, likeliest, highest; each (n_actors,)."""

    low: Floats
    mode: Floats
    high: Floats

    @property
    def is_certain(self) -> bool:
        """Whether no number has a width."""
        return bool((self.low == self.high).all())

    def drawn(self, rng: np.random.Generator) -> Floats:
        """Return one draw from each triangle, (n_actors,)."""
        values = self.mode.copy()
        wide = self.high > self.low
        if wide.any():
            values[wide] = rng.triangular(self.low[wide], self.mode[wide], self.high[wide])
        return values


def certain(values: Floats) -> Ranges:
    """Return numbers that are known for sure."""
    return Ranges(low=values, mode=values, high=values)


@dataclass(frozen=True, eq=False, kw_only=True)
class IssueTable:
    """Who wants what on one issue, on the table's own scale, with ranges.

    Raises
    ------
    InputError
        If there are fewer than two actors, two have one name, a range is out of order, a weight
        is negative, or a position or the reference point lies off the scale.
    """

    issue: str
    names: tuple[str, ...]
    positions: Ranges
    capability: Ranges
    salience: Ranges
    scale: tuple[float, float] = (0.0, 100.0)  # what 0 and 100 stand for
    reference: float = float("nan")  # on the table's scale
    veto: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    proposer: str | None = None
    quota: float = MAJORITY
    no_agreement_cost: float = NO_AGREEMENT_COST

    def __post_init__(self) -> None:
        n = len(self.names)
        if n < 2:
            raise InputError(f"{self._label}one actor has nobody to bargain with: give two or more")
        seen: set[str] = set()
        for name in self.names:
            if name in seen:
                raise InputError(f"{self._label}actor {name!r} occurs more than once")
            seen.add(name)
        if self.proposer is not None and self.proposer not in seen:
            raise InputError(f"{self._label}the proposer {self.proposer!r} is none of the actors")
        low, high = self.scale
        if not (np.isfinite([low, high]).all() and low < high):
            raise InputError(
                f"a scale must run from a lower to a higher number, got {low:g}:{high:g}"
            )
        for what, values in (
            ("position", self.positions),
            ("capability", self.capability),
            ("salience", self.salience),
        ):
            self._check_range(what, values)
        if not np.isnan(self.reference) and not low <= self.reference <= high:
            raise InputError(
                f"{self._label}the reference point must lie in {low:g} to {high:g}, "
                f"got {self.reference:g}"
            )
        if not (self.capability.mode * self.salience.mode).sum() > 0:
            raise InputError(
                f"{self._label}no actor has any weight: capability or salience is 0 for all"
            )

    @property
    def _label(self) -> str:
        return f"issue {self.issue!r}: " if self.issue else ""

    def _check_range(self, what: str, values: Ranges) -> None:
        low, high = self.scale if what == "position" else (0.0, np.inf)
        for index, name in enumerate(self.names):
            least, mode, most = values.low[index], values.mode[index], values.high[index]
            if not np.isfinite([least, mode, most]).all():
                raise InputError(f"{self._label}{what} of {name!r} must be a finite number")
            if not least <= mode <= most:
                raise InputError(
                    f"{self._label}range of {what} of {name!r} is out of order: "
                    f"{least:g}, {mode:g}, {most:g}"
                )
            if least < low or most > high:
                allowed = f"{low:g} to {high:g}" if high < np.inf else "0 or more"
                shown = least if least < low else most
                raise InputError(
                    f"{self._label}{what} of {name!r} must be {allowed}, got {shown:g}"
                )

    @property
    def is_certain(self) -> bool:
        """Whether no number has a width."""
        return self.positions.is_certain and self.capability.is_certain and self.salience.is_certain

    def to_grid(self, values: Floats) -> Floats:
        """Return numbers of the table's scale on 0-100."""
        low, high = self.scale
        return np.asarray(np.clip(100 * (values - low) / (high - low), 0.0, 100.0))

    def from_grid(self, value: float) -> float:
        """Return a number on 0-100 on the table's scale."""
        low, high = self.scale
        return low + value / 100 * (high - low)

    def stakes(self, rng: np.random.Generator | None = None) -> Stakes:
        """Return the likeliest stakes, or with `rng` one draw of them, on 0-100."""
        columns = [self.positions, self.capability, self.salience]
        position, capability, salience = (
            values.mode if rng is None else values.drawn(rng) for values in columns
        )
        reference = np.array([self.reference])
        return stakes(
            self.to_grid(position),
            capability,
            salience,
            reference=float(self.to_grid(reference)[0]),
            veto=self.veto if self.veto.size else None,
            proposer=None if self.proposer is None else self.names.index(self.proposer),
            quota=self.quota,
            no_agreement_cost=self.no_agreement_cost,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """How the challenge model went, on the table's scale; round 0 is the start."""

    variant: str
    medians: tuple[float, ...]
    means: tuple[float, ...]
    converged: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Solution:
    """What the solvers make of one issue.

    Points and quantiles are on the table's scale; `distribution` is on 0-100. `points` are the
    means that the solvers give for the likeliest numbers; `notes` say what to beware of. `rounds`
    are those of the challenge model, where it was the solver, for the likeliest numbers.
    """

    issue: str
    solver: str
    n_actors: int
    n_draws: int
    scale: tuple[float, float]
    span: float  # between the outermost likeliest positions, on the table's scale
    distribution: Distribution
    mean: float
    quantiles: dict[float, float]
    points: dict[str, float]
    notes: tuple[str, ...]
    rounds: Rounds | None = None

    @property
    def disagreement(self) -> float:
        """How far apart the solvers' points lie, on the table's scale."""
        return max(self.points.values()) - min(self.points.values())

    def __repr__(self) -> str:
        low, high = self.quantiles[0.1], self.quantiles[0.9]
        return (
            f"Solution({self.issue or 'issue'}: {self.solver} {self.mean:.4g}, "
            f"80% from {low:.4g} to {high:.4g}, solvers {self.disagreement:.3g} apart)"
        )


QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def solve(
    table: IssueTable, *, solver: str = DEFAULT, n_draws: int = N_DRAWS, seed: int = 0
) -> Solution:
    """Return the distribution that one solver gives, and the points of all.

    Where the table has ranges, the distribution is the mean over `n_draws` draws from them; else
    the numbers are taken as they stand.

    Raises
    ------
    InputError
        If the solver is unknown, or cannot be used on this table.
    """
    compute = solver_named(solver)
    if n_draws < 1:
        raise InputError(f"at least one draw is needed, got {n_draws}")
    likeliest = table.stakes()
    points, notes = _points(table, likeliest, solver)
    n_used = 1 if table.is_certain else n_draws
    if table.is_certain:
        distribution = compute(likeliest)
    else:
        rng = np.random.default_rng(seed)
        rows = [compute(table.stakes(rng)).probabilities for _ in range(n_draws)]
        distribution = Distribution(probabilities=np.mean(rows, axis=0))
    return Solution(
        issue=table.issue,
        solver=solver,
        n_actors=len(table.names),
        n_draws=n_used,
        scale=table.scale,
        span=float(np.ptp(table.positions.mode)),
        distribution=distribution,
        mean=table.from_grid(distribution.mean),
        quantiles={q: table.from_grid(distribution.quantile(q)) for q in QUANTILES},
        points=points,
        notes=notes,
        rounds=_rounds(table, likeliest, CHALLENGE_VARIANTS.get(solver)),
    )


def _rounds(table: IssueTable, likeliest: Stakes, variant: Variant | None) -> Rounds | None:
    """Return the rounds of a variant of the challenge model; None for other solvers."""
    if variant is None:
        return None
    played = challenge_of(likeliest, variant)
    return Rounds(
        variant=variant,
        medians=tuple(map(table.from_grid, played.medians.tolist())),
        means=tuple(map(table.from_grid, played.means.tolist())),
        converged=played.converged,
    )


def _points(
    table: IssueTable, likeliest: Stakes, wanted: str
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the point of every solver that can be used, and what to say of the others."""
    points: dict[str, float] = {}
    notes: list[str] = []
    for name, compute in SOLVERS.items():
        try:
            if name in CHALLENGE_VARIANTS:
                played = challenge_of(likeliest, CHALLENGE_VARIANTS[name])
                points[name] = table.from_grid(played.point)
                if not played.converged:
                    notes.append(not_converged(played, table.from_grid))
            else:
                points[name] = table.from_grid(compute(likeliest).mean)
        except InputError as error:
            if name == wanted:
                raise
            notes.append(f"without {name}: {error}")
    return points, tuple(notes)


@dataclass(frozen=True, eq=False, kw_only=True)
class Trade:
    """What exchange between issues makes of each: outcomes on the tables' scales."""

    issues: tuple[str, ...]
    names: tuple[str, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    own_gains: Floats  # (n_actors,) salience x points of 100
    externalities: Floats  # (n_actors,)
    deals: tuple[Deal, ...]


def trade(tables: Sequence[IssueTable], *, externality_weight: float = 0.0) -> Trade:
    """Return the equal-gain exchange between issues, on the likeliest numbers.

    An actor that is missing in an issue's table has no weight there.

    Raises
    ------
    InputError
        If there are fewer than two issues.
    """
    if len(tables) < 2:
        raise InputError(
            "exchange needs two issues or more: give the table a column 'issue' with several"
        )
    names = tuple(dict.fromkeys(name for table in tables for name in table.names))
    row = {name: index for index, name in enumerate(names)}
    shape = (len(names), len(tables))
    positions, capability, salience = np.full(shape, 50.0), np.zeros(shape), np.zeros(shape)
    for column, table in enumerate(tables):
        at = [row[name] for name in table.names]
        positions[at, column] = table.to_grid(table.positions.mode)
        capability[at, column] = table.capability.mode
        salience[at, column] = table.salience.mode
    made = equal_gain_exchange(
        positions, capability, salience, externality_weight=externality_weight
    )
    return Trade(
        issues=tuple(table.issue for table in tables),
        names=names,
        before=_on_scales(tables, made.before),
        after=_on_scales(tables, made.after),
        own_gains=made.own_gains,
        externalities=made.externalities,
        deals=made.deals,
    )


def _on_scales(tables: Sequence[IssueTable], values: Floats) -> tuple[float, ...]:
    """Return one outcome a table, from 0-100 to its own scale."""
    pairs = zip(tables, values.tolist(), strict=True)
    return tuple(table.from_grid(value) for table, value in pairs)

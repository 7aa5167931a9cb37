"""A seed and a name in, uniform numbers out: each uncertain thing has a stream of its own.

The stream of a name depends on the seed and the name alone. Adding or removing an actor, a lock or
a link therefore never shifts the draws of anything else, so that a system and its what-if are
compared on the same draws (common random numbers).
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.system import Floats, Range

Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

MAX_DRAWS = 1_000_000


def uniforms(seed: int, n_draws: int, *name: str | int) -> Floats:
    """Return the uniform numbers that belong to a seed and a name.

    Parameters
    ----------
    seed : int
        Not negative.
    n_draws : int
        How many.
    *name : str or int
        What they are for, for instance 'opening', 'sanctions', 3.

    Returns
    -------
    (n_draws,)
        In [0, 1). The first numbers of a longer stream are those of a shorter one.

    References
    ----------
    O'Neill, M. E. (2014). PCG: a family of simple fast space-efficient statistically good
    algorithms for random number generation. Harvey Mudd College, HMC-CS-2014-0905.

    Examples
    --------
    >>> bool((uniforms(1, 3, "trust") == uniforms(1, 5, "trust")[:3]).all())
    True
    >>> bool((uniforms(1, 3, "trust") == uniforms(2, 3, "trust")).any())
    False
    """
    text = "\x1f".join((str(seed), *map(str, name)))
    key = int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "little")
    return np.random.Generator(np.random.PCG64(key)).random(n_draws)


def check_draws(n_draws: int, seed: int) -> None:
    """Refuse a number of draws or a seed that cannot be used.

    Raises
    ------
    InputError
        If there is no draw, more than a million, or a negative seed.
    """
    if not 1 <= n_draws <= MAX_DRAWS:
        raise InputError(f"the number of draws must be in 1 to {MAX_DRAWS}, got {n_draws}")
    if seed < 0:
        raise InputError(f"the seed must not be negative, got {seed}")


class InputDraws:
    """Draws of the inputs of a system by path, and of chance by name; it knows which are uncertain.

    Parameters
    ----------
    n_draws : int
        Draws of one copy, 1 to 1,000,000.
    seed : int
        Not negative.
    n_copies : int
        Variants of the system that run side by side on the same draws.
    draw_of : (n_total,), optional
        For each draw the place of the numbers that it uses, below `n_draws`; instead of copies.
    given : dict, optional
        Path -> levels (n_total,) of inputs that are not drawn but given, in [0, 1].
    shifts : dict, optional
        Path -> copy -> points added to the input in that copy, held to the bounds of its kind.

    Raises
    ------
    InputError
        If the number of draws or the seed cannot be used.
    """

    def __init__(
        self,
        n_draws: int,
        seed: int,
        *,
        n_copies: int = 1,
        draw_of: Indices | None = None,
        given: dict[str, Floats] | None = None,
        shifts: dict[str, dict[int, float]] | None = None,
    ) -> None:
        check_draws(n_draws, seed)
        self.n_draws = n_draws
        self.seed = seed
        self.n_copies = n_copies
        self.uncertain: list[str] = []
        self._draw_of = draw_of
        self._given = given or {}
        self._shifts = shifts or {}

    @property
    def n_total(self) -> int:
        """Number of all draws, those of every copy."""
        return self.n_draws * self.n_copies if self._draw_of is None else self._draw_of.size

    def of(self, uncertain: Range, path: str) -> Floats:
        """Return an input's draws, shape (n_total,), and remember it when it is uncertain."""
        if not uncertain.is_point:
            self.uncertain.append(path)
            values = uncertain.at(self.total_levels(path))
        else:
            values = np.broadcast_to(np.float64(uncertain.mode), (self.n_total,))
        if path not in self._shifts:
            return values
        low, high = bounds_of(path)
        values = np.array(values)
        for copy, points in self._shifts[path].items():
            block = slice(copy * self.n_draws, (copy + 1) * self.n_draws)
            values[block] = np.clip(values[block] + points, low, high)
        return values

    def levels(self, path: str) -> Floats:
        """Return the uniform numbers from which an input is drawn, shape (n_draws,)."""
        return uniforms(self.seed, self.n_draws, "input", path)

    def total_levels(self, path: str) -> Floats:
        """Return the levels of an input in all draws, shape (n_total,)."""
        return self._given[path] if path in self._given else self._spread(self.levels(path))

    def chance(self, *name: str | int) -> Floats:
        """Return uniform numbers for a thing that happens by chance, shape (n_total,)."""
        return self._spread(uniforms(self.seed, self.n_draws, "chance", *name))

    def _spread(self, values: Floats) -> Floats:
        """Return for all draws the numbers that they use."""
        if self._draw_of is not None:
            return values[self._draw_of]
        return np.tile(values, self.n_copies) if self.n_copies > 1 else values


BOUNDS: dict[str, tuple[float, float]] = {
    "position": (0, 100),
    "salience": (0, 1),
    "capability": (0, 1),
    "status_quo": (0, 100),
    "opening": (0, 1),
    "erosion": (0, 1),
    "hazard": (0, 1),
    "strength": (0, 1),
    "value": (-1, 1),
    "weight": (0, 1),
    "workaround": (0, 100),
    "lapse": (0, 100),
    "cost": (0, 100),
    "gain": (0, 100),
    "lift": (1, 100),
    "until": (0, 100),
    "trust": (0, 1),
    "package_threshold": (0, 1),
    "package_hazard": (0, 1),
    "persistence": (0, 1),
    "reciprocity": (0, 10),
    "restraint_gain": (0, 1),
    "trust_gain": (0, 1),
    "trust_loss": (0, 1),
    "precision": (1e-6, 10),
    "rivalry_pull": (0, 100),
}
"""Lowest and highest value of each kind of input, by the last part of its path."""


def bounds_of(path: str) -> tuple[float, float]:
    """Return the lowest and highest value that an input may take.

    Examples
    --------
    >>> bounds_of("stakes.us_president.sanctions.position")
    (0, 100)
    """
    parts = path.split(".")
    if parts[0] == "shocks" and parts[-1] == "trust":
        return -1, 1
    if parts[0] == "issues" and parts[-1] == "weight":
        return 0, np.inf
    if parts[0] == "responses" and parts[-1] == "effect":
        return 0, 100
    return BOUNDS.get(parts[-1], (-100, 100))

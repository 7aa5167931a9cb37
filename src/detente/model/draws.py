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
    """Draws of the uncertain inputs of a system, by path; it remembers which are uncertain.

    `draw_of` maps each draw to the draw of the inputs and of chance that it uses: variants of
    one system are run side by side on the same numbers by repeating them.
    """

    def __init__(self, n_draws: int, seed: int, n_copies: int = 1) -> None:
        check_draws(n_draws, seed)
        self.n_draws = n_draws
        self.seed = seed
        self.n_copies = n_copies
        self.uncertain: list[str] = []
        self.given: dict[str, Floats] = {}

    @property
    def n_total(self) -> int:
        """Draws times copies."""
        return self.n_draws * self.n_copies

    def of(self, uncertain: Range, path: str) -> Floats:
        """Return an input's draws, shape (n_total,), and remember it when it is uncertain."""
        if uncertain.is_point:
            return np.broadcast_to(np.float64(uncertain.mode), (self.n_total,))
        self.uncertain.append(path)
        return self._repeated(uncertain.at(self.levels(path)))

    def levels(self, path: str) -> Floats:
        """Return the uniform numbers from which an input is drawn, shape (n_draws,)."""
        if path in self.given:
            return self.given[path]
        return uniforms(self.seed, self.n_draws, "input", path)

    def chance(self, *name: str | int) -> Floats:
        """Return uniform numbers for a thing that happens by chance, shape (n_total,)."""
        return self._repeated(uniforms(self.seed, self.n_draws, "chance", *name))

    def _repeated(self, values: Floats) -> Floats:
        """Return the values once a copy."""
        return np.tile(values, self.n_copies) if self.n_copies > 1 else values


Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

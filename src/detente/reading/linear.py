"""Small trained models: sentence vectors and hashed features in, class probabilities out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from detente.errors import InputError

FOLDER = Path(__file__).parent / "models"
Floats = npt.NDArray[np.float32]


def slots(features: Iterable[str], size: int) -> npt.NDArray[np.int64]:
    """Return the slots, each once and sorted, into which a hash puts these features.

    Only the slot is kept: no word can be read out of a model.
    """
    return np.unique(
        np.fromiter((zlib.crc32(one.encode()) % size for one in features), dtype=np.int64)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearModel:
    """A multinomial logistic regression over a dense vector and hashed features.

    A feature vector of n slots has length 1: each slot counts 1 / sqrt(n).
    """

    classes: tuple[str, ...]
    dense: Floats  # (n_classes, n_dense)
    hashed: Floats  # (n_classes, n_slots)
    intercept: Floats  # (n_classes,)

    def __post_init__(self) -> None:
        n = len(self.classes)
        if self.dense.shape[0] != n or self.hashed.shape[0] != n or self.intercept.shape != (n,):
            raise InputError(
                f"a model of {n} classes cannot have weights of shape {self.dense.shape}, "
                f"{self.hashed.shape} and {self.intercept.shape}"
            )

    @property
    def n_slots(self) -> int:
        """Number of slots of the hash."""
        return int(self.hashed.shape[1])

    def probabilities(self, vectors: Floats, features: Sequence[Sequence[str]]) -> Floats:
        """Return the probability of each class, shape (n_items, n_classes).

        Parameters
        ----------
        vectors : (n_items, n_dense)
            Dense vectors, such as those of sentences.
        features : (n_items,)
            The words that are hashed, of each item.

        Raises
        ------
        InputError
            If the shapes do not fit the model.
        """
        if vectors.shape != (len(features), self.dense.shape[1]):
            raise InputError(
                f"expected vectors of shape {(len(features), self.dense.shape[1])}, "
                f"got {vectors.shape}"
            )
        scores = vectors @ self.dense.T + self.intercept
        for row, words in enumerate(features):
            filled = slots(words, self.n_slots)
            if len(filled):
                scores[row] += self.hashed[:, filled].sum(axis=1) / np.sqrt(len(filled))
        scores -= scores.max(axis=1, keepdims=True)
        raised: Floats = np.exp(scores)
        raised /= raised.sum(axis=1, keepdims=True)
        return raised

    def strongest(self, features: Sequence[str], label: str, n: int = 3) -> tuple[str, ...]:
        """Return the features that speak most for a class, for an explanation."""
        row = self.classes.index(label)
        places = [zlib.crc32(one.encode()) % self.n_slots for one in features]
        columns = self.hashed[:, places]
        weights = columns[row] - columns.mean(axis=0)
        scored = dict(zip(features, weights.tolist(), strict=True))
        best = sorted(scored, key=lambda one: -scored[one])[:n]
        return tuple(one for one in best if scored[one] > 0)


def write_model(model: LinearModel, path: Path) -> None:
    """Write a model as arrays of 16-bit floats: weights and class names, nothing else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            classes=np.array(model.classes, dtype=np.str_),
            dense=model.dense.astype(np.float16),
            hashed=model.hashed.astype(np.float16),
            intercept=model.intercept.astype(np.float32),
        )


def read_model(path: Path) -> LinearModel:
    """Return the model that a file holds.

    Raises
    ------
    InputError
        If there is no such file, or it is not a model.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return LinearModel(
                classes=tuple(str(name) for name in arrays["classes"]),
                dense=arrays["dense"].astype(np.float32),
                hashed=arrays["hashed"].astype(np.float32),
                intercept=arrays["intercept"].astype(np.float32),
            )
    except (OSError, KeyError, ValueError) as error:
        raise InputError(f"cannot read the model {path.name}: {error}") from None


@cache
def shipped_model(name: str) -> LinearModel:
    """Return a model that ships with the package, loaded once a process."""
    return read_model(FOLDER / f"{name}.npz")

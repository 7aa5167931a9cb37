"""Mapping files: what they may say, and one clear line for what they may not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.published.actors import ActorCodes
from detente.published.mapping import mapped_layout, mapping_file
from detente.published.reader import EventReader, Options

pytest.importorskip("pyarrow")

COLUMNS = "columns: {happened_on: day, source: who, target: whom, type: what}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must have fields"),
        ("[1, 2]", "must have fields"),
        ("columns: {", "no YAML"),
        ("columns: {source: a, target: b, type: c}", "columns.happened_on"),
        (COLUMNS + "colour: blue", "colour"),
        (COLUMNS + "actors: nonsense", "actors"),
        (COLUMNS + "origin: icews", "that of another kind"),
        (COLUMNS + "origin: 'a; DROP'", "origin"),
        (COLUMNS.replace("type: what", "type: a, cameo: b"), "exactly one of"),
        (COLUMNS.replace(", type: what", ""), "exactly one of"),
        ("x: &a [1]\ny: *b", "no YAML"),
        ("!!python/object/apply:os.system ['true']", "no YAML"),
    ],
)
def test_a_bad_mapping_is_refused_in_one_clear_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as refusal:
        mapping_file(path)
    assert "\n" not in str(refusal.value)


def test_a_missing_or_huge_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read the mapping"):
        mapping_file(tmp_path / "gone.yaml")
    (tmp_path / "huge.yaml").write_text("#" * 2_000_000)
    with pytest.raises(InputError, match="longer than"):
        mapping_file(tmp_path / "huge.yaml")


def test_another_mapping_of_the_same_file_is_another_reading(tmp_path: Path) -> None:
    for number, text in enumerate((COLUMNS, COLUMNS + "actors: iso3\n")):
        (tmp_path / f"{number}.yaml").write_text(text)
    one, two = (mapped_layout(tmp_path / f"{number}.yaml") for number in range(2))
    assert one.options != two.options


def test_own_words_for_types_dates_and_actors_are_mapped(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(
        COLUMNS
        + "date_format: '%d.%m.%Y'\nactors: cow\ndelimiter: ';'\norigin: my-sheet\n"
        + "types: {summit: CONSULT, embargo: SANCTION}\n"
    )
    (tmp_path / "sheet.csv").write_text(
        "day;who;whom;what\n16.07.2018;2;365;summit\n30.03.2018;365;2;embargo\n"
        "31.03.2018;365;2;dance\n"
    )
    reader = EventReader(
        "csv",
        [str(tmp_path / "sheet.csv")],
        Options(mapping=tmp_path / "mapping.yaml"),
        actors=ActorCodes(lambda name, day: None),
    )
    [(_, table)] = list(reader.tables())
    rows = table.to_pylist()
    assert [(r["happened_on"], r["source"], r["target"], r["type"]) for r in rows] == [
        (date(2018, 7, 16), "USA", "RUS", "CONSULT"),
        (date(2018, 3, 30), "RUS", "USA", "SANCTION"),
    ]
    assert reader.origin == "my-sheet"
    assert reader.report.n_set_aside == 1


def test_codes_of_ours_are_taken_with_their_sectors(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(COLUMNS + "actors: codes\n")
    (tmp_path / "sheet.csv").write_text("day,who,whom,what\n2018-07-16,USA:LEG,XXX,AID\n")
    reader = EventReader(
        "csv",
        [str(tmp_path / "sheet.csv")],
        Options(mapping=tmp_path / "mapping.yaml"),
        actors=ActorCodes(lambda name, day: None),
    )
    [(_, table)] = list(reader.tables())
    [row] = table.to_pylist()
    assert (row["source"], row["source_state"], row["target"]) == ("USA:LEG", "USA", None)
    assert reader.report.unresolved == {"XXX": 1}

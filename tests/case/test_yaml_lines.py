import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.yaml_lines import MAX_BYTES, MAX_DEPTH, parse_yaml, read_yaml
from detente.errors import InputError


def test_values_come_with_the_line_on_which_they_stand() -> None:
    tree = parse_yaml("a: 1\nb:\n  - c: 2017-01-16\n    d: [1, 2.5]\n")
    assert tree.value == {"a": 1, "b": [{"c": date(2017, 1, 16), "d": [1, 2.5]}]}
    assert tree.line(("b", 0, "d")) == 4
    assert tree.line(("b", 0, "missing", 3)) == 3


def test_norway_stays_a_word_and_only_true_and_false_are_booleans() -> None:
    assert parse_yaml("[no, on, off, yes, true, false, null, 'true']").value == [
        "no",
        "on",
        "off",
        "yes",
        True,
        False,
        None,
        "true",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: *x\n", "case.yaml:1: an anchor"),
        ("b: *x\n", "case.yaml:1: an alias"),
        ("a: 1\nb: 2\na: 3\n", "case.yaml:3: duplicate key 'a', first given on line 1"),
        ("a: !!python/object/apply:os.system [ls]\n", "case.yaml:1: a tag"),
        ("a: [1,\n", "not readable as YAML"),
        ("a:\n\tb: 1\n", "case.yaml:2: not readable as YAML"),
        ("a: 2017-02-30\n", "case.yaml:1: no such day: 2017-02-30"),
        ("a: 1\n---\nb: 2\n", "case.yaml:2: a second document"),
        ("[a, b]: 1\n", "case.yaml:1: a key must be a word"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "nested deeper than"),
    ],
)
def test_what_a_case_needs_not_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_yaml(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + k)}: &{chr(98 + k)} [{','.join('*' + chr(97 + k) for _ in range(9))}]\n"
        for k in range(20)
    )
    with pytest.raises(InputError, match="anchor"):
        parse_yaml(bomb)


def test_too_many_values_are_refused() -> None:
    with pytest.raises(InputError, match="more than 300000 values"):
        parse_yaml("[" + "1," * 300_001 + "]")


def test_a_missing_file_a_folder_and_a_huge_file_are_one_line_each(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        read_yaml(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="is a folder"):
        read_yaml(tmp_path)
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="a case file may have 4 MB"):
        read_yaml(huge)


def test_a_file_in_another_encoding_or_a_binary_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes("title: détente".encode("latin-1"))
    with pytest.raises(InputError, match="is not UTF-8"):
        read_yaml(file)
    file.write_bytes(b"\x00\x01\x02")
    with pytest.raises(InputError, match="binary"):
        read_yaml(file)
    file.write_bytes(b"\xef\xbb\xbftitle: x")
    assert read_yaml(file).value == {"title": "x"}


@given(st.text(max_size=60))
def test_any_text_gives_values_or_our_own_error(text: str) -> None:
    with contextlib.suppress(InputError):
        parse_yaml(text)


@given(st.text("[]{}:,-&*!#'\"\n\t ab1", max_size=30))
def test_a_refusal_is_one_line_that_names_the_file(text: str) -> None:
    message = ""
    try:
        parse_yaml(text)
    except InputError as error:
        message = str(error)
    assert not message or (message.startswith("case.yaml:") and "\n" not in message)


@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=6),
        st.lists(st.integers(-1000, 1000), max_size=5),
        max_size=6,
    )
)
def test_every_value_of_a_block_file_is_found_on_its_own_line(values: dict[str, list[int]]) -> None:
    lines, expected = [], {}
    for key, numbers in values.items():
        lines.append(f"{key}:" if numbers else f"{key}: []")
        for index, number in enumerate(numbers):
            lines.append(f"  - {number}")
            expected[key, index] = len(lines)
    tree = parse_yaml("\n".join(lines) or "{}")
    assert tree.value == values
    for (key, index), line in expected.items():
        assert tree.line((key, index)) == line

"""Whatever is wrong in a case file, the answer is our own error, in one line, never a crash."""

import contextlib
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.loading import load_case, parsed_case
from detente.case.skeleton import skeleton_text
from detente.case.yaml_lines import LinedYaml, Path_, parse_yaml
from detente.errors import InputError

SKELETON = parse_yaml(skeleton_text("IND", "PAK", day=date(2024, 6, 1)))
FULL = load_case("us-russia").tree

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False),
    st.dates(),
    st.sampled_from(["", "x", "us_president", "sanctions", "USA", "up", "a.b", "\n"]),
    st.lists(st.integers(0, 100), max_size=4),
    st.dictionaries(
        st.sampled_from(["id", "value", "low", "from", "x"]), st.integers(), max_size=3
    ),
)


def _paths(value: Any, path: Path_ = ()) -> list[Path_]:
    found = [path] if path else []
    if isinstance(value, dict):
        return found + [p for key, part in value.items() for p in _paths(part, (*path, key))]
    if isinstance(value, list):
        return found + [p for k, part in enumerate(value) for p in _paths(part, (*path, k))]
    return found


SMALL_PATHS, FULL_PATHS = _paths(SKELETON.value), _paths(FULL.value)


def _spoilt(tree: LinedYaml, path: Path_, junk: Any, *, remove: bool) -> LinedYaml:
    value = deepcopy(tree.value)
    place = value
    for part in path[:-1]:
        place = place[part]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = junk
    return LinedYaml(tree.name, value, tree.lines)


def _load(tree: LinedYaml) -> None:
    try:
        case = parsed_case(tree, Path("case"))
    except InputError as error:
        message = str(error)
    else:
        message = ""
        with contextlib.suppress(InputError):
            case.as_of()
            case.provenance()
    assert "\n" not in message
    assert not message or message.startswith("case.yaml:")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SMALL_PATHS), JUNK, st.booleans())
def test_a_small_case_with_anything_in_a_wrong_place(path: Path_, junk: Any, gone: bool) -> None:
    _load(_spoilt(SKELETON, path, junk, remove=gone))


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(FULL_PATHS), JUNK, st.booleans())
def test_the_full_case_with_anything_in_a_wrong_place(path: Path_, junk: Any, gone: bool) -> None:
    tree = _spoilt(FULL, path, junk, remove=gone)
    _load(LinedYaml("case.yaml", tree.value, tree.lines))

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.terms.ontology import (
    PLOVER_TYPES,
    QUAD_CLASSES,
    cameo,
    cameo_codes,
    cameo_named,
    event_type,
    event_types,
    intensity_of,
    quad_class_of,
)

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
GOLDSTEIN = SHARED / "data" / "ontology" / "cameo_goldstein.csv"


def test_plover_has_sixteen_types_in_its_order() -> None:
    assert tuple(found.type for found in event_types()) == PLOVER_TYPES
    assert len(PLOVER_TYPES) == 16


def test_every_code_has_a_root_a_class_and_an_intensity() -> None:
    for found in cameo_codes():
        assert found.code.startswith(found.root)
        assert 1 <= int(found.root) <= 20
        assert found.quad_class in QUAD_CLASSES
        assert -10 <= found.intensity <= 10
        assert found.type is None or found.type in PLOVER_TYPES
        assert cameo(found.code) == found


def test_only_public_statements_have_no_type() -> None:
    assert {found.root for found in cameo_codes() if found.type is None} == {"01"}


def test_a_name_leads_to_a_code_of_that_name() -> None:
    for found in cameo_codes():
        if len(found.code) > 2:
            assert cameo_named(found.name).name == found.name


@pytest.mark.parametrize(
    ("written", "code"),
    [(42, "042"), ("42", "042"), ("0211", "0211"), (211, "0211"), ("14", "14"), ("1829", "182")],
)
def test_lost_zeros_are_put_back(written: str | int, code: str) -> None:
    assert cameo(written).code == code


@pytest.mark.parametrize("code", ["", "00", "2199", "abc", "99999", "-1"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(InputError, match="unknown CAMEO code"):
        cameo(code)


def test_conflict_is_below_cooperation() -> None:
    assert intensity_of("190") < intensity_of("112") < 0 < intensity_of("057")
    assert quad_class_of("ASSAULT") == quad_class_of("190") == "material conflict"
    assert quad_class_of("020") == "verbal cooperation"
    with pytest.raises(InputError, match="unknown event type 'HUG'"):
        event_type("hug".upper())


def test_intensities_are_those_of_icews() -> None:
    if not GOLDSTEIN.exists():
        pytest.skip("the shared table of intensities is not here")
    with GOLDSTEIN.open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    column = next(name for name in table[0] if name.startswith("cameo") or "code" in name)
    known = {found.code: found for found in cameo_codes()}
    checked = 0
    for row in table:
        found = known.get(row[column])
        if found is not None and row["goldstein_icews_pkg"]:
            assert found.intensity == pytest.approx(float(row["goldstein_icews_pkg"])), row
            checked += 1
    assert checked > 100

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.terms.roles import sector_of_role
from detente.terms.sectors import SECTORS
from detente.terms.tables import rows


@pytest.mark.parametrize(
    ("role", "sector"),
    [
        ("Foreign Affairs", "GOV"),
        ("the new foreign minister", "GOV"),
        ("Ministry of Labour", "GOV"),
        ("Member of Parliament", "LEG"),
        ("Supreme Court", "JUD"),
        ("Armed Forces", "MIL"),
        ("Military Personnel - Special", "MIL"),
        ("spy agency", "SPY"),
        ("riot police", "COP"),
        ("Main Opposition", "OPP"),
        ("oil company", "BUS"),
        ("Industrial / Textiles / Mining Ministry", "GOV"),
        ("moons of Saturn", None),
        ("", None),
    ],
)
def test_a_role_has_a_sector(role: str, sector: str | None) -> None:
    assert sector_of_role(role) == sector


def test_every_role_of_the_table_means_a_known_sector() -> None:
    for row in rows("roles.csv"):
        assert row["sector"] in SECTORS
        assert sector_of_role(row["role"]) == row["sector"]


@given(st.text(max_size=30))
def test_any_text_has_a_known_sector_or_none(text: str) -> None:
    assert sector_of_role(text) in {*SECTORS, None}

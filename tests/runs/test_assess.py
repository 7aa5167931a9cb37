"""The main job through its JSON: schema, sameness, the as-of rule, reports beside the model."""

import copy
import json
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from detente.case.loading import load_case
from detente.errors import InputError
from detente.runs.assess import assess_case, to_json

SCHEMA = json.loads(
    (files("detente.report") / "schemas" / "assess.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def assessment() -> dict[str, Any]:
    return assess_case("us-russia", n_draws=400, seed=3)


def test_the_output_keeps_to_its_schema(assessment: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(to_json(assessment)), SCHEMA)


def test_a_field_outside_the_schema_would_be_noticed(assessment: dict[str, Any]) -> None:
    broken = copy.deepcopy(assessment) | {"surprise": 1}
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(broken, SCHEMA)


def test_the_five_outcomes_share_all_probability(assessment: dict[str, Any]) -> None:
    assert sum(row["probability"] for row in assessment["outcomes"]) == pytest.approx(1, abs=1e-3)
    top = max(assessment["outcomes"], key=lambda row: row["probability"])
    assert top["id"] == assessment["likeliest"]


def test_every_number_of_an_actor_has_a_source(assessment: dict[str, Any]) -> None:
    for issue in assessment["issues"]:
        assert issue["sources"], issue["id"]
        for stake in issue["stakes"]:
            assert stake["sources"], (issue["id"], stake["actor"])
            assert set(stake["sources"]) <= assessment["sources"].keys()


def test_the_same_seed_gives_the_same_bytes(assessment: dict[str, Any]) -> None:
    again = assess_case("us-russia", n_draws=400, seed=3)
    assert to_json(again) == to_json(assessment)
    other = assess_case("us-russia", n_draws=400, seed=4)
    assert to_json(other) != to_json(assessment)


DAYS = (
    date(2017, 1, 16),
    date(2017, 2, 15),
    date(2017, 5, 22),
    date(2017, 9, 15),
    date(2019, 6, 3),
)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_later_than_the_day_is_cited(day: date) -> None:
    values = assess_case("us-russia", as_of=day, n_draws=100)
    for source in values["sources"].values():
        if source["published_on"] and len(source["published_on"]) == 10:
            assert date.fromisoformat(source["published_on"]) <= day, source
    for issue in values["issues"]:
        for event in issue["events"]:
            assert event["date"] <= str(day)


def test_a_planted_later_datum_changes_nothing(tmp_path: Path) -> None:
    early, late = date(2017, 5, 22), date(2018, 6, 1)
    plain, planted = tmp_path / "plain" / "case", tmp_path / "planted" / "case"
    for folder in (plain, planted):
        shutil.copytree(load_case("us-russia").folder, folder)
    file = planted / "case.yaml"
    values = yaml.safe_load(file.read_text(encoding="utf-8"))
    values["sources"]["planted"] = {"title": "A planted source", "published_on": date(2018, 1, 2)}
    values["stakes"]["sanctions"]["us_president"].append(
        {"from": date(2018, 5, 1), "position": 1, "salience": 1, "source": "planted"}
    )
    values["stakes"]["sanctions"]["us_president"].sort(key=lambda entry: entry["from"])
    file.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
    (plain / "case.yaml").write_text(
        yaml.safe_dump(
            yaml.safe_load((plain / "case.yaml").read_text(encoding="utf-8")), sort_keys=False
        ),
        encoding="utf-8",
    )

    def run(folder: Path, day: date) -> str:
        return to_json(assess_case(folder, as_of=day, n_draws=200))

    assert run(planted, early) == run(plain, early)
    assert run(planted, late) != run(plain, late)


def test_a_horizon_before_the_day_is_refused() -> None:
    with pytest.raises(InputError, match="must come after the day"):
        assess_case("us-russia", as_of=date(2019, 6, 3), horizon=date(2018, 1, 1))


def test_a_case_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no case 'us-rusia'"):
        assess_case("us-rusia")


REPORT = """Outlook for Russia and the United States

May 12, 2019

The United States imposed new sanctions on Russia on 15 March 2019. The sanctions law remains
the main obstacle to better relations. Congress will not lift the sanctions this year. Russia
wants the sanctions to be lifted. Relations between the United States and Russia are unlikely
to improve before the end of 2020.
"""


def test_reports_stand_beside_the_model(tmp_path: Path) -> None:
    (tmp_path / "early.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "late.txt").write_text(REPORT.replace("2019", "2020"), encoding="utf-8")
    values = assess_case("us-russia", n_draws=200, documents=[tmp_path])
    jsonschema.validate(json.loads(to_json(values)), SCHEMA)
    early, late = values["documents"]
    assert early["used"]
    assert not late["used"]
    assert "published after" in late["remark"]
    assert {row["document"] for row in values["forecasts"]} == {"early.txt"}
    assert any(row["model"] is not None for row in values["forecasts"])
    for row in values["forecasts"]:
        assert REPORT[row["start"] : row["end"]] == row["quote"]
    sanctions = next(issue for issue in values["issues"] if issue["id"] == "sanctions")
    assert {item["kind"] for item in sanctions["evidence"]} >= {"event", "claim"}

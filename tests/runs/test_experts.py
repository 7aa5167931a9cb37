"""Experts of a case, one by one and pooled: whose view it is, and what the pool is."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.case.skeleton import skeleton_text
from detente.errors import InputError
from detente.model.result import OUTCOMES, Estimate
from detente.report.assessment_page import assessment_page
from detente.report.summary import assessment_text
from detente.runs.api import ExpertAssessment, assess
from detente.runs.assess import assess_case, to_json
from detente.runs.experts import View, mean_of, pooled
from detente.runs.whatif import ExpertWhatIf, whatif, whatif_json, whatif_text

DAY, HORIZON = date(2024, 3, 1), date(2026, 3, 1)
SCHEMA = json.loads(
    (files("detente.report") / "schemas" / "assess.schema.json").read_text(encoding="utf-8")
)
EXPERTS = """
experts:
  - id: dove
    name: Who thinks that both want trade & peace
    from: 2023-01-01
    source: dove_book
    note: Read for this test.
    stakes:
      trade:
        jpn_parliament: {position: [85, 90, 95]}
        kor_leader: {position: [90, 95, 100], salience: 0.9}
  - id: hawk
    name: Who thinks that neither does
    from: 2024-01-15
    source: me
    stakes:
      trade:
        jpn_leader: {position: [5, 10, 15]}
        jpn_parliament: {position: [0, 5, 10], salience: 0.9}
        kor_leader: {position: [5, 10, 15]}
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A small case with two experts; it has coded one stake anew since the first of them."""
    text = skeleton_text("JPN", "KOR", day=DAY)
    text = text.replace(
        "jpn_parliament: [{position: 45, salience: 0.4, capability: 0.6, source: me}]",
        "jpn_parliament: [{position: 45, salience: 0.4, capability: 0.6, source: me}, "
        "{from: 2023-06-01, position: 50, source: me}]",
    )
    text = text.replace("sources:\n", "sources:\n  dove_book: {title: The book of doves}\n", 1)
    folder = tmp_path_factory.mktemp("experts")
    (folder / "case.yaml").write_text(text + EXPERTS, encoding="utf-8")
    return load_case(folder)


def _assess(case: Case, expert: str | None) -> dict[str, Any]:
    values = assess_case(
        case.folder, as_of=DAY, horizon=HORIZON, n_draws=300, seed=2, expert=expert
    )
    jsonschema.validate(json.loads(to_json(values)), SCHEMA)
    return values


@pytest.fixture(scope="module")
def own(case: Case) -> dict[str, Any]:
    return _assess(case, None)


@pytest.fixture(scope="module")
def dove(case: Case) -> dict[str, Any]:
    return _assess(case, "dove")


@pytest.fixture(scope="module")
def everyone(case: Case) -> dict[str, Any]:
    return _assess(case, "all")


def _trade(values: dict[str, Any]) -> dict[str, Any]:
    return next(issue for issue in values["issues"] if issue["id"] == "trade")


def test_without_an_expert_the_view_is_the_case_s_own(own: dict[str, Any]) -> None:
    assert own["expert"] is None
    assert own["experts"] is None
    assert "--expert" not in own["run"]["command"]
    assert "As seen by" not in assessment_text(own)


def test_an_expert_s_view_is_assessed_by_its_stakes(
    own: dict[str, Any], dove: dict[str, Any]
) -> None:
    assert _trade(dove)["improve"]["value"] > _trade(own)["improve"]["value"]
    assert dove["run"]["command"].endswith(" --expert dove")
    assert dove["expert"]["id"] == "dove"
    assert dove["expert"]["since"] == "2023-01-01"
    assert dove["experts"] is None


def test_a_stake_of_an_expert_cites_the_expert_s_source(dove: dict[str, Any]) -> None:
    cited = {stake["actor"]: set(stake["sources"]) for stake in _trade(dove)["stakes"]}
    assert "dove_book" in cited["jpn_parliament"]
    assert "dove_book" not in cited["jpn_leader"]
    assert dove["sources"]["dove_book"]["title"] == "The book of doves"


def test_stakes_that_the_case_coded_anew_are_pointed_out(
    dove: dict[str, Any], everyone: dict[str, Any]
) -> None:
    assert (dove["expert"]["stakes"], dove["expert"]["overtaken"]) == (2, 1)
    assert any("expert dove was coded on 2023-01-01" in remark for remark in dove["remarks"])
    hawk = everyone["experts"]["views"][1]
    assert (hawk["id"], hawk["stakes"], hawk["overtaken"]) == ("hawk", 3, 0)
    assert not any("expert hawk" in remark for remark in everyone["remarks"])


def test_all_experts_leave_the_case_s_own_answer_as_it_is(
    own: dict[str, Any], everyone: dict[str, Any]
) -> None:
    added = {"run", "expert", "experts", "sources", "remarks"}
    same = {key: value for key, value in everyone.items() if key not in added}
    assert same == {key: value for key, value in own.items() if key not in added}
    assert everyone["run"]["command"].endswith(" --expert all")


def test_among_all_each_expert_sees_what_it_sees_alone(
    dove: dict[str, Any], everyone: dict[str, Any]
) -> None:
    view = everyone["experts"]["views"][0]
    assert view["likeliest"] == dove["likeliest"]
    for row in dove["outcomes"]:
        assert view["outcomes"][row["id"]]["value"] == row["probability"]
    assert view["issues"]["trade"]["improve"] == _trade(dove)["improve"]


def test_the_pool_is_the_mean_of_the_experts(everyone: dict[str, Any]) -> None:
    views, pool = everyone["experts"]["views"], everyone["experts"]["pooled"]
    for name in OUTCOMES:
        mean = sum(view["outcomes"][name]["value"] for view in views) / len(views)
        assert pool["outcomes"][name]["value"] == pytest.approx(mean, abs=1e-4)
    assert sum(row["value"] for row in pool["outcomes"].values()) == pytest.approx(1, abs=1e-3)
    first, second = (view["questions"]["trade_up"]["value"] for view in views)
    assert pool["questions"]["trade_up"]["value"] == pytest.approx((first + second) / 2, abs=1e-4)
    assert pool["likeliest"] == max(OUTCOMES, key=lambda name: pool["outcomes"][name]["value"])


def test_a_pooled_interval_is_no_narrower_than_the_draws_allow() -> None:
    sure = Estimate(value=0.5, low=0.4, high=0.6)
    assert mean_of([sure, sure]) == sure


def test_the_pool_holds_what_all_experts_have() -> None:
    half = Estimate(value=0.5, low=0.4, high=0.6)
    outcomes = dict.fromkeys(OUTCOMES, Estimate(value=0.2, low=0.1, high=0.3))

    def view(*issues: str) -> View:
        chances = dict.fromkeys(issues, half)
        return View(
            outcomes=outcomes, likeliest="worse", improve=chances, worsen=chances, questions={}
        )

    pool = pooled([view("a", "b"), view("b", "c")])
    assert list(pool.improve) == ["b"]
    assert pool.likeliest == "freeze"  # of equals the one nearest to it, as for draws


def test_the_text_says_whose_view_it_is(dove: dict[str, Any], everyone: dict[str, Any]) -> None:
    text = assessment_text(dove, width=150)
    assert "As seen by dove: Who thinks that both want trade & peace, coded from 2023-01" in text
    text = assessment_text(everyone, width=150)
    assert "By the case's own stakes" in text
    table = text.split("What the experts see, each")[1].split("Issue by issue")[0]
    for word in ("own stakes", "dove", "hawk", "pooled", "Freeze", "Trade: improves"):
        assert word in table


def test_the_page_says_whose_view_it_is(dove: dict[str, Any], everyone: dict[str, Any]) -> None:
    page = assessment_page(dove)
    header = page.split("</header>")[0]
    assert "As seen by dove: Who thinks that both want trade &amp; peace" in header
    assert 'id="experts"' not in page
    page = assessment_page(everyone)
    assert 'href="#experts"' in page.split("</header>")[0]
    section = page.split('<section id="experts">')[1].split("</section>")[0]
    assert "hawk" in section
    assert "Trade: improves" in section
    assert "Read for this test." in section


@pytest.mark.parametrize("run", [assess, whatif])
def test_an_unknown_expert_is_refused_by_name(case: Case, run: Any) -> None:
    changes = () if run is assess else ({"shift": {"parameters.trust": 0.1}},)
    with pytest.raises(
        InputError, match="unknown expert 'owl' on 2024-03-01; known on that day: dove, hawk"
    ):
        run(case, *changes, as_of=DAY, horizon=HORIZON, expert="owl")
    with pytest.raises(InputError, match="known on that day: dove; or all"):
        run(case, *changes, as_of=date(2024, 1, 1), horizon=HORIZON, expert="hawk")


@pytest.mark.parametrize("expert", ["dove", "all"])
def test_a_day_without_experts_is_refused(case: Case, expert: str) -> None:
    with pytest.raises(InputError, match="has no experts on 2022-12-31"):
        assess(case, as_of=date(2022, 12, 31), horizon=HORIZON, expert=expert)


def test_a_notebook_gets_the_same_figures(case: Case, everyone: dict[str, Any]) -> None:
    found = assess(case, as_of=DAY, horizon=HORIZON, n_draws=300, seed=2, expert="all")
    assert isinstance(found, ExpertAssessment)
    assert found.pooled is not None
    for name, row in everyone["experts"]["pooled"]["outcomes"].items():
        assert row["value"] == pytest.approx(found.pooled.outcomes[name].value, abs=1e-4)
    assert "expert dove: Who thinks" in repr(found)
    assert "own stakes" in repr(found)
    assert "trade &amp; peace" in found._repr_html_()


def test_a_notebook_shows_one_expert_s_view(case: Case, dove: dict[str, Any]) -> None:
    found = assess(case, as_of=DAY, horizon=HORIZON, n_draws=300, seed=2, expert="dove")
    assert isinstance(found, ExpertAssessment)
    assert found.likeliest == dove["likeliest"]
    assert repr(found).splitlines()[1].startswith("as seen by dove: Who thinks")
    assert "own stakes" not in repr(found)


def _same(expert: str) -> dict[str, Any]:
    return {"as_of": DAY, "horizon": HORIZON, "n_draws": 300, "seed": 2, "expert": expert}


CHANGE = {"shift": {"parameters.trust": 0.4}}


def test_a_what_if_is_by_the_expert_s_stakes(case: Case, dove: dict[str, Any]) -> None:
    found = whatif(case, CHANGE, **_same("dove"))
    before = {name: change.before.value for name, change in found.outcomes.items()}
    for row in dove["outcomes"]:
        assert before[row["id"]] == pytest.approx(row["probability"], abs=1e-4)
    assert whatif_text(found).splitlines()[1].startswith("as seen by dove: Who thinks")
    values = whatif_json(found)
    assert values["expert"]["id"] == "dove"
    assert values["experts"] is None


def test_a_what_if_for_all_experts_pools_their_differences(case: Case) -> None:
    found = whatif(case, CHANGE, **_same("all"))
    assert isinstance(found, ExpertWhatIf)
    assert found.pooled is not None
    for name in OUTCOMES:
        alone = [view.outcomes[name].difference.value for view in found.views.values()]
        assert found.pooled.outcomes[name].difference.value == pytest.approx(sum(alone) / 2)
    assert set(found.pooled.issues) == {"trade", "border"}
    text = repr(found)
    assert text == whatif_text(found)
    assert text.splitlines()[1].startswith("by the case's own stakes")
    assert "own stakes      dove      hawk    pooled" in text
    assert found._repr_html_().startswith("<pre>")
    values = json.loads(json.dumps(whatif_json(found), allow_nan=False))
    assert [view["id"] for view in values["experts"]["views"]] == ["dove", "hawk"]
    assert set(values["experts"]["pooled"]["outcomes"]) == set(OUTCOMES)


def test_a_what_if_without_an_expert_has_none(case: Case) -> None:
    found = whatif(case, CHANGE, as_of=DAY, horizon=HORIZON, n_draws=100)
    values = whatif_json(found)
    assert values["expert"] is None
    assert values["experts"] is None
    assert "as seen by" not in whatif_text(found)


def test_a_case_without_experts_says_so(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(skeleton_text("JPN", "KOR", day=DAY), encoding="utf-8")
    with pytest.raises(InputError, match="has no experts on 2024-03-01"):
        assess_case(tmp_path, as_of=DAY, expert="all", n_draws=100)

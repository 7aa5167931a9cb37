"""`detente solve`: tables good and bad, and past decisions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from detente.cli import build
from detente.errors import InputError
from detente.model.mixture_fit import PROVENANCE
from detente.model.solvers import predict
from detente.runs.decisions import read_decisions, score_decisions
from detente.runs.fit_mixture import fitted_law, main, scores_out_of_fold
from detente.runs.solve import read_tables, solve, solve_file, trade_file

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
BARGAINING = SHARED / "data" / "bargaining"
needs_shared = pytest.mark.skipif(
    not BARGAINING.is_dir(), reason="the shared tables of bargaining are not here"
)

# Emission standards: published facts (Scholz, Calbert and Smith 2011, table 1).
EMISSIONS = """Actor,Capability,Position,Salience
Netherlands,0.08,4,0.8
Belgium,0.08,7,0.4
Luxembourg,0.03,4,0.2
Germany,0.16,4,0.8
France,0.16,10,0.6
Italy,0.16,10,0.6
UK,0.16,10,0.9
Ireland,0.05,7,0.1
Denmark,0.05,4,1.0
Greece,0.08,7,0.7
"""


@pytest.fixture
def emissions(tmp_path: Path) -> Path:
    path = tmp_path / "emissions.csv"
    path.write_text(EMISSIONS, encoding="utf-8")
    return path


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_emission_standards_give_the_published_points(emissions: Path) -> None:
    (found,), remarks = solve_file(emissions, solver="compromise")
    assert found.mean == pytest.approx(7.390, abs=5e-4)
    assert found.points["median"] == pytest.approx(7.0)
    assert "--scale 4:10" in remarks[0]
    assert any("did not converge in 10 rounds" in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (EMISSIONS, "utf-8-sig"),
        (EMISSIONS.replace(",", ";"), "utf-8"),
        (EMISSIONS.replace(",", "\t"), "utf-8"),
        (EMISSIONS.replace(",", ";").replace(".", ","), "utf-8"),
        (EMISSIONS.replace(",", ";").replace(".", ","), "utf-16"),
        (EMISSIONS.replace("\n", "\r\n").replace("Greece", "Grèce"), "cp1252"),
        (
            EMISSIONS.replace("Capability", " INFLUENCE ").replace("Position", "Tax Position"),
            "utf-8",
        ),
        ("Emissions; of cars\n\n" + EMISSIONS + "\n,,,\n", "utf-8"),
    ],
    ids=["mark", "semicolons", "tabs", "decimal commas", "utf-16", "cp1252", "names", "title"],
)
def test_a_table_reads_alike_in_every_dialect(tmp_path: Path, text: str, encoding: str) -> None:
    (found,), _ = solve_file(written(tmp_path, text, encoding), solver="compromise")
    assert found.n_actors == 10
    assert found.mean == pytest.approx(7.390, abs=5e-4)


HEADER = "actor,position,salience,capability\n"
BAD = {
    "missing column": ("actor,position,salience\na,1,1\n", "lacks the column capability"),
    "two missing columns": ("actor,salience\na,1\n", "lacks the columns position, capability"),
    "empty file": ("", "lacks the columns"),
    "header alone": (HEADER, "has a header but no rows"),
    "text for a number": (
        HEADER + "a,1,1,much\n",
        "line 2, column 'capability' must be a number, got 'much'",
    ),
    "negative weight": (
        HEADER + "a,1,1,-2\nb,2,1,1\n",
        "line 2, column 'capability' must be at least 0, got -2",
    ),
    "one actor": (HEADER + "a,1,1,2\n", "one actor has nobody to bargain with"),
    "all salience zero": (HEADER + "a,1,0,2\nb,2,0,2\n", "no actor has any weight"),
    "nan": (
        HEADER + "a,nan,1,2\nb,2,1,2\n",
        "line 2, column 'position' must be a finite number, got 'nan'",
    ),
    "infinite": (HEADER + "a,1,inf,2\nb,2,1,2\n", "column 'salience' must be a finite number"),
    "empty cell": (HEADER + "a,,1,2\nb,2,1,2\n", "column 'position' is empty; a number is needed"),
    "short row": (HEADER + "a,1\nb,2,1,2\n", "column 'capability' is empty"),
    "long row": (HEADER + "a,0,5,1,2\nb,2,1,2\n", "line 2 has 5 cells, its header 4"),
    "duplicate name": (HEADER + "a,1,1,2\na,2,1,2\n", "actor 'a' occurs more than once"),
    "empty name": (HEADER + ",1,1,2\na,2,1,2\n", "column 'actor' is empty"),
    "thousands": (
        HEADER + 'a,1,1,"1,000"\nb,2,1,2\n',
        "may be a decimal or a thousand, got '1,000'",
    ),
    "range out of order": (
        "actor,position,salience,capability,position_low,position_high\na,5,1,1,6,9\nb,1,1,1,,\n",
        "range of position of 'a' is out of order: 6, 5, 9",
    ),
    "veto": (
        "actor,position,salience,capability,veto\na,5,1,1,maybe\nb,1,1,1,no\n",
        "must be yes or no, got 'maybe'",
    ),
    "two references": (
        "actor,position,salience,capability,reference\na,5,1,1,3\nb,1,1,1,4\n",
        "name more than one reference point",
    ),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_table_gets_one_clear_line(tmp_path: Path, name: str) -> None:
    text, message = BAD[name]
    with pytest.raises(InputError) as caught:
        solve_file(written(tmp_path, text))
    assert message in str(caught.value)
    assert "table.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_table_gets_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        solve_file(tmp_path)
    with pytest.raises(InputError, match=r"cannot read .*No such file"):
        solve_file(tmp_path / "none.csv")
    (tmp_path / "sheet.xlsx").write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(InputError, match="is no text; save the table as CSV"):
        solve_file(tmp_path / "sheet.xlsx")


def test_ten_thousand_actors_are_solved_and_the_challenge_says_why_it_is_not(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(0)
    rows = "".join(
        f"a{n},{x:.2f},{s:.2f},1\n" for n, (x, s) in enumerate(rng.uniform(0, 100, (10_000, 2)))
    )
    path = written(tmp_path, HEADER + rows)
    (found,), _ = solve_file(path)
    assert {"compromise", "median", "mixture"} <= set(found.points)
    with pytest.raises(InputError, match="at most 2000 actors, got 10000"):
        solve_file(path, solver="challenge")


def test_positions_beyond_0_to_100_get_a_scale_of_their_own(tmp_path: Path) -> None:
    text = HEADER + "a,1990,1,1\nb,2030,1,1\n"
    (found,), remarks = solve_file(written(tmp_path, text), solver="compromise")
    assert found.mean == pytest.approx(2010)
    assert "taken to run from 1990:2030" in remarks[0]


def test_ranges_vetoes_and_the_reference_point_are_read(tmp_path: Path) -> None:
    text = (
        "actor,position,position_low,position_high,salience,capability,veto,status quo\n"
        "a,10,5,20,1,3,yes,0\nb,90,,,1,1,no,0\n"
    )
    (one,), _ = read_tables(written(tmp_path, text))
    assert one.positions.low.tolist() == [5.0, 90.0]
    assert one.positions.high.tolist() == [20.0, 90.0]
    assert one.veto.tolist() == [True, False]
    assert one.reference == 0.0
    (found,), _ = solve_file(written(tmp_path, text), solver="winset", n_draws=50)
    assert 5 <= found.mean <= 20


TWO_ISSUES = """issue,actor,position,salience,capability
delay,north,0,0.9,1
delay,south,100,0.3,1
price,north,0,0.3,1
price,south,100,0.9,1
"""


def test_several_issues_are_solved_one_by_one_and_traded(tmp_path: Path) -> None:
    path = written(tmp_path, TWO_ISSUES)
    found, _ = solve_file(path, solver="compromise")
    assert [(one.issue, round(one.mean, 6)) for one in found] == [("delay", 25.0), ("price", 75.0)]
    assert trade_file(path).after == pytest.approx((0.0, 100.0))


def test_a_notebook_solves_a_file_of_one_issue_or_a_table(emissions: Path, tmp_path: Path) -> None:
    found = solve(str(emissions), solver="compromise", scale=(4, 10))
    assert found.mean == pytest.approx(7.390, abs=5e-4)
    (table,), _ = read_tables(emissions)
    assert solve(table, solver="compromise").mean == pytest.approx(found.mean)
    with pytest.raises(InputError, match="holds 2 issues: use"):
        solve(written(tmp_path, TWO_ISSUES))


def test_a_missing_reference_point_may_be_empty_or_na(tmp_path: Path) -> None:
    text = "actor,position,salience,capability,reference\na,5,1,1,NA\nb,9,1,1,\n"
    (one,), _ = read_tables(written(tmp_path, text))
    assert np.isnan(one.reference)


def test_the_command_prints_text_and_json(emissions: Path) -> None:
    runner = CliRunner()
    app = build()
    text = runner.invoke(app, ["solve", str(emissions), "--solver", "median"])
    assert text.exit_code == 0
    assert "mean 7" in text.stdout
    assert "they lie" in text.stdout
    again = runner.invoke(app, ["solve", str(emissions), "--scale", "4:10", "--format", "json"])
    values = json.loads(again.stdout)
    assert values["format"] == "detente/solve/1"
    (issue,) = values["issues"]
    assert issue["points"]["compromise"] == pytest.approx(7.390, abs=5e-4)
    assert sum(issue["probabilities"]) == pytest.approx(1)


def test_the_command_shows_the_rounds_of_the_challenge_model(emissions: Path) -> None:
    arguments = ["solve", str(emissions), "--solver", "challenge"]
    text = CliRunner().invoke(build(), arguments).stdout
    assert "medians of rounds 0 to 10: 7 8.416 9.611 9.962 9.962 9.962 7.472" in text
    answer = CliRunner().invoke(build(), [*arguments, "--format", "json"]).stdout
    rounds = json.loads(answer)["issues"][0]["rounds"]
    assert rounds["converged"] is False
    assert rounds["means"][0] == pytest.approx(7.390, abs=5e-4)


def test_the_cost_of_failure_moves_the_nash_bargain(emissions: Path) -> None:
    cheap, dear = (
        solve_file(emissions, solver="nash", reference=4, scale=(4, 10), no_agreement_cost=cost)[0][
            0
        ]
        for cost in (0.0, 1e6)
    )
    assert cheap.mean == pytest.approx(4.0, abs=1e-3)
    assert dear.mean == pytest.approx(7.390, abs=1e-2)


def test_the_command_trades_and_prints_deals(tmp_path: Path) -> None:
    path = written(tmp_path, TWO_ISSUES)
    runner = CliRunner()
    text = runner.invoke(build(), ["solve", str(path), "--solver", "exchange"]).stdout
    assert text.startswith("1 deal\n")
    answer = runner.invoke(
        build(), ["solve", str(path), "--solver", "exchange", "--format", "json"]
    )
    (deal,) = json.loads(answer.stdout)["deals"]
    assert {deal["first"], deal["second"]} == {"north", "south"}
    assert deal["gain"] == pytest.approx(15.0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--solver", "oracle"], "unknown solver 'oracle'; known solvers: mixture"),
        (["--scale", "wide"], "a scale is given as LOW:HIGH"),
        (["--solver", "exchange"], "exchange needs two issues or more"),
        (["--decisions"], "lacks the columns issue, votes, outcome"),
        (["--solver", "winset"], "needs a reference point"),
        (
            ["--solver", "winset", "--reference", "4", "--proposer", "Atlantis"],
            "none of the actors",
        ),
    ],
)
def test_bad_options_get_one_clear_line(emissions: Path, options: list[str], message: str) -> None:
    result = CliRunner().invoke(build(), ["solve", str(emissions), *options])
    assert result.exit_code != 0
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)


def test_a_form_that_there_is_not_is_a_wrong_option(emissions: Path) -> None:
    assert CliRunner().invoke(build(), ["solve", str(emissions), "--format", "html"]).exit_code == 2


DECISIONS = "proposal,issue,rule,actor,position,salience,votes,reference_point,outcome\n"


def made_up_decisions(n_proposals: int = 12) -> str:
    rng = np.random.default_rng(3)
    lines = [DECISIONS]
    for proposal in range(n_proposals):
        for issue in range(2):
            outcome = rng.integers(0, 101)
            reference = "" if issue else "0"
            lines += [
                f"p{proposal},p{proposal}i{issue},QMV,a{actor},{rng.integers(0, 101)},0.5,"
                f"{rng.integers(1, 11)},{reference},{outcome}\n"
                for actor in range(4)
            ]
    return "".join(lines)


def test_decisions_are_scored_from_the_command_line(tmp_path: Path) -> None:
    path = written(tmp_path, made_up_decisions())
    runner = CliRunner()
    text = runner.invoke(build(), ["solve", str(path), "--decisions"]).stdout
    assert text.startswith("mixture on 24 decisions\n")
    answer = runner.invoke(build(), ["solve", str(path), "--decisions", "--format", "json"]).stdout
    values = json.loads(answer)
    assert values["format"] == "detente/decisions/1"
    assert 0 < values["crps"] < values["mae"]


def test_scores_are_what_the_definitions_say(tmp_path: Path) -> None:
    text = DECISIONS + "p,i,QMV,a,0,1,1,,20\np,i,QMV,b,100,1,1,,20\n"
    scores = score_decisions(read_decisions(written(tmp_path, text)), "compromise")
    assert (scores.mae, scores.crps, scores.brier) == pytest.approx((30.0, 30.0, 0.0))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("p,i,QMV,a,0,1,1,,20\np,i,QMV,b,100,1,1,,30\n", "issue 'i' has more than one outcome"),
        ("p,i,QMV,a,0,1,1,5,20\np,i,QMV,b,1,1,1,,20\n", "more than one reference_point"),
        ("p,i,QMV,a,0,1,1,,120\n", "column 'outcome' must be at most 100, got 120"),
        ("p,i,QMV,a,0,0,1,,20\n", "issue 'i': no actor has any weight"),
    ],
)
def test_bad_decisions_get_one_clear_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_decisions(written(tmp_path, DECISIONS + row))


def test_a_fit_prints_a_module_that_says_where_it_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.runs.fit_mixture.N_REPEATS", 1)
    monkeypatch.setattr("detente.runs.fit_mixture.SD_FLOORS", (5.0,))
    monkeypatch.setattr("detente.runs.fit_mixture.SD_RATIOS", (0.5,))
    assert main([str(written(tmp_path, made_up_decisions()))]) == 0
    found: dict[str, dict[str, float]] = {}
    exec(capsys.readouterr().out, found)
    assert sum(found["WEIGHTS"].values()) == pytest.approx(1.0)
    assert found["WEIGHTS"]["uniform"] >= 0.01
    assert found["PROVENANCE"].keys() == PROVENANCE.keys()
    assert main([]) == 2
    assert main([str(tmp_path / "none.csv")]) == 1


def test_a_cross_validation_needs_enough_proposals(tmp_path: Path) -> None:
    few = read_decisions(written(tmp_path, made_up_decisions(3)))
    with pytest.raises(InputError, match="10 folds need as many proposals, got 3"):
        scores_out_of_fold(few)


@needs_shared
def test_the_compromise_errs_on_eu_decisions_as_published() -> None:
    decisions = read_decisions(BARGAINING / "eu_decisions_first_wave.csv")
    assert len(decisions) == 167
    assert score_decisions(decisions, "compromise").mae == pytest.approx(24.55, abs=0.1)


@needs_shared
def test_the_mixture_holds_its_bars_on_proposals_left_out_of_the_fit() -> None:
    decisions = read_decisions(BARGAINING / "eu_decisions_first_wave.csv")
    (scores,) = scores_out_of_fold(decisions, n_repeats=1)
    assert scores.crps <= 17.0
    assert scores.brier <= 0.221
    assert 0.77 <= scores.cover <= 0.85


@needs_shared
def test_the_shipped_law_is_the_one_that_the_fit_gives() -> None:
    from detente.model.mixture import FITTED

    refitted = fitted_law(read_decisions(BARGAINING / "eu_decisions_first_wave.csv"))
    assert FITTED.weights == pytest.approx(refitted.weights, abs=1e-3)
    assert (FITTED.sd_floor, FITTED.sd_ratio) == (refitted.sd_floor, refitted.sd_ratio)


@needs_shared
@pytest.mark.parametrize(
    "name", ["SOE-Policy.csv", "dummyData-a040.csv", "dummyData-a080.csv", "emission_standards.csv"]
)
def test_published_tables_of_other_tools_are_read_as_they_are(name: str) -> None:
    (found,), _ = solve_file(BARGAINING / name)
    assert 0 <= found.mean <= 100


@needs_shared
def test_predict_and_the_scores_agree_on_a_decision() -> None:
    decision = read_decisions(BARGAINING / "eu_decisions_first_wave.csv")[0]
    issue = decision.stakes
    alone = predict(issue.positions, issue.capability, issue.salience, reference=issue.reference)
    assert score_decisions([decision]).crps == pytest.approx(alone.crps(decision.outcome))

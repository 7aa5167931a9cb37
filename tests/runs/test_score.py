import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente.case.ledger import parse_ledger
from detente.cli import build
from detente.errors import InputError
from detente.runs.score import ledger_path, ledger_scores, score_ledger
from detente.runs.score_text import scores_text

SOURCE = "source: {title: A law, publisher: Congress, published_on: 2017-08}"


def ledger_text(*rows: tuple[str, str, str, float | None, str]) -> str:
    """Rows: forecast, question, forecaster, probability, outcome of the question."""
    questions = {question: outcome for _, question, _, _, outcome in rows}
    text = "reports:\n  r1: {title: R, author: A, publisher: P, published_on: 2017-01-16}\n"
    text += "forecasters:\n"
    text += "".join(f"  {name}: {name}\n" for name in sorted({row[2] for row in rows}))
    text += "questions:\n"
    for question, outcome in questions.items():
        text += (
            f"  - {{id: {question}, text: Will {question}, issue: trade, opens_on: 2017-01-16,\n"
            f"     resolves_on: 2018-01-16, rule: By the record,\n     resolution: {{"
            f"outcome: {outcome}"
        )
        if outcome in ("yes", "no", "void"):
            text += f", resolved_on: 2017-12-01, fact: It is so, {SOURCE}"
        text += "}}\n"
    text += "forecasts:\n"
    for forecast, question, name, probability, _ in rows:
        number = "null" if probability is None else probability
        text += (
            f"  - {{id: {forecast}, question: {question}, forecaster: {name}, report: r1,\n"
            f"     made_on: 2017-01-16, said: so, probability: {number}}}\n"
        )
    return text


@pytest.fixture(scope="module")
def builtin() -> dict[str, Any]:
    return score_ledger("us-russia")


def test_scores_worked_by_hand() -> None:
    values = ledger_scores(
        parse_ledger(
            ledger_text(
                ("f1", "q1", "ann", 0.9, "yes"),
                ("f2", "q2", "ann", 0.3, "no"),
                ("f3", "q1", "bob", 0.4, "yes"),
                ("f4", "q3", "bob", None, "yes"),
                ("f5", "q4", "bob", 0.2, "void"),
            )
        )
    )
    assert (values["n_stated"], values["n_scored"]) == (5, 3)
    assert values["unscored"] == {"no probability": 1, "void": 1}
    ann, bob = (next(g for g in values["by_forecaster"] if g["id"] == n) for n in ("ann", "bob"))
    assert ann["brier"] == pytest.approx((0.01 + 0.09) / 2)
    assert bob["brier"] == pytest.approx(0.36)
    assert ann["reference_brier"] == pytest.approx(((1 - 1 / 3) ** 2 + (2 / 3) ** 2) / 2)


def test_the_reference_of_a_question_does_not_change_with_its_own_outcome() -> None:
    def reference(outcome: str) -> float:
        rows = (("f1", "q1", "ann", 0.5, outcome), ("f2", "q2", "ann", 0.5, "yes"))
        values = ledger_scores(parse_ledger(ledger_text(*rows)))
        return float(values["overall"]["reference_brier"])

    brier_if_yes = (1 - 2 / 3) ** 2
    assert reference("yes") == pytest.approx(brier_if_yes)
    assert reference("no") == pytest.approx(((2 / 3) ** 2 + (1 - 1 / 3) ** 2) / 2)


def test_forecasters_on_the_same_question_are_pooled() -> None:
    rows = (("f1", "q1", "ann", 0.9, "yes"), ("f2", "q1", "bob", 0.4, "yes"))
    (row,) = ledger_scores(parse_ledger(ledger_text(*rows)))["disagreements"]
    assert row["pooled"] == pytest.approx(0.65)
    assert row["spread"] == pytest.approx(0.5)


def test_a_certainty_that_failed_prints_infinity_and_json_stays_valid() -> None:
    rows = (("f1", "q1", "ann", 0.0, "yes"),)
    values = ledger_scores(parse_ledger(ledger_text(*rows)))
    assert values["overall"]["log"] is None
    assert "log inf" in scores_text(values)
    json.dumps(values, allow_nan=False)


def test_a_ledger_with_nothing_resolved_says_so() -> None:
    values = ledger_scores(parse_ledger(ledger_text(("f1", "q1", "ann", 0.9, "open"))))
    assert values["overall"] is None
    assert "0 scored; not scored: 1 open" in scores_text(values)


def test_the_built_in_ledger_is_scored_and_says_what_the_numbers_are(
    builtin: dict[str, Any],
) -> None:
    assert builtin["n_scored"] >= 50
    assert 0 < builtin["overall"]["brier"] < 0.25
    assert {row["id"] for row in builtin["by_report"]} == {"000", "001", "002", "003", "004"}
    assert "authors' words mapped to ICD-203 midpoints" in builtin["notes"][0]
    assert sum(row["n"] for row in builtin["calibration"]) == builtin["n_scored"]
    for line in builtin["forecasts"]:
        assert (line["brier"] is None) == (line["why_unscored"] is not None)


def test_firm_leaves_out_what_is_hardly_a_forecast(builtin: dict[str, Any]) -> None:
    firm = score_ledger("us-russia", firm=True)
    assert firm["n_scored"] < builtin["n_scored"]
    assert firm["unscored"]["borderline"] > 0


def test_as_of_an_early_day_few_outcomes_are_known(builtin: dict[str, Any]) -> None:
    early = score_ledger("us-russia", as_of=date(2017, 9, 15))
    assert 0 < early["n_scored"] < builtin["n_scored"]
    assert early["unscored"]["open"] > 0


def test_the_text_names_every_group(builtin: dict[str, Any]) -> None:
    text = scores_text(builtin, every=True)
    for words in ("by forecaster", "by report", "calibration", "zheng-yu", "pooled", "note:"):
        assert words in text
    assert max(len(line) for line in scores_text(builtin).splitlines()) < 240


def test_a_ledger_is_found_by_file_folder_and_name(tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text(ledger_text(("f1", "q1", "ann", 0.9, "yes")), encoding="utf-8")
    assert ledger_path(file) == file
    assert ledger_path(tmp_path) == file
    assert ledger_path("us-russia").parent.name == "us-russia"


@pytest.mark.parametrize("name", ["no-such-case", "missing.yaml", "."])
def test_what_is_no_ledger_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        ledger_path(tmp_path / name)


def test_the_command_prints_text_or_json(tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text(ledger_text(("f1", "q1", "ann", 0.9, "yes")), encoding="utf-8")
    runner = CliRunner()
    text = runner.invoke(build(), ["score", str(file)])
    assert text.exit_code == 0
    assert "1 scored" in text.stdout
    printed = runner.invoke(build(), ["score", str(file), "--format", "json"])
    assert json.loads(printed.stdout)["schema"] == "detente/score"
    refused = runner.invoke(build(), ["score", str(file), "--format", "html"])
    assert refused.exit_code == 2


def test_the_figures_in_the_docs_are_those_that_the_command_prints(builtin: dict[str, Any]) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
    text = " ".join(docs.read_text(encoding="utf-8").split())
    overall = builtin["overall"]
    for figure in (
        f"{builtin['n_stated']} statements on {builtin['n_questions']} questions",
        f"{builtin['n_scored']} of the {builtin['n_stated']} statements are scored",
        f"Brier {overall['brier']:.3f}, log {overall['log']:.3f}, calibration error "
        f"{overall['calibration_error']:.3f}, skill {overall['skill']:+.2f}",
        f"{builtin['unscored']['no probability']} gave no probability",
    ):
        assert figure in text, figure


def test_the_form_shown_in_the_docs_is_a_ledger() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
    block = docs.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (stated,) = parse_ledger(block).forecasts
    assert stated.probability == 0.675

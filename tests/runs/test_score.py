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


def test_those_who_differ_come_before_those_who_agree() -> None:
    rows = (
        ("f1", "q1", "ann", 0.4, "yes"),
        ("f2", "q1", "bob", 0.4, "yes"),
        ("f3", "q2", "ann", 0.2, "no"),
        ("f4", "q2", "bob", 0.9, "no"),
        ("f5", "q3", "bob", 0.9, "no"),
    )
    text = scores_text(ledger_scores(parse_ledger(ledger_text(*rows))))
    listed = text[text.index("questions that two or more forecasters answered") :].splitlines()
    assert listed[1:9] == [
        "  Will q2",
        "      90 %  bob",
        "      20 %  ann",
        "    70 points apart; pooled 55 %; outcome: no",
        "  Will q1",
        "      40 %  ann",
        "      40 %  bob",
        "    all agree; pooled 40 %; outcome: yes",
    ]


def test_a_certainty_that_failed_prints_infinity_and_json_stays_valid() -> None:
    rows = (("f1", "q1", "ann", 0.0, "yes"),)
    values = ledger_scores(parse_ledger(ledger_text(*rows)))
    assert values["overall"]["log"] is None
    assert "log inf" in scores_text(values)
    json.dumps(values, allow_nan=False)


def test_a_ledger_with_nothing_resolved_says_so() -> None:
    values = ledger_scores(parse_ledger(ledger_text(("f1", "q1", "ann", 0.9, "open"))))
    assert values["overall"] is None
    assert "0 scored\nnot scored: 1 open" in scores_text(values)


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
    for words in ("by forecaster", "by report", "calibration", "Zheng Yu", "pooled", "note:"):
        assert words in text


@pytest.mark.parametrize("case", ["us-russia", "japan-south-korea"])
@pytest.mark.parametrize("width", [60, 80, 110])
def test_the_text_fits_its_width_but_for_addresses(case: str, width: int) -> None:
    for line in scores_text(score_ledger(case), every=True, width=width).splitlines():
        assert len(line) <= width or line.strip().startswith("http"), line


def test_the_tables_show_names_and_dated_titles_and_no_ids(builtin: dict[str, Any]) -> None:
    lines = scores_text(builtin).splitlines()
    start = {line[:13]: place for place, line in enumerate(lines)}
    forecasters = lines[start["by forecaster"] + 1 : start["by forecaster"] + 22]
    assert any(line.startswith("Dmitry Peskov, spokesman of Russia's p") for line in forecasters)
    assert not any("report 0" in line for line in forecasters)
    reports = lines[lines.index("", start["by forecaster"]) + 2 :][:5]
    assert all(line.startswith("201") for line in reports)
    assert any("What's Next for US-Russia Relations?" in line for line in reports)


def test_no_word_heads_two_columns_of_different_meaning(builtin: dict[str, Any]) -> None:
    heads = [line for line in scores_text(builtin).splitlines() if "scored  " in line]
    assert len(heads) == 3
    assert not any("said" in head for head in heads)
    assert sum("stated" in head for head in heads) == 2


RICH = """\
reports:
  r1: {title: A report, author: Ann, publisher: A house, published_on: 2017-01-16}
  r2: {title: A later report, author: Bob, publisher: A press, published_on: 2019-06-03,
    url: "https://example.org/later", note: It bears no day.}
forecasters: {ann: "Ann, author of report r1", bob: "Bob, author of report r2"}
questions:
  - id: q1
    text: Sanctions end
    issue: sanctions
    opens_on: 2017-01-10
    resolves_on: 2018-01-16
    rule: By the public record
    resolution:
      outcome: no
      resolved_on: 2018-01-16
      fact: They stood
      source: {title: A law, publisher: Congress, published_on: 2017-08, url: "https://example.org"}
  - {id: q2, text: Talks open, issue: diplomacy, opens_on: 2017-01-12, resolves_on: 2020-01-01,
     rule: By the public record, resolution: {outcome: unresolvable, fact: No record tells}}
forecasts:
  - {id: early, question: q1, forecaster: bob, made_on: 2017-01-10, report: r2, said: hardly,
     certainty: very unlikely}
  - {id: again, question: q1, forecaster: bob, made_on: 2017-01-16, report: r1, said: hardly,
     certainty: very unlikely, same_as: early}
  - {id: thrice, question: q1, forecaster: bob, made_on: 2017-01-16, report: r1, said: hardly,
     certainty: very unlikely, same_as: early}
  - {id: if-rain, question: q1, forecaster: ann, made_on: 2017-01-16, report: r1, said: likely,
     certainty: likely, condition: it rains, horizon_said: soon, borderline: true}
  - {id: others, question: q2, forecaster: bob, made_on: 2017-01-12, report: r2, said: sure,
     certainty: almost certain, endorsed: false}
"""


def test_every_statement_is_followed_to_words_condition_fact_and_source() -> None:
    text = scores_text(ledger_scores(parse_ledger(RICH)), every=True)
    part = text[text.index("  if-rain") :].split("\n\n")[0].splitlines()
    assert [line.strip() for line in part] == [
        "if-rain, 2017-01-16: Ann, author of report r1 [borderline]",
        "question   Sanctions end",
        "said       'likely', taken as 67.5 % (likely)",
        "condition  it rains",
        "horizon    2018-01-16 (as stated: soon)",
        "outcome    no, known on 2018-01-16: They stood",
        "source     A law, Congress, 2017-08, https://example.org",
        "score      Brier 0.456",
    ]
    assert "report r2: A later report, Bob, A press, 2019-06-03, https://example.org/later" in text
    assert "(It bears no day.)" in text
    assert "again, 2017-01-16: Bob, author of report r2 [repeats early]" in text


def test_an_outcome_that_nobody_can_tell_is_said_once() -> None:
    text = scores_text(ledger_scores(parse_ledger(RICH)), every=True)
    part = text[text.index("  others") :].split("\n\n")[0]
    assert "[not endorsed]" in part
    assert "outcome    unresolvable: No record tells" in part
    assert part.count("unresolvable") == 1


def test_json_tells_all_that_the_ledger_says_of_a_statement() -> None:
    values = ledger_scores(parse_ledger(RICH))
    rows = {row["id"]: row for row in values["forecasts"]}
    assert rows["if-rain"]["horizon_said"] == "soon"
    assert rows["if-rain"]["rule"] == "By the public record"
    assert (rows["if-rain"]["endorsed"], rows["others"]["endorsed"]) == (True, False)
    assert (rows["if-rain"]["same_as"], rows["again"]["same_as"]) == (None, "early")
    later = next(row for row in values["by_report"] if row["id"] == "r2")
    assert (later["published_on"], later["author"]) == ("2019-06-03", "Bob")
    assert (later["publisher"], later["note"]) == ("A press", "It bears no day.")


def test_what_only_a_later_report_tells_is_not_seen() -> None:
    ledger = parse_ledger(RICH).as_of(date(2018, 12, 31))
    assert [f.key for f in ledger.forecasts] == ["again", "thrice", "if-rain"]
    assert [*ledger.questions] == ["q1"]
    assert [f.same_as for f in ledger.forecasts] == [None, "again", None]
    assert [f.key for f in ledger.scored()] == ["again", "if-rain"]
    assert parse_ledger(RICH).as_of(date(2021, 1, 1)) == parse_ledger(RICH)


def test_no_report_is_listed_before_its_day(builtin: dict[str, Any]) -> None:
    for day in (date(2017, 2, 15), date(2017, 9, 15), date(2019, 6, 2)):
        values = score_ledger("us-russia", as_of=day)
        assert values["by_report"]
        for row in values["by_report"]:
            assert row["published_on"] <= day.isoformat()
        asked = {row["question"] for row in values["forecasts"]}
        assert values["n_questions"] == len(asked)


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


def test_the_statement_shown_in_the_docs_is_as_printed(builtin: dict[str, Any]) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
    text = docs.read_text(encoding="utf-8")
    start = text.index("      putin-further-steps")
    shown = text[start : text.index("\n\n", start)].splitlines()
    printed = scores_text(builtin, every=True).splitlines()
    place = next(i for i, line in enumerate(printed) if "putin-further-steps," in line)
    assert [" ".join(line.split()) for line in shown] == [
        " ".join(line.split()) for line in printed[place : place + len(shown)]
    ]


def test_every_field_in_json_is_in_the_docs(builtin: dict[str, Any]) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
    told = docs.read_text(encoding="utf-8").split("## In JSON")[1]
    rows = [builtin, *builtin["by_report"], *builtin["forecasts"], *builtin["disagreements"]]
    for name in {name for row in [*rows, *builtin["calibration"]] for name in row}:
        assert f"`{name}`" in told, name


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


def test_the_pages_of_cases_and_figures_count_as_the_command_does(builtin: dict[str, Any]) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs"
    counts = [
        f"{values['n_stated']}, {values['n_questions']}"
        for values in (builtin, score_ledger("japan-south-korea"))
    ]
    row = f"| ledger: statements, questions | {' | '.join(counts)} |"
    assert row in (docs / "cases.md").read_text(encoding="utf-8")
    overall = builtin["overall"]
    figure = f"{overall['n']} scored | Brier {overall['brier']:.3f}, skill {overall['skill']:+.2f}"
    assert figure in (docs / "figures.md").read_text(encoding="utf-8")


def test_the_form_shown_in_the_docs_is_a_ledger() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
    block = docs.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (stated,) = parse_ledger(block).forecasts
    assert stated.probability == 0.675

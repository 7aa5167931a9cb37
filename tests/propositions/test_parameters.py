"""Which mechanism reads each number of the case: none is there for one proposition alone."""

import re
from pathlib import Path

import pytest

import detente.model
from detente.case.loading import load_case
from detente.case.schema import NUMBERS, PARAMETERS

MODEL = Path(next(iter(detente.model.__path__)))
RUNS = MODEL.parent / "runs"

READERS: dict[str, tuple[str, ...]] = {
    "parameters.trust": ("path",),
    "parameters.precision": ("drawn",),
    "parameters.trust_gain": ("path",),
    "parameters.trust_loss": ("path",),
    "parameters.restraint_gain": ("reciprocity",),
    "parameters.reciprocity": ("openings",),
    "parameters.package_threshold": ("packages",),
    "parameters.package_hazard": ("packages",),
    "parameters.rivalry_pull": ("leverage",),
    "parameters.persistence": ("path",),
    "issues.step": ("openings", "erosion", "path"),
    "issues.lag": ("path",),
    "issues.weight": ("path",),
    "issues.opening": ("openings", "moves"),
    "issues.erosion": ("erosion",),
    "stakes.position": ("ratify", "settlement", "side"),
    "stakes.salience": ("drawn",),
    "stakes.capability": ("drawn",),
    "stakes.red_line": ("ratify", "packages"),
    "institutions.majority": ("side",),
    "locks.review_days": ("locks",),
    "locks.workaround": ("locks",),
    "locks.lapse": ("expiry",),
    "links.strength": ("openings", "packages"),
    "links.until": ("openings",),
    "ties.value": ("leverage",),
    "goals.circle": ("reciprocity",),
    "responses.hazard": ("reciprocity",),
    "responses.effect": ("reciprocity",),
    "moves.cost": ("moves",),
    "moves.gain": ("moves",),
    "moves.effect": ("moves",),
    "pressures.weight": ("drawn", "side"),
    "forums.lift": ("openings",),
    "shocks.hazard": ("shocks",),
    "shocks.effects": ("shocks",),
    "shocks.trust": ("shocks",),
    "hypotheses.prior": ("hypotheses",),
    "evidence.credibility": ("hypotheses",),
    "evidence.consistency": ("hypotheses",),
    "status_quo.value": ("drawn",),
}
"""Number of a case -> modules of the model that read it."""

NAMES = {
    "issues.lag": "lag_quarters",
    "links.strength": "link_strength",
    "ties.value": "tie_value",
    "status_quo.value": "status_quo",
    "pressures.weight": "burden",
}
"""How a module names a number, where it is not by its own name."""


def _numbers() -> list[str]:
    found = [f"parameters.{name}" for name in PARAMETERS]
    for section, fields in NUMBERS.items():
        if section != "parameters":
            found += [f"{section}.{field}" for field in fields]
    return found


def test_every_number_of_a_case_has_a_mechanism_that_reads_it() -> None:
    assert set(READERS) == set(_numbers())


@pytest.mark.parametrize("number", sorted(READERS))
def test_the_mechanism_reads_the_number(number: str) -> None:
    name = NAMES.get(number, number.rsplit(".", 1)[1])
    for module in READERS[number]:
        text = (MODEL / f"{module}.py").read_text(encoding="utf-8")
        assert re.search(name, text), f"{module} does not read {number}"


@pytest.mark.parametrize("name", ["us-russia", "japan-south-korea"])
def test_every_goal_has_an_answer_and_every_tie_a_reader(name: str) -> None:
    case = load_case(name)
    system = case.as_of()
    states = {actor.id: actor.state for actor in system.actors}
    for goal in system.goals:
        served = [
            response
            for response in system.responses
            if response.goal == goal.id
            or (
                response.goal is None
                and response.side == states[goal.actor]
                and response.trigger in goal.issues
            )
        ]
        assert served, f"no response reads the circle of {goal.id}"
    read = {*system.dyad, system.third, *(issue.aligns_against for issue in system.issues)}
    for tie in system.ties:
        assert {tie.first, tie.second} <= read, f"nothing reads {tie.id}"


def test_no_mechanism_knows_the_case_or_a_proposition() -> None:
    for file in MODEL.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\bP\d\d\b|us-russia|proposition", text), file.name
        code = re.sub(r'"""[\s\S]*?"""', "", text)
        assert not re.search(r'"(sanctions|ukraine|USA|RUS|caatsa|us_\w+)"', code), file.name


def test_the_checks_ask_the_model_and_give_no_answer_of_their_own() -> None:
    for file in RUNS.glob("proposition*.py"):
        assert "holds=True" not in file.read_text(encoding="utf-8")

"""The page: nothing fetched, nothing trusted, everything that the JSON says."""

import copy
import re
from typing import Any

import pytest

from detente.report.assessment_page import assessment_page
from detente.report.summary import assessment_text
from detente.runs.assess import assess_case

EVIL = "</script><img src=x onerror=alert(1)> & \"quoted\" 'text'"


@pytest.fixture(scope="module")
def assessment() -> dict[str, Any]:
    return assess_case("us-russia", n_draws=200)


@pytest.fixture(scope="module")
def page(assessment: dict[str, Any]) -> str:
    return assessment_page(assessment)


def test_the_page_asks_no_other_host_for_anything(page: str) -> None:
    assert not re.findall(r"<(?:script|img|link|iframe)[^>]+(?:src|href)\s*=", page)
    assert "@import" not in page
    assert not re.findall(r"url\((?!#)", page)


def test_no_id_is_used_twice(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_page_names_every_issue_and_source(page: str, assessment: dict[str, Any]) -> None:
    for issue in assessment["issues"]:
        assert f'id="issue-{issue["id"]}"' in page
    assert page.count('<li id="source-') == len(assessment["sources"])
    cited = set(re.findall(r'href="#(source-\d+)"', page))
    there = set(re.findall(r'id="(source-\d+)"', page))
    assert cited <= there


def test_text_of_documents_and_cases_is_never_markup(assessment: dict[str, Any]) -> None:
    hostile = copy.deepcopy(assessment)
    hostile["case"]["title"] = EVIL
    issue = hostile["issues"][0]
    issue["title"] = EVIL
    issue["stands_at"] = EVIL
    issue["evidence"] = [
        {
            "kind": "claim",
            "detail": EVIL,
            "document": EVIL,
            "published_on": None,
            "before": EVIL,
            "quote": EVIL,
            "after": EVIL,
            "start": 0,
            "end": 1,
            "model": None,
            "model_of": "",
        }
    ]
    source = next(iter(hostile["sources"].values()))
    source |= {"title": EVIL, "url": "javascript:alert(1)"}
    page = assessment_page(hostile)
    assert "<img src=x" not in page
    assert "javascript:alert" not in page


def test_the_figures_follow_light_and_dark(page: str) -> None:
    assert 'fill="var(--' in page
    assert "#0102" not in page


def test_the_terminal_says_what_the_page_says(assessment: dict[str, Any]) -> None:
    text = assessment_text(assessment, width=120)
    assert assessment["case"]["title"] in text
    for outcome in assessment["outcomes"]:
        assert outcome["title"] in text
    assert "\x1b[" not in text

"""The page of a document marks every item, trusts no text and needs no other host."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.report.document_page import document_page, entries, segments
from detente.terms.document import Document
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading, Verdict

TEXT = "France expelled two Italian diplomats. Relations will hardly improve soon.\n\n\n\nThe end."


def span(quote: str, text: str = TEXT) -> dict[str, object]:
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


READING = Reading(
    document="a.txt", published_on="2018-07-02", dyad=("FRA", "ITA"),
    events=(
        ReadEvent(**span("expelled two Italian diplomats"), type="SANCTION",  # type: ignore[arg-type]
                  source="FRA:GOV", target="ITA", date=None, issue="espionage", why=("a rule",)),
    ),
    claims=(
        Claim(**span("France expelled two Italian"), kind="driver", issue=None,  # type: ignore[arg-type]
              holder="author", effect="-"),
    ),
    forecasts=(
        ForecastStatement(**span("Relations will hardly improve soon"),  # type: ignore[arg-type]
                          proposition="relations improve", direction="0", horizon="soon",
                          certainty="unlikely", probability=0.3, condition=None,
                          attributed_to="author"),
    ),
    verdict=Verdict(**span("Relations will hardly improve"), direction="no_change",  # type: ignore[arg-type]
                    horizon=None, certainty="likely"),
    notes=("a note",),
)  # fmt: skip


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marks: list[dict[str, str | None]] = []
        self.scripts = 0
        self.depth_of_text = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag == "mark" and "data-items" in found:
            self.marks.append(found)
        self.scripts += tag == "script"
        if tag == "div":
            self.depth_of_text += bool(found.get("class") == "text" or self.depth_of_text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.depth_of_text:
            self.depth_of_text -= 1

    def handle_data(self, data: str) -> None:
        if self.depth_of_text:
            self.text += data


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    return found


def page_of(text: str = TEXT, reading: Reading = READING, **fields: str) -> str:
    document = Document(name=reading.document, text=text, **fields)  # type: ignore[arg-type]
    return document_page([document], [reading])


def test_the_whole_text_is_there_with_its_items_marked() -> None:
    found = outline(page_of())
    assert found.text == re.sub(r"\n{3,}", "\n\n", TEXT)
    covered = {name for mark in found.marks for name in (mark["data-items"] or "").split()}
    assert covered == {"d1-item-1", "d1-item-2", "d1-item-3", "d1-item-4"}


def test_overlapping_items_share_their_stretch() -> None:
    marks = outline(page_of()).marks
    assert any(mark["data-items"] == "d1-item-1 d1-item-2" for mark in marks)
    assert any("event claim" in (mark["class"] or "") for mark in marks)


def test_every_link_inside_the_page_leads_somewhere_and_no_id_stands_twice() -> None:
    found = outline(page_of())
    assert len(found.ids) == len(set(found.ids))
    inside = [link[1:] for link in found.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(found.ids)


def test_the_list_tells_what_was_read() -> None:
    page = page_of()
    for words in ("SANCTION: FRA:GOV → ITA", "unlikely", "30%", "no change", "a rule", "a note"):
        assert words in page


EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7*7 }}"


def test_no_text_becomes_markup() -> None:
    text = EVIL + " they met."
    reading = Reading(
        document=EVIL, published_on=None, dyad=None,
        events=(ReadEvent(**span(EVIL, text), type=EVIL, source=EVIL, target=None,  # type: ignore[arg-type]
                          date=None, issue=EVIL, why=(EVIL,)),),
        notes=(EVIL,),
    )  # fmt: skip
    page = page_of(text, reading, title=EVIL, author=EVIL, url="javascript:alert(1)")
    found = outline(page)
    assert found.scripts == 1
    assert "<img" not in page
    assert "javascript:" not in page
    assert "49" not in found.text
    assert found.text == text


def test_only_web_addresses_become_links() -> None:
    assert "https://example.org/a" in outline(page_of(url="https://example.org/a")).links
    assert "file:///etc/passwd" not in outline(page_of(url="file:///etc/passwd")).links


def test_nothing_is_fetched_from_another_host() -> None:
    page = page_of()
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//|@import|url\(", page)


def test_the_policy_names_the_hash_of_the_only_script() -> None:
    import base64
    import hashlib

    page = page_of()
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


def test_several_documents_stand_on_one_page() -> None:
    other = Reading(document="b.txt", published_on=None, dyad=None)
    page = document_page(
        [Document(name="a.txt", text=TEXT), Document(name="b.txt", text="Nothing of note.")],
        [other, READING],
    )
    assert page.count("<article") == 2
    assert "Nothing found in this document." in page


def test_a_document_without_a_reading_is_refused() -> None:
    with pytest.raises(InputError, match="no reading"):
        document_page([Document(name="c.txt", text=TEXT)], [READING])


def test_an_item_outside_the_text_is_refused() -> None:
    with pytest.raises(InputError, match="read it again"):
        page_of("Short.")


def test_characters_that_no_page_can_hold_are_replaced() -> None:
    page = page_of(TEXT + "\x00\ud800\x1b")
    page.encode()
    assert "\x00" not in page


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=60), st.data())
def test_segments_joined_are_the_text_and_each_item_its_quote(
    text: str, data: st.DataObject
) -> None:
    events = []
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        events.append(
            ReadEvent(start=start, end=end, quote=text[start:end], type="AGREE", source=None,
                      target=None, date=None, issue=None)
        )  # fmt: skip
    found = entries(Reading(document="a", published_on=None, dyad=None, events=tuple(events)))
    parts = list(segments(text, found))
    assert "".join(part.text for part in parts) == text
    for entry in found:
        covered = "".join(part.text for part in parts if entry.number in part.numbers)
        assert covered == text[entry.start : entry.end]
    assert sorted(n for part in parts for n in part.opened) == [entry.number for entry in found]


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here")
def test_the_filter_counts_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page_of(), encoding="utf-8")
    run = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "4 of 4 items shown" in run.stdout

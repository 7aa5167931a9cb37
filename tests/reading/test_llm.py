"""A language model's reading is checked against the text, kept within its budget and cached."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.reading.llm import Budget, Endpoint, ModelReader, passages
from detente.reading.llm_answer import answer_of, quote_place
from detente.reading.llm_prompt import CLAIM_KINDS, VERDICTS, codebook_prompt, reading_schema
from detente.terms.document import Document
from detente.terms.issue import TOPICS
from detente.terms.ontology import PLOVER_TYPES
from detente.terms.reading import Reading
from detente.terms.sectors import SECTORS

TEXT = (
    "In May France expelled “two” Italian diplomats. The row over the border remains the main "
    "obstacle. Relations will hardly improve before the elections."
)
DOCUMENT = Document(
    name="a.txt", text=TEXT, published_on=date(2018, 7, 2), dyad=("FRA", "ITA"), title="A row"
)
RECORDED: dict[str, Any] = {
    "events": [
        {
            "quote": 'France expelled "two" Italian diplomats',
            "type": "SANCTION",
            "source": "FRA:GOV",
            "target": "Italy",
            "date": "2018-05",
            "issue": "diplomacy",
            "reality": "occurred",
            "because": "expelled diplomats",
        },
        {
            "quote": "France declared war",
            "type": "ASSAULT",
            "source": "FRA",
            "target": "ITA",
            "date": None,
            "issue": None,
            "reality": "occurred",
            "because": "",
        },
    ],
    "claims": [
        {
            "quote": "The row over the border remains the main obstacle",
            "kind": "obstacle",
            "issue": "territory",
            "holder": "author",
            "effect": "-",
            "because": "named an obstacle",
        }
    ],
    "forecasts": [
        {
            "quote": "Relations will hardly improve before the elections",
            "proposition": "relations improve before the elections",
            "direction": "0",
            "horizon": "before the elections",
            "certainty": "very unlikely",
            "probability": None,
            "condition": None,
            "attributed_to": "author",
            "endorsed": True,
            "issue": "diplomacy",
            "because": "hardly",
        }
    ],
    "verdict": {
        "quote": "Relations will hardly improve before the elections",
        "direction": "no_change",
        "horizon": "before the elections",
        "certainty": "very likely",
        "because": "the last sentence",
    },
}

Reply = tuple[int, dict[str, str], bytes]


def reply(content: Any, *, status: int = 200, tokens: int | None = 900) -> Reply:
    text = content if isinstance(content, str) else json.dumps(content)
    body: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    if tokens is not None:
        body["usage"] = {"total_tokens": tokens}
    return status, {}, json.dumps(body).encode()


class Replayer:
    """A server on this machine that gives recorded replies in turn, and keeps what it was asked."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.asked.append(json.loads(self.rfile.read(length)))
                outer.headers.append({k.lower(): v for k, v in self.headers.items()})
                last = len(outer.replies) == 1
                status, headers, body = outer.replies[0] if last else outer.replies.pop(0)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def server() -> Iterator[Replayer]:
    replayer = Replayer()
    yield replayer
    replayer.close()


Made = Callable[..., ModelReader]


@pytest.fixture
def reader(server: Replayer) -> Made:
    def made(
        *replies: Reply, cache: Path | None = None, key: str | None = None, **budget: int
    ) -> ModelReader:
        server.replies = list(replies)
        return ModelReader(
            Endpoint(url=server.url, model="small", key=key, timeout=10),
            budget=Budget(**budget) if budget else None,
            cache=cache,
            sleep=lambda seconds: None,
        )

    return made


def test_the_schema_takes_the_recorded_answer_and_nothing_looser() -> None:
    schema = reading_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(RECORDED, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(RECORDED | {"more": 1}, schema)


def test_the_prompt_holds_the_whole_codebook() -> None:
    prompt = codebook_prompt()
    words = [*PLOVER_TYPES, *SECTORS, *CLAIM_KINDS, *VERDICTS, *(topic.id for topic in TOPICS)]
    assert all(word in prompt for word in words)


def test_an_answer_becomes_a_reading_with_offsets_of_our_own(reader: Made) -> None:
    found = reader(reply(RECORDED)).reading(DOCUMENT)
    (event,) = found.events
    assert event.quote == "France expelled “two” Italian diplomats"
    assert (event.source, event.target, str(event.date)) == ("FRA:GOV", "ITA", "2018-05")
    assert found.verdict is not None
    assert found.verdict.direction == "no_change"
    items: tuple[Any, ...] = (*found.events, *found.claims, *found.forecasts, found.verdict)
    for item in items:
        assert TEXT[item.start : item.end] == item.quote
        assert item.why[0].startswith("model small")


def test_a_quote_that_is_not_in_the_text_is_dropped_and_reported(reader: Made) -> None:
    found = reader(reply(RECORDED)).reading(DOCUMENT)
    assert any("France declared war" in note for note in found.notes)
    assert "1 requests" in found.notes[0]
    assert "900 tokens" in found.notes[0]


def test_the_request_is_constrained_by_the_schema(server: Replayer, reader: Made) -> None:
    reader(reply(RECORDED), key="secret").reading(DOCUMENT)
    (asked,) = server.asked
    assert asked["response_format"]["json_schema"]["schema"] == reading_schema()
    assert (asked["temperature"], asked["model"]) == (0, "small")
    assert TEXT in asked["messages"][1]["content"]
    assert server.headers[0]["authorization"] == "Bearer secret"


def test_an_endpoint_without_schemas_is_asked_for_plain_json(
    server: Replayer, reader: Made
) -> None:
    refusal: Reply = (400, {}, b'{"error": "response_format json_schema is not supported"}')
    found = reader(refusal, refusal, reply("```json\n" + json.dumps(RECORDED) + "\n```")).reading(
        DOCUMENT
    )
    assert len(found.events) == 1
    forms = [asked.get("response_format", {}).get("type") for asked in server.asked]
    assert forms == ["json_schema", "json_object", None]


def test_a_busy_endpoint_is_asked_again(server: Replayer, reader: Made) -> None:
    found = reader((429, {"Retry-After": "1"}, b""), (503, {}, b""), reply(RECORDED)).reading(
        DOCUMENT
    )
    assert len(found.claims) == 1
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ((401, {}, b"no"), "refuses the key"),
        ((404, {}, b"no"), "no model 'small'"),
        ((302, {"Location": "http://192.0.2.1/"}, b""), "elsewhere"),
        ((500, {}, b"broken secret"), "HTTP 500"),
        ((200, {}, b"<html>"), "OpenAI-compatible"),
        ((200, {}, b"{}"), "no choices"),
        ((200, {}, b" " * 5_000_000), "more than"),
    ],
)
def test_what_an_endpoint_refuses_is_one_line_without_the_key(
    reader: Made, bad: Reply, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        reader(bad, key="secret").reading(DOCUMENT)
    line = str(caught.value)
    assert says in line
    assert "secret" not in line
    assert "\n" not in line


def test_an_endpoint_that_is_not_there_is_one_line() -> None:
    with pytest.raises(InputError, match="cannot reach"):
        ModelReader(Endpoint(url="http://127.0.0.1:9/v1", model="m")).reading(DOCUMENT)


@pytest.mark.parametrize("content", ["", "no JSON", '{"events": [', "[" * 100_000])
def test_an_answer_that_is_no_json_is_noted(reader: Made, content: str) -> None:
    found = reader(reply(content)).reading(DOCUMENT)
    assert found.events == ()
    assert any("no whole JSON" in note for note in found.notes)


@pytest.mark.parametrize(
    "raw",
    [
        [],
        {"events": "none"},
        {"events": [{"quote": "In May", "type": "WAR"}]},
        {"events": [7], "verdict": {"quote": ""}},
        {"forecasts": [{"quote": "In May", "proposition": "x", "probability": 7}]},
    ],
)
def test_items_that_do_not_fit_the_schema_are_dropped(raw: Any) -> None:
    answer = answer_of(raw, TEXT, 0, len(TEXT), published_on=None, model="m")
    assert (answer.events, answer.claims, answer.forecasts, answer.verdict) == ([], [], [], None)


def test_codes_that_we_do_not_know_become_open() -> None:
    raw = {
        "events": [
            RECORDED["events"][0]
            | {"source": "the foreign ministry", "issue": "weather", "date": "last month"}
        ]
    }
    (event,) = answer_of(raw, TEXT, 0, len(TEXT), published_on=None, model="m").events
    assert (event.source, event.issue, event.date) == (None, None, None)


def test_the_budget_ends_a_run_and_says_how_far_it_came(server: Replayer, reader: Made) -> None:
    long = Document(name="b.txt", text="\n\n".join([TEXT * 20] * 4))
    found = reader(reply(RECORDED), max_requests=2).reading(long)
    assert len(server.asked) == 2
    assert any(note.startswith("budget spent: 2 of ") for note in found.notes)


def test_the_budget_counts_tokens_before_it_asks(server: Replayer, reader: Made) -> None:
    found = reader(reply(RECORDED), max_tokens=100).reading(DOCUMENT)
    assert server.asked == []
    assert any(note.startswith("budget spent: 0 of 1") for note in found.notes)


def test_tokens_that_are_not_stated_are_taken_at_their_highest(reader: Made) -> None:
    made = reader(reply(RECORDED, tokens=None))
    made.reading(DOCUMENT)
    assert made.n_tokens > Budget().max_answer


def without_notes(reading: Reading) -> Any:
    return (reading.events, reading.claims, reading.forecasts, reading.verdict)


def test_the_same_question_is_asked_once(tmp_path: Path, server: Replayer, reader: Made) -> None:
    first = reader(reply(RECORDED), cache=tmp_path / "c", key="secret").reading(DOCUMENT)
    again = reader(reply(RECORDED), cache=tmp_path / "c").reading(DOCUMENT)
    assert len(server.asked) == 1
    assert without_notes(first) == without_notes(again)
    assert "1 answers from the cache" in again.notes[0]
    assert all("secret" not in path.read_text() for path in (tmp_path / "c").iterdir())


def test_a_broken_cache_file_is_asked_for_again(
    tmp_path: Path, server: Replayer, reader: Made
) -> None:
    reader(reply(RECORDED), cache=tmp_path).reading(DOCUMENT)
    for path in tmp_path.iterdir():
        path.write_text("{", encoding="utf-8")
    assert len(reader(reply(RECORDED), cache=tmp_path).reading(DOCUMENT).events) == 1
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("url", "key", "says"),
    [
        ("example.org/v1", None, "not an address"),
        ("ftp://example.org", None, "not an address"),
        ("http://example.org/v1", "secret", "clear text"),
    ],
)
def test_a_bad_endpoint_is_refused(url: str, key: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        Endpoint(url=url, model="m", key=key)
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(Endpoint(url="https://example.org/v1", model="m", key="secret"))


@given(st.text(alphabet="ab. \n", max_size=200), st.integers(5, 40))
def test_passages_cover_every_word_and_none_is_too_long(text: str, size: int) -> None:
    found = passages(text, size)
    assert all(end - start <= size for start, end in found)
    assert "".join("".join(text[s:e].split()) for s, e in found) == "".join(text.split())


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_quote_is_found_only_where_it_stands(text: str, quote: str) -> None:
    place = quote_place(text, quote)
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(text)
    if quote and quote in text:
        assert place == (text.index(quote), text.index(quote) + len(quote))

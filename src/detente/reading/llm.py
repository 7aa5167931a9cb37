"""Documents -> readings by any language model behind an OpenAI-compatible endpoint."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from detente.errors import InputError, MissingExtraError
from detente.reading.llm_answer import Answer, answer_of
from detente.reading.llm_prompt import codebook_prompt, passage_prompt, reading_schema
from detente.terms.document import Document
from detente.terms.reading import Reading
from detente.text.sentences import paragraphs, sentences

if TYPE_CHECKING:
    import httpx

Json = dict[str, Any]

PASSAGE = 6000
"""Most characters of text in one request."""

_MAX_RESPONSE = 4_000_000
_RETRIED = {408, 409, 425, 429, 500, 502, 503, 504}
_LETTERS_A_TOKEN = 3
_CACHE_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model answers: `url` ends before '/chat/completions', such as 'https://host/v1'."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0  # seconds, for one request
    n_retries: int = 3

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(f"not an address of an endpoint: {self.url!r}; write https://HOST/v1")
        if parts.scheme == "http" and self.key and not _is_near(parts.hostname):
            raise InputError(
                f"the key would go to {parts.hostname} in clear text: use https, or no key"
            )
        if not self.model:
            raise InputError("an endpoint needs the name of a model")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a run may cost; the document that breaks it is read as far as it goes."""

    max_requests: int = 200
    max_tokens: int = 1_000_000  # prompts and answers together
    max_answer: int = 6000  # tokens of one answer

    def __post_init__(self) -> None:
        if min(self.max_requests, self.max_tokens, self.max_answer) < 1:
            raise InputError("a budget must allow at least one request and one token")


def _is_near(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def passages(text: str, size: int = PASSAGE) -> tuple[tuple[int, int], ...]:
    r"""Return the stretches of a text that go into one request each: whole paragraphs.

    A paragraph above the size is cut between sentences, a sentence above it wherever it must.

    Examples
    --------
    >>> passages("First one.\n\nSecond one.\n\nThird.", size=24)
    ((0, 23), (25, 31))
    """
    found: list[tuple[int, int]] = []
    for start, end in _units(text, size):
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _units(text: str, size: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that are not cut."""
    for paragraph in paragraphs(text):
        if paragraph.end - paragraph.start <= size:
            yield paragraph.start, paragraph.end
            continue
        for sentence in sentences(paragraph.text):
            start, end = paragraph.start + sentence.start, paragraph.start + sentence.end
            for left in range(start, end, size):
                yield left, min(end, left + size)


class ModelReader:
    """Reads documents with a model, and counts over all of them what it has spent.

    Parameters
    ----------
    endpoint
        Where the model answers.
    budget
        What all documents together may cost.
    cache
        Folder of answers by the hash of their request; None keeps none. The key is not in it.
    sleep
        Waits some seconds between tries; for tests.

    Notes
    -----
    The network is touched here and nowhere else in the package. Redirects are not followed, no
    proxy or key is taken from the environment. A text is sent to the endpoint as it is.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        budget: Budget | None = None,
        cache: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self.budget = budget or Budget()
        self.cache = cache
        self.n_requests = 0
        self.n_tokens = 0
        self.n_cached = 0
        self._sleep = sleep
        self._form = "json_schema"  # what the endpoint understands; lowered when it refuses

    def readings(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the reading of each document in turn."""
        for document in documents:
            yield self.reading(document)

    def reading(self, document: Document) -> Reading:
        """Return what the model finds in a document.

        Notes of the reading say what was spent, which items were dropped since their quote is not
        in the text, and what was left unread when the budget ended.

        Raises
        ------
        InputError
            If the endpoint cannot be reached, refuses, or does not speak the protocol.
        MissingExtraError
            If httpx is not installed.
        """
        before = self.n_requests, self.n_tokens, self.n_cached
        stretches = passages(document.text)
        answers: list[Answer] = []
        notes: list[str] = []
        for index, (start, end) in enumerate(stretches):
            body = self._body(document, document.text[start:end], index, len(stretches))
            content = self._content(body)
            if content is None:
                notes.append(f"budget spent: {index} of {len(stretches)} parts read")
                break
            raw = _parsed(content)
            if raw is None:
                notes.append(f"part {index + 1} of {len(stretches)}: the answer is no whole JSON")
                continue
            answers.append(
                answer_of(
                    raw,
                    document.text,
                    start,
                    end,
                    published_on=document.published_on,
                    model=self.endpoint.model,
                )
            )
        dropped = [f"dropped {what}" for answer in answers for what in answer.dropped]
        spent = (
            f"read by {self.endpoint.model}: {self.n_requests - before[0]} requests, "
            f"{self.n_cached - before[2]} answers from the cache, "
            f"{self.n_tokens - before[1]} tokens"
        )
        return _merged(document, answers, (spent, *notes, *dropped))

    def _body(self, document: Document, passage: str, index: int, n_passages: int) -> Json:
        return {
            "model": self.endpoint.model,
            "messages": [
                {"role": "system", "content": codebook_prompt()},
                {"role": "user", "content": passage_prompt(document, passage, index, n_passages)},
            ],
            "temperature": 0,
            "seed": 0,
            "max_tokens": self.budget.max_answer,
        }

    def _content(self, body: Json) -> str | None:
        """Return the model's answer to a request; None if the budget does not allow it."""
        key = hashlib.sha256(
            json.dumps([_CACHE_VERSION, reading_schema(), body], sort_keys=True).encode()
        ).hexdigest()
        cached = self._cached(key)
        if cached is not None:
            self.n_cached += 1
            return cached
        prompt = sum(len(message["content"]) for message in body["messages"])
        expected = prompt // _LETTERS_A_TOKEN + self.budget.max_answer
        if self.n_tokens + expected > self.budget.max_tokens:
            return None
        response = self._asked(body)
        if response is None:
            return None
        content, n_tokens = _content_of(response)
        self.n_tokens += n_tokens if n_tokens is not None else expected
        if _parsed(content) is not None:
            self._keep(key, content)
        return content

    def _cached(self, key: str) -> str | None:
        if self.cache is None:
            return None
        try:
            kept = json.loads((self.cache / f"{key}.json").read_text("utf-8"))
            content = kept["content"]
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never kept, or a broken file: ask again
        return content if isinstance(content, str) else None

    def _keep(self, key: str, content: str) -> None:
        if self.cache is None:
            return
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.cache, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"model": self.endpoint.model, "content": content}, file)
            Path(name).replace(self.cache / f"{key}.json")
        except OSError as error:
            raise InputError(f"cannot write to the cache {self.cache}: {error.strerror}") from None

    def _asked(self, body: Json) -> Json | None:
        """Return the endpoint's response, after retries; None if the budget ends first."""
        for attempt in range(self.endpoint.n_retries + 1):
            if self.n_requests >= self.budget.max_requests:
                return None
            self.n_requests += 1
            status, text, wait = self._posted(body | self._response_format())
            if status == 200:
                return _response_json(text)
            if status == 400 and self._form != "none" and "response_format" in text:
                self._form = "json_object" if self._form == "json_schema" else "none"
                continue
            if status not in _RETRIED or attempt == self.endpoint.n_retries:
                raise InputError(self._refusal(status, text))
            self._sleep(min(60.0, wait if wait is not None else 2.0**attempt))
        raise InputError(f"{self._host()} understands none of the forms of answer we ask for")

    def _response_format(self) -> Json:
        if self._form == "none":
            return {}
        if self._form == "json_object":
            return {"response_format": {"type": "json_object"}}
        schema = {"name": "reading", "strict": True, "schema": reading_schema()}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}

    def _posted(self, body: Json) -> tuple[int, str, float | None]:
        """Return status, text and the seconds to wait of one request."""
        try:
            import httpx
        except ImportError:
            raise MissingExtraError(
                "reading by a language model needs an extra: pip install 'detente[llm]'"
            ) from None
        address = self.endpoint.url.rstrip("/") + "/chat/completions"
        headers = {"Authorization": f"Bearer {self.endpoint.key}"} if self.endpoint.key else {}
        try:
            with (
                httpx.Client(timeout=self.endpoint.timeout, trust_env=False) as client,
                client.stream("POST", address, json=body, headers=headers) as response,
            ):
                return response.status_code, self._limited(response), _wait(response)
        except httpx.TimeoutException:
            return 408, "no answer in time", None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise InputError(
                f"cannot reach {self._host()}: {type(error).__name__}; is the address right?"
            ) from None

    def _limited(self, response: httpx.Response) -> str:
        data = b""
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > _MAX_RESPONSE:
                raise InputError(f"{self._host()} answers with more than {_MAX_RESPONSE} bytes")
        return data.decode("utf-8", "replace")

    def _host(self) -> str:
        parts = urlsplit(self.endpoint.url)
        return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")

    def _refusal(self, status: int, text: str) -> str:
        if status in {401, 403}:
            return f"{self._host()} refuses the key (HTTP {status})"
        if status == 404:
            return (
                f"{self._host()} has no such address or no model {self.endpoint.model!r} (HTTP 404)"
            )
        if 300 <= status < 400:
            return f"{self._host()} sends us elsewhere (HTTP {status}): give the final address"
        said = " ".join(text.split())[:160]
        if self.endpoint.key:
            said = said.replace(self.endpoint.key, "***")
        return f"{self._host()} answers with HTTP {status}: {said}"


def _wait(response: httpx.Response) -> float | None:
    try:
        return max(0.0, float(response.headers.get("retry-after", "")))
    except ValueError:
        return None


def _response_json(text: str) -> Json:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError("the endpoint does not answer in JSON: is it OpenAI-compatible?")
    return found


def _content_of(response: Json) -> tuple[str, int | None]:
    """Return the text of an answer and the tokens that it cost, if stated."""
    try:
        content = response["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise InputError("the endpoint's answer has no choices: is it OpenAI-compatible?") from None
    usage = response.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    stated = total if isinstance(total, int) and total >= 0 else None
    return content if isinstance(content, str) else "", stated


def _parsed(content: str) -> Any:
    """Return the JSON of an answer, bare or fenced; None if it is not whole."""
    text = content.strip()
    if text.startswith("```"):
        text = text.split("\n", 1)[-1].rsplit("```", 1)[0]
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _merged(document: Document, answers: list[Answer], notes: tuple[str, ...]) -> Reading:
    verdicts = [answer.verdict for answer in answers if answer.verdict is not None]
    return Reading(
        document=document.name,
        published_on=document.published_on.isoformat() if document.published_on else None,
        dyad=document.dyad,
        events=tuple(sorted((e for a in answers for e in a.events), key=lambda one: one.start)),
        claims=tuple(sorted((c for a in answers for c in a.claims), key=lambda one: one.start)),
        forecasts=tuple(
            sorted((f for a in answers for f in a.forecasts), key=lambda one: one.start)
        ),
        verdict=verdicts[-1] if verdicts else None,
        notes=notes,
    )

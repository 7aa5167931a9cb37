"""Documents, claims and forecast statements out of a store, as they were known by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.store.database import Store
from detente.store.readings import FORECAST_COLUMNS
from detente.terms.document import Document
from detente.terms.reading import Claim, ForecastStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClaim:
    """A claim with the document that makes it and the day from which it could be known."""

    claim: Claim
    number: int
    document: str
    known_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredForecast:
    """A forecast statement with its document and the day from which it could be known."""

    forecast: ForecastStatement
    number: int
    document: str
    known_on: date | None


_KNOWN = " WHERE ($as_of IS NULL OR documents.known_on <= $as_of)"


def stored_documents(store: Store, *, as_of: date | None = None) -> tuple[Document, ...]:
    """Return the documents published by a day; without a day all, undated ones as well."""
    rows = store.connection.execute(
        "SELECT name, text, title, author, published_on, first_state, second_state, language, path "
        f"FROM documents{_KNOWN} ORDER BY document",
        {"as_of": as_of},
    ).fetchall()
    return tuple(
        Document(
            name=name,
            text=text,
            title=title,
            author=author,
            published_on=published_on,
            dyad=None if first is None else (first, second),
            language=language,
            path=path,
        )
        for name, text, title, author, published_on, first, second, language, path in rows
    )


def stored_claims(store: Store, *, as_of: date | None = None) -> tuple[StoredClaim, ...]:
    """Return the claims that documents published by a day make."""
    rows = store.connection.execute(
        "SELECT claim, documents.name, claims.known_on, start_char, end_char, quote, kind, issue, "
        "holder, effect, confidence FROM claims "
        f"JOIN documents ON documents.document = claims.document{_KNOWN} ORDER BY claim",
        {"as_of": as_of},
    ).fetchall()
    return tuple(
        StoredClaim(
            claim=Claim(
                start=start,
                end=end,
                quote=quote,
                kind=kind,
                issue=issue,
                holder=holder,
                effect=effect,
                confidence=confidence,
            ),
            number=number_,
            document=name,
            known_on=known_on,
        )
        for number_, name, known_on, start, end, quote, kind, issue, holder, effect, confidence in (
            rows
        )
    )


def stored_forecasts(store: Store, *, as_of: date | None = None) -> tuple[StoredForecast, ...]:
    """Return the forecast statements of documents published by a day."""
    rows = store.connection.execute(
        "SELECT forecast, documents.name, forecasts.known_on, start_char, end_char, quote, "
        "proposition, direction, horizon, certainty, probability, condition, attributed_to, "
        "endorsed, issue, confidence FROM forecasts "
        f"JOIN documents ON documents.document = forecasts.document{_KNOWN} ORDER BY forecast",
        {"as_of": as_of},
    ).fetchall()
    names = FORECAST_COLUMNS[4:]  # from start_char on
    stored = []
    for number_, name, known_on, *values in rows:
        fields = dict(zip(names, values, strict=True))
        start, end = fields.pop("start_char"), fields.pop("end_char")
        statement = ForecastStatement(start=start, end=end, **fields)
        stored.append(
            StoredForecast(forecast=statement, number=number_, document=name, known_on=known_on)
        )
    return tuple(stored)

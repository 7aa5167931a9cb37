"""The concluding judgement of a document: its statements about the future in, one verdict out."""

from __future__ import annotations

from detente.terms.reading import ForecastStatement, Verdict


def verdict_of(text: str, forecasts: tuple[ForecastStatement, ...]) -> Verdict | None:
    """Return the judgement on the relation that the text closes with, or None."""
    own = [one for one in forecasts if one.attributed_to == "author" and one.direction is not None]
    if not own:
        return None
    last = own[-1]
    direction = {"+": "limited_improvement", "-": "deterioration", "0": "no_change"}
    return Verdict(
        direction=direction[str(last.direction)],
        horizon=last.horizon,
        certainty=last.certainty,
        quote=last.quote,
        start=last.start,
        end=last.end,
        why=("the last statement of the author about the future",),
    )

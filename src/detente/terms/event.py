"""A dated, directed event between two actors, whatever it was coded by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom on which day, with where the row came from.

    `known_on` is the first day on which it could be known; an as-of view hides it before.
    """

    happened_on: date
    source: str | None  # actor code: state, optional sector after a colon
    target: str | None
    type: str | None  # PLOVER type
    cameo: str | None = None  # raw code as published
    intensity: float | None = None  # ICEWS intensity, in [-10, 10]
    issue: str | None = None
    reality: str = "occurred"
    summary: str | None = None
    source_name: str | None = None  # names as published, before resolution
    target_name: str | None = None
    known_on: date | None = None  # None: the day it happened
    origin: str = ""  # icews, polecat, gdelt1, gdelt2, phoenix, quadruples, csv, read, chronology
    key: str = ""  # unique within its origin

    def __post_init__(self) -> None:
        if self.intensity is not None and not -10 <= self.intensity <= 10:
            raise InputError(f"intensity must be in [-10, 10], got {self.intensity}")
        too_early = self.known_on is not None and self.known_on < self.happened_on
        if too_early and self.reality == "occurred":
            raise InputError(f"an event of {self.happened_on} cannot be known on {self.known_on}")

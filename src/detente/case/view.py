"""What is seen of a case on one day: histories in, the versions of that day by section out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from detente.case.entries import Entry, History, Version, merged_values
from detente.case.schema import SpreadForm

AHEAD = frozenset({"locks", "forums", "pressures"})
"""Sections of things that can be announced: seen before they begin."""


@dataclass(frozen=True, slots=True)
class View:
    """What is seen of a case on one day, by section and id."""

    file: str  # name of the case file, for messages
    histories: Mapping[str, History]  # by their keys
    spread: SpreadForm
    day: date
    expert: str | None

    def section(self, name: str) -> Iterator[tuple[str, Version]]:
        """Yield the id and the version of each thing of a section."""
        for history in self.histories.values():
            if history.section == name:
                version = history.on(self.day, ahead=name in AHEAD)
                if version is not None:
                    yield history.key.split(".", 1)[1], version

    def history(self, key: str) -> History | None:
        """Return the history of a key, if the case has it."""
        return self.histories.get(key)

    def overlay(self) -> dict[str, Entry]:
        """Return what the expert says by the day, by the key of the stake that it changes.

        Later entries are laid over earlier ones; where it comes from is the last one's.
        """
        if self.expert is None:
            return {}
        prefix = f"experts.{self.expert}."
        found = {}
        for history in self.histories.values():
            if history.section == "expert" and history.key.startswith(prefix):
                used = history.used_on(self.day)
                if used:
                    last = replace(used[-1], fields=merged_values(used))
                    found[history.key.removeprefix(prefix)] = last
        return found


@dataclass(frozen=True, slots=True)
class There:
    """Who and what exists on the day; a reference to anything else is dropped."""

    actors: frozenset[str]
    issues: frozenset[str]

    def some(self, names: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return those issues that exist; () means all; None if all that were named are gone."""
        left = tuple(name for name in names if name in self.issues)
        return None if names and not left else left

    def those(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those actors that exist."""
        return tuple(name for name in names if name in self.actors)

"""Where a fact can be looked up: title, publisher, day of publication and, if certain, address."""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import InputError
from detente.terms.period import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One source a reader can look up.

    A title in square brackets describes the item; any other title is the item's own.
    """

    title: str
    publisher: str
    published_on: PartialDate | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.publisher.strip():
            raise InputError("a source needs a title and a publisher")
        if self.url is not None and not self.url.startswith(("http://", "https://")):
            raise InputError(
                f"a source's url must begin with http:// or https://, got {self.url!r}"
            )

    @property
    def is_described(self) -> bool:
        """Whether the title was supplied by the coder, in square brackets."""
        return self.title.startswith("[") and self.title.endswith("]")

    def __str__(self) -> str:
        parts = [self.title, self.publisher]
        if self.published_on is not None:
            parts.append(str(self.published_on))
        if self.url is not None:
            parts.append(self.url)
        return ", ".join(parts)

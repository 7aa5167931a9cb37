"""Questions with a day and a rule of resolution, and the dated probabilities that answer them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from detente.errors import InputError
from detente.terms.dyad import Dyad
from detente.terms.reading import Certainty
from detente.terms.words import icd203_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What will or will not have happened, who decides that and how, and what came of it.

    `outcome` is None while the question is open, True or False once it has resolved, or a share in
    [0, 1] where the rule allows that it resolves in part.

    Examples
    --------
    >>> question = Question(
    ...     key="new-start",
    ...     text="Will New START be in force on 6 February 2021?",
    ...     dyad=Dyad("USA", "RUS"),
    ...     opens_on=date(2019, 1, 1),
    ...     resolves_on=date(2021, 2, 6),
    ...     rule="Yes if both governments say on that day that the treaty is in force.",
    ... )
    >>> question.is_resolved, question.resolved(True).outcome
    (False, True)
    """

    key: str  # unique in a store and in a ledger
    text: str
    dyad: Dyad | None = None  # None: not about one pair
    opens_on: date
    resolves_on: date  # first day the answer can be known
    rule: str  # how it is decided, and by what source
    outcome: bool | float | None = None
    issue: str | None = None
    source: str = ""  # who asked

    def __post_init__(self) -> None:
        if not self.key.strip() or self.key != self.key.strip():
            raise InputError(f"a question needs a key without spaces around it, got {self.key!r}")
        if not self.text.strip():
            raise InputError(f"question {self.key!r} has no text")
        if not self.rule.strip():
            raise InputError(f"question {self.key!r} has no resolution rule: say how it is decided")
        if self.resolves_on <= self.opens_on:
            raise InputError(
                f"question {self.key!r} resolves on {self.resolves_on}, which is not after it "
                f"opens on {self.opens_on}"
            )
        if self.outcome is not None and not 0 <= self.outcome <= 1:
            raise InputError(
                f"outcome of question {self.key!r} must be true, false or in [0, 1], "
                f"got {self.outcome}"
            )

    @property
    def is_resolved(self) -> bool:
        """Whether its outcome is known."""
        return self.outcome is not None

    def is_open_on(self, day: date) -> bool:
        """Whether it can be forecast on a day: it has opened and cannot have resolved."""
        return self.opens_on <= day < self.resolves_on

    def resolved(self, outcome: bool | float) -> Question:
        """Return the question with its outcome.

        Raises
        ------
        InputError
            If it has another outcome already, or the outcome is not in [0, 1].
        """
        if self.outcome is not None and self.outcome != outcome:
            raise InputError(
                f"question {self.key!r} has resolved to {self.outcome} already, got {outcome}"
            )
        return replace(self, outcome=outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The probability that a question resolves yes, as stated on one day.

    `data_until` makes leakage visible: a forecast that read data from the day
    its question resolved, or later, cannot be built.
    """

    question: str  # key of the question in the store
    forecaster: str  # name in the forecaster registry, or of a person
    probability: float  # in [0, 1]
    data_until: date  # last day of data the forecaster read, inclusive
    resolves_on: date  # first day the answer can be known
    note: str = ""

    def __post_init__(self) -> None:
        if not self.question.strip() or not self.forecaster.strip():
            raise InputError(
                "a forecast needs the key of its question and the name of its forecaster, "
                f"got {self.question!r} and {self.forecaster!r}"
            )
        if not 0 <= self.probability <= 1:
            raise InputError(f"probability must be in [0, 1], got {self.probability}")
        if self.data_until >= self.resolves_on:
            raise InputError(
                f"forecast of {self.question!r} read data until {self.data_until}, but the "
                f"question resolves on {self.resolves_on}: cut the data off earlier"
            )

    @classmethod
    def of(
        cls,
        question: Question,
        probability: float,
        *,
        forecaster: str,
        data_until: date,
        note: str = "",
    ) -> Forecast:
        """Return the forecast of a question, with its key and its day.

        Raises
        ------
        InputError
            If the probability is not in [0, 1] or the data reach the day of resolution.
        """
        return cls(
            question=question.key,
            forecaster=forecaster,
            probability=probability,
            data_until=data_until,
            resolves_on=question.resolves_on,
            note=note,
        )

    @property
    def word(self) -> Certainty:
        """The ICD-203 word for its probability."""
        return icd203_word(self.probability)

    @property
    def n_days_ahead(self) -> int:
        """Days from the last day of data to the day of resolution, at least 1."""
        return (self.resolves_on - self.data_until).days

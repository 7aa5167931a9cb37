"""Words of probability: a number in, its ICD-203 word out; a word or phrase in, its range out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast, get_args

from detente.errors import InputError
from detente.terms.reading import Certainty
from detente.terms.tables import key, rows

ICD203_WORDS: tuple[Certainty, ...] = get_args(Certainty)
"""The seven words of ICD 203, the least likely first."""

_RANGES: Mapping[Certainty, tuple[float, float]] = MappingProxyType(
    {
        "almost no chance": (0.01, 0.05),
        "very unlikely": (0.05, 0.20),
        "unlikely": (0.20, 0.45),
        "roughly even chance": (0.45, 0.55),
        "likely": (0.55, 0.80),
        "very likely": (0.80, 0.95),
        "almost certain": (0.95, 0.99),
    }
)
_SECOND_ROW: Mapping[str, Certainty] = MappingProxyType(
    {
        "remote": "almost no chance",
        "highly improbable": "very unlikely",
        "improbable": "unlikely",
        "improbably": "unlikely",
        "roughly even odds": "roughly even chance",
        "probable": "likely",
        "probably": "likely",
        "highly probable": "very likely",
        "nearly certain": "almost certain",
        "almost certainly": "almost certain",
    }
)

KENT_WORDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "certain": (1.00, 0.00),
        "almost certain": (0.93, 0.06),
        "probable": (0.75, 0.12),
        "chances about even": (0.50, 0.10),
        "probably not": (0.30, 0.10),
        "almost certainly not": (0.07, 0.05),
        "impossible": (0.00, 0.00),
    }
)
"""Kent's words with their probability and what he gives or takes, both in [0, 1] (Kent 1964)."""


def icd203_word(probability: float) -> Certainty:
    """Return the ICD-203 word for a probability.

    ICD 203 names no word below 1 % and above 99 %: the outermost words cover those too. A bound
    that two words share goes to the one nearer the middle, so that `icd203_word(1 - p)` is always
    the opposite of `icd203_word(p)`.

    Parameters
    ----------
    probability
        In [0, 1].

    Raises
    ------
    InputError
        If it lies outside [0, 1] or is no number.

    References
    ----------
    Office of the Director of National Intelligence (2015). Intelligence Community Directive 203,
    Analytic Standards, D.6.e.(2)(a).

    Examples
    --------
    >>> icd203_word(0.31), icd203_word(0.8), icd203_word(0.0)
    ('unlikely', 'likely', 'almost no chance')
    """
    if not 0 <= probability <= 1:
        raise InputError(f"a probability must be in [0, 1], got {probability}")
    p = round(float(probability), 9)
    below = sum(p >= bound for bound in (0.05, 0.20, 0.45))
    above = sum(p > bound for bound in (0.55, 0.80, 0.95))
    return ICD203_WORDS[below + above]


def icd203_range(word: str) -> tuple[float, float]:
    """Return the least and the greatest probability that an ICD-203 word of either row stands for.

    Raises
    ------
    InputError
        If ICD 203 has no such word.

    Examples
    --------
    >>> icd203_range("very likely"), icd203_range("improbable")
    ((0.8, 0.95), (0.2, 0.45))
    """
    plain = key(word)
    standard = _SECOND_ROW.get(plain, plain)
    if standard not in _RANGES:
        raise InputError(f"{word!r} is no word of ICD 203; its words are: {', '.join(_RANGES)}")
    return _RANGES[cast(Certainty, standard)]


def icd203_midpoint(word: str) -> float:
    """Return the middle of an ICD-203 word's range, in [0, 1].

    Raises
    ------
    InputError
        If ICD 203 has no such word.

    Examples
    --------
    >>> icd203_midpoint("likely"), icd203_midpoint("almost no chance")
    (0.675, 0.03)
    """
    low, high = icd203_range(word)
    return round((low + high) / 2, 4)


def icd203_opposite(word: str) -> Certainty:
    """Return the ICD-203 word for the probability that the same thing does not happen.

    Raises
    ------
    InputError
        If ICD 203 has no such word.

    Examples
    --------
    >>> icd203_opposite("very likely")
    'very unlikely'
    """
    return icd203_word(1 - icd203_midpoint(word))


def kent_word(probability: float) -> str:
    """Return Kent's word for a probability: that whose own value is nearest.

    'certain' and 'impossible' are for 1 and 0 alone. Between two words the surer one is taken.

    Raises
    ------
    InputError
        If the probability lies outside [0, 1].

    References
    ----------
    Kent, S. (1964). Words of estimative probability. Studies in Intelligence 8(4), 49-65.

    Examples
    --------
    >>> kent_word(0.7), kent_word(0.02), kent_word(1.0)
    ('probable', 'almost certainly not', 'certain')
    """
    if not 0 <= probability <= 1:
        raise InputError(f"a probability must be in [0, 1], got {probability}")
    if probability in (0, 1):
        return "certain" if probability else "impossible"
    inner = {word: value for word, (value, _) in KENT_WORDS.items() if 0 < value < 1}

    def rank(word: str) -> tuple[float, float]:
        return round(abs(inner[word] - probability), 9), -abs(inner[word] - 0.5)

    return min(inner, key=rank)


@cache
def estimative_phrases() -> Mapping[str, Certainty | None]:
    """Return phrases of probability in lower case, each with its ICD-203 word, or None.

    None where it gives no probability: 'may', 'could' or 'cannot be ruled out' say that a thing is
    open, not how likely it is.
    """
    return MappingProxyType(
        {row["phrase"]: cast(Certainty, row["word"]) or None for row in rows("words.csv")}
    )


def certainty_of(phrase: str) -> Certainty | None:
    """Return the ICD-203 word that a phrase amounts to, None where it gives no probability.

    Parameters
    ----------
    phrase
        Such as 'slim chance', 'odds are' or 'might'; case and extra spaces do not matter.

    Raises
    ------
    InputError
        If the phrase is not in the table; `estimative_phrases` gives the table.

    Examples
    --------
    >>> certainty_of("Virtually impossible"), certainty_of("could well"), certainty_of("might")
    ('almost no chance', 'likely', None)
    """
    known = estimative_phrases()
    plain = key(phrase)
    if plain not in known:
        from detente.terms.states import near_matches

        near = near_matches(plain, list(known))
        raise InputError(f"not a known phrase of probability: {phrase!r}{near}")
    return known[plain]

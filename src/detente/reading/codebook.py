"""The word lists of the reader: lists in the folder `codebook` in, lookup tables out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from detente.errors import InputError
from detente.terms.ontology import PLOVER_TYPES

FOLDER = Path(__file__).parent / "codebook"
COOPERATIVE: frozenset[str] = frozenset(PLOVER_TYPES[:7])
"""Types of an act that is good for the relation of the two."""

MATERIAL: frozenset[str] = frozenset(
    {
        "COOPERATE",
        "AID",
        "RETREAT",
        "CONCEDE",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    }
)
"""Types of an act that is more than words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """What words and word pairs mean, by PLOVER type."""

    verbs: Mapping[str, str]  # lemma -> type
    particle_verbs: Mapping[tuple[str, str], str]  # (lemma, preposition or adverb) -> type
    nouns: Mapping[str, str]  # lemma, a compound joined by '_' -> type
    frames: Mapping[tuple[str, str], str]  # (verb lemma, object lemma) -> type


def numbered_lines(name: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line of a list, without comments and empty lines."""
    for number, line in enumerate((FOLDER / name).read_text("utf-8").splitlines(), start=1):
        text = line.split("#", 1)[0].strip()
        if text:
            yield number, text


def _type_words(name: str) -> Iterator[tuple[str, str]]:
    for number, line in numbered_lines(name):
        type_, _, words = line.partition(":")
        if type_ not in PLOVER_TYPES:
            raise InputError(f"{name}, line {number}: unknown type {type_!r}")
        for word in words.split():
            yield type_, word


def _verbs() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    plain: dict[str, str] = {}
    particled: dict[tuple[str, str], str] = {}
    for type_, word in _type_words("verbs.txt"):
        lemma, _, particle = word.partition("_")
        if particle:
            particled.setdefault((lemma, particle.split("_")[0]), type_)
        else:
            plain.setdefault(lemma, type_)
    return plain, particled


def _frames() -> dict[tuple[str, str], str]:
    classes: dict[str, list[str]] = {}
    frames: dict[tuple[str, str], str] = {}
    for number, line in numbered_lines("frames.txt"):
        if line.startswith("@"):
            name, _, words = line.partition("=")
            classes[name.strip()] = words.split()
            continue
        parts = [part.strip() for part in line.split(">")]
        if len(parts) != 3 or parts[2] not in PLOVER_TYPES:
            raise InputError(f"frames.txt, line {number}: expected 'verbs > objects > TYPE'")
        for verb in parts[0].split():
            for word in parts[1].split():
                for noun in classes[word] if word.startswith("@") else [word]:
                    frames.setdefault((verb, noun), parts[2])
    return frames


@cache
def argument_classes() -> Mapping[str, tuple[str, ...]]:
    """Return the classes of words that mark a kind of argument, by lemma.

    Examples
    --------
    >>> argument_classes()["hurdle"]
    ('block_noun',)
    """
    classes: dict[str, tuple[str, ...]] = {}
    for _, line in numbered_lines("arguments.txt"):
        name, _, words = line.partition(":")
        for word in words.split():
            if name not in classes.get(word, ()):
                classes[word] = (*classes.get(word, ()), name)
    return MappingProxyType(classes)


@cache
def codebook() -> Codebook:
    """Return the lists that ship with the package.

    Examples
    --------
    >>> codebook().frames["lift", "sanction"], codebook().frames["impose", "sanction"]
    ('CONCEDE', 'SANCTION')
    """
    plain, particled = _verbs()
    nouns: dict[str, str] = {}
    for type_, word in _type_words("nouns.txt"):
        nouns.setdefault(word, type_)
    return Codebook(
        verbs=MappingProxyType(plain),
        particle_verbs=MappingProxyType(particled),
        nouns=MappingProxyType(nouns),
        frames=MappingProxyType(_frames()),
    )

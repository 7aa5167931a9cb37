"""Which way a statement points for the relation: words in, '+', '-' or '0' out."""

from __future__ import annotations

import re

_GOOD = re.compile(
    r"\b(?:improv\w*|cooperat\w*|co-operat\w*|reconcil\w*|better|thaw\w*|d[ée]tente|rapprochement|normali[sz]\w*|"
    r"peace\w*|trust|friend\w*|partner\w*|ease[sd]?|easing|lift\w*|relax\w*|mend\w*|resol\w+|settle\w*|"
    r"agree\w*|common|shared|mutual|opportunit\w*|progress|warm\w*|dialogue|positive\w*|constructive|"
    r"stabili[sz]\w*|resum\w*|restor\w*|reopen\w*|grow\w*|thriv\w*|sign\w*|revive\w*|deepen\w*|strengthen\w*|compromise|breakthrough|support\w*|praise\w*|welcome\w*|help\w*)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:deteriorat\w*|worsen\w*|conflict\w*|tension\w*|hostil\w*|distrust|mistrust|sanction\w*|threat\w*|"
    r"rival\w*|obstacle\w*|disagree\w*|disput\w*|dividing|division\w*|divided|diverg\w*|block\w*|war|wars|attack\w*|"
    r"suspicio\w*|crisis|crises|confront\w*|antagonis\w*|oppos\w*|refus\w*|reject\w*|accus\w*|blame\w*|"
    r"constrain\w*|restrict\w*|limit\w*|fail\w*|difficult\w*|skeptic\w*|sceptic\w*|critic\w*|fear\w*|"
    r"worr\w*|escalat\w*|tense|expel\w*|invad\w*|punish\w*|sever\w*|cut\w*|collaps\w*|strain\w*|stall\w*|frozen|freez\w*|prevent\w*|anti-\w+|contain|retaliat\w*)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:no|not|never|neither|nor|cannot|without|n['’]t|little|hardly|lack\w*)\b", re.I
)
_LOW = frozenset({"almost no chance", "very unlikely", "unlikely"})


def effect_of(quote: str) -> str:
    """Return '+', '-' or '0' by the balance of good and bad words."""
    good, bad = len(_GOOD.findall(quote)), len(_BAD.findall(quote))
    if _NOT.search(quote) and good > bad:
        return "-"
    if good == bad:
        return "0"
    return "+" if good > bad else "-"


def direction_of(quote: str, certainty: str | None) -> str:
    """Return where the thrust of a statement about the future points."""
    good, bad = len(_GOOD.findall(quote)), len(_BAD.findall(quote))
    negated = certainty in _LOW or _NOT.search(quote) is not None
    if negated:
        return "0"
    if good > bad:
        return "+"
    return "-" if bad > good else "0"

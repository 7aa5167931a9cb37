"""Text -> the language that it is written in, told by its script and its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

from detente.errors import InputError

NAMES = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "cs": "Czech",
    "hu": "Hungarian",
    "ro": "Romanian",
    "tr": "Turkish",
    "sv": "Swedish",
    "da": "Danish or Norwegian",
    "fi": "Finnish",
    "id": "Indonesian or Malay",
    "vi": "Vietnamese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "bg": "Bulgarian",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "ar": "Arabic",
    "fa": "Persian",
    "he": "Hebrew",
    "el": "Greek",
    "hi": "Hindi",
    "th": "Thai",
    "ka": "Georgian",
    "hy": "Armenian",
}
"""Languages that can be told apart, by ISO 639-1 code."""

_SMALL_WORDS = {
    "en": (
        "the of and to in that is for on with as was it by be from are this which has not "
        "at have an but its their will would he they"
    ),
    "fr": (
        "le la les des et du que est en une dans qui pour pas sur au plus par avec sont "
        "ce cette aux ne il se ont été leur mais"
    ),
    "de": (
        "der die und das den von zu ist mit nicht des im auf für eine als auch dem sich "
        "ein dass nach wird bei werden sind hat über aus"
    ),
    "es": (
        "el la los las que del en una por con para es se no su al más como lo ha pero sus "
        "entre este está sobre son y también fue"
    ),
    "it": (
        "il di che la della per un una del non con sono alla nel dei è le gli più anche "
        "da si delle ha come ma questo nella tra i"
    ),
    "pt": (
        "o a os as que do da em um uma para com não por mais dos das se no na ao como foi "
        "é são ou também pelo pela mas sua"
    ),
    "nl": (
        "de het een van en dat in is op te zijn met voor niet aan er om ook als door maar "
        "bij uit naar heeft werd worden deze wordt"
    ),
    "pl": (
        "w i na z się nie do że jest to o jak po ale przez od za co są dla ich oraz tym "
        "który które przed czy już został tego"
    ),
    "cs": (
        "se na je že v a s o pro do to by ale jako za od po které který jsou však podle "
        "také aby bylo při jeho nebo byl"
    ),
    "hu": (
        "a az és hogy nem is egy ez meg de volt csak mint már azt vagy még kell szerint "
        "között amely majd után által ami sem lehet"
    ),
    "ro": (
        "și de în la cu pe nu că este din pentru care o un mai sunt a fost ca prin sau "
        "după dar între această sa lui ale au"
    ),
    "tr": (
        "ve bir bu da de için ile olarak daha çok olan en gibi sonra kadar ise ancak "
        "değil olduğu var o ne göre ya her tarafından"
    ),
    "sv": (
        "och att det som en är på av för med den till inte har ett om de var men från kan "
        "vid vi så han när eller efter också"
    ),
    "da": (
        "og at det som en er på af for med den til ikke har et om de var men fra kan ved "
        "vi så han når eller efter også være"
    ),
    "fi": (
        "ja on ei että se oli joka myös mutta ovat kuin hän tai jos sen niin jo kun "
        "mukaan vain ole vuoden sekä olisi voi ovat"
    ),
    "id": (
        "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke oleh juga telah "
        "sebagai adalah atau bahwa ada karena lebih"
    ),
    "vi": (
        "và của là có cho các không được trong một những với người đã này để khi từ về ra "
        "sẽ đến như vào"
    ),
    "ru": ("и в не на что с по из для это как к от он за его но то о которые также а мы их был"),
    "uk": ("і в не на що з та до у за від для це як його про які але також був який після його їх"),
    "bg": ("и на да в за от се с не са по като че е това ще до си които към през беше"),
}
_PROFILES = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
)
_CYRILLIC = ("ru", "uk", "bg")
_OWN_LETTERS = (("uk", re.compile("[іїєґ]")), ("ru", re.compile("[ыэё]")))
"""Letters that only one of the Cyrillic languages has."""
_LATIN = tuple(code for code in _PROFILES if code not in _CYRILLIC)
_DENSE = {"ja", "zh", "ko"}
"""One sign of these scripts says as much as about three letters."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PERSIAN = re.compile("[پچژگ]")
_SAMPLE = 4_000
_LEAST_COVER = 0.08
_FEWEST_KINDS = 3


def _sample(text: str) -> str:
    """Return the beginning, the middle and the end of a long text."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE] + " " + text[middle : middle + _SAMPLE] + " " + text[-_SAMPLE:]


def _script(sample: str) -> str | None:
    counts = Counter(
        {
            name: len(pattern.findall(sample)) * (3 if name in _DENSE else 1)
            for name, pattern in _SCRIPTS
        }
    )
    if counts["ja"] > 0.1 * counts["zh"]:
        counts["ja"] += counts["zh"]
    name, n = counts.most_common(1)[0]
    return name if n else None


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or None if it cannot be told.

    The script decides first. Among languages of one script, the one whose thirty or so commonest
    small words cover the largest share of the words is taken; None if none covers 8 %. Another
    language than English must stand out: three of its words or more, and far more of them.

    Examples
    --------
    >>> language_of("The talks were held in Geneva and ended with a statement of both sides.")
    'en'
    >>> language_of("Les deux pays ont repris les négociations sur le traité dans la capitale.")
    'fr'
    >>> language_of("Переговоры прошли в Женеве и завершились общим заявлением.")
    'ru'
    """
    sample = _sample(text)
    script = _script(sample)
    if script is None:
        return None
    if script not in {"latin", "cyrillic"}:
        return "fa" if script == "ar" and len(_PERSIAN.findall(sample)) > 2 else script
    words = Counter(word.lower() for word in _WORD.findall(sample))
    candidates = _CYRILLIC if script == "cyrillic" else _LATIN
    n_words = max(1, words.total())
    cover = {code: sum(words[w] for w in _PROFILES[code]) / n_words for code in candidates}
    best = max(candidates, key=cover.__getitem__)
    if script == "cyrillic":
        return next((name for name, own in _OWN_LETTERS if own.search(sample)), best)
    if cover[best] < _LEAST_COVER:
        return None
    if best != "en":
        n_kinds = sum(1 for word in _PROFILES[best] if word in words)
        is_clear = cover[best] > 1.5 * cover["en"] + 0.05 and n_kinds >= _FEWEST_KINDS
        return best if is_clear else ("en" if cover["en"] >= _LEAST_COVER else None)
    return best


def checked_language(text: str, *, any_language: bool = False) -> str:
    """Return the language of a text; 'en' where it is too short or too bare to tell.

    Raises
    ------
    InputError
        If it is another language than English and `any_language` is false.
    """
    language = language_of(text)
    if language is None:
        return "en"
    if language != "en" and not any_language:
        raise InputError(
            f"the text is in {NAMES[language]}, and only English is read; "
            "translate it first, or take it anyway (any_language)"
        )
    return language

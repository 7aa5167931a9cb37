# ruff: noqa: E501 - one sample a line
"""Languages are told apart by script and small words, and none but English is read unasked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.text.language import NAMES, checked_language, language_of

SAMPLES = {
    "en": "The two sides have said that they will not meet before the elections in the autumn.",
    "fr": "Les deux pays ont dit que leurs ministres ne se rencontreront pas avant les élections.",
    "de": "Die beiden Seiten haben erklärt, dass sie sich vor den Wahlen nicht mehr treffen werden.",
    "es": "Los dos países dijeron que sus ministros no se reunirán antes de las elecciones de mayo.",
    "it": "I due paesi hanno detto che i ministri non si incontreranno prima delle elezioni del mese.",
    "pt": "Os dois países disseram que os ministros não se vão encontrar antes das eleições de maio.",
    "nl": "De twee landen hebben gezegd dat de ministers elkaar niet voor de verkiezingen zullen zien.",
    "pl": "Oba kraje oświadczyły, że ministrowie nie spotkają się przed wyborami, które są w maju.",
    "cs": "Obě země oznámily, že se ministři před volbami nesejdou, protože o tom zatím není dohoda.",
    "hu": "A két ország közölte, hogy a miniszterek nem találkoznak a választások előtt, és ez nem új.",
    "ro": "Cele două țări au spus că miniștrii nu se vor întâlni înainte de alegerile din luna mai.",
    "tr": "İki ülke, bakanların seçimlerden önce bir araya gelmeyeceğini ve bu konuda karar olduğunu söyledi.",
    "sv": "De två länderna har sagt att ministrarna inte kommer att träffas före valet som är i maj.",
    "da": "De to lande har sagt, at ministrene ikke vil mødes før valget, og det er ikke nyt for dem.",
    "fi": "Maat ovat sanoneet, että ministerit eivät tapaa ennen vaaleja, ja se on ollut tiedossa jo kauan.",
    "id": "Kedua negara itu mengatakan bahwa para menteri tidak akan bertemu dengan mereka pada tahun ini.",
    "vi": "Hai nước đã nói rằng các bộ trưởng sẽ không gặp nhau trong năm này và không có một thỏa thuận.",
    "ru": "Обе стороны заявили, что министры не встретятся до выборов, которые пройдут в мае.",
    "uk": "Обидві сторони заявили, що міністри не зустрінуться до виборів, які відбудуться в травні.",
    "bg": "Двете страни заявиха, че министрите няма да се срещнат преди изборите, които са през май.",
    "zh": "两国表示,部长们在选举之前不会会面。",
    "ja": "両国は、選挙の前に大臣が会うことはないと述べた。",
    "ko": "양국은 선거 전에 장관들이 만나지 않을 것이라고 밝혔다.",
    "ar": "قال البلدان إن الوزراء لن يجتمعوا قبل الانتخابات.",
    "fa": "دو کشور گفتند که وزیران پیش از انتخابات گرد هم نمی‌آیند، چون چنین قراری نیست.",
    "he": "שתי המדינות אמרו כי השרים לא ייפגשו לפני הבחירות.",
    "el": "Οι δύο χώρες είπαν ότι οι υπουργοί δεν θα συναντηθούν.",
    "hi": "दोनों देशों ने कहा कि मंत्री चुनाव से पहले नहीं मिलेंगे।",
    "th": "ทั้งสองประเทศกล่าวว่ารัฐมนตรีจะไม่พบกัน",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_a_sentence_or_three_tell_the_language(code: str) -> None:
    assert language_of(" ".join([SAMPLES[code]] * 3)) == code


@pytest.mark.parametrize("code", [code for code in SAMPLES if code != "en"])
def test_another_language_is_refused_by_its_name(code: str) -> None:
    with pytest.raises(InputError, match=NAMES[code]):
        checked_language(SAMPLES[code] * 3)


def test_a_few_bare_words_pass_as_english() -> None:
    assert checked_language("Sanctions relief 2017") == "en"
    assert checked_language("12 34 56") == "en"


def test_a_foreign_quote_does_not_make_an_english_text_foreign() -> None:
    assert language_of(SAMPLES["en"] * 10 + SAMPLES["ru"] + SAMPLES["de"]) == "en"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    language = language_of(text)
    assert language is None or language in NAMES

"""How texts are looked up, compared and put in order (behaviours 14 and 35)."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipetui.domain.folding import (
    Wanted,
    contact_key,
    fold,
    key_of,
    keys_of,
    letters_of,
    mistyped,
    order,
    same_title,
    similar,
)

ODD = st.text(st.sampled_from("aAäÄeoöueüßſİıΣςéØøłĐæœ’`'ﬁＡｱﾞが가각ё½´\u0301\u0307\u05b0ाहि 9"), max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  STRASSE ", "strasse"),
        ("Straße", "strasse"),
        ("Ålesund Énergie façade naïve", "alesund energie facade naive"),
        ("Trần Thị Đào", "tran thi dao"),
        ("Wrocław ŻÓŁĆ", "wrocław zołc".replace("ł", "l")),
        ("Tromsø Æsir Œuvre", "tromso aesir oeuvre"),
        ("İZMİR Iğdır", "izmir igdir"),
        ("ΝΊΚΟΣ", "νικοσ"),
        ("νίκος", "νικοσ"),
        ("Ёлка", "елка"),
        ("Ｆｕｊｉ ﾄﾖﾀ", "fuji トヨタ"),
        ("ガス", "ガス"),
        ("ｶﾞｽ", "ガス"),
        ("D’Arcy D`Arcy Dʼarcy", "d'arcy d'arcy d'arcy"),
        ("ﬁnance", "finance"),
        ("한국", "한국"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_b35_a_text_is_compared_without_capitals_marks_and_widths(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ODD | st.text())
@example("´a")
def test_b35_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ODD)
def test_b35_whatever_is_kept_is_found_by_itself_and_by_its_folded_form(text: str) -> None:
    for typed in (text, text.upper(), fold(text)):
        assert Wanted(typed).all_in(key_of(text)) or fold(typed) != fold(text)


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Böhm Möbel", "bohm"),
        ("Böhm Möbel", "BOEHM moebel"),
        ("Boehm Moebel", "Böhm"),
        ("Böhm Möbel", "böhm"),
        ("Ærø Færge", "aeroe"),
        ("Ærø Færge", "aero faerge"),
        ("Århus", "aarhus"),
        ("Århus", "arhus"),
        ("Joe", "joe"),
    ],
)
def test_b35_umlauts_are_found_in_each_of_their_spellings(kept: str, typed: str) -> None:
    assert Wanted(typed).all_in(key_of(kept))


@pytest.mark.parametrize(("kept", "typed"), [("John", "joe"), ("Bar", "bär und"), ("Sum", "sue"), ("Bohm", "boehm")])
def test_b35_other_words_are_other_words(kept: str, typed: str) -> None:
    assert not Wanted(typed).all_in(key_of(kept))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Café Luna", "Cafe Luna"), ("Böhm GmbH", "Boehm GmbH"), ("Trauernicht Böhm", "Trauernicht Boehm")],
)
def test_b35_a_name_is_known_in_each_of_its_spellings(one: str, other: str) -> None:
    assert key_of(one) in keys_of(other)
    assert key_of(other) in keys_of(one)


def test_b35_names_are_in_order_as_a_rep_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    right = ["abel", "Åke", "Deal 9", "Deal 10", "Deal 010a", "Étienne", "Nina", "Örn", "Zoe"]
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    mixed = random.Random(7).sample(right, len(right))
    assert sorted(mixed, key=order) == right
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    assert sorted(["Örn", "Åke", "Zoe", "Ärla", "Abel"], key=order) == ["Abel", "Zoe", "Åke", "Ärla", "Örn"]
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    assert sorted(["Åse", "Øyvind", "Ærlig", "Zoe"], key=order) == ["Zoe", "Ærlig", "Øyvind", "Åse"]


@given(st.lists(ODD | st.text(max_size=8)))
def test_b35_any_texts_have_one_order(texts: list[str]) -> None:
    turned = list(reversed(texts))
    assert sorted(texts, key=order) == sorted(turned, key=order)


def test_a_number_of_any_length_has_its_place() -> None:
    assert sorted(["x" + "9" * 5000, "x8", "x007"], key=order) == ["x007", "x8", "x" + "9" * 5000]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Acme rollout", "acme: ROLLOUT!"),
        ("Acme rollout", "Rollout, Acme"),
        ("Acme rollout", "Rollout at Acme, phase 2"),
        ("Acme rollout phase 2", "acme rollout"),
        ("???", "???"),
        ("Hôtel Lune", "Hotel Lune"),
        ("D’Arcy lamps", "D'Arcy lamps"),
        ("Böhm Dach", "Boehm Dach"),
        ("Böhm Dach GmbH", "Boehm Dach"),
        ("Globex-pilot", "Globex pilot"),
    ],
)
def test_b14_titles_that_probably_mean_the_same(a: str, b: str) -> None:
    assert similar(a, b)
    assert similar(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Acme", "Acme rollout"),
        ("Acme rollout", "Acme renewal"),
        ("", ""),
        ("???", "!!!"),
        ("", "Acme"),
        ("roll", "rollout"),
    ],
)
def test_b14_titles_that_do_not(a: str, b: str) -> None:
    assert not similar(a, b)
    assert not similar(b, a)
    assert not same_title(a, b)


@pytest.mark.parametrize(
    ("a", "b", "is_one"),
    [
        ("Umbrella lables", "Umbrella labels", True),
        ("Umbrela labels", "Umbrella labels", True),
        ("Phase 1 labels", "Phase 2 labels", False),
        ("Umbrella labels", "Umbrella lamps", False),
        ("Umbrella", "Umbrella labels and boxes", False),
    ],
)
def test_b14_a_title_with_a_typing_error_is_known(a: str, b: str, is_one: bool) -> None:
    assert mistyped(a, b) is mistyped(b, a) is is_one


@given(ODD | st.text(), st.sampled_from(("", " GmbH", ", Inc.", " ae oe ue")))
@example("Müller’s Bäckerei", " GmbH")
def test_b14_what_titles_are_compared_by_stands_in_their_keys(text: str, form: str) -> None:
    rest = iter(key_of(text + form))
    assert all(letter in rest for letter in letters_of(text + form))


def test_contacts_are_looked_up_without_what_is_written_between() -> None:
    assert contact_key("phone", "+49 (30) 12-34") == "49301234"
    assert contact_key("email", " Ann@Acme.Example ") == "ann@acme.example"


def _in_parts(text: str) -> tuple[list[object], str]:
    """A name taken apart at its numbers, each as its length and its digits."""
    parts: list[object] = []
    for place, part in enumerate(re.split("([0-9]+)", fold(text))):
        digits = part.lstrip("0")
        parts.append((len(digits), digits) if place % 2 else part)
    return parts, text


@given(st.lists(st.text("ab 019-!é", max_size=8), max_size=12))
def test_b35_a_number_in_a_name_counts_as_one(texts: list[str]) -> None:
    assert sorted(texts, key=order) == sorted(texts, key=_in_parts)

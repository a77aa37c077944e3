"""What a text holds of the words looked for, and what an index of its pieces knows of it (behaviour 35)."""

from __future__ import annotations

from unicodedata import combining, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipetui.domain.full_text import Spelling, holds, pieces, place, sought

LETTERS = "abAeüß田中カｶﾞの🤝 \n\t.,;-'`’+%12é\u0301\u3000“x"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=90) | st.text(max_size=30)
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=8) | st.text(max_size=6)


def known(found: set[str], spelling: Spelling) -> bool:
    """Whether the pieces are all that the spelling asks for."""
    return all(
        any(piece.startswith(part.text) if part.begins else part.text in piece for piece in found)
        for part in spelling.parts
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("asked for the Price List again", "price list"),
        ("asked for the price\n  list again", "price list"),
        ("asked for the price list again", "ric"),
        ("Herr Müller ist in Urlaub", "mueller"),
        ("Herr Müller ist in Urlaub", "MULLER"),
        ("Herr Mueller ist in Urlaub", "müller"),
        ("l’été", "l'ete"),
        ("ΝΊΚΟΣ κάλεσε", "νίκος"),
        ("İstanbul’da", "istanbul"),
        ("ﬁnance", "finance"),
        ("来週田中さんに電話する", "田中"),
        ("来週田中さんに電話する", "中"),
        ("来週田中さんに電話する", "さんに電話"),
        ("ﾄﾖﾀの件", "トヨタ"),
        ("a follow-up, then", "follow-up"),
        ("10% off", "10%"),
        ("is it urgent?", "(urgent)"),
        ("pr agency", "pr"),
        ("see www.acme.example/prices", "acme.example"),
        ("x" * 300 + "needle" + "y" * 300, "needle"),
        ("needle" * 30, "needle" * 20),
        ("closed it 🤝today", "🤝"),
        ("sent the SAP導入 plan", "sap導入"),
    ],
)
def test_b35_words_and_parts_of_words_are_found(text: str, words: str) -> None:
    assert holds(text, sought(words))
    assert any(known(pieces(text), spelling) for spelling in sought(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the offer", "pr"),
        ("supreme", "pr"),
        ("price, list", "price list"),
        ("list price", "price list"),
        ("中田さん", "田中"),
        ("anything at all", "..."),
        ("anything at all", ""),
        ("anything at all", "“”"),
    ],
)
def test_b35_other_words_are_not(text: str, words: str) -> None:
    assert not holds(text, sought(words))


@given(TEXTS, WORDS)
@example("ab" * 60, "ab" * 20)
@example("田中田", "田中田中")
@example("a,b", "a,b")
@example("(up", "up")
@example("カ\u3099", "カ")
def test_b35_an_index_of_the_pieces_knows_what_the_texts_hold(text: str, words: str) -> None:
    for spelling in sought(words):
        if holds(text, (spelling,)):
            assert known(pieces(text), spelling)
        elif spelling.sure:
            assert not known(pieces(text), spelling)


@given(st.lists(TEXTS, max_size=4))
def test_b35_the_pieces_of_several_texts_are_those_of_each(texts: list[str]) -> None:
    assert pieces("\n".join(texts)) == set().union(*map(pieces, texts))


@given(TEXTS, st.data())
def test_b35_every_part_of_a_text_from_three_letters_on_is_found(text: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(text.split() or ["x"]))
    begin = data.draw(st.integers(0, max(0, len(word) - 3)))
    part = word[begin : begin + 3]
    if combining(normalize("NFKC", part)[0]):  # it is of the letter before
        return
    wanted = sought(part)
    if text.split() and wanted and not any(spelling.short for spelling in wanted):
        assert holds(text, wanted)


@given(TEXTS, WORDS)
@example("Price LIST", "list")
@example("a `b", "'b")
def test_b35_the_place_of_what_was_found_holds_it(text: str, words: str) -> None:
    wanted = sought(words)
    if wanted and holds(text, wanted):
        begin, end = place(text, wanted)
        assert 0 <= begin < end <= len(text)
        assert holds(text[begin:end], wanted)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("x" * 1_000_000, id="long"),  # else a worker tells the others a megabyte
        pytest.param("田" * 100_000, id="long and wide"),
        *("\ud800", "a\x00b", "* OR NEAR(", '"' * 50, "' -- %_"),
    ],
)
def test_b35_whatever_is_typed_is_a_word(words: str) -> None:
    assert holds(f"so {words} it is", sought(words)) or not sought(words)

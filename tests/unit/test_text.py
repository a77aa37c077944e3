"""What enters the book is harmless, comparable, and measured as a terminal shows it."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipetui.domain.text import cell_width, clean, cut, escaped, harmless, visible

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b[]m;\x07\x9b\x9d\x9c\\\u200d\u200c\u202e\u200b\ufe0f\u0301\u212a\ud800é👨👩 \t\r\n\u2028"),
    )
)


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[31", ""),
        ("a\x1b[2J\x1b[Hb", "ab"),
        ("\x1b]0;title\x07Acme", "Acme"),
        ("\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("Acme \x1b]0;never ends", "Acme"),
        ("\x1bPdevice\x1b\\Acme", "Acme"),
        ("\x1b(B\x1bcAcme", "Acme"),
        ("\x1b\x1b[31mAcme", "Acme"),
        ("\x9b31mAcme", "Acme"),
        ("\x9d0;title\x9cAcme", "Acme"),
        ("Acme\x00\x07\x85Corp", "Acme Corp"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2066a\u2069\u200eb\u200fc\u061cd", "abcd"),
        ("A\u200bc\u2060m\ufeffe", "Acme"),
        ("M\udcfcller", "Mller"),
        ("  Acme \t\n rollout\u00a0 now ", "Acme rollout now"),
        ("line\r\nbreak", "line break"),
    ],
)
def test_what_steers_hides_or_reverses_is_gone(dirty: str, tidy: str) -> None:
    assert clean(dirty) == tidy


@pytest.mark.parametrize(
    "text",
    [
        "[red]Acme[/red]",
        "[/]",
        "株式会社ミライ 導入",
        "Müller & Söhne",
        "👨‍👩‍👧 GmbH",
        "❤️ 👍🏽 🇩🇪",
        "می‌خواهم",
        "नि",
        "a - b — c",
        "ශ්‍රී",
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_letters_and_marks_become_one_form() -> None:
    assert clean("Mu\u0308ller") == "Müller"
    assert clean("\u212a\u200d9") == "K9"
    assert clean("a\u200d\u0301") == "á"


def test_text_decoded_wrongly_loses_its_controls_and_nothing_else() -> None:
    assert clean("â\x80\x9dAcmeâ\x80\x9c pilot") == "âAcmeâ pilot"


def test_a_joiner_stays_only_where_it_joins() -> None:
    assert clean("Ac\u200dme \u200d👨\u200d") == "Acme 👨"
    assert clean("👨\u200d\u200d👩") == "👨\u200d👩"


def test_a_note_keeps_its_lines_and_tabs() -> None:
    assert clean("\n\none\r\n\ttwo\x1b[1m  x\u2028three\r\n ", multiline=True) == "one\n\ttwo  x\nthree"


@given(HOSTILE, st.booleans())
def test_cleaning_twice_changes_nothing(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(HOSTILE, st.booleans())
def test_nothing_that_steers_survives(text: str, multiline: bool) -> None:
    kept = clean(text, multiline=multiline)
    controls = {char for char in kept if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")}
    assert controls <= (set("\n\t") if multiline else set())
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\ufeff")
    assert kept == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Acme", 4),
        ("€12,000 → ≈", 11),
        ("株式会社", 8),
        ("株式会社ミライ 導入", 19),
        ("한국 GmbH", 9),
        ("ｱｲ", 2),
        ("🤝", 2),
        ("👨‍👩‍👧", 2),
        ("👍🏽", 2),
        ("☎", 1),
        ("☎️", 2),
        ("❤️ x", 4),
        ("1️⃣", 2),
        ("🇩🇪🇫🇷", 4),
        ("e\u0301", 1),
        ("नि", 1),
        ("가", 2),
        ("\u1100\u1161", 2),
        ("か\u3099", 2),
    ],
)
def test_a_text_takes_the_cells_a_terminal_gives_it(text: str, cells: int) -> None:
    assert cell_width(text) == cells == cell_len(text)


ORDINARY = st.text(
    st.sampled_from(
        "abcXYZ 019.,-–…€£¥→≈×äöüßéñçłşżАБвгαβγ日本株式会社ミライがパ한국어中文、。「」！ｱｲ🤝🎉📞💶🚀⭐✅☎✓♥🔥"
    )
)


@given(ORDINARY)
def test_ordinary_text_is_measured_as_rich_measures_it(text: str) -> None:
    assert cell_width(text) == cell_len(text)


@given(st.one_of(ORDINARY, HOSTILE), st.integers(-1, 12))
def test_a_cut_text_fits(text: str, width: int) -> None:
    text = clean(text)
    short = cut(text, width)
    assert cell_width(short) <= max(width, 0)
    assert short == text if cell_width(text) <= width else short == "" or short.endswith("…")


def test_a_cut_never_tears_what_belongs_together() -> None:
    assert cut("株式会社ミライ", 6) == "株式…"
    assert cut("a👨‍👩‍👧bcd", 3) == "a…"
    assert cut("a🇩🇪bcd", 3) == "a…"
    assert cut("xe\u0301yz", 3) == "xe\u0301…"
    assert cut("Acme rollout", 6) == "Acme…"
    assert cut("Acme", 4) == "Acme"
    assert cut("Acme", 1) == "…"
    assert cut("Acme", 0) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/tmp/book.db", "/tmp/book.db"),
        ("a\x1b]0;x\x07b", "a\\x1b]0;x\\x07b"),
        ("a\x9b1mb", "a\\x9b1mb"),
        ("Gr\udcf6\udcdfe", "Gr\\xf6\\xdfe"),
        ("a\u202eb\u200bc\ufeff", "a\\u202eb\\u200bc\\ufeff"),
        ("one\ntwo\tthree\r", "one\\ntwo\\tthree\\r"),
        ("株式会社 👩\u200d💻 [red]", "株式会社 👩\u200d💻 [red]"),
        ("x\u200dy", "x\\u200dy"),
        ("lone \ud800", "lone \\ud800"),
    ],
)
def test_what_is_not_ours_to_change_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert harmless(text) == shown.replace("\\n", "\n").replace("\\t", "\t")


@given(st.text())
def test_whatever_it_is_nothing_of_it_steers_and_json_means_the_same(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)
    said = escaped(json.dumps({"it": text}, ensure_ascii=False))
    assert json.loads(said) == {"it": text}
    assert harmless(said) == said

"""HTML and BB-code become plain text, and nothing that was written is lost."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.exchange.markup import plain_lines, text_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<p>Asked for a <b>third</b> offer.<br>Price&nbsp;ok &amp; signed</p>",
            "Asked for a third offer.\nPrice ok & signed",
        ),
        ("[p]wants red[/p][br]ring", "wants red\nring"),
        ("<ul><li>one</li><li>two</li></ul>", "* one\n* two"),
        ("[list][*]one[*]two[/list]", "- one\n- two"),
        ('see <a href="https://a.example/x">the page</a>', "see the page (https://a.example/x)"),
        ("[url=https://a.example]page[/url]", "page (https://a.example)"),
        ('<a href="mailto:jo@a.example">jo@a.example</a>', "jo@a.example"),
        ("first\nsecond <b>line</b>", "first\nsecond line"),
        ("a < b and b > c", "a < b and b > c"),
        ("write to <jo@a.example> [1] list[0]", "write to <jo@a.example> [1] list[0]"),
        ("R&amp;D", "R&D"),
        ("R&D", "R&D"),
        ("<style>p {color: red}</style><p>seen</p>", "seen"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_what_is_nested_too_deeply_is_not_lost() -> None:
    assert text_of("<div>" * 3000 + "kept") == "kept"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree\n"),
        ("<STYLE>p {color: red}</Style ><!-- <p>no</p> -->seen", " seen"),
        ("İİİİ<style>red</style>&amp; after", "İİİİ & after"),
        ("<td>a</td><td>b</td>", "a b "),
        ("kept <style>without an end", "kept without an end"),
    ],
)
def test_a_page_becomes_lines_without_being_laid_out(page: str, text: str) -> None:
    assert plain_lines(page).replace("  ", " ") == text


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=60))
def test_words_in_paragraphs_come_through(words: str) -> None:
    found = text_of(f"<p>{escape(words)}</p><p>end</p>")
    assert [char for char in found if char.isalnum()] == [char for char in f"{words}end" if char.isalnum()]

"""What a terminal sends, as the app gets it: pastes are text whatever is in them, and noise is no key."""

from __future__ import annotations

import pytest
from textual.events import Key, MouseMove, Paste
from textual.message import Message

from pipetui.tui.terminal.keyboard import BURST, Keyboard
from tests.hostile import ALL

PASTES = (
    "",
    "two\r\nlines\n",
    ALL,
    "\x1b\x1b\x1b",
    "q\x1b",
    "\x1b" + "x" * 50,  # longer than any sequence: Textual would take it for keys
    "\x1b[48;1;1;1;1t",  # the report of a size
    "\x1b[I\x1b[O\x1b[200~",
    "\x1b[20",
    "\x00导\ud800",
)

REPORTS = ("\x1b[?62;22c", "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", "\x1bP>|kitty\x1b\\", "\x1b]52;c;cHduZWQ=\x07")
"""What a terminal says of itself."""


def told(messages: list[Message]) -> list[str]:
    """The messages, as far as they matter here."""
    return [
        f"paste {message.text!r}" if isinstance(message, Paste) else message.key
        if isinstance(message, Key) else type(message).__name__
        for message in messages
    ]  # fmt: skip


def fed(data: str, size: int) -> list[str]:
    """What comes of data that is read in pieces of that size."""
    keyboard = Keyboard()
    return told([
        message for at in range(0, len(data), size) for message in keyboard.feed(data[at : at + size])
    ])  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 100_000])
@pytest.mark.parametrize("text", PASTES)
def test_a_paste_is_one_text_however_it_is_read(text: str, size: int) -> None:
    data = f"a\x1b[200~{text}\x1b[201~b\x1b[A"
    assert fed(data, size) == ["a", f"paste {text!r}", "b", "up"]


@pytest.mark.parametrize(
    "noise", ["\x1b[99999999u", "\x1b[1114112u", "\x1b[;;;u", "\x1b[0;0;0;0;0u", "\x1b[<999;1M", *REPORTS]
)
def test_after_a_sequence_that_means_nothing_keys_are_keys(noise: str) -> None:
    assert fed(f"{noise}jk", 100)[-2:] == ["j", "k"]
    if noise not in REPORTS[1:]:
        assert fed(f"{noise}jk", 1)[-2:] == ["j", "k"]


@pytest.mark.parametrize("report", REPORTS)
def test_what_a_terminal_says_of_itself_is_no_key(report: str) -> None:
    assert fed(report, 100) == []


@pytest.mark.parametrize("keys", ["\x1b[A", "\x1b[1;5D", "\x1bOP", "\x1b[[A", "\x1b[15~", "\x1b[Z", "\x1b[113;5u"])
def test_keys_of_several_characters_are_keys_however_they_are_read(keys: str) -> None:
    assert fed(keys, 1) == fed(keys, 100) == fed(keys, 2)
    assert len(fed(keys, 1)) == 1


def test_a_mouse_in_a_window_of_no_pixels_is_no_error() -> None:
    keyboard = Keyboard()
    list(keyboard.feed("\x1b[48;36;120;0;0t"))
    assert told(list(keyboard.feed("\x1b[<35;10;10Mj"))) == ["j"]


def test_more_than_can_be_typed_at_once_is_a_paste() -> None:
    assert fed("q" * BURST, 100_000) == [f"paste {'q' * BURST!r}"]
    assert fed("q" * 100, 100_000) == ["q"] * 100
    assert len(fed(ALL * 300, 100_000)) == 1
    assert fed("\x1b" * 100_000, 100_000) == []
    assert fed("\x1b[A" * BURST, 100_000) == ["up"] * BURST
    moves = list(Keyboard().feed("\x1b[<35;10;10M" * BURST))
    assert {type(message) for message in moves} == {MouseMove}

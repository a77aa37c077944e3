"""One row of the table of parsers, and what must hold of it whatever it is fed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from pipetui.cli.errors import what_to_do
from pipetui.domain.errors import PipetuiError

_STEERING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ONE_LINE = re.compile("[\n\t]")


class Entry(NamedTuple):
    """A parser under its name: `read` understands what `fed` gives or raises PipetuiError.

    `again` turns what was understood back into what `read` understands, and must then give the same. `found` are the
    inputs that failed once; they are tried first, every time. `lines` says that what is understood may have several.
    `raw` parsers only cut a text into pieces, which are cleaned where they are used. `effort` is how many inputs one
    round takes of it, and `patience` how long one may take, where the usual is 1.
    """

    name: str
    read: Callable[[Any], Any]
    fed: st.SearchStrategy[Any]
    again: Callable[[Any], Any] | None = None
    found: Sequence[Any] = ()
    lines: bool = False
    raw: bool = False
    effort: float = 1
    patience: float = 1


def check(entry: Entry, given: Any) -> None:
    """Raises AssertionError, or whatever the parser should not have raised, when something does not hold."""
    try:
        value = entry.read(given)
    except PipetuiError as error:
        for said in (error.title, what_to_do(error)):
            assert not _STEERING.search(said), f"the error holds control characters: {said!r}"
        return
    if not entry.raw:
        for text in texts(value):
            assert clean(text, lines=entry.lines), f"control characters came through: {text[:200]!r}"
    if entry.again is not None:
        written = entry.again(value)
        assert entry.read(written) == value, f"{value!r:.500} came back otherwise from {written!r:.500}"


def clean(text: str, *, lines: bool = True) -> bool:
    """Whether nothing in the text steers a terminal or reverses what is read."""
    return not _STEERING.search(text) and (lines or not _ONE_LINE.search(text))


def texts(value: Any) -> Iterator[str]:
    """Every text that a value holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts(list(value.items()))
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for part in value:
            yield from texts(part)

"""How `--json` is written: stable, documented in the README, compared whole in the tests."""

from __future__ import annotations

import json
import sys

from pipetui.cli.output import stdio
from pipetui.domain.text import escaped
from pipetui.phrases.json_values import amounts as amounts
from pipetui.phrases.json_values import day as day
from pipetui.phrases.json_values import moment as moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


def write(thing: dict[str, Any] | Iterable[Any]) -> None:
    """An object, or an array of whatever else there is."""
    if isinstance(thing, dict):
        stdio.write(text(thing))
    else:
        stdio.write_all(lines(thing))


def alone(things: Iterable[Any]) -> Any:
    """The only thing itself, else all of them."""
    found = list(things)
    return found[0] if len(found) == 1 else found


def text(thing: object) -> str:
    """One JSON value on several lines, for one object; characters as they are unless stdout cannot write them."""
    return escaped(json.dumps(thing, ensure_ascii=_only_ascii(), indent=2))


def lines(things: Iterable[object]) -> Iterator[str]:
    """A JSON array, one element a line, as they come."""
    ascii_only = _only_ascii()
    held = ""
    for thing in things:
        # The comma ends the line before, so each line waits until the next one is known.
        yield f"{held}," if held else "["
        held = escaped(json.dumps(thing, ensure_ascii=ascii_only))
    if held:
        yield held
    yield "]" if held else "[]"


def _only_ascii() -> bool:
    return (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"

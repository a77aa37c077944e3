"""What can be said of a stage, as it is typed: `name:"Closed shop" p:40% rot:14 qualifies:yes place:3`."""

from __future__ import annotations

from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError
from pipetui.domain.line.parts import percent
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, NamedTuple
else:
    from pipetui.domain.record import NamedTuple

LONGEST_ROT = 3650
"""Days after which nothing rots any more: ten years."""

EXAMPLE = "for example: p:40% rot:14 name:Pilot qualifies:yes place:3"


class StageEdit(NamedTuple):
    """What is to become of a stage; None leaves it as it is. `place` counts from 1, `rotting_days` 0 is never."""

    name: str | None = None
    probability: int | None = None
    rotting_days: int | None = None
    qualifies: bool | None = None
    place: int | None = None


NOTHING = StageEdit()


def read(fields: Mapping[str, str]) -> StageEdit:
    """The edit that `field:value` words make; a beginning of a field is enough. Raises InputError."""
    edit = NOTHING
    for word, text in fields.items():
        name = choose(_ALSO.get(word, word), tuple(_READ), "field")
        attribute = _ATTRIBUTE.get(name, name)
        if getattr(edit, attribute) is not None:
            raise InputError(f"{name} is given twice", "give each field once")
        edit = edit._replace(**{attribute: _READ[name](text)})
    return edit


def split(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The words of a name, and the `field:value` words behind it; what follows `field:` belongs to it."""
    name: list[str] = []
    fields: dict[str, str] = {}
    current = ""
    for word in words:
        key, colon, value = word.partition(":")
        if colon and key.isalpha() and key.isascii():
            current = key.lower()
            if current in fields:
                raise InputError(f"{current} is given twice", "give each field once")
            fields[current] = value
        elif current:
            fields[current] = f"{fields[current]} {word}".strip()
        else:
            name.append(word)
    return name, fields


def rotting(text: str) -> int:
    """Days, also as `14d`, `2w` or `never`."""
    typed = text.strip().lower()
    if typed in ("never", "no", "none", "-"):
        return 0
    number, days = (typed[:-1], 7) if typed.endswith("w") else (typed.removesuffix("d").removesuffix(" "), 1)
    if not (number.isascii() and number.isdecimal() and len(number) <= 4 and int(number) * days <= LONGEST_ROT):
        raise InputError(
            f"{quoted(text)} is not a number of days", f"from 0 (never) to {LONGEST_ROT}, for example rot:14"
        )
    return int(number) * days


def _probability(text: str) -> int:
    return percent(text, "such as p:40%")


def _yes(text: str) -> bool:
    return choose(text, ("yes", "no"), "answer") == "yes"


def _place(text: str) -> int:
    number = text.strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= 4 and int(number)):
        raise InputError(f"{quoted(text)} is not a place", "the first stage has place:1")
    return int(number)


_ALSO = {"p": "probability", "prob": "probability", "rot": "rotting", "position": "place"}
_ATTRIBUTE = {"rotting": "rotting_days"}
_READ: dict[str, Callable[[str], Any]] = {
    "name": str,
    "probability": _probability,
    "rotting": rotting,
    "qualifies": _yes,
    "place": _place,
}
FIELDS = tuple(_READ)
"""What can be set of a stage."""


def moved(order: list[int], stage: int, place: int) -> list[int]:
    """The numbers of stages in their order, with one of them put to that place, counted from 0; ends are kept."""
    rest = [number for number in order if number != stage]
    rest.insert(max(0, min(place, len(rest))), stage)
    return rest


def beside(order: list[int], stage: int, *, after: bool) -> int:
    """The place before or after a stage."""
    return order.index(stage) + after

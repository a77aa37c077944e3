"""A field that can be edited: its row in the table of fields, with what its kind does with a text."""

from __future__ import annotations

from pipetui.domain.choose import choose
from pipetui.domain.fields import CUSTOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, NamedTuple

    from pipetui.domain.fields import Field
else:
    from pipetui.domain.record import NamedTuple


def _nothing(sheet: object) -> str:
    return ""


class Editable(NamedTuple):
    """One field: `parse` raises InputError, `write` runs in a gesture, `show` gives the present text of a sheet."""

    field: Field
    parse: Callable[..., Any]
    write: Callable[..., None]
    show: Callable[[Any], str] = _nothing

    @property
    def is_change(self) -> bool:
        """Whether it is a change rather than a state, such as `email:+new@acme.example`."""
        return self.show is _nothing

    @property
    def name(self) -> str:
        """What it is called where it is typed."""
        return self.field.name

    @property
    def label(self) -> str:
        """What the form calls it."""
        return self.field.label

    @property
    def example(self) -> str:
        """What may be typed."""
        return self.field.example


def differs(known: Editable, parse: Callable[[str], Any], shown: str, text: str) -> bool:
    """Whether a text means something else than what is shown; raises InputError if it is not understood.

    What another program put into a field that the rep added may mean nothing, and is written over all the same.
    """
    return bool(parse(text) != (shown if known.field.kind == CUSTOM else parse(shown)))


def find_field(fields: Mapping[str, Editable], word: str) -> Editable:
    """The field of that name, a short name or a beginning of it; raises InputError with the list."""
    wanted = word.lower()
    wanted = next((known.name for known in fields.values() if wanted in known.field.key.split()), wanted)
    found = [name for name in fields if wanted and name.startswith(wanted)]
    if len(found) == 2 and found[1] == f"{found[0]}s":  # one, and all of them
        return fields[found[0]]
    return fields[choose(wanted, tuple(fields), "field")]

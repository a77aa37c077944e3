"""A context: a filter kept by a name that every list of deals is narrowed to while it is on (behaviour 48)."""

from __future__ import annotations

from pipetui.domain.errors import InputError
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

NONE = "none"
"""What is said for no context."""

DEFINE, DELETE, LIST, SHOW = "define", "delete", "list", "show"
_TAKEN = (NONE, DEFINE, DELETE, LIST, SHOW)

_LONGEST_NAME = 24
"""It stands on top of the screens."""


class SavedContext(NamedTuple):
    """A filter by its name."""

    name: str
    filter: str


def read_name(text: str) -> str:
    """The name as it is kept; raises InputError for none, one too long, and a word that means something else."""
    name = " ".join(clean(text).split())
    if not name:
        raise InputError("a context needs a name", "for example: work")
    if len(name) > _LONGEST_NAME:
        raise InputError(f"{quoted(name)} is too long for a name", f"at most {_LONGEST_NAME} characters")
    if name.lower() in _TAKEN:
        raise InputError(f"{quoted(name)} is not a name: it says what to do with contexts", "for example: work")
    return name


def read_filter(text: str) -> str:
    """The filter as it is kept; raises InputError for one that asks for nothing."""
    said = clean(text).strip()
    if not said:
        raise InputError("a context needs a filter", "for example: +saas or stage:proposal")
    return said

"""What was changed elsewhere while the rep had it before their eyes: nothing unseen is overwritten."""

from __future__ import annotations

from pipetui.domain.errors import ChangedMeanwhileError
from pipetui.domain.text import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def changed(
    shown: Mapping[str, str],
    now: Mapping[str, str],
    changes: Mapping[str, str],
    differs: Callable[[str, str, str], bool],
) -> dict[str, str]:
    """The fields to be changed that the book says something else of than was shown, with what it says now.

    Not those of which it says by now what they are to be: `differs(name, text, other)` tells whether texts of a field
    mean something else.
    """
    return {
        name: now[name]
        for name, text in changes.items()
        if name in shown and now[name] != shown[name] and differs(name, now[name], text)
    }


def refuse(what: str, labels: Mapping[str, str], fields: Mapping[str, str], also: str = "") -> None:
    """Raise ChangedMeanwhileError if there are such fields, or something else (`also`) that was changed."""
    said = [f"{labels[name].lower()} is {cut(now, 60) or 'empty'} now" for name, now in fields.items()]
    said += [also] if also else []
    if said:
        raise ChangedMeanwhileError(
            f"{what} was changed meanwhile: {', '.join(said)}", "nothing was written; edit it again", fields
        )

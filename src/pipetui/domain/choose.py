"""“A beginning is enough”: the rule by which a typed word picks one of several names, and what is said where not."""

from __future__ import annotations

from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.folding import fold, name_key
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def choose(word: str, options: Sequence[str], noun: str) -> str:
    """The one of `options` that `word` is, else the one that it begins; case, accents and hyphens do not matter.

    `noun` is what they are, in the singular: it words the error. Raises AmbiguousError, naming them all, where it
    begins several; InputError, naming the nearest and all there are, where it begins none.
    """
    whole, wanted = fold(word), name_key(word)
    if wanted:
        for key, sought in ((fold, whole), (name_key, wanted)):
            if exact := next((option for option in options if key(option) == sought), None):
                return exact
        found = [option for option in options if name_key(option).startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousError(f"{quoted(word)} fits several {_many(noun)}", f"write more of one: {', '.join(found)}")
    near = nearest(whole, options)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise InputError(f"there is no {noun} {quoted(word)}", f"{hint}the {_many(noun)}: {', '.join(options)}")


def _many(noun: str) -> str:
    """The plural of what is chosen from: kinds of touch, ways to be paid."""
    if noun == "criterion":
        return "criteria"
    for link in (" of ", " to "):
        head, found, rest = noun.partition(link)
        if found:
            return f"{head}s{found}{rest}"
    return f"{noun}s"

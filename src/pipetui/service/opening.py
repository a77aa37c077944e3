"""What a deal, a person or an organization has to open, and handing it to the program that opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipetui import outside
from pipetui.domain import targets
from pipetui.domain.errors import AmbiguousError, InputError, NotFoundError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.service.workspace import Workspace
from pipetui.store import merge_fields
from pipetui.store.reads import targets as reads
from pipetui.views_targets import Openable

_READ = {"deal": reads.of_deal, "person": reads.of_person, "organization": reads.of_organization}


def targets_of(workspace: Workspace, noun: str, number: int) -> tuple[Openable, ...]:
    """What there is to open; raises NotFoundError."""
    merge_fields.row(workspace.store.connection, noun, number)
    return _READ[noun](workspace.store.connection, number)


def choose(found: Sequence[Openable], words: str) -> Openable:
    """The one that the words name: a kind, a number as listed, or words of whose it is and of the address.

    Raises NotFoundError for none, AmbiguousError with the choices for several.
    """
    fits = list(enumerate(found, 1))
    for word in fold(words).split():
        if word.isascii() and word.isdecimal() and len(word) < 6:
            fits = [(place, one) for place, one in fits if place == int(word)]
        elif word in targets.KINDS:
            fits = [(place, one) for place, one in fits if one.kind == word]
        else:
            fits = [(place, one) for place, one in fits if word in fold(f"{one.about} {one.text}")]
    if not fits:
        raise NotFoundError(f"nothing to open is {quoted(words)}" if words.strip() else "there is nothing to open")
    if len(fits) > 1:
        choices = tuple((place, shown(one)) for place, one in fits)
        raise AmbiguousError(f"there are {len(fits)} to open", "name one by its number or its kind", choices)
    return fits[0][1]


def shown(target: Openable) -> str:
    """A target in a line: kind, text, whose."""
    return f"{target.kind}  {target.text}  {target.about}".rstrip()


def open_target(target: Openable, copy: Callable[[str], None], *, only_copy: bool = False) -> str:
    """Open it, or where there is no desktop copy it; what was done, in a sentence.

    Raises InputError for what is not opened, or cannot be.
    """
    is_file = target.kind == targets.FILE
    where = outside.checked_file(target.text) if is_file else targets.address(target.kind, target.text)
    if only_copy:
        copy(clean(target.text))
        return f"copied {target.text}"
    if not outside.has_desktop():
        try:
            copy(clean(target.text))
        except InputError:
            return f"no desktop here: {target.text}"
        return f"no desktop here, copied {target.text}"
    (outside.open_file if is_file else outside.open_address)(where)
    return f"opened {target.text}"

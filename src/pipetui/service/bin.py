"""The bin: what lies in it, taken out of it as it was, and taken out of the book."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.service.workspace import Result, Workspace
    from pipetui.views_history import BinRow


def contents(workspace: Workspace, words: str = "") -> list[BinRow]:
    """What lies in the bin, what was deleted last first; with words what holds all of them."""
    from pipetui.domain.folding import fold
    from pipetui.store.reads import bin_rows

    wanted = fold(words).split()
    found = bin_rows.contents(workspace.store.connection)
    if not wanted:
        return found
    return [row for row in found if _holds(fold(f"{row.kind} #{row.number} {row.name} {row.about}"), wanted)]


def _holds(text: str, wanted: list[str]) -> bool:
    return all(word in text for word in wanted)


def take_out(workspace: Workspace, row: BinRow) -> Result:
    """Back to where it was, as it was; raises NotFoundError where it is not in the bin any more."""
    from pipetui.domain.errors import NotFoundError
    from pipetui.service import party_bin

    if row.kind == "person":
        return party_bin.reopen_person(workspace, row.number)
    if row.kind == "organization":
        return party_bin.reopen_organization(workspace, row.number)
    with workspace.unit_of_work("taken out of the bin") as uow:
        if not uow.restored(row.number):
            raise NotFoundError(f"#{row.number} {row.name} is not in the bin")
        deals = uow.deals([row.number])
        return uow.done(deals, f"took #{row.number} {deals[0].title} out of the bin")


def remove(workspace: Workspace, row: BinRow) -> Result:
    """Take a deal or an organization out of the book with all that hangs on it; one step of undo.

    Raises NotFoundError where it is not in the bin any more. A person is erased instead: see `erasing`.
    """
    from pipetui.domain.text import one_line
    from pipetui.service.workspace import Result
    from pipetui.store import removing

    with workspace.unit_of_work("removed") as uow:
        name = one_line(removing.remove(uow.connection, row.kind, row.number))
        return uow.told(Result((), f"removed {row.kind} #{row.number} {name} from the book", tuple(uow.warnings)))


def is_called(typed: str, row: BinRow) -> bool:
    """Whether that is its name, as it is typed before it is removed."""
    from pipetui.domain.folding import fold

    return fold(typed).split() == fold(row.name).split()

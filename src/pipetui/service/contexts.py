"""Contexts: which is on, what there are, and the gestures that define, delete and switch them (behaviour 48)."""

from __future__ import annotations

from pipetui import paths
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, PipetuiError, Remedy
from pipetui.store import contexts as store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.domain.context import SavedContext
    from pipetui.domain.saved_view import SavedView
    from pipetui.service.saved_views import CountedView
    from pipetui.service.workspace import Result, Workspace


def in_force(workspace: Workspace) -> SavedContext | None:
    """The context that is on: the one that the environment names, else the one of the book.

    Raises NotFoundError or InputError where the environment names none.
    """
    said = paths.context_named()
    if not said:
        name = store.name_on(workspace.store.connection)
        return _exactly(workspace, name) if name else None
    from pipetui.domain.context import NONE

    if said.lower() == NONE:
        return None
    try:
        return named(workspace, said)
    except PipetuiError as error:  # who reads it may have forgotten that the environment says anything
        raise type(error)(f"{paths.CONTEXT_VARIABLE}: {error.title}", error.hint, remedy=error.remedy) from None


def in_force_or_none(workspace: Workspace, warned: Callable[[str], object]) -> SavedContext | None:
    """As `in_force`, for who lists contexts or goes on showing the book: one that is not there is a warning there."""
    try:
        return in_force(workspace)
    except PipetuiError as error:
        warned(error.title)
        return None


def _exactly(workspace: Workspace, name: str) -> SavedContext | None:
    return next((one for one in store.known(workspace.store.connection) if one.name == name), None)


def named(workspace: Workspace, words: str) -> SavedContext:
    """The context of that name, or the one whose name begins so. Raises NotFoundError, InputError."""
    from pipetui.domain.choose import choose

    found = {one.name: one for one in store.known(workspace.store.connection)}
    if not found:
        raise NotFoundError("no context is defined", remedy=Remedy("context.define"))
    return found[choose(words, tuple(found), "context")]


def known(workspace: Workspace) -> tuple[SavedContext, ...]:
    """Every context, by name."""
    return store.known(workspace.store.connection)


def counted(workspace: Workspace) -> list[CountedView]:
    """Each context with how many open deals it leaves, and what is wrong with it."""
    from pipetui.service import saved_views

    return saved_views.counted(workspace, as_views(workspace))


def as_views(workspace: Workspace) -> list[SavedView]:
    """Each context as a view of the open deals that it leaves."""
    from pipetui.domain import saved_view

    return [saved_view.SavedView(one.name, saved_view.BOARD, one.filter) for one in known(workspace)]


def check(workspace: Workspace, text: str) -> None:
    """Raise InputError for a filter that is not understood."""
    from pipetui.domain.saved_view import SavedView
    from pipetui.service import saved_views

    saved_views.check(workspace, SavedView("", filter=text))


def switch(workspace: Workspace, words: str) -> SavedContext | None:
    """Have the context that `words` name on, until another is; `none` for none. No step of undo.

    Raises NotFoundError and InputError for one that there is not, ConflictError where the environment says which is.
    """
    from pipetui.domain.context import NONE

    wanted = None if words.strip().lower() == NONE else named(workspace, words)
    said = paths.context_named()
    if said:
        raise ConflictError(f"{paths.CONTEXT_VARIABLE} says which context is on", "it goes before the book")
    with workspace.store.unjournaled():
        store.turn_on(workspace.store.connection, wanted.name if wanted is not None else "")
    return wanted


# --- gestures


def define(workspace: Workspace, name: str, text: str) -> Result:
    """Keep a filter as a context, in the place of one of that name; raises InputError for what is not understood."""
    from pipetui.domain import context
    from pipetui.domain.folding import fold
    from pipetui.domain.wording import quoted

    new = context.SavedContext(context.read_name(name), context.read_filter(text))
    check(workspace, new.filter)
    with workspace.unit_of_work("context") as uow:
        before = next((one for one in store.known(uow.connection) if fold(one.name) == fold(new.name)), None)
        if before is not None:
            new = new._replace(name=before.name)
            if before == new:
                raise ConflictError(f"the context {quoted(new.name)} is that already")
        store.put(uow.connection, new)
        said = "is another now" if before is not None else "defined"
        return uow.done((), f"context {quoted(new.name)} {said}: {new.filter}")


def change(workspace: Workspace, name: str, new_name: str, text: str) -> Result:
    """Have the context of just that name be called and be otherwise; it stays on if it is."""
    from pipetui.domain import context
    from pipetui.domain.folding import fold
    from pipetui.domain.wording import quoted

    new = context.SavedContext(context.read_name(new_name), context.read_filter(text))
    check(workspace, new.filter)
    with workspace.unit_of_work("context") as uow:
        others = [one for one in store.known(uow.connection) if one.name != name]
        if any(fold(one.name) == fold(new.name) for one in others):
            raise ConflictError(f"there is a context {quoted(new.name)} already", remedy=Remedy("context.list"))
        if not store.remove(uow.connection, name):
            raise _gone(name)
        store.put(uow.connection, new)
        if store.name_on(uow.connection) == name != new.name:
            store.turn_on(uow.connection, new.name)
        return uow.done((), f"context {quoted(new.name)} changed: {new.filter}")


def forget(workspace: Workspace, name: str) -> Result:
    """Delete the context of just that name; its deals stay. One that is on is off with it."""
    from pipetui.domain.wording import quoted

    with workspace.unit_of_work("context") as uow:
        if not store.remove(uow.connection, name):
            raise _gone(name)
        return uow.done((), f"context {quoted(name)} deleted")


def _gone(name: str) -> NotFoundError:
    from pipetui.domain.wording import quoted

    return NotFoundError(f"there is no context {quoted(name)} any more", remedy=Remedy("context.list"))


# --- narrowing


def check_in_force(workspace: Workspace, context: SavedContext) -> None:
    """Raise InputError for a filter that is not understood by now, since a field is gone for example."""
    try:
        check(workspace, context.filter)
    except InputError as error:
        raise InputError(f"context {context.name}: {error.title}", remedy=Remedy("context.none")) from None


def numbers(workspace: Workspace, text: str) -> set[int]:
    """The deals that the filter leaves, parked ones too."""
    from pipetui.store.reads import lists

    return lists.numbers_fitting(workspace.store.connection, workspace.moment(), text)

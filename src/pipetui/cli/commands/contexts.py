"""`pipetui context`: a filter by a name that every list of deals is narrowed to while it is on."""

from __future__ import annotations

from pipetui import notices
from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.context import DEFINE, DELETE, LIST, NONE, SHOW
from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.context import SavedContext
    from pipetui.service.saved_views import CountedView
    from pipetui.service.workspace import Workspace

FORMS = (LIST, SHOW, DEFINE, DELETE)


def context(call: Call, words: Sequence[str] = ()) -> int | None:
    """Contexts: a filter by a name that lists of deals are narrowed to, in shell and app, until it is switched off.

    Narrowed are today, overdue, list, view, week, and Today, board, deals and week of the app; each says so. Whole stay
    figures (quota, forecast, plan, reports, prompt), people and organizations, export, and what a deal is named by. A
    context reads: what is added gets no tag or stage from it. PIPETUI_CONTEXT names one for a terminal or a folder, or
    none. Defining and deleting are undone like anything else; show exits with 1 where none is on.

    pipetui context define work +saas or stage:proposal
    pipetui context work
    pipetui context
    pipetui context show
    pipetui context none
    pipetui context delete work
    """
    said = arguments.plain(words or ())
    form = said[0].lower() if said else LIST
    if form == LIST and len(said) <= 1:
        with open_workspace(call) as workspace:
            return _list(call, workspace)
    if form == SHOW and len(said) == 1:
        with open_workspace(call) as workspace:
            return _show(call, workspace)
    with open_workspace(call, write=True) as workspace:
        if form == DEFINE:
            _define(call, workspace, words[1:])
        elif form == DELETE:
            _delete(call, workspace, said[1:])
        else:
            _switch(call, workspace, " ".join(said))
    return None


def _define(call: Call, workspace: Workspace, words: Sequence[str]) -> None:
    from pipetui.service import contexts

    said = arguments.plain(words)
    if len(said) < 2:
        raise InputError("which context, and what is it?", "for example: pipetui context define work +saas")
    result = contexts.define(workspace, said[0], arguments.query(words[1:]))
    apply_change.report(call, workspace, result, shape=lambda: _all(workspace))


def _delete(call: Call, workspace: Workspace, said: Sequence[str]) -> None:
    from pipetui.service import contexts

    if not said:
        raise InputError("which context?", "for example: pipetui context delete work")
    result = contexts.forget(workspace, contexts.named(workspace, " ".join(said)).name)
    apply_change.report(call, workspace, result, shape=lambda: _all(workspace))


def _switch(call: Call, workspace: Workspace, words: str) -> None:
    from pipetui.service import contexts

    found = contexts.switch(workspace, words)
    if found is None:
        said = "no context: every list is whole again"
    else:
        said = f"context {found.name}: {found.filter} · off: pipetui context {NONE}"
    call.out.answer(said, lambda: _shape_of(found))


def _show(call: Call, workspace: Workspace) -> int:
    from pipetui.service import contexts

    found = contexts.in_force(workspace)
    if found is None:
        return call.out.nothing("no context is on", lambda: _shape_of(None))
    call.out.answer(f"{found.name}: {found.filter}", lambda: _shape_of(found))
    return 0


def _list(call: Call, workspace: Workspace) -> int:
    from pipetui.service import contexts

    found = contexts.counted(workspace)
    if not found:
        return call.out.nothing("no context is defined: pipetui context define work +saas", list)
    on = contexts.in_force_or_none(workspace, notices.leave)
    call.out.show(lambda page: _lines(found, on, page), lambda: _shapes(found, on))
    return 0


def _lines(found: Sequence[CountedView], on: SavedContext | None, page: Page) -> Iterator[str]:
    rows = [
        (
            "on" if on is not None and one.view.name == on.name else "",
            one.view.name,
            "?" if one.rows is None else f"{one.rows:,}",
            ": ".join(filter(None, (one.problem, one.view.filter))),
        )
        for one in found
    ]
    yield from page.table(("", "context", "open", "filter"), rows, "llrl")


def _all(workspace: Workspace) -> list[dict[str, Any]]:
    """All of them as JSON has them once a gesture is done."""
    from pipetui.service import contexts

    return _shapes(contexts.counted(workspace), contexts.in_force_or_none(workspace, notices.leave))


def _shapes(found: Sequence[CountedView], on: SavedContext | None) -> list[dict[str, Any]]:
    return [
        {
            "context": one.view.name,
            "filter": one.view.filter,
            "on": on is not None and one.view.name == on.name,
            "open_deals": one.rows,
            "problem": one.problem or None,
        }
        for one in found
    ]


def _shape_of(found: SavedContext | None) -> dict[str, Any]:
    return {"context": found.name if found else None, "filter": found.filter if found else None}

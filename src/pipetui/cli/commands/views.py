"""`pipetui view`: lists kept by name; shown, saved, renamed, removed."""

from __future__ import annotations

from pipetui.cli import arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain import saved_view
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.saved_view import SavedView
    from pipetui.service.saved_views import CountedView
    from pipetui.service.workspace import Workspace

SAVE = "save"
FORMS = (SAVE, "rename", "remove")


def view(
    call: Call,
    words: Sequence[str] = (),
    screen: str = "",
    columns: str = "",
    sort: str = "",
    reverse: bool = False,
    key: str = "",
    ids: bool = False,
) -> int | None:
    """Saved views: a filter with columns and order, kept by a name; in the app also a screen and its pipeline.

    Without words they are listed with what each shows by now. A name alone shows the view; so does list --view, which
    narrows it further. Saving under a name that is there replaces it. Undo takes each back. Exit code 1 when nothing
    is found.

    pipetui view
    pipetui view save late overdue value.over:10k --columns id,title,value,next
    pipetui view late
    pipetui view save cto cto --screen people
    pipetui view rename late overdue-big
    pipetui view remove late
    """
    said = arguments.plain(words or ())
    form = fold(said[0]) if said else ""
    if form != SAVE and (screen or key):
        raise InputError(
            f"{'--screen' if screen else '--key'} goes with save", "for example: pipetui view save late --key 3"
        )
    if (not said or form in ("rename", "remove")) and (columns or sort or reverse or ids):
        raise InputError(
            "--columns, --sort, --reverse and --ids go with a view", "for example: pipetui view late --ids"
        )
    with open_workspace(call, write=form in FORMS and len(said) > 1) as workspace:
        if not said:
            return _list(call, workspace)
        if form not in FORMS:
            return run(call, workspace, " ".join(said), (), columns, sort, reverse=reverse, ids=ids)
        new = _NewView(screen, columns, sort, reverse, key)
        _change(call, workspace, form, words[1:], new)
    return None


class _NewView:
    """What the options say of a view that is saved."""

    def __init__(self, screen: str, columns: str, sort: str, reverse: bool, key: str) -> None:
        self.screen, self.columns, self.sort, self.reverse, self.key = screen, columns, sort, reverse, key

    def named(self, name: str, text: str) -> SavedView:
        """The view; raises InputError for a screen that there is not."""
        columns = tuple(filter(None, (column.strip() for column in self.columns.split(","))))
        screen = saved_view.read_screen(self.screen) if self.screen else saved_view.DEALS
        if screen != saved_view.DEALS and (columns or self.sort):
            raise InputError(f"a view of {screen} has no columns and no order", "they are of a view of deals")
        return saved_view.SavedView(name, screen, text, columns, self.sort, self.reverse, 0, self.key)


def _change(call: Call, workspace: Workspace, form: str, words: Sequence[str], new: _NewView) -> None:
    from pipetui.cli import apply_change
    from pipetui.service import saved_views

    said = arguments.plain(words)
    if not said:
        raise InputError("which view?", f"for example: pipetui view {form} late")
    if form == SAVE:
        result = saved_views.save(workspace, new.named(said[0], arguments.query(words[1:]) if len(said) > 1 else ""))
    elif form == "rename":
        if len(said) != 2:
            raise InputError("a view gets a new name", 'for example: pipetui view rename late "late and large"')
        result = saved_views.rename(workspace, *said)
    else:
        result = saved_views.remove(workspace, " ".join(said))
    apply_change.report(call, workspace, result, shape=lambda: _shapes(workspace))


def run(
    call: Call,
    workspace: Workspace,
    name: str,
    words: Sequence[str],
    columns: str,
    sort: str,
    *,
    reverse: bool,
    ids: bool,
) -> int:
    """Show the view of that name, narrowed by the words; what it names that is gone is said. The exit code."""
    from pipetui.service import saved_views

    chosen = saved_views.named(workspace, name)
    if problem := saved_views.problem_of(workspace, chosen):
        call.speak(f"warning: view {chosen.name}: {problem}")
    if not chosen.of_deals:
        return _parties(call, workspace, chosen, words, ids)
    from pipetui.cli import list_output, narrowing, text_search
    from pipetui.domain.query import language

    narrow = narrowing.in_force(call, workspace)
    text = language.both(saved_views.filter_of(workspace, chosen), arguments.query(words) if words else "")
    if text or narrow:
        text_search.prepare(call, workspace, [text] if text else (), narrow)
    return list_output.matching(
        call,
        workspace.store.connection,
        workspace.moment(),
        [text] if text else (),
        deleted=False,
        ids=ids,
        columns=columns or chosen.columns or workspace.settings.columns,
        sort=sort or chosen.sort,
        reverse=reverse if sort else reverse != chosen.reverse,
        narrow=narrow,
    )


def _parties(call: Call, workspace: Workspace, chosen: SavedView, words: Sequence[str], ids: bool) -> int:
    from pipetui.cli.commands import parties
    from pipetui.service.party_gestures import ORGANIZATIONS, PEOPLE

    whose = PEOPLE if chosen.screen == saved_view.PEOPLE else ORGANIZATIONS
    text = " ".join(filter(None, (chosen.filter, " ".join(arguments.plain(words)))))
    return parties.listed(call, workspace, whose, text, False, ids)


def _list(call: Call, workspace: Workspace) -> int:
    from pipetui.service import saved_views

    found = saved_views.counted(workspace)
    if not found:
        return call.out.nothing("no view is saved: pipetui view save late overdue", list)
    call.out.show(lambda page: _lines(found, page), lambda: list(map(_shape, found)))
    return 0


def _lines(found: Sequence[CountedView], page: Page) -> Iterator[str]:
    rows = [
        (
            view.key,
            view.name,
            view.screen,
            "?" if rows is None else f"{rows:,}",
            ": ".join(filter(None, (problem, view.filter))),
        )
        for view, rows, problem in found
    ]
    yield from page.table(("key", "view", "screen", "shows", "filter"), rows, "lllrl")


def _shapes(workspace: Workspace) -> list[dict[str, Any]]:
    from pipetui.service import saved_views

    return list(map(_shape, saved_views.counted(workspace)))


def _shape(one: CountedView) -> dict[str, Any]:
    said = one.view._asdict() | {"columns": list(one.view.columns), "shows": one.rows}
    return said | {"problem": one.problem or None}

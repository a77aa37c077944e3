"""Saved views: what there is, how much each shows by now, and the gestures that keep and change them (behaviour 43)."""

from __future__ import annotations

from pipetui.domain import saved_view
from pipetui.domain.choose import choose
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, PipetuiError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.query import language, terms
from pipetui.domain.query.facts import QueryContext
from pipetui.domain.saved_view import DEALS, ORGS, PEOPLE, WEEK, SavedView
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.service import reads
from pipetui.store import saved_views as store
from pipetui.store.reads import book_reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NamedTuple

    from pipetui.domain.query.language import Query
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.unit_of_work import UnitOfWork
else:
    from pipetui.domain.record import NamedTuple


class CountedView(NamedTuple):
    """A view, how many rows it has by now, and what is wrong with it: a stage that is gone, a filter not understood.

    `rows` is None where that cannot be told, or, where nothing is wrong, was not counted yet.
    """

    view: SavedView
    rows: int | None
    problem: str = ""

    @property
    def shows(self) -> str:
        """How many, in cells: `?` where that cannot be told, `…` before it is counted."""
        return f"{self.rows:,}" if self.rows is not None else "?" if self.problem else "…"


def known(workspace: Workspace) -> tuple[SavedView, ...]:
    """Every view, by name."""
    return store.known(workspace.store.connection)


def named(workspace: Workspace, words: str) -> SavedView:
    """The view of that name, or the one whose name begins so; else of that key. Raises NotFoundError, InputError."""
    found = known(workspace)
    if not found:
        raise NotFoundError("no view is saved", remedy=Remedy("view.save"))
    by_name = {view.name: view for view in found}
    word = clean(words)
    keyed = next((view for view in found if view.key and view.key == word), None)
    if keyed is not None and word not in by_name:
        return keyed
    return by_name[choose(word, tuple(by_name), "view")]


def counted(workspace: Workspace, views: Sequence[SavedView] | None = None) -> list[CountedView]:
    """Each view with how much it shows by now, and what is wrong with it."""
    asked = known(workspace) if views is None else views
    return [_counted(workspace, view) for view in asked]


def _counted(workspace: Workspace, view: SavedView) -> CountedView:
    problem = problem_of(workspace, view)
    try:
        return CountedView(view, _rows(workspace, view), problem)
    except PipetuiError as error:
        return CountedView(view, None, problem or error.title)


def _rows(workspace: Workspace, view: SavedView) -> int:
    from pipetui.store.reads import lines

    if view.screen == PEOPLE:
        return len(list(reads.people(workspace, view.filter).numbers))
    if view.screen == ORGS:
        return len(list(reads.organizations(workspace, view.filter).numbers))
    return len(lines.fitting(workspace.store.connection, workspace.moment(), filter_of(workspace, view)).lines.ids)


def filter_of(workspace: Workspace, view: SavedView) -> str:
    """What the view shows as a filter of a list: of board and day the open deals, of a pipeline its own.

    A view of the week is of the open ones that have a next step: which week is shown is not kept.
    """
    if view.screen == DEALS:
        return view.filter
    if view.screen == WEEK:
        return language.both("open -nonext", view.filter)
    name = book_reads.pipelines(workspace.store.connection).names.get(view.pipeline, "")
    mark = "'" if '"' in name else '"'
    return language.both("open", f"pipeline={mark}{name}{mark}" if name else "", view.filter)


def problem_of(workspace: Workspace, view: SavedView) -> str:
    """What the view names that is not there any more, or what of its filter or columns is not understood."""
    pipelines = book_reads.pipelines(workspace.store.connection)
    if view.pipeline > 0 and view.pipeline not in pipelines.names:
        return "its pipeline is gone"
    try:
        check(workspace, view)
    except InputError as error:
        return error.title
    return "" if not view.of_deals else gone_stage(workspace, view.filter, [stage.name for stage in pipelines.stages])


def gone_stage(workspace: Workspace, text: str, stages: Sequence[str]) -> str:
    """That a stage which a filter asks for is not there any more, "" where all are; raises InputError."""
    asked = _context(workspace)
    node = _parsed(workspace, text).node
    for leaf in language.leaves(node) if node is not None else ():
        said = leaf.asked
        if leaf.field == "stage" and said is not None and said.field is not None and fold(said.value) != "none":
            holds = terms.holding(said.field, said.value, said.sign == "=", asked)
            if not any(map(holds, stages)):
                return f"there is no stage {quoted(said.value)}"
    return ""


def _context(workspace: Workspace) -> QueryContext:
    settings = workspace.settings
    return QueryContext(
        workspace.now(),
        settings.dates,
        book_reads.book_currency(workspace.store.connection),
        custom=reads.fields(workspace),
        rates=settings.rates,
    )


def _parsed(workspace: Workspace, text: str) -> Query:
    asked = _context(workspace)
    return language.parse(
        text, asked.now, asked.rules, asked.currency, scores={}, custom=asked.custom, rates=asked.rates
    )


def check(workspace: Workspace, view: SavedView) -> None:
    """Raise InputError for a filter or a column that is not understood."""
    if not view.of_deals:
        return
    _parsed(workspace, view.filter)
    wanted = (*view.columns, *filter(None, (view.sort,)))
    if wanted:
        from pipetui.phrases import deal_columns  # few views choose columns

        deal_columns.chosen(wanted, reads.fields(workspace)())


# --- gestures


def save(workspace: Workspace, view: SavedView) -> Result:
    """Keep a view, in the place of one of that name; without a key it gets the first that is free.

    Raises InputError for what is not understood, ConflictError for a key of another view.
    """
    view = _as_kept(view)
    check(workspace, view)
    with workspace.unit_of_work("view") as uow:
        found = store.known(uow.connection)
        before = next((one for one in found if fold(one.name) == fold(view.name)), None)
        others = [one for one in found if one is not before]
        if not view.key:
            taken = {one.key for one in others}
            free = next((key for key in saved_view.KEYS if key not in taken), "")
            view = view._replace(key=before.key if before is not None and before.key else free)
        _put(uow, view, before, others)
        said = "saved anew" if before is not None else "saved"
        return uow.done((), f"view {quoted(view.name)} {said}{f', key {view.key}' if view.key else ''}")


def change(workspace: Workspace, name: str, view: SavedView) -> Result:
    """Have the view of that name be as `view` says, its name too.

    Raises NotFoundError where it is gone, ConflictError for a name or a key of another view.
    """
    view = _as_kept(view)
    check(workspace, view)
    with workspace.unit_of_work("view") as uow:
        found = store.known(uow.connection)
        before = next((one for one in found if one.name == name), None)
        if before is None:
            raise NotFoundError(f"there is no view {quoted(name)} any more", remedy=Remedy("view.list"))
        others = [one for one in found if one is not before]
        if any(fold(one.name) == fold(view.name) for one in others):
            raise ConflictError(f"there is a view {quoted(view.name)} already", remedy=Remedy("view.list"))
        _put(uow, view, before, others)
        said = (
            f"view {quoted(name)} is {quoted(view.name)} now" if name != view.name else f"view {quoted(name)} changed"
        )
        return uow.done((), said)


def _as_kept(view: SavedView) -> SavedView:
    """The view in the form in which the book keeps it: of plain text, whoever typed it."""
    return view._replace(
        name=saved_view.read_name(view.name),
        key=saved_view.read_key(view.key),
        filter=clean(view.filter),
        columns=tuple(map(clean, view.columns)),
        sort=clean(view.sort),
    )


def _put(uow: UnitOfWork, view: SavedView, before: SavedView | None, others: Sequence[SavedView]) -> None:
    holder = next((one for one in others if view.key and one.key == view.key), None)
    if holder is not None:
        raise ConflictError(f"{view.key} is the key of {quoted(holder.name)}", "give it another, or none")
    if before is not None and before.name != view.name:
        store.remove(uow.connection, before.name)
    store.put(uow.connection, view)


def rename(workspace: Workspace, words: str, name: str) -> Result:
    """Call the view that `words` name otherwise; as `change`."""
    view = named(workspace, words)
    return change(workspace, view.name, view._replace(name=name))


def remove(workspace: Workspace, words: str) -> Result:
    """Forget the view that `words` name; its deals stay as they are."""
    return forget(workspace, named(workspace, words).name)


def forget(workspace: Workspace, name: str) -> Result:
    """Forget the view of just that name; raises NotFoundError where it is gone."""
    with workspace.unit_of_work("view") as uow:
        if not store.remove(uow.connection, name):
            raise NotFoundError(f"there is no view {quoted(name)} any more", remedy=Remedy("view.list"))
        return uow.done((), f"view {quoted(name)} removed")


# --- the form


class ViewField(NamedTuple):
    """A field of a view as it is typed: its label and an example."""

    label: str
    example: str


FIELDS = {
    "name": ViewField("name", "late proposals"),
    "key": ViewField("key", "1 to 9; empty: the next free one"),
    "filter": ViewField("filter", "stage:proposal value.over:10k"),
    "columns": ViewField("columns", "id,title,value,close; empty for the usual ones"),
    "sort": ViewField("order", "value, close; -value for the other way round"),
    "group": ViewField("groups", "stage, organization, source, month of close; empty for none"),
}


def form(view: SavedView) -> dict[str, str]:
    """What the fields say of a view; people and organizations have no columns, order or groups."""
    sort = f"-{view.sort}" if view.reverse and view.sort else view.sort
    texts = {"name": view.name, "key": view.key, "filter": view.filter}
    of_deals = {"columns": ",".join(view.columns), "sort": sort, "group": view.group}
    return {**texts, **of_deals} if view.screen == DEALS else texts


def of_form(view: SavedView, texts: Mapping[str, str]) -> SavedView:
    """The view as the changed fields say."""
    said = {name: text.strip() for name, text in texts.items()}
    if "columns" in said:
        columns = tuple(column for word in said["columns"].split(",") if (column := clean(word)))
        view = view._replace(columns=columns)
    if "sort" in said:
        view = view._replace(sort=clean(said["sort"].removeprefix("-")), reverse=said["sort"].startswith("-"))
    if "group" in said:
        view = view._replace(group=saved_view.read_group(said["group"]))
    return view._replace(
        name=said.get("name", view.name), key=said.get("key", view.key), filter=said.get("filter", view.filter)
    )

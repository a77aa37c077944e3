"""Verbs that keep the book: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipetui import paths, present, render
from pipetui.cli import output, prompts
from pipetui.cli.call import WAITING, Call, open_workspace
from pipetui.cli.output import stdio
from pipetui.cli.words import shell_word
from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.text import clean, visible
from pipetui.domain.wording import some

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pipetui.service.maintenance.backups import Kept, Restoring
    from pipetui.store.recovery.diff import Difference, Named, Newest


def backup(
    call: Call,
    file: Path | None = None,
) -> None:
    """Copy the whole book to a file, whatever else is writing to it just now, and check the copy.

    One is made by itself on the first start of a day (the last 14 are kept), and before every import, migration and
    restore. A copy made by hand is kept until you delete it.

    FILE is a folder that is there, or a file with an ending in one; no folder is made.

    pipetui backup
    pipetui backup /media/stick
    pipetui backup /media/stick/book.db
    """
    if not call.path.exists():
        raise NotFoundError(f"there is no book at {call.path}", "see: pipetui locate")
    with open_workspace(call) as workspace:
        from pipetui.service.maintenance import backups

        made = backups.back_up(workspace.store, file, paths.backups(call.path), workspace.now())
    back = made.path.stem if file is None else made.path
    said = f"backup: {visible(str(made.path))} ({_size(made)}) · back: pipetui restore {shell_word(str(back))}"
    call.out.done(said, lambda: _shape(made))


def restore(
    call: Call,
    file: Path | None = None,
    yes: bool = False,
    dry_run: bool = False,
) -> int:
    """Bring a backup back: shows what differs, asks, and keeps the present book aside.

    Without FILE the backups are listed, the newest first. The app may stay open meanwhile.

    pipetui restore
    pipetui restore daily-2026-11-27 --dry-run
    pipetui restore /media/stick/book.db --yes
    """
    from pipetui.service.maintenance import backups

    folder, now = paths.backups(call.path), present.present().replace(microsecond=0)
    if file is None:
        return _list(call, backups.backups(folder), now)
    found = backups.find(file, folder)
    with backups.restoring(found, call.path, folder, lambda: call.speak(WAITING)) as restoring:
        if dry_run:
            call.out.show(lambda _: _difference(restoring, now), lambda: _difference_shape(restoring))
            call.out.remark("dry run: nothing was brought back")
            return 0
        if not yes:
            _agree(call, restoring, now)
        kept = restoring.carry_out(folder, now)
    call.out.done(
        f"brought back: {visible(found.name)}{_way_back(kept, folder)}",
        lambda: {"restored": str(found), "book": str(call.path), "kept": str(kept) if kept else None},
    )
    return 0


def _agree(call: Call, restoring: Restoring, now: datetime) -> None:
    if not prompts.possible(call):
        raise InputError("this takes the place of the book", "--yes does it, --dry-run only shows what differs")
    for line in _difference(restoring, now):
        stdio.complain(line)
    if not prompts.confirmed("bring this backup back?"):
        raise InputError("nothing was brought back")


def _way_back(kept: Path | None, folder: Path) -> str:
    if kept is None:
        return ""
    if kept.parent == folder:
        return f" · the book as it was: pipetui restore {shell_word(kept.stem)}"
    what = "the log of the book that is gone" if kept.name.endswith(("-wal", "-journal")) else "the damaged book"
    return f" · {what} is kept: {visible(str(kept))}"


def _list(call: Call, found: list[Kept], now: datetime) -> int:
    if not found:
        call.out.remark("there are no backups yet")
    rows = [(kept.path.stem, _when(kept.at, now), *_figures(kept)) for kept in found]
    headers = ("backup", "made", "deals", "size")
    return call.out.listed(found, lambda page: page.table(headers, rows, "llrr"), lambda: map(_shape, found))


def _figures(kept: Kept) -> tuple[str, str]:
    return "damaged" if kept.deals is None else f"{kept.deals:,}", f"{kept.size / 1024:,.0f} kB"


def _size(kept: Kept) -> str:
    deals, size = _figures(kept)
    return f"{deals} {'deal' if kept.deals == 1 else 'deals'}, {size}"


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return f"{render.day(local.date(), now.date())} {render.clock(local)}"


def _shape(kept: Kept) -> dict[str, object]:
    return {
        "backup": str(kept.path),
        "made_at": output.json_format.moment(kept.at),
        "deals": kept.deals,
        "bytes": kept.size,
    }


# --- what differs ----------------------------------------------------------------------------------------------


def _difference(restoring: Restoring, now: datetime) -> Iterator[str]:
    """What would become of the book, in lines."""
    found = restoring.difference
    if found is None:
        state = "damaged; it is kept beside it" if restoring.path.exists() else "gone"
        yield f"the book {visible(str(restoring.path))} is {state}"
        return
    yield f"{'book':<12}{_newest(found.newest_here, now)}"
    yield f"{'backup':<12}{_newest(found.newest_there, now)}"
    if not found.tables:
        yield "nothing differs"
    for table in found.tables:
        said = (
            (table.only_here, "would go"),
            (table.only_there, "would come back"),
            (table.different, "would change"),
        )
        counts = ", ".join(f"{count:,} {what}" for count, what in said if count)
        yield f"  {table.table.replace('_', ' '):<18}{counts}"
    counted = {table.table: table for table in found.tables}
    deals = counted.get("deal")
    if deals is not None:
        yield from _named("would go", found.only_here, deals.only_here)
        yield from _named("would come back", found.only_there, deals.only_there)
        yield from _named("would change", found.different, deals.different)


def _newest(newest: Newest | None, now: datetime) -> str:
    return f"last change {_when(newest.at, now)}: {clean(newest.label)}" if newest else "no change yet"


def _named(what: str, deals: Named, count: int) -> Iterator[str]:
    if deals:
        yield f"{what}: {some([f'#{number} {clean(title)}' for number, title in deals], len(deals), count)}"


def _difference_shape(restoring: Restoring) -> dict[str, object]:
    found: Difference | None = restoring.difference
    if found is None:
        return {"book": str(restoring.path), "comparable": False, "tables": {}}
    return {
        "book": str(restoring.path),
        "comparable": True,
        "tables": {
            table.table: {
                "book": table.here,
                "backup": table.there,
                "go": table.only_here,
                "come_back": table.only_there,
                "change": table.different,
            }
            for table in found.tables
        },
    }

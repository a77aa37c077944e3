"""A whole book that comes in from JSON, for the verb import: into an empty one, without a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli import prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output import messages
from pipetui.cli.output.progress import Bar

if TYPE_CHECKING:
    from pathlib import Path


def bring_in(call: Call, file: Path, *, dry_run: bool) -> int:
    """Let the book be the one in the file; with `dry_run` only try it, and say what came of that."""
    from pipetui.exchange import book_json

    if not call.path.exists():
        book_json.check(file, call.path)  # no new book is made for one that is damaged
    bar = Bar("importing", shown=prompts.possible(call))
    try:
        with open_workspace(call, write=not dry_run) as workspace:
            done = (book_json.rehearsed if dry_run else book_json.bring_in)(workspace, file, bar.show)
    finally:
        bar.end()
    said = done.message if dry_run else messages.changed(done.message)
    call.out.done(said, lambda: {"message": done.message, "rows": done.rows})
    if dry_run:
        call.out.remark("dry run: nothing was imported")
    return 0

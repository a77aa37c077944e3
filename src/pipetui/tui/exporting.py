"""Exporting from the app: what is marked, else everything, in a file that is not there yet."""

from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.domain.errors import InputError
from pipetui.exchange import export
from pipetui.exchange.writers import formats
from pipetui.exchange.writers.formats import ZIP, Format
from pipetui.render import plural
from pipetui.service import Workspace
from pipetui.tui import dialogs, report_files

if TYPE_CHECKING:
    from pipetui.tui.screens.book_screen import BookScreen

_EXAMPLE = "~/deals.csv, ~/everything.zip, ~/book.json, ~/people.vcf, ~/steps.ics"


async def export_file(screen: "BookScreen") -> None:
    """Ask for the file, whose ending says in which format, and write it."""
    app = screen.pipetui
    chosen = tuple(card.id for card in app.marks.rows) or None
    whose = plural(len(chosen), "marked deal") if chosen else "everything"

    def said(text: str) -> str:
        wanted, kind = _format(text, chosen is not None)
        what = kind or (", ".join(wanted.kinds) if wanted.kinds else wanted.holds)
        return f"{whose} in {report_files.place_of(text)}: {what}"

    question = dialogs.LineDialog(f"Export {whose}", said, _EXAMPLE)
    asked = await screen.answer_to(question)
    if not asked:
        return
    wanted, kind = _format(asked, chosen is not None)
    path = Path(report_files.place_of(asked))

    def write(workspace: Workspace) -> list[export.Exported]:
        with export.source(workspace, chosen, wanted) as given:
            book = workspace.store.path
            if kind is None:
                return export.to_several(given, wanted, path, book, force=False, progress=export.untold)
            return [export.to_file(given, wanted, kind, path, book, force=False, progress=export.untold)]

    app.say("exporting …")
    app.say(export.said(await app.worker.ask(write), path))


def _format(text: str, some: bool) -> tuple[Format, str | None]:
    """The format that the end of the name tells, and which kind of record goes into it, None for all of them.

    Raises InputError for an ending that tells none, and for the whole book where only `some` deals are meant.
    """
    path = Path(text.strip())
    wanted = formats.by_ending(path) or (formats.BY_NAME["csv"] if path.suffix.lower() == ZIP else None)
    if wanted is None:
        endings = dict.fromkeys(one.ending for one in formats.FORMATS)
        raise InputError(f"the name of the file ends with {', '.join(endings)} or {ZIP}")
    if wanted.whole and some:
        raise InputError(
            f"{wanted.ending} is the whole book", "take the marks away, or name another ending: .csv, .zip"
        )
    return wanted, export.kind_for(wanted, path)

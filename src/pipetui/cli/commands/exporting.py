"""The verb that exports: deals and what hangs on them, or the whole book, in the format of another program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui import paths
from pipetui.cli import arguments, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output import stdio
from pipetui.cli.output.progress import Bar
from pipetui.cli.words import shell_word
from pipetui.domain.errors import InputError
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.exchange.writers import formats
from pipetui.exchange.writers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.exchange.export import Exported
    from pipetui.service.workspace import Workspace
    from pipetui.store.reads.export import Chosen

_STDOUT = "-"


def export(
    call: Call,
    words: Sequence[str] = (),
    to: str = "",
    kind: str = "",
    output: str = "",
    force: bool = False,
) -> int:
    """Write deals, people and all that happened for another program, or the whole book to keep.

    Formats: json is the whole book, which import brings back row for row. csv has a file for each kind of record:
    deals, people, organizations, touches, follow-ups, notes, items, history. pipedrive, hubspot and salesforce are the
    columns that these import. vcard is for an address book, ical for a calendar, markdown a page of each deal.

    The words choose deals as in list, or are their numbers; people, organizations and the rest are then those of
    these deals. A file is written beside its place and put there whole; one that is there stays, unless --force.
    Exit code 1 when no deal fits.

    pipetui export --output book.json
    pipetui export won --to csv --output won.zip
    pipetui export --output people.vcf
    pipetui export 42 --to markdown
    """
    path = None if output in ("", _STDOUT) else _place(output)
    wanted = _format(to, path, words)
    which = _kind(wanted, kind, path)
    if path is not None and which is not None and path.suffix.lower() == formats.ZIP:
        raise InputError("a ZIP holds every kind of record", f"name a file: {visible(path.stem)}{wanted.ending}")
    if words and wanted.whole:
        raise InputError(f"{wanted.name} is the whole book", "leave the filter out, or name another format: --to csv")
    if path is not None and which is not None:
        from pipetui.exchange.writers import new_file

        new_file.check(path, call.path, force=force)
    with open_workspace(call) as workspace:
        chosen = _chosen(call, workspace, words)
        if chosen is not None and not chosen:
            call.speak("no deal fits; nothing was written")
            return 1
        _write(call, workspace, chosen, wanted, which, path, force=force)
    return 0


def _place(output: str) -> Path:
    paths.check_file_name(output.rstrip("/") or output)
    return Path(output)


def _format(to: str, path: Path | None, words: Sequence[str]) -> Format:
    """The format that is named, else that of the file's ending."""
    if to:
        return formats.named(to)
    known = ", ".join(formats.BY_NAME)
    if path is None:
        files = [word for word in words if formats.by_ending(Path(word))]
        if files:  # whoever names a file means it
            rest = [word for word in words if word not in files]
            asked = " ".join(map(shell_word, ("pipetui", "export", *rest, "--output", files[-1])))
            raise InputError("an export needs a format", f"a file is named so: {asked}")
        raise InputError("an export needs a format", f"--to FORMAT, one of {known}; or --output FILE with its ending")
    if found := formats.by_ending(path):
        return found
    if path.suffix.lower() == formats.ZIP or path.is_dir():
        return formats.BY_NAME["csv"]
    raise InputError(
        f"{quoted(path.name, 200)} does not tell its format", f"--to FORMAT, one of {known}; or name it by its ending"
    )


def _kind(wanted: Format, kind: str, path: Path | None) -> str | None:
    """Which kind of record goes into the one file, "" where the format has but one; None for all, each in its own."""
    if kind:
        return wanted.kind(kind)
    if not wanted.kinds:
        return ""
    if path is None:
        return wanted.kinds[0]
    from pipetui.exchange import export as exchange

    return exchange.kind_for(wanted, path)


def _chosen(call: Call, workspace: Workspace, words: Sequence[str]) -> Chosen:
    """The numbers of the deals that are meant; None for all of them."""
    words = arguments.plain(words)
    if not any(word.strip() for word in words):
        return None
    listed = [arguments.numbers(word) for word in words]
    if all(listed):
        from pipetui.service import reads

        found = tuple(dict.fromkeys(number for part in listed for number in part or ()))
        for number in found:
            reads.title(workspace, number)  # raises where there is none
        return found
    from pipetui.store.reads import lines

    text = arguments.query(words)
    fitting = lines.fitting(workspace.store.connection, workspace.moment(), text)
    if fitting.parked:
        call.speak(f"{fitting.parked} parked left out: pipetui export {text} parked")
    return tuple(fitting.lines.ids)


def _write(
    call: Call,
    workspace: Workspace,
    chosen: Chosen,
    wanted: Format,
    kind: str | None,
    path: Path | None,
    *,
    force: bool,
) -> None:
    from pipetui.exchange import export as exchange

    with exchange.source(workspace, chosen, wanted) as given:
        if path is None:
            stdio.write_file(wanted.write(given, kind or ""))
            return
        bar = Bar("exporting", shown=prompts.possible(call))
        try:
            if kind is None:
                done = exchange.to_several(given, wanted, path, call.path, force=force, progress=bar.show)
            else:
                done = [exchange.to_file(given, wanted, kind, path, call.path, force=force, progress=bar.show)]
        finally:
            bar.end()
    call.out.done(exchange.said(done, path), lambda: _shape(done, wanted, path))


def _shape(done: Sequence[Exported], wanted: Format, path: Path) -> dict[str, object]:
    return {
        "format": wanted.name,
        "output": os.fspath(path),
        "files": [{"file": one.path, "kind": one.kind, "records": one.records} for one in done],
    }

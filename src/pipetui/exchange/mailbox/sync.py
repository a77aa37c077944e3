"""A run of `mail sync`, from shell and app: look, then write, then remember what was seen."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from pipetui.config import Settings
from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.text import visible
from pipetui.exchange.mailbox import reading, touches
from pipetui.exchange.mailbox.reading import Looked, WantedMail
from pipetui.exchange.mailbox.touches import LoggedMail
from pipetui.service.workspace import Result, Workspace
from pipetui.store import mail_log


def asked(
    settings: Settings, paths: Sequence[str] = (), since: date | None = None, *, again: bool = False
) -> WantedMail:
    """What to look at: the paths, else those of the configuration. Raises InputError where there are none."""
    where = list(paths or settings.mail_folders)
    if not where:
        raise InputError("no mail is named", remedy=Remedy("mail.folders"))
    return WantedMail(where, settings.my_addresses, since, again)


def look(workspace: Workspace, wanted: WantedMail, progress: Callable[[int], None] = lambda done: None) -> Looked:
    """Look for what is new; see `reading.look`."""
    connection = workspace.store.connection
    book, now, restored = workspace.store.path, workspace.now(), mail_log.last_restored(connection)
    return reading.look(book, wanted, lambda: mail_log.owners(connection), now, progress, restored)


def prepared(workspace: Workspace, wanted: WantedMail) -> Callable[[], Looked]:
    """A `look` that needs no book any more, for another thread than the one that works on it."""
    connection, book, now = workspace.store.connection, workspace.store.path, workspace.now()
    owners, restored = mail_log.owners(connection), mail_log.last_restored(connection)
    return lambda: reading.look(book, wanted, lambda: owners, now, restored=restored)


def log(workspace: Workspace, looked: Looked, wanted: WantedMail) -> LoggedMail:
    """Write what was found into the book, one step of undo, and remember that it was seen."""
    source = ", ".join(visible(Path(path).name) or path for path in wanted.paths[:2])
    source += " …" if len(wanted.paths) > 2 else ""
    if looked.letters:
        done = touches.log(workspace, looked.letters, source)
    else:
        done = LoggedMail(Result((), f"nothing new in {source}", undoable=False), ())
    looked.seen.remember(one.letter.key for one in looked.letters)
    looked.seen.save()
    return done


def rehearse(workspace: Workspace, looked: Looked, wanted: WantedMail) -> LoggedMail:
    """What `log` would write; nothing stays, and nothing is remembered."""
    with workspace.store.rehearsal() as copy:
        trial = workspace._replace(store=copy)
        return touches.log(trial, looked.letters, wanted.paths[0]) if looked.letters else LoggedMail(Result((), ""), ())

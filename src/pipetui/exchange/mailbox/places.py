"""Where mail lies: the Maildirs and mbox files at the paths that the rep names, and which of them hold what was sent.

Links inside are not followed, pipes and devices not opened. What is thrown away, unwanted or not sent yet is no mail.
"""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted
from pipetui.exchange.containers import foreign

_NOT_MAIL = frozenset((
    "trash", "junk", "junk mail", "junk email", "spam", "bulk mail", "draft", "drafts", "deleted", "deleted items",
    "deleted messages", "templates", "outbox", "unsent messages", "papierkorb", "geloscht", "geloschte elemente",
    "entwurfe", "vorlagen", "postausgang", "corbeille", "brouillons", "elements supprimes", "papelera", "borradores",
    "cestino", "bozze", "prullenbak", "concepten",
))  # fmt: skip
_SENT = frozenset((
    "sent", "sent items", "sent mail", "sent messages", "sentmail", "gesendet", "gesendete elemente",
    "gesendete objekte", "envoyes", "elements envoyes", "messages envoyes", "enviados", "elementos enviados",
    "inviata", "posta inviata", "verzonden", "verzonden items", "skickat", "sendt",
))  # fmt: skip
"""As mail programs call them, folded, with a blank for each hyphen and line."""
_NO_MBOX = (".msf", ".dat", ".json", ".sqlite", ".html", ".txt", ".log", ".ini", ".js", ".db")
_DEEPEST = 12
_MOST_ENTRIES = 100_000
_MOST_OPENED = 3_000
"""So many files are opened that may be an mbox; no mail program has as many folders."""


class MailFolder(NamedTuple):
    """A Maildir, or an mbox file; `sent` tells that what lies in it was written by the rep."""

    path: str
    is_mbox: bool
    sent: bool


def folders(paths: list[str], book: Path | None) -> list[MailFolder]:
    """The folders with mail at the paths, each once. Raises NotFoundError or InputError for a path that has none."""
    found: dict[str, MailFolder] = {}
    for path in paths:
        named = os.path.abspath(os.path.expanduser(path))
        here = list(_at(named, book))
        if not here:
            raise InputError(
                f"there is no mail at {quoted(path, 200)}", "name a Maildir, an mbox file, or a folder that holds them"
            )
        found |= {folder.path: folder for folder in here}
    return list(found.values())


def _at(path: str, book: Path | None) -> Iterator[MailFolder]:
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NotFoundError(
            f"there is no mail at {quoted(path, 200)}", "name a Maildir, an mbox file, or a folder that holds them"
        ) from None
    except OSError as error:
        raise InputError(f"{quoted(path, 200)} cannot be read: {error.strerror}") from None
    if stat.S_ISDIR(found.st_mode):
        try:
            os.scandir(path).close()
        except OSError as error:
            raise InputError(f"{quoted(path, 200)} cannot be read: {error.strerror}") from None
        yield from _below(path, book)
    else:
        foreign.foreign(Path(path), book)  # says what it is, if it is no file
        if found.st_size and not _is_mbox(path, book):  # one that is empty may get mail again
            raise InputError(
                f"{quoted(path, 200)} is not a mailbox",
                "an mbox file begins with “From ”",
            )
        yield MailFolder(path, True, _is_named(path, _SENT))


def _below(path: str, book: Path | None) -> Iterator[MailFolder]:
    waiting, seen, opened = [(path, 0)], 0, 0
    if os.path.dirname(path) == path:
        raise InputError(f"{quoted(path, 200)} is a whole disk", "name the folders with mail")
    while waiting:
        here, depth = waiting.pop()
        is_maildir = os.path.isdir(os.path.join(here, "cur"))
        if is_maildir:
            yield MailFolder(here, False, _is_named(here, _SENT))
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name, reverse=True)
        except OSError:
            continue
        for entry in entries:
            seen += 1
            if seen > _MOST_ENTRIES or opened > _MOST_OPENED:
                raise InputError(f"{quoted(path, 200)} holds too much to look through", "name the folders with mail")
            if _is_named(entry.name, _NOT_MAIL) or (is_maildir and entry.name in ("cur", "new", "tmp")):
                continue
            if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
                waiting.append((entry.path, depth + 1))
            elif not is_maildir and entry.is_file(follow_symlinks=False) and not entry.name.lower().endswith(_NO_MBOX):
                opened += 1
                if _is_mbox(entry.path, book):
                    yield MailFolder(entry.path, True, _is_named(entry.path, _SENT))


def _is_mbox(path: str, book: Path | None) -> bool:
    """Whether the file begins as an mbox does; one that is empty is none yet."""
    if foreign.is_of(book, Path(path)):
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            return os.read(descriptor, 5) == b"From "
        finally:
            os.close(descriptor)
    except OSError:
        return False


def _is_named(path: str, names: Collection[str]) -> bool:
    """Whether the name of a folder is one of those: `.INBOX.Sent Items` ends so in a Maildir++."""
    name = fold(os.path.basename(path)).removesuffix(".sbd").rpartition(".")[2].rpartition("/")[2].strip("[]")
    return name.replace("-", " ").replace("_", " ").replace("e mail", "email") in names

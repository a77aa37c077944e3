"""Going through the mail for what is new in it and with somebody of the book. Nothing is written to the book here."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.errors import PipetuiError, Remedy, Warned
from pipetui.exchange.mailbox import letter as letters
from pipetui.exchange.mailbox import maildir, mbox, mime, places
from pipetui.exchange.mailbox.maildir import Stored
from pipetui.exchange.mailbox.matching import AddressBook, Matched
from pipetui.exchange.mailbox.places import MailFolder
from pipetui.exchange.mailbox.seen import Seen
from pipetui.store.mail_log import AddressOwner

FIRST_DAYS = 90
"""How far back the first run looks, where nothing else is said."""
_GUESSED_FROM = 50
"""How many of what was sent are looked at for whose mail it is."""


class WantedMail(NamedTuple):
    """What a run is to look at: the folders, the rep's own addresses, from which day on (None: as before).

    `again` reads what was read, and takes what was taken back.
    """

    paths: list[str]
    mine: tuple[str, ...] = ()
    since: date | None = None
    again: bool = False


class Looked(NamedTuple):
    """What is new: the letters with somebody of the book by their time, how many were looked at.

    `told` is what the rep should hear of, `lost` how many could not be read; `seen` is to be saved when all is written.
    """

    letters: list[Matched]
    looked_at: int
    lost: int
    since: date
    told: tuple[str, ...]
    seen: Seen


def look(
    book: Path,
    asked: WantedMail,
    owners: Callable[[], Sequence[tuple[str, AddressOwner]]],
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
    restored: str = "",
) -> Looked:
    """Look through the folders; `owners` reads whose the addresses are, and is asked only where there is new mail.

    `restored` is `mail_log.last_restored`: after another one than the last time everything is read again.
    Raises NotFoundError or InputError for a path that holds no mail.
    """
    return _Look(book, asked, owners, now, progress, restored).looked()


class _Look:
    """One run."""

    def __init__(
        self,
        book: Path,
        asked: WantedMail,
        owners: Callable[[], Sequence[tuple[str, AddressOwner]]],
        now: datetime,
        progress: Callable[[int], None],
        restored: str,
    ) -> None:
        self._book, self._asked, self._owners, self._now, self._progress = book, asked, owners, now, progress
        self._folders = places.folders(asked.paths, book)
        self._seen = Seen.of(book, restored)
        self._told: list[str] = []
        if self._seen.out_of_date:
            self._told.append("a backup was brought back since: all mail is read again")
        self._found: dict[str, Matched] = {}
        self._count = self._lost = 0
        self._known: AddressBook | None = None
        self._since = self._first_day()
        zone = now.tzinfo
        self._from = datetime.combine(self._since, time(0), zone).astimezone(UTC)

    def looked(self) -> Looked:
        for folder in self._folders:
            try:
                (self._mbox if folder.is_mbox else self._maildir)(folder)
            except PipetuiError as error:  # the others are read all the same
                self._told.append(f"{error.title}: left out")
        if self._lost:
            self._told.append(f"{self._lost:,} could not be read, or were gone when it was their turn")
        found = sorted(self._found.values(), key=lambda one: one.at)
        return Looked(found, self._count, self._lost, self._since, tuple(self._told), self._seen)

    def _first_day(self) -> date:
        """From which day on; what was left out for being older is read again if the rep goes further back."""
        before, asked = self._seen.since, self._asked.since
        since = asked or before
        if since is None:
            since = self._now.date() - timedelta(days=FIRST_DAYS)
            said = f"the first time, mail of {FIRST_DAYS} days back is read: from {since.isoformat()} on"
            self._told.append(Warned(said, Remedy("mail.since")))
        if self._asked.again or (before is not None and since < before):
            self._seen.forget()
        self._seen.since = since
        if self._asked.again:
            self._seen.logged.clear()
        return since

    def _maildir(self, folder: MailFolder) -> None:
        times = maildir.times(folder.path)
        if all(times) and times == self._seen.times(folder.path):
            return
        listing = maildir.listing(folder.path, self._seen.names(folder.path))
        names = listing.known
        for unique, path in listing.paths.items():
            stored = maildir.read(path)
            if stored is None:
                self._lost += 1
                continue
            self._take(stored, folder)
            names.append(unique)
        self._seen.note_maildir(folder.path, listing.times if not self._lost else [], names)

    def _mbox(self, folder: MailFolder) -> None:
        mark = self._seen.mark(folder.path)
        if mark is not None and mbox.is_same(folder.path, mark):
            return
        reader = mbox.MboxReader(folder.path, self._book, mark)
        for entry in reader.entries():
            if entry.stored is not None:
                self._take(entry.stored, folder)
        if reader.mark is not None:
            self._seen.note_mbox(folder.path, reader.mark)

    def _take(self, stored: Stored, folder: MailFolder) -> None:
        """Keep a message if it is with somebody of the book, not too old, and was not taken before."""
        self._count += 1
        self._progress(self._count)
        headers, body = mime.split(stored.raw)
        if not (letters.is_report(headers) or self._book_of_addresses().knows(letters.concerned(headers))):
            return
        at = self._time(letters.sent_at(headers), stored.written)
        if at < self._from or letters.key(headers, body) in self._seen.logged:
            return
        letter = letters.opened(headers, body)
        found = self._book_of_addresses().match(letter, at, sent=folder.sent)
        if found is not None:
            self._found.setdefault(letter.key, found)

    def _time(self, said: datetime | None, written: datetime) -> datetime:
        """When it was sent if that can be, else when it was stored; nothing lies ahead."""
        return next((at for at in (said, written) if at is not None and at <= self._now), self._now.astimezone(UTC))

    def _book_of_addresses(self) -> AddressBook:
        if self._known is None:
            self._known = AddressBook(self._owners(), self._mine())
        return self._known

    def _mine(self) -> tuple[str, ...]:
        """The rep's own addresses: those of the configuration, else the one that most of what was sent is from."""
        if self._asked.mine:
            return self._asked.mine
        senders: Counter[str] = Counter()
        for folder in self._folders:
            if folder.sent:
                senders.update(_senders(folder, self._book))
        senders.pop("", None)
        if senders:
            mine = (senders.most_common(1)[0][0],)
            if mine != self._seen.mine:
                self._told.append(f"you are {mine[0]}, by what was sent")
            self._seen.mine = mine
        elif not self._seen.mine:
            self._told.append("who you are is not known: what is not from somebody of the book counts as sent")
        return self._seen.mine


def _senders(folder: MailFolder, book: Path) -> Iterator[str]:
    stored: Iterator[Stored | None]
    try:
        if folder.is_mbox:
            stored = (entry.stored for entry in mbox.MboxReader(folder.path, book, None).entries())
        else:
            stored = map(maildir.read, maildir.listing(folder.path, ()).paths.values())
        for _, one in zip(range(_GUESSED_FROM), stored, strict=False):
            if one is not None:
                yield letters.sender(mime.split(one.raw)[0])
    except PipetuiError:
        return

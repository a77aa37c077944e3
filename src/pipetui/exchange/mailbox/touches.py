"""Letters become touches: one step of undo a run, each letter once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipetui.domain.errors import ConflictError
from pipetui.domain.line.touch_line import TouchLine
from pipetui.domain.party_kinds import PERSON
from pipetui.exchange.mailbox.matching import AUTOMATIC, BOUNCED, RECEIVED, SENT, Matched
from pipetui.render import day, plural
from pipetui.service.workspace import Result, Workspace
from pipetui.store import cadences, mail_log, writes
from pipetui.store.mail_log import AddressOwner
from pipetui.store.unit_of_work import UnitOfWork

_MOST_NAMED = 3
_HOW = {
    SENT: ("out", ""),
    RECEIVED: ("in", ""),
    AUTOMATIC: ("in", "no answer"),
    BOUNCED: ("out", "bounced"),
}
"""Direction and outcome."""


class LoggedLetter(NamedTuple):
    """What became of a letter; `deal` is None where it stands with somebody alone."""

    at: datetime
    what: str
    who: str
    subject: str
    deal: int | None
    title: str = ""


class LoggedMail(NamedTuple):
    """What a run did."""

    result: Result
    letters: tuple[LoggedLetter, ...]


def log(workspace: Workspace, found: Sequence[Matched], source: str) -> LoggedMail:
    """Write the letters down that are not in the book yet: each on whom it is with, and on their open deal.

    Of several open deals it is that of the message it answers, else the one touched last, which is said. What came in
    stops the cadence, and every letter moves the clocks, as a touch does that is logged by hand; but what a machine
    wrote changes nothing else. Raises ConflictError where somebody was merged or taken out while the mail was read.
    """
    with workspace.unit_of_work("imported", may_change_nothing=True) as uow:
        for owner in dict.fromkeys(owner for one in found for owner in one.owners):
            if not mail_log.is_there(uow.connection, owner):
                raise ConflictError(
                    f"{owner.name} was taken out of the book while its messages were read", "do it again"
                )
        run = _MailRun(uow)
        for one in found:
            if not mail_log.is_logged(uow.connection, one.letter.key):
                run.write(one)
        count = len({row.key for row in run.rows})
        said = f"imported {plural(count, 'message')} from {source}" if count else f"nothing new in {source}"
        deals = tuple(dict.fromkeys(row.letter.deal for row in run.rows if row.letter.deal is not None))
        result = Result(deals, said, tuple(run.warnings()), undoable=bool(count))
        return LoggedMail(uow.told(result), tuple(row.letter for row in run.rows))


class _Written(NamedTuple):
    key: str
    letter: LoggedLetter


class _MailRun:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self.rows: list[_Written] = []
        self._several: dict[str, str] = {}
        self._stopped: dict[int, str] = {}
        self._bare: dict[int, None] = {}
        self._parked: dict[int, str] = {}
        self._alone: dict[str, None] = {}

    def write(self, one: Matched) -> None:
        """Write a letter down: once for each deal that it is about, else with each of them."""
        place, taken = 0, set[int]()
        for owner in one.owners:
            deals = mail_log.open_deals(self._uow.connection, owner)
            if taken & {number for number, _ in deals}:
                continue
            deal = self._deal(one, owner, deals)
            self._write(one, owner, deal)
            mail_log.remember(self._uow.connection, one.letter.key + (f" {place}" if place else ""))
            letter = LoggedLetter(one.at, one.what, owner.name, one.letter.subject, *(deal or (None,)))
            self.rows.append(_Written(one.letter.key, letter))
            place += 1
            if deal is not None:
                taken.add(deal[0])

    def _deal(self, one: Matched, owner: AddressOwner, deals: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
        """The deal it is about: that of the messages it answers, else of several open ones the last touched."""
        if len(deals) > 1:
            before = mail_log.deal_of_thread(self._uow.connection, one.letter.thread)
            if before in dict(deals):
                return next(deal for deal in deals if deal[0] == before)
            self._several[owner.name] = f"#{deals[0][0]} {deals[0][1]}, the last touched of {len(deals)} open ones"
        return deals[0] if deals else None

    def _write(self, one: Matched, owner: AddressOwner, deal: tuple[int, str] | None) -> None:
        direction, outcome = _HOW[one.what]
        if one.what == RECEIVED and one.letter.answer:
            outcome = "replied"
        text = "\n".join(filter(None, (one.letter.subject, one.letter.text)))
        if one.what == AUTOMATIC:
            text = f"automatic reply: {text}"
        touch = TouchLine("email", outcome, direction, text, at=one.at)
        person = owner.id if owner.kind is PERSON else None
        if one.what == RECEIVED:
            self._heard(owner, deal)
        if deal is None:
            writes.write_touch(self._uow, touch, None, person, None if person else owner.id)
        elif one.what in (AUTOMATIC, BOUNCED):
            writes.write_touch(self._uow, touch, deal[0], person)
        else:
            before = cadences.standing(self._uow.connection, deal[0])
            outcome_of = writes.log(self._uow, [deal[0]], touch, person, told_late=True)
            if one.what == RECEIVED and before and not cadences.standing(self._uow.connection, deal[0]):
                self._stopped[deal[0]] = f"the cadence of #{deal[0]} {deal[1]} is stopped: {owner.name} wrote"
            if outcome_of.ask is not None:
                self._bare[deal[0]] = None
            else:
                self._bare.pop(deal[0], None)

    def _heard(self, owner: AddressOwner, deal: tuple[int, str] | None) -> None:
        """Somebody wrote: where their deal is on no list of the day, the rep should hear of it here."""
        if deal is None:
            self._alone[owner.name] = None
            return
        until = self._uow.deal(deal[0]).parked_until
        if until is not None and until > self._uow.now.date():
            back = day(until, self._uow.now.date())
            self._parked[deal[0]] = f"{owner.name} wrote: #{deal[0]} {deal[1]} is parked until {back}"

    def warnings(self) -> list[str]:
        """What the rep should hear of, the first of each kind."""
        several = [f"with {name}: logged on {deal}" for name, deal in self._several.items()]
        bare = [f"#{number}" for number in self._bare]
        nothing = [f"no next step: {', '.join(bare[:10])}{' …' if len(bare) > 10 else ''}"] if bare else []
        alone = [f"{name} wrote, and has no open deal" for name in self._alone]
        said = (list(self._stopped.values()), several, list(self._parked.values()), alone)
        return [*(line for kind in said for line in _first(kind)), *nothing]


def _first(said: list[str]) -> list[str]:
    more = len(said) - _MOST_NAMED
    return said if more <= 0 else [*said[:_MOST_NAMED], f"and {more:,} more like that"]

"""Which letters are with somebody of the book, and who wrote to whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pipetui.domain.companies import company_of
from pipetui.exchange.mailbox.letter import Letter, address_key
from pipetui.store.mail_log import AddressOwner

_MOST_OWNERS = 20
"""With how many one letter is written down at the most: what goes to more is no letter to each of them."""

SENT, RECEIVED, AUTOMATIC, BOUNCED = "sent", "received", "automatic reply", "bounced"


class Matched(NamedTuple):
    """A letter with those of the book it is from or to: what it is, and when it came."""

    letter: Letter
    what: str
    owners: tuple[AddressOwner, ...]
    at: datetime


class AddressBook:
    """The addresses of the book, the rep's own left out."""

    def __init__(self, owners: Iterable[tuple[str, AddressOwner]], mine: Iterable[str]) -> None:
        self.mine = {address_key(address) for address in mine}
        self._owners: dict[str, AddressOwner] = {}
        for address, owner in owners:
            key = address_key(address)
            if key not in self.mine:
                self._owners.setdefault(key, owner)
        self._companies = {company_of(address) for address in self.mine} - {""}

    def __bool__(self) -> bool:
        return bool(self._owners)

    def knows(self, addresses: Iterable[str]) -> bool:
        """Whether one of the addresses is in the book."""
        return any(address in self._owners for address in addresses)

    def match(self, letter: Letter, at: datetime, *, sent: bool = False) -> Matched | None:
        """With whom it is; `sent` where it lies among what the rep sent. None where it is with nobody of the book.

        From somebody of the book it came in; from the rep, or from a colleague of theirs, it went out. What a stranger
        wrote came in only where they are of the same company as one of the book to whom it went, too.
        """
        if letter.failed:
            return self._with(letter, BOUNCED, letter.failed, at)
        if letter.sender in self.mine:
            return self._with(letter, SENT, letter.to, at)
        if letter.sender in self._owners:
            return self._with(letter, AUTOMATIC if letter.automatic else RECEIVED, (letter.sender,), at)
        if sent:
            return self._with(letter, SENT, letter.to, at)
        company = company_of(letter.sender)
        if not self.mine or (company and company in self._companies):
            return self._with(letter, SENT, letter.to, at)
        if company and not letter.automatic:
            return self._with(letter, RECEIVED, [one for one in letter.to if company_of(one) == company], at)
        return None

    def _with(self, letter: Letter, what: str, addresses: Iterable[str], at: datetime) -> Matched | None:
        owners = {(owner.kind.noun, owner.id): owner for owner in map(self._owners.get, addresses) if owner}
        return Matched(letter, what, tuple(owners.values())[:_MOST_OWNERS], at) if owners else None

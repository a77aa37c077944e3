"""Where deals come from and what comes of them; who brought whom, by way of referrals."""

from __future__ import annotations

from pipetui.domain.aftersale import REFERRAL
from pipetui.domain.deal import LOST, WON
from pipetui.domain.folding import fold
from pipetui.domain.rates import totals
from pipetui.insight.rates import Rate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import NamedTuple

    from pipetui.domain.money import Money
else:
    from pipetui.domain.record import NamedTuple


class Closed(NamedTuple):
    """Deals of a source that were won, or lost, in a period, with the sum of their values in one currency."""

    source: str
    status: str
    value: Money | None
    deals: int = 1


class Origins(NamedTuple):
    """What was read of a period: how many deals each source made, and what was closed."""

    created: Sequence[tuple[str, int]] = ()
    closed: Sequence[Closed] = ()


class Tally(NamedTuple):
    """What came of a source in a period: deals created in it, won and lost in it, and the sums won by currency."""

    created: int = 0
    won: int = 0
    lost: int = 0
    value: tuple[Money, ...] = ()

    @property
    def win_rate(self) -> float | None:
        """The won deals' part of all that were closed, 0 to 1; None where none was."""
        return self.rate.value

    @property
    def rate(self) -> Rate:
        """The win rate as so many of so many."""
        return Rate(self.won, self.won + self.lost)


class SourceLine(NamedTuple):
    """A source ("" for deals that name none) in a period, and in the one before, if there is one."""

    source: str
    now: Tally
    before: Tally | None


class Linked(NamedTuple):
    """A deal that came from another, or that another came from. `customer` is its organization, else its title.

    `brought` says that it was created or closed in the period, `won_now` that it was won in it.
    """

    id: int
    title: str
    customer: str
    status: str
    value: Money | None
    origin_id: int | None
    origin_kind: str
    brought: bool = True
    won_now: bool = False


class Brought(NamedTuple):
    """A referral `depth` steps (from 1) away from the customer it began with."""

    depth: int
    deal: Linked


class Referrer(NamedTuple):
    """A customer who brought others: the deals, nearest first down each chain, and what was won in the period.

    `directly` are the sums of the deals that came from this customer, `in_all` those with what these brought in turn.
    """

    customer: str
    chain: tuple[Brought, ...]
    won: int
    directly: tuple[Money, ...]
    in_all: tuple[Money, ...]

    @property
    def name(self) -> str:
        """What tells it from a source of that name."""
        return f"by {self.customer}"


class Sources(NamedTuple):
    """The source report; `total` is over all sources."""

    total: SourceLine
    lines: tuple[SourceLine, ...]
    referrers: tuple[Referrer, ...]


def sources(now: Origins, before: Origins | None, linked: Sequence[Linked]) -> Sources:
    """The report on a period, held against the one before; the source that won most comes first."""
    names: dict[str, str] = {}
    for read in filter(None, (now, before)):
        for source in (*(name for name, _ in read.created), *(part.source for part in read.closed)):
            names.setdefault(fold(source), source)
    lines = [
        SourceLine(name, _tally(now, key), None if before is None else _tally(before, key))
        for key, name in names.items()
    ]
    lines.sort(key=lambda line: (-line.now.won, -line.now.created, -line.now.lost, not line.source, line.source))
    total = SourceLine("", _tally(now), None if before is None else _tally(before))
    return Sources(total, tuple(lines), referrers(linked))


def _tally(read: Origins, key: str | None = None) -> Tally:
    """What came of one source, by its folded name, or of all."""

    def ours(source: str) -> bool:
        return key is None or fold(source) == key

    created = sum(count for source, count in read.created if ours(source))
    won = [part for part in read.closed if part.status == WON and ours(part.source)]
    lost = [part for part in read.closed if part.status == LOST and ours(part.source)]
    return Tally(created, _deals(won), _deals(lost), totals(part.value for part in won))


def _deals(closed: Iterable[Closed]) -> int:
    return sum(part.deals for part in closed)


def referrers(linked: Sequence[Linked]) -> tuple[Referrer, ...]:
    """The customers who brought deals that belong to the period, directly or by those they brought.

    A renewal or an upsell is the same customer's deal: what came of it came of that customer. Whoever refers in a
    circle is counted once.
    """
    deals = {deal.id: deal for deal in linked}
    children: dict[str, list[Linked]] = {}
    names: dict[str, str] = {}
    customer = {deal.id: _customer(deal, deals) for deal in linked}
    for deal in sorted(linked, key=lambda deal: deal.id):
        origin = deals.get(deal.origin_id) if deal.origin_id is not None else None
        if deal.origin_kind == REFERRAL and origin is not None:
            key = customer[origin.id]
            names.setdefault(key, _root(origin, deals).customer)
            children.setdefault(key, []).append(deal)
    found = []
    for key, name in names.items():
        chain = tuple(_chain(key, children, customer.__getitem__))
        if any(brought.deal.brought for brought in chain):
            won = [brought for brought in chain if brought.deal.won_now]
            directly = totals(brought.deal.value for brought in won if brought.depth == 1)
            found.append(Referrer(name, chain, len(won), directly, totals(brought.deal.value for brought in won)))
    return tuple(sorted(found, key=lambda line: (-line.won, -len(line.chain), line.customer)))


def _chain(key: str, children: Mapping[str, Iterable[Linked]], customer_of: Callable[[int], str]) -> Iterator[Brought]:
    """The referrals of a customer, each followed by those of whom it brought."""
    seen = {key}

    def walk(key: str, depth: int) -> Iterator[Brought]:
        for deal in children.get(key, ()):
            yield Brought(depth, deal)
            brought = customer_of(deal.id)
            if brought not in seen:
                seen.add(brought)
                yield from walk(brought, depth + 1)

    yield from walk(key, 1)


def _customer(deal: Linked, deals: Mapping[int, Linked]) -> str:
    """What tells customers apart: the folded name of the first deal they made."""
    return fold(_root(deal, deals).customer)


def _root(deal: Linked, deals: Mapping[int, Linked]) -> Linked:
    """The deal that a row of renewals, upsells and cross-sells began with."""
    seen = {deal.id}
    while deal.origin_id is not None and deal.origin_kind != REFERRAL:
        origin = deals.get(deal.origin_id)
        if origin is None or origin.id in seen:
            break
        seen.add(origin.id)
        deal = origin
    return deal

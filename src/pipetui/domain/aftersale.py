"""After the sale: when a customer is looked at again, and which deals follow from a won one (behaviour 26)."""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates import when
from pipetui.domain.dates.workdays import add_months, add_working_days
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line import quick_line
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from typing import NamedTuple

    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.dates.when import DateRules
    from pipetui.domain.deal import Stage
    from pipetui.domain.line.quick_line import NewDeal, NextLine
    from pipetui.domain.money import Money
else:
    from pipetui.domain.record import NamedTuple

RENEWAL, UPSELL, CROSS_SELL, REFERRAL = "renewal", "upsell", "cross-sell", "referral"
KINDS = (RENEWAL, UPSELL, CROSS_SELL, REFERRAL)
"""How a deal follows from a won one."""

RENEWAL_MONTHS = 12
LEAD_DAYS = 30
"""How long before its renewal a won deal is looked at again, if nothing else is said."""

CHECK_IN = "check in"
CHECK_IN_WORKING_DAYS = 10

_LEAD = r"([0-9]{1,3})d"
_EXAMPLE = "for example: 2027-11-01, 1 nov 2027 30d, 12mo"


class Renewal(NamedTuple):
    """The day a won deal is to be renewed on, and how many days before it is looked at again."""

    day: date
    lead_days: int = LEAD_DAYS

    @property
    def seen_on(self) -> date:
        """When it stands in Today."""
        return self.day - timedelta(days=self.lead_days)


class Won(NamedTuple):
    """What is asked once a deal is won, ready to be taken with one key."""

    deal_id: int
    title: str
    renewal: Renewal
    check_in: NextLine


class PlannedFollowUps(NamedTuple):
    """The answer: None for what was skipped."""

    renewal: Renewal | None = None
    check_in: NextLine | None = None


class Customer(NamedTuple):
    """What is known from a won deal when another follows from it."""

    title: str
    organization: str
    people: tuple[str, ...]
    again: Money | None
    """What a renewal brings: of items what recurs in a year, else the value."""
    renewal_on: date | None


def asked(deal_id: int, title: str, renewal_on: date | None, now: datetime, dates: DateRules) -> Won:
    """The question after a win: a renewal in a year, unless one is known that lies ahead, and a first check-in."""
    today = now.date()
    ahead = renewal_on if renewal_on is not None and renewal_on > today else add_months(today, RENEWAL_MONTHS)
    first = when.Due(add_working_days(today, CHECK_IN_WORKING_DAYS, dates))
    return Won(deal_id, title, Renewal(ahead), quick_line.NextLine(first, CHECK_IN))


def parse_renewal(text: str, now: datetime, dates: DateRules) -> Renewal:
    """A date, and in how many days before it comes up: `2027-11-01 30d`; raises InputError.

    Without the days it is `LEAD_DAYS`. Nothing is put into Overdue by it: for a near date the lead is shorter.
    """
    head, _, last = text.strip().rpartition(" ")
    lead = re.fullmatch(_LEAD, last.lower()) if head else None
    day = when.parse_day(head if lead else text, now, dates)
    days = int(lead[1]) if lead else LEAD_DAYS
    return Renewal(day, max(0, min(days, (day - now.date()).days)))


def renewal_text(day: date | None, lead_days: int) -> str:
    """A renewal as `parse_renewal` understands it."""
    return "" if day is None else f"{day.isoformat()} {lead_days}d"


def require_ahead(renewal: Renewal, today: date) -> None:
    """A renewal lies in the future; raises InputError."""
    if renewal.day <= today:
        raise InputError("a renewal lies ahead", _EXAMPLE)


def find_kind(word: str) -> str:
    """The kind that `word` begins; raises InputError with the list."""
    wanted = fold(word).replace(" ", "-")
    found = [kind for kind in KINDS if kind.replace("-", "").startswith(wanted.replace("-", "")) and wanted]
    if len(found) != 1:
        raise InputError(f"{quoted(word)} does not say how the deal follows", f"one of: {', '.join(KINDS)}")
    return found[0]


def known(kind: str, customer: Customer) -> NewDeal:
    """What a deal of that kind begins with; a referral has no title yet, and the customer is its source."""
    if kind == REFERRAL:
        return quick_line.NewDeal("", source=source_of(customer))
    new = quick_line.NewDeal(f"{customer.title} {kind}", organization=customer.organization, people=customer.people)
    return new._replace(value=customer.again, close=customer.renewal_on) if kind == RENEWAL else new


def renewal_stage(stages: Sequence[Stage]) -> Stage:
    """Where a renewal begins: behind the stage of qualification; in the first one, where there is none or no next."""
    gate = next((place for place, stage in enumerate(stages) if stage.qualifies), -1)
    return stages[gate + 1] if gate + 1 < len(stages) else stages[0]


def source_of(customer: Customer) -> str:
    """The source of a deal that the customer brought."""
    return customer.organization or customer.title


def completed(new: NewDeal, begun: NewDeal) -> NewDeal:
    """`new` with what was `begun` in the places it leaves empty; who is named by an address stands for all people."""
    if new.by_mail and begun.organization:
        new = new._replace(organization="", by_mail=False)
    empty = [name for name, said in zip(new._fields, new, strict=True) if said in (None, "", ())]
    if new.emails or new.phones:
        empty = [name for name in empty if name != "people"]
    return new._replace(**{name: getattr(begun, name) for name in empty})


def read(
    line: str | Sequence[str],
    begun: NewDeal,
    now: datetime,
    dates: DateRules,
    currency: str,
    custom: Callable[[], Sequence[CustomField]] | None = None,
) -> NewDeal:
    """The deal that a quick line describes, completed; a line without a title takes the one begun with."""
    return completed(quick_line.parse(line, now, dates, currency, begun.title, custom), begun)


def line(begun: NewDeal, now: datetime, dates: DateRules, currency: str) -> str:
    """What was begun as a quick line, to be read and changed by the rep: it parses to just that."""
    parts = [f"value:{_quoted(_amount(begun.value, currency))}"] if begun.value else []
    parts += [f"close:{begun.close.isoformat()}"] if begun.close else []
    parts += [f"org:{_quoted(begun.organization)}"] if begun.organization else []
    parts += [f"who:{_quoted(name)}" for name in begun.people]
    parts += [f"src:{_quoted(begun.source)}"] if begun.source else []
    if not begun.title:
        return " ".join(parts)
    text = " ".join((begun.title, *parts))
    try:
        plain = quick_line.parse(text, now, dates, currency)
    except InputError:
        plain = None
    return text if plain == begun else " ".join((*parts, "--", begun.title))


def _amount(value: Money, currency: str) -> str:
    figure = value.decimal
    figure = figure.rstrip("0").rstrip(".") if "." in figure else figure
    return figure if value.currency == currency else f"{figure} {value.currency}"


def _quoted(text: str) -> str:
    """As one value of a quick line; of several words, one with both kinds of quotes loses the double ones."""
    if not any(map(str.isspace, text)) and text[:1] not in ("'", '"'):
        return text  # within a word a quote is a letter, and words may be longer than what quotes hold together
    if '"' in text and "'" in text:
        text = text.replace('"', "")
    return f"'{text}'" if '"' in text else f'"{text}"'

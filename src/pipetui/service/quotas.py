"""Gestures of the quota: set it, take it away (behaviour 19)."""

from __future__ import annotations

from pipetui.domain import quota as quotas
from pipetui.domain.choose import choose
from pipetui.domain.dates import period as periods
from pipetui.domain.dates import when
from pipetui.domain.errors import InputError, NotFoundError, Remedy
from pipetui.domain.quota import QuotaStanding, QuotaTarget
from pipetui.phrases import quota as phrases
from pipetui.render import money
from pipetui.store import quotas as writes
from pipetui.store.pipelines import book_currency
from pipetui.store.reads import quota as reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pipetui.domain.dates.period import Period
    from pipetui.domain.money import Money
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.unit_of_work import UnitOfWork


def standing(workspace: Workspace) -> QuotaStanding | None:
    """How far the quota is made that holds today; None where none is set."""
    return reads.standing(workspace.store.connection, workspace.now(), workspace.settings.rates)


def all_set(workspace: Workspace) -> list[QuotaTarget]:
    """Every quota, the newest first."""
    return reads.all_set(workspace.store.connection)


def put(workspace: Workspace, words: Sequence[str], period: str, since: date | None = None) -> Result:
    """Have it hold for each `period` from the one that `since` lies in, else from the present one on.

    An amount, one in another currency and a count of the same period may be set one after the other: each stays beside
    the others. Raises InputError for what is no quota.
    """
    with workspace.unit_of_work("quota") as uow:
        currency = book_currency(uow.connection)
        amounts, count = quotas.parse(words, currency)
        first = periods.of(period, since or uow.now.date())
        before = reads.of_period(uow.connection, first)
        if before is not None:
            amounts, count = amounts or before.amounts[:1], before.deals if count is None else count
        return _hold(uow, _target(period, first, amounts, count), first, currency)


FIELDS = {
    "amount": ("amount", "250k, 250k USD, or 200k + 50k USD; empty for none"),
    "deals": ("deals", "12; empty for none"),
    "per": ("per", "month, quarter or year"),
    "since": ("from", "1 jan, 2027-q1; empty for the present period"),
}
"""The fields of the quota as a form: what each is called, and an example."""


def form(workspace: Workspace) -> dict[str, str]:
    """What the fields say: the quota that holds today."""
    found = reads.holding(workspace.store.connection, workspace.now().date())
    if found is None:
        return {"amount": "", "deals": "", "per": "quarter", "since": ""}
    amount = " + ".join(f"{amount.decimal} {amount.currency}" for amount in found.amounts)
    return {
        "amount": amount,
        "deals": "" if found.deals is None else str(found.deals),
        "per": found.period,
        "since": "",
    }


def check(workspace: Workspace, field: str, text: str) -> None:
    """Raise InputError for a text that the field does not take."""
    if field == "per":
        choose(text.strip().lower(), quotas.PERIODS, "period")
    elif text.strip():
        if field == "since":
            _day(workspace, text)
        else:
            quotas.parse(
                [text] if field == "amount" else [text.strip(), "deals"], book_currency(workspace.store.connection)
            )


def set_form(workspace: Workspace, texts: Mapping[str, str], shown: Mapping[str, str]) -> Result:
    """Have the quota be as the form says: neither amount nor deals is none of that kind of period any more.

    A currency that is not in it any more ends with the period before.
    """
    said = {name: text.strip() for name, text in {**shown, **texts}.items()}
    period = choose(said["per"].lower(), quotas.PERIODS, "period")
    words = [said["amount"]] if said["amount"] else []
    words += [said["deals"], "deals"] if said["deals"] else []
    if not words:
        return clear(workspace, period)
    since = _day(workspace, said["since"]) if said["since"] else workspace.now().date()
    with workspace.unit_of_work("quota") as uow:
        currency = book_currency(uow.connection)
        first = periods.of(period, since)
        target = _target(period, first, *quotas.parse(words, currency))
        before = reads.of_period(uow.connection, first)
        for amount in before.amounts if before is not None else ():
            if target.in_currency(amount.currency) is None:
                writes.end(uow.connection, period, first.first, amount.currency)
        return _hold(uow, target, first, currency)


def _day(workspace: Workspace, text: str) -> date:
    """A day, or the first one of a period such as `2027-q1`."""
    now, rules = workspace.now(), workspace.settings.dates
    try:
        return periods.parse(text, now.date(), rules).first
    except InputError:
        return when.parse_day(text, now, rules)


def _target(period: str, first: Period, amounts: Sequence[Money], count: int | None) -> QuotaTarget:
    return QuotaTarget(period, first.first, amounts[0] if amounts else None, count, tuple(amounts[1:]))


def _hold(uow: UnitOfWork, new: QuotaTarget, first: Period, currency: str) -> Result:
    writes.put(uow.connection, new, currency)
    held = reads.of_period(uow.connection, first)
    others = [amount for amount in held.amounts if new.in_currency(amount.currency) is None] if held else []
    beside = f", beside {' and '.join(map(money, others))}" if others else ""
    return uow.done((), f"quota: {phrases.target(new)} from {first.name} on{beside}")


def clear(workspace: Workspace, period: str = "", currency: str = "") -> Result:
    """Take the quotas away, or those of one kind of period, or of a currency; NotFoundError where there is none."""
    what = f"quota{f' in {currency}' if currency else ''}{f' per {period}' if period else ''}"
    with workspace.unit_of_work("quota") as uow:
        if not writes.clear(uow.connection, period, currency):
            raise NotFoundError(f"no {what} is set", remedy=Remedy("quota"))
        return uow.done((), f"{what} cleared")

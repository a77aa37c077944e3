"""`pipetui quota`: how close the rep is. Asked all day, so of the settings it wants the rates alone."""

from __future__ import annotations

from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.dates.workdays import DateRules
    from pipetui.domain.quota import QuotaStanding

_FORMS = "pipetui quota set 250k --per quarter, pipetui quota set 12 deals --per month, pipetui quota clear"


def quota(
    call: Call,
    words: Sequence[str] = (),
    per: str = "",
    since: str = "",
) -> int:
    """Won of the quota beside the share of the period gone, the gap, and what covers it. Exit code 1 without a quota.

    A quota is an amount, a number of deals, or both, in every month, quarter or year from the present one on, or from
    the one that --from lies in. The kind of period that was set last is the one that counts. An amount in another
    currency holds beside the one that is there, and what is won in its currency counts for it alone. Coverage is what
    the open deals that close by the end of the period are worth, weighted by their probability, for each unit of the
    gap.

    pipetui quota
    pipetui quota set 250k --per quarter
    pipetui quota set 12 deals --per month --from "1 jan"
    pipetui quota set 50k usd
    pipetui quota clear usd
    pipetui quota clear
    """
    what, *rest = words or [""]
    if what == "set":
        return _set(call, rest, per, since)
    if what == "clear" and len(rest) <= 1 and not since:
        return _clear(call, per, "".join(rest))
    if words or per or since:
        raise InputError("that is nothing a quota knows", _FORMS)
    standing = _standing(call)
    if standing is None:
        return call.out.nothing("no quota is set: pipetui quota set 250k --per quarter", lambda: {"quota": None})
    from pipetui.phrases import quota as phrases

    call.out.show(lambda page: _lines(standing, page), lambda: phrases.shape(standing))
    return 0


def _lines(standing: QuotaStanding, page: Page) -> Iterator[str]:
    from pipetui.phrases import quota as phrases

    title, *lines = phrases.page(standing)
    yield page.heading(title)
    yield from lines


def _standing(call: Call) -> QuotaStanding | None:
    from pipetui import paths, present
    from pipetui.store import files

    if files.identity(call.file) is None:  # to ask for a quota makes no book
        return None
    rates = call.settings().rates
    from pipetui.store.connect import translate_errors
    from pipetui.store.reads import quota as reads
    from pipetui.store.store import Store

    with Store.open(call.file, backups=paths.backups_of(call.file), reading=True) as store, translate_errors(call.file):
        return reads.standing(store.connection, present.present().replace(microsecond=0), rates)


def _set(call: Call, words: Sequence[str], per: str, since: str) -> int:
    period = _period(per or "quarter")
    with open_workspace(call, write=True) as workspace:
        from pipetui.cli import apply_change
        from pipetui.phrases import quota as phrases
        from pipetui.service import quotas

        day = _day(since, workspace.now(), workspace.settings.dates) if since else None
        done = quotas.put(workspace, words, period, day)
        standing = quotas.standing(workspace)
        apply_change.report(
            call, workspace, done, shape=lambda: phrases.shape(standing) if standing else {"quota": None}
        )
        if standing is not None:
            call.out.remark(phrases.line(standing, 10_000))
    return 0


def _clear(call: Call, per: str, currency: str) -> int:
    from pipetui.domain.money import check_currency

    code = check_currency(currency) if currency else ""
    period = _period(per) if per else ""
    with open_workspace(call, write=True) as workspace:
        from pipetui.cli import apply_change
        from pipetui.service import quotas

        apply_change.report(call, workspace, quotas.clear(workspace, period, code), shape=lambda: {"quota": None})
    return 0


def _period(word: str) -> str:
    from pipetui.domain.choose import choose
    from pipetui.domain.quota import PERIODS

    return choose(word, PERIODS, "period")


def _day(text: str, now: datetime, rules: DateRules) -> date:
    """A day, or the first one of a period such as `2027-q1`."""
    from pipetui.domain.dates import period as periods
    from pipetui.domain.dates import when

    try:
        return periods.parse(text, now.date()).first
    except InputError:
        return when.parse_day(text, now, rules)

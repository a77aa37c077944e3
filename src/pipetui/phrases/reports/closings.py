"""Why deals were lost and where they came from: two rows of the reports."""

from __future__ import annotations

from operator import attrgetter

from pipetui import render
from pipetui.insight.losses import losses
from pipetui.insight.sources import sources
from pipetui.phrases.report_page import (
    AMOUNT,
    AMOUNTS,
    COUNT,
    RATE,
    SHARE,
    TEXT,
    Cell,
    Column,
    Plot,
    Report,
    Section,
    Series,
    chance,
    lists,
    name,
    objects,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NamedTuple

    from pipetui.domain.money import Money
    from pipetui.insight.losses import Losses
    from pipetui.insight.sources import Sources, Tally
else:
    from pipetui.domain.record import NamedTuple


# --- losses ------------------------------------------------------------------------------------------------------


def _lost(found: Losses) -> str:
    sentence = "nothing was lost"
    if found.deals:
        sentence = f"{render.plural(found.deals, 'deal')} lost, {_sums(found.value)}"
    if found.before is not None:
        sentence += f" · before: {found.before:,}" + (f", {_sums(found.value_before)}" if found.before else "")
    return sentence


def _sums(value: Sequence[Money]) -> str:
    return render.totals(value) if value else "no value named"


LOSSES = Report(
    "losses",
    "Losses",
    "Loss report",
    "Why, and with which objections",
    "why deals were lost, and which objections were met on them, left open or overcome",
    "closings",
    losses,
    found=lambda found: found.deals > 0,
    sentence=_lost,
    head=(
        Column("deals", COUNT),
        Column("value", AMOUNTS),
        Column("deals_before", COUNT, path="before", compared=True),
        Column("value_before", AMOUNTS, compared=True),
    ),
    sections=(
        Section(
            "Reasons",
            "reasons",
            (
                Column("reason", name("(no reason)"), "reason"),
                Column("deals", COUNT, "lost"),
                Column("share", SHARE, "share"),
                Column("value", AMOUNTS, "value"),
                Column("deals_before", COUNT, "before", path="before", compared=True),
            ),
            lambda found: found.reasons if found.deals else [line._replace(share=None) for line in found.reasons],
        ),
        Section(
            "Objections met on closed deals",
            "objections",
            (
                Column("objection", TEXT, "objection"),
                Column("lost", COUNT, "lost"),
                Column("left_open", COUNT, "left open"),
                Column("won", COUNT, "won"),
                Column("lost_before", COUNT, "lost before", path="before", compared=True),
            ),
        ),
        Section(
            "Reasons by stage and source",
            "places",
            (
                Column("reason", name("(no reason)"), "reason"),
                Column("stage", name("(no stage)"), "stage"),
                Column("source", name("(no source)"), "source"),
                Column("deals", COUNT, "lost"),
                Column("share", SHARE, "share"),
                Column("value", AMOUNTS, "value"),
            ),
            name=attrgetter("name"),
            most=12,
        ),
    ),
    behind="behind_closings",
    plot=Plot(
        "Deals lost, by reason",
        lambda found: (
            tuple(line.reason or "(no reason)" for line in found.reasons),
            (Series("lost", tuple(line.deals for line in found.reasons)),),
        ),
    ),
)


# --- sources -----------------------------------------------------------------------------------------------------


def _came(found: Sources) -> str:
    now, before = found.total.now, found.total.before
    return _tallied(now) + (f" · before: {_tallied(before)}" if before is not None else "")


def _tallied(tally: Tally) -> str:
    won = f"{tally.won:,} won" + (f" ({render.totals(tally.value)})" if tally.value else "")
    return f"{tally.created:,} new, {won}, {tally.lost:,} lost"


class _Link(NamedTuple):
    """A line of the chains, in words: a customer, or a deal so many arrows away."""

    text: str
    status: str = ""
    value: str = ""


def _chains(found: Sources) -> Iterator[_Link]:
    for line in found.referrers:
        yield _Link(line.customer)
        for depth, deal in line.chain:
            yield _Link(f"{'  ' * depth}→ #{deal.id} {deal.title}", deal.status, render.money(deal.value))


_TALLY = (
    Column("created", COUNT, "new"),
    Column("won", COUNT, "won"),
    Column("lost", COUNT, "lost"),
    Column("win_rate", Cell(chance, lambda found: RATE.json(found.value if found else None)), "win rate", path="rate"),
    Column("value_won", AMOUNTS, "value won", path="value"),
)
_BROUGHT = (
    Column("id", COUNT, path="deal.id"),
    Column("title", TEXT, path="deal.title"),
    Column("depth", COUNT),
    Column("status", TEXT, path="deal.status"),
    Column("value", AMOUNT, path="deal.value"),
    Column("currency", TEXT, path="deal.value.currency"),
    Column("came_from", COUNT, path="deal.origin_id"),
)
SOURCES = Report(
    "sources",
    "Sources",
    "Source report",
    "Where deals came from",
    "where deals came from, how many were won and for how much, and which customers brought others",
    "origins",
    sources,
    found=lambda found: any(found.total.now),
    sentence=_came,
    head=(
        Column("total", objects(_TALLY), path="total.now"),
        Column("total_before", objects(_TALLY), path="total.before", compared=True),
    ),
    sections=(
        Section(
            "Sources",
            "sources",
            (
                Column("source", name("(no source)"), "source"),
                *(column._replace(path=f"now.{column.path or column.key}") for column in _TALLY),
                Column(
                    "before",
                    objects(_TALLY, lambda before: f"{before.won}, {chance(before.rate)}"),
                    "won before",
                    compared=True,
                ),
            ),
            attrgetter("lines"),
            total=lambda found: found.total._replace(source="all"),
        ),
        Section(
            "Customers who brought others",
            "referrers",
            (
                Column("customer", TEXT, "customer"),
                Column("", COUNT._replace(words=lambda chain: str(len(chain))), "brought", path="chain"),
                Column("won", COUNT, "won"),
                Column("value_directly", AMOUNTS, "won directly", path="directly"),
                Column("value_in_all", AMOUNTS, "with chains", path="in_all"),
                Column("brought", lists(_BROUGHT), path="chain"),
            ),
            name=attrgetter("name"),
        ),
        Section(
            "Who brought whom",
            "",
            (
                Column("", TEXT, "", path="text"),
                Column("", TEXT, "", path="status"),
                Column("", TEXT._replace(side="r"), "", path="value"),
            ),
            _chains,
        ),
    ),
    also=("linked",),
    behind="behind_origins",
    plot=Plot(
        "Deals won and lost, by source",
        lambda found: (
            tuple(line.source or "(no source)" for line in found.lines),
            (
                Series("won", tuple(line.now.won for line in found.lines)),
                Series("lost", tuple(line.now.lost for line in found.lines)),
            ),
        ),
    ),
)

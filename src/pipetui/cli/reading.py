"""Verbs that only look: today, overdue, list, show, why, when, prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui import present, render
from pipetui.cli import changing, complete, json_shape, output, splitting, tables
from pipetui.cli.errors import NOTHING_FOUND
from pipetui.cli.session import Call, open_desk
from pipetui.cli.verbs import Deal, Ids
from pipetui.domain import when as dates
from pipetui.domain.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipetui.views import Card


def today(call: Call, ids: Ids = False) -> int:
    """What the day asks for: overdue, today, this week, next week, later, and the deals with no next step.

    pipetui today
    pipetui today --json
    """
    with open_desk(call) as desk:
        from pipetui.service import look

        agenda, now = look.agenda(desk), desk.now()
    found = [card for bucket in agenda.buckets for card in bucket.cards]
    if ids:
        _print_ids(found)
    elif call.json:
        output.write_all(json_shape.lines(json_shape.agenda(agenda)))
    else:
        output.write_all(tables.day(agenda, now, output.page()))
    return _code(call, found, "nothing to do: no open deals; add one with pipetui add")


def overdue(call: Call, ids: Ids = False) -> int:
    """The deals whose next step is late, the most urgent first. Exit code 1 when there are none.

    pipetui overdue
    pipetui overdue --ids
    """
    with open_desk(call) as desk:
        from pipetui.service import look

        agenda, now = look.agenda(desk), desk.now()
    late = next(bucket.cards for bucket in agenda.buckets if bucket.name == "overdue")
    _print_deals(call, late, ids, now)
    return _code(call, late, "nothing is overdue")


def list_deals(
    call: Call,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS", help="What to look for; nothing: all.", autocompletion=complete.query, show_default=False
        ),
    ] = None,
    deleted: Annotated[bool, typer.Option("--deleted", help="The deals in the bin instead.")] = False,
    ids: Ids = False,
) -> int:
    """List deals: open ones by urgency, then the closed ones. Exit code 1 when none fits.

    Words are looked for in title, organization, people, tags and source. overdue, today, nonext, rotting, parked,
    open, won, lost, mine, theirs ask for a state; stage:demo, tag:saas, value.over:10k, close.before:eom,
    idle.over:14d and the like compare. All must hold; or, not (or a leading -) and parentheses do the rest.

    pipetui list acme
    pipetui list open stage:proposal value.over:10k
    pipetui list lost reason:price --json
    """
    with open_desk(call) as desk:
        from pipetui.service import look

        text, now = splitting.query(words or ()), desk.now()
        found = look.bin_cards(desk) if deleted else look.cards(desk, text)
        if deleted and text:
            from pipetui.domain import query

            wanted = query.parse(text, now, desk.settings.dates, look.currency(desk))
            found = [card for card in found if wanted.matches(card)]
    _print_deals(call, found, ids, now)
    return _code(
        call, found, "no deal fits" if text else "the bin is empty" if deleted else "no deals yet: pipetui add"
    )


def _print_deals(call: Call, found: Sequence[Card], ids: bool, now: datetime) -> None:
    if ids:
        _print_ids(found)
    elif call.json:
        output.write_all(json_shape.lines(json_shape.deal(card) for card in found))
    elif found:
        output.write_all(tables.deals(found, now, output.page()))


def _print_ids(found: Sequence[Card]) -> None:
    output.write_all(str(card.id) for card in found)


def _code(call: Call, found: Sequence[Card], nothing: str) -> int:
    if found:
        return 0
    call.speak(nothing)
    return NOTHING_FOUND


def show(call: Call, deal: Deal) -> None:
    """Everything about a deal: people, value, qualification, next steps, and what happened, the newest first.

    pipetui show 42
    pipetui show acme rollout --json
    """
    with open_desk(call) as desk:
        from pipetui.service import look

        numbers = changing.which(call, desk, lambda names: splitting.deals(deal, names))
        sheets, now = [look.sheet(desk, number) for number in numbers], desk.now()
    if call.json and len(sheets) == 1:
        output.write(json_shape.text(json_shape.sheet(sheets[0])))
    elif call.json:
        output.write_all(json_shape.lines(map(json_shape.sheet, sheets)))
    else:
        page = output.page()
        for number, sheet in enumerate(sheets):
            if number:
                output.write()
            output.write_all(tables.sheet(sheet, now, page))


def why(call: Call, deal: Deal) -> None:
    """Why a deal stands where it stands in the lists: its urgency, term by term.

    pipetui why 42
    """
    with open_desk(call) as desk:
        from pipetui.service import look

        numbers = changing.which(call, desk, lambda names: splitting.deals(deal, names))
        if len(numbers) != 1:
            raise InputError("why explains one deal at a time", "for example: pipetui why 42")
        card, terms = look.card(desk, numbers[0]), look.why(desk, numbers[0])
    if call.json:
        output.write(json_shape.text(json_shape.urgency(card, terms)))
    else:
        output.write_all(tables.urgency(card, terms, output.page()))


def when(
    call: Call,
    date: Annotated[list[str], typer.Argument(metavar="DATE", help="A date as you would type it.", show_default=False)],
) -> None:
    """Which day a date means. Nothing is written.

    today, tomorrow, fri, next-fri, +3d, 2w, 1mo, +3wd (working days), 15, 23rd, 1.12., eow, eom, eoq, eom-2d,
    2026-12-01, fri 14:00, later.

    pipetui when eom-2d
    pipetui when next-fri 14:00
    """
    now, rules = present.present().replace(microsecond=0), call.settings().dates
    text = " ".join(splitting.plain(date))
    try:
        day, time = dates.parse_due(text, now, rules)
    except InputError as error:
        try:  # a follow-up is never in the past; a question may be
            day, time = dates.parse_day(text, now, rules, past=True), None
        except InputError:
            raise error from None
    today = now.date()
    said = render.due(day, time, today)
    if day < today:
        said = f"{render.day(day, today)}, {render.in_days(day, today)}"
    if call.json:
        output.write(json_shape.text({"date": day.isoformat(), "time": time, "text": said}))
    else:
        output.write(f"{day.isoformat()}{f' {time}' if time else ''}  {said}")


def prompt(
    call: Call,
    shape: Annotated[
        str, typer.Option("--format", metavar="TEXT", help="What to print; {overdue} and {today} are the counts.")
    ] = "",
) -> None:
    """A few characters for a shell prompt or tmux bar: `3! 2.` is three overdue, two today; nothing when clear.

    pipetui prompt
    pipetui prompt --format "{overdue} late, {today} today"
    """
    counts = {"overdue": 0, "today": 0}
    if call.path.exists():  # a prompt makes no book
        with open_desk(call) as desk:
            from pipetui.service import look

            counts |= {bucket.name: len(bucket.cards) for bucket in look.agenda(desk).buckets if bucket.name in counts}
    if call.json:
        output.write(json_shape.text(counts))
    elif line := output.prompt(counts["overdue"], counts["today"], shape):
        output.write(line)

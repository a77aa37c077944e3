"""What the reading verbs print and answer. What one of them needs is imported by it: they are run all day."""

from __future__ import annotations

from pipetui.cli import streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipetui.cli.call import Call
    from pipetui.store import connect
    from pipetui.store.reads.book_reads import Moment
    from pipetui.views import Card

NOTHING_FOUND = 1


def today(call: Call, connection: connect.Connection, moment: Moment, *, ids: bool) -> int:
    """The day in its buckets."""
    from pipetui.store.reads import lists

    agenda = lists.agenda(connection, moment, brief=not call.json)
    found = [card for bucket in agenda.buckets for card in bucket.cards]
    if ids:
        _print_ids(found)
    elif call.json:
        from pipetui.cli import json_shape

        streams.write_all(json_shape.lines(json_shape.agenda(agenda)))
    else:
        from pipetui.cli import pages, tables

        streams.write_all(tables.day(agenda, moment.now, pages.page()))
        _remind(call, connection, moment)
    return _code(call, found, "nothing to do: no open deals; add one with pipetui add")


def _remind(call: Call, connection: connect.Connection, moment: Moment) -> None:
    """That the dead leads want to be swept, to somebody who sits there."""
    from pipetui.cli import prompts

    if prompts.possible(call):
        from pipetui.store import swept

        due = swept.due(connection, moment.now)
        if due is not None:
            call.speak(f"{due.message}: pipetui sweep")


def overdue(call: Call, connection: connect.Connection, moment: Moment, *, ids: bool) -> int:
    """What is late."""
    from pipetui.store.reads import lists

    late = lists.overdue(connection, moment, brief=not call.json)
    _print_deals(call, late, ids, moment.now)
    return _code(call, late, "nothing is overdue")


def matching(
    call: Call, connection: connect.Connection, moment: Moment, words: Sequence[str], *, deleted: bool, ids: bool
) -> int:
    """The deals that fit the words of a filter; with `deleted`, of those in the bin."""
    from pipetui.cli import arguments
    from pipetui.store.reads import lists

    text = arguments.query(words)
    found = lists.fitting(connection, moment, text, deleted=deleted, brief=not call.json)
    _print_deals(call, found.cards, ids, moment.now)
    if found.parked:
        call.speak(f"{found.parked} parked: pipetui list {f'{text} ' if text else ''}parked")
    if "value" in text.lower():
        _say_not_compared(call, connection, text)
    nothing = "the bin is empty" if deleted else "no deals yet: pipetui add"
    if text and not found.cards:
        nothing = _nothing_fits(connection, text)
    return _code(call, found.cards, nothing)


def _nothing_fits(connection: connect.Connection, text: str) -> str:
    """That no deal fits, and what is there that looks like it."""
    from pipetui.store.reads import lists

    like = lists.near(connection, text)
    return "no deal fits" + (f"; did you mean {' or '.join(like)}?" if like else "")


def _say_not_compared(call: Call, connection: connect.Connection, text: str) -> None:
    """An amount without a currency compares deals in the book's own: the others are said (behaviour 36)."""
    from pipetui.domain import money
    from pipetui.domain import patterns as re
    from pipetui.store.pipelines import book_currency
    from pipetui.store.reads import due_counts

    compared = re.findall(r"value(?:\.[a-z]+)?[:=<>]+\"?([^\s)\"]+)", text.lower())
    readings = [[money.try_parse(amount, book) for book in ("EUR", "USD")] for amount in compared]
    if not any(one and other and one.currency != other.currency for one, other in readings):
        return
    currency = book_currency(connection)
    others = due_counts.in_other_currencies(connection, currency)
    if others:
        said = ", ".join(f"{count} in {other}" for other, count in others.items())
        call.speak(f"compared in {currency}; left out: {said} (value.over:10k{next(iter(others))} compares those)")


def sheets(call: Call, connection: connect.Connection, moment: Moment, numbers: Sequence[int]) -> int:
    """Everything about some deals."""
    from pipetui.store.reads.sheet import sheet

    found = [sheet(connection, moment, number) for number in numbers]
    if call.json:
        from pipetui.cli import json_shape

        if len(found) == 1:
            streams.write(json_shape.text(json_shape.sheet(found[0])))
        else:
            streams.write_all(json_shape.lines(map(json_shape.sheet, found)))
        return 0
    from pipetui.cli import pages, tables

    page = pages.page()
    for place, whole in enumerate(found):
        if place:
            streams.write()
        streams.write_all(tables.sheet(whole, moment.now, page))
    return 0


def prompt(call: Call, overdue: int, today: int, shape: str) -> int:
    """The few characters for a shell prompt, from the numbers of deals that are overdue and due today."""
    if call.json:
        from pipetui.cli import json_shape

        streams.write(json_shape.text({"overdue": overdue, "today": today}))
    elif line := prompt_line(overdue, today, shape):
        streams.write(line)
    return 0


def prompt_line(overdue: int, today: int, shape: str = "") -> str:
    """`3! 2.`, "" when nothing is due; `shape` may hold {overdue}, {today}."""
    if not overdue and not today:
        return ""
    if shape:
        return shape.replace("{overdue}", str(overdue)).replace("{today}", str(today))
    return " ".join(part for part in (f"{overdue}!" if overdue else "", f"{today}." if today else "") if part)


def _print_deals(call: Call, found: Sequence[Card], ids: bool, now: datetime) -> None:
    if ids:
        _print_ids(found)
    elif call.json:
        from pipetui.cli import json_shape

        streams.write_all(json_shape.lines(json_shape.deal(card) for card in found))
    elif found:
        from pipetui.cli import pages, tables

        streams.write_all(tables.deals(found, now, pages.page()))


def _print_ids(found: Sequence[Card]) -> None:
    streams.write_all(str(card.id) for card in found)


def _code(call: Call, found: Sequence[Card], nothing: str) -> int:
    if found:
        return 0
    call.speak(nothing)
    return NOTHING_FOUND

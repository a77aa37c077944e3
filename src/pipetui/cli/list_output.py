"""What the reading verbs print and answer. What one of them needs is imported by it: they are run all day."""

from __future__ import annotations

from pipetui.cli import output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipetui.cli.call import Call
    from pipetui.store import connect
    from pipetui.store.reads.book_reads import Moment
    from pipetui.views import Card, Mention


def today(call: Call, connection: connect.Connection, moment: Moment, *, ids: bool) -> int:
    """The day in its buckets."""
    from pipetui.store.reads import lists

    agenda = lists.agenda(connection, moment, brief=call.out.brief)
    found = [card for bucket in agenda.buckets for card in bucket.cards]
    code = call.out.listed(
        found,
        lambda page: output.deal_tables.day(agenda, moment.now, page),
        lambda: output.deal_json.agenda(agenda),
        ids=ids,
    )
    if not ids:
        _remind(call, connection, moment)
    if not found:
        call.speak("nothing to do: no open deals; add one with pipetui add")
    return code


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

    late = lists.overdue(connection, moment, brief=call.out.brief)
    return _deals(call, late, ids, moment.now, "nothing is overdue")


def matching(
    call: Call, connection: connect.Connection, moment: Moment, words: Sequence[str], *, deleted: bool, ids: bool
) -> int:
    """The deals that fit the words of a filter; with `deleted`, of those in the bin."""
    from pipetui.cli import arguments
    from pipetui.store.reads import lists

    text = arguments.query(words)
    found = lists.fitting(connection, moment, text, deleted=deleted, brief=call.out.brief)
    mentions: dict[int, Mention] = {}
    if found.phrases and not ids:
        from pipetui.store.reads import full_text

        mentions = full_text.where_found(connection, found.cards, found.phrases)
    code = call.out.listed(
        found.cards,
        lambda page: output.deal_tables.deals(found.cards, moment.now, page, mentions),
        lambda: (output.deal_json.found(card, mentions.get(card.id)) for card in found.cards),
        ids=ids,
    )
    if found.parked:
        call.speak(f"{found.parked} parked: pipetui list {f'{text} ' if text else ''}parked")
    if found.bare:
        _say_not_compared(call, connection)
    if text and not found.cards:
        call.speak(_nothing_fits(connection, text))
    elif not found.cards:
        call.speak("the bin is empty" if deleted else "no deals yet: pipetui add")
    return code


def _nothing_fits(connection: connect.Connection, text: str) -> str:
    """That no deal fits, and what is there that looks like it."""
    from pipetui.store.reads import lists

    like = lists.near(connection, text)
    return "no deal fits" + (f"; did you mean {' or '.join(like)}?" if like else "")


def _say_not_compared(call: Call, connection: connect.Connection) -> None:
    """An amount without a currency compares deals in the book's own: the others are said (behaviour 36)."""
    from pipetui.store.pipelines import book_currency
    from pipetui.store.reads import due_counts

    currency = book_currency(connection)
    others = due_counts.in_other_currencies(connection, currency)
    if others:
        said = ", ".join(f"{count} in {other}" for other, count in others.items())
        call.speak(f"compared in {currency}; left out: {said} (value.over:10k{next(iter(others))} compares those)")


def sheets(call: Call, connection: connect.Connection, moment: Moment, numbers: Sequence[int]) -> None:
    """Everything about some deals."""
    from pipetui.store.reads.sheet import sheet

    found = [sheet(connection, moment, number) for number in numbers]
    call.out.sheets(
        found,
        lambda whole, page: output.deal_tables.sheet(whole, moment.now, page),
        lambda whole: output.deal_json.sheet(whole),
    )


def prompt_line(overdue: int, today: int, shape: str = "") -> str:
    """`3! 2.`, "" when nothing is due; `shape` may hold {overdue}, {today}."""
    if not overdue and not today:
        return ""
    if shape:
        return shape.replace("{overdue}", str(overdue)).replace("{today}", str(today))
    return " ".join(part for part in (f"{overdue}!" if overdue else "", f"{today}." if today else "") if part)


def _deals(call: Call, found: Sequence[Card], ids: bool, now: datetime, nothing: str = "") -> int:
    return call.out.listed(
        found,
        lambda page: output.deal_tables.deals(found, now, page),
        lambda: map(output.deal_json.deal, found),
        ids=ids,
        nothing=nothing,
    )

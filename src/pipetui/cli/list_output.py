"""What the reading verbs print and answer. What one of them needs is imported by it: they are run all day."""

from __future__ import annotations

from pipetui.cli import output
from pipetui.cli.output.printer import NOTHING_FOUND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from pipetui.cli.call import Call
    from pipetui.cli.output.terminal import Page
    from pipetui.store import connect
    from pipetui.store.reads.book_reads import Moment
    from pipetui.views import Card, Lines, Mention


def today(call: Call, connection: connect.Connection, moment: Moment, *, ids: bool, narrow: str = "") -> int:
    """The day in its buckets, those deals alone that fit the filter `narrow`."""
    agenda = None
    if narrow or not (call.out.brief or ids):
        from pipetui.store.reads import lists

        agenda = lists.agenda(connection, moment)
        if narrow:
            from pipetui import arrange

            agenda = arrange.narrowed_day(agenda, lists.numbers_fitting(connection, moment, narrow))
    if agenda is not None and not (call.out.brief or ids):
        whole = agenda
        found = sum(len(bucket.cards) for bucket in whole.buckets)
        call.out.show(_no_lines, lambda: output.deal_json.agenda(whole))
    else:
        from pipetui.store.reads import lines

        day = lines.day(connection, moment) if agenda is None else lines.day_of_cards(agenda)
        found = len(day.lines.ids)
        call.out.listed(
            day.lines.ids,
            lambda page: output.deal_tables.day(day.buckets, day.lines, moment.now, page, moment.rates),
            list,
            ids=ids,
        )
    if not ids:
        _remind(call, connection, moment)
    if not found:
        call.speak("nothing to do here" if narrow else "nothing to do: no open deals; add one with pipetui add")
    return 0 if found else NOTHING_FOUND


def _remind(call: Call, connection: connect.Connection, moment: Moment) -> None:
    """What to do first, and that the dead leads want to be swept, to somebody who sits there."""
    from pipetui.cli import prompts

    if prompts.possible(call):
        from pipetui.store import swept
        from pipetui.store.reads import health, quota

        if told := health.advice(connection, moment.now, quota.standing(connection, moment.now, moment.rates)):
            call.speak(told)
        due = swept.due(connection, moment.now)
        if due is not None:
            call.speak(f"{due.message}: pipetui sweep")


def overdue(call: Call, connection: connect.Connection, moment: Moment, *, ids: bool, narrow: str = "") -> int:
    """What is late, of the deals that fit the filter `narrow`."""
    nothing = "nothing is overdue"
    if narrow or not (call.out.brief or ids):
        from pipetui.store.reads import lists
        from pipetui.views import of_cards

        late = lists.overdue(connection, moment)
        if narrow:
            fits = lists.numbers_fitting(connection, moment, narrow)
            late = [card for card in late if card.id in fits]
        if call.out.brief or ids:
            return _lines(call, of_cards(late), ids, moment.now, nothing)
        return _cards(call, late, nothing)
    from pipetui.store.reads import lines

    return _lines(call, lines.overdue(connection, moment), ids, moment.now, nothing)


def matching(
    call: Call,
    connection: connect.Connection,
    moment: Moment,
    words: Sequence[str],
    *,
    deleted: bool,
    ids: bool,
    columns: str | Sequence[str] = (),
    sort: str = "",
    reverse: bool = False,
    narrow: str = "",
) -> int:
    """The deals that fit the words of a filter; with `deleted`, of those in the bin. `columns` are those chosen.

    Those alone that fit the filter `narrow` as well. They are in the order of the column `sort`, where one is named.
    """
    from pipetui.cli import arguments

    if reverse and not sort:
        from pipetui.domain.errors import InputError

        raise InputError("--reverse goes with --sort", "for example: pipetui list open --sort close --reverse")
    text = asked = arguments.query(words)
    if narrow:
        from pipetui.domain.query import language

        asked = language.both(narrow, text)
    if sort and (ids or (call.out.brief and not columns)):
        from pipetui.store.reads import full_text, lists
        from pipetui.views import of_cards

        listed = lists.fitting(connection, moment, asked, deleted=deleted)
        cards = _sorted(connection, listed.cards, sort, reverse)
        found, parked, bare = len(cards), listed.parked, listed.bare
        mentions = full_text.where_found(connection, cards, listed.phrases)
        code = _lines(call, of_cards(cards), ids, moment.now, mentions=mentions)
    elif not ids and (columns or not call.out.brief):
        from pipetui.store.reads import full_text, lists

        listed = lists.fitting(connection, moment, asked, deleted=deleted)
        listed = listed._replace(cards=_sorted(connection, listed.cards, sort, reverse))
        mentions = full_text.where_found(connection, listed.cards, listed.phrases)
        found, parked, bare = len(listed.cards), listed.parked, listed.bare
        code = call.out.listed(
            listed.cards,
            _in_columns(connection, moment, listed.cards, columns, mentions) if call.out.brief else _no_lines,
            lambda: (output.deal_json.found(card, mentions.get(card.id)) for card in listed.cards),
        )
    else:
        from pipetui.store.reads import lines

        fitting = lines.fitting(connection, moment, asked, deleted=deleted)
        found, parked, bare = len(fitting.lines.ids), fitting.parked, fitting.bare
        code = _lines(call, fitting.lines, ids, moment.now, mentions=fitting.mentions)
    if parked:
        call.speak(f"{parked} parked: pipetui list {f'{text} ' if text else ''}parked")
    if bare:
        _say_not_compared(call, connection, moment)
    if asked and not found:
        call.speak(_nothing_fits(connection, text))
    elif not found:
        call.speak("the bin is empty" if deleted else "no deals yet: pipetui add")
    return code


def _sorted(connection: connect.Connection, cards: list[Card], sort: str, reverse: bool) -> list[Card]:
    """In the order of the column that is named; of equals the more urgent first. Raises InputError."""
    if not sort:
        return cards
    from pipetui.domain.custom_fields import DEAL
    from pipetui.phrases import deal_columns
    from pipetui.store import custom_fields

    (column,) = deal_columns.chosen([sort], custom_fields.known(connection, DEAL))
    return sorted(cards, key=column.place, reverse=reverse)


def _in_columns(
    connection: connect.Connection,
    moment: Moment,
    cards: Sequence[Card],
    columns: str | Sequence[str],
    mentions: Mapping[int, Mention],
) -> Callable[[Page], Iterable[str]]:
    """The deals as a table of the columns that are named; raises InputError."""
    from pipetui.domain.custom_fields import DEAL
    from pipetui.phrases import deal_columns
    from pipetui.store import custom_fields

    chosen = deal_columns.chosen(columns, custom_fields.known(connection, DEAL))
    return lambda page: output.deal_tables.in_columns(cards, chosen, moment.now, page, mentions)


def _nothing_fits(connection: connect.Connection, text: str) -> str:
    """That no deal fits, and what is there that looks like it."""
    from pipetui.store.reads import lists

    like = lists.near(connection, text)
    return "no deal fits" + (f"; did you mean {' or '.join(like)}?" if like else "")


def _say_not_compared(call: Call, connection: connect.Connection, moment: Moment) -> None:
    """An amount without a currency compares deals in the book's own: of the others those are said that have no rate
    (behaviour 36)."""
    from pipetui.store.pipelines import book_currency
    from pipetui.store.reads import due_counts

    currency = book_currency(connection)
    others = due_counts.in_other_currencies(connection, currency, moment.rates, moment.now.date())
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


def _cards(call: Call, found: Sequence[Card], nothing: str = "") -> int:
    """Deals as JSON."""
    return call.out.listed(found, _no_lines, lambda: map(output.deal_json.deal, found), nothing=nothing)


def _lines(
    call: Call,
    found: Lines,
    ids: bool,
    now: datetime,
    nothing: str = "",
    mentions: Mapping[int, Mention] | None = None,
) -> int:
    """Deals to be read, or their numbers."""
    return call.out.listed(
        found.ids, lambda page: output.deal_tables.lines(found, now, page, mentions), list, ids=ids, nothing=nothing
    )


def _no_lines(_: Page) -> Sequence[str]:
    """What is wanted as JSON alone."""
    return ()

"""The groups of the table of deals: by what, under which head, and which of them are closed."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any, NamedTuple

from pipetui.domain.deal import OPEN
from pipetui.domain.folding import order
from pipetui.domain.saved_view import GROUPS
from pipetui.tui.widgets.pieces import Heading, Row
from pipetui.views import Card


class Grouping(NamedTuple):
    """What deals are put together by: the name of a deal's group, and the place of that group among the others."""

    name: str
    group: Callable[[Card], str]
    place: Callable[[Card], Any]


class ClosedGroup(NamedTuple):
    """A group of which only the head is shown; the cursor can come to it, so that it can be opened again."""

    id: int
    name: str
    text: str
    note: str


def _stage(card: Card) -> str:
    return card.stage if card.status == OPEN else card.status.capitalize()


def _month(card: Card) -> str:
    day = card.closed_on or card.expected_close
    return f"{day:%b %Y}" if day else ""


def _month_place(card: Card) -> tuple[int, int]:
    day = card.closed_on or card.expected_close
    return (day.year, day.month) if day else (9999, 13)


def _by_text(text: str) -> tuple[bool, tuple[str, str]]:
    return not text, order(text)


_GROUPINGS = tuple(
    Grouping(name, *how)
    for name, how in zip(
        GROUPS,
        (
            (_stage, lambda card: (card.status != OPEN, card.stage_position, _stage(card))),
            (lambda card: card.organization, lambda card: _by_text(card.organization)),
            (lambda card: card.source, lambda card: _by_text(card.source)),
            (_month, _month_place),
        ),
        strict=True,
    )
)

KNOWN_GROUPINGS = ("", *GROUPS)


def following(name: str) -> str:
    """The grouping after that one; after the last there is none, ""."""
    known = KNOWN_GROUPINGS
    return known[(known.index(name) + 1) % len(known)] if name in known else known[1]


def grouped(
    cards: Sequence[Card], by: str, closed: Container[str], total: Callable[[Sequence[Card]], str]
) -> tuple[Row | ClosedGroup, ...]:
    """`cards` in their order under a head for each group, which says how many there are and their `total`.

    Of those whose names are in `closed` there is only the head. Without a grouping they stand as they are.
    """
    grouping = next((one for one in _GROUPINGS if one.name == by), None)
    if grouping is None:
        return tuple(cards)
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(grouping.group(card), []).append(card)
    rows: list[Row | ClosedGroup] = []
    for place, name in enumerate(sorted(groups, key=lambda name: grouping.place(groups[name][0]))):
        within = groups[name]
        text = f"{name or f'no {by}'}  {len(within):,}"
        if name in closed:
            rows.append(ClosedGroup(-1 - place, name, text, total(within)))
        else:
            rows.append(Heading(text, total(within)))
            rows.extend(within)
    return tuple(rows)


def names(cards: Sequence[Card], by: str) -> frozenset[str]:
    """The names of all groups of these deals."""
    grouping = next((one for one in _GROUPINGS if one.name == by), None)
    return frozenset(map(grouping.group, cards)) if grouping else frozenset()


def group_of(card: Card, by: str) -> str:
    """The name of the group that the deal stands in."""
    return next(one for one in _GROUPINGS if one.name == by).group(card)

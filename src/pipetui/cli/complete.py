"""What Tab offers: deals, stages, tags, reasons, kinds of touch. Whatever goes wrong, it offers nothing.

Typer calls these with the context and the unfinished word. A word that is offered must begin with what is typed,
so what is typed keeps its capitals.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pipetui.domain import templates as pipelines
from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.queryfields import FIELDS, STATES
from pipetui.domain.text import fold

if TYPE_CHECKING:
    from pipetui.views import Card

    Offers = list[tuple[str, str]]
    Completer = Callable[[typer.Context, str], Offers]

_SAFE = r"[\w.,%-]+"
"""Letters that no shell reads as anything else; a title is offered up to the first word with others."""

_EDITED = "title value stage probability close organization people source tags budget authority need timing"
EDITED = (*_EDITED.split(), "renewal", "revisit")
"""The names of `service.fields.FIELDS`, which is too slow to import for a Tab."""


def _silent(completer: Callable[[typer.Context, str], Iterable[tuple[str, str]]]) -> Completer:
    """A completer that never fails, and offers each word that fits once."""

    @functools.wraps(completer)
    def offers(ctx: typer.Context, incomplete: str) -> Offers:
        try:
            found: dict[str, str] = {}
            for word, about in completer(ctx, incomplete):
                if fold(word).startswith(fold(incomplete)):
                    found.setdefault(incomplete + word[len(incomplete) :], about)
            return list(found.items())
        except Exception:  # noqa: BLE001  # nobody wants an error for a Tab
            return []

    return offers


def rejoin(environment: MutableMapping[str, str]) -> None:
    """Undo what bash does to `@de`: it hands over two words, and yet wants the whole of it replaced."""
    words, place = environment.get("COMP_WORDS", "").split("\n"), environment.get("COMP_CWORD", "")
    if place.isdecimal() and 1 < int(place) < len(words) and words[int(place) - 1] == "@":
        number = int(place)
        words[number - 1 : number + 1] = [f"@{words[number]}"]
        environment.update(COMP_WORDS="\n".join(words), COMP_CWORD=str(number - 1))


# --- what a verb's words can be ------------------------------------------------------------------------------


@_silent
def deals(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Deals, by title or number."""
    yield from titles(_cards(ctx), _before(ctx), incomplete)


@_silent
def deals_and_stages(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Deals, and once one is named the stages."""
    if _before(ctx):
        yield from _stages(ctx)
    yield from titles(_cards(ctx), _before(ctx), incomplete)


@_silent
def touch(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Deals; once one is named kinds of touch; after those outcomes, stages and attributes."""
    before = _before(ctx)
    if any(word in TOUCH_KINDS for word in before[1:]):
        yield from ((outcome.replace(" ", "-"), "outcome") for outcome in OUTCOMES)
        yield from _attributes(ctx)
        yield from (("next:", "next step"), ("at:", "when it was"))
        return
    if before:
        yield from ((kind, "kind of touch") for kind in TOUCH_KINDS)
    yield from titles(_cards(ctx), before, incomplete)


@_silent
def line(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """What a quick line can hold."""
    yield from _attributes(ctx)
    for key in ("next", "close", "p", "org", "who", "src", "value"):
        yield f"{key}:", "attribute"


@_silent
def fields(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Deals, then the fields that can be edited, and tags to put on or take off."""
    before = _before(ctx)
    if before:
        yield from ((f"{name}:", "field") for name in EDITED)
        for tag in _used(ctx, "tag"):
            yield from ((f"+{tag}", "tag"), (f"-{tag}", "tag"))
    yield from titles(_cards(ctx), before, incomplete)


@_silent
def query(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """States, fields, tags and deals to look for."""
    yield from ((state, "state") for state in STATES)
    yield from ((f"{name}:", "field") for name in FIELDS)
    yield from ((f"+{tag}", "tag") for tag in _used(ctx, "tag"))
    yield from titles(_cards(ctx), (), incomplete)


@_silent
def reasons(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Loss reasons, as one word each."""
    from pipetui.store import reads

    yield from ((reason.replace(" ", "-"), "") for reason in _read(ctx, reads.loss_reasons))


@_silent
def templates(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Pipelines to start from."""
    for name, stages in pipelines.TEMPLATES.items():
        yield name, ", ".join(stage.name for stage in stages)


def titles(cards: Iterable[Card], before: Sequence[str], incomplete: str) -> Iterator[tuple[str, str]]:
    """The deals that fit the words before, from the word of their title on that begins with `incomplete`."""
    for card in cards:
        if not all(fold(word) in card.haystack for word in before):
            continue
        if incomplete[:1].isdecimal() and not before:
            yield str(card.id), card.title
        words = card.title.split()
        for place, word in enumerate(words):
            if fold(word).startswith(fold(incomplete)):
                safe = _leading_safe(words[place:])
                if safe:
                    yield safe, f"#{card.id} {card.title}"
                break


def _leading_safe(words: Sequence[str]) -> str:
    kept = []
    for word in words:
        if not re.fullmatch(_SAFE, word):
            break
        kept.append(word)
    return " ".join(kept)


# --- the book, if there is one -------------------------------------------------------------------------------


def _before(ctx: typer.Context) -> list[str]:
    """The words already typed for the argument that takes many."""
    for name in ("line", "deal", "words"):
        if ctx.params.get(name):
            return [str(word) for word in ctx.params[name]]
    return []


def _attributes(ctx: typer.Context) -> Iterator[tuple[str, str]]:
    yield from ((f"@{name.split()[0]}", about) for name, about in _stages(ctx))
    yield from ((f"+{tag}", "tag") for tag in _used(ctx, "tag"))


def _read(ctx: typer.Context, what: Callable[[Any], Any]) -> Any:
    """What `what` reads from the book; an empty tuple if there is none: Tab makes no book."""
    from pipetui.cli.session import Call
    from pipetui.store import connect

    outer = ctx.find_root().params.get("db")
    named = ctx.params.get("db") or outer
    path = Call(Path(named) if named else None).path
    if not path.exists():
        return ()
    connection = connect.connect(path)
    try:
        connect.revision(connection, path)
        return what(connection)
    finally:
        connection.close()


def _cards(ctx: typer.Context) -> Sequence[Card]:
    from pipetui import present
    from pipetui.domain.when import DateRules
    from pipetui.store import reads

    moment = reads.Moment(present.present(), DateRules())
    found: Sequence[Card] = _read(ctx, lambda connection: reads.open_cards(connection, moment))
    return found


def _stages(ctx: typer.Context) -> Iterator[tuple[str, str]]:
    from pipetui.store import reads

    found = _read(ctx, reads.places)
    return ((stage.name, "stage") for stage in (found.stages if found else ()))


def _used(ctx: typer.Context, what: str) -> Sequence[str]:
    from pipetui.store import reads

    found: Sequence[str] = _read(ctx, lambda connection: reads.words_used(connection, what))
    return found

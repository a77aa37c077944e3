"""What Tab offers: deals, stages, tags, reasons, kinds of touch. Whatever goes wrong, it offers nothing.

A word that is offered must begin with what is typed, so what is typed keeps its capitals. Standard library, `domain`
and the plain part of `store` only.
"""

from __future__ import annotations

import re

from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, NamedTuple, TypeAlias

    Offers: TypeAlias = list[tuple[str, str]]
else:
    from pipetui.domain.record import NamedTuple

_SAFE = r"[\w.,%-]+"
"""Letters that no shell reads as anything else; a title is offered up to the first word with others."""

_EDITED = "title value stage probability close organization people source tags budget authority need timing"
EDITED = (*_EDITED.split(), "renewal", "revisit")
"""The names of `service.fields.FIELDS`, which is too slow to import for a Tab."""


class Tab(NamedTuple):
    """What was typed: the words of the verb before the unfinished one, that one, and the book that is meant."""

    before: tuple[str, ...]
    unfinished: str
    book: str


def fitting(offer: Callable[[Tab], Iterable[tuple[str, str]]], tab: Tab) -> Offers:
    """What begins as typed of what `offer` has to offer, each word once, with what is said about it."""
    try:
        found: dict[str, str] = {}
        for word, about in offer(tab):
            if word.casefold().startswith(tab.unfinished.casefold()):  # with its blanks: what was typed stays
                found.setdefault(tab.unfinished + word[len(tab.unfinished) :], about)
        return list(found.items())
    except Exception:  # noqa: BLE001  # nobody wants an error for a Tab
        return []


# --- what a verb's words can be ------------------------------------------------------------------------------


def deals(tab: Tab) -> Iterator[tuple[str, str]]:
    """Deals, by title or number."""
    yield from _titles(tab)


def deals_and_stages(tab: Tab) -> Iterator[tuple[str, str]]:
    """Deals, and once one is named the stages."""
    if tab.before:
        yield from _stages(tab)
    yield from _titles(tab)


def touch(tab: Tab) -> Iterator[tuple[str, str]]:
    """Deals; once one is named kinds of touch; after those outcomes, stages and attributes."""
    if any(word in TOUCH_KINDS for word in tab.before[1:]):
        yield from ((outcome.replace(" ", "-"), "outcome") for outcome in OUTCOMES)
        yield from _attributes(tab)
        yield from (("next:", "next step"), ("at:", "when it was"))
        return
    if tab.before:
        yield from ((kind, "kind of touch") for kind in TOUCH_KINDS)
    yield from _titles(tab)


def line(tab: Tab) -> Iterator[tuple[str, str]]:
    """What a quick line can hold."""
    yield from _attributes(tab)
    for key in ("next", "close", "p", "org", "who", "src", "value"):
        yield f"{key}:", "attribute"


def fields(tab: Tab) -> Iterator[tuple[str, str]]:
    """Deals, then the fields that can be edited, and tags to put on or take off."""
    if tab.before:
        yield from ((f"{name}:", "field") for name in EDITED)
        for tag in _used(tab, "tag"):
            yield from ((f"+{tag}", "tag"), (f"-{tag}", "tag"))
    yield from _titles(tab)


def answers(tab: Tab) -> Iterator[tuple[str, str]]:
    """Deals, then the questions of the qualification with each answer."""
    from pipetui.domain.deal import ANSWERS, QUESTIONS

    if tab.before:
        yield from ((f"{question}:{answer}", "answer") for question in QUESTIONS for answer in ANSWERS)
    yield from _titles(tab)


def query(tab: Tab) -> Iterator[tuple[str, str]]:
    """States, fields, tags and deals to look for."""
    from pipetui.domain.queryfields import FIELDS, STATES

    yield from ((state, "state") for state in STATES)
    yield from ((f"{name}:", "field") for name in FIELDS)
    yield from ((f"+{tag}", "tag") for tag in _used(tab, "tag"))
    yield from _titles(tab._replace(before=()))


def reasons(tab: Tab) -> Iterator[tuple[str, str]]:
    """Loss reasons, as one word each."""
    from pipetui.store import reads

    yield from ((reason.replace(" ", "-"), "") for reason in _read(tab, reads.loss_reasons))


def templates(tab: Tab) -> Iterator[tuple[str, str]]:
    """Pipelines to start from."""
    from pipetui.domain.templates import TEMPLATES

    for name, stages in TEMPLATES.items():
        yield name, ", ".join(stage.name for stage in stages)


def reports(tab: Tab) -> Iterator[tuple[str, str]]:
    """The reports, then the periods."""
    from pipetui.domain.period import NAMES

    names = NAMES if tab.before else ("losses", "sources")
    yield from ((name, "period" if tab.before else "report") for name in names)


def backups(tab: Tab) -> Iterator[tuple[str, str]]:
    """The backups, the newest day first."""
    from pathlib import Path

    from pipetui import paths

    names = sorted((path.stem for path in Path(paths.backups_of(tab.book)).glob("*.db")), reverse=True)
    yield from ((name, "backup") for name in names)


def objections(tab: Tab) -> Iterator[tuple[str, str]]:
    """Deals, and once one is named the words of the playbook and how an objection stands."""
    from pipetui.domain.playbook import STATES
    from pipetui.store.objections import playbook

    if tab.before:
        for entry in _read(tab, playbook):
            yield from ((word, entry.text) for word in re.findall(r"\w{3,}", entry.text))
        yield from ((state, "state") for state in STATES)
    yield from _titles(tab)


def letters(tab: Tab) -> Iterator[tuple[str, str]]:
    """E-mail templates, each as one word; of a name begun already nothing."""
    from pipetui.store import mail

    if not tab.before:
        yield from ((one.name.replace(" ", "-"), one.purpose) for one in _read(tab, mail.templates))


def deals_and_letters(tab: Tab) -> Iterator[tuple[str, str]]:
    """Deals, and once one is named the e-mail templates."""
    if tab.before:
        yield from letters(tab._replace(before=()))
    yield from _titles(tab)


# --- the book, if there is one -------------------------------------------------------------------------------


def _titles(tab: Tab) -> Iterator[tuple[str, str]]:
    """The deals that fit the words before, from the word of their title on that begins as typed; or their numbers."""
    from pipetui.store.finding import open_titles

    numbers = tab.unfinished[:1].isdecimal() and not tab.before
    beginning = "" if numbers else tab.unfinished
    for number, title in _read(tab, lambda connection: open_titles(connection, tab.before, beginning)):
        if numbers:
            yield str(number), title
        words = title.split()
        for place, word in enumerate(words):
            if fold(word).startswith(fold(tab.unfinished)):
                safe = _leading_safe(words[place:])
                if safe:
                    yield safe, f"#{number} {title}"
                break


def _leading_safe(words: Sequence[str]) -> str:
    kept = []
    for word in words:
        if not re.fullmatch(_SAFE, word):
            break
        kept.append(word)
    return " ".join(kept)


def _attributes(tab: Tab) -> Iterator[tuple[str, str]]:
    yield from ((f"@{name.split()[0]}", about) for name, about in _stages(tab))
    yield from ((f"+{tag}", "tag") for tag in _used(tab, "tag"))


def _stages(tab: Tab) -> Iterator[tuple[str, str]]:
    from pipetui.store.places import places

    found = _read(tab, places)
    return ((stage.name, "stage") for stage in (found.stages if found else ()))


def _used(tab: Tab, what: str) -> Sequence[str]:
    from pipetui.store import reads

    found: Sequence[str] = _read(tab, lambda connection: reads.words_used(connection, what))
    return found


def _read(tab: Tab, what: Callable[[Any], Any]) -> Any:
    """What `what` reads from the book; an empty tuple if there is none: Tab makes no book."""
    from pipetui.domain.errors import StoreError
    from pipetui.store import connect

    try:
        connection = connect.connect(tab.book, 0)
    except StoreError:
        return ()
    try:
        connect.revision(connection, tab.book)
        return what(connection)
    finally:
        connection.close()

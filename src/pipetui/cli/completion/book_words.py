"""What Tab offers out of the book, if there is one: titles, stages, tags, cadences, fields of the rep's own."""

from __future__ import annotations

from pipetui.cli.completion import spelling
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from pipetui.cli.completion.tab import Offer, Tab
    from pipetui.domain.custom_fields import CustomField


_MOST_OVER = 100
"""Deals that are over which are offered at once."""


def titles(tab: Tab) -> Iterator[Offer]:
    """The deals that fit the words before, from the word of their title on that begins as typed, or by number.

    A number stands for a deal that has no plain words, or whose words would name another, or no other than the next
    one has; and for whoever types a digit.
    """
    from pipetui.store.reads.finding import compared, open_titles

    *said, typed = tab.unfinished.split(" ")  # in a quote several words may be unfinished
    before = (*tab.before, *filter(None, said))
    rows = read(tab, lambda connection: open_titles(connection, before, "" if typed.isdecimal() else typed))
    titles: dict[str, list[int]] = {}
    for number, title, _ in rows:
        titles.setdefault(compared(title), []).append(number)
    spelt: dict[str, list[tuple[int, str]]] = {}
    for number, title, found in rows:
        if typed.isdecimal() and not before and str(number).startswith(typed):
            yield number, f"#{number} {title}"
        words = _spelt(title, before, typed)
        if words is not None:
            exact = titles.get(compared(" ".join((*before, words))), [number])
            spelt.setdefault(words if found and number in exact else "", []).append((number, title))
    lead = tab.unfinished.removesuffix(typed)
    for words, deals in spelt.items():
        if words and (len(deals) == 1 or len(words) > len(typed)):
            (number, title), more = deals[0], len(deals) - 1
            yield lead + words, f"#{number} {title}" + (f" and {more:,} more" if more else "")
        elif not tab.before:
            yield from ((number, f"#{number} {title}") for number, title in deals)


def _spelt(title: str, before: Sequence[str], typed: str) -> str | None:
    """The plain words of a title from the one on that begins as typed, without those that stand before already.

    "" where that needs a word that is not plain or would be read as a number, None where no word begins so.
    """
    known = set(map(fold, before))
    words = [word for word in spelling.runs(title) if fold(word) not in known]
    place = next((place for place, word in enumerate(words) if fold(word).startswith(fold(typed))), None)
    if place is None:
        return "" if any(fold(word).startswith(fold(typed)) for word in title.split()) else None
    if not before and words[place].replace("-", "").isdecimal():
        return ""
    return spelling.joined(words[place:])


def numbers(tab: Tab) -> Iterator[Offer]:
    """The deals with a word in their title that begins as typed, or a number that does, each by its number.

    For where a deal is one word of the line: a title of several would have to be in quotes.
    """
    from pipetui.store.reads.finding import open_titles

    *said, typed = tab.unfinished.split(" ")
    words = tuple(filter(None, said))
    rows = read(tab, lambda connection: open_titles(connection, words, "" if typed.isdecimal() else typed))
    yield from by_number(typed, ((number, title) for number, title, _ in rows))


def numbers_of_over(tab: Tab, *, won: bool = False) -> Iterator[Offer]:
    """The deals that are over or in the bin, with `won` the won ones alone, each by its number."""
    from pipetui.store.reads.finding import over_titles

    typed = tab.unfinished.split(" ")[-1]
    rows = read(
        tab, lambda connection: over_titles(connection, "" if typed.isdecimal() else typed, _MOST_OVER, won=won)
    )
    yield from by_number(typed, rows)


def by_number(typed: str, named: Iterable[tuple[int, str]]) -> Iterator[Offer]:
    """By number whatever has a word in its name that begins as typed, or such a number."""
    for number, name in named:
        if str(number).startswith(typed) if typed.isdecimal() else _begins_a_word(name, typed):
            yield number, f"#{number} {name}"


def _begins_a_word(name: str, typed: str) -> bool:
    return any(fold(word).startswith(fold(typed)) for word in name.split())


def attributes(tab: Tab) -> Iterator[Offer]:
    """The stages and the tags, by their signs."""
    yield from ((f"@{name}", about) for name, about in stages(tab) if name)
    yield from ((f"+{tag}", "tag") for tag in tags(tab))


def stages(tab: Tab) -> Iterator[Offer]:
    """The stages, as one word each that means no other stage in any pipeline."""
    from pipetui.domain.pipeline import find_stage
    from pipetui.store.pipelines import pipelines

    found = read(tab, pipelines)
    if not found:
        return
    each = [found.of(pipeline) for pipeline in found.names]

    def means(word: str) -> str:
        named = set()
        for stages in each:
            try:
                named.add(find_stage(stages, word).name)
            except AmbiguousError:
                return ""
            except InputError:
                continue
        return named.pop() if len(named) == 1 else ""

    for name in dict.fromkeys(stage.name for stage in found.stages):
        yield spelling.one_word(name, means), "stage"


def cadences(tab: Tab) -> Iterator[Offer]:
    """The cadences, as one word each."""
    from pipetui.domain.cadence import choose
    from pipetui.store import cadences as store

    known = tuple(read(tab, lambda connection: store.known(connection).values()))
    for one in known:
        yield spelling.one_word(one.name, lambda word: choose(known, word).name), "cadence"


def tags(tab: Tab) -> list[str]:
    """The tags that are plain words: a beginning would be another tag."""
    from pipetui.store.reads import book_reads

    used = read(tab, lambda connection: book_reads.words_used(connection, "tag"))
    return [tag for tag in map(spelling.whole, used) if tag[:1].isalpha()]


def read(tab: Tab, what: Callable[[Any], Any]) -> Any:
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


def own_fields(tab: Tab, entity: str | None = None) -> Iterable[CustomField]:
    """The fields that the rep added."""
    from pipetui.store import custom_fields as store

    found: Iterable[CustomField] = read(tab, lambda connection: store.known(connection, entity))
    return found


def own_values(tab: Tab, entity: str) -> Iterator[Offer]:
    """The fields that the rep added, and what a choice is chosen from once its name stands there."""
    for field in own_fields(tab, entity):
        yield f"{field.word}:", "field"
        for option in field.options if fold(tab.unfinished).startswith(f"{field.word}:") else ():
            yield f"{field.word}:{option}", "option"

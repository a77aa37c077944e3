"""Tab where options are about, and for the names of the verbs: as the verbs are declared, which Typer is asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipetui import paths
from pipetui.cli.completion.answer import VALUES, VERBS, fitting
from pipetui.cli.completion.offers import Tab

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.cli.completion.offers import Offer
    from pipetui.cli.completion.shells import Offers


class Option(NamedTuple):
    """An option of a verb, or of them all, with all of its names."""

    names: tuple[str, ...]
    about: str
    takes_value: bool


class _Line(NamedTuple):
    """A command line before the unfinished word, options taken out.

    `open` is the option whose value comes next, `ended` whether a `--` ended the options.
    """

    verb: str = ""
    words: tuple[str, ...] = ()
    book: str = ""
    open: str = ""
    ended: bool = False


def offered(words: Sequence[str]) -> Offers:
    """What the last of the words, which begin with `pipetui`, can become."""
    if len(words) < 2:
        return []
    *before, unfinished = words[1:]
    line = _Line()
    for word in before:
        line = _taken(line, word)
    tab = Tab(line.words, unfinished, line.book or paths.book_file())
    return fitting(lambda tab: _offers(line, tab), tab)


def _taken(line: _Line, word: str) -> _Line:
    """`line` with one word more."""
    if line.open:
        return line._replace(book=word if line.open == "--db" else line.book, open="")
    if word == "--" and not line.ended:
        return line._replace(ended=True)
    name, sign, value = word.partition("=")
    known = declared(line.verb) if word.startswith("-") and not line.ended else ()
    option = next((option for option in known if name in option.names), None)
    if option is None:
        return line._replace(words=(*line.words, word)) if line.verb else line._replace(verb=word)
    if sign:
        return line._replace(book=value if name == "--db" else line.book)
    return line._replace(open=name if option.takes_value else "")


def _offers(line: _Line, tab: Tab) -> Iterator[Offer]:
    if line.open:
        offering = VALUES.get((line.verb, line.open))
        yield from offering(tab._replace(before=())) if offering else ()
        return
    if tab.unfinished.startswith("-") and not line.ended:
        yield from ((name, option.about) for option in declared(line.verb) for name in option.names)
    if line.verb in VERBS:
        yield from VERBS[line.verb](tab)
    elif not line.verb:
        from pipetui.cli import app

        yield from app.summaries()


@cache
def declared(verb: str) -> Sequence[Option]:
    """The options of the verb, of the program without one; none of a verb that there is not."""
    from typer.main import get_command

    from pipetui.cli import app

    if verb and verb not in app.names():
        return []
    command = get_command(app.build(verb or app.names()[0]))
    if verb:
        command = getattr(command, "commands")[verb]  # noqa: B009  # Typer's own type, which it does not name
    shown = [parameter for parameter in command.params if parameter.opts[0].startswith("-")]
    found = [
        Option(tuple(parameter.opts), getattr(parameter, "help", "") or "", not getattr(parameter, "is_flag", False))
        for parameter in shown
    ]
    return [*found, Option(("--help",), "Show this message and exit.", False)]

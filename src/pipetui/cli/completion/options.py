"""Tab where options are about, and for the names of the verbs, as the table declares them."""

from __future__ import annotations

from pipetui import paths
from pipetui.cli.completion import offers
from pipetui.cli.completion.tab import Tab, fitting
from pipetui.cli.verb import EVERYWHERE, FRONT, HELP, PLAIN
from pipetui.cli.verbs import BY_NAME, VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NamedTuple

    from pipetui.cli.completion.shells import Offers
    from pipetui.cli.completion.tab import Offer
    from pipetui.cli.verb import Option
else:
    from pipetui.domain.record import NamedTuple


class _Line(NamedTuple):
    """A command line before the unfinished word, options taken out.

    `open` is the option whose value comes next, `ended` whether a `--` ended the options.
    """

    words: list[str]
    verb: str = ""
    book: str = ""
    open: str = ""
    ended: bool = False


def offered(words: Sequence[str]) -> Offers:
    """What the last of the words, which begin with `pipetui`, can become."""
    if len(words) < 2:
        return []
    *before, unfinished = words[1:]
    line = _Line([])
    for word in before:
        line = _taken(line, word)
    tab = Tab(tuple(line.words), unfinished, line.book or paths.book_file())
    return fitting(lambda tab: _offers(line, tab), tab)


def _taken(line: _Line, word: str) -> _Line:
    """`line` with one word more."""
    if line.open:
        return line._replace(book=word if line.open == "--db" else line.book, open="")
    if word == "--" and not line.ended:
        return line._replace(ended=True)
    if word == PLAIN.flag and not line.verb:  # the verb of that name by another way
        return line._replace(verb=word[2:])
    name, sign, value = word.partition("=")
    known = declared(line.verb) if word.startswith("-") and not line.ended else ()
    option = next((option for option in known if name == option.flag), None)
    if option is None and line.verb:
        line.words.append(word)
        return line
    if option is None:
        return line._replace(verb=word)
    if sign:
        return line._replace(book=value if name == "--db" else line.book)
    return line._replace(open=name if option.metavar else "")


def _offers(line: _Line, tab: Tab) -> Iterator[Offer]:
    if line.open:
        known = next((option for option in declared(line.verb) if option.flag == line.open), None)
        if known is not None and known.completes:
            yield from offers.by_name(known.completes)(tab._replace(before=()))
        return
    if tab.unfinished.startswith("-") and not line.ended:
        yield from ((option.flag, option.help) for option in declared(line.verb))
    verb = BY_NAME.get(line.verb)
    if verb is not None and verb.completes:
        yield from offers.by_name(verb.completes)(tab)
    elif not line.verb:
        from pipetui.cli.output import help_text

        yield from ((verb.name, help_text.of(verb).paragraphs[0]) for verb in VERBS)


def declared(verb: str) -> Sequence[Option]:
    """The options of the verb, of the program without one; none of a verb that there is not."""
    if verb and verb not in BY_NAME:
        return []
    own = BY_NAME[verb].options if verb else FRONT
    return (*own, *EVERYWHERE, HELP)

"""What `--help` prints, of the program and of each verb: from the table of verbs and the docstrings of their bodies."""

from __future__ import annotations

import sys
from itertools import groupby, zip_longest

from pipetui import cli
from pipetui.cli.output import stdio, terminal
from pipetui.cli.verb import EVERYWHERE, FILES, FRONT, HELP, WORDS
from pipetui.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType
    from typing import NamedTuple, TypeAlias

    from pipetui.cli.verb import Option, Verb, Words

    Row: TypeAlias = tuple[str, str]  # what is explained, and what is said about it
else:
    from pipetui.domain.record import NamedTuple

_PROGRAM = """
Your sales pipeline in the terminal. Alone, `pipetui` opens the app; with a verb it answers in the shell.

The day in five verbs: `today`, `add` a deal, `log` a touch, plan what is `next`, `done`.

A deal is named by its number or by words of its title: `pipetui log acme call` needs no quotes. Every change
can be taken back with `pipetui undo`.
"""

_NARROWEST = 24
_ROOM = 24
"""How wide what is said about a word must be to stand beside it, else it stands below."""
_GAP = "  "
_TO_ASCII = str.maketrans("╭╮╰╯─│", "++++-|")

_compiled: dict[str, CodeType] = {}
"""The modules of bodies that were looked into."""


class Help(NamedTuple):
    """What a docstring says: its paragraphs, the first of which stands in lists of verbs, and its examples."""

    paragraphs: list[str]
    examples: list[str]


def of(verb: Verb) -> Help:
    """The help of a verb, out of its compiled module: to import all bodies for it would take 60 ms."""
    from importlib.machinery import SourceFileLoader

    module, _, function = verb.body.partition(".")
    if module not in _compiled:
        code = SourceFileLoader(module, f"{cli.__path__[0]}/commands/{module}.py").get_code(module)
        assert code is not None
        _compiled[module] = code
    body = next(part for part in _compiled[module].co_consts if getattr(part, "co_name", "") == function)
    return _understood(body.co_consts[0] or "")


def program() -> Help:
    """The help of the program itself."""
    return _understood(_PROGRAM)


def _understood(docstring: str) -> Help:
    """A docstring taken apart: the lines that begin with `pipetui` are its examples."""
    lines = [line.strip() for line in docstring.strip().splitlines()]
    examples = [line for line in lines if line.startswith("pipetui")]
    text = _filled("\n".join(line for line in lines if line not in examples).strip())
    return Help([" ".join(paragraph.split()) for paragraph in text.split("\n\n")], examples)


def _filled(text: str) -> str:
    """A docstring with what a table has more of than it should repeat: `{fields}`, `{reports}`, `{periods}`."""
    if "{fields}" in text:
        from pipetui.domain.fields import having

        text = text.replace("{fields}", ", ".join(field.name for field in having("label")))
    if "{reports}" in text:
        from pipetui.phrases.reports import REPORTS

        text = text.replace("{reports}", "\n\n".join(f"{row.name}: {row.about}." for row in REPORTS.values()))
        *closing, last = [row.name for row in REPORTS.values() if row.by_closing]
        text = text.replace("{closing}", f"{', '.join(closing)} and {last}")
    if "{periods}" in text:
        from pipetui.domain.dates.period import DEFAULT, NAMES

        text = text.replace("{periods}", ", ".join(NAMES).replace(DEFAULT, f"{DEFAULT} (if none is given)"))
    return text


def show(verb: Verb | None = None) -> None:
    """Print the help of a verb, or of the program: as wide as the terminal, its headings bold where there is colour."""
    page = terminal.page()
    columns = max(_NARROWEST, terminal.width(sys.stdout))
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    for line in _of_verb(verb, columns) if verb else _of_program(columns):
        shown = line.translate(_TO_ASCII) if plain else line
        stdio.write(page.heading(shown) if _is_heading(line) else shown)


def _is_heading(line: str) -> bool:
    return line.startswith(("╭", " For example:"))


def _of_program(columns: int) -> Iterator[str]:
    yield from _opening("pipetui [OPTIONS] COMMAND [ARGS]...", program(), columns)
    yield from _options(FRONT, columns)
    for group, verbs in groupby(VERBS, lambda verb: verb.group):
        yield from _frame(group, [(verb.name, of(verb).paragraphs[0]) for verb in verbs], columns)
    yield ""


def _of_verb(verb: Verb, columns: int) -> Iterator[str]:
    said = of(verb)
    yield from _opening(usage(verb), said, columns)
    if verb.words:
        required = verb.words.required
        about = f"{verb.words.help} [required]" if required else verb.words.help
        yield from _frame("Arguments", [(f"{'*' if required else ' '}  {verb.words.metavar}", about)], columns)
    yield from _options(verb.options, columns)
    yield ""
    yield " For example:"
    for example in said.examples:
        yield from _lines(example, columns, 4)
    yield ""


def _opening(usage: str, said: Help, columns: int) -> Iterator[str]:
    yield ""
    yield from _lines(f"Usage: {usage}", columns, 8)
    yield ""
    for paragraph in said.paragraphs:
        yield from _lines(paragraph, columns)
        yield ""


def _lines(text: str, columns: int, hanging: int = 0) -> Iterator[str]:
    """A text in lines that leave a cell free on both sides; all but the first begin `hanging` cells further in."""
    yield from (f" {line}" for line in _wrapped(text, columns - 2, hanging))


def _wrapped(text: str, columns: int, hanging: int = 0) -> list[str]:
    from textwrap import wrap  # 5 ms that a Tab, which asks for the first paragraphs, need not wait

    return wrap(text, columns, subsequent_indent=" " * hanging, break_on_hyphens=False)


def usage(verb: Verb) -> str:
    """How a verb is called, on a line."""
    return f"pipetui {verb.name} [OPTIONS] {_usage(verb.words) if verb.words else ''}"


def _usage(words: Words) -> str:
    """The words of a verb as a usage line has them."""
    first, last = "{}" if words.required else "[]"
    return f"{first}{words.metavar}{last}{'...' if words.kind in (WORDS, FILES) else ''}"


def _options(own: Sequence[Option], columns: int) -> Iterator[str]:
    yield from _frame("Options", _explained((*own, HELP)), columns)
    yield from _frame("Everywhere", _explained(EVERYWHERE), columns)


def _explained(options: Sequence[Option]) -> list[Row]:
    longest = max(len(option.flag) for option in options)
    return [(f"{option.flag:{longest}}{_GAP}{_kind(option)}".rstrip(), about(option)) for option in options]


def _kind(option: Option) -> str:
    return option.metavar if option.least is None else f"{option.metavar} [x>={option.least}]"


def about(option: Option) -> str:
    """What an option is for, with its default and what it takes."""
    said = f"{option.help} [default: {option.default}]" if option.default else option.help
    if not option.listed:
        return said
    from importlib import import_module

    return f"{said} One of: {', '.join(import_module(option.listed).names())}."


def _frame(heading: str, rows: Sequence[Row], columns: int) -> Iterator[str]:
    """Rows in a frame: what is explained, and beside it, or below it where that leaves no room, what is said."""
    inner = columns - 4
    longest = max(len(word) for word, _ in rows)
    room = inner - longest - len(_GAP)
    yield f"╭─ {heading} ".ljust(columns - 1, "─") + "╮"
    for word, about in rows:
        if room >= _ROOM:
            pairs = zip_longest([word], _wrapped(about, room), fillvalue="")
            lines = [f"{left:{longest}}{_GAP}{right}" for left, right in pairs]
        else:
            lines = [*_wrapped(word.strip(), inner), *(f"    {line}" for line in _wrapped(about, inner - 4))]
        for line in lines:
            yield f"│ {line:{inner}} │"
    yield "╰" + "─" * (columns - 2) + "╯"

"""The quick parser: tried first for every verb, over the same table that Typer is made from.

What it does not wholly understand (a mistake, an odd way to write an option) it leaves to `careful`, which parses it
with Typer and runs the same body. Standard library only, and little of that.
"""

from __future__ import annotations

from pipetui.cli.call import Call
from pipetui.cli.verb import EVERYWHERE, FILES, HELP, PLAIN, SHORT, WORDS
from pipetui.cli.verbs import BY_NAME
from pipetui.cli.words import text
from pipetui.domain.errors import PipetuiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NamedTuple

    from pipetui.cli.verb import Option, Verb
else:
    from pipetui.domain.record import NamedTuple

INSTANT = frozenset({"add", "log", "done", "today", "overdue", "list", "show", "prompt", "quota"})
"""Over before a signal could end them half way: what hears of signals would take a tenth of their time to import."""


class Parsed(NamedTuple):
    """A command line that is understood; `given` are the body's arguments behind the call."""

    verb: Verb
    call: Call
    given: tuple[Any, ...]
    options: dict[str, Any]


def with_verb(arguments: Sequence[str]) -> list[str]:
    """The arguments with the verb that `--plain` stands for in front."""
    begun = list(arguments)
    place = begun.index(PLAIN.flag) if PLAIN.flag in begun else -1
    if place < 0 or any(word in BY_NAME or word == "--" for word in begun[:place]):
        return begun
    return ["plain", *begun[:place], *begun[place + 1 :]]


def run(arguments: Sequence[str]) -> int | None:
    """Carry out the call and return its exit code; None when it is for Typer. Raises PipetuiError."""
    parsed = parse(arguments)
    if parsed is None:
        return _help(arguments)
    if parsed.verb.name not in INSTANT:
        import gc

        from pipetui import signals

        gc.enable()
        signals.raise_when_ending()
    return parsed.verb.load()(parsed.call, *parsed.given, **parsed.options) or 0


def _help(arguments: Sequence[str]) -> int | None:
    """Print the help of the program, or of the verb that is named with no more words; None for any other call."""
    *named, asked = arguments
    if SHORT.get(asked, asked) != HELP.flag or len(named) > 1 or not BY_NAME.keys() >= {*named}:
        return None
    from pipetui.cli.output import help_text

    help_text.show(*map(BY_NAME.get, named))
    return 0


def parse(arguments: Sequence[str]) -> Parsed | None:
    """The command line taken apart, exactly as Typer would; None for what is not plain."""
    verb = BY_NAME.get(arguments[0]) if arguments else None
    if verb is None:
        return None
    known = {option.flag: option for option in (*verb.options, *EVERYWHERE)}
    words: list[str] = []
    options: dict[str, Any] = {}
    rest = iter(arguments[1:])
    try:
        for word in rest:
            option = known.get(SHORT.get(word, word))
            if word == "--":
                words += [word, *rest]
            elif option is None:
                if word.startswith("--") or word in SHORT:
                    return None
                words.append(word)
            elif not option.metavar:
                options[option.parameter] = True
            else:
                value = _value(option, next(rest, ""))
                if option.repeated:
                    options.setdefault(option.parameter, []).append(value)
                else:
                    options[option.parameter] = value
        return _given(verb, _call(options), words, options)
    except (PipetuiError, LookupError):  # Typer may have something else to say first
        return None


def _value(option: Option, value: str) -> str | int:
    """The value of an option; raises LookupError for one that may be an option itself, or is none."""
    if not value or (value.startswith("-") and value != "-"):
        raise LookupError
    if isinstance(option.default, int):
        if not (value.isascii() and value.isdigit() and len(value) < 19 and int(value) >= (option.least or 0)):
            raise LookupError
        return int(value)
    return text(value)


def _call(options: dict[str, Any]) -> Call:
    """How the verb was called, taken out of its options."""
    from pipetui import paths
    from pipetui.cli.output import stdio

    book, config = (paths.named(options.pop(name)) if name in options else None for name in ("db", "config"))
    json, quiet, no_pager, ascii_only = (options.pop(name, False) for name in ("json", "quiet", "no_pager", "ascii"))
    if ascii_only:
        stdio.draw_in_ascii()
    return Call(book, config, json, quiet, no_pager, ascii_only)


def _given(verb: Verb, call: Call, words: list[str], options: dict[str, Any]) -> Parsed | None:
    if verb.words is None:
        return None if words else Parsed(verb, call, (), options)
    if verb.words.required and not words:
        return None
    if verb.words.kind == WORDS:
        return Parsed(verb, call, ([text(word) for word in words],), options)
    if "--" in words:
        return None
    if verb.words.kind == FILES:
        return Parsed(verb, call, ([verb.words.path_of(word) for word in words],), options)
    if len(words) > 1:
        return None
    return Parsed(verb, call, (verb.words.path_of(words[0]) if words else None,), options)

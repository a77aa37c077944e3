"""How a function becomes a verb: the options every verb knows, and its help taken from its docstring.

A verb is a function `(call, …) -> exit code or None`. The lines of its docstring that begin with `pipetui` are its
examples. Words that look like options but are none (`-saas`) stay words; `--` ends the options.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from pipetui import paths
from pipetui.cli import streams
from pipetui.cli.session import Call
from pipetui.cli.words import text
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

Verb: TypeAlias = Callable[..., int | None]

_EVERYWHERE = "Everywhere"
_SHORT = {"-q": "--quiet", "-y": "--yes", "-h": "--help"}


def named(path: str) -> Path:
    """A book or configuration file; raises InputError where it is none."""
    return Path(paths.named(path))


def file(path: str) -> Path:
    """A FILE argument, used to the byte; raises InputError where it is none."""
    paths.check_file_name(path)
    return Path(path)


Book = Annotated[
    Path | None,
    typer.Option(
        "--db",
        metavar="PATH",
        help="The book to work on, instead of PIPETUI_DB or your own.",
        parser=named,
        rich_help_panel=_EVERYWHERE,
        show_default=False,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="PATH",
        help="The configuration file, instead of your own.",
        parser=named,
        rich_help_panel=_EVERYWHERE,
        show_default=False,
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", help="(-q) Say nothing but data and errors.", rich_help_panel=_EVERYWHERE)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.", rich_help_panel=_EVERYWHERE)]

Deal = Annotated[
    list[str],
    typer.Argument(
        metavar="DEAL",
        help="A number, several (3,7-9), or words of the title, organization or people.",
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="(-y) Change three deals or more without asking.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
Ids = Annotated[bool, typer.Option("--ids", help="Print only the numbers, one a line.")]

_SHARED: tuple[tuple[str, Any, Any], ...] = (
    ("db", Book, None),
    ("config", Config, None),
    ("json", Json, False),
    ("quiet", Quiet, False),
)


def register(app: typer.Typer, panel: str, name: str, verb: Verb) -> None:
    """Make `verb` a command of the app under the heading `panel` of its help."""
    said, examples = help_of(verb)
    app.command(
        name,
        help=said,
        epilog="\n".join(["For example:", *examples]).replace("[", "\\[") if examples else None,  # no markup
        rich_help_panel=panel,
        context_settings={"ignore_unknown_options": True},
    )(_with_call(verb))


def help_of(verb: Verb) -> tuple[str, list[str]]:
    """What a verb's docstring says, each paragraph on one line, and its examples."""
    lines = (inspect.getdoc(verb) or "").splitlines()
    examples = [line for line in lines if line.startswith("pipetui")]
    paragraphs = "\n".join(line for line in lines if line not in examples).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs), examples


def protected(arguments: Sequence[str]) -> list[str]:
    """The arguments with short options spelt out and the `--` doubled, so that a verb still sees where it stood.

    Short options are no options to the parser, which would find their letters in words such as `-quick`.
    """
    place = list(arguments).index("--") if "--" in arguments else len(arguments)
    spelt = [_SHORT.get(word, word) for word in arguments[:place]]
    return [*spelt, *arguments[place : place + 1], *arguments[place:]]


def _with_call(verb: Verb) -> Callable[..., int | None]:
    """The verb as Typer calls it: its own parameters and the shared ones, which become the `Call`."""
    own = list(inspect.signature(verb, eval_str=True).parameters.values())[1:]

    def run(ctx: typer.Context, **given: Any) -> int | None:
        call = _call(ctx, **{name: given.pop(name) for name, _, _ in _SHARED})
        for name, value in given.items():
            if isinstance(value, str):
                given[name] = text(value)
            elif isinstance(value, (list, tuple)):
                given[name] = [text(word) if isinstance(word, str) else word for word in value]
                _refuse_unknown_options([word for word in given[name] if isinstance(word, str)])
        try:
            return verb(call, **given)
        except BrokenPipeError:  # Typer would make an exit code 1 of it
            streams.hang_up()
            return 0

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        *(parameter.replace(kind=keyword) for parameter in own),
        *(
            inspect.Parameter(name, keyword, annotation=annotation, default=default)
            for name, annotation, default in _SHARED
        ),
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what Typer reads
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _call(ctx: typer.Context, db: Path | None, config: Path | None, json: bool, quiet: bool) -> Call:
    """How the verb was called; what stands behind the verb goes before what stands before it."""
    outer = ctx.obj if isinstance(ctx.obj, Call) else Call()
    return Call(db or outer.book, config or outer.config, json or outer.json, quiet or outer.quiet)


def _refuse_unknown_options(words: Sequence[str]) -> None:
    """A mistyped `--dry-rn` must not become a part of a title."""
    for word in words:
        if word == "--":
            return
        if word.startswith("--"):
            raise InputError(f"there is no option {quoted(word)}", "Put -- before words that begin with two dashes.")

"""The careful parser: Typer, made from the table of verbs, for mistakes, and options written in other ways."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import cache, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui import __version__, paths
from pipetui.cli.call import Call, open_app
from pipetui.cli.completion import scripts
from pipetui.cli.output import help_text, stdio, terminal
from pipetui.cli.verb import CONFIG, DB, EVERYWHERE, FILES, FRONT, HELP, SHORT, WORDS, Option, Verb, Words
from pipetui.cli.verbs import BY_NAME, VERBS
from pipetui.cli.words import text
from pipetui.domain.errors import InputError
from pipetui.domain.wording import nearest, quoted

if TYPE_CHECKING:
    from pipetui.cli.verb import Body

_WORDS = "the_words"
"""What Typer calls the words of a verb: no option is called so."""
_OPTIONS = {
    option.flag for option in (*EVERYWHERE, *FRONT, HELP, *(option for verb in VERBS for option in verb.options))
}
"""Every option that there is: whoever writes one means it, and no text."""


def run(arguments: Sequence[str]) -> int:
    """Run the verb that the arguments name; returns its exit code. Raises PipetuiError, never Typer's own."""
    terminal.forget_odd_size()
    first = text(arguments[0]) if arguments else ""
    if first in scripts.OPTIONS:
        return scripts.run(*arguments[:2])
    _refuse_unknown_verb(arguments)
    _refuse_unknown_short(arguments)
    command = _command(first if first in BY_NAME else "")
    try:
        code = command.main(args=protected(arguments), prog_name="pipetui", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "pipetui"
        raise InputError(_sentence(error.format_message()), f"see: {path} --help") from error
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    return code or 0


def build(only: str = "") -> typer.Typer:
    """The app with all its verbs, or with one alone: making the others costs 40 ms."""
    app = typer.Typer(
        name="pipetui",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,  # `completion` offers nothing that a shell could read as anything else
        context_settings={"help_option_names": ["--help"]},
    )
    app.callback(invoke_without_command=True)(_declared(_front, [*map(_parameter, (*EVERYWHERE, *FRONT))]))
    for verb in VERBS:
        if only in ("", verb.name):
            app.command(verb.name, context_settings={"ignore_unknown_options": True})(command_of(verb, verb.load()))
    return app


def protected(arguments: Sequence[str]) -> list[str]:
    """The arguments with short options spelt out and the `--` doubled, so that a verb of words sees where it stood."""
    place = list(arguments).index("--") if "--" in arguments else len(arguments)
    spelt = [SHORT.get(word, word) for word in arguments[:place]]
    verb = next((BY_NAME[word] for word in spelt if word in BY_NAME), None)
    is_path = verb is not None and verb.words is not None and verb.words.kind != WORDS
    return [*spelt, *arguments[place : place + 1], *arguments[place + is_path :]]


def command_of(verb: Verb, body: Body) -> Callable[..., int | None]:
    """The body as Typer calls it: with the row's words and options, and the shared ones, which become the `Call`."""

    def run(ctx: typer.Context, **given: Any) -> int | None:
        call = _call(ctx, **{option.parameter: given.pop(option.parameter) for option in EVERYWHERE})
        for name, value in given.items():
            if isinstance(value, str):
                given[name] = text(value)
            elif isinstance(value, (list, tuple)):
                given[name] = [text(word) if isinstance(word, str) else word for word in value]
                _refuse_unknown_options(verb, [word for word in given[name] if isinstance(word, str)])
        for option in verb.options:
            if option.repeated:
                given[option.parameter] = given[option.parameter] or ()
        words = []
        if verb.words:
            found = given.pop(_WORDS)
            words = [() if found is None and verb.words.kind == WORDS else found]
        try:
            return body(call, *words, **given)
        except BrokenPipeError:  # Typer would make an exit code 1 of it
            stdio.hang_up()
            return 0

    parameters = [_argument(verb.words)] if verb.words else []
    return _declared(run, [*parameters, *map(_parameter, (*verb.options, *EVERYWHERE))])


def _declared(function: Callable[..., Any], parameters: Sequence[inspect.Parameter]) -> Callable[..., Any]:
    """The function with the parameters that Typer is to see, behind its context."""
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    every = [context, *parameters]

    @wraps(function)
    def declared(ctx: typer.Context, **given: Any) -> Any:
        return function(ctx, **given)

    declared.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]  # what Typer reads
    declared.__annotations__ = {parameter.name: parameter.annotation for parameter in every}
    return declared


def _argument(words: Words) -> inspect.Parameter:
    """The words of a verb, for Typer."""
    kind: Any = list[str] if words.kind == WORDS else list[Path] if words.kind == FILES else Path
    wanted: Any = kind if words.required else kind | None
    parser = None if words.kind == WORDS else words.path_of
    about = typer.Argument(metavar=words.metavar, help=words.help, parser=parser)
    default = inspect.Parameter.empty if words.required else None
    annotation = Annotated[wanted, about]
    return inspect.Parameter(_WORDS, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _parameter(option: Option) -> inspect.Parameter:
    """An option, for Typer."""
    path = option in (DB, CONFIG)
    kind: Any = bool if not option.metavar else str
    default: Any = option.default if option.metavar else False
    if isinstance(option.default, int):
        kind = int
    elif option.repeated:
        kind, default = list[str] | None, None
    elif path or option.default is None:
        kind, default = str | None, None
    about = typer.Option(
        option.flag,
        metavar=option.metavar or None,
        help=option.help,
        min=option.least,
        parser=paths.named if path else None,
    )
    return inspect.Parameter(
        option.parameter, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[kind, about], default=default
    )


def _call(
    ctx: typer.Context,
    db: str | None,
    config: str | None,
    json: bool,
    quiet: bool,
    no_pager: bool,
    ascii: bool,  # noqa: A002  # as the option is called
) -> Call:
    """How the verb was called; what stands behind the verb goes before what stands before it."""
    outer = ctx.obj if isinstance(ctx.obj, Call) else Call()
    if ascii:
        stdio.draw_in_ascii()
    return Call(
        db or outer.book,
        config or outer.config,
        json or outer.json,
        quiet or outer.quiet,
        no_pager or outer.no_pager,
        ascii or outer.ascii,
    )


def _refuse_unknown_verb(arguments: Sequence[str]) -> None:
    """The first word that is no option and no value of one is a verb."""
    words = iter(arguments)
    for word in words:
        if word in (DB.flag, CONFIG.flag):
            next(words, None)
        elif not word.startswith("-"):
            if word not in BY_NAME:
                near = nearest(word, BY_NAME)
                hint = f"did you mean {' or '.join(near)}? " if near else ""
                raise InputError(f"there is no verb {quoted(word)}", f"{hint}see: pipetui --help")
            return


def _refuse_unknown_short(arguments: Sequence[str]) -> None:
    """A short option is spelt out for Typer, which would name one that nobody typed."""
    verb: Verb | None = None
    for word in arguments:
        if word == "--":
            return
        verb = verb or BY_NAME.get(word)
        known = {option.flag for option in (*(verb.options if verb else FRONT), *EVERYWHERE, HELP)}
        if word in SHORT and SHORT[word] not in known:
            path = f"pipetui {verb.name}" if verb else "pipetui"
            raise InputError(f"there is no option {word} here", f"see: {path} --help")


def _refuse_unknown_options(verb: Verb, words: Sequence[str]) -> None:
    """A mistyped `--dry-rn` must not become a part of a title, and neither must an option of another verb."""
    for word in words:
        if word == "--":
            return
        if word.startswith("--"):
            hint = f"see: pipetui {verb.name} --help"
            if word.partition("=")[0] not in _OPTIONS:
                hint += " (-- goes before words that begin with two dashes)"
            raise InputError(f"{verb.name} has no option {quoted(word)}", hint)


@cache  # once in a process, which may call many: the suite, and whoever calls `main` themselves
def _command(only: str) -> Any:
    command: Any = typer.main.get_command(build(only))
    for name, one in {"": command, **command.commands}.items():
        one.get_help = partial(_help, BY_NAME.get(name))
    return command


def _help(verb: Verb | None, ctx: typer.Context) -> str:
    """The help, printed as it is without Typer; what Typer is to print then."""
    help_text.show(verb)
    raise typer.Exit


def _front(
    ctx: typer.Context, plain: bool, version: bool, install_completion: bool, show_completion: bool, **shared: Any
) -> int:
    ctx.obj = _call(ctx, **shared)
    if version:
        stdio.write(f"pipetui {__version__}")
        raise typer.Exit
    if install_completion or show_completion:
        return scripts.run(scripts.INSTALL if install_completion else scripts.SHOW, ctx.invoked_subcommand or "")
    if ctx.invoked_subcommand is None:
        return open_app(ctx.obj)
    return 0


def _sentence(text: str) -> str:
    """What Typer says, on one line, as the rest of our errors begin."""
    line = " ".join(text.split()).rstrip(".")
    return line[:1].lower() + line[1:]

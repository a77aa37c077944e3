"""The Typer app: every verb under its heading, and the way in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any

import typer

from pipetui import __version__
from pipetui.cli import (
    aftersale,
    book,
    cadence,
    doctor,
    importing,
    mail,
    mail_templates,
    moving,
    objection,
    pages,
    people,
    qualify,
    reading,
    report,
    safekeeping,
    streams,
    sweep,
    verbs,
    writing,
)
from pipetui.cli.completion import scripts
from pipetui.cli.session import Call, open_app
from pipetui.cli.words import text
from pipetui.domain.errors import InputError

_PANELS: tuple[tuple[str, tuple[tuple[str, verbs.Verb], ...]], ...] = (
    (
        "The day",
        (
            ("today", reading.today),
            ("add", writing.add),
            ("log", writing.log),
            ("next", writing.next_step),
            ("done", moving.done),
            ("overdue", reading.overdue),
            ("snooze", moving.snooze),
            ("mail", mail.mail),
            ("turn", moving.turn),
            ("cadence", cadence.cadence),
            ("sweep", sweep.sweep),
            ("why", reading.why),
            ("objection", objection.objection),
            ("report", report.report),
        ),
    ),
    (
        "Deals",
        (
            ("list", reading.list_deals),
            ("show", reading.show),
            ("edit", writing.edit),
            ("note", writing.note),
            ("tag", writing.tag),
            ("qualify", qualify.qualify),
            ("advance", moving.advance),
            ("retreat", moving.retreat),
            ("move", moving.move),
            ("win", moving.win),
            ("link", aftersale.link),
            ("drop", moving.drop),
            ("park", moving.park),
            ("unpark", moving.unpark),
            ("reopen", moving.reopen),
            ("delete", moving.delete),
        ),
    ),
    (
        "People",
        (
            ("people", people.people),
            ("person", people.person),
            ("orgs", people.orgs),
            ("org", people.org),
        ),
    ),
    ("Undo", (("undo", book.undo), ("redo", book.redo), ("history", book.history))),
    (
        "The book",
        (
            ("stages", book.stages),
            ("playbook", objection.playbook),
            ("templates", mail_templates.templates),
            ("template", mail_templates.template),
            ("scores", qualify.scores),
            ("when", reading.when),
            ("prompt", reading.prompt),
            ("import", importing.import_file),
            ("backup", safekeeping.backup),
            ("restore", safekeeping.restore),
            ("doctor", doctor.doctor),
            ("init", book.init),
            ("locate", book.locate),
            ("demo", book.demo),
        ),
    ),
)


def run(arguments: Sequence[str]) -> int:
    """Run the verb that the arguments name; returns its exit code. Raises PipetuiError, never Typer's own."""
    pages.forget_odd_size()
    first = text(arguments[0]) if arguments else ""
    if first in scripts.OPTIONS:
        return scripts.run(*arguments[:2])
    command = _command(first if first in names() else "")
    try:
        code = command.main(args=verbs.protected(arguments), prog_name="pipetui", standalone_mode=False)
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
        help=verbs.help_of(_front)[0],
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        add_completion=False,  # `completion` offers nothing that a shell could read as anything else
        context_settings={"help_option_names": ["--help"]},
    )
    app.callback(invoke_without_command=True)(_front)
    for panel, entries in _PANELS:
        for name, verb in entries:
            if only in ("", name):
                verbs.register(app, panel, name, verb)
    return app


@cache  # once in a process, which may call many: the suite, and whoever calls `main` themselves
def _command(only: str) -> Any:
    command: Any = typer.main.get_command(build(only))
    for one in (command, *command.commands.values()):
        for parameter in one.get_params(typer.Context(one)):
            # A switch is no <bool> to a rep, and an argument has said what it is by its name.
            if parameter.param_type_name == "argument" or getattr(parameter, "is_flag", False):
                parameter.display_type_rich = lambda ctx: None
    return command


def names() -> tuple[str, ...]:
    """Every verb, in the order of the help."""
    return tuple(name for _, entries in _PANELS for name, _ in entries)


def summaries() -> Iterator[tuple[str, str]]:
    """Every verb with the first sentence of its help."""
    return ((name, verbs.help_of(verb)[0].partition("\n")[0]) for _, entries in _PANELS for name, verb in entries)


def _front(
    ctx: typer.Context,
    db: verbs.Book = None,
    config: verbs.Config = None,
    json: verbs.Json = False,
    quiet: verbs.Quiet = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    install_completion: Annotated[
        bool, typer.Option(scripts.INSTALL, help="Install completion for your shell, or the one named after it.")
    ] = False,
    show_completion: Annotated[
        bool, typer.Option(scripts.SHOW, help="Print the completion script instead, to put it elsewhere.")
    ] = False,
) -> int:
    """Your sales pipeline in the terminal. Alone, `pipetui` opens the app; with a verb it answers in the shell.

    The day in five verbs: `today`, `add` a deal, `log` a touch, plan what is `next`, `done`.

    A deal is named by its number or by words of its title: `pipetui log acme call` needs no quotes. Every change
    can be taken back with `pipetui undo`.
    """
    ctx.obj = Call(db, config, json, quiet)
    if version:
        streams.write(f"pipetui {__version__}")
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

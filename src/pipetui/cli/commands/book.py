"""Verbs about the book as a whole: undo, redo, history, init, locate, demo."""

from __future__ import annotations

from pipetui.cli import output
from pipetui.cli.call import Call, open_app, open_workspace
from pipetui.cli.output import messages
from pipetui.domain import pipeline_templates
from pipetui.domain.errors import ConflictError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.service import Result


def undo(call: Call) -> None:
    """Take back the last change, whatever made it: the app, a verb, an import. Again: the one before.

    pipetui undo
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui import service

        _say(call, service.undo(workspace))


def redo(call: Call) -> None:
    """Do again what the last undo took back.

    pipetui redo
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui import service

        _say(call, service.redo(workspace))


_WAYS = {"redo": messages.WAY_FORWARD, "undo": messages.WAY_BACK}


def _say(call: Call, outcome: Result) -> None:
    done, _, label = outcome.message.partition(": ")
    said = f"{outcome.message} · {_WAYS[outcome.way_back]}" if outcome.way_back else outcome.message
    call.out.done(said, lambda: {done.replace(" ", "_"): label})
    for warning in outcome.warnings:
        from pipetui.cli.errors import warned  # seldom

        call.speak(warned(warning))


def history(
    call: Call,
    limit: int = 20,
) -> None:
    """The changes that undo goes back through, the newest first; those taken back are marked.

    pipetui history --limit 50
    """
    with open_workspace(call) as workspace:
        from pipetui.service import reads

        steps, now = reads.history(workspace, limit), workspace.now()
    call.out.listed(
        steps,
        lambda page: output.deal_tables.history(steps, now, page),
        lambda: map(output.deal_json.history_step, steps),
    )
    if not steps:
        call.out.remark("nothing has been changed yet")


def init(
    call: Call,
    template: str = pipeline_templates.DEFAULT,
    currency: str = "EUR",
) -> None:
    """Make a new book with a pipeline and a currency of your choice; `add` makes one by itself otherwise.

    Pipelines: classic, seven-steps, short, real-estate, financial-services, healthcare.

    pipetui init --template real-estate --currency USD
    """
    from pipetui.domain import money
    from pipetui.store.store import Store

    path, code = call.path, money.check_currency(currency)
    if path.exists() and (path.is_dir() or path.stat().st_size):
        raise ConflictError(f"there is a book at {path} already", "name another: pipetui init --db PATH")
    pipeline_templates.stages(template)
    with Store.open(path, template=template, currency=code):
        pass
    call.out.done(f"new book: {path}", lambda: {"book": str(path), "template": template, "currency": code})


def locate(call: Call) -> None:
    """Where the book, the configuration and the backups lie.

    pipetui locate
    """
    from pipetui import paths

    where = {"book": call.path, "config": call.config_path, "backups": paths.backups(call.path)}
    lines = "\n".join(f"{name:<9}{path}" for name, path in where.items())
    call.out.answer(lines, lambda: {name: str(path) for name, path in where.items()}, raw_text=True)


def demo(
    call: Call,
    path: Path | None = None,
    no_open: bool = False,
    seed: int = 1,
) -> int:
    """Look around in a book of about a hundred lively deals; your own is not touched.

    Without PATH it is thrown away when the app is closed.

    pipetui demo
    pipetui demo ~/demo.db --no-open
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory, mkdtemp

    if path is not None or no_open:
        target = path or Path(mkdtemp(prefix="pipetui-demo-")) / "demo.db"
        _make_demo(target, seed)
        if no_open:
            call.out.answer(str(target), lambda: {"book": str(target)}, raw_text=True)
            return 0
        return open_app(call, target)
    with TemporaryDirectory(prefix="pipetui-demo-") as folder:
        target = Path(folder) / "demo.db"
        _make_demo(target, seed)
        return open_app(call, target)


def _make_demo(target: Path, seed: int) -> None:
    if target.exists():
        raise ConflictError(f"{target} is there already", "name a file that is not")
    from pipetui import present
    from pipetui.demo import build
    from pipetui.store.store import Store

    with Store.open(target) as store:
        build(store, present.present(), seed)

"""Verbs about the book as a whole: undo, redo, history, stages, init, locate, demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipetui import paths, present
from pipetui.cli import json_shape, output, pages, streams, tables
from pipetui.cli.call import Call, open_app, open_workspace
from pipetui.domain import money, pipeline_templates
from pipetui.domain.errors import ConflictError

if TYPE_CHECKING:
    from pipetui.service import Result


def undo(call: Call) -> None:
    """Take back the last change, whatever made it: the app, a verb, an import. Again: the one before.

    pipetui undo
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui import service

        _say(call, service.undo(workspace), output.WAY_FORWARD)


def redo(call: Call) -> None:
    """Do again what the last undo took back.

    pipetui redo
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui import service

        _say(call, service.redo(workspace), output.WAY_BACK)


def _say(call: Call, outcome: Result, way: str) -> None:
    done, _, label = outcome.message.partition(": ")
    if call.json:
        streams.write(json_shape.text({done: label}))
    elif not call.quiet:
        streams.write(f"{outcome.message} · {way}")


def history(
    call: Call,
    limit: int = 20,
) -> None:
    """The changes that undo goes back through, the newest first; those taken back are marked.

    pipetui history --limit 50
    """
    with open_workspace(call) as workspace:
        from pipetui.service import look

        steps, now = look.history(workspace, limit), workspace.now()
    if call.json:
        streams.write_all(
            json_shape.lines(
                {
                    "id": step.id,
                    "at": json_shape.moment(step.at),
                    "source": step.source,
                    "label": step.label,
                    "undone": step.undone,
                    "rows": step.rows,
                }
                for step in steps
            )
        )
    elif steps:
        streams.write_all(tables.history(steps, now, pages.page()))
    else:
        call.speak("nothing has been changed yet")


def stages(call: Call) -> None:
    """The stages of the pipeline, with the number, the sum and the weighted sum of the open deals in each.

    pipetui stages
    """
    with open_workspace(call) as workspace:
        from pipetui.service import look

        pipelines = look.pipelines(workspace)
        boards = [look.board(workspace, pipeline) for pipeline in pipelines.names]
    cards = [card for board in boards for column in board.columns for card in column.cards]
    if call.json:
        streams.write_all(json_shape.lines(json_shape.stages(pipelines.stages, pipelines.names, cards)))
    else:
        streams.write_all(tables.stages(pipelines.stages, pipelines.names, cards, pages.page()))


def init(
    call: Call,
    template: str = pipeline_templates.DEFAULT,
    currency: str = "EUR",
) -> None:
    """Make a new book with a pipeline and a currency of your choice; `add` makes one by itself otherwise.

    Pipelines: classic, seven-steps, short, real-estate, financial-services, healthcare.

    pipetui init --template real-estate --currency USD
    """
    from pipetui.store.store import Store

    path, code = call.path, money.check_currency(currency)
    if path.exists() and (path.is_dir() or path.stat().st_size):
        raise ConflictError(f"there is a book at {path} already", "name another: pipetui init --db PATH")
    pipeline_templates.stages(template)
    with Store.open(path, template=template, currency=code):
        pass
    if call.json:
        streams.write(json_shape.text({"book": str(path), "template": template, "currency": code}))
    elif not call.quiet:
        streams.write(f"new book: {path}")


def locate(call: Call) -> None:
    """Where the book, the configuration and the backups lie.

    pipetui locate
    """
    where = {"book": call.path, "config": call.config_path, "backups": paths.backups(call.path)}
    if call.json:
        streams.write(json_shape.text({name: str(path) for name, path in where.items()}))
    else:
        for name, path in where.items():
            streams.write_exactly(f"{name:<9}{path}")


def demo(
    call: Call,
    path: Path | None = None,
    no_open: bool = False,
    seed: int = 1,
) -> int:
    """Look around in a book of about sixty lively deals; your own is not touched.

    Without PATH it is thrown away when the app is closed.

    pipetui demo
    pipetui demo ~/demo.db --no-open
    """
    from tempfile import TemporaryDirectory, mkdtemp

    if path is not None or no_open:
        target = path or Path(mkdtemp(prefix="pipetui-demo-")) / "demo.db"
        _make_demo(target, seed)
        if no_open:
            if call.json:
                streams.write(json_shape.text({"book": str(target)}))
            else:
                streams.write_exactly(str(target))
            return 0
        return open_app(call, target)
    with TemporaryDirectory(prefix="pipetui-demo-") as folder:
        target = Path(folder) / "demo.db"
        _make_demo(target, seed)
        return open_app(call, target)


def _make_demo(target: Path, seed: int) -> None:
    if target.exists():
        raise ConflictError(f"{target} is there already", "name a file that is not")
    from pipetui.demo import build
    from pipetui.store.store import Store

    with Store.open(target) as store:
        build(store, present.present(), seed)

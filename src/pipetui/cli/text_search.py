"""Before a list looks for words in notes and touches: whether it does, and that these are known."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.cli.call import Call
    from pipetui.service.workspace import Workspace

_SOON = 10
"""Steps that are over before anybody asks how far they are."""


def prepare(call: Call, workspace: Workspace, words: Sequence[str], narrow: str = "") -> None:
    """Have what the words of a filter look for known, where that is in notes and touches; raises InputError.

    And of the filter `narrow`, which is on besides.
    """
    from pipetui.cli import arguments

    if any(text and _looks_for_text(workspace, text) for text in (arguments.query(words), narrow)):
        _catch_up(call, workspace)


def _looks_for_text(workspace: Workspace, text: str) -> bool:
    """Whether a filter needs more than what is known of a deal without its notes and touches; raises InputError."""
    from pipetui.domain.query import language
    from pipetui.service import reads
    from pipetui.store.pipelines import book_currency

    moment = workspace.moment()
    connection = workspace.store.connection
    return bool(
        language.parse(
            text,
            moment.now,
            moment.dates,
            book_currency(connection),
            custom=reads.fields(workspace),
            rates=moment.rates,
        ).phrases
    )


def _catch_up(call: Call, workspace: Workspace) -> None:
    """Have the words in notes and touches known, where much was written since they were last looked for."""
    from pipetui.domain.errors import StoreError
    from pipetui.service import search

    bar = None
    try:
        for step, done in enumerate(search.catching_up(workspace)):
            if step < _SOON:
                continue
            if bar is None:
                from pipetui.cli import prompts
                from pipetui.cli.output.progress import Bar

                bar = Bar("reading notes and touches", shown=prompts.possible(call))
            bar.show(round(done * 100), 100)
    except StoreError:  # nothing can be written there; the texts themselves are looked through
        return
    finally:
        if bar is not None:
            bar.end()

"""What is asked about cadences: which there are, where they run, which one a word names, how they read as a text."""

from typing import NamedTuple

from pipetui.domain.cadence import Cadence, Standing, choose
from pipetui.domain.deal import Stage
from pipetui.domain.errors import InputError
from pipetui.domain.texts import cadence_text
from pipetui.service.workspace import Workspace
from pipetui.store import cadences, pipelines
from pipetui.store.reads import mail


class ListedCadence(NamedTuple):
    """A cadence, what the stages are called that it comes with, and the deals it is under way on."""

    cadence: Cadence
    stages: tuple[str, ...]
    deals: tuple[int, ...]
    is_default: bool


def known(workspace: Workspace) -> list[ListedCadence]:
    """Every cadence, in the order they were made."""
    connection = workspace.store.connection
    defaults, of_stage = cadences.defaults(connection), cadences.of_stages(connection)
    here = pipelines.pipelines(connection)
    return [
        ListedCadence(
            cadence,
            tuple(here.called(stage) for stage in here.stages if of_stage[stage.id] == number),
            tuple(deal_id for deal_id, _ in cadences.under_way(connection, number)),
            number in defaults,
        )
        for number, cadence in cadences.known(connection).items()
    ]


def find(workspace: Workspace, name: str) -> Cadence:
    """The cadence that `name` names, as `domain.cadence.choose` does. Raises NotFoundError, AmbiguousError."""
    return choose(tuple(cadences.known(workspace.store.connection).values()), name)


def usual(workspace: Workspace, deal_id: int) -> Cadence:
    """The cadence a deal would be given without a name: its stage's, else the book's default, else the only one."""
    there = cadences.known(workspace.store.connection)
    chosen = there.get(cadences.usual(workspace.store.connection, deal_id) or 0)
    if chosen is None and len(there) == 1:
        chosen = next(iter(there.values()))
    if chosen is None:
        raise InputError("which cadence?", f"there are: {', '.join(cadence.name for cadence in there.values())}")
    return chosen


def standing(workspace: Workspace, deal_id: int) -> Standing | None:
    """Where a deal stands in its cadence; None without one."""
    return cadences.standing(workspace.store.connection, deal_id)


def templates(workspace: Workspace) -> dict[str, int]:
    """The numbers of the e-mail templates by name."""
    return mail.numbers(workspace.store.connection)


def understood(workspace: Workspace, text: str) -> cadence_text.CadenceText:
    """A cadence as typed; see `cadence_text.parse`."""
    names = [cadence.name for cadence in cadences.known(workspace.store.connection).values()]
    return cadence_text.parse(text, templates(workspace), names)


def stage_named(workspace: Workspace, word: str) -> Stage:
    """The stage that `word` names, one of the default pipeline first; raises InputError."""
    return pipelines.pipelines(workspace.store.connection).named(word)

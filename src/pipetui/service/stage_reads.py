"""What stages and pipelines hold, for the tables of the shell and the editor of the app."""

from __future__ import annotations

from pipetui.arrange import head, heads_together, is_parked
from pipetui.insight import stage_history
from pipetui.store import exit_criteria
from pipetui.store.reads import book_reads
from pipetui.store.reads.stage_history import entered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from pipetui.arrange import Head
    from pipetui.domain.deal import Stage
    from pipetui.insight.stage_history import Odds
    from pipetui.service.workspace import Workspace
else:
    from pipetui.domain.record import NamedTuple


class StageLine(NamedTuple):
    """A stage with what lies in it: the head of its column, its exit criteria, what own history says of it."""

    stage: Stage
    pipeline: str
    place: int
    inside: Head
    criteria: tuple[str, ...] = ()
    odds: Odds | None = None


class PipelineLine(NamedTuple):
    """A pipeline with its stages, and what lies in all of them."""

    id: int
    name: str
    is_default: bool
    stages: tuple[StageLine, ...]
    inside: Head


def lines(workspace: Workspace) -> list[PipelineLine]:
    """Every pipeline and stage in order; parked deals are not counted, as on the board."""
    connection, moment = workspace.store.connection, workspace.moment()
    known = book_reads.know(connection)
    here, today = known.pipelines, moment.now.date()
    cards = [
        card
        for card in book_reads.open_cards(connection, moment, brief=True, known=known)
        if not is_parked(card, today)
    ]
    criteria, odds = exit_criteria.by_stage(connection), stage_history.odds(entered(connection))
    found = []
    for number, name in here.names.items():
        inside = tuple(
            StageLine(
                stage,
                name,
                place,
                head([card for card in cards if card.stage_id == stage.id]),
                tuple(text for _, text in criteria.get(stage.id, ())),
                odds.get(stage.id),
            )
            for place, stage in enumerate(here.of(number), 1)
        )
        together = heads_together([line.inside for line in inside])
        found.append(PipelineLine(number, name, number == here.default_pipeline, inside, together))
    return found

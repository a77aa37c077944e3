"""What stages and pipelines hold, for the tables of the shell and the editor of the app."""

from __future__ import annotations

from pipetui.arrange import head, heads_together, is_parked, rated
from pipetui.domain.deal import OPEN
from pipetui.domain.rates import NO_RATES, ExchangeRates
from pipetui.insight import stage_history
from pipetui.store import exit_criteria
from pipetui.store.reads import book_reads
from pipetui.store.reads.stage_history import entered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import NamedTuple

    from pipetui.arrange import Head
    from pipetui.domain.deal import Stage
    from pipetui.insight.stage_history import Odds
    from pipetui.service.workspace import Workspace
    from pipetui.store.pipelines import Pipelines
    from pipetui.views import Card
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


class Beside(NamedTuple):
    """What stands beside the stages, by number: the texts of their exit criteria, what own history says of them."""

    criteria: dict[int, tuple[str, ...]]
    odds: dict[int, Odds]


def lines(workspace: Workspace) -> list[PipelineLine]:
    """Every pipeline and stage in order, as the book stands."""
    connection, moment = workspace.store.connection, workspace.moment()
    known = book_reads.know(connection)
    cards = book_reads.open_cards(connection, moment, brief=True, known=known)
    return arranged(known.pipelines, cards, moment.now.date(), beside(workspace), moment.rates)


def beside(workspace: Workspace) -> Beside:
    """What stands beside the stages."""
    connection = workspace.store.connection
    criteria = exit_criteria.by_stage(connection)
    return Beside(
        {stage: tuple(text for _, text in there) for stage, there in criteria.items()},
        stage_history.odds(entered(connection)),
    )


def arranged(
    here: Pipelines, cards: Iterable[Card], today: date, beside: Beside, rates: ExchangeRates = NO_RATES
) -> list[PipelineLine]:
    """Every pipeline and stage in order, with the open deals among `cards`.

    Parked ones are not counted, as on the board.
    """
    by_stage: dict[int, list[Card]] = {}
    for card in cards:
        if card.status == OPEN and not is_parked(card, today):
            by_stage.setdefault(card.stage_id, []).append(card)
    found = []
    for number, name in here.names.items():
        inside = tuple(
            StageLine(
                stage,
                name,
                place,
                rated(head(by_stage.get(stage.id, ())), rates, today),
                beside.criteria.get(stage.id, ()),
                beside.odds.get(stage.id),
            )
            for place, stage in enumerate(here.of(number), 1)
        )
        together = rated(heads_together([line.inside for line in inside]), rates, today)
        found.append(PipelineLine(number, name, number == here.default_pipeline, inside, together))
    return found

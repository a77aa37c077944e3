"""How a deal moves through its stages: (deal, …, now) -> the deal changed and the event that records it.

Every function is pure and raises a `PipetuiError` that says why when the move makes no sense.
"""

from __future__ import annotations

from pipetui.domain.choose import choose
from pipetui.domain.deal import LOST, OPEN, WON, Deal, Stage, StageEvent
from pipetui.domain.errors import AmbiguousError, ConflictError, InputError, Remedy
from pipetui.domain.folding import fold, name_key
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


def check_any(stages: Sequence[Stage]) -> None:
    """Raise InputError where a pipeline has no stages to put a deal into."""
    if not stages:
        raise InputError("the pipeline has no stages", "another program left it so")


def find_stage(stages: Sequence[Stage], word: str) -> Stage:
    """The stage `word` names: its whole name first, then a unique beginning of it or of one of its words.

    Hyphens may stand for blanks, so that a name is one word: `discovery-call`. Raises InputError when none fits,
    AmbiguousError when several do.
    """
    check_any(stages)
    whole, wanted = fold(word), name_key(word)
    folded = {stage: (fold(stage.name), name_key(stage.name)) for stage in stages}
    names = ", ".join(stage.name for stage in stages)
    if not wanted:
        raise InputError("no stage named", f"the stages are: {names}")
    for fits in (
        lambda name, key: name == whole,
        lambda name, key: key == wanted,
        lambda name, key: key.startswith(wanted),
        lambda name, key: any(part.startswith(whole) for part in name.split()),
    ):
        found = [stage for stage in stages if fits(*folded[stage])]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(stage.name for stage in found)
            raise AmbiguousError(f"{quoted(word)} fits several stages", f"write more of one: {several}")
    raise InputError(f"there is no stage {quoted(word)}", f"the stages are: {names}")


def stage_of(stages: Sequence[Stage], stage_id: int) -> Stage:
    """The stage with that id among `stages`."""
    return next(stage for stage in stages if stage.id == stage_id)


def _require_open(deal: Deal, verb: str) -> None:
    if deal.status != OPEN:
        raise ConflictError(
            f"#{deal.id} {deal.title} is {deal.status}, so it cannot be {verb}",
            remedy=Remedy("reopen"),
        )


def _stayed(deal: Deal, now: datetime) -> int:
    return max(0, int((now - deal.entered_stage_at).total_seconds()))


def kind_of_move(here: Stage, to: Stage) -> str:
    """What the history calls a move between two stages: on, back, or to another pipeline."""
    if to.pipeline_id != here.pipeline_id:
        return "moved"
    return "advanced" if to.position > here.position else "retreated"


def move(deal: Deal, stages: Sequence[Stage], to: Stage, now: datetime) -> tuple[Deal, StageEvent]:
    """Put an open deal into `to`; `stages` are those of the pipeline the deal is in, in order."""
    _require_open(deal, "moved")
    here = stage_of(stages, deal.stage_id)
    if to.id == here.id:
        raise ConflictError(f"#{deal.id} {deal.title} is in {to.name} already")
    event = StageEvent(kind_of_move(here, to), now, here.id, to.id, _stayed(deal, now))
    return deal._replace(stage_id=to.id, entered_stage_at=now, parked_until=None), event


def advance(deal: Deal, stages: Sequence[Stage], now: datetime) -> tuple[Deal, StageEvent]:
    """One stage on."""
    return _by_one(deal, stages, now, 1, "the last stage", "win it or drop it")


def retreat(deal: Deal, stages: Sequence[Stage], now: datetime) -> tuple[Deal, StageEvent]:
    """One stage back."""
    return _by_one(deal, stages, now, -1, "the first stage", "it can only go on, or be dropped")


def _by_one(
    deal: Deal, stages: Sequence[Stage], now: datetime, offset: int, end: str, hint: str
) -> tuple[Deal, StageEvent]:
    _require_open(deal, "moved")
    index = [stage.id for stage in stages].index(deal.stage_id) + offset
    if not 0 <= index < len(stages):
        raise ConflictError(f"#{deal.id} {deal.title} is in {end}", hint)
    return move(deal, stages, stages[index], now)


def win(deal: Deal, now: datetime) -> tuple[Deal, StageEvent]:
    """Close as won; the time of the first win is kept for ever."""
    _require_open(deal, "won")
    won = deal._replace(
        status=WON,
        closed_at=now,
        closed_on=now.date(),
        first_won_at=deal.first_won_at or now,
        parked_until=None,
        revisit_on=None,
    )
    return won, StageEvent("won", now, deal.stage_id, None, _stayed(deal, now))


def drop(
    deal: Deal, reason: str, now: datetime, note: str = "", revisit_on: date | None = None
) -> tuple[Deal, StageEvent]:
    """Close as lost for `reason`, remembering the stage it was lost in; `revisit_on` is not before today."""
    _require_open(deal, "dropped")
    if revisit_on is not None and revisit_on < now.date():
        raise InputError("a lost deal is revisited on a day to come", "for example: +3mo, 1 mar, eoq")
    lost = deal._replace(
        status=LOST,
        closed_at=now,
        closed_on=now.date(),
        lost_reason=reason,
        lost_note=note,
        lost_stage_id=deal.stage_id,
        revisit_on=revisit_on,
        parked_until=None,
    )
    said = f"{reason}: {note}" if note else reason
    return lost, StageEvent("lost", now, deal.stage_id, None, _stayed(deal, now), said)


def reopen(deal: Deal, now: datetime) -> tuple[Deal, StageEvent]:
    """Open a closed deal again in its last open stage; the loss stays in the history."""
    if deal.status == OPEN:
        raise ConflictError(f"#{deal.id} {deal.title} is open already")
    opened = deal._replace(
        status=OPEN,
        closed_at=None,
        closed_on=None,
        entered_stage_at=now,
        lost_reason="",
        lost_note="",
        lost_stage_id=None,
        revisit_on=None,
    )
    return opened, StageEvent("reopened", now, None, deal.stage_id)


def park(deal: Deal, until: date, now: datetime) -> tuple[Deal, StageEvent]:
    """Take an open deal off the board until the morning of `until`, which lies after today."""
    _require_open(deal, "parked")
    if until <= now.date():
        raise InputError("a deal is parked until a later day", "for example: +2w, 1 mar, eoq")
    return deal._replace(parked_until=until), StageEvent("parked", now, deal.stage_id, deal.stage_id)


def unpark(deal: Deal, now: datetime) -> tuple[Deal, StageEvent]:
    """Bring a parked deal back now."""
    if deal.parked_until is None or deal.parked_until <= now.date():
        raise ConflictError(f"#{deal.id} {deal.title} is not parked")
    return deal._replace(parked_until=None), StageEvent("unparked", now, deal.stage_id, deal.stage_id)


def leaves_qualification(stages: Sequence[Stage], from_id: int, to_id: int) -> bool:
    """Whether a move within `stages` goes from the qualification stage or before it to one past it."""
    gate = next((stage.position for stage in stages if stage.qualifies), None)
    position = {stage.id: stage.position for stage in stages}
    if gate is None or from_id not in position or to_id not in position:
        return False
    return position[from_id] <= gate < position[to_id]


def find_reason(reasons: Sequence[str], word: str) -> str:
    """The loss reason `word` begins; raises InputError or AmbiguousError with the list."""
    if not name_key(word):
        raise InputError("a dropped deal needs a reason", f"one of: {', '.join(reasons)}")
    return choose(word, reasons, "reason")

"""`C`: begin a cadence on the deals, take them off theirs, or change a cadence in the editor."""

from typing import NamedTuple

from pipetui.domain.cadence import Standing
from pipetui.domain.texts import cadence_text
from pipetui.render import plural
from pipetui.service import Result, Workspace, cadence_reads, cadences
from pipetui.service.cadence_reads import ListedCadence
from pipetui.tui.dialogs.cadence import BEGIN, STOP, CadenceDialog
from pipetui.tui.in_editor import change
from pipetui.tui.screens.deal_screen import DealScreen


class _Asked(NamedTuple):
    known: list[ListedCadence]
    standing: list[Standing]
    templates: dict[str, int]


async def run(screen: DealScreen) -> None:
    """Ask which, then do it."""
    targets, cards = screen.target_ids, screen.chosen

    def asked(workspace: Workspace) -> _Asked:
        stand = [cadence_reads.standing(workspace, deal_id) for deal_id in targets]
        return _Asked(cadence_reads.known(workspace), [one for one in stand if one], cadence_reads.templates(workspace))

    found = await screen.pipetui.worker.ask(asked)
    title = cards[0].title if len(targets) == 1 else plural(len(targets), "deal")
    begun = [one.cadence.id for one in found.standing if one.done and len(targets) == 1]
    answer = await screen.answer_to(CadenceDialog(title, _stands(found.standing, len(targets)), found.known, begun))
    if answer is None:
        return
    if answer.act == BEGIN and answer.known is not None:
        chosen = answer.known.cadence
        screen.submit(cadences.attach, targets, chosen.id, doing=f"Begin {chosen.name} on")
    elif answer.act == STOP:
        screen.submit(cadences.stop, targets, doing="Stop the cadence of")
    else:
        _change(screen, answer.known, found)


def _stands(standing: list[Standing], deals: int) -> str:
    """Where the deal stands: `Five touches: 2 of 5 done`; of several, how many are under way."""
    if deals == 1:
        return "".join(f"{one.cadence.name}: {one.done} of {len(one.cadence.steps)} done" for one in standing)
    return f"{plural(len(standing), 'deal')} under way in one" if standing else ""


def _change(screen: DealScreen, one: ListedCadence | None, found: _Asked) -> None:
    """A cadence in the rep's editor, a new one if there is none yet."""
    name, steps = (one.cadence.name, one.cadence.steps) if one else ("", ())
    names = [other.cadence.name for other in found.known]

    def understood(typed: str) -> cadence_text.CadenceText:
        written = cadence_text.parse(typed, found.templates, names)
        cadence_text.check_name(written.name, (other for other in names if other != name))
        return written

    def save(workspace: Workspace, written: cadence_text.CadenceText) -> Result:
        return cadences.save(workspace, written.name, written.steps, one.cadence.id if one else None)

    change(screen, cadence_text.render(name, steps, found.templates), understood, save)

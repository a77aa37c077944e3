"""Editing the fields of a deal."""

from collections.abc import Mapping

from pipetui.domain.errors import InputError
from pipetui.service import look
from pipetui.service.desk import Desk, Outcome, name_of
from pipetui.service.fields import FIELDS, Context, field


def context(desk: Desk, deal_id: int) -> Context:
    """What the text of this deal's fields is understood against."""
    card = look.card(desk, deal_id)
    return Context(desk.now(), desk.settings.dates, card.currency, look.places(desk).of(card.pipeline_id))


def edit(desk: Desk, deal_id: int, changes: Mapping[str, str]) -> Outcome:
    """Write the fields named in `changes` (field name -> text as typed); all or nothing.

    Fields whose text means what the deal already shows are left alone, so a form may hand over everything it holds.
    Raises InputError for the first field that is not understood, and when nothing is left to change.
    """
    before = look.sheet(desk, deal_id)
    understood = context(desk, deal_id)
    parsed = {}
    for name, text in changes.items():
        known = field(name)
        shown = known.show(before)
        if text.strip() != shown:
            value = known.parse(understood, text)
            if value != known.parse(understood, shown):
                parsed[known] = value
    if not parsed:
        raise InputError("nothing to change", f"the fields: {', '.join(FIELDS)}")
    with desk.gesture("edited") as gesture:
        row = gesture.deal(deal_id)
        # The stage last: whether the move warns depends on the answers that come with it.
        for known in sorted(parsed, key=lambda known: known.name == "stage"):
            known.write(gesture, row, parsed[known])
        labels = ", ".join(known.label.lower() for known in parsed)
        return gesture.done([row], f"edited {name_of([row])}: {labels}", ask=FIELDS["stage"] in parsed)

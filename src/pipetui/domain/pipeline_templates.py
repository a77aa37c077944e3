"""Pipelines to start from: stages with probability (percent), rotting days, and the qualification stage.

Probabilities and rotting days are starting points to be corrected by one's own history.
"""

from __future__ import annotations

from pipetui.domain.choose import choose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class StageTemplate(NamedTuple):
    """One stage of a pipeline to start from."""

    name: str
    probability: int
    rotting_days: int
    qualifies: bool = False


DEFAULT = "classic"

TEMPLATES: dict[str, tuple[StageTemplate, ...]] = {
    "classic": (
        StageTemplate("Prospecting", 10, 14),
        StageTemplate("Qualification", 25, 14, True),
        StageTemplate("Demo", 40, 14),
        StageTemplate("Proposal", 60, 10),
        StageTemplate("Negotiation", 80, 10),
    ),
    "seven-steps": (
        StageTemplate("Prospecting", 5, 14),
        StageTemplate("Research", 10, 14),
        StageTemplate("Contact", 20, 10),
        StageTemplate("Qualification", 35, 14, True),
        StageTemplate("Presentation", 55, 10),
        StageTemplate("Closing", 80, 10),
        StageTemplate("Retention", 90, 30),
    ),
    "short": (
        StageTemplate("Prospecting", 10, 14),
        StageTemplate("Qualification", 30, 14, True),
        StageTemplate("Connecting", 50, 10),
        StageTemplate("Closing", 80, 10),
    ),
    "real-estate": (
        StageTemplate("Lead", 10, 7),
        StageTemplate("Qualification", 25, 10, True),
        StageTemplate("Viewing", 40, 10),
        StageTemplate("Offer", 60, 7),
        StageTemplate("Inspection", 75, 14),
        StageTemplate("Escrow", 90, 30),
    ),
    "financial-services": (
        StageTemplate("Lead", 10, 10),
        StageTemplate("Needs analysis", 25, 14, True),
        StageTemplate("Proposal", 45, 14),
        StageTemplate("Application", 65, 14),
        StageTemplate("Underwriting", 80, 21),
        StageTemplate("Approval", 90, 14),
    ),
    "healthcare": (
        StageTemplate("Prospecting", 5, 21),
        StageTemplate("Qualification", 15, 21, True),
        StageTemplate("First presentation", 30, 21),
        StageTemplate("Clinical evaluation", 45, 30),
        StageTemplate("Committee presentation", 60, 30),
        StageTemplate("Procurement", 75, 30),
        StageTemplate("Contract", 90, 21),
    ),
}


def full_name(name: str) -> str:
    """The name of the template that `name` begins; raises InputError with the list."""
    return choose(name.strip().replace("_", "-"), tuple(TEMPLATES), "template")


def stages(name: str) -> tuple[StageTemplate, ...]:
    """The stages of the template that `name` begins; raises InputError with the list."""
    return TEMPLATES[full_name(name)]

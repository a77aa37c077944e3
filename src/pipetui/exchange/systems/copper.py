"""Copper, formerly ProsperWorks: opportunities; what came to nothing is lost or abandoned."""

from pipetui.domain.deal import LOST
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Copper",
    (
        Kind(
            marks="Copper ID; Copper URL; Primary Person Contact; Converted Value",
            headings={"closed": "Completed Date", "id": "Copper ID"},
        ),
    ),
    words={LOST: "Abandoned"},
)

"""Microsoft Dynamics 365 Sales: views of opportunities."""

from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Dynamics 365",
    (
        Kind(
            marks="Est. Close Date; Est. Revenue; Actual Close Date; Actual Closing Date; Est. Value",
            headings={
                "value": "Est. Value",
                "closed": "Actual Close Date; Actual Closing Date",
                "close": "Est. Close Date",
            },
        ),
    ),
)

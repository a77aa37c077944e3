"""Close: opportunities under the names of its API."""

from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Close",
    (
        Kind(
            marks="status_type; value_period; value_formatted; annualized_value",
            headings={"status": "status; status_type; status_label"},
        ),
    ),
)

"""What is odd about a cell: counted by its kind, and never a reason to lose the row it stands in."""

from typing import Any

from pipetui.domain.errors import InputError

NO_AMOUNT, NEGATIVE, RANGE, ROUNDED, ABOUT = "no amount", "negative amount", "range of amounts", "rounded", "about"
TWO_CURRENCIES, NO_CURRENCY, NO_PERCENTAGE = "two currencies", "no currency", "no percentage"
NO_DATE, NO_DAY, VAGUE, NO_YEAR, DATES, SERIAL = (
    "no date",
    "no day",
    "vague date",
    "date without a year",
    "range of dates",
    "day number",
)
NO_STATUS, NO_EMAIL, NO_PHONE, SPOILT_PHONE = "unknown status", "no e-mail address", "no phone number", "spoilt number"
SEVERAL_FIRMS = "several organizations"


class CellError(InputError):
    """A cell that is not wholly understood. `kind` is what it is counted by; `value` what can be made of it all the
    same, None where nothing can."""

    def __init__(self, kind: str, title: str, hint: str = "", value: Any = None) -> None:
        super().__init__(title, hint)
        self.kind = kind
        self.value = value

"""Every setting of the configuration file: its kind, what holds without it, what it means; texts <-> values.

Whether a value is understood is `config`'s to say; the documentation there and a test hold the two together.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pipetui.domain.errors import InputError
from pipetui.domain.sweep import Limits
from pipetui.domain.urgency import Weights
from pipetui.domain.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

SWITCH, CHOICE, TEXT, WHOLE, NUMBER, LIST, DATES, RATES = (
    "switch", "choice", "text", "whole number", "number", "list", "dates", "rates",
)  # fmt: skip

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Setting(NamedTuple):
    """One key of a table; `default` is what holds without it, as it is shown, `options` what a CHOICE chooses from."""

    table: str
    key: str
    kind: str
    default: str
    meaning: str
    example: str = ""
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`app.theme`."""
        return f"{self.table}.{self.key}"

    @property
    def label(self) -> str:
        """What it is called where it is shown: `no next step`."""
        return self.key.replace("_", " ") or "another day"


_WEIGHTS = {
    "lateness": "a next step that is late, or due",
    "no_next_step": "no next step at all",
    "closing": "the close date is near, or past",
    "value": "weighted value beside your median",
    "stage_age": "longer in the stage than your median",
    "silence": "days without a touch",
    "progress": "how far along the pipeline",
    "hot": "the tag hot",
    "waiting": "it is their turn",
}
_LIMITS = {
    "calls": "calls in a row without an answer",
    "emails": "e-mails in a row without an answer",
    "pushed": "times that the close date was put off",
    "cycle_days": "the age in days that is old until there are 20 wins of your own",
    "keep_days": "days that a deal which is kept is not shown again",
}

SETTINGS = (
    Setting("app", "theme", CHOICE, "pipetui-dark", "the colours"),
    Setting("app", "compact", SWITCH, "off", "cards of two lines instead of three"),
    Setting("app", "ascii", SWITCH, "off", "signs, lines and bars in ASCII, in the shell as well"),
    Setting("app", "motion", SWITCH, "on", "a short highlight of what changed"),
    Setting("app", "plain", SWITCH, "off", "pipetui alone reads Today in sentences, from the next start on"),
    Setting("dates", "order", CHOICE, "day-first", "what 12/1 means", options=("day-first", "month-first")),
    Setting("dates", "week_start", CHOICE, "monday", "the first day of a week", options=_DAYS),
    Setting("dates", "workdays", LIST, "mon, tue, wed, thu, fri", "the days that are worked", "mon, tue, wed, thu"),
    Setting("dates", "holidays", DATES, "none", "days that are none of these", "2026-12-25, 2027-01-01"),
    Setting("dates", "languages", LIST, "none", "whose words for dates are read besides en de nl fr es ja", "it, pl"),
    Setting("me", "name", TEXT, "none", "your name in e-mails and quotes", "Ann Lee"),
    Setting("lists", "columns", LIST, "the usual ones", "the columns of lists and of the table", "id, title, next"),
    *(
        Setting("urgency", key, NUMBER, f"{value:g}", _WEIGHTS[key], f"{value:g}")
        for key, value in zip(Weights._fields, Weights(), strict=True)
    ),
    *(
        Setting("sweep", key, WHOLE, str(value), _LIMITS[key], str(value))
        for key, value in zip(Limits._fields, Limits(), strict=True)
    ),
    Setting("mail", "folders", LIST, "none", "where mail lies that is read: Maildirs, mbox files, folders", "~/Mail"),
    Setting("mail", "me", LIST, "guessed", "your own addresses", "ann@acme.example"),
    Setting("calendar", "path", TEXT, "none", "the calendar that is kept up to date: a folder, or a file",
            "~/.calendars/sales"),
    Setting("commission", "rate", TEXT, "none", "your share of what is won", "8%"),
    Setting("commission", "above", LIST, "none", "the rate beyond shares of the quota", "100%: 10%, 120%: 12.5%"),
    Setting("rates", "currency", TEXT, "none", "the currency that is reported in", "EUR"),
    Setting("shell", "pager", SWITCH, "on", "what is longer than the screen goes through a pager"),
    Setting("journal", "days", WHOLE, "365", "how many days undo reaches back; 30 at the least", "365"),
    Setting("journal", "steps", WHOLE, "5000", "how many steps undo reaches back at the most", "5000"),
)  # fmt: skip

TABLES = {
    "app": "The app", "dates": "Dates", "me": "You", "lists": "Lists", "urgency": "What makes a deal urgent",
    "sweep": "When a deal looks dead", "mail": "Mail", "calendar": "Calendar", "commission": "Commission",
    "rates": "Currencies", "shell": "The shell", "journal": "Undo",
}  # fmt: skip
"""The tables by what they are called where settings are shown, in their order."""

NEW_RATES = Setting("rates", "", RATES, "", "what others are worth from a day on", "2026-01-01: USD 0.92, JPY 0.0061")
"""Stands for rates from a day that has none yet; its text begins with the day."""


def settings_of(tables: Mapping[str, Any]) -> list[Setting]:
    """All settings in the order of the tables, the days of the rates in the file among them."""
    rates = tables.get("rates")
    days = sorted(key for key, value in rates.items() if isinstance(value, dict)) if isinstance(rates, dict) else []
    dated = [NEW_RATES._replace(key=day, meaning="what others are worth from that day on") for day in days]
    known = [*SETTINGS, *dated, NEW_RATES]
    return sorted(known, key=lambda setting: list(TABLES).index(setting.table))


def shown(setting: Setting, value: Any) -> str:
    """A value of the file as it is typed."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{code} {rate}" for code, rate in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)


def read(setting: Setting, text: str) -> tuple[str, Any]:
    """The key that a text is for, and its value; raises InputError for a text that is none of its kind."""
    text = text.strip()
    if setting.kind == RATES:
        return _rates(setting, text)
    if setting.kind == SWITCH:
        return setting.key, text == "on"
    if setting.kind in (WHOLE, NUMBER):
        try:
            return setting.key, int(text) if setting.kind == WHOLE else _number(text)
        except ValueError:
            raise InputError(f"{quoted(text)} is not a {setting.kind}", f"for example: {setting.example}") from None
    if setting.kind in (LIST, DATES):
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return setting.key, [_date(part) for part in parts] if setting.kind == DATES else parts
    return setting.key, text


def _number(text: str) -> int | float:
    """As it is typed: 18 stands in the file as 18, not 18.0."""
    number = float(text)
    return int(text) if text.strip().lstrip("+-").isdecimal() else number


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{quoted(text)} is not a day", "for example: 2026-12-25") from None


def _rates(setting: Setting, text: str) -> tuple[str, Any]:
    day, _, said = text.rpartition(":")
    key = setting.key or day.strip()
    if not key:
        raise InputError("from which day on?", f"for example: {setting.example}")
    rates = {}
    for part in said.split(","):
        code, _, rate = part.strip().partition(" ")
        try:
            rates[code.upper()] = _number(rate)
        except ValueError:
            raise InputError(f"{quoted(part)} is not a rate", "for example: USD 0.92") from None
    return _date(key).isoformat(), rates

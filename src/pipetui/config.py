"""The configuration file -> frozen `Settings`. A missing file means the defaults; a wrong key is an error.

[dates]
order = "day-first"            # or "month-first": what 12/1 means
week_start = "monday"
workdays = ["mon", "tue", "wed", "thu", "fri"]
holidays = [2026-12-25, 2027-01-01]
languages = ["it"]             # whose words for dates are read besides en de nl fr es ja

[urgency]                      # the weights of `pipetui why`
lateness = 12.0

[app]
theme = "pipetui-dark"
compact = false
ascii = false                  # signs, lines and bars in ASCII, in the shell as well
motion = true                  # a short highlight of what changed; false keeps everything still
plain = false                  # pipetui alone reads Today in sentences instead of opening the app

[keys]                         # action = keys; a wrong action is refused with the nearest right one
"deal.advance" = "greater_than_sign,L"

[me]
name = "Ann Lee"               # {my_name} in e-mail templates

[mail]                         # what `pipetui mail sync` reads
folders = ["~/Mail"]           # Maildirs, mbox files, folders of them
me = ["ann@acme.example"]      # your own addresses; else guessed from what you sent

[commission]                   # what `pipetui commission` counts by
rate = "8%"                    # of what is won
above = ["100%: 10%", "120%: 12.5%"]   # of the part beyond these shares of the quota

[calendar]
path = "~/.calendars/sales"    # what `pipetui ics` keeps up to date: a folder (vdir), or a file

[lists]                        # the columns of `pipetui list` and of the app's table, in their order
columns = ["id", "title", "value", "stage", "region", "next"]

[sweep]                        # when a deal looks dead
calls = 3
emails = 3
pushed = 3
cycle_days = 180
keep_days = 30

[rates]                        # what others are worth in the currency that is reported in, each from a day on
currency = "EUR"
2026-01-01 = { USD = 0.92, JPY = 0.0061 }

[shell]
pager = true                   # what is longer than the screen goes through $PAGER, or less

[journal]                      # how far back undo reaches; never less than 30 days
days = 365
steps = 5000
"""

from __future__ import annotations

import os
import stat
from datetime import date

from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.rates import NO_RATES, DatedRate, ExchangeRates
from pipetui.domain.rates import read as rate_of
from pipetui.domain.wording import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any, NamedTuple

    from pipetui.domain.commission import RateTable
    from pipetui.domain.sweep import Limits
    from pipetui.domain.urgency import Weights
else:
    from pipetui.domain.record import NamedTuple

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MOST_DAYS = 36_500
"""A hundred years: counted from today, more may lie outside the calendar."""
_MOST_STEPS = 1_000_000_000
_LARGEST, _LONGEST_LINE = 1_000_000, 10_000
"""Characters of a file, and of one line in it: many years of rates, hundreds of addresses."""


class Settings(NamedTuple):
    """All that the rep can choose. `keys` maps action ids to Textual key names, comma separated.

    `own_weights` and `own_sweep` are None where the file says nothing of them.
    """

    dates: DateRules = DateRules()
    own_weights: Weights | None = None
    theme: str = "pipetui-dark"
    compact: bool = False
    ascii: bool = False
    motion: bool = True
    plain: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    journal_days: int = 365
    journal_steps: int = 5000
    my_name: str = ""
    own_sweep: Limits | None = None
    pager: bool = True
    columns: tuple[str, ...] = ()
    mail_folders: tuple[str, ...] = ()
    my_addresses: tuple[str, ...] = ()
    calendar: str = ""
    rates: ExchangeRates = NO_RATES
    commission: RateTable | None = None

    @property
    def weights(self) -> Weights:
        """How much each term of the urgency counts."""
        from pipetui.domain.urgency import Weights  # no verb that writes weighs anything

        return self.own_weights or Weights()

    @property
    def sweep(self) -> Limits:
        """From when on a deal looks dead."""
        from pipetui.domain.sweep import Limits

        return self.own_sweep or Limits()


def load(path: Path | str) -> Settings:
    """Read `path`; a file that does not exist gives the defaults.

    Raises InputError naming file, line and key, with the nearest known key, for anything not understood.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise _unreadable(path, error) from error
    from pipetui import config_cache  # only those need it who have a configuration

    known = config_cache.read(path, found) if stat.S_ISREG(found.st_mode) else None
    if known is not None:
        return _Reading(path, "").settings(known)
    text = text_of(path)
    tables = tables_of(path, text)
    settings = _Reading(path, text).settings(tables)
    config_cache.keep(path, found, tables)
    return settings


def understood(path: Path | str, text: str) -> Settings:
    """The settings that a text says which is to stand in the file at `path`; raises InputError as `load`."""
    return _Reading(path, text).settings(tables_of(path, text))


def check(tables: Mapping[str, Any], name: str) -> None:
    """Raise InputError, which begins with `name`, for tables that are not understood."""
    _Reading(name, "").settings(tables)


def text_of(path: Path | str) -> str:
    """What stands in the file, to the letter; "" where there is none. Raises InputError for one that cannot be read."""
    try:
        mode = os.stat(path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and str(path) != os.devnull:
            # A pipe or a device need never end; the one that is always empty is none.
            raise InputError(f"{path} is not a file", "write the configuration into one, and name that")
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text", "save it as UTF-8") from error
    if len(text) > _LARGEST:
        raise InputError(f"{path} is larger than any configuration", remedy=Remedy("locate"))
    return text


def _unreadable(path: Path | str, error: OSError) -> InputError:
    return InputError(f"{path} cannot be read: {error.strerror}", remedy=Remedy("locate"))


def tables_of(path: Path | str, text: str) -> dict[str, Any]:
    """What a text says, table by table, that stands in the file at `path`. Raises InputError for a broken one."""
    import tomllib  # 20 ms that only those pay who have a configuration

    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > _LONGEST_LINE:  # what nests in it costs the parser the square of its depth
            raise InputError(f"{path}, line {number}: longer than any line of a configuration", "write it as several")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))  # editors of Windows begin a file with that mark
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of open brackets
        raise InputError(f"{path} is not valid TOML: {error}", "see https://toml.io") from error


class _Reading:
    """One reading of one file, which knows where to point when something is wrong."""

    def __init__(self, path: Path | str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def settings(self, tables: Mapping[str, Any]) -> Settings:
        readers: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "dates": self._dates,
            "urgency": self._urgency,
            "app": self._app,
            "keys": self._keys,
            "journal": self._journal,
            "me": self._me,
            "mail": self._mail,
            "calendar": self._calendar,
            "commission": self._commission,
            "sweep": self._sweep,
            "shell": self._shell,
            "lists": self._lists,
            "rates": self._rates,
        }
        chosen: dict[str, Any] = {}
        for name, table in tables.items():
            if name not in readers:
                raise self._unknown(name, readers)
            if not isinstance(table, dict):
                raise self._wrong(name, f"a table: [{name}]")
            chosen.update(readers[name](table))
        return Settings(**chosen)

    def _dates(self, table: Mapping[str, Any]) -> dict[str, Any]:
        self._check(table, ("order", "week_start", "workdays", "holidays", "languages"))
        order = table.get("order", "day-first")
        if order not in ("day-first", "month-first"):
            raise self._wrong("order", "day-first or month-first")
        workdays = table.get("workdays", _DAYS[:5])
        holidays = table.get("holidays", [])
        if not isinstance(workdays, (list, tuple)) or not workdays:
            raise self._wrong("workdays", 'a list such as ["mon", "tue"]')
        languages = table.get("languages", [])
        if not isinstance(languages, list) or not all(isinstance(code, str) and code for code in languages):
            raise self._wrong("languages", 'a list of codes such as ["it", "pl"]')
        if not isinstance(holidays, list) or not all(type(day) is date for day in holidays):
            raise self._wrong("holidays", "a list of dates such as [2026-12-25]")
        return {
            "dates": DateRules(
                day_first=order == "day-first",
                week_start=self._day("week_start", table.get("week_start", "monday")),
                workdays=frozenset(self._day("workdays", day) for day in workdays),
                holidays=frozenset(holidays),
                languages=tuple(code.lower() for code in languages),
            )
        }

    def _day(self, key: str, name: object) -> int:
        for number, day in enumerate(_DAYS):
            if isinstance(name, str) and len(name) >= 3 and day.startswith(name.lower()):
                return number
        raise self._wrong(key, "a day of the week, such as monday or mon")

    def _urgency(self, table: Mapping[str, Any]) -> dict[str, Any]:
        from pipetui.domain.urgency import Weights

        self._check(table, Weights._fields)
        for key, value in table.items():
            if type(value) not in (int, float) or not abs(value) < 1e6:
                raise self._wrong(key, "a number")
        return {"own_weights": Weights(**{key: float(value) for key, value in table.items()})}

    def _app(self, table: Mapping[str, Any]) -> dict[str, Any]:
        switches = ("compact", "ascii", "motion", "plain")
        self._check(table, ("theme", *switches))
        if not isinstance(table.get("theme", ""), str):
            raise self._wrong("theme", 'a name in quotes, such as "nord"')
        for switch in switches:
            if not isinstance(table.get(switch, False), bool):
                raise self._wrong(switch, "true or false")
        return dict(table)

    def _keys(self, table: Mapping[str, Any]) -> dict[str, Any]:
        for key, value in table.items():
            if not isinstance(value, str):
                raise self._wrong(key, 'keys in quotes, such as "w" or "ctrl+w,W"')
        return {"keys": tuple(sorted(table.items()))}

    def _journal(self, table: Mapping[str, Any]) -> dict[str, Any]:
        self._check(table, ("days", "steps"))
        days, steps = table.get("days", 365), table.get("steps", 5000)
        if type(days) is not int or not 30 <= days <= _MOST_DAYS:
            raise self._wrong("days", f"a whole number from 30 to {_MOST_DAYS}")
        if type(steps) is not int or not 1 <= steps <= _MOST_STEPS:
            raise self._wrong("steps", f"a whole number from 1 to {_MOST_STEPS}")
        return {"journal_days": days, "journal_steps": steps}

    def _me(self, table: Mapping[str, Any]) -> dict[str, Any]:
        self._check(table, ("name",))
        if not isinstance(table.get("name", ""), str):
            raise self._wrong("name", 'your name in quotes, such as "Ann Lee"')
        return {"my_name": table.get("name", "")}

    def _mail(self, table: Mapping[str, Any]) -> dict[str, Any]:
        self._check(table, ("folders", "me"))
        folders, mine = table.get("folders", []), table.get("me", [])
        if not _are_texts(folders) or "" in folders:
            raise self._wrong("folders", 'a list of paths such as ["~/Mail"]')
        if not _are_texts(mine) or not all("@" in address for address in mine):
            raise self._wrong("me", 'a list of your addresses such as ["ann@acme.example"]')
        return {"mail_folders": tuple(folders), "my_addresses": tuple(mine)}

    def _calendar(self, table: Mapping[str, Any]) -> dict[str, Any]:
        self._check(table, ("path",))
        if not isinstance(table.get("path", ""), str):
            raise self._wrong("path", 'a path in quotes, such as "~/.calendars/sales"')
        return {"calendar": table.get("path", "")}

    def _commission(self, table: Mapping[str, Any]) -> dict[str, Any]:
        from pipetui.domain import commission

        self._check(table, ("rate", "above"))
        rate, above = table.get("rate"), table.get("above", [])
        if type(rate) not in (str, int, float):
            raise self._wrong("rate", 'a percentage such as "8%" or 12.5')
        if not _are_texts(above):
            raise self._wrong("above", 'a list of tiers such as ["100%: 10%", "120%: 12.5%"]')
        for key, read in (("rate", lambda: commission.rate(str(rate))), ("above", lambda: commission.tiers(above))):
            try:
                read()
            except InputError as error:
                raise InputError(f"{self._place(key)}: {error.title}", error.hint) from None
        return {"commission": commission.RateTable(commission.rate(str(rate)), commission.tiers(above))}

    def _sweep(self, table: Mapping[str, Any]) -> dict[str, Any]:
        from pipetui.domain.sweep import Limits

        self._check(table, Limits._fields)
        for key, value in table.items():
            if type(value) is not int or not 1 <= value <= _MOST_DAYS:
                raise self._wrong(key, f"a whole number from 1 to {_MOST_DAYS}")
        return {"own_sweep": Limits(**table)}

    def _shell(self, table: Mapping[str, Any]) -> dict[str, Any]:
        self._check(table, ("pager",))
        if not isinstance(table.get("pager", True), bool):
            raise self._wrong("pager", "true or false")
        return dict(table)

    def _lists(self, table: Mapping[str, Any]) -> dict[str, Any]:
        self._check(table, ("columns",))
        columns = table.get("columns", [])
        if not isinstance(columns, (list, tuple)) or not all(isinstance(name, str) and name for name in columns):
            raise self._wrong("columns", 'a list of names such as ["id", "title", "value"]')
        return {"columns": tuple(columns)}

    def _rates(self, table: Mapping[str, Any]) -> dict[str, Any]:
        from pipetui.domain.money import CURRENCIES

        dated = {key: values for key, values in table.items() if key != "currency"}
        currency = table.get("currency")
        if not isinstance(currency, str) or currency not in CURRENCIES:
            key = "currency" if "currency" in table else "rates"
            near = _like(currency, CURRENCIES) if isinstance(currency, str) else ""
            hint = f"; did you mean {near}?" if near else ""
            raise self._wrong(key, f'currency = "EUR", the one that is reported in{hint}')
        found: dict[str, list[DatedRate]] = {}
        for key, values in dated.items():
            day = _iso_day(key)
            if not isinstance(values, dict):
                raise self._unknown(key, ("currency",)) if day is None else self._wrong(key, "{ USD = 0.92 }")
            if day is None:
                raise self._wrong(key, "a day with what holds from then on: 2026-01-01 = { USD = 0.92 }")
            for code, value in values.items():
                if code not in CURRENCIES or code == currency:
                    raise self._no_currency(key, code, CURRENCIES - {currency})
                rate = None if isinstance(value, bool) else rate_of(str(value))
                if rate is None:
                    raise self._wrong(code, f"what 1 {code} is worth in {currency}, a number above 0", under=key)
                found.setdefault(code, []).append(DatedRate(day, *rate))
        by_code = tuple((code, tuple(sorted(rates))) for code, rates in sorted(found.items()))
        return {"rates": ExchangeRates(str(currency), by_code)}

    def _no_currency(self, day: str, code: str, known: frozenset[str]) -> InputError:
        near = _like(code, known)
        hint = f"did you mean {near}?" if near else "use a code of three letters such as USD, and not the reported one"
        return InputError(f"{self._place(code, day)}: “{code}” is no other currency", hint)

    def _check(self, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                raise self._unknown(key, known)

    def _unknown(self, key: str, known: Any) -> InputError:
        near = nearest(key, tuple(known))
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
        return InputError(f"{self._place(key)}: unknown key “{key}”", hint)

    def _wrong(self, key: str, wanted: str, under: str = "") -> InputError:
        return InputError(f"{self._place(key, under)}: “{key}” is not understood", f"it takes {wanted}")

    def _place(self, key: str, under: str = "") -> str:
        """Where a key stands; one that may stand in several tables, `under` the heading of its own."""
        below = not under
        for number, line in enumerate(self.lines, 1):
            below = below or under in line
            said = line.strip().lstrip("[\"'")
            if below and (key in said if under else said.startswith(key)):
                return f"{self.path}, line {number}"
        return str(self.path)


def _iso_day(text: str) -> str | None:
    try:
        return text if date.fromisoformat(text).isoformat() == text else None
    except ValueError:
        return None


def _like(code: str, known: frozenset[str]) -> str:
    """The currency that begins most alike of those that look like a code; "" for none."""
    near = nearest(code.upper(), known, 9)
    return max(near, key=lambda one: sum(one.startswith(code.upper()[:end]) for end in (1, 2)), default="")


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)

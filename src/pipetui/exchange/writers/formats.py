"""The formats that a book leaves in, a row each; shell, help, Tab and README know no other place that names them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import PurePath

    from pipetui.exchange.writers.source import ExportSource


class Format(NamedTuple):
    """A format: its name, its module, the ending of its files, what it holds, the kinds of record it has a file for.

    The first of the `kinds` is meant where one file is written and none is named. `whole` is the book as it is, of
    which no deals can be chosen; `around` how many pieces of a file are no record; `named` whether a record bears the
    book's own name, so that it is known again.
    """

    name: str
    module: str
    ending: str
    holds: str
    kinds: tuple[str, ...] = ()
    whole: bool = False
    around: int = 0
    named: bool = False

    @property
    def write(self) -> Callable[[ExportSource, str], Iterator[str]]:
        """What makes the text of it, piece by piece; its module is loaded now."""
        found: Callable[[ExportSource, str], Iterator[str]] = import_module(f"{__package__}.{self.module}").write
        return found

    def kind(self, name: str) -> str:
        """The kind of record that is meant, by a beginning; raises InputError, also where there are none."""
        if not self.kinds:
            raise InputError(f"{self.name} has no kinds of record", "leave the kind out")
        return choose(name, self.kinds, "kind of record")


_ACTIVITIES = ("notes", "activities")

FORMATS = (
    Format("json", "book_json", ".json", "the whole book; import gives it back row for row", whole=True),
    Format(
        "csv",
        "csv_records",
        ".csv",
        "all that is known of each kind of record, safe to open in a spreadsheet",
        ("deals", "people", "organizations", "touches", "follow-ups", "notes", "items", "history"),
        around=1,
        named=True,
    ),
    Format(
        "pipedrive",
        "pipedrive",
        ".csv",
        "the columns of Pipedrive's import template",
        ("deals", "people", "organizations", *_ACTIVITIES, "products"),
        around=1,
    ),
    Format(
        "hubspot",
        "hubspot",
        ".csv",
        "what HubSpot's import asks for, an object a file",
        ("deals", "contacts", "companies", *_ACTIVITIES),
        around=1,
    ),
    Format(
        "salesforce",
        "salesforce",
        ".csv",
        "objects for Salesforce's Data Loader",
        ("Opportunity", "Account", "Contact", "Task", "Note"),
        around=1,
    ),
    Format("vcard", "vcard", ".vcf", "people and organizations for an address book (vCard 3.0)", named=True),
    Format("ical", "ical", ".ics", "next steps for a calendar: tasks, and events at their time", around=2, named=True),
    Format("markdown", "markdown", ".md", "a page of each deal, with all that happened"),
)
BY_NAME = {one.name: one for one in FORMATS}
ZIP = ".zip"


def named(name: str) -> Format:
    """The format that is meant, by a beginning; raises InputError."""
    return BY_NAME[choose(name, [*BY_NAME], "format")]


def by_ending(path: PurePath) -> Format | None:
    """The format that a file of that name has; None where its ending tells none."""
    return next((one for one in FORMATS if one.ending == path.suffix.lower()), None)

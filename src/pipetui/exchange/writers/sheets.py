"""Records as CSV: a sheet is a kind of record and its columns, each a heading and what stands below it."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from pipetui.domain import patterns as re
from pipetui.domain.money import Money
from pipetui.exchange.values import guarded
from pipetui.exchange.writers.source import ExportSource
from pipetui.store import book_id, custom_fields
from pipetui.store.connect import Connection
from pipetui.store.reads.export import Chosen
from pipetui.store.values import utc_text

Column: TypeAlias = tuple[str, Callable[[Any], Any]]
"""A heading, and what a record has for it: a text, a number, an amount, a day, a time, several texts, or nothing."""

BETWEEN = "; "
"""Several names, addresses or numbers in one cell."""

_PHONE = r"\+[0-9][0-9 ()./-]*"


class RecordSheet(NamedTuple):
    """One kind of record of a format: what it is called, how it is read, its columns, whose own fields stand behind.

    `guards` is whether every cell that begins like a formula is guarded, as the import of pipetui undoes it; else a
    phone number, which no other program would know any more, stays as it is. `prefix` is put before the names of the
    rep's own fields.
    """

    name: str
    read: Callable[[Connection, Chosen], Iterable[Any]]
    columns: tuple[Column, ...]
    custom: str = ""
    guards: bool = False
    prefix: str = ""

    def write(self, source: ExportSource) -> Iterator[str]:
        """The heading and the rows, line by line."""
        columns = [*self.columns, *_own(source.connection, self.custom, self.prefix)]
        cell = guarded if self.guards else _but_phones
        row = csv.writer(_Handed()).writerow
        yield row([cell(heading) for heading, _ in columns])
        for record in self.read(source.connection, source.chosen):
            values = (value(record) for _, value in columns)
            told = (value.told(source.book) if isinstance(value, OwnIds) else value for value in values)
            yield row([cell(shown(value)) for value in told])


class OwnIds(NamedTuple):
    """Numbers of records of ours, told together with what they are and of which book: `deal-17-04fb77498223`."""

    kind: str
    numbers: tuple[Any, ...]

    def told(self, book: str) -> tuple[str, ...]:
        """Each as other programs shall know it, and an import into the same book again."""
        return tuple(book_id.told(self.kind, number, book) for number in self.numbers)


class _Handed:
    """A file for `csv` that hands each line over instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _own(connection: Connection, entity: str, prefix: str) -> list[Column]:
    """A column for each field that the rep added."""

    def held(number: int) -> Callable[[Any], str]:
        return lambda record: record.custom.get(number, "")

    known = custom_fields.known(connection, entity) if entity else ()
    return [(f"{prefix}{field.name}", held(field.id)) for field in known]


def _but_phones(cell: str) -> str:
    return cell if cell[:1] == "+" and re.fullmatch(_PHONE, cell) else guarded(cell)


def shown(value: Any) -> str:
    """A value as a cell holds it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return value.decimal
    return BETWEEN.join(value) if isinstance(value, tuple) else str(value)


def field(name: str) -> Callable[[Any], Any]:
    """The attribute of a record."""
    return lambda record: getattr(record, name)


def ids(kind: str, name: str = "id") -> Callable[[Any], OwnIds]:
    """The number, or numbers, of records of that kind that an attribute holds, as ids."""

    def found(record: Any) -> OwnIds:
        held = getattr(record, name)
        return OwnIds(kind, held if isinstance(held, tuple) else () if held is None else (held,))

    return found


def only(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Addresses or numbers without their labels."""
    return tuple(value for _, value in pairs)


def first(texts: Iterable[str]) -> str:
    """The first of several, nothing of none."""
    return next(iter(texts), "")


def labelled(pairs: Iterable[tuple[str, str]], *words: str) -> str:
    """The first that has one of the words in its label."""
    return next((value for label, value in pairs if any(word in label.lower() for word in words)), "")


def own_name(name: str) -> tuple[str, str]:
    """First and last name, as systems ask for them that have two fields."""
    before, _, last = name.rpartition(" ")
    return before, last

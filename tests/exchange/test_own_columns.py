"""Columns that no field takes become fields of the rep's own, of the kind that all their cells are of."""

from __future__ import annotations

import csv
from datetime import UTC
from pathlib import Path

import pytest

from pipetui.domain.custom_fields import CustomField
from pipetui.exchange.apply import apply
from pipetui.exchange.own_columns import OwnColumn, SeenValues
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace
from pipetui.store import custom_fields

USUAL = ("dmy", "the setting")


def become(*cells: str) -> tuple[str, list[str]]:
    """What a column of these cells becomes, and the values that it gets."""
    seen = SeenValues("EUR", UTC)
    for cell in cells:
        seen.add(cell)
    column = seen.column("Own", 0, {}, None, USUAL)
    return column.kind, [column.meaning("EUR", UTC)(cell) for cell in cells]


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (("12", "-3", "2.5", "1,250.5"), "number", ["12", "-3", "2.5", "1250.5"]),
        (("12,5", "1.250,75"), "number", ["12.5", "1250.75"]),
        (("1,250", "3,000"), "text", ["1,250", "3,000"]),
        (("0123", "4567"), "text", ["0123", "4567"]),
        (("€1,500.00", "20 USD"), "money", ["1500.00 EUR", "20.00 USD"]),
        (("31.01.2027", "2027-03-02"), "date", ["2027-01-31", "2027-03-02"]),
        (("2027-01-31 10:30", "2027-03-02"), "text", ["2027-01-31 10:30", "2027-03-02"]),
        (("Yes", "no", "n/a"), "yes/no", ["yes", "no", ""]),
        (("1", "0"), "number", ["1", "0"]),
        (("https://a.example/1", "www.a.example"), "link", ["https://a.example/1", "www.a.example"]),
        (("West", "East"), "text", ["West", "East"]),
        (("West", "East") * 10, "choice", ["West", "East"] * 10),
        ((), "text", []),
    ],
)
def test_a_column_is_of_the_kind_of_all_its_cells(cells: tuple[str, ...], kind: str, values: list[str]) -> None:
    assert become(*cells) == (kind, values)


def test_a_field_that_is_there_takes_what_is_of_its_kind_and_else_there_is_another() -> None:
    seats = OwnColumn("Seats", 0, "number", possible=("number",))
    assert seats.beside(CustomField(1, "deal", "Seats", "text")).kind == "text"
    assert seats.beside(CustomField(1, "deal", "Seats", "date")).name == "Seats (number)"


def test_a_later_export_changes_the_field_unless_it_was_changed_here(workspace: Workspace, tmp_path: Path) -> None:
    def told(one: str, two: str) -> tuple[str, ...]:
        with (tmp_path / "deals.csv").open("w", encoding="utf-8") as file:
            csv.writer(file).writerows(
                [
                    ("Deal ID", "Deal name", "Stage", "Berths"),
                    ("1", "Hoist", "Talks", one),
                    ("2", "Winch", "Talks", two),
                ]
            )
        made = plan(workspace, tmp_path / "deals.csv", Options())
        return apply(workspace, made).conflicts

    def held() -> list[str]:
        return [text for _, _, text in custom_fields.by_field(workspace.store.connection, field.id)]

    assert told("3", "4") == ()
    (field,) = custom_fields.known(workspace.store.connection, "deal")
    assert (field.name, field.kind, held()) == ("Berths", "number", ["3", "4"])
    with workspace.unit_of_work("typed") as uow:
        custom_fields.put(uow.connection, field.id, 2, "9")
        uow.save([], "typed")
    (conflict,) = told("5", "6")
    assert "Winch" in conflict
    assert held() == ["5", "9"]

"""The table of fields: each name means one field, and a row is all that a plain field needs."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from pipetui.cli.output.deal_json import of_fields
from pipetui.domain import fields
from pipetui.domain.dates.when import DateRules
from pipetui.domain.errors import InputError
from pipetui.domain.fields import DEAL, Field, having
from pipetui.domain.people_fields import ORG, PERSON
from pipetui.domain.query.facts import QueryContext
from pipetui.domain.query.measures import MEASURES
from pipetui.service.fields import Context, editable
from pipetui.views import PLAIN, Card

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SEATS = Field("seats", fields.WHOLE, "Seats", "40", "seats", json="seats", typed="seats:40", word="seats")
REGION = Field("region", fields.TEXT, "Region", "south", "region", json="region", word="region")


@pytest.mark.parametrize("table", [DEAL, PERSON, ORG])
@pytest.mark.parametrize("facet", ["name", "json", "key", "also", "word"])
def test_each_name_means_one_field(table: tuple[Field, ...], facet: str) -> None:
    names = [name for field in table for name in getattr(field, facet).split()]
    assert len(names) == len(set(names))


def test_a_heading_means_one_field() -> None:
    headings = [heading for field in DEAL for heading in field.headings.split()]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("facet", ["label", "json", "key", "word", "headings"])
def test_a_new_field_is_told_behind_the_others(facet: str) -> None:
    row = SEATS._replace(key="seats", headings="seats")
    assert having(facet, (*DEAL, row)) == [*having(facet), row]


def test_what_a_deal_shows_is_on_its_card() -> None:
    assert [field.attribute for field in DEAL if field.json and field.attribute not in Card._fields] == []


def test_every_plain_column_of_a_card_has_its_row() -> None:
    assert set(PLAIN) <= {field.attribute for field in DEAL if field.kind in fields.PLAIN}


def no_stage(word: str) -> NoReturn:
    raise InputError(f"no stage {word}")


def test_a_plain_field_is_edited_and_shown_by_its_row() -> None:
    against = Context(NOW, DateRules(), "EUR", no_stage)
    made = editable((REGION, SEATS))
    sheet: Any = SimpleNamespace(card=SimpleNamespace(region="south", seats=None))
    assert {name: known.show(sheet) for name, known in made.items()} == {"region": "south", "seats": ""}
    assert (made["region"].parse(against, " far  east "), made["seats"].parse(against, "40")) == ("far east", 40)
    assert made["seats"].parse(against, "") is None
    row: Any = SimpleNamespace()
    for name, known in made.items():
        known.write(None, row, name)
    assert vars(row) == {"region": "region", "seats": "seats"}


@pytest.mark.parametrize("text", ["many", "4.5", "4 0", "٤", "9" * 19, "--4", "+4"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a whole number"):
        editable((SEATS,))["seats"].parse(Context(NOW, DateRules(), "EUR", no_stage), text)


@pytest.mark.parametrize(
    ("sign", "value", "found"), [(">", "20", [40]), (":", "7", [7]), (":", "none", [None]), ("<=", "40", [7, 40])]
)
def test_a_whole_number_is_compared(sign: str, value: str, found: list[int | None]) -> None:
    test = MEASURES[fields.WHOLE](SEATS, sign, value, QueryContext(NOW, DateRules(), "EUR"))
    cards: Any = [SimpleNamespace(seats=seats) for seats in (7, 40, None)]
    assert [card.seats for card in cards if test(card)] == found


def test_a_plain_field_is_null_in_json_where_nothing_is_known() -> None:
    assert of_fields((REGION, SEATS), SimpleNamespace(region="", seats=None)) == {"region": None, "seats": None}
    assert of_fields((REGION, SEATS), SimpleNamespace(region="south", seats=0)) == {"region": "south", "seats": 0}

"""Which column is which field: told, or guessed from the headings of other systems."""

from __future__ import annotations

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.mapping import FIELDS, SourceColumn, columns_for
from pipetui.exchange.vocabulary import vocabulary_of


def told(headings: tuple[str, ...], *maps: tuple[str, str]) -> tuple[SourceColumn, ...]:
    return columns_for(headings, maps, vocabulary_of(headings))


def guessed(*headings: str) -> dict[str, str]:
    return {column.field: column.heading for column in told(headings)}


def test_headings_are_known_whatever_their_case_and_punctuation() -> None:
    assert guessed("Deal Name", "Amount", "Account", "deal_stage", "engage_date", "opportunity_id", "close_value") == {
        "title": "Deal Name",
        "organization": "Account",
        "stage": "deal_stage",
        "value": "Amount",
        "created": "engage_date",
        "id": "opportunity_id",
    }
    assert guessed(
        "Deal - Title", "Deal - Lost reason", "Deal - Won time", "Person - Email", "Deal - Currency of Value"
    ) == {
        "title": "Deal - Title",
        "reason": "Deal - Lost reason",
        "closed": "Deal - Won time",
        "email": "Person - Email",
        "currency": "Deal - Currency of Value",
    }


def test_the_surer_heading_wins() -> None:
    assert guessed("product", "opportunity name")["title"] == "opportunity name"
    assert guessed("product", "account")["title"] == "product"


def test_what_is_told_is_not_guessed() -> None:
    columns = told(("Title", "Product", "Account"), ("title", "product"), ("title", "account"))
    assert [(column.field, column.heading, column.guessed) for column in columns] == [
        ("title", "Product", False),
        ("title", "Account", False),
    ]


def test_a_field_can_be_left_out() -> None:
    assert [column.field for column in told(("Title", "ID"), ("id", ""))] == ["title"]


def test_a_wrong_column_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        told(("deal_stage", "close_value"), ("stage", "deal_stag"))
    assert caught.value.title == "the file has no column “deal_stag”"
    assert caught.value.hint == "did you mean: “deal_stage”"
    with pytest.raises(InputError, match="no column") as caught:
        told(("alpha", "beta"), ("title", "zzzz"))
    assert caught.value.hint == "its columns are: “alpha”, “beta”"


def test_an_unknown_field_lists_the_fields() -> None:
    with pytest.raises(InputError) as caught:
        told(("a",), ("tilte", "a"))
    assert all(field in caught.value.hint for field in FIELDS)


def test_only_some_fields_take_several_columns() -> None:
    with pytest.raises(InputError, match="value is mapped to two columns"):
        told(("a", "b"), ("value", "a"), ("value", "b"))

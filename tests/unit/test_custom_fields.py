"""What a custom field may be called, and what its values mean: each is kept as a text that says one thing only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import custom_fields, custom_names
from pipetui.domain.custom_fields import CHOICE, DATE, KINDS, LINK, MONEY, NUMBER, TEXT, YES_NO, Against, CustomField
from pipetui.domain.dates.when import DateRules
from pipetui.domain.errors import InputError
from pipetui.domain.money import Money

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
AGAINST = Against(NOW, DateRules(), "EUR")


def of_kind(kind: str) -> CustomField:
    return CustomField(1, "deal", "Field", kind, ("north", "south east"))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (TEXT, "  two   words ", "two words"),
        (NUMBER, "1250", "1250"),
        (NUMBER, "-3", "-3"),
        (NUMBER, "2,5", "2.5"),
        (NUMBER, "2.50", "2.5"),
        (NUMBER, "1,250", "1250"),
        (NUMBER, "1.250,50", "1250.5"),
        (NUMBER, "1,250.50", "1250.5"),
        (NUMBER, "1'250'000", "1250000"),
        (NUMBER, "1.250.000", "1250000"),
        (NUMBER, "007", "7"),
        (NUMBER, "-0,0", "0"),
        (NUMBER, ".5", "0.5"),
        (MONEY, "12k", "12000.00 EUR"),
        (MONEY, "9000 USD", "9000.00 USD"),
        (MONEY, "1200 JPY", "1200 JPY"),
        (DATE, "2027-03-01", "2027-03-01"),
        (DATE, "tomorrow", "2026-11-22"),
        (CHOICE, "NORTH", "north"),
        (CHOICE, "south-e", "south east"),
        (YES_NO, "Y", "yes"),
        (YES_NO, "nein", "no"),
        (LINK, "https://acme.example/a b", "https://acme.example/a b"),
        (LINK, "~/contracts/acme.pdf", "~/contracts/acme.pdf"),
        *((kind, " ", "") for kind in KINDS),
    ],
)
def test_what_is_typed_is_kept_as_one_text(kind: str, typed: str, kept: str) -> None:
    assert custom_fields.canonical(of_kind(kind), typed, AGAINST) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (NUMBER, "many"),
        (NUMBER, "1,2,3"),
        (NUMBER, "1.2.3"),
        (NUMBER, "1e5"),
        (NUMBER, "1234567890123456"),
        (NUMBER, "5."),
        (NUMBER, "٣"),
        (MONEY, "a lot"),
        (DATE, "next blue moon"),
        (CHOICE, "west"),
        (YES_NO, "perhaps"),
        (LINK, "contract"),
        (LINK, "javascript:alert(1)"),
    ],
)
def test_what_a_kind_does_not_know_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(InputError):
        custom_fields.canonical(of_kind(kind), typed, AGAINST)


@given(
    st.sampled_from(KINDS), st.text(max_size=30) | st.from_regex(r"-?[0-9., ']{1,12}( ?(EUR|JPY|KWD))?", fullmatch=True)
)
def test_what_is_kept_is_kept_so_again_and_means_something(kind: str, typed: str) -> None:
    field = of_kind(kind)
    try:
        kept = custom_fields.canonical(field, typed, AGAINST)
    except InputError:
        return
    assert custom_fields.canonical(field, kept, AGAINST) == kept
    if kept:
        assert custom_fields.is_right(field, kept)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_a_number_keeps_its_size(number: object) -> None:
    assert float(custom_fields.canonical(of_kind(NUMBER), f"{number:f}", AGAINST)) == float(str(number))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (TEXT, "x", "x"),
        (NUMBER, "2.5", 2.5),
        (NUMBER, "2.50", None),
        (NUMBER, "nan", None),
        (MONEY, "12.50 EUR", Money(1250, "EUR")),
        (MONEY, "12.5 EUR", None),
        (MONEY, "12.50 EURO", None),
        (MONEY, "", None),
        (DATE, "2027-03-01", date(2027, 3, 1)),
        (DATE, "20270301", None),
        (DATE, "next friday", None),
        (YES_NO, "yes", True),
        (YES_NO, "no", False),
        (YES_NO, "Yes", None),
    ],
)
def test_what_another_program_wrote_means_something_only_as_we_would_write_it(
    kind: str, text: str, value: object
) -> None:
    assert custom_fields.value_of(kind, text) == value


@pytest.mark.parametrize("name", ["Region", "Contract end", "Vertragsende", "Größe", "契約", "ACV/ARR", "Q1: sum"])
def test_a_name_may_be_any_words_that_begin_with_a_letter(name: str) -> None:
    assert custom_names.check_name(f" {name} ", "deal") == name


@pytest.mark.parametrize("name", ["", "  ", "42", "!?", "x" * 61, "Value", "next", "Role", "has", "lost", "e-mail"])
def test_a_name_that_cannot_be_typed_or_means_something_else_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        custom_names.check_name(name, "deal", [CustomField(1, "deal", "E mail", TEXT)])


@given(
    st.text(max_size=80) | st.sampled_from(["Status", "7 % (won)", "e-mail"]), st.sampled_from(custom_fields.ENTITIES)
)
def test_any_heading_gets_a_name_that_can_be_kept(heading: str, entity: str) -> None:
    name = custom_names.name_for(heading, entity)
    assert custom_names.check_name(name, entity) == name
    assert custom_names.name_for(name, entity) == name


_HEADINGS = st.sampled_from(["2025", "2026", "%", "größe", "Größe!", "größe 2", "7 won", "x" * 60, "x" * 61, "Value"])


@given(st.lists(_HEADINGS | st.text(max_size=70), max_size=12), st.sampled_from(custom_fields.ENTITIES))
def test_no_two_columns_of_a_file_become_one_field(headings: list[str], entity: str) -> None:
    names = list(custom_names.names_for(headings, entity))
    kept = [custom_names.name_for(name, entity) for name in names]
    assert len({custom_fields.word_of(name) for name in kept}) == len(headings)
    assert list(custom_names.names_for(headings, entity)) == names


@pytest.mark.parametrize(
    ("heading", "name"),
    [("2026", "Field 2026"), ("2026 revenue", "revenue 2026"), ("1st contact", "st contact"), ("%", "Field")],
)
def test_a_number_before_the_words_of_a_heading_goes_behind_them(heading: str, name: str) -> None:
    assert custom_names.name_for(heading, "deal") == name


def test_the_options_of_a_choice_stand_there_once() -> None:
    assert custom_names.check_options([" North", "north", "", "south"]) == ("North", "south")
    with pytest.raises(InputError):
        custom_names.check_options([" "])

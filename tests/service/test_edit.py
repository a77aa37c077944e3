"""Editing every field: what is shown parses back, what is refused writes nothing (behaviours 6, 13, 16)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.domain.money import CURRENCIES, LARGEST, Money
from pipetui.service import Workspace, reads
from pipetui.service.edits import context
from pipetui.service.fields import FIELDS
from pipetui.store import contacts

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add

FULL = {
    "title": "[b]New[/] title, 株式会社",
    "value": "1.250,50 USD",
    "stage": "prop",
    "probability": "0%",
    "close": "2026-12-31",
    "organization": "Acme, Inc.",
    "people": "Ann Lee <ann@acme.example +49 30 1234> (champion), bob@beta.example, Kim (dec)",
    "source": "fair, hall 3",
    "tags": "hot, #SaaS  +new",
    "budget": "y",
    "authority": "no",
    "need": "?",
    "timing": "✓",
}
CLOSED_ONLY = {"renewal", "revisit"}
PAST = {"reason", "created", "entered", "closed"}
"""Tested where the past is put right."""
SHOWN = {
    "title": "[b]New[/] title, 株式会社",
    "value": "1250.50 USD",
    "stage": "Proposal",
    "probability": "0%",
    "close": "2026-12-31",
    "organization": "Acme, Inc.",
    "people": "Ann Lee <ann@acme.example +49 30 1234> (champion), Bob <bob@beta.example>, Kim (decision maker)",
    "source": "fair, hall 3",
    "tags": "SaaS hot new",
    "budget": "yes",
    "authority": "no",
    "need": "unknown",
    "timing": "yes",
    "renewal": "",
    "revisit": "",
}


def shown(workspace: Workspace, deal: int) -> dict[str, str]:
    sheet = reads.sheet(workspace, deal)
    return {name: field.show(sheet) for name, field in FIELDS.items() if name not in PAST}


def test_every_field_is_written_and_shown(workspace: Workspace, add: Add) -> None:
    deal = add()
    assert FULL.keys() | CLOSED_ONLY | PAST == FIELDS.keys()
    outcome = service.edit(workspace, deal, FULL)
    assert outcome.message.startswith(
        "edited #1 [b]New[/] title, 株式会社: title, value, stage, probability, expected close"
    )
    assert shown(workspace, deal) == SHOWN


def test_what_a_form_shows_parses_back_to_no_change(workspace: Workspace, add: Add) -> None:
    deal = add()
    for texts in (shown(workspace, deal), SHOWN):
        if texts is SHOWN:
            service.edit(workspace, deal, FULL)
        understood = context(workspace, deal)
        sheet, steps = reads.sheet(workspace, deal), reads.history(workspace)
        for name, text in texts.items():
            field = FIELDS[name]
            assert field.parse(understood, field.show(sheet)) == field.parse(understood, text)
        with pytest.raises(InputError, match="nothing to change"):
            service.edit(workspace, deal, {name: f" {text} " for name, text in texts.items()})
        assert (reads.sheet(workspace, deal), reads.history(workspace)) == (sheet, steps)


def test_b27_other_words_for_the_same_are_no_change_and_no_step(workspace: Workspace, add: Add) -> None:
    """Else “undo” after such an edit would take back the gesture before it."""
    deal = add(value=12_000)
    service.edit(workspace, deal, {"close": "2026-11-30", "tags": "a b"})
    steps = reads.history(workspace)
    for change in ({"value": "12k"}, {"close": "eom"}, {"tags": "#a, b"}, {"stage": "prosp"}, {"need": "?"}):
        with pytest.raises(InputError, match="nothing to change"):
            service.edit(workspace, deal, change)
    assert reads.history(workspace) == steps


def test_a_field_that_means_the_same_row_is_nothing_to_change(workspace: Workspace, add: Add) -> None:
    deal = add(organization="Acme")
    steps = reads.history(workspace)
    with pytest.raises(ConflictError, match="nothing to change"):
        service.edit(workspace, deal, {"organization": "ACME"})
    assert reads.history(workspace) == steps


@pytest.mark.parametrize("phone", ["(555) 123-4567", "030 1234 ext. 5", "tel:112"])
def test_any_number_that_an_import_takes_can_be_edited(workspace: Workspace, add: Add, phone: str) -> None:
    deal = add(people=("Ann",), phones=(phone,))
    shown = FIELDS["people"].show(reads.sheet(workspace, deal))
    service.edit(workspace, deal, {"people": f"{shown}, Bob"})
    assert [person.phone for person in reads.sheet(workspace, deal).people] == [phone, ""]


def reads_no_stage(word: str) -> NoReturn:
    raise AssertionError(word)


@given(st.integers(0, LARGEST), st.sampled_from(sorted(CURRENCIES)))
@settings(max_examples=25)
def test_any_value_shown_parses_back(minor: int, currency: str) -> None:
    from datetime import UTC, datetime

    from pipetui.domain.dates.when import DateRules
    from pipetui.service.fields import Context

    value = Money(minor, currency)
    text = f"{value.decimal} {value.currency}"
    assert FIELDS["value"].parse(Context(datetime.now(UTC), DateRules(), "EUR", reads_no_stage), text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", " "),
        ("title", "\x1b[0m"),
        ("value", "a lot"),
        ("value", "-5"),
        ("stage", "zzz"),
        ("stage", ""),
        ("stage", "pro"),
        ("probability", "101"),
        ("probability", "9" * 5000),
        ("probability", "-1"),
        ("probability", "1.5"),
        ("probability", "half"),
        ("close", "someday soon-ish"),
        ("close", "fri 14:00"),
        ("people", "Ann (boss)"),
        ("people", "Ann (), (user)"),
        ("people", "Ann <no contact>"),
        ("people", "<>"),
        ("budget", "maybe"),
        ("renewal", "31.02."),
        ("colour", "red"),
        ("", "red"),
        ("t", "red"),
    ],
)
def test_what_is_not_understood_is_refused_and_nothing_is_written(
    workspace: Workspace, add: Add, field: str, text: str
) -> None:
    deal = add()
    before, steps = reads.sheet(workspace, deal), reads.history(workspace)
    with pytest.raises(InputError) as refused:
        service.edit(workspace, deal, {"source": "fair", field: text, "tags": "x"})
    assert refused.value.hint
    assert (reads.sheet(workspace, deal), reads.history(workspace)) == (before, steps)


def test_a_refusal_inside_the_transaction_leaves_nothing(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.win(workspace, [deal])
    before, steps = reads.sheet(workspace, deal), reads.history(workspace)
    with pytest.raises(ConflictError, match="cannot be moved"):
        service.edit(workspace, deal, {"title": "Other", "organization": "New Org", "stage": "demo"})
    assert (reads.sheet(workspace, deal), reads.history(workspace)) == (before, steps)
    assert workspace.store.connection.execute("SELECT count(*) FROM organization").fetchone() == (0,)
    with pytest.raises(NotFoundError):
        service.edit(workspace, 99, {"title": "x"})
    with pytest.raises(InputError, match="nothing to change"):
        service.edit(workspace, deal, {})


def test_fields_go_by_beginnings_and_short_names(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.edit(workspace, deal, {"org": "Acme", "src": "fair", "p": "55", "who": "Ann", "Val": "3k"})
    card = reads.card(workspace, deal)
    assert (card.organization, card.source, card.probability, card.people) == ("Acme", "fair", 55, ("Ann",))
    assert card.value == Money(300_000, "EUR")


def test_emptied_fields_are_empty(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.edit(workspace, deal, FULL)
    emptied = ("value", "probability", "close", "organization", "people", "source", "tags", "budget")
    service.edit(workspace, deal, dict.fromkeys(emptied, ""))
    assert {name: shown(workspace, deal)[name] for name in emptied} == dict.fromkeys(emptied, "") | {
        "budget": "unknown"
    }
    card = reads.card(workspace, deal)
    assert (card.value, card.probability, card.currency) == (None, 60, "USD")


def test_b26_a_renewal_belongs_to_a_won_deal_and_a_revisit_to_a_lost_one(workspace: Workspace, add: Add) -> None:
    deal = add()
    for name in CLOSED_ONLY:
        with pytest.raises(ConflictError, match="only a"):
            service.edit(workspace, deal, {name: "2027-11-01"})
    service.win(workspace, [deal])
    service.edit(workspace, deal, {"renewal": "2027-11-01"})
    assert reads.card(workspace, deal).renewal_on == date(2027, 11, 1)
    service.reopen(workspace, [deal])
    service.drop(workspace, [deal], "price", revisit_on=date(2027, 3, 1))
    service.edit(workspace, deal, {"revisit": ""})
    assert reads.card(workspace, deal).revisit_on is None, "a revisit can be called off"


def test_b10_pushing_the_close_date_back_is_counted(workspace: Workspace, add: Add) -> None:
    deal = add(close=date(2026, 12, 1))
    for text in ("2026-12-15", "2026-12-01", "", "2027-01-01", "2027-02-01"):
        service.edit(workspace, deal, {"close": text})
    assert workspace.store.connection.execute("SELECT close_pushed FROM deal").fetchone() == (2,)


def test_b13_an_edit_of_the_stage_is_a_recorded_move(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(hours=1)
    service.edit(workspace, deal, {"stage": "demo"})
    events = workspace.store.connection.execute("SELECT kind, stayed_s FROM stage_event ORDER BY id").fetchall()
    assert events == [("created", None), ("advanced", 3600)]


def test_an_answer_taken_back_is_unknown(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    for answer in ("yes", "no", "unknown"):
        service.edit(workspace, deal, {"need": answer})
        assert {said.question: said.answer for said in reads.sheet(workspace, deal).qualification}["need"] == answer


# --- people --------------------------------------------------------------------------------------------------


def people(workspace: Workspace, deal: int) -> list[tuple[int, str, str, str]]:
    return [(person.id, person.name, person.role, person.email) for person in reads.sheet(workspace, deal).people]


def test_somebody_named_twice_has_the_last_role_and_that_is_said(workspace: Workspace, add: Add) -> None:
    deal = add()
    outcome = service.edit(workspace, deal, {"people": "Ann (champion), Bob, ann (user)"})
    assert outcome.warnings == ("ann is named twice; somebody has one role on a deal, the last one said",)
    assert [(one.name, one.role) for one in reads.sheet(workspace, deal).people] == [("Ann", "user"), ("Bob", "")]


def test_people_taken_off_a_deal_are_not_deleted_and_found_again(workspace: Workspace, add: Add) -> None:
    deal = add(people=("Ann", "Bob"))
    before = people(workspace, deal)
    service.edit(workspace, deal, {"people": "Bob"})
    assert people(workspace, deal) == before[1:]
    service.edit(workspace, deal, {"people": "Bob, ann (user)"})
    assert people(workspace, deal) == [before[1], (*before[0][:2], "user", "")]


def test_an_address_typed_anew_is_the_one_shown(workspace: Workspace, add: Add) -> None:
    deal = add(people=("Ann",), emails=("old@acme.example",))
    service.edit(workspace, deal, {"people": "Ann <new@acme.example>"})
    assert people(workspace, deal) == [(1, "Ann", "", "new@acme.example")]
    assert reads.find(workspace, "ann") == deal
    service.edit(workspace, deal, {"people": "Ann <OLD@acme.example>"})
    assert people(workspace, deal) == [(1, "Ann", "", "old@acme.example")]
    assert workspace.store.connection.execute("SELECT count(*) FROM contact_point").fetchone() == (2,)


@pytest.mark.parametrize("name", ["Lee, Ann", "Ann (Johnny) Lee", "Ann <3 Lee"])
def test_a_name_with_the_fields_own_signs_stays_the_same_person(workspace: Workspace, add: Add, name: str) -> None:
    deal = add(people=(name,))
    text = shown(workspace, deal)["people"]
    service.edit(workspace, deal, {"people": f"{text} (user), Bob"})
    assert [(number, *rest[:2]) for number, *rest in people(workspace, deal)] == [(1, name, "user"), (2, "Bob", "")]


def test_namesakes_on_a_deal_stay_two_people(workspace: Workspace, add: Add) -> None:
    deal = add()
    with workspace.unit_of_work("two Anns") as uow:
        connection = uow.connection
        for email in ("a@acme.example", "b@acme.example"):
            person = contacts.new_person(connection, "Ann", None, uow.at)
            contacts.add_contact(connection, person, "email", email)
            contacts.attach(connection, deal, person)
    service.edit(workspace, deal, {"people": "Ann <b@acme.example> (user), Ann <a@acme.example>, Bob"})
    assert people(workspace, deal) == [
        (1, "Ann", "", "a@acme.example"),
        (2, "Ann", "user", "b@acme.example"),
        (3, "Bob", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "names", "emails", "phones"),
    [
        ("Ann <ann@acme.example>", ("Ann",), ("ann@acme.example",), ()),
        ("Bob <ann@acme.example>", ("Bob",), ("ann@acme.example",), ()),
        ("ann@acme.example", (), ("ann@acme.example",), ()),
        ("<+49 30 1234>", (), (), ("+49 30 1234",)),
        ("Ann", ("Ann",), (), ()),
    ],
)
def test_the_field_knows_somebody_by_the_rule_of_the_quick_line(
    workspace: Workspace, add: Add, text: str, names: tuple[str, ...], emails: tuple[str, ...], phones: tuple[str, ...]
) -> None:
    add(people=("Ann",), emails=("ann@acme.example",), phones=("+49 30 1234",))
    line = add(people=names, emails=emails, phones=phones)
    typed = add()
    service.edit(workspace, typed, {"people": text})
    assert people(workspace, typed) == people(workspace, line)


NAMES = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=3), NAMES, NAMES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_text_comes_in_its_form_parses_back(
    workspace: Workspace, attending: list[tuple[str, str]], title: str, tag: str
) -> None:
    new = NewDeal(
        f"x{title}", organization=title, people=tuple(f"P{a} {b}" for a, b in attending), tags=(tag,), source=tag
    )
    deal = service.add(workspace, new).deals[0]
    sheet, understood = reads.sheet(workspace, deal), context(workspace, deal)
    for field in FIELDS.values():
        field.parse(understood, field.show(sheet))
    service.edit(workspace, deal, {"people": ", ".join(filter(None, (FIELDS["people"].show(sheet), "Zoe Last")))})
    assert [person.id for person in reads.sheet(workspace, deal).people][: len(sheet.people)] == [
        p.id for p in sheet.people
    ]

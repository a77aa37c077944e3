"""Templates in the book: which fits, what a deal fills it with, and the touch that using one is (4, 9, 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.line.quick_line import NextLine, TouchLine
from pipetui.domain.mailing import Mail
from pipetui.domain.texts import mail_text
from pipetui.domain.texts.mail_text import Template
from pipetui.service import Desk, look, mail

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays


def to_ann(deal: int, template: str = "proposal") -> Mail:
    return Mail(deal, ("ann@acme.example",), "About it", "Hello\n", template)


def people(desk: Desk, deal: int, text: str) -> None:
    service.edit(desk, deal, {"people": text})


def best(desk: Desk, deal: int) -> str:
    return mail.fitting(desk, deal)[0].name


# --- which template ------------------------------------------------------------------------------------------


def test_five_templates_begin_in_every_book_each_paragraph_on_one_line(desk: Desk) -> None:
    known = mail.templates(desk)
    assert [one.name for one in known] == ["first contact", "follow-up", "proposal", "last chance", "re-engage"]
    assert all("\n" not in paragraph for one in known for paragraph in one.body.strip().split("\n\n"))


@pytest.mark.parametrize("name", ["last chance", "last-chance", "LAST", "la"])
def test_a_template_is_named_by_a_beginning(desk: Desk, name: str) -> None:
    assert mail.template(desk, name).name == "last chance"


def test_a_name_of_several_or_of_none_is_refused_with_the_names_there_are(desk: Desk) -> None:
    with pytest.raises(InputError, match="could be first contact, follow-up"):
        mail.template(desk, "f")
    with pytest.raises(NotFoundError) as raised:
        mail.template(desk, "propsal")
    assert raised.value.hint == "did you mean proposal?"


def test_b09_the_template_of_the_cadences_next_email_is_offered_first(desk: Desk, add: Add) -> None:
    deal = add()
    assert best(desk, deal) == "first contact"
    service.log(desk, [deal], TouchLine("call", "no answer"))
    connection = desk.store.connection
    number = connection.execute("SELECT id FROM template WHERE name = 're-engage'").fetchone()[0]
    with desk.gesture("test") as gesture:
        gesture.pen.connection.execute("UPDATE cadence_step SET template_id = ? WHERE position = 1", (number,))
    assert best(desk, deal) == "re-engage"


def test_what_the_next_step_names_or_how_the_deal_stands_decides_what_is_offered(
    desk: Desk, add: Add, in_days: InDays
) -> None:
    proposal, named, lost = add(stage="proposal"), add("Globex", stage="demo"), add("Hooli")
    service.plan(desk, [named], in_days(1), "last-chance e-mail")
    service.drop(desk, [lost], "price")
    assert [best(desk, deal) for deal in (proposal, named, lost)] == ["proposal", "last chance", "re-engage"]


# --- what fills it -------------------------------------------------------------------------------------------


def test_a_deal_fills_what_it_knows_and_leaves_out_what_it_does_not(desk: Desk, add: Add, clock: Clock) -> None:
    deal = add("Acme rollout", value=12000, organization="Acme GmbH", people=("Ann Lee",), emails=("ann@acme.example",))
    service.log(desk, [deal], TouchLine("call", "reached"))
    clock.tick(days=6)
    found = mail.filling(desk._replace(settings=desk.settings._replace(my_name="Jo Park")), deal)
    assert found.to == ("ann@acme.example",)
    assert found.values == {
        "first_name": "Ann",
        "last_name": "Lee",
        "name": "Ann Lee",
        "organization": "Acme GmbH",
        "deal": "Acme rollout",
        "value": "€12,000",
        "stage": "Prospecting",
        "day": "Wednesday, 2 December",
        "last_touch": "6 days ago",
        "my_name": "Jo Park",
    }
    bare = mail.filling(desk, add("Bare"))
    assert (bare.to, sorted(bare.values)) == ((), ["day", "deal", "stage"])


def test_it_goes_to_the_decision_maker_else_to_the_first_with_an_address(desk: Desk, add: Add) -> None:
    deal = add()
    people(desk, deal, "Kim Park, Ann Lee <ann@acme.example>, Bob Ray <bob@acme.example> (decision maker)")
    found = mail.filling(desk, deal)
    assert (found.to, found.values["first_name"]) == (("bob@acme.example",), "Bob")
    assert [person.name for person in found.others] == ["Ann Lee"]
    people(desk, deal, "Kim Park (decision maker), Ann Lee <ann@acme.example>")
    found = mail.filling(desk, deal)
    assert (found.to, found.values["first_name"]) == (("ann@acme.example",), "Ann")


def test_somebody_else_is_named_by_name_or_address_and_a_stranger_gets_no_name(desk: Desk, add: Add) -> None:
    deal = add()
    people(desk, deal, "Ann Lee <ann@acme.example>, Bob Ray <bob@acme.example>")
    assert mail.filling(desk, deal, "ray").values["first_name"] == "Bob"
    assert mail.filling(desk, deal, "BOB@acme.example").values["first_name"] == "Bob"
    stranger = mail.filling(desk, deal, "kim@globex.example, ann@acme.example")
    assert stranger.to == ("kim@globex.example", "ann@acme.example")
    assert "first_name" not in stranger.values
    with pytest.raises(InputError, match="who is “kim”"):
        mail.filling(desk, deal, "kim")


def test_an_organizations_own_address_is_used_where_nobodys_is_known(desk: Desk, add: Add) -> None:
    deal = add(organization="Acme")
    with desk.gesture("test") as gesture:
        gesture.pen.connection.execute(
            """INSERT INTO contact_point (organization_id, kind, label, value, key, position)
               VALUES (1, 'email', '', 'info@acme.example', 'info@acme.example', 0)"""
        )
    assert mail.filling(desk, deal).to == ("info@acme.example",)


def test_what_is_missing_is_named_with_the_way_to_give_it(desk: Desk, add: Add) -> None:
    found = mail.filling(desk, add())
    template = mail.template(desk, "proposal")
    with pytest.raises(InputError) as raised:
        mail.fill(template, found, {"value": "€1", "my_name": "Jo"})
    assert raised.value.title == "#1 Acme rollout: “proposal” lacks {first_name}, {organization}"
    assert raised.value.hint == '--set first_name="…" --set organization="…"'


# --- gestures ------------------------------------------------------------------------------------------------


def test_b04_a_mail_is_a_touch_on_the_person_and_asks_for_the_next_step(desk: Desk, add: Add) -> None:
    deal = add(people=("Kim Park", "Ann Lee"), stage="proposal")
    people(desk, deal, "Kim Park, Ann Lee <ann@acme.example>")
    outcome = mail.used(desk, [to_ann(deal)])
    item = look.sheet(desk, deal).timeline[0]
    assert (item.headline, item.text) == ("email · Ann Lee", "About it (proposal)")
    assert outcome.ask is not None


def test_b09_a_mail_finishes_what_it_answers_and_moves_the_cadence_on(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add(next=NextLine(in_days(0), "email the offer"))
    service.log(desk, [deal], TouchLine("call", "no answer"))
    outcome = mail.used(desk, [to_ann(deal)])
    assert "done: email the offer" in outcome.said
    assert look.card(desk, deal).next_step is None
    assert outcome.ask is not None
    assert outcome.ask.what == "second call"


def test_b27_many_mails_are_one_step_of_undo(desk: Desk, add: Add) -> None:
    deals = [add(title) for title in ("Acme", "Globex", "Hooli", "Initech")]
    outcome = mail.used(desk, [to_ann(deal) for deal in deals])
    assert (outcome.said, outcome.ask) == ("logged email on 4 deals", None)
    service.undo(desk)
    assert all(look.card(desk, deal).last_touch_at is None for deal in deals)


def test_templates_are_added_changed_deleted_and_brought_back(desk: Desk) -> None:
    name, text = mail.draft(desk, "Thanks for the visit")
    made = mail_text.parse(text, name)
    assert mail.save_template(desk, made).said == "added template Thanks for the visit"
    assert mail.save_template(desk, made._replace(subject="Thank you")).said == "changed template Thanks for the visit"
    assert mail.template(desk, "thanks").subject == "Thank you"
    with pytest.raises(ConflictError):
        mail.save_template(desk, made._replace(subject="Thank you"))
    mail.delete_template(desk, "thanks")
    with pytest.raises(NotFoundError):
        mail.template(desk, "thanks")
    service.undo(desk)
    assert mail.template(desk, "thanks").subject == "Thank you"


def test_a_template_with_an_unknown_field_is_not_kept(desk: Desk) -> None:
    with pytest.raises(InputError, match="nmae"):
        mail.save_template(desk, Template("bad", "", "x", "{nmae}\n"))
    assert len(mail.templates(desk)) == 5


def test_a_cadence_goes_on_without_a_deleted_template_and_undo_gives_it_back(desk: Desk) -> None:
    def of_steps() -> list[object]:
        return [row[0] for row in desk.store.connection.execute("SELECT template_id FROM cadence_step ORDER BY id")]

    before = of_steps()
    outcome = mail.delete_template(desk, "follow-up")
    assert outcome.warnings == ("2 steps of cadences had it",)
    assert of_steps() == [None] * 5
    service.undo(desk)
    assert of_steps() == before

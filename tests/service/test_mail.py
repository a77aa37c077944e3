"""Templates in the book: which fits, what a deal fills it with, and the touch that using one is (4, 9, 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.cli.errors import what_to_do
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.line.quick_line import NextLine, TouchLine
from pipetui.domain.mailing import Mail
from pipetui.domain.texts import mail_text
from pipetui.domain.texts.mail_text import Template
from pipetui.service import Workspace, mail, reads

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays


def to_ann(deal: int, template: str = "proposal") -> Mail:
    return Mail(deal, ("ann@acme.example",), "About it", "Hello\n", template)


def people(workspace: Workspace, deal: int, text: str) -> None:
    service.edit(workspace, deal, {"people": text})


def best(workspace: Workspace, deal: int) -> str:
    return mail.fitting(workspace, deal)[0].name


# --- which template ------------------------------------------------------------------------------------------


def test_five_templates_begin_in_every_book_each_paragraph_on_one_line(workspace: Workspace) -> None:
    known = mail.templates(workspace)
    assert [one.name for one in known] == ["first contact", "follow-up", "proposal", "last chance", "re-engage"]
    assert all("\n" not in paragraph for one in known for paragraph in one.body.strip().split("\n\n"))


@pytest.mark.parametrize("name", ["last chance", "last-chance", "LAST", "la"])
def test_a_template_is_named_by_a_beginning(workspace: Workspace, name: str) -> None:
    assert mail.template(workspace, name).name == "last chance"


def test_a_name_of_several_or_of_none_is_refused_with_the_names_there_are(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="could be first contact, follow-up"):
        mail.template(workspace, "f")
    with pytest.raises(NotFoundError) as raised:
        mail.template(workspace, "propsal")
    assert raised.value.hint == "did you mean proposal?"


def test_b09_the_template_of_the_cadences_next_email_is_offered_first(workspace: Workspace, add: Add) -> None:
    deal = add()
    assert best(workspace, deal) == "first contact"
    service.log(workspace, [deal], TouchLine("call", "no answer"))
    connection = workspace.store.connection
    number = connection.execute("SELECT id FROM template WHERE name = 're-engage'").fetchone()[0]
    with workspace.unit_of_work("test") as uow:
        uow.connection.execute("UPDATE cadence_step SET template_id = ? WHERE position = 1", (number,))
    assert best(workspace, deal) == "re-engage"


def test_what_the_next_step_names_or_how_the_deal_stands_decides_what_is_offered(
    workspace: Workspace, add: Add, in_days: InDays
) -> None:
    proposal, named, lost = add(stage="proposal"), add("Globex", stage="demo"), add("Hooli")
    service.plan(workspace, [named], in_days(1), "last-chance e-mail")
    service.drop(workspace, [lost], "price")
    assert [best(workspace, deal) for deal in (proposal, named, lost)] == ["proposal", "last chance", "re-engage"]


# --- what fills it -------------------------------------------------------------------------------------------


def test_a_deal_fills_what_it_knows_and_leaves_out_what_it_does_not(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    deal = add("Acme rollout", value=12000, organization="Acme GmbH", people=("Ann Lee",), emails=("ann@acme.example",))
    service.log(workspace, [deal], TouchLine("call", "reached"))
    clock.tick(days=6)
    found = mail.filling(workspace._replace(settings=workspace.settings._replace(my_name="Jo Park")), deal)
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
    bare = mail.filling(workspace, add("Bare"))
    assert (bare.to, sorted(bare.values)) == ((), ["day", "deal", "stage"])


def test_it_goes_to_the_decision_maker_else_to_the_first_with_an_address(workspace: Workspace, add: Add) -> None:
    deal = add()
    people(workspace, deal, "Kim Park, Ann Lee <ann@acme.example>, Bob Ray <bob@acme.example> (decision maker)")
    found = mail.filling(workspace, deal)
    assert (found.to, found.values["first_name"]) == (("bob@acme.example",), "Bob")
    assert [person.name for person in found.others] == ["Ann Lee"]
    people(workspace, deal, "Kim Park (decision maker), Ann Lee <ann@acme.example>")
    found = mail.filling(workspace, deal)
    assert (found.to, found.values["first_name"]) == (("ann@acme.example",), "Ann")


def test_somebody_else_is_named_by_name_or_address_and_a_stranger_gets_no_name(workspace: Workspace, add: Add) -> None:
    deal = add()
    people(workspace, deal, "Ann Lee <ann@acme.example>, Bob Ray <bob@acme.example>")
    assert mail.filling(workspace, deal, "ray").values["first_name"] == "Bob"
    assert mail.filling(workspace, deal, "BOB@acme.example").values["first_name"] == "Bob"
    stranger = mail.filling(workspace, deal, "kim@globex.example, ann@acme.example")
    assert stranger.to == ("kim@globex.example", "ann@acme.example")
    assert "first_name" not in stranger.values
    with pytest.raises(InputError, match="who is “kim”"):
        mail.filling(workspace, deal, "kim")


def test_an_organizations_own_address_is_used_where_nobodys_is_known(workspace: Workspace, add: Add) -> None:
    deal = add(organization="Acme")
    with workspace.unit_of_work("test") as uow:
        uow.connection.execute(
            """INSERT INTO contact_point (organization_id, kind, label, value, key, position)
               VALUES (1, 'email', '', 'info@acme.example', 'info@acme.example', 0)"""
        )
    assert mail.filling(workspace, deal).to == ("info@acme.example",)


def test_what_is_missing_is_named_with_the_way_to_give_it(workspace: Workspace, add: Add) -> None:
    found = mail.filling(workspace, add())
    template = mail.template(workspace, "proposal")
    with pytest.raises(InputError) as raised:
        mail.fill(template, found, {"value": "€1", "my_name": "Jo"})
    assert raised.value.title == "#1 Acme rollout: “proposal” lacks {first_name}, {organization}"
    assert what_to_do(raised.value) == '--set first_name="…" --set organization="…"'


# --- gestures ------------------------------------------------------------------------------------------------


def test_b04_a_mail_is_a_touch_on_the_person_and_asks_for_the_next_step(workspace: Workspace, add: Add) -> None:
    deal = add(people=("Kim Park", "Ann Lee"), stage="proposal")
    people(workspace, deal, "Kim Park, Ann Lee <ann@acme.example>")
    outcome = mail.used(workspace, [to_ann(deal)])
    item = reads.sheet(workspace, deal).timeline[0]
    assert (item.headline, item.text) == ("email · Ann Lee", "About it (proposal)")
    assert outcome.ask is not None


def test_b09_a_mail_finishes_what_it_answers_and_moves_the_cadence_on(
    workspace: Workspace, add: Add, in_days: InDays
) -> None:
    deal = add(next=NextLine(in_days(0), "email the offer"))
    service.log(workspace, [deal], TouchLine("call", "no answer"))
    outcome = mail.used(workspace, [to_ann(deal)])
    assert "done: email the offer" in outcome.message
    assert reads.card(workspace, deal).next_step is None
    assert outcome.ask is not None
    assert outcome.ask.what == "second call"


def test_b27_many_mails_are_one_step_of_undo(workspace: Workspace, add: Add) -> None:
    deals = [add(title) for title in ("Acme", "Globex", "Hooli", "Initech")]
    outcome = mail.used(workspace, [to_ann(deal) for deal in deals])
    assert (outcome.message, outcome.ask) == ("logged e-mail on 4 deals", None)
    service.undo(workspace)
    assert all(reads.card(workspace, deal).last_touch_at is None for deal in deals)


def test_templates_are_added_changed_deleted_and_brought_back(workspace: Workspace) -> None:
    name, text = mail.draft(workspace, "Thanks for the visit")
    made = mail_text.parse(text, name)
    assert mail.save_template(workspace, made).message == "added template Thanks for the visit"
    assert (
        mail.save_template(workspace, made._replace(subject="Thank you")).message
        == "changed template Thanks for the visit"
    )
    assert mail.template(workspace, "thanks").subject == "Thank you"
    with pytest.raises(ConflictError):
        mail.save_template(workspace, made._replace(subject="Thank you"))
    mail.delete_template(workspace, "thanks")
    with pytest.raises(NotFoundError):
        mail.template(workspace, "thanks")
    service.undo(workspace)
    assert mail.template(workspace, "thanks").subject == "Thank you"


def test_a_template_with_an_unknown_field_is_not_kept(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="nmae"):
        mail.save_template(workspace, Template("bad", "", "x", "{nmae}\n"))
    assert len(mail.templates(workspace)) == 5


def test_a_cadence_goes_on_without_a_deleted_template_and_undo_gives_it_back(workspace: Workspace) -> None:
    def of_steps() -> list[object]:
        return [
            row[0] for row in workspace.store.connection.execute("SELECT template_id FROM cadence_step ORDER BY id")
        ]

    before = of_steps()
    outcome = mail.delete_template(workspace, "follow-up")
    assert outcome.warnings == ("2 steps of cadences had it",)
    assert of_steps() == [None] * 5
    service.undo(workspace)
    assert of_steps() == before

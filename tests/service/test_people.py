"""Gestures on people and organizations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.cli.errors import warned
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.line.quick_line import NextLine, TouchLine
from pipetui.service import Workspace, reads
from pipetui.store import writes
from tests.service.conftest import Add, InDays

if TYPE_CHECKING:
    from tests.conftest import Clock

CALL = TouchLine("call", "reached", text="budget is ok")


def state(workspace: Workspace) -> list[object]:
    """All that a gesture here may write."""
    tables = "person organization contact_point deal_person touch note deal follow_up custom_value external_ref"
    return [
        workspace.store.connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables.split()
    ]


@pytest.fixture
def undone(workspace: Workspace) -> Callable[[Callable[[], object]], None]:
    """Make a gesture, and see that one undo takes all of it back."""

    def check(gesture: Callable[[], object]) -> None:
        before = state(workspace)
        gesture()
        after = state(workspace)
        assert after != before
        service.undo(workspace)
        assert state(workspace) == before
        service.redo(workspace)
        assert state(workspace) == after

    return check


@pytest.fixture
def ann(workspace: Workspace, add: Add) -> int:
    """Ann Lee of Acme, on deal 1."""
    add("Acme rollout", organization="Acme", people=("Ann Lee",), emails=("ann@acme.example",), next=3)
    return reads.find_person(workspace, "ann lee")


def contacts(workspace: Workspace, person: int) -> list[str]:
    return [contact.value for contact in reads.person(workspace, person).contacts]


def test_a_person_is_added_with_all_that_is_known(workspace: Workspace, add: Add) -> None:
    deal = add()
    outcome = service.add_person(
        workspace,
        "Kim Park",
        [("title", "CTO"), ("org", "Globex"), ("email", "kim@globex.example"), ("role", f"champion@{deal}")],
    )
    assert outcome.party is not None
    sheet = reads.person(workspace, outcome.party)
    assert (sheet.row.name, sheet.row.job_title, sheet.row.organization) == ("Kim Park", "CTO", "Globex")
    assert (sheet.row.email, sheet.row.open_deals) == ("kim@globex.example", 1)
    assert [(part.card.id, part.role) for part in sheet.parts] == [(deal, "champion")]


def test_an_organization_that_is_there_is_not_added_again(workspace: Workspace) -> None:
    service.add_organization(workspace, "Globex", [("sector", "energy"), ("site", "https://globex.example")])
    sheet = reads.organization(workspace, reads.find_organization(workspace, "globex"))
    assert (sheet.row.sector, sheet.website) == ("energy", "https://globex.example")
    with pytest.raises(InputError, match="Globex is there already"):
        service.add_organization(workspace, "Globex")


def test_addresses_are_added_removed_and_put_first(workspace: Workspace, ann: int) -> None:
    service.edit_person(workspace, ann, [("email", "+lee@acme.example"), ("phone", "+49 30 1234567")])
    assert contacts(workspace, ann) == ["ann@acme.example", "lee@acme.example", "+49 30 1234567"]
    service.edit_person(workspace, ann, [("email", "lee@acme.example")])
    assert reads.person(workspace, ann).row.email == "lee@acme.example"
    service.edit_person(workspace, ann, [("email", "-ANN@acme.example"), ("phone", "+030 99")])
    assert contacts(workspace, ann) == ["lee@acme.example", "+49 30 1234567", "030 99"]


def test_a_list_of_addresses_replaces_and_orders_them(workspace: Workspace, ann: int) -> None:
    service.edit_person(workspace, ann, [("emails", "b@acme.example, a@acme.example, ann@acme.example")])
    assert contacts(workspace, ann) == ["b@acme.example", "a@acme.example", "ann@acme.example"]
    service.edit_person(workspace, ann, [("emails", "ann@acme.example, b@acme.example")])
    assert contacts(workspace, ann) == ["ann@acme.example", "b@acme.example"]


@pytest.mark.parametrize(
    ("field", "text", "title"),
    [
        ("email", "no address", "“no address” is not an e-mail address"),
        ("phone", "call me", "“call me” is not a phone number"),
        ("email", "-nobody@acme.example", "“nobody@acme.example” is not among them"),
        ("role", "king@1", "there is no role “king”"),
        ("role", "champion", "which deal is meant?"),
        ("role", "", "“” is not a role on a deal"),
        ("name", " ", "a name is needed"),
        ("colour", "red", "there is no field “colour”"),
        ("name", "Ann Lee", "nothing to change"),
    ],
)
def test_what_is_not_understood_writes_nothing(
    workspace: Workspace, add: Add, ann: int, field: str, text: str, title: str
) -> None:
    add("Another", people=("Ann Lee",), organization="Acme")
    before = state(workspace)
    with pytest.raises(InputError) as refused:
        service.edit_person(
            workspace, ann, [("about", "likes tea"), (field, text)] if field != "name" else [(field, text)]
        )
    assert refused.value.title == title
    assert state(workspace) == before


def test_an_address_somebody_else_has_is_said(workspace: Workspace, ann: int) -> None:
    outcome = service.add_person(workspace, "A. Lee", [("email", "ann@acme.example")])
    assert tuple(map(warned, outcome.warnings)) == (
        f"Ann Lee has ann@acme.example too; the same? pipetui person {outcome.party} --merge {ann}",
    )


def test_a_role_is_set_cleared_and_taken_away(workspace: Workspace, ann: int) -> None:
    def roles() -> list[str]:
        return [part.role for part in reads.person(workspace, ann).parts]

    service.edit_person(workspace, ann, [("role", "dec")])
    assert roles() == ["decision maker"]
    service.edit_person(workspace, ann, [("role", "@1")])
    assert roles() == [""]
    service.edit_person(workspace, ann, [("role", "-@1")])
    assert roles() == []
    with pytest.raises(NotFoundError):
        service.edit_person(workspace, ann, [("role", "champion@99")])


def test_somebody_moves_to_another_organization(workspace: Workspace, ann: int) -> None:
    service.edit_person(workspace, ann, [("org", "Globex")])
    assert reads.person(workspace, ann).row.organization == "Globex"
    assert reads.card(workspace, 1).organization == "Acme"


def test_a_name_taken_by_another_organization_is_refused(workspace: Workspace, ann: int) -> None:
    service.add_organization(workspace, "Globex")
    with pytest.raises(ConflictError, match="there is an organization “Acme” already"):
        service.edit_organization(workspace, reads.find_organization(workspace, "globex"), [("name", "ACME")])


# --- touches


def test_a_touch_with_somebody_on_one_open_deal_is_the_deals(
    workspace: Workspace, add: Add, ann: int, clock: Clock
) -> None:
    clock.tick(days=2)
    outcome = service.log_with(workspace, ann, CALL)
    assert outcome.deals == (1,)
    assert reads.card(workspace, 1).last_touch_at == workspace.now()
    row = workspace.store.connection.execute("SELECT deal_id, person_id, kind, outcome, text FROM touch").fetchone()
    assert row == (1, ann, "call", "reached", "budget is ok")


def test_a_touch_that_stands_on_no_deal_shows_on_each_and_moves_no_clock(
    workspace: Workspace, add: Add, ann: int
) -> None:
    add("Acme seats", organization="Acme", people=("Ann Lee", "Bob"))
    service.log_with(workspace, ann, CALL)
    for deal, headline in ((1, "call · reached"), (2, "call · reached · Ann Lee")):
        sheet = reads.sheet(workspace, deal)
        assert [item.headline for item in sheet.timeline if item.kind == "touch"] == [headline]
        assert sheet.card.last_touch_at is None
    assert reads.person(workspace, ann).row.last_touch_at == workspace.now()


def test_the_rep_chooses_the_deal_of_a_touch(workspace: Workspace, add: Add, in_days: InDays, ann: int) -> None:
    other = add("Acme seats", organization="Acme", people=("Ann Lee",))
    stranger = add("Globex")
    service.log_with(workspace, ann, CALL._replace(next=NextLine(in_days(2), "send quote")), other)
    assert reads.card(workspace, other).next_step is not None
    with pytest.raises(InputError, match="Ann Lee takes no part in deal #3"):
        service.log_with(workspace, ann, CALL, stranger)


def test_a_next_step_needs_a_deal(workspace: Workspace, add: Add, in_days: InDays) -> None:
    person = service.add_person(workspace, "Bob").party
    assert person is not None
    before = state(workspace)
    with pytest.raises(InputError, match="Bob has no open deal"):
        service.log_with(workspace, person, CALL._replace(next=NextLine(in_days(2), "")))
    assert state(workspace) == before


def test_touches_of_an_organization_are_its_own_and_those_of_its_deals_and_people(
    workspace: Workspace, add: Add, ann: int
) -> None:
    add("Globex seats", organization="Globex", people=("Kim",))
    kim = reads.find_person(workspace, "kim")
    service.edit_person(workspace, kim, [("org", "Acme")])
    service.log_with(workspace, kim, TouchLine("call"))
    service.log(workspace, [1], TouchLine("email"))
    service.note_person(workspace, ann, "likes tea")
    acme = reads.find_organization(workspace, "acme")
    with workspace.unit_of_work("mail") as uow:  # to an address of the firm, as a mailbox or a file has it
        writes.write_touch(uow, TouchLine("message"), None, None, acme)
        uow.done((), "")
    sheet = reads.organization(workspace, acme)
    assert {item.headline for item in sheet.timeline} == {
        "call · Kim · #2",
        "email · #1",
        "message",
        "note · Ann Lee",
    }
    assert sheet.row.last_touch_at == workspace.now()


def test_a_touch_that_names_a_colleague_is_not_mine(workspace: Workspace, add: Add, ann: int) -> None:
    service.edit_person(workspace, ann, [("title", "CTO")])
    bob = service.add_person(workspace, "Bob", [("role", "@1")]).party
    assert bob is not None
    service.log_with(workspace, bob, TouchLine("call"))
    assert reads.person(workspace, ann).timeline == ()
    service.log(workspace, [1], TouchLine("email"))
    assert [item.headline for item in reads.person(workspace, ann).timeline] == ["email · #1"]


# --- lists


def test_people_are_found_by_words_of_all_that_is_known(workspace: Workspace, add: Add, ann: int) -> None:
    service.edit_person(workspace, ann, [("phone", "+49 30 1234567"), ("title", "Head of IT")])
    add("Other", people=("Bob",), organization="Globex")
    for words in ("ANN", "lee acme", "ann@acme", "+49 30", "head ann"):
        assert [row.id for row in reads.people(workspace, words)] == [ann]
        assert reads.find_person(workspace, words) == ann
    assert reads.find_person(workspace, f"#{ann}") == ann
    with pytest.raises(NotFoundError, match="no person fits “zoe”"):
        reads.find_person(workspace, "zoe")


def test_a_whole_name_wins_over_a_part_of_one(workspace: Workspace) -> None:
    service.add_person(workspace, "Ann Lee Hansen")
    ann = service.add_person(workspace, "Ann Lee").party
    assert reads.find_person(workspace, "ann lee") == ann


def test_b26_customers_are_those_with_a_won_deal_the_longest_untouched_first(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    for title, name in (("One", "Acme"), ("Two", "Globex"), ("Three", "Initech"), ("Four", "Hooli")):
        add(title, organization=name, value=1000)
    service.win(workspace, [1, 2, 3])
    service.log(workspace, [1], TouchLine("call"))
    clock.tick(days=1)
    service.log(workspace, [2], TouchLine("call"))
    found = list(reads.organizations(workspace, customers=True))
    assert [row.name for row in found] == ["Initech", "Acme", "Globex"]
    assert (found[1].won_deals, found[1].open_deals) == (1, 0)
    assert found[1].last_touch_at == workspace.now() - timedelta(days=1)


# --- merging


def test_merging_people_moves_everything_and_loses_nothing(workspace: Workspace, add: Add, ann: int) -> None:
    add("Globex seats", organization="Globex", people=("A. Lee",), emails=("lee@globex.example",))
    other = reads.find_person(workspace, "a. lee")
    service.edit_person(
        workspace, other, [("title", "CTO"), ("role", "champion@2"), ("role", "user@1"), ("email", "+ann@acme.example")]
    )
    service.log_with(workspace, other, CALL, 2)
    service.note_person(workspace, other, "likes tea")
    service.merge_people(workspace, ann, other)
    sheet = reads.person(workspace, ann)
    assert (sheet.row.name, sheet.row.job_title, sheet.row.organization) == ("Ann Lee", "CTO", "Acme")
    assert contacts(workspace, ann) == ["ann@acme.example", "lee@globex.example"]
    assert {part.card.id: part.role for part in sheet.parts} == {1: "user", 2: "champion"}
    assert sorted(item.text for item in sheet.timeline) == [
        "budget is ok",
        "likes tea",
        f"merged with person #{other}: name: A. Lee, organization: Globex",
    ]
    with pytest.raises(NotFoundError):
        reads.person(workspace, other)


def test_merging_organizations_brings_people_and_deals_together(workspace: Workspace, add: Add, ann: int) -> None:
    add("Seats", organization="Acme GmbH", people=("Ann Lee",))
    keep, other = reads.find_organization(workspace, "acme"), reads.find_organization(workspace, "acme gmbh")
    service.edit_organization(workspace, other, [("sector", "energy"), ("phone", "030 1")])
    outcome = service.merge_organizations(workspace, keep, other)
    sheet = reads.organization(workspace, keep)
    assert {card.id for card in sheet.deals} == {1, 2}
    assert (sheet.row.sector, sheet.row.people, len(sheet.contacts)) == ("energy", 2, 1)
    (said,) = map(warned, outcome.warnings)
    assert said == f"Ann Lee is there twice now; the same? pipetui person {ann} --merge {ann + 1}"


def test_nobody_is_merged_with_themselves(workspace: Workspace, ann: int) -> None:
    with pytest.raises(InputError, match="one and the same"):
        service.merge_people(workspace, ann, ann)


# --- undo


def test_every_gesture_is_one_step_of_undo(
    workspace: Workspace, add: Add, ann: int, undone: Callable[[Callable[[], object]], None]
) -> None:
    add("Seats", organization="Globex", people=("A. Lee",), emails=("a@globex.example",))
    other, acme, globex = (
        ann + 1,
        reads.find_organization(workspace, "acme"),
        reads.find_organization(workspace, "globex"),
    )
    undone(lambda: service.add_person(workspace, "Bob", [("org", "New one"), ("email", "b@x.example"), ("role", "@1")]))
    undone(lambda: service.add_organization(workspace, "Hooli", [("phone", "123")]))
    undone(
        lambda: service.edit_person(
            workspace, ann, [("email", "new@x.example"), ("emails", "z@x.example"), ("org", "")]
        )
    )
    undone(lambda: service.edit_person(workspace, other, [("deals", "#1 champion")]))
    undone(lambda: service.edit_organization(workspace, acme, [("name", "ACME AG"), ("email", "+x@x.example")]))
    undone(lambda: service.note_organization(workspace, acme, "a note"))
    undone(lambda: service.log_with(workspace, ann, CALL))
    undone(lambda: service.merge_people(workspace, ann, other))
    undone(lambda: service.merge_organizations(workspace, acme, globex))


# --- decision maker


def test_a_proposal_without_a_decision_maker_is_warned_of(workspace: Workspace, ann: int) -> None:
    assert reads.sheet(workspace, 1).warnings == ()
    service.move(workspace, [1], "demo")
    moved = service.advance(workspace, [1])
    assert moved.warnings == ("#1 Acme rollout: decision maker unknown",)
    assert reads.sheet(workspace, 1).warnings == ("decision maker unknown",)
    service.edit_person(workspace, ann, [("role", "decision maker@1")])
    assert reads.sheet(workspace, 1).warnings == ()
    assert service.advance(workspace, [1]).warnings == ()
    service.edit_person(workspace, ann, [("role", "champion@1")])
    assert service.retreat(workspace, [1]).warnings == ()

"""Gestures on the deal itself: add with all that hangs on it, note, tag; people and duplicates (behaviours 14, 16)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.companies import company_of
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import AmbiguousError, InputError, NotFoundError
from pipetui.domain.line.quick_line import NewDeal, NextLine
from pipetui.domain.money import Money
from pipetui.domain.rules import bucket_date
from pipetui.service import Workspace, reads
from pipetui.store import new_deals
from pipetui.store.store import Store

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add


def count(workspace: Workspace, table: str) -> int:
    return int(workspace.store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


# --- add -----------------------------------------------------------------------------------------------------


def test_b14_a_title_alone_is_enough(workspace: Workspace, clock: Clock) -> None:
    outcome = service.add(workspace, NewDeal("Acme rollout"))
    assert (outcome.deals, outcome.message, outcome.warnings) == ((1,), "added #1 Acme rollout", ())
    card = reads.card(workspace, 1)
    assert (card.title, card.status, card.stage, card.pipeline) == ("Acme rollout", "open", "Prospecting", "Sales")
    assert (card.value, card.currency, card.weighted, card.probability) == (None, "EUR", None, 10)
    assert (card.created_at, card.entered_stage_at, card.last_touch_at) == (clock.now, clock.now, None)


def test_b14_an_address_leads_to_the_organization_of_the_colleagues(workspace: Workspace) -> None:
    def add(email: str) -> tuple[str, str]:
        """Where the deal came to be, and where it was said beforehand that it would."""
        company = company_of(email)
        new = NewDeal(f"deal of {email}", organization=company, by_mail=True, emails=(email,))
        said = service.placed(workspace, new).organization
        (number,) = service.add(workspace, new).deals
        return reads.card(workspace, number).organization, said

    service.add(workspace, NewDeal("First", organization="Acme GmbH", people=("Kim",), emails=("kim@acme.example",)))
    for organization in ("Globex East", "Globex West"):
        email = f"{organization[-4:]}@globex.example".lower()
        service.add(workspace, NewDeal("Both", organization=organization, people=("Bo",), emails=(email,)))
    assert add("ann@acme.example") == ("Acme GmbH", "Acme GmbH")
    assert add("ann@notacme.example") == ("Notacme", "Notacme")
    assert add("ann@globex.example") == ("Globex", "Globex")  # the colleagues are with two
    assert add("west@globex.example") == ("Globex West", "Globex West")


def test_b14_all_that_a_line_says_is_kept(workspace: Workspace) -> None:
    service.add(
        workspace,
        NewDeal(
            title="Acme rollout",
            value=Money(1_250_050, "USD"),
            stage="prop",
            tags=("SaaS", "saas", "#new", "two words"),
            emails=("ann.lee@acme.example",),
            phones=("+49301234567",),
            organization="Acme GmbH",
            people=("Ann Lee", "Bob"),
            source="referral",
            probability=0,
            close=date(2026, 12, 31),
            next=NextLine(Due(date(2026, 11, 27), "14:00"), "call Ann", "theirs"),
            note="first\nsecond",
        ),
    )
    sheet = reads.sheet(workspace, 1)
    card = sheet.card
    assert (card.value, card.stage, card.tags) == (Money(1_250_050, "USD"), "Proposal", ("new", "saas", "two-words"))
    assert (card.organization, card.people, card.source) == ("Acme GmbH", ("Ann Lee", "Bob"), "referral")
    assert (card.expected_close, card.probability, card.weighted) == (date(2026, 12, 31), 0, Money(0, "USD"))
    assert [(p.name, p.email, p.phone) for p in sheet.people] == [
        ("Ann Lee", "ann.lee@acme.example", "+49301234567"),
        ("Bob", "", ""),
    ]
    step = sheet.follow_ups[0]
    assert (step.what, step.due, step.time, step.kind, step.turn) == (
        "call Ann", date(2026, 11, 27), "14:00", "call", "theirs",
    )  # fmt: skip
    assert [item.text for item in sheet.timeline if item.kind == "note"] == ["first\nsecond"]


def test_b14_text_from_outside_is_cleaned_and_shown_literally(workspace: Workspace) -> None:
    service.add(
        workspace, NewDeal("[red]Acme[/] \x1b[31m株式会社\x07 🤝 \n x", source="a\tb", organization=" Ac\u202eme ")
    )
    card = reads.card(workspace, 1)
    assert (card.title, card.source, card.organization) == ("[red]Acme[/] 株式会社 🤝 x", "a b", "Acme")


@pytest.mark.parametrize(
    "new",
    [
        NewDeal(""),
        NewDeal(" \x1b[0m "),
        NewDeal("Acme", stage="zzz"),
        NewDeal("Acme", stage="pro"),
        NewDeal("Acme", organization="Acme", people=("Ann",), next=NextLine(Due(date(2026, 11, 20)), "")),
    ],
)
def test_b14_what_is_refused_writes_nothing(workspace: Workspace, new: NewDeal) -> None:
    with pytest.raises(InputError):
        service.add(workspace, new)
    assert {table: count(workspace, table) for table in ("deal", "organization", "person", "step", "journal_row")} == {
        "deal": 0, "organization": 0, "person": 0, "step": 0, "journal_row": 0,
    }  # fmt: skip


# --- people and organizations found again --------------------------------------------------------------------


def test_b14_organizations_and_people_are_found_again(workspace: Workspace) -> None:
    first = NewDeal("One", organization="Acme GmbH", people=("Ann Lee",), emails=("ann@acme.example",))
    service.add(workspace, first)
    service.add(workspace, NewDeal("Two", organization="ACME gmbh ", people=("ann lee",)))
    service.add(workspace, NewDeal("Three", emails=("ANN@acme.example",)))
    service.add(workspace, NewDeal("Four", people=("Ann Lee",), emails=("ann@acme.example",)))
    assert (count(workspace, "organization"), count(workspace, "person"), count(workspace, "contact_point")) == (
        1,
        1,
        1,
    )
    assert {card.people for card in reads.cards(workspace)} == {("Ann Lee",)}


def test_b14_namesakes_elsewhere_are_other_people(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("One", organization="Acme", people=("Ann",)))
    service.add(workspace, NewDeal("Two", organization="Beta", people=("Ann",)))
    service.add(workspace, NewDeal("Three", people=("Ann",)))
    assert count(workspace, "person") == 3


def test_b14_somebody_known_by_an_address_only_is_named_after_it(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("One", emails=("kim.park-lee@acme.example",), phones=("+49 30 123456",)))
    service.add(workspace, NewDeal("Two", phones=("+4930123456",)))
    service.add(workspace, NewDeal("Three", phones=("+15550100200",)))
    assert reads.card(workspace, 1).people == reads.card(workspace, 2).people == ("Kim Park Lee",)
    assert reads.card(workspace, 3).people == ("+15550100200",)


def test_b14_an_address_beside_another_name_does_not_rename_its_owner(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("One", people=("Ann",), emails=("office@acme.example",)))
    service.add(workspace, NewDeal("Two", people=("Bob",), emails=("office@acme.example",)))
    assert (reads.card(workspace, 1).people, reads.card(workspace, 2).people) == (("Ann",), ("Bob",))


# --- duplicates ----------------------------------------------------------------------------------------------


def test_b14_a_likely_duplicate_is_added_and_said(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme rollout", organization="Acme", emails=("ann@acme.example",)))
    for likely in (
        NewDeal("ACME Rollout"),
        NewDeal("Rollout at Acme, phase 2", organization="acme"),
        NewDeal("Something else", emails=("Ann@acme.example",)),
    ):
        outcome = service.add(workspace, likely)
        assert outcome.warnings[0] == "looks like #1 Acme rollout (open)"
        assert reads.card(workspace, outcome.deals[0]).title == likely.title
        service.undo(workspace)
    for new in (NewDeal("Acme rollout", organization="Beta"), NewDeal("Other", organization="Acme")):
        assert service.add(workspace, new).warnings == ()


def test_b14_a_duplicate_is_known_among_any_number_of_deals_that_begin_alike(workspace: Workspace) -> None:
    with workspace.unit_of_work("many") as uow:
        for number in range(501):
            new_deals.insert(uow, NewDeal(f"Acme {number}"))
    service.add(workspace, NewDeal("Acme, Müller & Söhne GmbH"))
    outcome = service.add(workspace, NewDeal("acme mueller soehne"))
    assert outcome.warnings == ("looks like #502 Acme, Müller & Söhne GmbH (open)",)


def test_b14_a_duplicate_by_phone_and_of_a_closed_deal_is_said_but_not_of_a_binned_one(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("One", phones=("+49 30 123456",)))
    service.drop(workspace, [1], "price")
    assert service.add(workspace, NewDeal("Two", phones=("+4930123456",))).warnings == ("looks like #1 One (lost)",)
    service.delete(workspace, [1, 2])
    assert service.add(workspace, NewDeal("One", phones=("+4930123456",))).warnings == ()


# --- notes and tags ------------------------------------------------------------------------------------------


def test_b05_a_note_is_no_touch(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(days=3)
    assert service.note(workspace, [deal], "x" * 10_000).message == f"noted on #{deal} Acme rollout"
    sheet = reads.sheet(workspace, deal)
    assert (sheet.card.last_touch_at, sheet.card.idle_days, sheet.notes) == (None, 3, 1)
    assert len(sheet.timeline[0].text) == 10_000
    with pytest.raises(InputError, match="needs a text"):
        service.note(workspace, [deal], " \n ")


def test_a_tag_is_put_on_those_that_lack_it_and_else_taken_off(workspace: Workspace, add: Add) -> None:
    one, two = add(tags=("Hot",)), add("Beta")
    assert service.tag(workspace, [one, two], "#hot").message == "tagged 2 deals hot"
    assert (reads.card(workspace, one).tags, reads.card(workspace, two).tags) == (("Hot",), ("hot",))
    assert service.tag(workspace, [one, two], "HOT").message == "untagged 2 deals HOT"
    assert (reads.card(workspace, one).tags, reads.card(workspace, two).tags) == ((), ())
    with pytest.raises(InputError, match="needs a word"):
        service.tag(workspace, [one], " # ")


def test_a_tag_of_two_words_is_one_word_and_found_again(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.tag(workspace, [deal], "big deal")
    assert reads.card(workspace, deal).tags == ("big-deal",)
    service.edit(workspace, deal, {"tags": "big-deal other"})
    assert service.tag(workspace, [deal], "big deal").message.startswith("untagged")
    assert reads.card(workspace, deal).tags == ("other",)


# --- behaviours 12, 16, 17 as the reads give them ------------------------------------------------------------


def test_b16_the_own_probability_counts_if_set_else_the_stages(workspace: Workspace, add: Add) -> None:
    plain, own, nought = (add(f"Deal {n}", value=1000, probability=p) for n, p in enumerate((None, 70, 0)))

    def probabilities() -> list[tuple[int, int]]:
        cards = [reads.card(workspace, deal) for deal in (plain, own, nought)]
        return [(card.probability, card.weighted.minor if card.weighted else -1) for card in cards]

    assert probabilities() == [(10, 100_00), (70, 700_00), (0, 0)]
    service.advance(workspace, [plain, own, nought])
    assert probabilities() == [(25, 250_00), (70, 700_00), (0, 0)]
    service.win(workspace, [plain, nought])
    service.drop(workspace, [own], "price")
    assert probabilities() == [(100, 1000_00), (0, 0), (100, 1000_00)]
    service.edit(workspace, nought, {"probability": ""})
    service.reopen(workspace, [plain, own, nought])
    assert probabilities() == [(25, 250_00), (70, 700_00), (25, 250_00)]


def test_b12_the_tag_hot_lifts_a_deal_however_it_is_written(workspace: Workspace, add: Add) -> None:
    plain, hot = add(), add("Beta", tags=("HOT",))
    assert reads.card(workspace, hot).urgency == pytest.approx(reads.card(workspace, plain).urgency + 15)
    assert [card.id for card in reads.board(workspace).columns[0].cards] == [hot, plain]


def test_b12_facts_come_from_the_reps_own_history(workspace: Workspace, clock: Clock, add: Add) -> None:
    quick, slow = add(value=100), add("Beta", value=1000)
    clock.tick(days=10)
    service.advance(workspace, [quick])
    clock.tick(days=10)
    facts = reads.card(workspace, slow).facts
    assert (facts.stage_days, facts.stage_median, facts.idle_days) == (20, 10.0, 20)
    assert (facts.weighted, facts.median_weighted) == (100_00, 25_00)
    assert (facts.progress, reads.card(workspace, quick).facts.progress) == (0.0, 0.25)
    terms = {term.name: term.points for term in reads.why(workspace, slow)}
    assert sum(terms.values()) == pytest.approx(reads.card(workspace, slow).urgency)
    assert terms["long in stage"] == pytest.approx(4)
    service.win(workspace, [slow])
    with pytest.raises(InputError, match="only open deals"):
        reads.why(workspace, slow)


def test_b12_lists_are_in_the_order_of_urgency_closed_ones_last(workspace: Workspace, clock: Clock, add: Add) -> None:
    won, planned, none, dropped = add("won"), add("planned", next=20), add("none"), add("dropped")
    service.win(workspace, [won])
    clock.tick(days=1)
    service.drop(workspace, [dropped], "price")
    assert [card.id for card in reads.cards(workspace)] == [none, planned, dropped, won]
    assert [card.id for card in reads.cards(workspace, "open")] == [none, planned]


def test_b02_adding_from_each_bucket_lands_in_it(workspace: Workspace, clock: Clock, add: Add) -> None:
    clock.tick(days=2)  # Monday
    for name in ("today", "this week", "next week", "later"):
        due = bucket_date(name, workspace.now().date(), 0)
        assert due is not None
        deal = add(name, next=NextLine(Due(due), ""))
        shown = next(bucket for bucket in reads.agenda(workspace).buckets if bucket.name == name)
        assert [card.id for card in shown.cards] == [deal]


def test_the_default_pipeline_is_the_one_marked(workspace: Workspace, add: Add) -> None:
    connection = workspace.store.connection
    connection.execute("UPDATE pipeline SET is_default = 0")
    connection.execute("INSERT INTO pipeline (name, position, is_default) VALUES ('Partners', 1, 1)")
    connection.execute(
        "INSERT INTO stage (pipeline_id, name, position, probability, rotting_days, qualifies)"
        " VALUES (2, 'Talks', 0, 30, 5, 0)"
    )
    deal = add()
    assert (reads.card(workspace, deal).pipeline, reads.card(workspace, deal).stage) == ("Partners", "Talks")
    assert reads.board(workspace).pipeline == "Partners"
    old = service.add(workspace, NewDeal("Old", stage="demo"), pipeline_id=1).deals[0]
    assert [column.stage.name for column in reads.board(workspace, 1).columns if column.cards] == ["Demo"]
    service.advance(workspace, [old])
    assert reads.card(workspace, old).stage == "Proposal"


# --- behaviour 32 --------------------------------------------------------------------------------------------


def test_b32_a_deal_is_named_by_number_or_words(workspace: Workspace, add: Add) -> None:
    rollout = add("Acme rollout", people=("Ann Lee",))
    pilot = add("Acme pilot", organization="Beta AG")
    acme = add("acme")
    closed = add("Closed thing")
    service.win(workspace, [closed])
    for words, number in {
        f"#{rollout}": rollout, str(pilot): pilot, "rollout": rollout, "ann": rollout, "BETA pilot": pilot,
        "ACME": acme, "thing": closed,
    }.items():  # fmt: skip
        assert reads.find(workspace, words) == number
    with pytest.raises(AmbiguousError) as several:
        reads.find(workspace, "acm")
    assert several.value.choices == ((rollout, "Acme rollout"), (pilot, "Acme pilot"), (acme, "acme"))
    for unknown in ("zzz", "", "#", "99", "9" * 30):
        with pytest.raises(NotFoundError):
            reads.find(workspace, unknown)


# --- the journal's labels ------------------------------------------------------------------------------------


def test_b27_undo_says_what_it_took_back_and_history_who_did_it(workspace: Workspace, clock: Clock, add: Add) -> None:
    add()
    clock.tick(minutes=1)
    service.advance(workspace._replace(source="app"), [1])
    assert service.undo(workspace).message == "undone: advanced #1 Acme rollout to Qualification"
    newest, older = reads.history(workspace)
    assert (newest.source, newest.undone, newest.at, older.source, older.undone) == (
        "app",
        True,
        clock.now,
        "shell",
        False,
    )
    assert service.redo(workspace).message == "redone: advanced #1 Acme rollout to Qualification"
    assert [step.undone for step in reads.history(workspace)] == [False, False]
    assert len(reads.history(workspace, limit=1)) == 1


def test_a_book_in_another_currency_takes_it_for_granted(workspace: Workspace, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other.db", currency="chf") as store:
        other = workspace._replace(store=store)
        service.add(other, NewDeal("Zug"))
        service.edit(other, 1, {"value": "12k"})
        assert (reads.currency(other), reads.card(other, 1).value) == ("CHF", Money(1_200_000, "CHF"))

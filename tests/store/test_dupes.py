"""What is there twice is found, what only looks a little like it is not, and what was told apart stays apart."""

from __future__ import annotations

import random
import sqlite3

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError
from pipetui.domain.folding import contact_key, key_of
from pipetui.service import Workspace, dupes
from pipetui.store.reads import dupes as store

AT = "2026-03-01T10:00:00Z"


def organization(connection: sqlite3.Connection, name: str, website: str = "") -> int:
    number = connection.execute(
        "INSERT INTO organization (name, key, website, created_at) VALUES (?, ?, ?, ?)",
        (name, key_of(name), website, AT),
    ).lastrowid
    assert number is not None
    return number


def person(connection: sqlite3.Connection, name: str, at: int | None = None, *contacts: str) -> int:
    number = connection.execute(
        "INSERT INTO person (name, key, organization_id, created_at) VALUES (?, ?, ?, ?)",
        (name, key_of(name), at, AT),
    ).lastrowid
    assert number is not None
    for value in contacts:
        kind = "email" if "@" in value else "phone"
        connection.execute(
            "INSERT INTO contact_point (person_id, kind, value, key) VALUES (?, ?, ?, ?)",
            (number, kind, value, contact_key(kind, value)),
        )
    return number


def deal(connection: sqlite3.Connection, title: str, at: int | None = None, status: str = "open") -> int:
    number = connection.execute(
        """INSERT INTO deal (title, key, currency, status, stage_id, organization_id, entered_stage_at, created_at)
           VALUES (?, ?, 'EUR', ?, 1, ?, ?, ?)""",
        (title, key_of(title), status, at, AT, AT),
    ).lastrowid
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Ann Lee", 1, "ann@acme.example"), ("A. Lee", 2, "Ann@Acme.example"), "same e-mail ann@acme.example"),
        (("Ann Lee", 1), ("ANN  LÉE", 1), "same name"),
        (("Ann Lee", 1), ("Lee, Ann", None), "same name"),
        (("Ann Lee", 1), ("A. Lee", 1), "same name but for an initial"),
        (("Annette Leeson", 1), ("Annete Leeson", 1), "similar name"),
        (("Hans-Peter Groß", 1), ("Hans Peter Gross", 1), "same name"),
        (("Ann Lee", None, "ann@acme.example"), ("Anne Lee", None, "a.lee@acme.example"), "similar name"),
        (("Ann Lee", None, "+49 30 1234567"), ("Ann Lee", 2, "030 1234567"), "same phone"),
    ],
)
def test_one_person_who_is_there_twice_is_found(
    workspace: Workspace, one: tuple[str, int | None, str], other: tuple[str, int | None, str], reason: str
) -> None:
    connection = workspace.store.connection
    organization(connection, "Acme")
    organization(connection, "Zenith")
    person(connection, *one)
    person(connection, *other)
    (found,) = dupes.likely(workspace, "person")
    assert any(reason in said for said in found.reasons), found
    assert (found.first.id, found.second.id) == (1, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ann Lee", 1), ("Ann Lee", 2)),  # namesakes
        (("Ann Lee", 1, "+49 30 1234567"), ("Bob Stone", 1, "+49 30 1234567")),  # a switchboard
        (("Ann Lee", None, "+49 30 1234567"), ("Bob Stone", None, "+1 555 1234567")),
        (("Ann Lee", 1, "ann@gmail.com"), ("Anne Leeds", 2, "anne@gmail.com")),  # anybody's domain
        (("Ann Lee", 1), ("Ben Lee", 1)),
        (("", 1), ("", 1)),
    ],
)
def test_two_who_share_a_little_are_two(
    workspace: Workspace, one: tuple[str, int | None, str], other: tuple[str, int | None, str]
) -> None:
    connection = workspace.store.connection
    organization(connection, "Acme")
    organization(connection, "Zenith")
    person(connection, *one)
    person(connection, *other)
    assert dupes.likely(workspace, "person") == []


@pytest.mark.parametrize(
    ("one", "other", "likely"),
    [
        (("Acme GmbH",), ("ACME",), True),
        (("Müller & Söhne KG",), ("Mueller & Soehne",), True),
        (("Acme", "https://www.acme.example/en"), ("Acme Tools", "acme.example"), True),
        (("Stark Industries",), ("Stark Industires",), True),
        (("Acme", "acme.example"), ("Globex", "globex.example"), False),
        (("Acme",), ("Acme Tools Europe",), False),
        (("Area 51",), ("Area 52",), False),
    ],
)
def test_organizations_are_one_by_name_and_domain(
    workspace: Workspace, one: tuple[str, ...], other: tuple[str, ...], likely: bool
) -> None:
    organization(workspace.store.connection, *one)
    organization(workspace.store.connection, *other)
    assert bool(dupes.likely(workspace, "organization")) == likely


def test_deals_are_one_by_organization_and_similar_title_while_one_is_open(workspace: Workspace) -> None:
    connection = workspace.store.connection
    acme, globex = organization(connection, "Acme"), organization(connection, "Globex")
    deal(connection, "Rollout phase", acme)
    deal(connection, "Rollout: Phase GmbH", acme)
    deal(connection, "Rollout phase", globex, "lost")
    deal(connection, "Rollout phase", globex, "won")
    deal(connection, "Renewal 2026", globex)
    deal(connection, "Renewal 2027", globex)
    deal(connection, "Website")
    deal(connection, "Web-site")
    upsell = deal(connection, "Website")
    connection.execute("UPDATE deal SET origin_id = 7 WHERE id = ?", (upsell,))
    found = dupes.likely(workspace, "deal")
    assert [(pair.first.id, pair.second.id) for pair in found] == [(1, 2), (7, 8), (8, 9)]


def test_what_was_told_apart_is_not_shown_until_undo(workspace: Workspace) -> None:
    connection = workspace.store.connection
    person(connection, "Ann Lee")
    person(connection, "Ann Lee")
    dupes.tell_apart(workspace, "person", 2, 1)
    assert dupes.likely(workspace, "person") == []
    with pytest.raises(ConflictError):
        dupes.tell_apart(workspace, "person", 1, 2)
    service.undo(workspace)
    assert len(dupes.likely(workspace, "person")) == 1


def test_who_lies_in_the_bin_is_nobodys_twin(workspace: Workspace) -> None:
    person(workspace.store.connection, "Ann Lee")
    person(workspace.store.connection, "Ann Lee")
    service.delete_person(workspace, 2)
    assert dupes.likely(workspace, "person") == []


def test_in_a_large_block_twins_are_found_beside_each_other(workspace: Workspace) -> None:
    connection = workspace.store.connection
    acme, chance = organization(connection, "Acme"), random.Random(7)
    names = ["".join(chance.choice("bcdfgklmnprstaeiou") for _ in range(12)) for _ in range(200)]
    for name in names:
        person(connection, f"Ann {name}", acme)
    twin = person(connection, f"Ann {names[70]}x", acme)
    assert [(pair.first.id, pair.second.id) for pair in dupes.likely(workspace, "person")] == [(71, twin)]


def test_what_another_program_wrote_is_no_obstacle(workspace: Workspace) -> None:
    connection = workspace.store.connection
    person(connection, "Ann Lee", None, "ann@acme.example")
    connection.execute("UPDATE person SET name = CAST(x'ff00' AS TEXT), key = 7")
    connection.execute("UPDATE contact_point SET key = CAST(x'ff' AS TEXT), value = 12.5")
    connection.execute("INSERT INTO setting (key, value) VALUES ('apart person x ٣', '')")
    assert [store.likely(connection, noun) for noun in store.NOUNS] == [[], [], []]

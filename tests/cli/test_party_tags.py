"""Tags of people and organizations: put on and taken off, shown, looked for, kept by a merge."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Begun, Shell


@pytest.fixture
def own(run: Shell, begun: Begun) -> Shell:
    """A book with two people at one organization."""
    begun(
        ("add", "Acme rollout", "org:Acme", "who:Ann Lee"),
        ("person", "--add", "Bob Ray", "org:Acme"),
    )
    return run


def tags(shell: Shell, verb: str, name: str) -> list[str]:
    found: list[str] = json.loads(shell.did(verb, name, "--json"))["tags"]
    return found


def test_a_change_puts_tags_on_and_takes_them_off(own: Shell) -> None:
    own.did("person", "ann", "+vip", "title:CTO", "+golf", "-cold")
    assert tags(own, "person", "ann") == ["golf", "vip"]
    own.did("person", "ann", "-VIP")
    assert tags(own, "person", "ann") == ["golf"]
    own.did("undo")
    assert tags(own, "person", "ann") == ["golf", "vip"]
    own.did("org", "acme", "tags:key, reference")
    assert tags(own, "org", "acme") == ["key", "reference"]


def test_in_a_note_a_sign_before_a_word_is_no_tag(own: Shell) -> None:
    own.did("person", "ann", "note:wants", "+20", "+more", "-less")
    assert tags(own, "person", "ann") == []


def test_the_verb_turns_a_tag(own: Shell) -> None:
    assert own.did("tag", "ann", "lee", "vip", "--people") == "tagged Ann Lee vip · undo: pipetui undo\n"
    assert own.did("tag", "1,2", "vip", "--people") == "tagged 2 people vip · undo: pipetui undo\n"
    assert [tags(own, "person", name) for name in ("ann", "bob")] == [["vip"], ["vip"]]
    assert own.did("tag", "1,2", "vip", "--people") == "untagged 2 people vip · undo: pipetui undo\n"
    assert own.did("tag", "acme", "key", "--orgs") == "tagged Acme key · undo: pipetui undo\n"
    assert own("tag", "1", "vip", "--people", "--orgs").code == 2
    assert own("tag", "9", "vip", "--people").code == 3


def test_many_are_asked_for_first(own: Shell) -> None:
    own.did("person", "--add", "Cid")
    assert own("tag", "1-3", "vip", "--people").code == 2
    assert own.did("tag", "1-3", "vip", "--people", "--dry-run") == "Ann Lee\nBob Ray\nCid\n"
    assert tags(own, "person", "ann") == []
    own.did("tag", "1-3", "vip", "--people", "--yes")
    assert tags(own, "person", "ann") == ["vip"]


def test_lists_and_sheets_show_them(own: Shell) -> None:
    assert "tags" not in own.did("people")
    own.did("person", "ann", "+vip", "+golf")
    assert own.did("people").splitlines()[1].endswith("golf vip")
    assert "\ntags          golf, vip\n" in own.did("person", "ann")
    assert json.loads(own.did("people", "--json"))[0]["tags"] == ["golf", "vip"]


def test_a_merge_keeps_the_tags_of_both(own: Shell) -> None:
    own.did("person", "ann", "+vip", "+golf")
    own.did("person", "bob", "+VIP", "+chess")
    own.did("person", "ann", "--merge", "bob")
    assert sorted(tag.lower() for tag in tags(own, "person", "ann") if tag != "VIP") == ["chess", "golf", "vip"]


def test_an_edit_names_the_tags(own: Shell) -> None:
    assert own.did("person", "ann", "+vip", "title:CTO").startswith("edited Ann Lee: tag vip, title")
    assert own.did("person", "ann", "-vip").startswith("edited Ann Lee: tag -vip")

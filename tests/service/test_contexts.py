"""Contexts: a filter by a name that lists of deals are narrowed to while it is on (behaviour 48)."""

from __future__ import annotations

import pytest

from pipetui import service
from pipetui.domain.context import SavedContext
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.query import language
from pipetui.service import Workspace, contexts, reads
from tests.service.conftest import Add


def test_b48_defining_and_deleting_are_undone_and_switching_is_no_step(workspace: Workspace, add: Add) -> None:
    deal = add("Acme")
    with pytest.raises(NotFoundError):
        contexts.switch(workspace, "work")
    assert contexts.define(workspace, "Work", " +saas ").message == "context “Work” defined: +saas"
    contexts.define(workspace, "home", "-tag:saas")
    service.note(workspace, [deal], "a note")
    assert contexts.switch(workspace, "wo") == contexts.in_force(workspace) == SavedContext("Work", "+saas")
    contexts.define(workspace, "work", "+saas or hot")
    assert contexts.in_force(workspace) == SavedContext("Work", "+saas or hot"), "another filter, still on"
    assert contexts.change(workspace, "Work", "Office", "hot").message == "context “Office” changed: hot"
    assert contexts.in_force(workspace) == SavedContext("Office", "hot"), "under its new name, too"
    contexts.forget(workspace, "Office")
    assert contexts.in_force(workspace) is None
    for was in ("hot", "+saas or hot", "+saas"):
        service.undo(workspace)
        found = contexts.in_force(workspace)
        assert found is not None
        assert found.filter == was
    assert service.undo(workspace).message.startswith("undone: noted"), "the switch was no step"
    assert contexts.switch(workspace, "None") is None
    assert contexts.in_force(workspace) is None


def test_b48_the_environment_goes_before_the_book(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    contexts.define(workspace, "work", "+saas")
    contexts.define(workspace, "home", "hot")
    contexts.switch(workspace, "work")
    for said, on in (("ho", "home"), ("none", None), ("  ", "work")):
        monkeypatch.setenv("PIPETUI_CONTEXT", said)
        found = contexts.in_force(workspace)
        assert (found.name if found else None) == on
    monkeypatch.setenv("PIPETUI_CONTEXT", "hoem")
    with pytest.raises(InputError, match="no context “hoem”") as refused:
        contexts.in_force(workspace)
    assert "did you mean home?" in refused.value.hint
    with pytest.raises(ConflictError, match="PIPETUI_CONTEXT says"):
        contexts.switch(workspace, "work")


@pytest.mark.parametrize(
    ("name", "text"), [("", "hot"), ("none", "hot"), ("Define", "hot"), ("x" * 25, "hot"), ("x", " "), ("x", "foo:1")]
)
def test_b48_what_is_no_context_is_refused(workspace: Workspace, name: str, text: str) -> None:
    with pytest.raises(InputError):
        contexts.define(workspace, name, text)
    assert contexts.known(workspace) == ()


def test_b48_a_filter_that_is_not_understood_any_more_is_named(workspace: Workspace) -> None:
    broken = SavedContext("south", "region:south")
    with pytest.raises(InputError, match="context south: “region:south”: there is no field “region”"):
        contexts.check_in_force(workspace, broken)


def test_b48_what_is_typed_and_what_is_on_are_asked_for_together(workspace: Workspace, add: Add) -> None:
    for number, tags in enumerate((("saas",), ("saas", "hot"), ("hot",), ())):
        add(f"Deal {number}", value=1000 * number, tags=tags)
    cards = reads.cards(workspace)

    def read(text: str) -> language.Query:
        return language.parse(text, workspace.now(), workspace.settings.dates, "EUR", partial=True)

    for typed, on in (("hot", "+saas"), ("", "+saas"), ("value.over:1k or hot", "-tag:saas"), ("hot", ""), ("", "")):
        query = language.narrowed(read(typed), read(on))
        each = [card.id for card in cards if read(typed).matches(card) and read(on).matches(card)]
        assert [card.id for card in cards if query.matches(card)] == each
        assert bool(query.text) == bool(typed or on)
        assert query.fields == read(typed).fields | read(on).fields
    assert language.narrowed(read("stage:"), read("hot")).problem == read("stage:").problem

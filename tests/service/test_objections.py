"""The playbook: objections met on deals, and the entries themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.cli.errors import warned
from pipetui.domain import playbook as playbooks
from pipetui.domain.errors import ConflictError, InputError, LineError, NotFoundError
from pipetui.domain.playbook import Entry, PlaybookText
from pipetui.service import Workspace, objections, reads

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add


def entry(workspace: Workspace, text: str, deals: tuple[int, ...] = ()) -> Entry:
    return next(one for one in objections.playbook(workspace, deals) if one.text == text)


def met(workspace: Workspace, deal: int) -> list[tuple[str, str, str]]:
    return [(one.text, one.state, one.note) for one in reads.sheet(workspace, deal).objections]


# --- met on a deal -------------------------------------------------------------------------------------------


def test_an_objection_is_logged_by_words_of_it_and_undone_in_one_step(workspace: Workspace, add: Add) -> None:
    deal = add()
    outcome = service.meet(workspace, [deal], "EXPENSIVE too", "open", "the board")
    assert outcome.message == f"objection “too expensive” open on #{deal} Acme rollout"
    assert met(workspace, deal) == [("too expensive", "open", "the board")]
    service.undo(workspace)
    assert met(workspace, deal) == []


def test_met_again_it_is_the_same_meeting_and_no_note_is_lost(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.meet(workspace, [deal], "too expensive", "open", "first")
    service.meet(workspace, [deal], "too expensive", "overcome", "then")
    assert met(workspace, deal) == [("too expensive", "overcome", "first\nthen")]
    service.meet(workspace, [deal], "too expensive", "open")
    assert met(workspace, deal) == [("too expensive", "open", "first\nthen")]


def test_what_is_known_already_is_said_and_nothing_written(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.meet(workspace, [deal], "too expensive", "overcome")
    steps = reads.history(workspace)
    with pytest.raises(ConflictError, match="overcome on #1 Acme rollout already"):
        service.meet(workspace, [deal], "too expensive", "overcome")
    assert reads.history(workspace) == steps


def test_several_deals_meet_it_as_one_step(workspace: Workspace, add: Add) -> None:
    deals = [add(f"Deal {n}") for n in range(3)]
    service.meet(workspace, deals[:1], "no budget", "overcome")
    assert (
        service.meet(workspace, deals, "no budget", "overcome").message == "objection “no budget” overcome on 3 deals"
    )
    assert {tuple(met(workspace, deal)) for deal in deals} == {(("no budget", "overcome", ""),)}
    service.undo(workspace)
    assert [len(met(workspace, deal)) for deal in deals] == [1, 0, 0]


def test_unknown_words_become_an_entry_without_a_response_and_that_is_said(workspace: Workspace, add: Add) -> None:
    deal = add()
    outcome = service.meet(workspace, [deal], "  too [b]slow[/b] ")
    assert outcome.message == f"new objection “too [b]slow[/b]” open on #{deal} Acme rollout"
    (said,) = map(warned, outcome.warnings)
    assert said == "“too [b]slow[/b]” has no planned response yet: pipetui playbook --edit"
    assert entry(workspace, "too [b]slow[/b]").response == ""
    service.undo(workspace)
    assert len(objections.playbook(workspace)) == 6


@pytest.mark.parametrize("words", ["no", "", "   "])
def test_words_that_fit_several_or_none_are_refused(workspace: Workspace, add: Add, words: str) -> None:
    deal = add()
    with pytest.raises(InputError) as refused:
        service.meet(workspace, [deal], words)
    assert met(workspace, deal) == []
    if words == "no":
        assert refused.value.hint == "one of: no budget; no time now"


def test_numbers_that_nothing_has_are_refused(workspace: Workspace, add: Add) -> None:
    deal = add()
    for number in (99, "99", "#99", "9" * 5000):
        with pytest.raises(NotFoundError, match="no objection"):
            service.meet(workspace, [deal], number)
    with pytest.raises(NotFoundError, match="does not exist"):
        service.meet(workspace, [77], "no budget")
    with pytest.raises(InputError, match="not a state"):
        service.meet(workspace, [deal], "no budget", "maybe")
    assert len(objections.playbook(workspace)) == 6


# --- counts --------------------------------------------------------------------------------------------------


def test_the_playbook_counts_met_overcome_and_what_it_cost(workspace: Workspace, add: Add) -> None:
    lost, won, going, binned = (add(title) for title in ("Lost", "Won", "Going", "Binned"))
    service.meet(workspace, [lost, going, binned], "too expensive")
    service.meet(workspace, [won], "too expensive", "overcome")
    service.drop(workspace, [lost], "price")
    service.win(workspace, [won])
    service.delete(workspace, [binned])
    found = entry(workspace, "too expensive")
    assert (found.met, found.open, found.overcome, found.cost, found.uses) == (3, 2, 1, 1, 4)


def test_what_was_met_on_the_deal_comes_first_open_before_overcome(workspace: Workspace, add: Add) -> None:
    deal, other = add("One"), add("Other")
    service.meet(workspace, [deal], "send me", "overcome")
    service.meet(workspace, [deal], "no time", "open")
    service.meet(workspace, [other], "supplier", "open")
    order = [(one.text, one.here) for one in objections.playbook(workspace, [deal])]
    assert order[:3] == [("no time now", "open"), ("send me something", "overcome"), ("we have a supplier", "")]
    assert entry(workspace, "no time now", (deal, other)).here == "open"


def test_a_search_finds_words_in_any_order_in_objection_and_response(workspace: Workspace) -> None:
    known = objections.playbook(workspace)
    assert [one.text for one in playbooks.fitting(known, "EXP too")] == ["too expensive"]
    assert [one.text for one in playbooks.fitting(known, "second source")] == ["we have a supplier"]
    assert playbooks.fitting(known, "")[:6] == known
    assert playbooks.fitting(known, "zz") == []
    own_words = [one.text for one in playbooks.fitting(known, "budget")]
    assert own_words[0] == "no budget"


# --- the entries ---------------------------------------------------------------------------------------------


def test_entries_are_added_once_and_deleted_as_long_as_nobody_met_them(workspace: Workspace, add: Add) -> None:
    service.add_objection(workspace, "too slow", "Compared\nwith what?")
    assert entry(workspace, "too slow").response == "Compared\nwith what?"
    with pytest.raises(ConflictError, match="already"):
        service.add_objection(workspace, "Too SLOW")
    with pytest.raises(InputError):
        service.add_objection(workspace, "  ")
    service.meet(workspace, [add(), add("Beta")], "too slow")
    with pytest.raises(ConflictError, match="“too slow” was met on 2 deals, so it stays"):
        service.delete_objection(workspace, "slow")
    service.delete_objection(workspace, "supplier")
    assert "we have a supplier" not in [one.text for one in objections.playbook(workspace)]
    with pytest.raises(NotFoundError):
        service.delete_objection(workspace, "supplier")


def edited(workspace: Workspace, text: str) -> list[PlaybookText]:
    return playbooks.from_text(text, objections.playbook(workspace))


def test_the_text_of_the_playbook_says_the_same_when_it_is_read_back(workspace: Workspace) -> None:
    service.add_objection(workspace, "lines", "one\n\n  two, further in\nthree")
    known = objections.playbook(workspace)
    assert edited(workspace, playbooks.as_text(known)) == [PlaybookText(*one[:3]) for one in known]
    assert not playbooks.differs(edited(workspace, playbooks.as_text(known)), known)


def test_an_entry_worded_anew_keeps_what_was_met_and_two_may_change_places(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.meet(workspace, [deal], "too expensive")
    known = objections.playbook(workspace)
    text = playbooks.as_text(known).replace("1: too expensive", "1: no budget").replace("2: no budget", "2: too dear")
    outcome = service.save_playbook(workspace, known, edited(workspace, text + "objection: new one\n  say so\n"))
    assert outcome.message == "playbook: 1 new, 2 changed"
    assert met(workspace, deal) == [("no budget", "open", "")]
    assert entry(workspace, "new one").response == "say so"
    service.undo(workspace)
    assert met(workspace, deal) == [("too expensive", "open", "")]
    assert objections.playbook(workspace) == known


def test_what_was_written_elsewhere_meanwhile_is_kept(workspace: Workspace, add: Add) -> None:
    known = objections.playbook(workspace)
    service.add_objection(workspace, "came later")
    service.save_playbook(workspace, known, [PlaybookText(*one[:3]) for one in known[1:]])
    texts = [one.text for one in objections.playbook(workspace)]
    assert "came later" in texts
    assert known[0].text not in texts
    with pytest.raises(ConflictError, match="elsewhere"):
        service.save_playbook(
            workspace, known[1:], [*(PlaybookText(*one[:3]) for one in known[1:]), PlaybookText(None, "Came later", "")]
        )


def test_words_that_an_entry_got_elsewhere_meanwhile_are_refused_in_a_sentence(workspace: Workspace) -> None:
    known = objections.playbook(workspace)
    same = [PlaybookText(*one[:3]) for one in known]
    service.save_playbook(workspace, known, [same[0]._replace(text="too dear"), *same[1:]])
    with pytest.raises(ConflictError, match="“Too dear” was changed elsewhere"):
        service.save_playbook(workspace, known, [*same, PlaybookText(None, "Too dear", "")])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("objection 1: a\n\nobjection: A\n", 3, "twice"),
        ("  a response\n", 1, "stands under"),
        ("objection 1: a\nnonsense\n", 2, "not an objection"),
        ("objection 99: a\n", 1, "there is no objection 99"),
        ("objection 1: a\nobjection 1: b\n", 2, "twice"),
        ("# only\nobjection: \n", 2, "needs a text"),
    ],
)
def test_a_text_that_is_not_understood_is_refused_at_its_line(
    workspace: Workspace, text: str, line: int, said: str
) -> None:
    with pytest.raises(LineError, match=said) as refused:
        edited(workspace, text)
    assert refused.value.line == line


def test_leaving_out_what_was_met_is_refused_and_says_how_often(workspace: Workspace, add: Add) -> None:
    service.meet(workspace, [add()], "too expensive")
    with pytest.raises(LineError, match="met on 1 deal, so it stays") as refused:
        edited(workspace, "objection 2: no budget\n")
    assert refused.value.hint == "put it back: objection 1: too expensive"


def test_the_sheet_keeps_an_overcome_objection_beside_the_deal(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    service.meet(workspace, [deal], "no budget")
    clock.tick(days=1)
    service.meet(workspace, [deal], "supplier")
    assert [text for text, _, _ in met(workspace, deal)] == ["we have a supplier", "no budget"]

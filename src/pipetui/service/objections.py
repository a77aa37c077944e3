"""Gestures of the playbook: an objection met on deals, and the entries themselves."""

from collections.abc import Sequence

from pipetui.domain import playbook as playbooks
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, Remedy, Warned
from pipetui.domain.folding import fold
from pipetui.domain.playbook import OPEN, STATES, Entry, PlaybookText
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store.reads import objections
from pipetui.store.unit_of_work import UnitOfWork

_CHOICES = 8


def playbook(workspace: Workspace, deals: Sequence[int] = ()) -> list[Entry]:
    """Every objection; what was met on `deals` comes first, then what is met most."""
    return objections.playbook(workspace.store.connection, deals)


def entry_named(workspace: Workspace, words: str) -> Entry:
    """The objection that the words name: its number, its text or words of it.

    Raises NotFoundError when none holds them, InputError naming them when several do.
    """
    found = _named(playbook(workspace), words)
    if found is None:
        raise NotFoundError(f"no objection in the playbook fits {quoted(words)}", remedy=Remedy("playbook"))
    return found


def _named(entries: Sequence[Entry], words: str) -> Entry | None:
    number = words.strip().removeprefix("#")
    if number.isascii() and number.isdecimal():
        return _of_number(entries, number)
    wanted = fold(clean(words))
    if not wanted:
        raise InputError("which objection?", "name it by words: too expensive", remedy=Remedy("playbook.words"))
    exact = next((known for known in entries if fold(known.text) == wanted), None)
    found = [exact] if exact else playbooks.fitting(entries, words, in_response=False)
    if len(found) > 1:
        said = "; ".join(known.text for known in found[:_CHOICES]) + ("; …" if len(found) > _CHOICES else "")
        raise InputError(f"{quoted(words)} fits {len(found)} objections", f"one of: {said}")
    return found[0] if found else None


def meet(workspace: Workspace, deals: Sequence[int], objection: int | str, state: str = OPEN, note: str = "") -> Result:
    """An objection was met on deals and is `state` there: open or overcome. Met before, it is that meeting's state.

    `objection` is a number or words of the playbook; words that nothing there holds become a new entry, which has no
    planned response yet. A note is added to what was noted before. Raises ConflictError when nothing of it is new.
    """
    if state not in STATES:
        raise InputError(f"{quoted(state)} is not a state of an objection", "it is open or overcome")
    note = clean(note, multiline=True)
    with workspace.unit_of_work("objection") as uow:
        rows = uow.deals(deals)
        known = playbook(workspace)
        chosen = _named(known, str(objection))
        new = chosen is None
        if chosen is None:
            text = clean(str(objection))
            chosen = Entry(objections.insert(uow.connection, text, ""), text, "")
        written = [row for row in rows if _meet(uow, row.id, chosen.id, state, note)]
        if not written:
            raise ConflictError(f"{quoted(chosen.text)} is {state} on {name_of(rows)} already")
        if new:
            uow.warnings.append(
                Warned(f"{quoted(chosen.text)} has no planned response yet", Remedy("playbook.respond"))
            )
        said = f"{'new ' if new else ''}objection {quoted(chosen.text)} {state} on {name_of(rows)}"
        return uow.done(rows, said)


def _of_number(known: Sequence[Entry], number: str) -> Entry:
    found = next((entry for entry in known if str(entry.id) == number), None)
    if found is None:
        raise NotFoundError(f"there is no objection {number}", remedy=Remedy("playbook"))
    return found


def _meet(uow: UnitOfWork, deal_id: int, objection_id: int, state: str, note: str) -> bool:
    """Write that the objection stands so on the deal; whether that is new."""
    connection = uow.connection
    before = objections.met_on(connection, deal_id, objection_id)
    if before is None:
        objections.meet(connection, deal_id, objection_id, state, note, uow.at)
        return True
    number, stood, noted = before
    if stood == state and not note:
        return False
    objections.meet_again(connection, number, state, "\n".join(filter(None, (noted, note))), uow.at)
    return True


def add_objection(workspace: Workspace, text: str, response: str = "") -> Result:
    """A new entry of the playbook; raises ConflictError for an objection that is there already."""
    text, response = clean(text), clean(response, multiline=True)
    if not text:
        raise InputError("an objection needs a text", remedy=Remedy("playbook.add"))
    with workspace.unit_of_work("playbook") as uow:
        if any(fold(known.text) == fold(text) for known in playbook(workspace)):
            raise ConflictError(f"{quoted(text)} is in the playbook already", remedy=Remedy("playbook.change"))
        objections.insert(uow.connection, text, response)
        said = f"added {quoted(text)} to the playbook" + ("" if response else ", without a response")
        return uow.done((), said)


def delete_objection(workspace: Workspace, words: str) -> Result:
    """Take an entry out of the playbook; raises ConflictError for one that was met on deals."""
    with workspace.unit_of_work("playbook") as uow:
        chosen = entry_named(workspace, words)
        _delete(uow, chosen)
        return uow.done((), f"deleted {quoted(chosen.text)} from the playbook")


def save_playbook(workspace: Workspace, shown: Sequence[Entry], entries: Sequence[PlaybookText]) -> Result:
    """Write what the rep made of the entries `shown`: new ones, other words, other responses; those left out go.

    What they did not change stays as it is by now. Raises ConflictError when nothing is different, for one left out
    that was met on deals, and for words that another entry has got meanwhile.
    """
    with workspace.unit_of_work("playbook") as uow:
        connection = uow.connection
        now = {one.id: one for one in playbook(workspace)}
        before = {one.id: one for one in shown}
        written = {entry.id: entry for entry in entries if entry.id is not None}
        new = [entry for entry in entries if entry.id is None]
        gone = [now[number] for number in before.keys() - written.keys() if number in now]
        changed = [entry for number, entry in written.items() if entry != PlaybookText(*before[number][:3])]
        mine = {entry.id for entry in changed} | {one.id for one in gone}
        taken = {fold(one.text) for number, one in now.items() if number not in mine}
        for entry in (*changed, *new):
            if fold(entry.text) in taken or (entry.id is not None and entry.id not in now):
                raise ConflictError(f"{quoted(entry.text)} was changed elsewhere meanwhile", remedy=Remedy("playbook"))
        for one in gone:
            _delete(uow, one)
        objections.reword(connection, changed)
        for entry in new:
            objections.insert(connection, entry.text, entry.response)
        counts = ((len(new), "new"), (len(changed), "changed"), (len(gone), "deleted"))
        said = ", ".join(f"{count} {what}" for count, what in counts if count)
        return uow.done((), f"playbook: {said or 'nothing changed'}")


def _delete(uow: UnitOfWork, chosen: Entry) -> None:
    if chosen.uses:
        raise ConflictError(playbooks.stays(chosen), remedy=Remedy("playbook.reword"))
    objections.delete(uow.connection, chosen.id)

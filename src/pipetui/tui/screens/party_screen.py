"""What can be done with the person or organization under the cursor, in a list and on its sheet."""

from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from pipetui import service
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.render import plural
from pipetui.service import reads
from pipetui.service.party_gestures import PartyGestures
from pipetui.tui import dialogs
from pipetui.tui.actions import bindings
from pipetui.tui.merging import merge
from pipetui.tui.screens.book_screen import BookScreen, Texts, asking
from pipetui.views_people import OrganizationRow, PersonRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipetui.service import Result, Workspace
    from pipetui.tui.dialogs.edit import FormDialog
    from pipetui.views_people import PersonSheet

NO_DEAL = 0


class PartyScreen(BookScreen):
    """Asks the questions of a gesture on a person or organization, then hands it to the worker."""

    BINDINGS = bindings("party", "app")
    AUTO_FOCUS: ClassVar[str | None] = None
    hints: tuple[str, ...] = ("party.touch", "party.edit", "party.note", "app.add", "view.filter", "app.help")

    def __init__(self, parties: PartyGestures) -> None:
        super().__init__()
        self.parties = parties

    @property
    def selected(self) -> PersonRow | OrganizationRow | None:
        """Whom gestures are about."""
        raise NotImplementedError

    @property
    def marked(self) -> "Collection[int]":
        """The numbers of those that are marked; none on a sheet."""
        return ()

    @property
    def target_ids(self) -> list[int]:
        """Whom gestures are made on that take several: the marked ones, else the one under the cursor."""
        return list(self.marked) or ([self.selected.id] if self.selected is not None else [])

    def take_marks_away(self) -> None:
        """What was done to the marked ones is done."""

    def add_preset(self) -> str:
        """A deal of theirs."""
        row = self.selected
        if row is None:
            return ""
        if isinstance(row, PersonRow):
            return _preset("org", row.organization) + _preset("who", row.name)
        return _preset("org", row.name)

    @property
    def to_open(self) -> object | None:
        """What Enter opens."""
        return self.selected

    @property
    def listed(self) -> "Sequence[int]":
        """Those among whom they stand, in their order."""
        return ()

    def action_open(self) -> None:
        """Everything about them."""
        if self.selected is not None:
            self.pipetui.push_party(self.parties, self.selected, self.listed)

    def action_note(self) -> None:
        """Write something down."""
        from pipetui import editing

        row = self.selected

        def answered(text: str | None) -> None:
            if row is not None and text is not None:
                self.pipetui.worker.submit(editing.keeping(self.parties.note), row.id, text)

        if row is not None:
            self.app.push_screen(dialogs.NoteDialog(row.name), answered)

    def action_tag(self) -> None:
        """Put a tag on, or take it off."""
        if self.marked or self.selected is not None:
            self._tag(self.target_ids)

    @asking
    async def _tag(self, numbers: list[int]) -> None:
        from pipetui.service import people

        row = self.selected
        one = row if row is not None and numbers == [row.id] else None
        name = one.name if one is not None else plural(len(numbers), self.parties.kind.noun, self.parties.kind.plural)
        word = await self.answer_to(dialogs.TagDialog(name, one.tags if one is not None else ()))
        if word is not None:
            await self.pipetui.worker.make(people.tag, self.parties, numbers, word)
            self.take_marks_away()

    @asking
    async def action_new(self) -> None:
        """Put somebody into the book."""
        fields = await self.pipetui.worker.ask(self.parties.fields)
        texts = await self.answer_to(dialogs.PartyDialog(f"A new {self.parties.kind.noun}", fields))
        if texts:
            name = texts.pop("name", "")
            self.pipetui.worker.submit(self.parties.add, name, tuple(texts.items()))

    def action_edit(self) -> None:
        """Every field."""
        if self.selected is not None:
            self._edit(self.selected)

    @asking
    async def _edit(self, row: PersonRow | OrganizationRow) -> None:
        async def form(typed: Texts, seen: Texts) -> "FormDialog":
            sheet = await self.pipetui.worker.ask(lambda workspace: self.parties.sheet(workspace, row.id))
            fields = await self.pipetui.worker.ask(self.parties.fields)
            return dialogs.PartyDialog(f"Edit {row.name}", fields, sheet, typed, seen)

        def write(workspace: "Workspace", texts: Texts, shown: Texts) -> "Result":
            return self.parties.edit(workspace, row.id, tuple(texts.items()), shown)

        await self.filled_in(form, write)

    def action_merge(self) -> None:
        """Two that are the same: the other one becomes this one; two that are marked are these."""
        if len(self.marked) == 2:
            one, other = self.marked
            self._merge_marked(one, other)
        elif self.selected is not None:
            self._merge(self.selected)

    @asking
    async def _merge(self, row: PersonRow | OrganizationRow) -> None:
        other = await self.answer_to(
            dialogs.FindDialog(
                f"Which {self.parties.kind.noun} is {row.name} too?", lambda words: self._others(row.id, words)
            )
        )
        if other is not None:
            await merge(self, self.parties.kind.noun, row.id, other)

    @asking
    async def _merge_marked(self, one: int, other: int) -> None:
        await merge(self, self.parties.kind.noun, one, other)
        self.take_marks_away()

    async def _others(self, number: int, words: str) -> list[Any]:
        """The first who hold the words, but for the one of that number."""

        def read(workspace: "Workspace") -> list[Any]:
            others = (other for other in self.parties.rows(workspace, words).numbers if other != number)
            return self.parties.some(workspace, list(islice(others, dialogs.FindDialog.most)))

        found: list[Any] = await self.pipetui.worker.ask(read)
        return found

    def action_outside(self) -> None:
        """Open a mail, a phone, a site or a link of theirs."""
        if self.selected is not None:
            self._outside(self.selected)

    @asking
    async def _outside(self, row: PersonRow | OrganizationRow) -> None:
        from pipetui.tui.opening import open_one

        await open_one(self, self.parties.kind.noun, row.id, row.name)

    def action_copy(self) -> None:
        """Their name, a number, an address or a link, to the clipboard."""
        if self.selected is not None:
            self._copy(self.selected)

    @asking
    async def _copy(self, row: PersonRow | OrganizationRow) -> None:
        from pipetui.tui.copying import copy_one

        await copy_one(self, self.parties.kind.noun, row.id, row.name)

    def action_delete(self) -> None:
        """Into the bin: undo brings them back, so it is asked only where deals would miss their organization."""
        if len(self.target_ids) > 1:
            self._delete_several(self.target_ids)
        elif self.selected is not None:
            self._delete(self.selected)

    @asking
    async def _delete_several(self, numbers: list[int]) -> None:
        from pipetui.service import party_bin

        kind = self.parties.kind
        said, names = await self.pipetui.worker.ask(lambda book: party_bin.several(book, self.parties, numbers))
        question = dialogs.ConfirmDialog(f"{said}: into the bin?", f"{names}. Undo brings them back in one step.")
        if await self.answer_to(question):
            await self.pipetui.worker.make(party_bin.delete_several, kind, numbers)
            self.take_marks_away()

    @asking
    async def _delete(self, row: PersonRow | OrganizationRow) -> None:
        from pipetui.service import party_bin

        kind = self.parties.kind
        if kind.asks_to_delete:
            beside = await self.pipetui.worker.ask(lambda workspace: party_bin.without_it(workspace, kind, row.id))
            detail = f"{beside} stay, and are shown without it. Undo brings it back."
            question = dialogs.ConfirmDialog(f"{row.name}: into the bin?", detail)
            if beside and not await self.answer_to(question):
                return
        self.pipetui.worker.submit(self.parties.delete, row.id)

    def action_erase(self) -> None:
        """Every trace of a person, for good, once their name is typed."""
        if self.selected is not None:
            self._erase(self.selected)

    @asking
    async def _erase(self, row: PersonRow | OrganizationRow) -> None:
        from pipetui.tui.erasing import erase_one

        await erase_one(self, row.id)

    def action_touch(self, kind: str = "") -> None:
        """What happened with them: with whom, on which deal, and how it went, as far as each is a question."""
        if self.selected is not None:
            self._touch(self.selected, kind)

    @asking
    async def _touch(self, row: PersonRow | OrganizationRow, kind: str) -> None:
        person = await self._person(row)
        if person is not None:
            await self._log(person, kind)

    async def _person(self, row: PersonRow | OrganizationRow) -> int | None:
        if isinstance(row, PersonRow):
            return row.id
        people = (await self.pipetui.worker.ask(lambda workspace: reads.organization(workspace, row.id))).people
        if not people:
            people_key, new = map(self.pipetui.key, ("app.people", "party.new"))
            self.say(f"nobody at {row.name} is known yet: {people_key} People, then {new}", failed=True)
            return None
        if len(people) == 1:
            return people[0].id
        offered = [(person.id, _told_apart(person)) for person in people]
        return await self.answer_to(dialogs.PickDialog("With whom?", offered))

    async def _log(self, person: int, kind: str) -> None:
        worker = self.pipetui.worker
        sheet: PersonSheet = await worker.ask(lambda workspace: reads.person(workspace, person))
        going = [card for card in sheet.deals if card.status == OPEN]
        deal: int | None = None
        if len(going) > 1:
            offered = [(card.id, f"#{card.id} {card.title}") for card in going]
            deal = await self.answer_to(dialogs.PickDialog("On which deal?", [*offered, (NO_DEAL, "none of them")]))
            if deal is None:
                return
        chosen = next((card for card in going if len(going) == 1 or card.id == deal), None)
        pipelines = self.pipetui.snapshot.pipelines

        def stage(word: str) -> str:
            if chosen is None:
                raise InputError("no deal is moved by it", "the touch is with the person alone")
            return pipelines.resolved(word, chosen.pipeline_id)

        heading = sheet.row.name + (f" · #{chosen.id} {chosen.title}" if chosen else "")
        touch = await self.answer_to(dialogs.TouchDialog(heading, worker.workspace, stage, kind))
        if touch is not None:
            worker.submit(service.log_with, person, touch, chosen.id if chosen else None)


def _told_apart(person: PersonRow) -> str:
    return f"{person.name}{f', {person.job_title}' if person.job_title else ''}  #{person.id}"


def _preset(key: str, name: str) -> str:
    """A part of what the add bar begins with: ` org:"Acme GmbH"`."""
    return f' {key}:"{name.replace(chr(34), chr(39))}"' if name else ""

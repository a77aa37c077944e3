"""The fields that the rep added, as they are edited beside those that everybody has."""

from __future__ import annotations

from pipetui.domain import custom_fields as custom
from pipetui.domain.custom_names import typable
from pipetui.domain.fields import CUSTOM, Field
from pipetui.service.editable import Editable
from pipetui.store import custom_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pipetui.domain.custom_fields import Against, CustomField, CustomValue
    from pipetui.domain.party_kinds import PartyKind
    from pipetui.service.fields import Context
    from pipetui.service.workspace import Workspace
    from pipetui.store.deal_row import DealRow
    from pipetui.store.unit_of_work import UnitOfWork


def of_deals(known: Iterable[CustomField]) -> dict[str, Editable]:
    """Those of deals by the word that names them, in the order of the form."""
    return {field.word: _of_deals(field) for field in typable(known)}


def of_parties(workspace: Workspace, kind: PartyKind) -> dict[str, Editable]:
    """Those of people or of organizations."""
    known = custom_fields.known(workspace.store.connection, kind.noun)
    if not known:
        return {}
    against = against_of(workspace)
    return {field.word: _of_parties(field, against) for field in typable(known)}


def against_of(workspace: Workspace) -> Against:
    """What is typed into one is understood against, where no deal says in which currency."""
    from pipetui.store.pipelines import book_currency

    return custom.Against(workspace.now(), workspace.settings.dates, book_currency(workspace.store.connection))


def _of_deals(field: CustomField) -> Editable:
    def parse(context: Context, text: str) -> str:
        return custom.canonical(field, text, custom.Against(context.now, context.dates, context.currency))

    def write(uow: UnitOfWork, row: DealRow, value: str) -> None:
        custom_fields.put(uow.connection, field.id, row.id, value)

    return Editable(_row(field), parse, write, _shown(field, lambda sheet: sheet.card.custom))


def _of_parties(field: CustomField, against: Against) -> Editable:
    def parse(text: str) -> str:
        return custom.canonical(field, text, against)

    def write(uow: UnitOfWork, number: int, value: str) -> None:
        custom_fields.put(uow.connection, field.id, number, value)

    return Editable(_row(field), parse, write, _shown(field, lambda sheet: sheet.custom))


def _row(field: CustomField) -> Field:
    return Field(field.word, CUSTOM, field.name, field.example, column=field.kind)


def _shown(field: CustomField, values_of: Callable[[Any], Iterable[CustomValue]]) -> Callable[[Any], str]:
    def show(sheet: Any) -> str:
        return next((value.text for value in values_of(sheet) if value.field_id == field.id), "")

    return show

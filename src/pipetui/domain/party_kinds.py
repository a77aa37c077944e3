"""The two kinds of party to a deal, people and organizations: what each is called, wherever one is spoken of."""

from __future__ import annotations

from pipetui.domain.errors import Remedy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class PartyKind(NamedTuple):
    """What one is called, which is its table too; several; none; its verb; its list in shell and app; the way to it."""

    noun: str
    plural: str
    none: str
    verb: str
    page: str
    listed: Remedy

    @property
    def asks_to_delete(self) -> bool:
        """Whether deals would miss one that goes into the bin: what they are called by is their organization."""
        return self.noun == "organization"

    @property
    def column(self) -> str:
        """The column by which other tables name one of them."""
        return f"{self.noun}_id"


PERSON = PartyKind("person", "people", "nobody", "person", "people", Remedy("people"))
ORGANIZATION = PartyKind("organization", "organizations", "no organization", "org", "orgs", Remedy("orgs"))

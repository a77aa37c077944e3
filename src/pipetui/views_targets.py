"""What belongs to a deal and can be opened outside of the program; see `views`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class AttachmentLine(NamedTuple):
    """A file or a page of a deal, by its place from 1 on; `missing` is a file that is not there now."""

    place: int
    target: str
    label: str
    missing: bool

    @property
    def shown(self) -> str:
        """What it is called, and where it is."""
        named = f"{self.label}  {self.target}" if self.label else self.target
        return f"{named}  (not there now)" if self.missing else named


class Openable(NamedTuple):
    """Something to open: its kind (see `domain.targets`), whose or what it is, and how it stands in the book."""

    kind: str
    about: str
    text: str

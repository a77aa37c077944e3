"""Where a work session stands: the deals it goes through, the place, and the time worked (behaviour 3)."""

from __future__ import annotations

from datetime import UTC, datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Progress(NamedTuple):
    """A session that was begun.

    `about` is what it goes through: a screen's name, or a filter; `place` the index of the deal it is at; `began` an
    aware time; `worked` the seconds worked before it was last paused.
    """

    deals: tuple[int, ...]
    about: str
    began: datetime
    place: int = 0
    worked: int = 0

    @property
    def over(self) -> bool:
        """Whether every deal was gone through."""
        return self.place >= len(self.deals)

    def text(self) -> str:
        """The progress as the book keeps it."""
        import json  # 10 ms that only a session pays

        return json.dumps({**self._asdict(), "began": self.began.astimezone(UTC).isoformat()})


def read(text: str) -> Progress | None:
    """The progress that `text` keeps; None for anything else, for a lost session is no reason to fail."""
    import json

    try:
        kept = json.loads(text)
        deals = tuple(int(number) for number in kept["deals"])
        place, worked = max(0, int(kept["place"])), max(0, int(kept["worked"]))
        began = datetime.fromisoformat(kept["began"])
        return Progress(deals, str(kept["about"]), began.astimezone(UTC), place, worked) if began.tzinfo else None
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None

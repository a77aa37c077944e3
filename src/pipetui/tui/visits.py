"""Where the rep has been: the sheets that were read, to go back along them and forward again."""

from typing import NamedTuple

_MOST = 100


class Visit(NamedTuple):
    """A sheet: of a deal, a person or an organization."""

    noun: str
    number: int


class Visits:
    """The trail, and the place on it."""

    def __init__(self) -> None:
        self._trail: list[Visit] = []
        self._place = -1

    def seen(self, noun: str, number: int) -> None:
        """That sheet is read now; what lay before the rep is forgotten, unless it is where a step led."""
        visit = Visit(noun, number)
        if self._trail and self._trail[self._place] == visit:
            return
        self._trail = [*self._trail[: self._place + 1], visit][-_MOST:]
        self._place = len(self._trail) - 1

    def step(self, offset: int, here: Visit | None) -> Visit | None:
        """One back or forward, None at the end; with no sheet open (`here` is None), back is the one read last."""
        place = self._place + (offset if here is not None or offset > 0 else 0)
        if not 0 <= place < len(self._trail):
            return None
        self._place = place
        return self._trail[place]

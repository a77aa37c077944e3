"""Two that are probably one, as they are shown; see `views`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Twin(NamedTuple):
    """One of two that are probably the same: its name, and what tells it apart."""

    id: int
    name: str
    about: str


class LikelyPair(NamedTuple):
    """Two people, organizations or deals that are probably one, the older first: how sure that is, and why."""

    noun: str
    first: Twin
    second: Twin
    score: int
    reasons: tuple[str, ...]

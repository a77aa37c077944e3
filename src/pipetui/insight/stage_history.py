"""How likely a stage has been to end in a win: the share of the deals closed since that entered it (behaviour 16)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

LEAST = 20
"""Closed deals below which a share would say more of chance than of the stage."""


class Entered(NamedTuple):
    """Of the deals that are closed by now, how many entered a stage, and how many of these were won."""

    stage_id: int
    won: int
    closed: int


class Odds(NamedTuple):
    """What one's own history says of a stage."""

    percent: int
    won: int
    closed: int


def odds(entered: Iterable[Entered]) -> dict[int, Odds]:
    """The odds by stage, of those that enough closed deals have entered; halves are rounded up."""
    return {
        stage.stage_id: Odds((200 * stage.won + stage.closed) // (2 * stage.closed), stage.won, stage.closed)
        for stage in entered
        if stage.closed >= LEAST
    }


def different(known: Mapping[int, Odds], configured: Mapping[int, int]) -> dict[int, int]:
    """The percentages that own history would change, by stage."""
    return {
        stage: one.percent for stage, one in known.items() if stage in configured and configured[stage] != one.percent
    }

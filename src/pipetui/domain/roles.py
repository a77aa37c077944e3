"""What the roles of the people on a deal say about it."""

from __future__ import annotations

from pipetui.domain.deal import OPEN, ROLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

DECISION_MAKER = ROLES[0]
BLOCKER = ROLES[-1]
WRITTEN_TO = (DECISION_MAKER, "champion", "", "influencer", "user", BLOCKER)
"""Who on a deal is written to first, a person without a role before those who only have a say; a blocker is not."""
UNKNOWN = "decision maker unknown"

PROPOSAL_PERCENT = 60
"""The probability of the stages in which a proposal is on the table."""


def decision_maker_unknown(status: str, stage_probability: int, roles: Iterable[str]) -> bool:
    """Whether an open deal is as far as a proposal although nobody on it is known to decide.

    `stage_probability` is that of the stage, in percent: a rep's own estimate says nothing about how far a deal is.
    """
    return status == OPEN and stage_probability >= PROPOSAL_PERCENT and DECISION_MAKER not in roles

"""Who decides."""

import pytest

from pipetui.domain.roles import decision_maker_unknown


@pytest.mark.parametrize(
    ("status", "percent", "held", "unknown"),
    [
        ("open", 60, [], True),
        ("open", 80, ["champion", ""], True),
        ("open", 60, ["champion", "decision maker"], False),
        ("open", 59, [], False),
        ("won", 80, [], False),
        ("lost", 60, [], False),
    ],
)
def test_a_proposal_needs_somebody_who_decides(status: str, percent: int, held: list[str], unknown: bool) -> None:
    assert decision_maker_unknown(status, percent, held) is unknown

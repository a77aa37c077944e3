"""The values of `--json`: amounts are decimal strings, days `YYYY-MM-DD`, times UTC with a Z; nothing is null."""

from __future__ import annotations

from datetime import UTC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from pipetui.domain.money import Money


def moment(when: datetime | None) -> str | None:
    """An aware time in UTC: `2026-11-21T20:46:12Z`."""
    return None if when is None else when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day(when: date | None) -> str | None:
    """A local day: `2026-11-27`."""
    return None if when is None else when.isoformat()


def amounts(sums: Iterable[Money]) -> dict[str, str]:
    """Sums by currency: `{"EUR": "12000.00"}`."""
    return {amount.currency: amount.decimal for amount in sums}

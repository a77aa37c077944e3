"""What several currencies come to in one, as JSON has it; in words it is `render.together`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pipetui.domain.money import Money
    from pipetui.domain.rates import Together


def together(key: str, amounts: Sequence[Money] | None) -> dict[str, Any]:
    """Beside the sums under `key` what they come to, under `key_together`, if there is anything to be said."""
    found = getattr(amounts, "together", None)
    return {} if found is None else {f"{key}_together": shape(found)}


def shape(found: Together) -> dict[str, Any]:
    """The amount, null where something has no rate: then how many deals of each currency have none."""
    whole = not found.lacking
    return {
        "currency": found.amount.currency,
        "amount": found.amount.decimal if whole else None,
        "without_rate": dict(found.lacking),
    }

"""Check-ins: what was planned on a deal since it was won. Standard library only.

What was left undone before the win is the sale's, not the customer's: it counts again only if the deal is reopened.
"""

from __future__ import annotations

SINCE_WON = "f.created_at >= d.closed_at"
"""Whether the follow-up `f` of the won deal `d` is a check-in."""

STANDS = f"(d.status <> 'won' OR {SINCE_WON})"
"""Whether the undone follow-up `f` is still one of the deal `d`."""

WANTED = f"""EXISTS (
    SELECT 1 FROM deal d WHERE d.id = f.deal_id AND d.status = 'won' AND d.deleted_at IS NULL AND {SINCE_WON})"""
"""Whether the undone follow-up `f` is a check-in of a deal that is not in the bin."""

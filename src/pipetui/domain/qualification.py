"""Whether a deal is worth the work: budget, authority, need and timing (behaviour 13)."""

from __future__ import annotations

STALE_DAYS = 90
"""Days after which an answer should be asked for again."""

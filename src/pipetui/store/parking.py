"""Parked deals, in SQL: until their morning they are in no list, no count and no sum (behaviour 8).

Standard library only.
"""

NOT_PARKED = "(d.parked_until IS NULL OR d.parked_until <= :today)"
"""Whether the deal `d` is not parked on the day `today`."""

ON_BOARD = f"d.status = 'open' AND d.deleted_at IS NULL AND {NOT_PARKED}"
"""Whether the deal `d` is on the board on the day `today`: open, in no bin, not parked."""

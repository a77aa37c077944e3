"""Which amounts count in the sums that SQLite makes. Standard library only."""

from pipetui.store.values import AMOUNT

COUNTS = f"typeof(d.value_minor) = 'integer' AND d.value_minor BETWEEN {AMOUNT[0]} AND {AMOUNT[1]}"
"""The condition for the value of a deal `d` that it is one: another program's text, fraction or number without bounds
is none, as in the lists, and a sum of it would end the whole statement."""

WORTH = f"CASE WHEN {COUNTS} THEN d.value_minor END"
"""The value of a deal `d`; NULL where it has none."""

SUM = f"sum(d.value_minor) FILTER (WHERE {COUNTS})"
"""What deals `d` are worth together; NULL where none has a value."""

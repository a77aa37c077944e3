"""Reading the rows that the reports are worked out from, and the deals behind their numbers.

A row of `phrases.reports` names the functions: each takes a connection and a `Span`.
"""

from pipetui.store.reads.period_span import Span, span
from pipetui.store.reads.reports.closed import closed_in, on_unknown_days
from pipetui.store.reads.reports.closings import behind_closings, behind_origins, closings, linked, origins
from pipetui.store.reads.reports.outcomes import behind_outcomes, behind_paces, months, outcomes, paces
from pipetui.store.reads.reports.stages import aged, behind_ages, behind_entries, entries, stages_at, usual_stays
from pipetui.store.reads.reports.touching import behind_touches, touches

__all__ = [
    "Span",
    "aged",
    "behind_ages",
    "behind_closings",
    "behind_entries",
    "behind_origins",
    "behind_outcomes",
    "behind_paces",
    "behind_touches",
    "closed_in",
    "closings",
    "entries",
    "linked",
    "months",
    "on_unknown_days",
    "origins",
    "outcomes",
    "paces",
    "span",
    "stages_at",
    "touches",
    "usual_stays",
]

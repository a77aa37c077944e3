"""The reports, one row each, of which shell, JSON, screen, palette, help and completion are made (behaviour 25).

To add one: its figures in `insight`, its read in `store.reads.reports`, its row in a module of this package.
"""

from pipetui.phrases.reports.closings import LOSSES, SOURCES
from pipetui.phrases.reports.outcomes import OUTCOMES, VELOCITY
from pipetui.phrases.reports.stages import AGEING, FUNNEL
from pipetui.phrases.reports.touching import TOUCHES

REPORTS = {report.name: report for report in (OUTCOMES, FUNNEL, VELOCITY, AGEING, TOUCHES, LOSSES, SOURCES)}
"""Every report by the name it has in the shell, in the order they are offered."""

__all__ = ["AGEING", "FUNNEL", "LOSSES", "OUTCOMES", "REPORTS", "SOURCES", "TOUCHES", "VELOCITY"]

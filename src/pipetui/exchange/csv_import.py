"""Importing a CSV file of deals: `plan` shows what would happen, `apply` does it, `columns` lists the headings."""

from pipetui.exchange.apply import ImportResult, apply
from pipetui.exchange.compare_rows import Counts
from pipetui.exchange.mapping import FIELDS
from pipetui.exchange.plan import Options, Plan, columns, plan

__all__ = ["FIELDS", "Counts", "ImportResult", "Options", "Plan", "apply", "columns", "plan"]

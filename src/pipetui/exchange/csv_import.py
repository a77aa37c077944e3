"""Importing a CSV file of deals: `plan` shows what would happen, `apply` does it, `columns` lists the headings."""

from pipetui.exchange.apply import Result, apply
from pipetui.exchange.compare_rows import Counts
from pipetui.exchange.mapping import FIELDS
from pipetui.exchange.plan import Options, Plan, columns, plan

__all__ = ["FIELDS", "Counts", "Options", "Plan", "Result", "apply", "columns", "plan"]

"""Dates and times as people type them, and the arithmetic of days, weeks and periods."""

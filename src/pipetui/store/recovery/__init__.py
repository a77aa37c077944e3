"""Keeping the book whole: backups, restore, what can be wrong inside and beside it, and mending it."""

"""pipetui: a terminal pipeline manager for a single salesperson."""

__version__ = "0.1.0"

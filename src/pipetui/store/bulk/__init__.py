"""Rows by the thousand, for imports and the demo book."""

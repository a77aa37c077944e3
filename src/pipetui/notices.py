"""What was done with files before there was anybody to say it to: the front ends say it as soon as they can."""

from __future__ import annotations

_waiting: list[str] = []


def leave(sentence: str) -> None:
    """Keep a sentence to be said."""
    _waiting.append(sentence)


def take() -> list[str]:
    """The sentences not said yet, each given once."""
    taken = _waiting.copy()
    _waiting.clear()
    return taken

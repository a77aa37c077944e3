"""How refused input is spoken of: quoted so that it cannot spoil a terminal, with the nearest words beside it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def quoted(text: str, limit: int = 40) -> str:
    """What was typed, in quotes: on one line, without control characters, cut after `limit` characters."""
    from pipetui.domain.text import visible  # only needed to word an error

    line = visible(" ".join(text[:2000].split()))
    return f"“{line[: limit - 1]}…”" if len(line) > limit else f"“{line}”"


def nearest(word: str, choices: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to `count` of `choices` that look like `word`, the likest first; empty when none does."""
    from difflib import get_close_matches

    return tuple(get_close_matches(word[:40], sorted(set(choices)), n=count, cutoff=0.6))

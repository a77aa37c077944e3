"""How things are named: what was typed in quotes that cannot spoil a terminal, the nearest words, some of many."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def quoted(text: str, limit: int = 40) -> str:
    """What was typed, in quotes: on one line, without control characters, cut after `limit` characters."""
    from pipetui.domain.text import visible  # only needed to word an error

    line = visible(" ".join(text[:2000].split()))
    return f"“{line[: limit - 1]}…”" if len(line) > limit else f"“{line}”"


def some(names: Sequence[str], most: int = 3, of: int | None = None) -> str:
    """The first of the names, and how many more there are: of `of`, where not all of them are given."""
    more = (len(names) if of is None else of) - min(len(names), most)
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def nearest(word: str, choices: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to `count` of `choices` that look like `word`, the likest first; empty when none does."""
    from difflib import get_close_matches

    return tuple(get_close_matches(word[:40], sorted(set(choices)), n=count, cutoff=0.6))

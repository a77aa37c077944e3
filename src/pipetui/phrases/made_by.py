"""Where a step was made, in a rep's words. Standard library only."""

from __future__ import annotations

_WORDS = {"sql": "elsewhere", "restore": "backup", "erase": "erased"}
"""“elsewhere” is another program; the other sources are words already."""


def made_by(source: str) -> str:
    """Who made a step: `app`, `shell`, `import`, `elsewhere` …"""
    return _WORDS.get(source, source)

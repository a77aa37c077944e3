"""What the domain needs of `re`, imported when a first pattern is used.

`import re` costs a shell verb more than SQLite does, and `pipetui log 12 call` has no pattern to match. To be imported
in its place: `from pipetui.domain import patterns as re`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import DOTALL as DOTALL
    from re import Match as Match
    from re import findall as findall
    from re import finditer as finditer
    from re import fullmatch as fullmatch
    from re import match as match
    from re import search as search
    from re import split as split
    from re import sub as sub
else:

    def __getattr__(name: str) -> object:
        import re

        # Kept here, so that it is asked for only once.
        found = globals()[name] = getattr(re, name)
        return found

"""Where the rep puts an open deal in the forecast by hand (behaviour 18)."""

from __future__ import annotations

from pipetui.domain.choose import choose

COMMIT, BEST_CASE, PIPELINE, OMITTED = "commit", "best case", "pipeline", "omitted"
CATEGORIES = (COMMIT, BEST_CASE, PIPELINE, OMITTED)
NONE = "none"
"""The word that takes a deal out of all of them."""


def read(word: str) -> str:
    """The category that a word begins, "" for none of them. Raises InputError naming them all."""
    return "" if word == NONE else choose(word, (*CATEGORIES, NONE), "place").replace(NONE, "")


def following(category: str) -> str:
    """The next one, behind the last none of them: what one key goes through."""
    places = ("", *CATEGORIES)
    return places[(places.index(category) + 1) % len(places)] if category in places else ""

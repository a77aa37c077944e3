"""What a filter needs to know of notes and touches: which deals have its words there.

A filter is read anew with each letter and must not wait for the book, so it goes by what is known: of a word that was
not looked up yet, the deals that have the beginning of it.
"""

from collections.abc import Collection, Mapping

_LEAST = 3
"""From how many letters on whatever has a word has its beginning; fewer are looked for where a word begins."""
_MOST = 200
"""Words that are kept."""


class Mentions:
    """The deals that have a word or phrase in a note or touch, as far as they were read."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        """What was asked since it was last emptied."""
        self._known: dict[str, frozenset[int]] = {}
        self._fresh: set[str] = set()
        self._reading: object = None

    def __call__(self, words: str) -> Collection[int]:
        """The deals that have the words."""
        self.asked.append(words)
        beginnings = (words[:end] for end in range(len(words), _LEAST - 1, -1))
        known = words if words in self._known else next((one for one in beginnings if one in self._known), "")
        return self._known.get(known, frozenset())

    def missing(self, reading: object) -> list[str]:
        """What was asked and has to be read, of the book as it is in this reading."""
        if reading is not self._reading:
            self._reading = reading
            self._fresh.clear()
        return [words for words in dict.fromkeys(self.asked) if words not in self._fresh]

    def learn(self, found: Mapping[str, frozenset[int]]) -> None:
        """This was read."""
        if len(self._known) > _MOST:
            self._known.clear()
            self._fresh.clear()
        self._known.update(found)
        self._fresh.update(found)

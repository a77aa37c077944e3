"""What was odd in the cells of an import: counted by column and kind, each with an example."""

from collections.abc import Iterable

from pipetui.exchange.records import Problem, Record

_MOST = 200
"""How many kinds are told apart."""


class Warnings:
    """Counts what could not be read."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, Problem, int]] = {}

    def add(self, record: Record) -> None:
        """What was odd in one record."""
        for problem in record.problems:
            key = (problem.heading, problem.kind)
            count, first, line = self._found.get(key, (0, problem, record.line))
            if count or len(self._found) < _MOST:
                self._found[key] = (count + 1, first, line)

    def told(self) -> Iterable[str]:
        """Each kind as a sentence, the most frequent first."""
        for count, problem, line in sorted(self._found.values(), key=lambda found: -found[0]):
            rows = f"{count:,} rows" if count > 1 else f"line {line}"
            example = f" (line {line})" if count > 1 else ""
            kept = "" if problem.exact else ", kept in a note"
            yield f"{problem.heading}: {rows}, {problem.kind}: {problem.reason}{example}{kept}"

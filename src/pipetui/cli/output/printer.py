"""The one place that knows in which form a verb answers: to be read, as numbers alone, or as JSON.

A body hands over what it has in both forms, the lines to be read and the JSON, each as a function: only the one that is
wanted is called. A dict is a JSON object, anything else that can be gone through an array.
"""

from __future__ import annotations

from pipetui.cli import output
from pipetui.cli.output import stdio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeAlias, TypeVar

    from pipetui.cli.call import Call
    from pipetui.cli.output.terminal import Page
    from pipetui.store.reads.people import PagedList

    T = TypeVar("T")
    Lines: TypeAlias = Callable[[Page], Iterable[str]]
    Shape: TypeAlias = Callable[[], Any]

NOTHING_FOUND = 1


class Printer:
    """What a verb answers with, as it was called."""

    def __init__(self, call: Call) -> None:
        self.call = call

    @property
    def brief(self) -> bool:
        """Whether a list shows so little of a deal that the rest of it need not be read."""
        return not self.call.json

    def listed(
        self, found: Sequence[Any] | PagedList, lines: Lines, shape: Shape, *, ids: bool = False, nothing: str = ""
    ) -> int:
        """A list, or with `ids` its numbers, one a line or in an array; the exit code.

        An empty one has no lines, and `nothing` is said. `found` are things with an `id`, numbers, or something that
        knows the `numbers`.
        """
        if ids:
            numbers = getattr(found, "numbers", None) or (one if isinstance(one, int) else one.id for one in found)
            if self.call.json:
                output.json_format.write(numbers)
            else:
                stdio.write_all(map(str, numbers))
        elif found or self.call.json:
            self.show(lines, shape)
        if found:
            return 0
        if nothing:
            self.call.speak(nothing)
        return NOTHING_FOUND

    def show(self, lines: Lines, shape: Shape) -> None:
        """A sheet or a report."""
        if self.call.json:
            output.json_format.write(shape())
        else:
            self._pages(lines(output.terminal.page()))

    def _pages(self, lines: Iterable[str]) -> None:
        """Lines to be read: on a terminal, what is longer than it goes through a pager."""
        lines = map(stdio.drawn, lines)
        height = 0 if self.call.quiet or self.call.no_pager else output.terminal.height()
        if not height:
            stdio.write_all(lines)
            return
        from itertools import islice

        rest = iter(lines)
        begun = list(islice(rest, height))
        if len(begun) < height or not self.call.settings().pager:
            stdio.write_all(begun)
            stdio.write_all(rest)
        else:
            from pipetui.cli.output import pager

            pager.show(begun, rest)

    def sheets(self, found: Sequence[T], lines: Callable[[T, Page], Iterable[str]], shape: Callable[[T], Any]) -> None:
        """Several sheets with an empty line between them; in JSON an array, and of one sheet the object."""

        def apart(page: Page) -> Iterator[str]:
            for place, one in enumerate(found):
                if place:
                    yield ""
                yield from lines(one, page)

        self.show(apart, lambda: output.json_format.alone(map(shape, found)))

    def nothing(self, said: str, shape: Shape) -> int:
        """There is nothing to show, which is said, and stands in the JSON as `shape` has it; the exit code."""
        if self.call.json:
            output.json_format.write(shape())
        self.call.speak(said)
        return NOTHING_FOUND

    def answer(self, text: str, shape: Shape, *, raw_text: bool = False) -> None:
        """A text, nothing for ""; with `raw_text` the names of files in it are written to the byte."""
        if self.call.json:
            output.json_format.write(shape())
        elif text:
            if raw_text:
                stdio.write_exactly(text)
            else:
                stdio.write(stdio.drawn(text))

    def done(self, said: str, shape: Shape) -> None:
        """What was changed: the sentence that says so, which `--quiet` silences, or in JSON what became of it."""
        self.answer("" if self.call.quiet else said, shape)

    def remark(self, line: str) -> None:
        """Speech for somebody who reads what was shown; beside JSON there is none."""
        if not self.call.json:
            self.call.speak(line)

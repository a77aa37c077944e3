"""What can go wrong, in the rep's words.

Each error carries a title (what is wrong), a hint (what to do), and the exit code of the shell verb that meets
it. One place per front end prints them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class PipetuiError(Exception):
    """Anything the rep should be told in one sentence. Nothing was written when it is raised."""

    exit_code = 1

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.title}\n{self.hint}" if self.hint else self.title


class InputError(PipetuiError):
    """What was typed is not understood: a date, an amount, a stage, an option. Exit code 2."""

    exit_code = 2


class LineError(InputError):
    """A text of several lines is not understood at one of them, `line`, counted from 1."""

    def __init__(self, title: str, hint: str = "", line: int = 1) -> None:
        super().__init__(title, hint)
        self.line = line


class AmbiguousError(InputError):
    """Words that name several deals; `choices` holds (number, title) of each."""

    def __init__(self, title: str, hint: str = "", choices: tuple[tuple[int, str], ...] = ()) -> None:
        super().__init__(title, hint)
        self.choices = choices


class NotFoundError(PipetuiError):
    """There is no such deal, file or thing. Exit code 3."""

    exit_code = 3


class ConflictError(PipetuiError):
    """The book says something else than the gesture expects, such as undoing what changed since. Exit code 4."""

    exit_code = 4


class ChangedMeanwhileError(ConflictError):
    """Fields that were changed elsewhere since they were shown; `fields` holds what each of them says now."""

    def __init__(self, title: str, hint: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(title, hint)
        self.fields = dict(fields or {})


class StoreError(PipetuiError):
    """The book cannot be read or written: locked, broken, newer, read-only. Exit code 5."""

    exit_code = 5


class DamagedError(StoreError):
    """The file is not, or not any more, what SQLite would have written."""

"""What can go wrong, in the rep's words.

Each error carries a title (what is wrong), a hint (what is known about it), a remedy (the way out), and the exit code
of the shell verb that meets it. One place per front end prints them, and says the remedy in its own words.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Remedy:
    """A way out, by its name in the tables `cli/remedies.py` and `tui/remedies.py`.

    `facts` are what the words there need: a number, a name.
    """

    __slots__ = ("facts", "name")

    def __init__(self, name: str, **facts: object) -> None:
        self.name = name
        self.facts = facts


class Warned(str):
    """A sentence of warning that knows a way out."""

    __slots__ = ("remedy",)

    remedy: Remedy

    def __new__(cls, said: str, remedy: Remedy) -> Warned:
        """`said`, before the words for `remedy`."""
        warned = super().__new__(cls, said)
        warned.remedy = remedy
        return warned


_LONGEST = 5000
"""Characters of a sentence: longer than any path. What is quoted in it may be a file that was pasted by mistake."""


def _readable(sentence: str) -> str:
    if len(sentence) <= _LONGEST:
        return sentence
    return f"{sentence[: _LONGEST // 2]} … {sentence[-_LONGEST // 2 :]}"


class PipetuiError(Exception):
    """Anything the rep should be told in one sentence. Nothing was written when it is raised.

    `kept` says where a text of theirs is kept that did not get into the book.
    """

    exit_code = 1
    kept = ""

    def __init__(self, title: str, hint: str = "", *, remedy: Remedy | None = None) -> None:
        title = _readable(title)
        super().__init__(title)
        self.title = title
        self.hint = _readable(hint)
        self.remedy = remedy

    def with_kept(self, said: str) -> str:
        """What there is to do, and behind it where their text is."""
        return f"{said.rstrip('.')}. {self.kept}" if said and self.kept else said or self.kept

    def __str__(self) -> str:
        said = self.with_kept(self.hint)
        return f"{self.title}\n{said}" if said else self.title


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


class OutputError(PipetuiError):
    """What was to be said could not be written: a full disk behind stdout. What was done is done. Exit code 5."""

    exit_code = 5


class DamagedError(StoreError):
    """The file is not, or not any more, what SQLite would have written."""

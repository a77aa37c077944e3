"""What a row of the table of verbs is, its words and options, and the options that several verbs have."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import NamedTuple, TypeAlias

    Body: TypeAlias = Callable[..., int | None]
else:
    from pipetui.domain.record import NamedTuple

WORDS, FILE, FILES, BOOK = "words", "file", "files", "book"
"""What the words of a verb are: any number of words, one path used to the byte, one path of a book."""


class Words(NamedTuple):
    """What stands behind a verb."""

    metavar: str
    help: str
    kind: str = WORDS
    required: bool = True

    def path_of(self, word: str) -> Path:
        """The path that a word is, of a FILE or a BOOK; raises InputError where it is none."""
        from pathlib import Path

        from pipetui import paths

        if self.kind == BOOK:
            return Path(paths.named(word))
        paths.check_file_name(word)
        return Path(word)


class Option(NamedTuple):
    """An option of a verb: a switch, or one that takes a value, which has a `metavar`.

    `default` tells text from numbers; `name` is that of the body's parameter where the flag's own will not do, and
    `completes` the function of `completion.offers` that knows the values (see `offers.by_name`), `listed` the module
    whose `names` the help lists.
    """

    flag: str
    help: str
    metavar: str = ""
    default: str | int | None = ""
    repeated: bool = False
    name: str = ""
    completes: str = ""
    listed: str = ""
    least: int | None = None
    """The smallest number."""

    @property
    def parameter(self) -> str:
        """The parameter of the body."""
        return self.name or self.flag[2:].replace("-", "_")


class Verb(NamedTuple):
    """A verb; `body` is the module and the function, `completes` the function of `completion.offers` for its words."""

    name: str
    group: str
    body: str
    words: Words | None = None
    options: tuple[Option, ...] = ()
    completes: str = ""

    def load(self) -> Body:
        """The function, whose module is imported for it."""
        module, _, function = self.body.partition(".")
        found: Body = getattr(__import__(f"pipetui.cli.commands.{module}", fromlist=(function,)), function)
        return found


DB = Option("--db", "The book to work on, instead of PIPETUI_DB or your own.", "PATH")
CONFIG = Option("--config", "The configuration file, instead of your own.", "PATH")
JSON = Option("--json", "Print JSON.")
QUIET = Option("--quiet", "(-q) Say nothing but data and errors.")
NO_PAGER = Option("--no-pager", "Print what is longer than the screen as it is.")
ASCII = Option("--ascii", "Draw signs, lines and bars in ASCII.")
EVERYWHERE = (DB, CONFIG, JSON, QUIET, NO_PAGER, ASCII)
"""The options that every verb knows."""

HELP = Option("--help", "Show this message and exit.")
PLAIN = Option("--plain", "Read a screen in whole sentences, for screen readers: today, or the one named after it.")
FRONT = (
    PLAIN,
    Option("--version", "Print the version."),
    Option("--install-completion", "Install completion for your shell, or the one named after it."),
    Option("--show-completion", "Print the completion script instead, to put it elsewhere."),
)
"""Those of the program without a verb."""

SHORT = {"-q": "--quiet", "-y": "--yes", "-h": "--help"}
"""Short options are none to a parser, which would find their letters in words such as `-quick`."""

DEAL = Words("DEAL", "A number, several (3,7-9), or words of the title, organization or people.")
"""The words of a verb that is given one deal or several."""

YES = Option("--yes", "(-y) Change three deals or more without asking.")
DRY_RUN = Option("--dry-run", "Only show what would change.")
IDS = Option("--ids", "Print only the numbers, one a line.")
DELETED = Option("--deleted", "Those in the bin instead.")
KEEP = Option("--keep", "Of two values keep the second: title=2.", "FIELD=1|2", repeated=True)
YES_MERGE = Option("--yes", "(-y) Do it without asking.")
SHOW = Option("--show", "Print everything about the one that fits.")

DAY, DEALS, PEOPLE, UNDO, THE_BOOK = "The day", "Deals", "People", "Undo", "The book"
"""The headings of the help, in its order."""

"""The verbs of the shell, one row each: name, heading in the help, body, words, options, what completes the words.

The quick parser (`quick`), Typer (`careful`), the help (`help_text`) and Tab (`completion`) are made from it. A body
is a function `(call, words, option=…) -> exit code or None` of a module of this package; its docstring is its help,
and the lines of that which begin with `pipetui` are its examples.
"""

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
    `completes` the function of `completion.offers` that knows the values, `listed` the module whose `names` the help
    lists.
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
EVERYWHERE = (DB, CONFIG, JSON, QUIET, NO_PAGER)
"""The options that every verb knows."""

HELP = Option("--help", "Show this message and exit.")
FRONT = (
    Option("--version", "Print the version."),
    Option("--install-completion", "Install completion for your shell, or the one named after it."),
    Option("--show-completion", "Print the completion script instead, to put it elsewhere."),
)
"""Those of the program without a verb."""

SHORT = {"-q": "--quiet", "-y": "--yes", "-h": "--help"}
"""Short options are none to a parser, which would find their letters in words such as `-quick`."""

YES = Option("--yes", "(-y) Change three deals or more without asking.")
DRY_RUN = Option("--dry-run", "Only show what would change.")
IDS = Option("--ids", "Print only the numbers, one a line.")
DELETED = Option("--deleted", "Those in the bin instead.")
KEEP = Option("--keep", "Of two values keep the second: title=2.", "FIELD=1|2", repeated=True)
YES_MERGE = Option("--yes", "(-y) Do it without asking.")
SHOW = Option("--show", "Print everything about the one that fits.")

_DEAL = Words("DEAL", "A number, several (3,7-9), or words of the title, organization or people.")
_LOOKED_FOR = Words("WORDS", "What to look for; nothing: all.", required=False)

_DAY, _DEALS, _PEOPLE, _UNDO, _BOOK = "The day", "Deals", "People", "Undo", "The book"

VERBS: tuple[Verb, ...] = (
    Verb("today", _DAY, "reading.today", None, (IDS,)),
    Verb(
        "add",
        _DAY,
        "adding.add",
        Words("LINE", "Title and attributes in any order.", required=False),
        (
            Option(
                "--from",
                "A mail in a file, or - for one on stdin: who asks, and what about; may be given again.",
                "FILE",
                repeated=True,
                name="files",
            ),
        ),
        "line",
    ),
    Verb(
        "log",
        _DAY,
        "writing.log",
        Words("DEAL KIND [OUTCOME] [TEXT]", "The deal by number or words, then what happened."),
        (YES, DRY_RUN),
        "touch",
    ),
    Verb(
        "next",
        _DAY,
        "writing.next_step",
        Words("DEAL DATE [WHAT]", "The deal by number or words, then when, then what to do."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb("done", _DAY, "moving.done", _DEAL, (YES, DRY_RUN), "deals"),
    Verb("overdue", _DAY, "reading.overdue", None, (IDS,)),
    Verb(
        "snooze",
        _DAY,
        "moving.snooze",
        Words("DEAL DATE", "The deal by number or words, then the date."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb(
        "mail",
        _DAY,
        "mail.mail",
        Words(
            "DEAL [TEMPLATE] | sync [PATH…]",
            "The deal by number or words, then the template; a beginning of its name is enough. Or sync, and where mail"
            " lies.",
        ),
        (
            Option("--open", "Open your mail program on it, and log the touch.", name="open_"),
            Option("--copy", "Copy the text to the clipboard, and log the touch."),
            Option("--log", "Log the touch though the mail is only printed."),
            Option("--to", "An address, or the name of somebody on the deal.", "WHO"),
            Option("--set", "Fill a field yourself; may be given again.", "FIELD=TEXT", repeated=True, name="values"),
            YES,
            Option("--since", "With sync: from which day on; the first time 90 days back.", "DATE"),
            Option("--again", "With sync: read all of it anew, also what was taken back."),
            Option("--dry-run", "With sync: only show what would be logged."),
        ),
        "deals_and_letters",
    ),
    Verb("turn", _DAY, "moving.turn", _DEAL, (YES, DRY_RUN), "deals"),
    Verb(
        "cadence",
        _DAY,
        "cadence.cadence",
        Words(
            "[SHOW|NEW|EDIT|DELETE NAME] | [START DEAL NAME] | [STOP DEAL] | [STAGE STAGE NAME]",
            "What to do; nothing: list them.",
            required=False,
        ),
        (Option("--steps", "The steps for new and edit; without it your editor opens.", "STEPS"), YES, DRY_RUN),
        "cadences",
    ),
    Verb(
        "sweep",
        _DAY,
        "sweep.sweep",
        Words(
            "[DEAL DECISION]",
            "Nothing: what looks dead. Else the deal by number or words, then what is to become of it; or done.",
            required=False,
        ),
        (IDS, YES, DRY_RUN),
        "decisions",
    ),
    Verb("why", _DAY, "reading.why", _DEAL, (), "deals"),
    Verb(
        "objection",
        _DAY,
        "objection.objection",
        Words(
            "DEAL WORDS [overcome|open] [/ NOTE]",
            "The deal by number or words, then words of the objection, how it stands (open if not said), a note.",
        ),
        (YES, DRY_RUN),
        "objections",
    ),
    Verb("report", _DAY, "report.report", Words("REPORT [PERIOD]", "Which report, then the period."), (), "reports"),
    Verb(
        "list",
        _DEALS,
        "reading.list_deals",
        _LOOKED_FOR,
        (
            Option("--deleted", "The deals in the bin instead."),
            Option(
                "--columns",
                "What to show, apart by commas: title,value,close, or fields of your own.",
                "NAMES",
                completes="columns",
            ),
            IDS,
        ),
        "query",
    ),
    Verb("show", _DEALS, "reading.show", _DEAL, (), "deals"),
    Verb(
        "edit",
        _DEALS,
        "writing.edit",
        Words("DEAL FIELD:VALUE", "The deal by number or words, then field:value, field=value, +tag or -tag."),
        (),
        "fields",
    ),
    Verb(
        "note",
        _DEALS,
        "writing.note",
        Words("DEAL TEXT", "The deal by number or words, then the text."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb(
        "attach",
        _DEALS,
        "attaching.attach",
        Words("DEAL [PATH|URL …]", "The deal by number or words in quotes, then files and pages; nothing: list them."),
        (
            Option("--label", "What it is called.", "TEXT"),
            Option("--remove", "Take this one off, by its place in the list.", "N", repeated=True, name="remove"),
        ),
        "deals",
    ),
    Verb(
        "open",
        _DEALS,
        "attaching.open_",
        Words("DEAL [WHAT]", "The deal by number or words in quotes, then a kind, a place in the list, or words."),
        (
            Option("--list", "Only show what there is to open.", name="list_"),
            Option("--copy", "Copy it instead of opening it."),
        ),
        "deals",
    ),
    Verb(
        "tag",
        _DEALS,
        "writing.tag",
        _DEAL,
        (
            Option("--people", "Tag a person instead, by words or number."),
            Option("--orgs", "Tag an organization instead."),
            YES,
            DRY_RUN,
        ),
        "deals",
    ),
    Verb(
        "qualify",
        _DEALS,
        "qualify.qualify",
        Words(
            "DEAL [QUESTION:ANSWER [NOTE]]",
            "A deal by number or words; then questions, each with its answer and the note behind it.",
        ),
        (YES, DRY_RUN),
        "answers",
    ),
    Verb("advance", _DEALS, "moving.advance", _DEAL, (YES, DRY_RUN), "deals"),
    Verb("retreat", _DEALS, "moving.retreat", _DEAL, (YES, DRY_RUN), "deals"),
    Verb(
        "move",
        _DEALS,
        "moving.move",
        Words("DEAL STAGE", "The deal by number or words, then the stage; a beginning of its name is enough."),
        (YES, DRY_RUN),
        "deals_and_stages",
    ),
    Verb(
        "win",
        _DEALS,
        "moving.win",
        _DEAL,
        (
            Option("--renewal", "When it is to be renewed: 12mo, 1 nov 2027 30d.", "DATE", default=None),
            Option("--check-in", "When to see how it goes; what to do may follow.", "DATE", default=None),
            YES,
            DRY_RUN,
        ),
        "deals",
    ),
    Verb(
        "link",
        _DEALS,
        "aftersale.link",
        Words(
            "DEAL KIND [LINE]", "The won deal, how the new one follows, then what else is to be said of it, as for add."
        ),
        (),
        "deals",
    ),
    Verb(
        "drop",
        _DEALS,
        "moving.drop",
        _DEAL,
        (
            Option("--reason", "Why; a beginning is enough.", "REASON", completes="reasons"),
            Option("--note", "More about it.", "TEXT"),
            Option("--revisit", "When to look at it again.", "DATE"),
            YES,
            DRY_RUN,
        ),
        "deals_and_reasons",
    ),
    Verb(
        "park",
        _DEALS,
        "moving.park",
        Words("DEAL DATE", "The deal by number or words, then the date."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb("unpark", _DEALS, "moving.unpark", _DEAL, (YES, DRY_RUN), "deals"),
    Verb("reopen", _DEALS, "moving.reopen", _DEAL, (YES, DRY_RUN), "deals"),
    Verb("delete", _DEALS, "moving.delete", _DEAL, (YES, DRY_RUN), "deals"),
    Verb(
        "dupes",
        _DEALS,
        "dupes.dupes",
        Words(
            "[people|orgs|deals] [apart A B]",
            "What is looked through, nothing: all; or two, by number, that are not the same.",
            required=False,
        ),
        (Option("--least", "How sure, out of 100.", "N", default=70, least=1),),
        "dupes",
    ),
    Verb(
        "merge",
        _DEALS,
        "merging.merge",
        Words("DEAL OTHER", "The deal that stays, then the one that becomes part of it: numbers, or words in quotes."),
        (KEEP, YES_MERGE, DRY_RUN),
        "deals",
    ),
    Verb("people", _PEOPLE, "people.people", _LOOKED_FOR, (DELETED, SHOW, IDS)),
    Verb(
        "person",
        _PEOPLE,
        "people.person",
        Words(
            "NAME [FIELD:VALUE | KIND … | ACTION]",
            "The person by words or number, then changes, a touch, or what to do.",
        ),
        (
            Option("--add", "Put a new one into the book."),
            Option("--merge", "The same as this one: make them one.", "OTHER"),
            KEEP,
            YES_MERGE,
            DRY_RUN,
            Option("--backups", "Of one who is erased: keep, erase or delete the backups that hold them.", "HOW"),
        ),
        "persons",
    ),
    Verb(
        "orgs",
        _PEOPLE,
        "people.orgs",
        _LOOKED_FOR,
        (Option("--customers", "Those with a won deal, the longest untouched first."), DELETED, SHOW, IDS),
    ),
    Verb(
        "org",
        _PEOPLE,
        "people.org",
        Words("NAME [FIELD:VALUE … | ACTION]", "The organization by words or number, then changes or what to do."),
        (
            Option("--add", "Put a new one into the book."),
            Option("--merge", "The same as this one: make them one.", "OTHER"),
            KEEP,
            YES_MERGE,
            DRY_RUN,
        ),
        "organizations",
    ),
    Verb("undo", _UNDO, "book.undo"),
    Verb("redo", _UNDO, "book.redo"),
    Verb(
        "history", _UNDO, "book.history", None, (Option("--limit", "How many, the newest.", "N", default=20, least=1),)
    ),
    Verb(
        "stages",
        _BOOK,
        "stages.stages",
        Words(
            "[ADD|SET|MOVE|MERGE|REMOVE|CRITERIA STAGE …] | [MET|UNMET DEAL …] | [SUGGEST]",
            "What to do; nothing: list them.",
            required=False,
        ),
        (
            Option("--pipeline", "Of this pipeline alone.", "NAME", completes="pipelines"),
            Option("--apply", "With suggest: take what own history says."),
            YES,
            DRY_RUN,
        ),
        "stage_words",
    ),
    Verb(
        "pipelines",
        _BOOK,
        "stages.pipelines",
        Words(
            "[ADD|RENAME|DEFAULT|ORDER|REMOVE PIPELINE …]",
            "What to do; nothing: list them.",
            required=False,
        ),
        (YES, DRY_RUN),
        "pipeline_words",
    ),
    Verb(
        "playbook",
        _BOOK,
        "objection.playbook",
        Words("[WORDS] | add OBJECTION RESPONSE | delete OBJECTION", "What to look for; nothing: all.", required=False),
        (Option("--edit", "Edit all of it in your editor."),),
    ),
    Verb(
        "fields",
        _BOOK,
        "fields.fields",
        Words(
            "[ADD NAME KIND [OPTIONS]] | [RENAME|OPTIONS|KIND|ORDER|REMOVE NAME …] [on deals|people|orgs]",
            "What to do; nothing: list them.",
            required=False,
        ),
        (Option("--yes", "(-y) Remove one with its values without asking."),),
        "custom_fields",
    ),
    Verb("templates", _BOOK, "mail_templates.templates", None),
    Verb(
        "template",
        _BOOK,
        "mail_templates.template",
        Words("NAME", "Its name, or a beginning."),
        (
            Option("--edit", "Open it in $EDITOR; an unknown NAME makes a new one."),
            Option("--delete", "Remove it; undo brings it back."),
        ),
        "letters",
    ),
    Verb("scores", _BOOK, "qualify.scores", None, (Option("--edit", "Change them in $VISUAL or $EDITOR."),)),
    Verb("when", _BOOK, "reading.when", Words("DATE", "A date as you would type it.")),
    Verb(
        "prompt",
        _BOOK,
        "reading.prompt",
        None,
        (Option("--format", "What to print; {overdue} and {today} are the counts.", "TEXT", name="shape"),),
    ),
    Verb(
        "import",
        _BOOK,
        "importing.import_file",
        Words("PATH", "Files, folders, archives.", FILES),
        (
            Option(
                "--map",
                "Which column is which field; guessed when not given.",
                "FIELD=COLUMN",
                repeated=True,
                name="maps",
            ),
            Option(
                "--stage",
                "Their stage A is our stage B; an unknown stage is created.",
                "A=B",
                repeated=True,
                name="stages",
            ),
            Option("--where", "Only the rows that hold this, such as your own.", "COLUMN=VALUE", repeated=True),
            Option(
                "--as",
                "What the rows are: deals, people, organizations, leads, activities, notes, products.",
                "KIND",
                default=None,
                name="records",
            ),
            Option("--skip", "A column to leave out.", "COLUMN", repeated=True),
            Option(
                "--unread",
                "Columns that no field takes become a field of your own, or a note.",
                "field|note",
                default="field",
            ),
            Option("--join", "Deals that are alike are the same; else they are new and listed."),
            Option("--strict", "Import nothing if anything is odd."),
            Option("--no-headings", "The first line is data: the columns are Column 1, Column 2 …"),
            Option("--save", "Keep how these files are read by this name.", "NAME", default=None),
            Option("--use", "Read them as was kept by this name.", "NAME", default=None),
            Option("--delimiter", "Found out if not given.", "CHAR", default=None),
            Option("--encoding", "Found out if not given.", "NAME", default=None),
            Option("--date-order", "Found out if not given.", "dmy|mdy|ymd|excel", default=None),
            Option("--currency", "Of amounts that name none; else the book's.", "CODE", default=None),
            Option(
                "--from",
                "The program whose export it is; found out by its headings if not given.",
                "NAME",
                default=None,
                name="program",
                completes="systems",
                listed="pipetui.exchange.systems",
            ),
            Option("--system", "Where the file comes from: its ids are known by that name.", "NAME", default="csv"),
            Option("--dry-run", "Only show what would happen."),
            YES,
        ),
    ),
    Verb(
        "export",
        _BOOK,
        "exporting.export",
        Words("FILTER", "Which deals, by number or as for list; nothing: all.", required=False),
        (
            Option(
                "--to",
                "The format; told by the ending of FILE if not given.",
                "FORMAT",
                completes="formats",
                listed="pipetui.exchange.writers",
            ),
            Option("--kind", "Which kind of record, of formats that have a file for each.", "KIND", completes="kinds"),
            Option("--output", "Where to: a file, a folder or a ZIP for all kinds; else stdout.", "FILE"),
            Option("--force", "Write over a file that is there."),
        ),
        "query",
    ),
    Verb(
        "ics",
        _BOOK,
        "calendar.ics",
        Words("PATH", "A folder (vdir) or a file; nothing: [calendar] path.", FILE, required=False),
        (Option("--dry-run", "Only show what would change, here and there."),),
    ),
    Verb(
        "backup",
        _BOOK,
        "backups.backup",
        Words("FILE", "Where to; nothing: into the backups.", FILE, required=False),
    ),
    Verb(
        "restore",
        _BOOK,
        "backups.restore",
        Words("FILE", "A backup, by its path or its name; nothing: list them.", FILE, required=False),
        (Option("--yes", "(-y) Bring it back without asking."), Option("--dry-run", "Only show what differs.")),
        "backups",
    ),
    Verb(
        "doctor",
        _BOOK,
        "doctor.doctor",
        None,
        (Option("--repair", "Mend what can be mended, from the journal or a backup."),),
    ),
    Verb(
        "init",
        _BOOK,
        "book.init",
        None,
        (
            Option("--template", "The pipeline.", "NAME", default="classic", completes="templates"),
            Option("--currency", "The currency of amounts that name none.", "CODE", default="EUR"),
        ),
    ),
    Verb("locate", _BOOK, "book.locate", None),
    Verb(
        "demo",
        _BOOK,
        "book.demo",
        Words("PATH", "Where to make it, to keep it.", BOOK, required=False),
        (
            Option("--no-open", "Make the book and print where it is."),
            Option("--seed", "Another number, other deals.", "N", default=1),
        ),
    ),
)
"""In the order of the help."""

BY_NAME = {verb.name: verb for verb in VERBS}


def of_several() -> tuple[str, ...]:
    """The verbs that change several deals at once: those that can show it first, without doing it."""
    return tuple(
        verb.name for verb in VERBS if verb.words and verb.words.required and {YES, DRY_RUN} <= {*verb.options}
    )

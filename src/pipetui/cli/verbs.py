"""The verbs of the shell, one row each: name, heading in the help, body, words, options, what completes the words.

The quick parser (`quick`), Typer (`careful`), the help (`help_text`) and Tab (`completion`) are made from it. A body
is a function `(call, words, option=…) -> exit code or None` of a module of this package; its docstring is its help,
and the lines of that which begin with `pipetui` are its examples.
"""

from __future__ import annotations

from pipetui.cli.book_verbs import BOOK_VERBS
from pipetui.cli.verb import (
    DAY,
    DEALS,
    DELETED,
    DRY_RUN,
    IDS,
    KEEP,
    PEOPLE,
    SHOW,
    UNDO,
    YES,
    YES_MERGE,
    Option,
    Verb,
    Words,
)

_DEAL = Words("DEAL", "A number, several (3,7-9), or words of the title, organization or people.")
_LOOKED_FOR = Words("WORDS", "What to look for; nothing: all.", required=False)

VERBS: tuple[Verb, ...] = (
    Verb("today", DAY, "reading.today", None, (IDS,)),
    Verb(
        "add",
        DAY,
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
        DAY,
        "writing.log",
        Words("DEAL KIND [OUTCOME] [TEXT]", "The deal by number or words, then what happened."),
        (YES, DRY_RUN),
        "touch",
    ),
    Verb(
        "next",
        DAY,
        "writing.next_step",
        Words("DEAL DATE [WHAT]", "The deal by number or words, then when, then what to do."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb("done", DAY, "moving.done", _DEAL, (YES, DRY_RUN), "deals"),
    Verb(
        "steps",
        DAY,
        "amending.steps",
        Words("DEAL [FIELD:VALUE …]", "The deal by number or words, then due:, what: or turn:; nothing: list them."),
        (
            Option("--step", "Which of them: 1 is the earliest.", "N", default=1, least=1),
            Option("--done", "It is done."),
            Option("--delete", "It is not to be done."),
        ),
        "deals",
    ),
    Verb("overdue", DAY, "reading.overdue", None, (IDS,)),
    Verb(
        "snooze",
        DAY,
        "moving.snooze",
        Words("DEAL DATE", "The deal by number or words, then the date."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb(
        "mail",
        DAY,
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
    Verb("turn", DAY, "moving.turn", _DEAL, (YES, DRY_RUN), "deals"),
    Verb(
        "cadence",
        DAY,
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
        DAY,
        "sweep.sweep",
        Words(
            "[DEAL DECISION]",
            "Nothing: what looks dead. Else the deal by number or words, then what is to become of it; or done.",
            required=False,
        ),
        (IDS, YES, DRY_RUN),
        "decisions",
    ),
    Verb("why", DAY, "reading.why", _DEAL, (), "deals"),
    Verb(
        "quota",
        DAY,
        "quota.quota",
        Words("[set AMOUNT|N deals] | [clear [CURRENCY]]", "What to do; nothing: how far it is made.", required=False),
        (
            Option("--per", "month, quarter or year; with set a quarter if not given.", "PERIOD", completes="periods"),
            Option("--from", "From when on: a day, or a period such as 2027-q1.", "DATE", name="since"),
        ),
        "quota",
    ),
    Verb("plan", DAY, "activity.plan"),
    Verb(
        "week",
        DAY,
        "activity.week",
        Words("DAY", "A day of the week that is meant, or last; nothing: this week.", required=False),
        (),
        "weeks",
    ),
    Verb(
        "goal",
        DAY,
        "activity.goal",
        Words("WHAT NUMBER", "touches, new deals or meetings, then how many; nothing: the goals.", required=False),
        (Option("--per", "day, week or month.", "PERIOD", default="week", completes="goal_periods"),),
        "goals",
    ),
    Verb("health", DAY, "activity.health"),
    Verb(
        "objection",
        DAY,
        "objection.objection",
        Words(
            "DEAL WORDS [overcome|open] [/ NOTE]",
            "The deal by number or words, then words of the objection, how it stands (open if not said), a note.",
        ),
        (YES, DRY_RUN),
        "objections",
    ),
    Verb(
        "forecast",
        DAY,
        "forecast.forecast",
        Words("PERIOD", "Which period.", required=False),
        (
            Option("--why", "What moved the chance of one deal, a number or words in quotes.", "DEAL"),
            Option("--csv", "Print the open deals as CSV, a line each; with --moved the days."),
            Option("--moved", "Show how the forecast moved over the weeks."),
            Option("--backtest", "Show how well the past was told, and by which way best."),
            Option("--by", "With --backtest: month (if none is given) or quarter.", "UNIT", completes="units"),
            Option("--since", "With --backtest: from which day on.", "DATE"),
            Option("--per", "With --backtest: sums by each value of a field of your own.", "FIELD"),
        ),
        "ahead",
    ),
    Verb(
        "commission",
        DAY,
        "commission.commission",
        Words("PERIOD", "Which period; nothing: that of your quota.", required=False),
        (Option("--csv", "Print the deals as CSV, a line each."),),
        "ahead",
    ),
    Verb(
        "report",
        DAY,
        "report.report",
        Words("REPORT [PERIOD]", "Which report, then the period."),
        (
            Option("--of", "The deals behind a line instead, by a beginning of its name.", "LINE"),
            Option("--csv", "Print CSV."),
            Option("--svg", "Write a picture to this file.", "FILE"),
            IDS,
        ),
        "reports",
    ),
    Verb(
        "list",
        DEALS,
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
    Verb("show", DEALS, "reading.show", _DEAL, (), "deals"),
    Verb(
        "edit",
        DEALS,
        "writing.edit",
        Words("DEAL FIELD:VALUE", "The deal by number or words, then field:value, field=value, +tag or -tag."),
        (),
        "fields",
    ),
    Verb(
        "note",
        DEALS,
        "writing.note",
        Words("DEAL TEXT", "The deal by number or words, then the text."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb(
        "items",
        DEALS,
        "items.items",
        Words(
            "DEAL [ADD|SET N|MOVE N|REMOVE N|TAKE …]",
            "The deal by number or words, then what to do; nothing: list them.",
        ),
        (),
        "item_words",
    ),
    Verb(
        "quote",
        DEALS,
        "quote.quote",
        Words("DEAL", "The deal by number or words.", required=False),
        (
            Option("--html", "Write a page that prints on A4 into this file, instead of Markdown to stdout.", "FILE"),
            Option("--valid", "Until when it holds; 30 days if not said.", "DATE"),
            Option("--edit", "Edit the template of all quotes in your editor."),
            Option("--force", "Write over a file that is there."),
        ),
        "deals",
    ),
    Verb(
        "amend",
        DEALS,
        "amending.amend",
        Words("DEAL [FIELD:VALUE …]", "The deal by number or words, then field:value; nothing: list what is there."),
        (
            Option("--entry", "Which touch or note: 1 is the newest.", "N", default=1, least=1),
            Option("--delete", "Take it out of the book."),
        ),
        "deals",
    ),
    Verb(
        "attach",
        DEALS,
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
        DEALS,
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
        DEALS,
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
        DEALS,
        "qualify.qualify",
        Words(
            "DEAL [QUESTION:ANSWER [NOTE]]",
            "A deal by number or words; then questions, each with its answer and the note behind it.",
        ),
        (YES, DRY_RUN),
        "answers",
    ),
    Verb("advance", DEALS, "moving.advance", _DEAL, (YES, DRY_RUN), "deals"),
    Verb("retreat", DEALS, "moving.retreat", _DEAL, (YES, DRY_RUN), "deals"),
    Verb(
        "move",
        DEALS,
        "moving.move",
        Words("DEAL STAGE", "The deal by number or words, then the stage; a beginning of its name is enough."),
        (YES, DRY_RUN),
        "deals_and_stages",
    ),
    Verb(
        "win",
        DEALS,
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
        DEALS,
        "aftersale.link",
        Words(
            "DEAL KIND [LINE]", "The won deal, how the new one follows, then what else is to be said of it, as for add."
        ),
        (),
        "deals",
    ),
    Verb(
        "drop",
        DEALS,
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
        DEALS,
        "moving.park",
        Words("DEAL DATE", "The deal by number or words, then the date."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb(
        "category",
        DEALS,
        "category.category",
        Words("DEAL CATEGORY", "The deal by number or words, then commit, best case, pipeline, omitted or none."),
        (YES, DRY_RUN),
        "deals",
    ),
    Verb("unpark", DEALS, "moving.unpark", _DEAL, (YES, DRY_RUN), "deals"),
    Verb("reopen", DEALS, "moving.reopen", _DEAL, (YES, DRY_RUN), "deals"),
    Verb("delete", DEALS, "moving.delete", _DEAL, (YES, DRY_RUN), "deals"),
    Verb(
        "dupes",
        DEALS,
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
        DEALS,
        "merging.merge",
        Words("DEAL OTHER", "The deal that stays, then the one that becomes part of it: numbers, or words in quotes."),
        (KEEP, YES_MERGE, DRY_RUN),
        "deals",
    ),
    Verb("people", PEOPLE, "people.people", _LOOKED_FOR, (DELETED, SHOW, IDS)),
    Verb(
        "person",
        PEOPLE,
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
        PEOPLE,
        "people.orgs",
        _LOOKED_FOR,
        (Option("--customers", "Those with a won deal, the longest untouched first."), DELETED, SHOW, IDS),
    ),
    Verb(
        "org",
        PEOPLE,
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
    Verb("undo", UNDO, "book.undo"),
    Verb("redo", UNDO, "book.redo"),
    Verb(
        "history", UNDO, "book.history", None, (Option("--limit", "How many, the newest.", "N", default=20, least=1),)
    ),
    *BOOK_VERBS,
)
"""In the order of the help."""

BY_NAME = {verb.name: verb for verb in VERBS}


def of_several() -> tuple[str, ...]:
    """The verbs that change several deals at once: those that can show it first, without doing it."""
    return tuple(
        verb.name for verb in VERBS if verb.words and verb.words.required and {YES, DRY_RUN} <= {*verb.options}
    )

"""The verbs of the shell, one row each: name, heading in the help, body, words, options, what completes the words.

The quick parser (`quick`), Typer (`careful`), the help (`help_text`) and Tab (`completion`) are made from it. A body
is a function `(call, words, option=…) -> exit code or None` of a module of this package; its docstring is its help,
and the lines of that which begin with `pipetui` are its examples.
"""

from __future__ import annotations

from pipetui.cli.book_verbs import BOOK_VERBS
from pipetui.cli.day_verbs import DAY_VERBS
from pipetui.cli.verb import (
    DEAL,
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

_LOOKED_FOR = Words("WORDS", "What to look for; nothing: all.", required=False)

VERBS: tuple[Verb, ...] = (
    *DAY_VERBS,
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
            Option("--sort", "The column to order by; urgency if none is named.", "NAME", completes="columns"),
            Option("--reverse", "With --sort: the other way round."),
            Option("--view", "A saved view, narrowed by the words.", "NAME", completes="kept_filters.view_names"),
            IDS,
        ),
        "filters.query",
    ),
    Verb(
        "view",
        DEALS,
        "views.view",
        Words(
            "[NAME] | [SAVE NAME FILTER] | [RENAME NAME NEW] | [REMOVE NAME]",
            "A view, by its name, a beginning or its key; or what to do; nothing: list them.",
            required=False,
        ),
        (
            Option(
                "--screen",
                "With save: deals, board, today, week, people, orgs; deals if not said.",
                "SCREEN",
                completes="kept_filters.view_screens",
            ),
            Option("--columns", "With save: the columns, apart by commas.", "NAMES", completes="columns"),
            Option("--sort", "With save: the column to order by.", "NAME", completes="columns"),
            Option("--reverse", "With --sort: the other way round."),
            Option("--key", "With save: a digit from 1 to 9 that calls it; the next free one if not said.", "DIGIT"),
            IDS,
        ),
        "kept_filters.view_words",
    ),
    Verb(
        "context",
        DEALS,
        "contexts.context",
        Words(
            "[NAME|none] | [DEFINE NAME FILTER] | [DELETE NAME] | [LIST|SHOW]",
            "A context, by its name or a beginning, to have it on; or what to do; nothing: list them.",
            required=False,
        ),
        (),
        "kept_filters.context_words",
    ),
    Verb("show", DEALS, "reading.show", DEAL, (), "deals"),
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
        "deals_and_entries",
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
        "one_deal",
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
        "one_deal",
    ),
    Verb(
        "tag",
        DEALS,
        "writing.tag",
        DEAL,
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
    Verb("advance", DEALS, "moving.advance", DEAL, (YES, DRY_RUN), "deals"),
    Verb("retreat", DEALS, "moving.retreat", DEAL, (YES, DRY_RUN), "deals"),
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
        DEAL,
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
        "deals_and_links",
    ),
    Verb(
        "drop",
        DEALS,
        "moving.drop",
        DEAL,
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
        "deals_and_categories",
    ),
    Verb("unpark", DEALS, "moving.unpark", DEAL, (YES, DRY_RUN), "deals"),
    Verb("reopen", DEALS, "moving.reopen", DEAL, (YES, DRY_RUN), "deals_over"),
    Verb("delete", DEALS, "moving.delete", DEAL, (YES, DRY_RUN), "deals"),
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
        "two_deals",
    ),
    Verb("people", PEOPLE, "people.people", _LOOKED_FOR, (DELETED, SHOW, IDS), "party_offers.person_names"),
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
            Option("--merge", "The same as this one: make them one.", "OTHER", completes="party_offers.other_person"),
            KEEP,
            YES_MERGE,
            DRY_RUN,
            Option(
                "--backups",
                "Of one who is erased: keep, erase or delete the backups that hold them.",
                "HOW",
                completes="party_offers.backups_of_erased",
            ),
        ),
        "party_offers.persons",
    ),
    Verb(
        "orgs",
        PEOPLE,
        "people.orgs",
        _LOOKED_FOR,
        (Option("--customers", "Those with a won deal, the longest untouched first."), DELETED, SHOW, IDS),
        "party_offers.organization_names",
    ),
    Verb(
        "org",
        PEOPLE,
        "people.org",
        Words("NAME [FIELD:VALUE … | ACTION]", "The organization by words or number, then changes or what to do."),
        (
            Option("--add", "Put a new one into the book."),
            Option(
                "--merge", "The same as this one: make them one.", "OTHER", completes="party_offers.other_organization"
            ),
            KEEP,
            YES_MERGE,
            DRY_RUN,
        ),
        "party_offers.organizations",
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

"""The verbs of a day: what is to be done, what is done, how far one is; a row each, as `verb` says what a row is."""

from __future__ import annotations

from pipetui.cli.verb import DAY, DEAL, DRY_RUN, IDS, YES, Option, Verb, Words

DAY_VERBS: tuple[Verb, ...] = (
    Verb("today", DAY, "reading.today", None, (IDS,)),
    Verb(
        "add",
        DAY,
        "adding.add",
        Words("LINE", "Title and attributes in any order.", required=False),
        (
            Option(
                "--from",
                "An e-mail in a file, or - for one on stdin: who asks, and what about; may be given again.",
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
    Verb("done", DAY, "moving.done", DEAL, (YES, DRY_RUN), "deals"),
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
        "deals_and_steps",
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
            Option("--log", "Log the touch though the e-mail is only printed."),
            Option("--to", "An address, or the name of somebody on the deal.", "WHO"),
            Option("--set", "Fill a field yourself; may be given again.", "FIELD=TEXT", repeated=True, name="values"),
            YES,
            Option("--since", "With sync: from which day on; the first time 90 days back.", "DATE"),
            Option("--again", "With sync: read all of it anew, also what was taken back."),
            Option("--dry-run", "With sync: only show what would be logged."),
        ),
        "deals_and_letters",
    ),
    Verb("turn", DAY, "moving.turn", DEAL, (YES, DRY_RUN), "deals"),
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
    Verb("why", DAY, "reading.why", DEAL, (), "deals"),
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
            Option(
                "--why", "What moved the chance of one deal, a number or words in quotes.", "DEAL", completes="one_deal"
            ),
            Option("--csv", "Print the open deals as CSV, a line each; with --moved the days."),
            Option("--moved", "Show how the forecast moved over the weeks."),
            Option("--backtest", "Show how well the past was told, and by which way best."),
            Option("--by", "With --backtest: month (if none is given) or quarter.", "UNIT", completes="units"),
            Option("--since", "With --backtest: from which day on.", "DATE"),
            Option(
                "--per",
                "With --backtest: sums by each value of a field of your own.",
                "FIELD",
                completes="own_deal_fields",
            ),
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
        "plain",
        DAY,
        "plain.plain",
        Words("SCREEN [WORDS]", "Which screen, then what it is narrowed to; nothing: today.", required=False),
        (),
        "screens",
    ),
)
"""In the order of the help."""

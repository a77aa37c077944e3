"""The man pages, made of the program's own tables: verbs, options, keys, date words, filter words, settings.

`make.py` writes them into `docs/man`; the wheel brings them to `share/man`. They are plain ASCII: every sign that roff
could take for its own, and every letter beyond, is spelt as roff has it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import groupby

import tomlkit

from pipetui import __version__, config, config_table, hook_files, paths
from pipetui.cli.output import help_text
from pipetui.cli.verb import EVERYWHERE, FRONT, HELP, SHORT, Option, Verb
from pipetui.cli.verbs import VERBS
from pipetui.domain import fields
from pipetui.domain.dates import date_words, foreign_words, when
from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.query import language, terms
from pipetui.tui.actions import ACTIONS, MOVING, key_text

TODAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""The Saturday on which the examples of dates are read."""
DATES = {
    "Days": "today tomorrow fri next-fri 15 23rd 1.12. 24/12 2026-12-01 later",
    "So long from now": "+3d 2w 1mo +3wd 1y",
    "Beginnings and ends": "eow eom eoq eoy eonw eonm eoww sow som soq soy eom-2d",
    "Months, quarters, weeks": "january q1 w50",
}
PHRASES = (
    "day after tomorrow",
    "end of next month",
    "friday next week",
    "2 weeks from monday",
    "first monday of december",
)
TIMES = ("9:30", "14 uhr", "2.30pm", "half past 3", "fri 14:00", "tomorrow at noon")
STATES = {
    "overdue": "the next step is late",
    "today": "the next step is today",
    "planned": "the next step lies ahead",
    "nonext": "open, without a next step",
    "rotting": "too long in its stage without a touch or a plan",
    "parked": "off the board until a day",
    "hot": "tagged as hot",
    "open": "neither won nor lost",
    "won": "won",
    "lost": "lost",
    "mine": "the next step is yours",
    "theirs": "the next step is theirs",
    "stale": "an answer of the qualification should be asked for again",
}
ASKED = {
    "stage": "stage:prop",
    "pipeline": "pipeline:sales",
    "who": "who:ann",
    "role": "role:champion",
    "src": "src:web",
    "reason": "reason:price",
    "currency": "currency:USD",
}
"""How a field is asked about whose kind has no example of its own."""
EXITS = {
    0: "Done.",
    1: "Nothing was found, or there is something to look at.",
    2: "What was typed is not understood.",
    3: "There is no such deal, file or thing.",
    4: "The book says something else, or a hook refuses; nothing was written.",
    5: "The book cannot be read or written, or the answer could not be.",
    70: "An error of pipetui itself.",
    130: "Interrupted.",
}
_SIGNS = {"\\": "\\(rs", "-": "\\-", "'": "\\(aq", '"': "\\(dq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}


def pages() -> dict[str, str]:
    """Each page by the name of its file."""
    return {
        "pipetui.1": _page(_program()),
        "pipetui-dates.7": _page(_dates()),
        "pipetui-filters.7": _page(_filters()),
        "pipetui-config.5": _page(_settings()),
    }


def roff(text: str) -> str:
    """A text on one line that roff prints as it is."""
    line = "".join(_SIGNS.get(char) or (char if char.isascii() else f"\\[u{ord(char):04X}]") for char in text)
    return f"\\&{line}" if line.startswith((".", "\\(aq")) else line


def _page(lines: Iterable[str]) -> str:
    return "\n".join([".\\\" Made by docs/make.py of the program's own tables.", *lines]) + "\n"


def _title(name: str, section: int, about: str) -> Iterator[str]:
    yield f'.TH "{roff(name.upper())}" "{section}" "" "pipetui {__version__}"'
    yield ".SH NAME"
    yield f"{roff(name)} \\- {roff(about)}"


def _text(text: str) -> str:
    """A paragraph; what stands in grave accents is bold."""
    parts = re.split(r"``?([^`]+)``?", " ".join(text.split()))
    said = "".join(f"\\fB{roff(part)}\\fR" if place % 2 else roff(part) for place, part in enumerate(parts) if part)
    return f"\\&{said}" if said.startswith((".", "'")) else said


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield ".PP"
        yield _text(text)


def _heading(name: str) -> str:
    return f'.SH "{roff(name)}"'


def _part(name: str) -> str:
    return f'.SS "{roff(name)}"'


def _row(word: str, about: str) -> Iterator[str]:
    yield ".TP"
    yield f"\\fB{roff(word)}\\fR"
    yield _text(about) or "\\&"


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for word, about in rows:
        yield from _row(word, about)


def _as_it_is(lines: Iterable[str]) -> Iterator[str]:
    yield ".PP"
    yield ".EX"
    yield from (roff(f"  {line}") if line else "\\&" for line in lines)
    yield ".EE"


def _see(*pages: str) -> Iterator[str]:
    yield _heading("SEE ALSO")
    yield ", ".join(f"\\fB{roff(page.partition('(')[0])}\\fR({page.partition('(')[2]}" for page in pages)


# --- pipetui(1)


def _program() -> Iterator[str]:
    yield from _title("pipetui", 1, "a sales pipeline in the terminal")
    yield _heading("SYNOPSIS")
    yield "\\fBpipetui\\fR [\\fIOPTIONS\\fR] [\\fIVERB\\fR [\\fIWORDS\\fR]]"
    yield _heading("DESCRIPTION")
    yield from _paragraphs(help_text.program().paragraphs)
    yield _heading("OPTIONS")
    yield from _options((*FRONT, HELP))
    yield from _paragraphs(["Those that every verb knows as well:"])
    yield from _options(EVERYWHERE)
    for group, verbs in groupby(VERBS, lambda verb: verb.group):
        yield _heading(f"VERBS: {group}".upper())
        for verb in verbs:
            yield from _verb(verb)
    yield _heading("KEYS OF THE APP")
    yield from _paragraphs(["The help in the app (`?`) lists those of the screen at hand."])
    yield from _rows((key_text(action.keys), action.tooltip) for action in ACTIONS if action.group == "global")
    yield from _rows(MOVING)
    yield _heading("EXIT STATUS")
    yield from _rows((str(code), said) for code, said in EXITS.items())
    yield _heading("ENVIRONMENT")
    yield from _rows([
        (paths.BOOK_VARIABLE, "The book to work on."),
        (paths.CONFIG_VARIABLE, "The configuration file."),
        (hook_files.MARK, "Set in what a hook starts: no hooks are run there."),
        ("VISUAL, EDITOR", "What texts are edited in."),
        ("PAGER", "What is longer than the screen goes through; else less."),
        ("NO_COLOR", "No colour."),
        ("XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME", "Where the book, the configuration and the logs lie."),
    ])  # fmt: skip
    yield _heading("FILES")
    yield from _rows([
        ("~/.local/share/pipetui/book.db", "The book; what is kept beside it is in book.db.backups."),
        ("~/.config/pipetui/config.toml", "The configuration: see `pipetui-config`."),
        ("~/.config/pipetui/hooks/", "Hooks: programs of your own that are asked before a step is kept."),
    ])  # fmt: skip
    yield _heading("HOOKS")
    yield from _paragraphs([
        "A program in the folder of hooks is told of each step that it is named for, as a line of JSON for each deal,"
        " before the step is kept; with another exit code than 0 it refuses the step.",
    ])  # fmt: skip
    yield from _rows((name, f"Run when {about}.") for name, about in hook_files.EVENTS.items())
    yield from _see("pipetui-dates(7)", "pipetui-filters(7)", "pipetui-config(5)")


def _verb(verb: Verb) -> Iterator[str]:
    said = help_text.of(verb)
    yield _part(help_text.usage(verb))
    first, *more = said.paragraphs
    yield _text(first)
    yield from _paragraphs(more)
    if verb.words:
        yield from _row(verb.words.metavar, verb.words.help)
    yield from _options(verb.options)
    yield from _as_it_is(said.examples)


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        short = [letter for letter, flag in SHORT.items() if flag == option.flag and letter in option.help[:5]]
        flags = ", ".join([*short, option.flag])
        about = help_text.about(option).removeprefix(f"({short[0]}) " if short else "")
        yield ".TP"
        yield f"\\fB{roff(flags)}\\fR" + (f" \\fI{roff(option.metavar)}\\fR" if option.metavar else "")
        yield _text(about)


# --- pipetui-dates(7)


def _dates() -> Iterator[str]:
    yield from _title("pipetui-dates", 7, "how dates are typed in pipetui")
    yield _heading("DESCRIPTION")
    yield from _paragraphs([
        "Wherever a date is typed, in the app and in the shell, these are understood. `pipetui when DATE` says what one"
        f" means today. The examples are read on {TODAY:%A, %Y-%m-%d}.",
    ])  # fmt: skip
    for name, words in DATES.items():
        yield _part(name)
        yield from _rows((word, _day(word)) for word in words.split())
    yield _part("Several words")
    yield from _rows((phrase, _day(phrase)) for phrase in PHRASES)
    yield _part("With a time")
    yield from _rows((words, _due(words)) for words in TIMES)
    yield _heading("RULES")
    table = " ".join((date_words.__doc__ or "").partition("- ")[2].split())
    for rule in table.split(" - "):
        yield ".IP \\(bu 2"
        yield _text(rule)
    yield from _paragraphs([
        "A date without a time is overdue only when its day has ended. A next step never lies in the past. A month, a"
        " quarter or a week in a filter is all its days.",
        "`order`, `week_start`, `workdays`, `holidays` and `languages` of `[dates]` in the configuration say how dates"
        " are read here.",
    ])  # fmt: skip
    yield _heading("OTHER LANGUAGES")
    yield from _paragraphs(["German, Dutch, French and Spanish words that are read as the English one:"])
    yield from _rows((english, words.replace(" ", ", ")) for english, words in foreign_words.WORDS)
    yield from _see("pipetui(1)", "pipetui-filters(7)", "pipetui-config(5)")


def _day(words: str) -> str:
    return f"{when.parse_day(words, TODAY, DateRules()):%A, %Y-%m-%d}"


def _due(words: str) -> str:
    due = when.parse_due(words, TODAY, DateRules())
    return f"{due.day:%A, %Y-%m-%d}, {time.fromisoformat(due.time or '00:00'):%H:%M}"


# --- pipetui-filters(7)


def _filters() -> Iterator[str]:
    yield from _title("pipetui-filters", 7, "how lists are narrowed in pipetui")
    yield _heading("DESCRIPTION")
    told = r"What\s+compares\s+has\s+a\s+spelling\s+that\s+a\s+shell\s+leaves\s+alone:\n"  # wherever its lines end
    text, spelt = re.split(told, language.__doc__ or "")
    comparing, _, last = spelt.strip().partition("\n\n")
    yield from _paragraphs(paragraph for paragraph in text.split("\n\n"))
    yield _heading("STATES")
    yield from _rows((word, STATES[word]) for word in terms.STATES)
    yield _heading("FIELDS")
    for field in fields.having("word"):
        word = field.word.split()[0]
        yield from _row(
            ", ".join(f"{name}:" for name in field.word.split()),
            f"{field.name.partition('_')[0].capitalize()}, for example `{ASKED.get(word) or terms.example(word)}`.",
        )
    yield from _paragraphs(
        ["A field that you added is asked by its name in one word. An answer is yes, no or unknown."]
    )
    yield _heading("COMPARING")
    yield from _paragraphs(["What compares has a spelling that a shell leaves alone:"])
    yield from _as_it_is(line.strip() for line in comparing.splitlines())
    yield from _paragraphs([last])
    yield _heading("EXAMPLES")
    yield from _as_it_is([
        "pipetui list stage:prop value.over:10k overdue",
        "pipetui list rotting or nonext",
        'pipetui list "(acme or globex) -tag:saas"',
        "pipetui list won closed:q1 --json",
    ])  # fmt: skip
    yield from _see("pipetui(1)", "pipetui-dates(7)")


# --- pipetui-config(5)


KINDS = {
    config_table.SWITCH: "true or false",
    config_table.CHOICE: "a text in quotes",
    config_table.TEXT: "a text in quotes",
    config_table.WHOLE: "a whole number",
    config_table.NUMBER: "a number",
    config_table.LIST: "a list of texts",
    config_table.DATES: "a list of days",
    config_table.RATES: "a table of rates",
}
"""What is written for a setting, by its kind."""


_TOML = {"on": "true", "off": "false"}


def _setting(row: config_table.Setting) -> str:
    """What a setting means, what it takes, what holds without it, and a line of the file that says it."""
    named = row.meaning.startswith("pipetui ")  # which no page writes with a capital
    said = [f"{row.meaning if named else row.meaning[0].upper() + row.meaning[1:]}: {KINDS[row.kind]}."]
    if row.options:
        said.append(f"One of {', '.join(row.options)}.")
    if row.default:
        said.append(f"Without it: {_TOML.get(row.default, row.default)}.")
    if row.example and row.example != row.default:
        said.append(f"For example: `{_line(row)}`.")
    return " ".join(said)


def _line(row: config_table.Setting) -> str:
    """The example of a setting as it stands in the file."""
    key, value = config_table.read(row, row.example)
    document = tomlkit.document()
    item = tomlkit.inline_table() if isinstance(value, dict) else value
    if isinstance(value, dict):
        item.update(value)
    document[key] = item
    return document.as_string().strip()


def _settings() -> Iterator[str]:
    yield from _title("pipetui-config", 5, "the configuration of pipetui")
    yield _heading("DESCRIPTION")
    sample = (config.__doc__ or "").partition("\n\n")[2].strip().splitlines()
    yield from _paragraphs([
        "A TOML file, ~/.config/pipetui/config.toml if nothing else is named; all of it is optional, and a wrong key is"
        " refused with its line and the nearest right one.",
    ])  # fmt: skip
    for table, title in config_table.TABLES.items():
        yield _heading(f"{title}: [{table}]".upper().replace(f"[{table.upper()}]", f"[{table}]"))
        rows = [row for row in (*config_table.SETTINGS, config_table.NEW_RATES) if row.table == table]
        yield from _rows((row.key or "YYYY-MM-DD", _setting(row)) for row in rows)
    yield _heading("ACTIONS WITH KEYS")
    yield from _paragraphs(["What `[keys]` can name, each with its usual keys and what it does:"])
    yield from _rows((action.id, f"`{key_text(action.keys)}`: {action.tooltip}.") for action in ACTIONS)
    yield _heading("EXAMPLE")
    yield from _as_it_is(sample)
    yield from _see("pipetui(1)", "pipetui-dates(7)")

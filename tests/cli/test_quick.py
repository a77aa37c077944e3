"""The quick parser hands over what Typer would, and what is run all day loads nothing heavy."""

import contextlib
import inspect
import io
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, cast

import pytest
import typer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipetui import demo, present
from pipetui.cli import careful, prompts, quick
from pipetui.cli.call import Call
from pipetui.cli.output import stdio
from pipetui.cli.verb import EVERYWHERE, Verb
from pipetui.cli.verbs import BY_NAME, VERBS
from pipetui.domain.errors import PipetuiError
from pipetui.store.recovery import backup
from pipetui.store.store import Store
from tests.cli.conftest import Shell
from tests.conftest import Clock

HEAVY = {"typer", "click", "rich", "pydantic", "sqlmodel", "sqlalchemy", "alembic", "textual", "dateparser"}
SPARED = {"typing", "dataclasses", "json", "pathlib", "tomllib", "argparse", "contextlib", "threading"}
SPARED |= {"sqlite3", "shlex"}
"""Parts of the standard library that cost more than what the quick verbs do."""

INSTANTLY = dict.fromkeys(("prompt", "log", "done", "add"), frozenset({"re", "enum"}))
INSTANTLY["add"] |= {f"pipetui.{name}" for name in ("cli.prompts", "store.cadences", "store.contacts", "store.tags")}
for _name in ("prompt", "quota", "today", "overdue"):
    INSTANTLY[_name] = INSTANTLY.get(_name, frozenset()) | {
        "pipetui.store.unit_of_work",
        "pipetui.domain.query.language",
    }
"""Which verbs do without these too."""

WORDS = [
    "Acme",
    "acme",
    "Globex",
    "rollout",
    "pilot",
    "renewal",
    "Initech",
    "seats",
    "portal",
    "demo",
    "x",
    "1",
    "2",
    "#3",
    "5",
    "3,5",
    "3-4",
    "2,4-6",
    "11",
    "99",
    "999999999999999999999",
    "12k",
    "900",
    "€1.250,50",
    "8400",
    "USD",
    "12kEUR",
    "value:9k",
    "value:",
    "@demo",
    "@prop",
    "@nosuch",
    "@",
    "+saas",
    "#hot",
    "+a,b",
    "tag:x,y",
    "p:40%",
    "p:400",
    "p:x",
    "ann@acme.example",
    "who:Ann",
    "who:Bob",
    "who:",
    "org:Acme",
    "org:株式会社",
    "+4930123456",
    "src:web",
    "close:eoq",
    "close:nosuch",
    "/",
    "--",
    "-",
    "next:fri",
    "next:yesterday",
    "next:+3d",
    "next:nosuch",
    "next:today",
    "at:10:00",
    "at:yesterday",
    "at:tomorrow",
    "theirs:",
    "next:14:00",
    "call",
    "email",
    "e-mail",
    "meeting",
    "visit",
    "cal",
    "in",
    "out",
    "reached",
    "no-answer",
    "na",
    "left",
    "booked",
    "replied",
    "because",
    "soon",
    "overdue",
    "today",
    "nonext",
    "open",
    "won",
    "lost",
    "stage:demo",
    "tag:saas",
    "value.over:10k",
    "or",
    "not",
    "(",
    ")",
    "-saas",
    "-tag:hot",
    "idle.over:3d",
    "rotting",
    "-q",
    "--quiet",
    "--json",
    "--ids",
    "--format",
    "--dry-run",
    "--yes",
    "-y",
    "--help",
    "--deleted",
    "--nosuch",
    "--db",
    "--ids=1",
]
PHRASES = [
    "", " ", "Acme rollout 12k next:fri", "call Ann", "+3d send quote", "next:+3d send quote", "two words",
    "\x1b[31mred", "[red]",
    "a\nb", "株式会社 導入", "🤝", "e\u0301", "\u202eabc", "x" * 300, "'", '"', '"Acme', "{overdue} {today}",
    "\udce4",
]  # fmt: skip
ANY = st.sampled_from(WORDS) | st.sampled_from(PHRASES) | st.text(max_size=8).filter(lambda word: "\0" not in word)
SENSE = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["Acme deal", "New one", "Globex"]), ANY, ANY),
    st.tuples(
        st.just("log"), st.sampled_from("123456789"), st.sampled_from(["call", "email", "visit", "na"]), ANY, ANY
    ),
    st.tuples(st.just("done"), st.sampled_from("123456789")),
    st.tuples(st.just("show"), st.sampled_from([*"123456789", "acme", "globex"])),
    st.tuples(st.just("list"), ANY),
    st.tuples(st.just("prompt"), st.just("--format"), ANY),
)
VALUES = ["fri", "price", "x", "-", "7", "0", "a=b", "--ids", "-q", "", "\udce4", "two words"]
OPTIONS = sorted({option.flag for verb in VERBS for option in (*verb.options, *EVERYWHERE)})
OPTION = st.one_of(
    st.tuples(st.sampled_from(OPTIONS)),
    st.tuples(st.sampled_from(OPTIONS), st.sampled_from(VALUES)),
    st.tuples(st.sampled_from(OPTIONS), st.sampled_from(VALUES)).map(lambda pair: (f"{pair[0]}={pair[1]}",)),
)
PART = st.one_of(ANY.map(lambda word: (word,)), OPTION)
LINES = st.one_of(
    SENSE.map(list),
    st.tuples(st.sampled_from(sorted(BY_NAME)), st.lists(PART, max_size=5)).map(
        lambda line: [line[0], *(word for part in line[1] for word in part)]
    ),
)


class Handed(NamedTuple):
    """What a body was called with: the call, its words, its options."""

    call: Call
    given: tuple[object, ...]
    options: dict[str, object]


def by_typer(line: Sequence[str]) -> Handed | str:
    """What Typer hands to the body; what it says where it does not."""
    handed: list[Handed] = []
    verb = BY_NAME[line[0]]

    def body(call: Call, *given: object, **options: object) -> None:
        """Nothing."""
        handed.append(Handed(call, given, options))

    app = typer.Typer(add_completion=False, context_settings={"help_option_names": ["--help"]})
    app.callback()(lambda: None)
    settings = {"ignore_unknown_options": True}
    app.command(verb.name, context_settings=settings)(careful.command_of(verb, body))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            typer.main.get_command(app).main(args=careful.protected(line), prog_name="pipetui", standalone_mode=False)
    except (typer.TyperException, PipetuiError) as error:
        return str(error)
    return handed[0] if handed else "help"


def in_full(handed: Handed, verb: Verb) -> Handed:
    """With the options that were not given as the body declares them."""
    options = {
        option.parameter: (() if option.repeated else option.default) if option.metavar else False
        for option in verb.options
    }
    given = tuple(tuple(word) if isinstance(word, list) else word for word in handed.given)
    said = {name: tuple(value) if isinstance(value, list) else value for name, value in handed.options.items()}
    return Handed(handed.call, given, {**options, **said})


@given(LINES)
@example(["add", "Acme", "rollout", "12k", "@demo", "next:fri", "+49", "30", "org:Acme", "/", "note"])
@example(["log", "1", "call", "reached", "@nego", "next:+3d send quote", "-q"])
@example(["drop", "1", "--reason", "price", "--note", "x", "-y"])
@example(["mail", "1", "--set", "day=monday", "--set", "my_name=Ann"])
@example(["list", "--json", "--", "--quiet"])
@example(["history", "--limit", "3"])
@example(["win", "1", "--check-in", "-"])
@example(["prompt", "--format", "\udce4"])
@settings(max_examples=100, deadline=None)
def test_both_parsers_hand_over_the_same(line: list[str]) -> None:
    parsed = quick.parse(line)
    if parsed is not None:
        assert in_full(Handed(parsed.call, parsed.given, parsed.options), parsed.verb) == in_full(
            cast(Handed, by_typer(line)), parsed.verb
        )


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_table_says_what_the_body_takes(verb: Verb) -> None:
    """Its words and options by name, each with the default of the row."""
    call, *own = inspect.signature(verb.load()).parameters.values()
    assert call.name == "call"
    if verb.words:
        words = own.pop(0)
        assert (words.default is words.empty) == verb.words.required
    defaults = {
        option.parameter: (() if option.repeated else option.default) if option.metavar else False
        for option in verb.options
    }
    assert {parameter.name: parameter.default for parameter in own} == defaults


@pytest.fixture
def sales(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book with a past, today's backup beside it, nobody at the terminal."""
    monkeypatch.chdir(tmp_path)  # a line may name a book of its own
    monkeypatch.setattr(present, "present", clock)
    monkeypatch.setattr(prompts, "terminal", lambda: False)
    path = tmp_path / "sales.db"
    with Store.open(path) as store:
        demo.build(store, clock(), deals=9)
        for folder in ("fast",):
            backup.daily(store.connection, tmp_path / folder / "book.db.backups", clock().date())
    return path


def deals(book: Path) -> int:
    with closing(sqlite3.connect(book)) as connection:
        return int(connection.execute("SELECT count(*) FROM deal").fetchone()[0])


def test_what_is_written_is_not_written_again_when_it_cannot_be_said(
    sales: Path, fresh: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sales.parent / "fast" / "book.db"
    shutil.copyfile(sales, book)

    def full(line: str = "") -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stdio, "write", full)
    result = fresh("add", "--db", str(book), "Acme")
    assert (result.code, deals(book)) == (5, 10)
    assert "No space left on device" in result.err


def test_b4_the_next_step_is_asked_for_at_a_terminal(sales: Path, fresh: Shell) -> None:
    book = sales.parent / "fast" / "book.db"
    shutil.copyfile(sales, book)
    fresh.did("add", "--db", str(book), "Acme", "@demo")
    result = fresh("log", "--db", str(book), "10", "call", typed="nonsense\n+3d send quote\n")
    assert result.code == 0
    assert "next for #10 Acme: Tue 24 Nov, in 3 days – send quote · undo: pipetui undo" in result.out
    assert result.err.count("next step? [Wed 25 Nov] (Enter takes it, a date, or - skips)") == 2


EVERY_DAY = (
    "add Acme pilot 12k next:fri +saas", "log 1 call reached", "next 1 fri call", "done 1", "overdue", "today", "list",
    "snooze 2 +1w", "turn 2", "mail 1 follow-up --set my_name=Me", "cadence", "sweep", "why 2", "objection 2 price",
    "forecast", "forecast --backtest", "forecast --moved", "category 1 commit",
    "report losses", "show 1", "products", "items 1 add Support x 2 at 90 monthly", "quote 1", "commission",
    "edit 2 title:Other value:3k people:Ann tags:x stage:demo", "note 2 hello",
    "amend 2", "amend 2 text:hi", "steps 2", "tag 2 hot",
    "qualify 2 budget:yes", "retreat 2", "advance 2", "move 2 demo", "win 2 --renewal 12mo", "link 2 upsell",
    "drop 3 price", "park 4 +1w", "unpark 4", "reopen 3", "delete 5", "merge 1 2", "dupes",
    "attach 1 https://acme.example", "open 1 --list", "people",
    "person 1 phone:+4930123456", "orgs",
    "org 1 sector:tools", "undo", "redo", "history", "stages", "pipelines", "playbook", "templates",
    "template follow-up", "scores", "fields add Seats number", "when eom", "prompt",
    "view save late overdue", "view", "list --view late",
    "context define work +saas", "context work", "list", "context none",
    "quota set 9k", "quota", "plan", "week", "goal touches 60", "health",
    "backup kept.db", "locate", "restore", "restore kept.db --yes", "hooks", "plain",
    "export --to csv", "export --to pipedrive", "export --to hubspot", "export --to salesforce", "export 1 --to vcard",
    "export open --to ical", "export 1 --to markdown",
    "ics next-steps.ics",
)  # fmt: skip


def test_no_verb_of_the_day_loads_what_defines_the_tables(sales: Path, tmp_path: Path) -> None:
    """Only what makes a book, brings it over, imports or examines it does."""
    program = f"""
import sys
from pipetui import __main__ as door
for line in {EVERY_DAY!r}:
    sys.argv = ["pipetui", *line.split(), "--db", sys.argv[-1]]
    door.main()
    found = {sorted({"sqlalchemy", "sqlmodel", "pydantic", "alembic", "typer"})!r}
    found = [name for name in found if name in sys.modules]
    if found:
        sys.exit(f"{{line}}: {{found}}")
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(sales)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr.splitlines()[-1]
    assert {line.split()[0] for line in EVERY_DAY} == set(BY_NAME) - {"import", "doctor", "init", "demo"}


@pytest.fixture(scope="module")
def begun_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with a past, in which this very day has begun, in a folder of its own."""
    folder, now = tmp_path_factory.mktemp("today"), present.present()
    with Store.open(folder / "book.db") as store:
        demo.build(store, now, deals=9)
        store.connection.execute("UPDATE deal SET title = 'Acme' WHERE id = 2")
        backup.daily(store.connection, folder / "book.db.backups", now.date())
    return folder


@pytest.mark.parametrize(
    "line",
    [
        ["add", "Acme pilot 12k next:fri"],
        ["log", "1", "call", "reached"],
        ["done", "2"],
        ["today"],
        ["overdue"],
        ["list", "stage:demo", "or", "acme"],
        ["show", "acme"],
        ["prompt"],
        ["quota"],
        ["next", "3", "fri", "call"],
        ["snooze", "3", "+1w"],
        ["retreat", "3"],
        ["move", "3", "demo"],
        ["note", "1", "hello"],
        ["tag", "1", "hot"],
        ["drop", "3", "--reason", "price"],
    ],
    ids=lambda line: str(line[0]),
)
def test_what_is_run_all_day_loads_nothing_heavy(line: list[str], begun_today: Path, tmp_path: Path) -> None:
    shutil.copytree(begun_today, tmp_path, dirs_exist_ok=True)
    asked = f"""
before = set(sys.modules)
from pipetui.cli import quick
assert quick.run({line!r}) is not None
loaded = set(sys.modules) - before
spared = {HEAVY | (SPARED if line[0] in quick.INSTANT else set()) | INSTANTLY.get(line[0], frozenset())!r}
print(sorted(loaded & spared), file=sys.stderr)
"""
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{asked}"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr.splitlines()[-1:] == ["[]"], done.stderr

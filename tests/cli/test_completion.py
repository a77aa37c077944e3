"""What Tab offers (behaviour 33): plain words only, whatever is in the book, and they mean what they stand for."""

import io
import os
import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipetui.cli import arguments
from pipetui.cli.commands import party_actions
from pipetui.cli.completion import answer, offers, options, party_offers, scripts, shells, spelling
from pipetui.cli.completion.tab import Tab, fitting
from pipetui.cli.verbs import VERBS
from pipetui.domain import cadence, pipeline
from pipetui.domain.cadence import Cadence
from pipetui.domain.deal import Stage
from pipetui.domain.errors import AmbiguousError
from pipetui.domain.folding import fold
from pipetui.domain.texts.mail_text import Template
from pipetui.service.fields import FIELDS
from pipetui.store import connect
from pipetui.store.reads import finding, mail, people
from tests.cli.conftest import Begun, Shell
from tests.conftest import Clock
from tests.hostile import SEQUENCES

SHELLS = ("bash", "zsh", "fish", "pwsh", "offers_zsh")
RUN = (
    "$(touch X)", "`touch X`", ";touch X", "a;touch${IFS}X", "x|y", "x&y", "x && y", "x>y", "<(x)", "=ls", "~root",
    "--yes", "-q", "-y", "--db=/x", "!!", "!x", "^a^b", "*", "?", "[a-z]", "{a,b}", "#x", "x #y", "'", '"', "\\",
    "a\nb", "a\tb", "a\0b", "%self", "%1", "$HOME", "${(e)x}", "a:b", "a\\:b", "x)'", "))'; touch X #", ":::",
    "(touch X)", "a\u00a0b", "a\u3000b", "；ｌｓ", "ａｂｃ", "e\u0301", "\u202eab", "a\u200db", "हिन्दी", "Ґ", "ß",
    "İ", "٣", "²", "42", "1", "3-5", "2024 plan", "#7", "or", "not", "done", "Acme", "acme rollout", "x" * 500,
    "R&D tool (phase 2)", "\u0301a", *SEQUENCES.values(),
)  # fmt: skip
"""Texts that some shell reads as something, or our own verbs do."""
TEXTS = st.one_of(
    st.sampled_from(RUN),
    st.lists(st.sampled_from((*RUN, "Acme", "rollout", "Discovery", "call")), max_size=4).map(" ".join),
    st.text(max_size=12),
).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))


class Typed:
    """A rep at the prompt of any shell, in this process."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def __call__(self, shell: str, line: str, encoding: str = "utf-8") -> str:
        """What is printed for a Tab after the line."""
        words = [word for part in f"pipetui {line}".split(" ") for word in (re.findall(r"[@:=]|[^@:=]+", part) or [""])]
        raw = io.BytesIO()
        written = io.TextIOWrapper(raw, encoding)
        asked = {
            answer.COMPLETING: shell if "_" in shell else f"complete_{shell}",
            "COMP_WORDS": "\n".join(words),
            "COMP_CWORD": str(len(words) - 1),
            "_TYPER_COMPLETE_ARGS": f"pipetui {line}",
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }
        with self._patch.context() as patch:
            patch.setattr(sys, "stdout", written)
            assert answer.answer(asked) == 0
            written.flush()
        return raw.getvalue().decode(encoding)

    def words(self, line: str) -> list[str]:
        """The words that bash is offered."""
        return [word for word in self("bash", line).split("\n") if word]


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch) -> Typed:
    return Typed(monkeypatch)


@pytest.fixture
def deals(begun: Begun, book: Path) -> Path:
    """A book of three deals, each with an organization and a tag."""
    lines: list[tuple[str, ...]] = []
    for number in "123":
        lines += [
            ("add", f"Deal {number}", f"org:Org{number}", f"+t{number}", f"who:Ann{number} Lee"),
            ("products", "add", f"Seat {number}", "10"),
            ("view", "save", f"view {number}", "open"),
            ("pipelines", "add", f"Pipeline {number}"),
            ("fields", "add", f"Field {number}", "choice", "a,b"),
        ]
    begun(*lines)
    with closing(sqlite3.connect(book)) as connection:
        connection.executemany("INSERT INTO import_mapping (name, content) VALUES (?, '{}')", [("a",), ("b",), ("c",)])
        connection.commit()
    return book


# --- what is offered -------------------------------------------------------------------------------------------


def test_b33_verbs_deals_stages_tags_reasons_and_kinds_are_completed(run: Shell, tab: Typed) -> None:
    run.did("add", "Acme", "rollout", "+saas")
    run.did("add", "Globex; rm", "-rf")
    assert tab.words("ad") == ["add", "advance"]
    assert tab.words("show ac") == ["acme rollout"]
    assert tab.words("show Glo") == ["Globex rm rf"]
    assert tab.words("show 1") == ["1"]
    assert tab.words("show acme ro") == ["rollout"]
    assert tab.words("move acme pro") == ["prospecting", "proposal"]
    assert tab.words("add Hooli @dem") == ["@demo"]
    assert tab.words("add Hooli +s") == ["+saas"]
    assert tab.words("log acme ca") == ["call"]
    assert tab.words("log acme call no") == ["no-answer"]
    assert tab.words("drop acme --reason b") == ["budget", "bad-fit"]
    assert tab.words("drop acme no-d") == ["no-decision"]
    assert tab.words("init --template re") == ["real-estate"]
    assert tab.words("list ove") == ["overdue"]
    assert tab.words("list stage:pro") == ["prospecting", "proposal"]
    assert tab.words("list status:") == ["open", "won", "lost"]
    assert tab.words("list budget:y") == ["yes"]
    assert tab.words("view save late reason:p") == ["price"]
    assert tab.words("list reason:no-d") == ["no-decision"]
    assert tab.words("edit acme val") == ["value:"]
    assert tab.words("template f") == ["first-contact", "follow-up"]
    assert tab.words("mail acme la") == ["last-chance"]
    assert tab.words("cadence sh") == ["show"]
    assert tab.words("cadence start acme f") == ["five-touches"]
    assert tab.words("show --js") == ["--json"]
    assert tab.words("qualify acme budget:y") == ["yes"]  # bash keeps what stands before the colon


def test_b33_people_organizations_and_what_goes_with_a_deal_are_completed(deals: Path, run: Shell, tab: Typed) -> None:
    run.did("person", "--add", "Kim Park")
    run.did("person", "--add", "Kim Park")
    run.did("person", "--add", "Mail Delete")
    run.did("add", "Deal 4", "who:Bo Å")
    run.did("win", "4")
    run.did("delete", "3")
    for line, offered in (
        ("person ann1", ["ann1 Lee"]),
        ("person Ann1 L", ["Lee"]),
        ("person lee", ["1", "2", "3"]),
        ("person kim", ["4", "5"]),
        ("person mai", ["6"]),
        ("person 2", ["2"]),
        ("person Bo å", ["å"]),
        ("person Ann1 Lee er", ["erase"]),
        ("person Ann1 Lee ti", ["title:"]),
        ("person Ann1 Lee cal", ["call"]),
        ("person 1 merge Ann", ["Ann1 Lee", "Ann2 Lee", "Ann3 Lee"]),
        ("person 1 --merge Ann", ["1", "2", "3"]),
        ("person 1 erase --backups k", ["keep"]),
        ("people Ann1", ["Ann1 Lee"]),
        ("people kim", []),
        ("org Org2", ["Org2"]),
        ("org Org2 me", ["merge"]),
        ("orgs Org2", ["Org2"]),
        ("merge Deal", ["1", "2"]),
        ("merge 1 Deal", ["1", "2"]),
        ("merge 1 2 Deal", []),
        ("open Deal", ["1", "2"]),
        ("attach 1 x", []),
        ("reopen Deal", ["4", "3"]),
        ("link Deal", ["4"]),
        ("link 4 re", ["renewal", "referral"]),
        ("category 1 be", ["best"]),
        ("amend 1 out", ["outcome:"]),
        ("steps 1 du", ["due:"]),
        ("forecast --why Deal", ["1", "2"]),
        ("forecast --per fie", ["field-1", "field-2", "field-3"]),
        ("import --use b", ["b"]),
        ("--plain bo", ["board"]),
        ("--plain person Ann1", ["Ann1 Lee"]),
        ("plain deals overd", ["overdue"]),
        ("plain numbers last-q", ["last-quarter"]),
    ):
        assert tab.words(line) == offered, line


def test_b33_completion_makes_no_book_and_swallows_errors(tmp_path: Path, tab: Typed) -> None:
    assert tab.words("show ac") == []
    assert not (tmp_path / "book.db").exists()
    (tmp_path / "book.db").write_text("no database")
    assert tab.words("show ac") == []
    assert answer.answer({answer.COMPLETING: "complete_bash"}) == 0
    assert answer.answer({answer.COMPLETING: "complete_nosuch"}) is None


def test_the_book_that_is_named_is_read(run: Shell, tab: Typed, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    run.did("add", "--db", str(other), "Zed")
    assert tab.words("show Z") == []
    assert tab.words(f"show --db {other} Z") == tab.words(f"--db {other} show Z") == ["Zed"]


@pytest.mark.parametrize("line", ["show ", "show A", "move 1 ", "add x @", "list ", "drop 1 p", "mail 1 f", "edit 1 v"])
def test_the_way_by_the_options_offers_the_same(run: Shell, line: str) -> None:
    run.did("add", "Acme", "rollout", "+saas")
    words = ["pipetui", *line.split(" ")]
    assert answer.offered(words) == options.offered(words) != []


def test_every_verb_that_takes_a_deal_completes_it() -> None:
    for verb in VERBS:
        assert verb.completes or verb.words is None or "DEAL" not in verb.words.metavar.split(), verb.name
        for completes in (verb.completes, *(option.completes for option in verb.options)):
            assert not completes or callable(offers.by_name(completes))
    assert tuple(FIELDS) == offers.EDITED


def test_one_tab_loads_nothing_heavy(run: Shell) -> None:
    run.did("add", "Acme", "rollout", "+saas")
    asked = {answer.COMPLETING: "complete_bash", "COMP_WORDS": "pipetui\nmove\nacme\nD", "COMP_CWORD": "3"}
    heavy = ("typer", "rich", "sqlmodel", "re", "enum", "shlex", "typing", "dataclasses", "pathlib", "json")
    program = f"""
from pipetui.cli.completion import answer
answer.answer({asked!r})
import sys
print(*[name for name in {heavy!r} if name in sys.modules])
"""
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{program}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.splitlines() == ["Demo", ""]


# --- nothing but plain words -----------------------------------------------------------------------------------

_ABOUT = r"[\w .,_+#\-\u0300-\U0010ffff]*"
_PRINTED = {
    "bash": r"()?",
    "zsh": rf"_files|_arguments '\*: :\(\((\"[^\"]+\"(:\"{_ABOUT}\")?\n?)+\)\)'",
    "fish": rf"(\S.*\t{_ABOUT}\n?)*",
    "offers_zsh": rf"(\S.*\t{_ABOUT}\n?)*",
    "pwsh": rf"(\S.*:::{_ABOUT}\n?)*",
}
NAMED = {
    "deal": "title",
    "deal_tag": "tag",
    "stage": "name",
    "loss_reason": "name",
    "template": "name",
    "cadence": "name",
    "objection": "text",
    "organization": "name",
    "person": "name",
    "product": "name",
    "saved_view": "name",
    "pipeline": "name",
    "custom_field": "name",
    "import_mapping": "name",
}
"""Where the book keeps words that are offered."""
OPTIONS = {option.flag for verb in VERBS for option in options.declared(verb.name)}
LINES = (
    "show {}", "move 1 {}", "add x @{}", "add x +{}", "add {}", "log 1 call {}", "list {}", "edit 1 +{}", "edit 1 {}",
    "drop 1 {}", "cadence start 1 {}", "cadence stage {}", "mail 1 {}", "template {}", "objection 1 {}", "sweep {}",
    "qualify 1 {}", "next {}", "restore {}",
    "person {}", "person 1 merge {}", "person 1 --merge {}", "org {}", "people {}", "orgs {}",
    "merge {}", "reopen {}", "link 1 {}", "open {}", "view {}", "view remove {}", "list --view {}", "list {}:x",
    "items 1 add {}", "products set {}", "pipelines rename {}", "stages --pipeline {}", "fields rename {}",
    "forecast --per {}", "forecast --why {}", "import --use {}", "list --sort {}", "playbook {}",
    "context {}", "context delete {}", "context define x {}", "category 1 {}", "amend 1 {}", "steps 1 {}",
)  # fmt: skip


def words_of(shell: str, printed: str) -> list[str]:
    """The words in what is printed for a shell; what is said about them must be as plain."""
    text = printed.removesuffix("\n")
    if shell == "bash":
        return [word for word in text.split("\n") if word]
    assert re.fullmatch(_PRINTED[shell], text), text
    if shell == "zsh":
        return [word.replace("\\\\:", ":") for word in re.findall(r'"([^"]+)"(?::"[^"]*")?', text)]
    return [re.split(":::|\t", line)[0] for line in text.split("\n") if line]


def no_shell_reads(word: str) -> bool:
    """Whether a word is only itself to every shell, and no option; told in another way than the program tells it."""
    parts = re.sub(r"^(?:[@+](?=[^\W_])|-(?=[^\W\d_]))", "", word).split(" ")
    return all(
        re.match(r"[^\W_]", part)
        and all(
            char in "._-:" or (char.isascii() and char.isalnum()) or unicodedata.category(char)[0] in "LNM"
            for char in part
        )
        for part in parts
    ) and word.lower() not in ("-h", "-q", "-y")


@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(SHELLS), st.integers(0, 3), st.sampled_from(LINES))
@example(["a;touch${IFS}X"], "zsh", 0, "move 1 {}")
@example(["$(touch X)"], "zsh", 1, "show '{}")
@example(["-yes"], "fish", 0, "edit 1 -{}")
@example(["q", "y"], "bash", 0, "edit 1 -{}")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_the_book_only_plain_words_are_printed(
    deals: Path, tab: Typed, texts: list[str], shell: str, typed: int, line: str
) -> None:
    filled(deals, texts)
    printed = tab(shell, line.format(texts[0].replace("\0", "")[:typed]))
    assert [word for word in words_of(shell, printed) if not no_shell_reads(word) and word not in OPTIONS] == []
    assert shell == "zsh" or not set(printed) & set("$`;&|<>*?[]{}~!^%\0\x1b\r")


def filled(book: Path, texts: Sequence[str]) -> None:
    """Write the texts wherever the book keeps words that are offered, as another program could."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, column in NAMED.items():
            connection.execute(f"UPDATE {table} SET {column} = 'Other ' || id WHERE id < 4")
            for number, text in enumerate(texts, 1):
                with suppress(sqlite3.IntegrityError):  # another has that name
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, number))
        connection.execute("DELETE FROM setting WHERE key GLOB 'context *'")
        for text in dict.fromkeys(texts):
            with suppress(sqlite3.IntegrityError):
                connection.execute("INSERT INTO setting (key, value) VALUES (?, 'open')", (f"context {text}",))
        connection.execute("UPDATE template SET purpose = name")
        connection.execute("UPDATE custom_field SET kind = 'choice', options = :said", {"said": "\n".join(texts)})
        for table, column in (("deal", "title"), ("person", "name")):
            for number, text in connection.execute(f"SELECT id, {column} FROM {table}").fetchall():
                connection.execute(f"UPDATE {table} SET key = ? WHERE id = ?", (fold(text), number))
        connection.commit()


@pytest.mark.parametrize("name", ["x;touch X", "$(touch X)", "--yes", "a b", "x`id`"])
def test_a_backup_by_another_name_than_ours_is_not_offered(run: Shell, tab: Typed, book: Path, name: str) -> None:
    (book.parent / "book.db.backups").mkdir(exist_ok=True)
    (book.parent / "book.db.backups" / f"{name}.db").touch()
    (book.parent / "book.db.backups" / "daily-2026-11-21.db").touch()
    assert tab.words("restore ") == ["daily-2026-11-21"]


def test_letters_that_a_shell_may_read_otherwise_are_not_offered(run: Shell, tab: Typed) -> None:
    run.did("add", "Straße")
    run.did("add", "Acme", "Straße")
    assert "Straße" in tab("fish", "show ")
    assert tab("fish", "show ", "shift_jis") == tab("fish", "show ", "ascii") == "\n"


def test_what_is_already_typed_is_offered_back_only_if_it_is_plain(run: Shell, tab: Typed) -> None:
    run.did("add", "$(touch X) seats")
    assert tab.words("show '$(touch") == ["1"]
    assert tab("zsh", "show '$(touch") == '_arguments \'*: :(("1":"#1 touch X seats"))\'\n'


def test_a_prompt_holds_two_numbers_and_nothing_of_the_book(deals: Path, run: Shell, clock: Clock) -> None:
    for number in "123":
        run.did("next", number, "2026-11-23", "call")
    clock.tick(days=5)
    filled(deals, RUN[:3])
    with closing(sqlite3.connect(deals)) as connection:
        connection.execute("UPDATE follow_up SET what = ?", (RUN[0],))
        connection.commit()
    assert run.did("prompt") == "3!\n"
    assert run.did("prompt", "--format", "{overdue}/{today}") == "3/0\n"
    assert run.did("list", "--ids").split() == run.did("overdue", "--ids").split() == ["1", "2", "3"]


# --- what is offered means what it was offered for --------------------------------------------------------------


@given(st.lists(TEXTS, min_size=3, max_size=3), st.integers(0, 2), st.integers(0, 3), st.booleans())
@example(["Acme rollout", "Acme (rollout)", "Acme"], 1, 2, False)
@example(["Dup", "Dup", "Dup x"], 0, 3, False)
@example(["42", "3", "2-3"], 1, 0, False)
@example(["$(touch X)", "^a^b", "a\nb"], 1, 0, False)
@example(["R&D tool", "٣", "$(id)"], 0, 1, True)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_offered_for_a_title_names_that_deal(
    deals: Path, texts: list[str], which: int, typed: int, quoted: bool
) -> None:
    filled(deals, texts)
    with closing(connect.connect(str(deals), 0)) as connection:
        title = str(connection.execute("SELECT title FROM deal WHERE id = ?", (which + 1,)).fetchone()[0])
        beginning = (title.split() or [""])[0][:typed].replace("\0", "")
        found = fitting(offers.deals, Tab((), beginning, str(deals)))
        for word, about in found:
            words = [word] if quoted else word.split(" ")  # zsh and fish make one word of it
            number, more = re.match(r"#(\d+)(?:.* and \d+ more$)?", about), " more" in about
            assert number
            try:
                named = arguments.deals(words, lambda text: (finding.find(connection, text),))
                assert named == (int(number[1]),) and not more
            except AmbiguousError as error:
                assert int(number[1]) in dict(error.choices)
        assert found or title != texts[which] or not title.isalnum()


@given(st.lists(TEXTS, min_size=3, max_size=3), st.integers(0, 2), st.integers(0, 3))
@example(["Ann Lee", "Ann", "Ann Lee Call"], 0, 2)
@example(["Dup", "Dup", "Dup x"], 0, 3)
@example(["42 Ann", "3", "Ann delete"], 2, 0)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_offered_for_a_person_names_them(deals: Path, texts: list[str], which: int, typed: int) -> None:
    filled(deals, texts)
    with closing(connect.connect(str(deals), 0)) as connection:
        name = str(connection.execute("SELECT name FROM person WHERE id = ?", (which + 1,)).fetchone()[0])
        beginning = (name.split() or [""])[0][:typed].replace("\0", "")
        for word, about in fitting(party_offers.persons, Tab((), beginning, str(deals))):
            number = re.match(r"#(\d+)", about)
            assert number
            assert party_actions.asked(word.split(" ")) is None
            assert not any(map(arguments.is_kind, word.split(" ")[1:]))
            assert people.find_person(connection, word) == int(number[1])


@given(st.lists(TEXTS, min_size=3, max_size=3, unique=True))
@example(["Discovery;touch${IFS}X", "Discovery", "Discovery call"])
@example(["Discovery;touch${IFS}X", "Other", "Discovery call"])
@example(["non-starter", "non starter", "non"])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_offered_for_a_name_means_it(texts: list[str]) -> None:
    stages = [Stage(number, 1, text, number, 10, 5, False) for number, text in enumerate(texts)]
    cadences = [Cadence(number, text, ()) for number, text in enumerate(texts)]
    templates = [Template(text, "", "", "") for text in texts]
    chosen: tuple[Callable[[str], str], ...] = (
        lambda word: pipeline.find_stage(stages, word).name,
        lambda word: pipeline.find_reason(texts, word),
        lambda word: mail.choose(templates, word).name,
        lambda word: cadence.choose(cadences, word).name,
    )
    for choose in chosen:
        for text in texts:
            word = spelling.one_word(text, choose)
            assert not word or (choose(word) == text and no_shell_reads(word) and " " not in word)


@pytest.mark.parametrize(
    ("names", "offered"),
    [
        (("Discovery", "Discovery call"), ["Discovery", "Discovery-call"]),
        (("Discovery;touch${IFS}X", "Demo"), ["Discovery", "Demo"]),
        (("Discovery;touch${IFS}X", "Discovery"), ["", "Discovery"]),
        (("Discovery;touch${IFS}X", "Discovery call"), ["", "Discovery-call"]),
        (("$(touch X)", "--yes"), ["", ""]),
        (("Erstgespräch (neu)", "契約"), ["Erstgespräch", "契約"]),
    ],
)
def test_a_stage_is_offered_as_one_word_that_means_it(names: tuple[str, ...], offered: list[str]) -> None:
    stages = [Stage(number, 1, text, number, 10, 5, False) for number, text in enumerate(names)]
    assert [spelling.one_word(name, lambda word: pipeline.find_stage(stages, word).name) for name in names] == offered


def test_a_title_is_offered_without_what_a_shell_would_read_or_else_its_number(deals: Path, tab: Typed) -> None:
    filled(deals, ["R&D tool, phase 2", "Acme rollout; rm -rf x", "$(--yes)"])
    assert tab.words("show ") == ["R D tool phase 2", "Acme rollout rm rf x", "yes"]
    filled(deals, ["Acme rollout", "Acme (rollout)", "2024"])
    assert tab.words("show A") == ["Acme rollout", "2"]
    assert tab.words("show 2") == ["2", "3"]
    filled(deals, ["Acme", "Acme", "Acme seats"])
    assert tab.words("show Ac") == ["Acme", "Acme seats"]
    assert tab.words("show Acme") == ["1", "2", "Acme seats"]  # more letters say no more: the numbers do


def test_no_tag_is_offered_as_an_option(deals: Path, tab: Typed) -> None:
    with closing(sqlite3.connect(deals)) as connection:
        connection.executemany(
            "INSERT INTO deal_tag (deal_id, tag) VALUES (2, ?)", [(tag,) for tag in ("q", "-yes", "Y", "saas", "a,b")]
        )
        connection.commit()
    assert [word for word in tab.words("edit 1 -") if not word.startswith("--")] == ["-saas", "-t1", "-t2", "-t3"]


# --- what a shell says -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", [""]),
        ("pipetui show", ["pipetui", "show"]),
        ("pipetui show ", ["pipetui", "show", ""]),
        ('pipetui show "Acme ro', ["pipetui", "show", "Acme ro"]),
        ("pipetui show 'Acme ro", ["pipetui", "show", "Acme ro"]),
        ("pipetui show Acme\\ ro", ["pipetui", "show", "Acme ro"]),
        ("pipetui show Acme\\ ", ["pipetui", "show", "Acme "]),
        ('pipetui show "a\\"b" \'\' "\\x" x\\', ["pipetui", "show", 'a"b', "", "\\x", "x"]),
    ],
)
def test_a_line_is_taken_apart_as_a_shell_does(line: str, words: list[str]) -> None:
    assert shells.split(line) == words


def test_what_is_quoted_already_is_completed(run: Shell, tab: Typed) -> None:
    run.did("add", "Acme", "rollout")
    for shell in ("zsh", "fish", "offers_zsh"):
        for typed in ('"Acme ro', "'Acme ro", "Acme\\ ro"):
            assert words_of(shell, tab(shell, f"show {typed}")) == ["Acme rollout"]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["pipetui", "add", "x", "@", "de"], (["pipetui", "add", "x", "@de"], "")),
        (["pipetui", "add", "x", "@"], (["pipetui", "add", "x", "@"], "")),
        (["pipetui", "qualify", "1", "budget", ":", "y"], (["pipetui", "qualify", "1", "budget:y"], "budget:")),
        (["pipetui", "qualify", "1", "budget", ":"], (["pipetui", "qualify", "1", "budget:"], "budget:")),
        (["pipetui", "drop", "1", "--reason", "=", "p"], (["pipetui", "drop", "1", "--reason", "p"], "")),
    ],
)
def test_the_signs_that_bash_makes_words_of_are_joined_again(words: list[str], asked: tuple[list[str], str]) -> None:
    environment = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    assert shells.asked("bash", environment) == asked


# --- the scripts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", scripts.SCRIPTS)
def test_b33_each_shell_gets_its_script(fresh: Shell, capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert answer.answer({answer.COMPLETING: f"source_{shell}"}) == 0
    printed = capsys.readouterr().out
    assert fresh.did("--show-completion", shell) == printed
    assert "_PIPETUI_COMPLETE=" in printed and "eval" not in printed
    assert fresh("--show-completion", "nosuch").code == 2


@pytest.mark.parametrize("shell", scripts.SCRIPTS)
def test_installing_again_replaces_the_script_and_keeps_the_files_of_the_rep(
    fresh: Shell, tmp_path: Path, shell: str
) -> None:
    started = {"bash": ".bashrc", "zsh": ".zshrc"}
    home = tmp_path / "home"
    for name in started.values():
        (home / name).write_bytes(b"alias p=pipetui # Gr\xf6\xdfe")
    fresh.did("--install-completion", shell)
    kept = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert scripts.SCRIPTS[shell].encode() + b"\n" in kept.values()
    for name in started.values():
        assert kept[home / name].startswith(b"alias p=pipetui # Gr\xf6\xdfe")
    fresh.did("--install-completion", shell)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == kept

"""Tab in the real shells, with a book of texts that a shell would run: nothing is run, and what fits is offered."""

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from typer import completion

from tests.cli.conftest import Shell
from tests.terminal import Size, Terminal

CANARY = "OWNED"
IMPORTED = f"""Title,Stage,Tags,Company
Acme rollout $(touch {CANARY}),Discovery call,plain,Acme
"Globex; touch {CANARY}","Discovery;touch${{IFS}}{CANARY}","saas$(touch${{IFS}}{CANARY})",Globex
`touch {CANARY}`,"Later`touch {CANARY}`",`touch${{IFS}}{CANARY}`,Initech
--yes,Discovery call,-yes,Initech
Hooli seats,Demo,plain,Hooli
"""
_RUN = f"x';touch {CANARY};'\"$(touch {CANARY})`touch {CANARY}`\ntouch {CANARY}\n(touch {CANARY})%(touch {CANARY})"
"""What another program can put where an import would clean it."""
LISTED = (
    "show ", "show '$", "move 1 ", "add x +", "drop 1 --reason ", "template ", "objection 1 ", "restore ",
    "person ", "org ", "view ", "context ", "items 1 add ", "stages --pipeline ", "list --sort ",
    "edit 1 region", "import --use ",
)  # fmt: skip
"""Lines after which Tab is pressed, to see what there is."""
WIDE = Size(200, 60)


@pytest.fixture
def home(tmp_path: Path, fresh: Shell, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a rep with that book, and `pipetui` on their path."""
    home, programs = Path(os.environ["HOME"]), tmp_path / "programs"
    programs.mkdir()
    (programs / "pipetui").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipetui "$@"\n')
    (programs / "pipetui").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("PIPETUI_DB", str(home / "book.db"))
    monkeypatch.delenv("ZDOTDIR", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    # Else fish reads every manual of the machine when it is first begun.
    (Path(os.environ["XDG_DATA_HOME"]) / "fish" / "generated_completions").mkdir(parents=True)
    (home / "deals.csv").write_text(IMPORTED)
    (home / f"evil; touch {CANARY} $(touch {CANARY}) `touch {CANARY}`.csv").touch()
    fresh.did("import", str(home / "deals.csv"), "--yes")
    fresh.did("next", "5", "fri", "call")
    fresh.did("person", "--add", "Ann Lee")
    fresh.did("person", "--add", "Bo Park")
    fresh.did("products", "add", "Seat", "10")
    fresh.did("view", "save", "late", "overdue")
    fresh.did("pipelines", "add", "Second")
    fresh.did("fields", "add", "region", "choice", "north,south")
    with closing(sqlite3.connect(home / "book.db")) as book:
        book.execute("UPDATE loss_reason SET name = name || ? WHERE id > 2", (_RUN,))
        book.execute("UPDATE template SET name = name || ?, purpose = ? WHERE id > 1", (_RUN, _RUN))
        book.execute("UPDATE objection SET text = text || ?", (_RUN,))
        book.execute("INSERT INTO deal_tag (deal_id, tag) VALUES (1, ?)", (_RUN,))
        book.execute("INSERT INTO setting (key, value) VALUES ('context ' || ?, 'open')", (_RUN,))
        book.execute("INSERT INTO import_mapping (name, content) VALUES (?, '{}')", (_RUN,))
        book.execute("UPDATE custom_field SET options = options || char(10) || ?", (_RUN,))
        for table in ("organization", "product", "saved_view", "pipeline", "person"):
            book.execute(f"UPDATE {table} SET name = name || ? WHERE name <> 'Ann Lee'", (_RUN,))
        book.commit()
    (home / "book.db.backups" / f"x;touch {CANARY};$(touch {CANARY}).db").touch()
    return home


class Rep:
    """Somebody at the prompt of a shell."""

    def __init__(self, shell: str, home: Path) -> None:
        program = shutil.which(shell)
        assert program, f"{shell} is not installed, and Tab is tested in it: install {shell}"
        self._home = home
        self._asked = 0
        self._tabs = "\t\t" if shell == "bash" else "\t"  # bash lists only when asked twice
        opened = 'exec "$0" -i <>"$(tty)"'  # so that the terminal is the shell's own: it controls jobs there
        self._terminal = Terminal(dict(os.environ), home, WIDE, ("sh", "-c", opened, program))

    def says(self, line: str) -> str:
        """Type a line with its Tabs, and Enter; returns what is written until the next prompt."""
        self._asked += 1
        after = self._terminal.written
        for part in filter(None, re.split("(\t)", line)):
            seen = self._terminal.written
            self._terminal.type(part)
            self._terminal.await_that(partial(self._wrote, seen), f"echoes {part!r}", 20)
        self._terminal.type("\r")
        self._terminal.type(f"echo END'-'{self._asked}\r")
        self._terminal.await_text(f"END-{self._asked}", after, 20)
        return self._terminal.text(after)

    def _wrote(self, before: int) -> bool:
        return self._terminal.written > before

    def looks(self, line: str) -> str:
        """Type a line, press Tab until all is shown that goes on, and leave it; returns what was shown."""
        return self.says(f"{line}{self._tabs}\x15")

    def close(self) -> None:
        self._terminal.close()


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rep(shell: str, home: Path, fresh: Shell) -> Iterator[Rep]:
    fresh.did("--install-completion", shell)
    with closing(Rep(shell, home)) as rep:
        rep.says("true")
        yield rep


def stages(home: Path) -> dict[str, str]:
    with closing(sqlite3.connect(home / "book.db")) as book:
        return dict(book.execute("SELECT d.title, s.name FROM deal d JOIN stage s ON s.id = d.stage_id"))


def test_nothing_in_the_book_is_run_and_what_fits_is_completed(shell: str, home: Path, rep: Rep) -> None:
    """With our own script, and with the one that an older version has installed."""

    rep.says("pipetui move 5 Disc\t")
    assert "#5 Hooli seats" in rep.says("pipetui show Hooli\\ s\t")
    assert "#1 Acme rollout" in rep.says("pipetui show Acm\t")
    assert "Ann Lee" in rep.says("pipetui person An\t")
    assert "Bo Park" in rep.says("pipetui person 2\t")
    rep.says("pipetui add Foo @Disc\t +sa\t\t")
    assert "no deal fits" in rep.says("pipetui show evi\t")  # where nothing fits, the shell names its files
    rep.looks("pipetui edit 1 +")
    if shell != "fish":  # which offers nothing that does not begin as typed
        assert f"#3 `touch {CANARY}`" in rep.says("pipetui show '`to\t")

    script = getattr(completion, "get_completion_script")(  # noqa: B009  # Typer's own, which it does not name
        prog_name="pipetui", complete_var="_PIPETUI_COMPLETE", shell=shell
    )
    (home / "old").write_text(f"{script}\n")
    rep.says("source old")
    assert "#5 Hooli seats" in rep.says('pipetui show "Hooli s\t')
    assert "#4 --yes" in rep.says("pipetui show ye\t")
    rep.says("pipetui add Bar @Disc\t")
    for line in LISTED:
        rep.looks(f"pipetui {line}")
    assert not (home / CANARY).exists()
    assert {stages(home)[title] for title in ("Hooli seats", "Foo", "Bar")} == {"Discovery call"}

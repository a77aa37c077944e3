"""Make the dump of a lively book with the program as it is: `python -m tests.store.books.make [FILE]`.

Run it once the schema has a new revision, and again while that one still changes: the tests of upgrades open the dump
of every revision, the present one too, and those of the older ones stay as they are. The book is made by the
program's own verbs, at times that are told here, so that the dump says nothing of the day and the machine it was made
on. Revisions 1 and 2 were made by this script too, with the program of that time on PYTHONPATH; a line of the story
names the first revision that has its verb.
"""

from __future__ import annotations

import os
import shlex
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipetui import present

HERE = Path(__file__).parent

DEALS_CSV = """id,title,organization,person,email,stage,value,created,source
a1,Umbrella labels,Umbrella,Lou Grey,lou@umbrella.example,Proposal,4200,2026-02-02,fair
a2,倉庫の棚,株式会社ソラ,山田 花子,hanako@sora.example,Demo,1200000 JPY,2026-02-03,web
a3,Wonka boxes,Wonka,,,Legal review,900,2026-02-04,
a4,No amount,Nobody,,,Demo,much,2026-02-05,
"""
MORE_CSV = """id,title,organization,stage,value
b1,Tyrell lamps 🔦,Tyrell,Demo,310
b2,Cyberdyne arms,Cyberdyne,Prospecting,77000
"""
FILES = {"deals.csv": DEALS_CSV, "more.csv": MORE_CSV}

STORY = (
    (1, 'add Acme rollout €12.000,50 @qual +saas +hot next:"+3d 14:00 send quote" close:eoq p:40% org:"Acme GmbH"'
        ' who:"Ann Lee" ann@acme.example +4930123456 src:web / met at the fair'),
    (1, 'add "Globex seats 🪑" 8400 USD @prosp org:Globex who:"Kim Park" next:tomorrow'),
    (1, 'add "ミライ導入 🚀" 1200000 JPY @demo org:株式会社ミライ who:佐藤 next:"fri theirs: reply"'),
    (1, "add Initech renewal 9100 org:Initech src:referral"),
    (1, "add Hooli pilot 4k org:Hooli next:+2w"),
    (1, "add Stark lights 15k @nego org:Stark"),
    (1, "add Wrong number 10"),
    (1, 'log 1 call reached "budget is ok" next:"+4d call Ann" @demo'),
    (1, "log 2 call no-answer"),
    (1, 'log 3 email in replied "見積もりをください" at:"yesterday 17:00"'),
    (1, "done 1"),
    (1, 'next 2 "+3d" "second call"'),
    (1, "snooze 5 +1w"),
    (1, 'note 1 "they decide in April; 🤝"'),
    (1, "tag 3 日本"),
    (1, 'edit 1 value:13k title:"Acme big rollout" budget:yes authority:no'),
    (1, 'edit 6 people:"Pat Doe <pat@stark.example> (decision maker), Sam Roe"'),
    (1, "advance 2"),
    (1, 'drop 4 --reason price --note "next year" --revisit "1 mar 2027"'),
    (1, "win 6"),
    (1, 'edit 6 renewal:"1 mar 2027"'),
    (1, 'park 5 "15 may"'),
    (1, "delete 7"),
    (1, "import deals.csv --yes"),
    (1, "reopen 4"),
    (3, 'qualify 3 "need:yes they asked" timing:?'),
    (3, "objection 2 expensive overcome / showed the savings"),
    (3, "cadence start 4"),
    (3, "log 4 call no-answer next:+3wd"),
    (3, 'cadence new Nudge --steps "+0 call ask for news; +3 email [follow-up]"'),
    (3, 'link 6 referral "Wayne seats" 8400 org:Wayne'),
    (3, 'org acme sector:logistics website:acme.example note:"they merge"'),
    (3, 'person "ann lee" title:CTO email:+lee@acme.example'),
    (3, 'person "kim park" call left-message'),
    (3, 'playbook add "too slow" "Compared with what?"'),
    (3, "sweep 2 drop went-silent"),
    (1, "SQL UPDATE deal SET source = 'fair' WHERE id = 2"),
    (1, "SQL UPDATE stage SET probability = 15 WHERE id = 1"),
    (1, "SQL UPDATE cadence_step SET wait_days = 2 WHERE position = 1"),
    (5, 'add "Häusler Dach" 3k org:"Häusler & Söhne" who:"José Pérez"'),
    (5, "win 12"),
    (1, 'note 2 "only to be undone"'),
    (1, "import more.csv --yes"),
    (1, "undo"),
    (1, "undo"),
)  # fmt: skip
"""First revision that has the verb, and the line; SQL is another program's statement. Two steps can be redone."""

_BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_BETWEEN = timedelta(hours=2)


class Clock:
    """Tells each line of the story its time."""

    def __init__(self) -> None:
        self.now = _BEGUN

    def __call__(self) -> datetime:
        return self.now


def told(book: Path, folder: Path) -> None:
    """Make the book at `book` by living through the story in `folder`. Raises SystemExit at a line that fails."""
    clock = Clock()
    present.present = clock
    # Only now: the programs of old take `present` out of its module when they are imported.
    from pipetui import __main__ as door
    from pipetui.store import connect

    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for since, line in STORY:
        if since > connect.REVISION:
            continue
        if line.startswith("SQL "):
            _another_program(book, line.removeprefix("SQL "), clock.now)
        else:
            sys.argv = ["pipetui", *shlex.split(line)]
            if code := door.main():
                raise SystemExit(f"exit code {code}: {line}")
        clock.now += _BETWEEN


def _another_program(book: Path, statement: str, now: datetime) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.create_function("strftime", 2, lambda *_: f"{now:%Y-%m-%dT%H:%M:%SZ}")  # the journal's clock
        connection.execute(statement)


def dumped(book: Path) -> str:
    """The book as SQL: every row, the numbers given so far, and the two marks by which it is known.

    Each CREATE is one line, and the indexes, made in any order, are in one: a dump made again is the same.
    """
    with closing(sqlite3.connect(book)) as connection:
        marks = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        lines = [" ".join(line.split()) if line.startswith("CREATE ") else line for line in connection.iterdump()]
    places = [place for place, line in enumerate(lines) if line.startswith("CREATE INDEX")]
    for place, index in zip(places, sorted(lines[place] for place in places), strict=True):
        lines[place] = index
    return "\n".join([*lines, *marks, ""])


def main() -> None:
    """Make the dump where the first argument says, else beside this file under its revision."""
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "book.db"
        for variable in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[variable] = name
        os.environ.update(PIPETUI_DB=str(book), PIPETUI_CONFIG=str(folder / "none.toml"), TZ="UTC")
        time.tzset()
        before = Path.cwd()
        os.chdir(folder)
        try:
            told(book, folder)
        finally:
            os.chdir(before)
        dump = dumped(book)
    from pipetui.store import connect

    target = Path(given[0]) if given else HERE / f"revision-{connect.REVISION}.sql"
    target.write_text(dump, encoding="utf-8")


if __name__ == "__main__":
    main()

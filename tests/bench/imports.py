"""What an import of many CSV rows costs, against reading the same file with `csv` into tables without a journal.

Every measurement is a process of its own, taking turns, timed from after its start to the commit. The floors:

- bare: one table of the file's own columns, all text, no index;
- deal: the table `deal` with its checks and indexes, filled from the file's columns as they stand;
- tables: all the rows that the import made, put into the same tables with their checks and indexes.

An import writes six rows for each of the file's: deal, stage events, who takes part, tags, note, where it came from.
"""

import contextlib
import csv
import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 3
A_TENTH = "import peak MB, a tenth of the rows"
HEADINGS = "id,title,organization,person,email,phone,value,stage,created,close date,next step,source,tags,note"
STAGES = ("Prospecting", "Qualification", "Demo", "Proposal", "Negotiation", "Won", "Lost")
NOTE = "Met at the fair; wants an offer for 20 seats."
DEAL = "title key value_minor currency status stage_id entered_stage_at created_at source close_pushed"
DEAL_TOO = "expected_close lost_reason lost_note renewal_lead_days origin_kind"


def write_csv(path: Path, rows: int) -> None:
    """A file as a rep would export it, the same for the same number: 20 deals a company, three people in each."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS.split(","))
        for number in range(rows):
            company = rng.randrange(max(1, rows // 20))
            person = company * 3 + rng.randrange(3)
            writer.writerow(
                [
                    f"OP{number:07}", f"Rollout {number} {rng.randrange(500)}", f"Company {company}",
                    f"Person {person}", f"p{person}@c{company}.example", f"+49 30 {person:07}",
                    rng.randrange(100, 90_000), rng.choice(STAGES),
                    f"20{rng.randint(20, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                    f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}", rng.choice(("", "call", "send offer")),
                    rng.choice(("web", "referral", "")), rng.choice(("", "hot", "saas")), rng.choice(("", NOTE)),
                ]
            )  # fmt: skip


class Measured:
    """Wall-clock and processor milliseconds of what is done under a name, printed for the parent process."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    def __call__(self, name: str, action: Callable[[], object]) -> None:
        """Do it and write down what it took."""
        wall, processor = time.perf_counter(), time.process_time()
        action()
        self.figures[f"{name} wall"] = (time.perf_counter() - wall) * 1000
        self.figures[f"{name} cpu"] = (time.process_time() - processor) * 1000


def floor(kind: str, file: Path, book: Path) -> dict[str, float]:
    """Read `file` into the bare table or into a table of deals."""
    from pipetui.store.schema.tables import Deal

    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    width = len(HEADINGS.split(","))
    sql = f"INSERT INTO bare VALUES ({', '.join('?' * width)})"
    if kind == "bare":
        connection.execute(f"CREATE TABLE bare ({', '.join(f'c{place} TEXT' for place in range(width))})")
    else:
        from sqlalchemy import create_engine

        engine = create_engine(f"sqlite:///{book}")
        Deal.metadata.create_all(engine)
        names = f"{DEAL} {DEAL_TOO}".split()
        sql = f"INSERT INTO deal ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"

    def rows(reader: Iterator[list[str]]) -> Iterator[tuple[object, ...]]:
        for row in reader:
            yield (
                row[1], row[1], row[6], "EUR", "open", 1, row[8], row[8], row[11], 0, row[9], row[13], "", 0, "",
            )  # fmt: skip

    def read() -> None:
        with file.open(encoding="utf-8", newline="") as text:
            reader = csv.reader(text)
            next(reader)
            connection.execute("BEGIN")
            connection.executemany(sql, reader if kind == "bare" else rows(reader))
            connection.execute("COMMIT")

    measured = Measured()
    measured(kind, read)
    return measured.figures


def floor_of_tables(made: Path, file: Path, book: Path) -> dict[str, float]:
    """Read `file`, and put the rows that an import made of it into tables with neither journal nor triggers."""
    from pipetui.store.schema import ddl
    from pipetui.store.schema.tables import Row
    from pipetui.store.schema.triggers import journaled

    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    ddl.create(connection)
    names = [table.name for table in Row.metadata.sorted_tables if table in journaled()]
    with contextlib.closing(sqlite3.connect(made)) as other:
        rows = {name: other.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names}

    def put() -> None:
        with file.open(encoding="utf-8", newline="") as text:
            for _ in csv.reader(text):
                pass
        connection.execute("BEGIN")
        for name, found in rows.items():
            if found:
                connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(found[0]))})", found)
        connection.execute("COMMIT")

    measured = Measured()
    measured("tables", put)
    return measured.figures


def imported(file: Path, book: Path) -> dict[str, float]:
    """Import `file` into a new book as `pipetui import FILE --yes` does, once more, and take it back."""
    from pipetui.config import Settings
    from pipetui.exchange.apply import apply
    from pipetui.exchange.plan import Options, plan
    from pipetui.service import Workspace, undo
    from pipetui.store.store import Store

    measured = Measured()
    with Store.open(book) as store:
        workspace = Workspace(store, lambda: datetime.now().astimezone(), Settings(), "shell")

        def both() -> None:
            made = plan(workspace, file, Options(), judge=False)
            apply(workspace, made)

        measured("import", both)
        measured.figures["import peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        measured("again", both)
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(book, book.with_name("made.db"))
        measured.figures["book MB"] = book.stat().st_size / 2**20
        measured("undo", lambda: undo(workspace))
    return measured.figures


def figures(rows: int, runs: int = RUNS) -> dict[str, float]:
    """Milliseconds (the least of `runs`), peak memory and size in MB, and the ratios to both floors.

    The names: `bare`, `deal`, `tables`, `import`, `again`, `undo` with ` wall` or ` cpu`; `import peak MB` and that of
    a tenth of the rows, `book MB`; `import / bare`, `import / deal` and `import / tables`, by CPU; `µs a row`.
    """
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "deals.csv"
        write_csv(file, rows // 10)
        found[A_TENTH] = _alone("import", file, Path(name) / "tenth.db")["import peak MB"]
        write_csv(file, rows)
        for run in range(runs):
            for kind in ("bare", "deal", "import", "tables"):
                book = Path(name) / f"{kind}-{run}.db"
                for figure, value in _alone(kind, file, book).items():
                    found[figure] = min(value, found.get(figure, value))
                for left in Path(name).glob(f"{book.name}*"):
                    left.unlink() if left.is_file() else None
    found["import / bare"] = found["import cpu"] / found["bare cpu"]
    found["import / deal"] = found["import cpu"] / found["deal cpu"]
    found["import / tables"] = found["import cpu"] / found["tables cpu"]
    found["µs a row"] = found["import cpu"] * 1000 / rows
    return found


def _alone(kind: str, file: Path, book: Path) -> dict[str, float]:
    """One measurement, in a process of its own."""
    # As a module: beside a script the bench's own `numbers` would hide Python's.
    command = [sys.executable, "-m", "tests.bench.imports", kind, str(file), str(book)]
    told: dict[str, float] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    )
    return told


def main() -> None:
    """One measurement, as JSON; or all of them for a number of rows."""
    if len(sys.argv) == 2:
        for name, value in figures(int(sys.argv[1])).items():
            print(f"{name:<20}{value:>12.1f}")
        return
    kind, file, book = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if kind == "import":
        told = imported(file, book)
    elif kind == "tables":
        told = floor_of_tables(book.with_name("made.db"), file, book)
    else:
        told = floor(kind, file, book)
    print(json.dumps(told))


if __name__ == "__main__":
    main()

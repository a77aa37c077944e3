"""`make torture`: programs killed at a thousand moments, and what is in their books afterwards.

Exits with 1 when anything acknowledged is lost, anything is half done, a book is damaged or the next verb is hindered;
the books in question are kept.
"""

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from tests.torture import beside, ground, writers
from tests.torture.checks import DAMAGED, HALF, HINDERED, LOST
from tests.torture.kills import AFTER, BEFORE, DURING, LATE, WRITTEN, Kill
from tests.torture.lives import KINDS, Shop, lived

_FALLS = (BEFORE, DURING, WRITTEN, AFTER)
_FAULTS = (LOST, HALF, DAMAGED, HINDERED)
_shops: list[Shop] = []


def begin(folder: str) -> None:
    """Set up this process's own shop."""
    _shops.append(Shop(Path(tempfile.mkdtemp(dir=folder))))


def one(kind: str, number: int, seed: int, kept: Path) -> list[Kill]:
    """One life in this process."""
    return lived(_shops[0], kind, number, seed, kept)


def many_writers(folder: Path, shells: int) -> list[str]:
    """So many shells at once in each of three situations; what is wrong afterwards."""
    shop = Shop(folder)
    beginning, book = shop.beginning(shop.ground), ground.lay(folder / "crowd", shop.ground)
    lines = [writers.lines_of(number, undoing=True) for number in range(shells)]
    found = [f"with the app: {line}" for line in writers.crowded(book, beginning, lines)]
    book = ground.lay(folder / "day", shop.ground, backed_up=False)
    found += [f"no backup of today: {line}" for line in writers.begun_together(book, beginning, shells)]
    book = ground.lay(folder / "new", None)
    return found + [f"no book: {line}" for line in writers.begun_together(book, shop.made(), shells)]


class Tally:
    """What was counted so far."""

    def __init__(self) -> None:
        self.fell = {kind: Counter[str]() for kind in KINDS}
        self.faults = {kind: Counter[str]() for kind in KINDS}
        self.acknowledged = Counter[str]()

    def add(self, kills: list[Kill]) -> None:
        """Count them."""
        for kill in kills:
            self.fell[kill.kind][kill.fell] += 1
            self.acknowledged[kill.kind] += kill.acknowledged
            for fault in kill.faults:
                self.faults[kill.kind][fault.kind] += 1

    def kills(self, kind: str) -> int:
        """How many were killed before they had ended by themselves."""
        return sum(self.fell[kind][fell] for fell in _FALLS)

    @property
    def all(self) -> int:
        """Kills of all kinds."""
        return sum(self.kills(kind) for kind in KINDS)

    @property
    def failed(self) -> int:
        """How much is wrong."""
        return sum(sum(counted.values()) for counted in self.faults.values())

    def behind(self, kinds: list[str], under_way: Counter[str]) -> str:
        """The kind that is furthest from its share."""
        return min(kinds, key=lambda kind: (self.kills(kind) + 4 * under_way[kind]) / KINDS[kind].share)

    def table(self) -> str:
        """All of it, a line for each kind of victim."""
        heads = ("kills", *_FALLS, LATE, "acknowledged", *_FAULTS)
        rows = {
            kind: [
                self.kills(kind),
                *(self.fell[kind][fell] for fell in (*_FALLS, LATE)),
                self.acknowledged[kind],
                *(self.faults[kind][fault] for fault in _FAULTS),
            ]
            for kind in KINDS
        }
        rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)]
        widths = [max(len(head), 6) for head in heads]
        lines = [f"{'':<16}" + "".join(f"{head:>{width + 2}}" for head, width in zip(heads, widths, strict=True))]
        for name, row in rows.items():
            lines.append(f"{name:<16}" + "".join(f"{n:>{width + 2}}" for n, width in zip(row, widths, strict=True)))
        return "\n".join(lines)


def asked() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="make torture", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000, metavar="N", help="how many (1000)")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1_000_000), metavar="N", help="of all that is drawn"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2, metavar="N", help="lives at once (one a core)")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only victims of that kind; may be repeated")
    parser.add_argument("--shells", type=int, default=20, metavar="N", help="that write at once, in the end (20)")
    parser.add_argument("--rounds", type=int, default=100, metavar="N", help="stopped and foreign programs, each (100)")
    parser.add_argument("--life", type=int, metavar="N", help="only the life of that number")
    return parser.parse_args()


def kill_all(options: argparse.Namespace, folder: str, kept: Path) -> Tally:
    """Live lives until there are enough kills; whatever is wrong is printed as it is found."""
    kinds, tally, number = options.kind or [*KINDS], Tally(), options.life or 0
    began, shown = time.monotonic(), 0.0
    under_way: dict[Future[list[Kill]], tuple[str, int]] = {}
    with ProcessPoolExecutor(options.jobs, multiprocessing.get_context("spawn"), begin, (folder,)) as pool:
        while under_way or (tally.all < options.kills and options.life in (None, number)):
            while len(under_way) < options.jobs and tally.all < options.kills and options.life in (None, number):
                kind = tally.behind(kinds, Counter(kind for kind, _ in under_way.values()))
                under_way[pool.submit(one, kind, number, options.seed, kept)] = (kind, number)
                number += 1
            for life in wait(under_way, return_when=FIRST_COMPLETED).done:
                kind, which = under_way.pop(life)
                tally.add(life.result())
                for kill in life.result():
                    for fault in kill.faults:
                        print(
                            f"\n{fault.kind}: {kill.victim}, seed {options.seed}, {kind} life {which}: {fault.seen}\n"
                        )
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                print(f"{shown - began:5.0f} s  {tally.all:6,} kills, {tally.failed} faults", flush=True)
    print(f"\n{tally.all:,} kills in {time.monotonic() - began:.0f} s, seed {options.seed}\n\n{tally.table()}\n")
    return tally


def rounds(folder: Path, options: argparse.Namespace) -> int:
    """Rounds beside holders that are stopped and beside foreign programs; tells what is wrong; how much that is."""
    shop = Shop(folder / "ground")
    counted, acknowledged, wrong = Counter[str](), 0, 0
    with ProcessPoolExecutor(options.jobs, multiprocessing.get_context("spawn")) as pool:
        jobs = [
            (pool.submit(kind, folder / f"{kind.__name__}-{number}", shop.ground, options.seed + number), number)
            for number in range(options.rounds)
            for kind in (beside.stopped, beside.foreign)
        ]
        for future, number in jobs:
            done, seed = future.result(), options.seed + number
            counted[done.what] += 1
            acknowledged += done.acknowledged
            wrong += len(done.faults)
            for fault in done.faults:
                print(f"{done.what}, seed {seed}: {fault}", flush=True)
    for what, count in sorted(counted.items()):
        print(f"{count:6,}  {what}")
    print(f"{counted.total():6,}  rounds, {acknowledged:,} writes acknowledged, {wrong} faults\n", flush=True)
    return wrong


def main() -> int:
    """Kill, look, tell; then let many write at once."""
    options, kept = asked(), Path("torture-failed").absolute()
    print(f"seed {options.seed}, {options.kills:,} kills, {options.jobs} lives at once", flush=True)
    with tempfile.TemporaryDirectory(prefix="pipetui-torture-") as folder:
        failed = kill_all(options, folder, kept).failed
        print(
            f"{failed} faults; the books are in {kept}" if failed
            else "nothing lost, nothing half done, no book damaged, no next verb hindered"
        )  # fmt: skip
        failed += rounds(Path(folder), options) if options.rounds else 0
        crowd = Path(folder) / "writers"
        crowd.mkdir()
        wrong = many_writers(crowd, options.shells) if options.shells else []
    print(
        f"\n{options.shells} shells at once, with the app, on a new day, on no book:",
        *wrong or ["as it should be"],
        sep="\n  ",
    )
    return 1 if failed or wrong else 0


if __name__ == "__main__":
    sys.exit(main())

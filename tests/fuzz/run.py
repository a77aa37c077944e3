"""`make fuzz`: every parser and the app fed again and again with fresh seeds, on all cores, until the time is up.

Prints what failed as it fails, with what repeats it, then how much was tried of each parser; exits 1 if anything
failed. Here an input is limited in time as well: one second of the processor is more than any line may take.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

from tests.fuzz.parsers import entries
from tests.fuzz.rounds import MONKEY, Done, begin, one_round

_ZONE = "CET-1CEST,M3.5.0,M10.5.0/3"
"""A time zone with summer time, the same on every machine."""


def asked() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0, metavar="N", help="how long (10)")
    parser.add_argument("--only", default="", metavar="NAME", help="the parsers with this in their name")
    parser.add_argument(
        "--monkey", action="store_const", dest="only", const=MONKEY, help="the app alone: keys, clicks …"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="one round of each from this seed, to repeat a failure")
    return parser.parse_args()


def rounds(names: list[str], first: int | None) -> Iterator[tuple[str, int]]:
    """Which parser is next, and its seed; one round of each where the first seed was given."""
    if first is not None:
        yield from ((name, first) for name in names)
        return
    numbers = random.SystemRandom()
    for name in cycle(names):
        yield name, numbers.randrange(10**9)


def main() -> int:
    """Feed them until the time is up, and tell; the exit code."""
    options = asked()
    os.environ["TZ"] = _ZONE
    time.tzset()
    with tempfile.TemporaryDirectory(prefix="pipetui-fuzz-") as folder:
        names = [name for name in (*entries(Path(folder)), MONKEY) if options.only in name]
        if not names:
            print(f"no parser has “{options.only}” in its name", file=sys.stderr)
            return 2
        results = _run(names, options.seed, time.monotonic() + 60 * options.minutes, folder)
    return _summed_up(names, results)


def _run(names: list[str], first: int | None, ends: float, folder: str) -> list[Done]:
    """All rounds that fit in; a parser that failed is not fed again."""
    results: list[Done] = []
    cores = os.cpu_count() or 1
    left = rounds(names, first)
    running: dict[Future[Done], tuple[str, int]] = {}
    with ProcessPoolExecutor(cores, get_context("spawn"), begin, (folder,)) as pool:
        while True:
            failed = {done.name for done in results if done.failed}
            while len(running) < cores and time.monotonic() < ends and len(failed) < len(names):
                name, number = next(left, ("", 0))
                if not name:
                    break
                if name not in failed:
                    running[pool.submit(one_round, name, number)] = (name, number)
            if not running:
                return results
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name, number = running.pop(future)
                try:
                    done = future.result()
                except BrokenProcessPool:
                    also = [f"{other}, seed {seed}" for other, seed in running.values()]
                    results.append(Done(name, 0, 0.0, f"its process ended (seed {number}), or that of {also}"))
                    print(f"FAILED {name}: {results[-1].failed}", flush=True)
                    return results
                results.append(done)
                if done.failed:
                    print(f"FAILED {name}\n{done.failed}", flush=True)


def _summed_up(names: list[str], results: list[Done]) -> int:
    """Print what was tried of each parser, and the total; the exit code."""
    width = max(map(len, names))
    for name in names:
        own = [done for done in results if done.name == name]
        tried, slowest = sum(done.tried for done in own), max((done.slowest for done in own), default=0.0)
        told = "FAILED" if any(done.failed for done in own) else "ok" if own else "not tried"
        print(f"{name:<{width}}  {tried:>8,} inputs  slowest {slowest:5.2f} s  {told}")
    failed = sum(bool(done.failed) for done in results)
    untried = len(set(names) - {done.name for done in results})
    print(
        f"{len(names)} parsers, {sum(done.tried for done in results):,} inputs, {failed} failed"
        + (f", {untried} not tried: give it more minutes" if untried else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

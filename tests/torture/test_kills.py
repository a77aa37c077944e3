"""Killed in the middle of a write: what was told is in the book, nothing is half done, and the next verb works.

The short version of `make torture`. Most kills fall just when the book's files begin to move.
"""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.torture import app_kills, ground, swarm
from tests.torture.contents import commits
from tests.torture.killing import Moment, Shell
from tests.torture.kills import LATE, Kill
from tests.torture.lives import Shop
from tests.torture.victims import CAREFUL, FAST, IMPORTS, Victim

AT_ONCE = (Moment(0, 1), Moment(0, 2), Moment(0.0005, 1), Moment(0.002, 1))
"""When the first bytes are written and a little later; and when the log is written back into the book."""


ROUNDS = 20
"""How often it is tried to kill one in time."""


def faults(kills: list[Kill]) -> list[str]:
    return [f"{fault.kind}: {fault.seen}" for kill in kills for fault in kill.faults]


def killed(shop: Shop, kind: str, victims: list[Victim], moments: tuple[Moment, ...], rng: random.Random) -> list[str]:
    """Each victim killed at a moment, all on one book, the log left as it lies every other time.

    All that was found wrong; at least one has to be killed before it ended by itself.
    """
    old = shop.older(1) if kind == "migration" else (None, None)
    book = shop.book(kind, 0, *old)
    kills: list[Kill] = []
    for _ in range(ROUNDS):  # where the machine is busy one may well have ended before it is this test's turn
        for number, victim in enumerate(victims):
            kills.append(book.kill(book.ready(victim, rng), moments[number % len(moments)]))
            if number % 2:
                kills.append(kills[-1]._replace(faults=book.next_verb()))
        if any(kill.fell != LATE for kill in kills):
            break
    kills.append(kills[-1]._replace(faults=book.next_verb()))
    assert any(kill.fell != LATE for kill in kills), "nothing was killed"
    return faults(kills)


@pytest.mark.parametrize("victim", [*FAST, *(one for one in CAREFUL if one.name == "edit")])
def test_a_gesture_is_one_transaction_whatever_the_moment(shop: Shop, victim: Victim) -> None:
    book = shop.book("fast", 0)
    call = book.ready(victim, random.Random(8))
    with closing(sqlite3.connect(book.path)) as reader:  # who is there keeps the log from being written back
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        assert Shell(call.words, book.environment, book.folder).ended().acknowledged
        assert commits(book.path) == 1


def test_quick_verbs(shop: Shop) -> None:
    assert killed(shop, "fast", [*FAST], AT_ONCE, random.Random(1)) == []


def test_careful_verbs(shop: Shop) -> None:
    victims = [victim for victim in CAREFUL if victim.name in ("edit", "undo")]
    assert killed(shop, "careful", victims, AT_ONCE, random.Random(2)) == []


def test_an_import(shop: Shop) -> None:
    assert killed(shop, "import", [IMPORTS[0]._replace(rows=(300, 400))], (Moment(0.001, 1),), random.Random(3)) == []


def test_a_migration(shop: Shop) -> None:
    assert killed(shop, "migration", [FAST[0]], (Moment(0, 1),), random.Random(4)) == []


def test_several_shells_at_once(shop: Shop) -> None:
    book = shop.book("swarm", 0)
    rng = random.Random(5)
    kills = [kill for moves in (2, 5) for kill in swarm.kill(book, FAST, 6, rng, Moment(0, moves))]
    kills.append(kills[-1]._replace(faults=book.next_verb()))
    assert faults(kills) == []


def test_the_app(shop: Shop) -> None:
    beginning = shop.beginning(shop.ground)
    stage = app_kills.Stage.of(shop.ground, beginning, shop.folder / "rehearsal", 2)
    kills = [
        app_kills.kill(shop.book("app", number), stage.acts, stage.states, quiet, ahead, Moment(0.0005, 1))
        for number, (quiet, ahead) in enumerate([(1, 2)])
    ]
    assert faults(kills) == []


def test_a_kill_that_comes_too_late_finds_everything_told(shop: Shop) -> None:
    book = shop.book("fast", 0)
    kill = book.kill(book.ready(FAST[0], random.Random(6)), Moment(60))
    assert (kill.fell, kill.acknowledged, kill.faults) == ("too late", 1, ())


def test_a_book_that_is_put_back_is_found_to_have_lost_what_was_told(shop: Shop, place: Path) -> None:
    """The test of the tests: a loss is seen."""
    book = shop.book("fast", 0)
    call = book.ready(FAST[0], random.Random(7))
    book.environment["PIPETUI_DB"] = str(ground.lay(place, shop.ground))  # it writes elsewhere, and says that it wrote
    kill = book.kill(call, Moment(60))
    assert [fault.kind for fault in kill.faults] == ["lost"]

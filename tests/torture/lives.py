"""The kinds of victims, each with its share of the kills, and what a life of a book is for each of them."""

import random
import shutil
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pipetui.store.store import Store
from tests.torture import app_kills, ground, swarm
from tests.torture.checks import HINDERED, Fault
from tests.torture.contents import Contents, copied
from tests.torture.kills import LATE, Book, Durations, Kill, beginning_of, one_life
from tests.torture.victims import CAREFUL, FAST, IMPORTS, ONE_DEAL, Victim

_OLD_REVISIONS = (1, 2)
_MIGRATING = 0.08
"""Seconds in which an old book is copied, brought up to date and written to."""


class Shop:
    """What all lives of one process share: the books they begin with, and how long things take."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ground = ground.make(folder / "ground.db")
        self._beginnings: dict[Path, Contents] = {}
        self._older: dict[int, tuple[Path, Contents]] = {}
        self._stage: app_kills.Stage | None = None
        self.durations: dict[str, Durations] = {}

    def book(self, kind: str, number: int, template: Path | None = None, beginning: Contents | None = None) -> Book:
        """A fresh book for a life."""
        template = template or self.ground
        return Book(kind, self.folder / "life", template, beginning or self.beginning(template), f"K{number}")

    def beginning(self, template: Path) -> Contents:
        """What undo has to lead back to."""
        if template not in self._beginnings:
            self._beginnings[template] = beginning_of(template)
        return self._beginnings[template]

    def older(self, revision: int) -> tuple[Path, Contents]:
        """A book of that revision, and what is in it today once all it journaled is undone."""
        if revision not in self._older:
            book, bare = ground.older(self.folder / f"revision-{revision}.db", revision)
            Store.open(bare).close()
            self._older[revision] = (book, beginning_of(bare))
        return self._older[revision]

    def made(self) -> Contents:
        """What is in a book that has just been made."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "book.db"
            Store.open(path).close()
            return beginning_of(path)

    def stage(self) -> app_kills.Stage:
        """The app's script, rehearsed."""
        if self._stage is None:
            self._stage = app_kills.Stage.of(self.ground, self.beginning(self.ground), self.folder / "rehearsal")
        return self._stage


Life = Callable[[Shop, int, random.Random], list[Kill]]


def _verbs(kind: str, victims: tuple[Victim, ...], kills: int) -> Life:
    def life(shop: Shop, number: int, rng: random.Random) -> list[Kill]:
        return one_life(shop.book(kind, number), victims, kills, rng, shop.durations.setdefault(kind, Durations()))

    return life


def _first_of_a_day(shop: Shop, number: int, rng: random.Random) -> list[Kill]:
    book = shop.book("first of a day", number)
    book.path = ground.lay(book.folder, book.template, backed_up=False)
    return one_life(book, [*FAST, *CAREFUL], 1, rng, shop.durations.setdefault("careful", Durations()))


def _new_book(shop: Shop, number: int, rng: random.Random) -> list[Kill]:
    book = shop.book("new book", number, beginning=shop.made())
    book.path = ground.lay(book.folder, None)
    durations = shop.durations.setdefault("new book", Durations())
    return one_life(book, [victim._replace(spread=0.05) for victim in FAST if "{deal}" not in victim.line], 1, rng,
                    durations)  # fmt: skip


def _migration(shop: Shop, number: int, rng: random.Random) -> list[Kill]:
    old, beginning = shop.older(rng.choice(_OLD_REVISIONS))
    # No `first`: it would be the migration; and a book of old has no cadences to start.
    victims = [victim._replace(spread=_MIGRATING) for victim in ONE_DEAL if victim.name != "cadence"]
    book = shop.book("migration", number, old, beginning)
    return one_life(book, victims, rng.choice((1, 1, 2)), rng, shop.durations.setdefault("migration", Durations()))


def _app(shop: Shop, number: int, rng: random.Random) -> list[Kill]:
    stage = shop.stage()
    drawn = app_kills.drawn(stage.acts, rng)
    return [app_kills.kill(shop.book("app", number), stage.acts, stage.states, *drawn)]


def _swarm(shop: Shop, number: int, rng: random.Random) -> list[Kill]:
    book = shop.book("swarm", number)
    done = []
    for _ in range(2):
        lane, moment = swarm.drawn(8, rng)
        done += swarm.kill(book, lane, 8, rng, moment)
    done[-1] = done[-1]._replace(faults=done[-1].faults + book.next_verb())
    return done


class Kind(NamedTuple):
    """A share of all kills, and the life in which they happen."""

    share: float
    life: Life


KINDS = {
    "fast": Kind(0.36, _verbs("fast", FAST, 10)),
    "careful": Kind(0.20, _verbs("careful", CAREFUL, 8)),
    "swarm": Kind(0.21, _swarm),
    "import": Kind(0.05, _verbs("import", IMPORTS, 1)),
    "migration": Kind(0.06, _migration),
    "app": Kind(0.06, _app),
    "first of a day": Kind(0.03, _first_of_a_day),
    "new book": Kind(0.03, _new_book),
}


def lived(shop: Shop, kind: str, number: int, seed: int, kept: Path) -> list[Kill]:
    """One life; where something is wrong its book is kept in a folder of its own in `kept`."""
    try:
        kills = KINDS[kind].life(shop, number, random.Random(f"{seed}/{kind}/{number}"))
    except Exception:  # noqa: BLE001  # whatever breaks the test itself is a finding too
        kills = [Kill(kind, "?", LATE, 0, (Fault(HINDERED, traceback.format_exc()),))]
    if any(kill.faults for kill in kills):
        folder = kept / f"seed-{seed}-{kind.replace(' ', '-')}-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        copied(shop.folder / "life" / "book.db", folder)
        if (shop.folder / "life" / "book.db.backups").exists():
            shutil.copytree(shop.folder / "life" / "book.db.backups", folder / "book.db.backups", dirs_exist_ok=True)
    return kills

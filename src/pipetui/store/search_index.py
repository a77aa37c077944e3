"""The index of the words in notes and touches: which deals have a word in what was written about them.

It is made of the texts alone and can be made anew from them at any time, so it is not journaled. Whatever changes a
text, a gesture, undo, another program, only puts down its deal as one that is out of date (`upkeep`, in the triggers of
`schema.triggers`); the texts of those deals are looked through themselves until `bring_up_to_date` has read them. So a
search is always right, and writing costs next to nothing.

A word is a piece of `domain.full_text`. For each there are blocks of deals with near numbers, as two bytes each. Plain
tables, and none of SQLite's own full text search: it would have to be compiled in, knows parts of words only by three
letters, and would have to look at every text that it finds. Standard library only.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from itertools import groupby
from operator import itemgetter

from pipetui.domain.full_text import pieces
from pipetui.store import deal_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Collection, Iterable, Iterator
    from typing import Any, TypeAlias

    Places: TypeAlias = defaultdict[str, array[int]]
    """The deals, from low numbers to high ones, by the word."""

PENDING = "search_pending"
TABLES = ("search_word", "search_block", PENDING)
"""Everything of the index."""

_MADE = (
    "CREATE TABLE search_word (word TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE search_block (word_id INTEGER NOT NULL, block INTEGER NOT NULL, deals BLOB NOT NULL,
        PRIMARY KEY (word_id, block)) WITHOUT ROWID""",
    "CREATE TABLE search_pending (id INTEGER PRIMARY KEY AUTOINCREMENT, deal_id INTEGER, lost INTEGER NOT NULL)",
)
"""A pending deal that `lost` a text may be in blocks where it does not belong. Without a number it means all deals."""

_BLOCK = 1 << 16
_MOST_MARKS = 1 << 62
"""More than were ever put down: at the end of its numbers SQLite takes no more."""
_AT_A_TIME, _WORDS_AT_A_TIME = 200, 10_000
"""Deals whose texts are read at once, and words that are written at once: some 50 ms each."""
MANY = 300
"""Deals out of date of which it is quicker to bring them up to date than to look through them at every search."""

_WRITTEN = """
    SELECT deal_id, text{note} FROM note WHERE deal_id {among} AND typeof(text) = 'text' AND text <> ''
    UNION ALL
    SELECT deal_id, text{touch} FROM touch WHERE deal_id {among} AND typeof(text) = 'text' AND text <> ''
    UNION ALL
    SELECT dp.deal_id, text{touch} FROM touch CROSS JOIN deal_person dp ON dp.person_id = touch.person_id
    CROSS JOIN person p ON p.id = touch.person_id AND p.deleted_at IS NULL
    WHERE touch.deal_id IS NULL AND typeof(text) = 'text' AND text <> '' AND dp.deal_id {among}"""
"""What was written about deals: a touch with somebody that stands on no deal belongs to each of theirs."""


# --- kept by the triggers --------------------------------------------------------------------------------------

_THEIRS = "SELECT deal_id FROM deal_person WHERE person_id = {row}.person_id AND {row}.deal_id IS NULL"
_DEALS = {
    "note": "SELECT {row}.deal_id AS deal_id",
    "touch": f"SELECT {{row}}.deal_id AS deal_id UNION ALL {_THEIRS}",
    "deal_person": """SELECT {row}.deal_id AS deal_id
        WHERE EXISTS (SELECT 1 FROM touch WHERE person_id = {row}.person_id AND deal_id IS NULL)""",
    "person": """SELECT deal_id FROM deal_person WHERE person_id = {row}.id
        AND EXISTS (SELECT 1 FROM touch WHERE person_id = {row}.id AND deal_id IS NULL)""",
}
"""Of each table that texts hang on: whose deals a row concerns."""
_TOLD = {"note": "deal_id text", "touch": "deal_id person_id text", "deal_person": "deal_id person_id",
         "person": "deleted_at"}  # fmt: skip


def upkeep(table: str, event: str) -> str:
    """What a trigger after that event of a table has to do for the index; "" where no text hangs on it."""
    if table not in _DEALS:
        return ""
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}[event]
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _TOLD[table].split())
    said = []
    for row in rows:
        conditions = ["deal_id IS NOT NULL"]
        conditions += [f"{row}.text <> ''"] if table in ("note", "touch") else []
        conditions += [f"({changed})"] if event == "UPDATE" else []
        said.append(
            f"""INSERT INTO search_pending (deal_id, lost)
                SELECT deal_id, {int(row == "OLD")} FROM ({_DEALS[table].format(row=row)})
                WHERE {" AND ".join(conditions)};"""
        )
    return " ".join(said)


def mark(connection: sqlite3.Connection, event: str, tables: Collection[str], deals: Iterable[int]) -> None:
    """Put down what is out of date after that event of these tables, whose triggers did not run.

    Their rows were of these `deals`; of rows that were changed in place nobody knows.
    """
    if _DEALS.keys().isdisjoint(tables):
        return
    if event == "UPDATE":
        forget(connection)
        return
    connection.execute(
        "INSERT INTO search_pending (deal_id, lost) SELECT value, :lost FROM json_each(:deals)",
        {"lost": event == "DELETE", "deals": f"[{','.join(map(str, deals))}]"},
    )


def forget(connection: sqlite3.Connection) -> None:
    """Put all deals down as out of date."""
    connection.execute("INSERT INTO search_pending (deal_id, lost) VALUES (NULL, 1)")


def install(connection: sqlite3.Connection) -> None:
    """Make an index that knows nothing yet, inside a transaction: what is written there is out of date.

    The numbers of what is pending go on: one that came back would look to a `Building` like its own.
    """
    newest = _newest_number(connection)
    deal_line.take_away(connection, *TABLES)
    for statement in _MADE:
        connection.execute(statement)
    if newest:
        numbered = {"name": PENDING, "newest": newest}
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :newest)", numbered)
    if connection.execute("SELECT EXISTS (SELECT 1 FROM note) OR EXISTS (SELECT 1 FROM touch)").fetchone()[0]:
        forget(connection)


def _newest_number(connection: sqlite3.Connection) -> int:
    """The highest number that was given to what is pending; 0 where another program left none to count on from."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone():
        return 0
    rows = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = :name", {"name": PENDING})
    return max((number for (number,) in rows if isinstance(number, int) and number < _MOST_MARKS), default=0)


# --- what is out of date ---------------------------------------------------------------------------------------


def pending(connection: sqlite3.Connection) -> dict[int | None, bool]:
    """The deals that are out of date, and whether they lost a text; None among them for all deals."""
    rows = connection.execute("SELECT deal_id, max(lost) FROM search_pending GROUP BY deal_id")
    return {deal if type(deal) is int else None: bool(lost) for deal, lost in rows}


def is_damaged(connection: sqlite3.Connection) -> bool:
    """Whether another program has put something there that is of no index."""
    (damaged,) = connection.execute(
        f"""SELECT EXISTS (SELECT 1 FROM search_word WHERE typeof(word) <> 'text' OR typeof(id) <> 'integer')
            OR EXISTS (SELECT 1 FROM search_block WHERE typeof(deals) <> 'blob' OR typeof(block) <> 'integer'
                       OR typeof(word_id) <> 'integer')
            OR EXISTS (SELECT 1 FROM search_pending WHERE typeof(deal_id) NOT IN ('integer', 'null')
                       OR id > {_MOST_MARKS})"""
    ).fetchone()
    return bool(damaged)


def is_behind(connection: sqlite3.Connection) -> bool:
    """Whether so much is out of date that it should be brought up to date."""
    deals = connection.execute("SELECT DISTINCT deal_id FROM search_pending LIMIT ?", (MANY + 1,)).fetchall()
    return len(deals) > MANY or (None,) in deals


def is_all_behind(connection: sqlite3.Connection) -> bool:
    """Whether it is quicker to make the whole index anew."""
    deals = pending(connection)
    (all_deals,) = connection.execute("SELECT count(*) FROM deal").fetchone()
    return None in deals or len(deals) * 2 > all_deals


def written(connection: sqlite3.Connection, deals: Collection[int] | None) -> Iterator[tuple[int, str]]:
    """What was written about these deals, about all for None: the deal and the text."""
    among = "IN (SELECT value FROM json_each(:deals))" if deals is not None else "IS NOT NULL"
    given = {"deals": f"[{','.join(map(str, deals or ()))}]"}
    return connection.execute(_WRITTEN.format(among=among, note="", touch=""), given)


def entries(connection: sqlite3.Connection, deal: int) -> Iterator[tuple[str, Any, str]]:
    """What was written about a deal, the newest first: the text, when, and whether it is a note or a touch."""
    sql = _WRITTEN.format(among="= :deal", note=", at, 'note'", touch=", at, 'touch'")
    rows = connection.execute(f"{sql} ORDER BY 3 DESC", {"deal": deal})
    return ((text, at, kind) for _, text, at, kind in rows)


class Building:
    """Making the whole index anew, a little at a time, beside other work.

    `read` until nothing is left to be read, then `write`, each time in a transaction, until nothing is left. Searches
    are right meanwhile; what changes meanwhile is out of date afterwards. Where another program makes the index at the
    same time, the one that came later does.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        (self._known,) = connection.execute("SELECT coalesce(max(id), 0) FROM search_pending").fetchone()
        self._deals = int(connection.execute("SELECT count(*) FROM deal").fetchone()[0])
        self._first = _first_pending(connection)
        self._places: Places = _no_places()
        self._last: int | None = None
        self._read: int = 0
        self._words: list[str] | None = None
        self._written: int = 0
        self._mark = 0

    @property
    def done(self) -> float:
        """How much of it is done, from 0 to 1."""
        reading = float(self._read) / max(1, self._deals)
        writing = float(self._written) / len(self._words) if self._words else 0.0
        return min(1.0, 0.8 * reading + 0.2 * writing)

    def read(self) -> bool:
        """Read the texts of some more deals; False where there were none left."""
        some = _next_deals(self._connection, self._last)
        if not some:
            return False
        self._last = some[-1]
        self._read += len(some)
        _gather(self._connection, some, self._places)
        return True

    def write(self) -> bool:
        """Put some more of what was read into the book; False where it is done, or another program does it."""
        if self._words is None:
            if _first_pending(self._connection) != self._first:
                return False
            self._words = sorted(self._places)
            self._begin()
        elif self._newest_mark() != self._mark:
            return False
        begin, self._written = self._written, min(len(self._words), self._written + _WORDS_AT_A_TIME)
        numbered = [*enumerate(self._words[begin : self._written], begin + 1)]
        self._connection.executemany(
            "INSERT INTO search_word (word, id) VALUES (?, ?)", ((word, number) for number, word in numbered)
        )
        self._connection.executemany(
            "INSERT INTO search_block (word_id, block, deals) VALUES (?, ?, ?)",
            (
                (number, block, _packed(offsets))
                for number, word in numbered
                for block, offsets in _blocks(self._places[word])
            ),
        )
        if self._written < len(self._words):
            return True
        self._connection.execute("DELETE FROM search_pending WHERE id <= ? OR id = ?", (self._known, self._mark))
        return False

    def _begin(self) -> None:
        """Nothing in the index counts until all of it is there."""
        forget(self._connection)
        self._mark = self._newest_mark()
        self._connection.execute("DELETE FROM search_block")
        self._connection.execute("DELETE FROM search_word")

    def _newest_mark(self) -> int:
        row = self._connection.execute("SELECT max(id) FROM search_pending WHERE deal_id IS NULL").fetchone()
        return int(row[0] or 0)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Read what is out of date into the index, inside a transaction."""
    (known,) = connection.execute("SELECT coalesce(max(id), 0) FROM search_pending").fetchone()
    deals = pending(connection)
    if is_all_behind(connection):
        building = Building(connection)
        while building.read():
            pass
        while building.write():
            pass
        return
    some = sorted(deal for deal in deals if deal is not None)
    _take_out(connection, {deal for deal in some if deals[deal]})
    places = _no_places()
    for begin in range(0, len(some), _AT_A_TIME):
        _gather(connection, some[begin : begin + _AT_A_TIME], places)
    _put_in(connection, places)
    connection.execute("DELETE FROM search_pending WHERE id <= ?", (known,))


def spoilt(connection: sqlite3.Connection) -> list[int]:
    """The deals, of those that are not out of date, of which the index says something else than their texts."""
    unsure = pending(connection)
    if None in unsure:
        return []
    places, last = _no_places(), None
    while some := _next_deals(connection, last):
        last = some[-1]
        _gather(connection, some, places)
    there = {deal for (deal,) in connection.execute("SELECT id FROM deal")}
    wrong: set[int] = set()
    for word, held in groupby(_held(connection), key=itemgetter(0)):
        found = {deal for _, block, deals in held for deal in unpacked(block, deals)} & there
        wrong |= found.symmetric_difference(places.pop(word, ()))
    return sorted(wrong.union(*places.values()) - unsure.keys())


# --- blocks ----------------------------------------------------------------------------------------------------


def unpacked(block: int, deals: bytes | bytearray) -> set[int]:
    """The numbers of the deals in a block, or in several of the same number one behind the other."""
    if type(block) is not int or not isinstance(deals, (bytes, bytearray)):
        raise ValueError(f"no block: {block!r}")  # another program's
    offsets, first = _offsets(deals), block * _BLOCK
    return {first + offset for offset in offsets} if first else set(offsets)


def _packed(offsets: Collection[int]) -> bytes:
    from struct import pack

    return pack(f"<{len(offsets)}H", *offsets)


def _blocks(deals: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    """Deals in their order as blocks of offsets."""
    here, offsets = 0, list[int]()
    for deal in deals:
        block, offset = divmod(deal, _BLOCK)
        if block != here and offsets:
            yield here, offsets
            offsets = []
        here = block
        offsets.append(offset)
    if offsets:
        yield here, offsets


def _next_deals(connection: sqlite3.Connection, last: int | None) -> list[int]:
    after = "WHERE id > :last" if last is not None else ""
    rows = connection.execute(f"SELECT id FROM deal {after} ORDER BY id LIMIT {_AT_A_TIME}", {"last": last})
    return [number for (number,) in rows]


def _no_places() -> Places:
    from array import array

    return defaultdict(lambda: array("q"))


def _gather(connection: sqlite3.Connection, deals: Collection[int], places: Places) -> None:
    """Add the words of these deals, whose numbers are higher than those before."""
    texts: dict[int, list[str]] = {}
    for deal, text in written(connection, deals):
        texts.setdefault(deal, []).append(text)
    for deal in sorted(texts):
        for word in pieces("\n".join(texts[deal])):
            places[word].append(deal)


def _take_out(connection: sqlite3.Connection, deals: set[int]) -> None:
    if not deals:
        return
    lost: dict[int, set[int]] = {}
    for deal in deals:
        lost.setdefault(deal // _BLOCK, set()).add(deal % _BLOCK)
    among = f"[{','.join(map(str, lost))}]"
    rows = connection.execute(
        "SELECT word_id, block, deals FROM search_block WHERE block IN (SELECT value FROM json_each(?))", (among,)
    )
    less = []
    for word, block, held in rows:
        offsets = _offsets(held)
        gone = lost[block]
        in_it = map(gone.__contains__, offsets) if len(offsets) < len(gone) else (_is_in(offsets, one) for one in gone)
        if any(in_it):
            less.append((_packed([offset for offset in offsets if offset not in gone]), word, block))
    connection.executemany("UPDATE search_block SET deals = ? WHERE word_id = ? AND block = ?", less)
    connection.execute("DELETE FROM search_block WHERE deals = x''")


def _put_in(connection: sqlite3.Connection, places: Places) -> None:
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM search_word").fetchone()
    for word in sorted(places):
        row = connection.execute("SELECT id FROM search_word WHERE word = ?", (word,)).fetchone()
        if row is None:
            newest += 1
            connection.execute("INSERT INTO search_word (word, id) VALUES (?, ?)", (word, newest))
        number = newest if row is None else row[0]
        for block, offsets in _blocks(places[word]):
            held = connection.execute(
                "SELECT deals FROM search_block WHERE word_id = ? AND block = ?", (number, block)
            ).fetchone()
            if held is None:
                new = (number, block, _packed(offsets))
                connection.execute("INSERT INTO search_block (word_id, block, deals) VALUES (?, ?, ?)", new)
                continue
            known = _offsets(held[0])
            more = [offset for offset in offsets if not _is_in(known, offset)]
            if more:  # seldom: most words of a deal were there before
                for offset in more:
                    insort(known, offset)
                changed = (_packed(known), number, block)
                connection.execute("UPDATE search_block SET deals = ? WHERE word_id = ? AND block = ?", changed)


def _offsets(deals: bytes | bytearray) -> array[int]:
    """What is in a block, in its order."""
    import sys
    from array import array

    found = array("H", deals[: len(deals) & ~1])
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _is_in(offsets: array[int], offset: int) -> bool:
    place = bisect_left(offsets, offset)
    return place < len(offsets) and offsets[place] == offset


def _held(connection: sqlite3.Connection) -> Iterator[tuple[str, int, bytes]]:
    """Every block, with its word."""
    return connection.execute(
        """SELECT w.word, b.block, b.deals FROM search_word w CROSS JOIN search_block b ON b.word_id = w.id
           ORDER BY w.word"""
    )


def _first_pending(connection: sqlite3.Connection) -> int:
    """What is another number once somebody has brought the index up to date."""
    (lowest,) = connection.execute("SELECT coalesce(min(id), 0) FROM search_pending").fetchone()
    return int(lowest)

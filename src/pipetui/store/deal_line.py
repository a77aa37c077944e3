"""The ready line of each deal: what lists and reports show of it that stands in other tables, in one row to read.

It is made of the other tables alone and can be made anew from them at any time, so it is not journaled. The triggers
of those tables keep it (see `schema.triggers`), whoever writes: a gesture, undo, another program. While a gesture is
under way they only note whose lines are stale, and each is made anew once, at its end: a deal may get twenty thousand
tags in one. Where rows come or go by the thousand without triggers, see `undo.runs.without_triggers`.

Standard library only: undo and the quick verbs come this way.
"""

from __future__ import annotations

from pipetui.store.check_ins import SINCE_WON

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

NAME = "deal_line"
TABLES = (NAME, "deal_line_stale")
VIEW = "deal_line_of"
TRIGGERS = ("deal_line_later", "deal_line_renew", "deal_line_settle")

_COLUMNS = (
    "deal_id, organization, tags, hot, people, answers, touched_at, last_due, step_id, custom,"
    " touches, first_after_s, met"
)
_TABLE = """CREATE TABLE deal_line (
    deal_id INTEGER PRIMARY KEY, organization TEXT, tags TEXT, hot INTEGER NOT NULL, people TEXT, answers TEXT,
    touched_at TEXT, last_due TEXT, step_id INTEGER, custom TEXT,
    touches INTEGER, first_after_s INTEGER, met TEXT)"""

_BEFORE_THE_END = "t.deal_id = d.id AND (d.closed_at IS NULL OR t.at <= d.closed_at)"
_OF_TEMPLATE = "t.kind = 'email' AND substr(t.text, -length(m.name) - 3) = ' (' || m.name || ')'"
"""Whether the touch `t` is a mail made of the template `m`: it ends with the name (`service.mail`)."""

# Each list inside a column in an order of its own, so that the line of a deal is always the same text.
_ANEW = f"""SELECT d.id,
    (SELECT name FROM organization WHERE id = d.organization_id AND deleted_at IS NULL),
    (SELECT group_concat(tag, char(0x241F)) FROM (SELECT tag FROM deal_tag WHERE deal_id = d.id ORDER BY tag)),
    EXISTS (SELECT 1 FROM deal_tag WHERE deal_id = d.id AND lower(tag) = 'hot'),
    (SELECT group_concat(one, char(0x241F)) FROM (
        SELECT dp.id || ' ' || p.name || char(0x241E) || dp.role AS one
        FROM deal_person dp JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL
        WHERE dp.deal_id = d.id ORDER BY dp.id)),
    (SELECT group_concat(one, char(0x241F)) FROM (
        SELECT question || ' ' || answered_at || ' ' || answer AS one
        FROM qualification WHERE deal_id = d.id ORDER BY question)),
    nullif(max(coalesce((SELECT max(at) FROM touch WHERE deal_id = d.id), ''),
               coalesce(d.touched_elsewhere_at, '')), ''),
    (SELECT due_on || coalesce(due_time, '24:00') FROM follow_up INDEXED BY ix_follow_up_open
     WHERE deal_id = d.id AND done_at IS NULL ORDER BY due_on DESC, coalesce(due_time, '24:00') DESC LIMIT 1),
    CASE d.status WHEN 'open' THEN (
        SELECT id FROM follow_up INDEXED BY ix_follow_up_open WHERE deal_id = d.id AND done_at IS NULL
        ORDER BY due_on, coalesce(due_time, '24:00'), id LIMIT 1)
    WHEN 'won' THEN (
        SELECT f.id FROM follow_up f INDEXED BY ix_follow_up_open WHERE f.deal_id = d.id AND f.done_at IS NULL
        AND {SINCE_WON} ORDER BY f.due_on, coalesce(f.due_time, '24:00'), f.id LIMIT 1) END,
    (SELECT group_concat(one, char(0x241F)) FROM (
        SELECT v.field_id || ' ' || v.value AS one
        FROM custom_value v JOIN custom_field c ON c.id = v.field_id
        WHERE v.entity_id = d.id AND c.entity = 'deal' ORDER BY v.field_id)),
    CASE WHEN d.status <> 'open' THEN (SELECT count(*) FROM touch t WHERE {_BEFORE_THE_END}) END,
    CASE WHEN d.status <> 'open' AND NOT d.created_unknown THEN strftime('%s', (
        SELECT min(t.at) FROM touch t WHERE {_BEFORE_THE_END} AND t.at >= d.created_at
        )) - strftime('%s', d.created_at) END,
    CASE WHEN d.status <> 'open' THEN (SELECT group_concat(one, char(0x241F)) FROM (
        SELECT DISTINCT t.kind || char(0x241E) || t.direction || char(0x241E) || t.outcome || char(0x241E)
            || coalesce((SELECT m.name FROM template m WHERE {_OF_TEMPLATE}
                ORDER BY length(m.name) DESC LIMIT 1), '') AS one
        FROM touch t WHERE {_BEFORE_THE_END} ORDER BY one)) END
FROM deal d"""

GESTURE = "(SELECT step_id FROM journal_head WHERE id = 1)"
"""The step that is written now, NULL while no gesture is under way."""
# Deleted and put in, not replaced: inside a trigger a REPLACE would do what the statement outside says of conflicts.
_KEPT_BY = (
    "CREATE TABLE deal_line_stale (deal_id INTEGER)",
    "CREATE VIEW deal_line_of AS SELECT deal_id FROM deal_line",
    f"""CREATE TRIGGER deal_line_later INSTEAD OF INSERT ON deal_line_of WHEN {GESTURE} IS NOT NULL
    BEGIN INSERT INTO deal_line_stale VALUES (NEW.deal_id); END""",
    f"""CREATE TRIGGER deal_line_renew INSTEAD OF INSERT ON deal_line_of WHEN {GESTURE} IS NULL
    BEGIN
        DELETE FROM deal_line WHERE deal_id = NEW.deal_id;
        INSERT INTO deal_line {_ANEW} WHERE d.id = NEW.deal_id;
    END""",
    """CREATE TRIGGER deal_line_settle AFTER UPDATE ON journal_head WHEN NEW.step_id IS NULL
    BEGIN
        INSERT INTO deal_line_of SELECT DISTINCT deal_id FROM deal_line_stale;
        DELETE FROM deal_line_stale;
    END""",
)

_OF_A_DEAL = "SELECT {row}.deal_id"
_OF_A_THING = "SELECT {row}.entity_id"
"""Perhaps of a person with that number: then the line of a deal is made anew that says what it said."""
_DEALS = {
    "deal": "SELECT {row}.id",
    "organization": "SELECT id FROM deal WHERE organization_id = {row}.id",
    "person": "SELECT deal_id FROM deal_person WHERE person_id = {row}.id",
    "deal_tag": _OF_A_DEAL,
    "deal_person": _OF_A_DEAL,
    "qualification": _OF_A_DEAL,
    "touch": _OF_A_DEAL,
    "follow_up": _OF_A_DEAL,
    "custom_value": _OF_A_THING,
    "custom_field": "SELECT entity_id FROM custom_value WHERE field_id = {row}.id",
    "template": f"SELECT t.deal_id FROM touch t WHERE {_OF_TEMPLATE.replace('m.', '{row}.')} AND t.deal_id IS NOT NULL",
}
"""Of each table that a line is made of: whose lines a row is in."""

_SHOWN = {
    "deal": "id status created_at created_unknown closed_at organization_id touched_elsewhere_at",
    "organization": "id name deleted_at",
    "person": "id name deleted_at",
    "touch": "id deal_id kind direction outcome at text",
    "template": "name",
    "custom_field": "id entity",
}
"""The columns of it that a line is made of, where it has many others."""


def upkeep(table: str, event: str) -> str:
    """What a trigger after that event of a table has to do for the lines; "" where none is made of it."""
    if table not in _DEALS:
        return ""
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["NEW", "OLD"]}[event]
    deals = [_DEALS[table].format(row=row) for row in rows]
    if event != "UPDATE":
        return f"INSERT INTO deal_line_of {deals[0]};"
    # What is there before as well as after is renewed once.
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _SHOWN.get(table, "").split()) or "1"
    both = f"{deals[0]} UNION {deals[1]}"
    return f"INSERT INTO deal_line_of SELECT * FROM ({both}) WHERE {changed};"


def install(connection: sqlite3.Connection) -> None:
    """Make the lines anew, with all that keeps them but the triggers of the other tables; inside a transaction."""
    take_away(connection, "deal_line_settle", "deal_line_of", *TABLES)
    for statement in (_TABLE, *_KEPT_BY):
        connection.execute(statement)
    make_anew(connection)


def take_away(connection: sqlite3.Connection, *names: str) -> None:
    """Drop what has these names, whatever it is: another program may have put a view in the place of a table."""
    for name in names:
        for (kind,) in connection.execute("SELECT type FROM sqlite_master WHERE name = ?", (name,)).fetchall():
            connection.execute(f"DROP {kind} {name}")


def make_anew(connection: sqlite3.Connection, deals: Iterable[int] | None = None) -> None:
    """Make the lines of these deals anew, of all without them; one of a deal that is gone goes."""
    fill = f"INSERT INTO deal_line {_ANEW}"
    if deals is None:
        connection.execute("DELETE FROM deal_line")
        connection.execute("DELETE FROM deal_line_stale")
        connection.execute(fill)
        return
    among = {"deals": f"[{', '.join(map(str, deals))}]"}
    connection.execute("DELETE FROM deal_line WHERE deal_id IN (SELECT value FROM json_each(:deals))", among)
    connection.execute(f"{fill} WHERE d.id IN (SELECT value FROM json_each(:deals))", among)


def settle(connection: sqlite3.Connection) -> None:
    """Make the lines of what was changed so far anew; for what reads them inside a transaction that wrote."""
    stale = [number for (number,) in connection.execute("SELECT DISTINCT deal_id FROM deal_line_stale")]
    if stale:
        make_anew(connection, (number for number in stale if number is not None))
        connection.execute("DELETE FROM deal_line_stale")


def of_rows(connection: sqlite3.Connection, table: str, first: int, last: int) -> set[int]:
    """The deals whose lines the rows `first` to `last` of a table are in; none for what hangs on no one deal."""
    columns = {"SELECT {row}.id": "id", _OF_A_DEAL: "deal_id", _OF_A_THING: "entity_id"}
    column = columns.get(_DEALS.get(table, ""))
    if column is None:
        return set()
    rows = connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE id BETWEEN ? AND ?", (first, last))
    return {number for (number,) in rows if number is not None}


def spoilt(connection: sqlite3.Connection, among: Iterable[int] | None = None) -> list[int]:
    """The deals of which the line is missing, too much, or other than the other tables say; of all or `among` some."""
    columns = _COLUMNS.split(", ")
    ours, theirs = (", ".join(f"{side}.{column}" for column in columns) for side in ("l", "n"))
    some = "" if among is None else f"IN ({', '.join(map(str, among))})"
    rows = connection.execute(
        f"""WITH anew ({_COLUMNS}) AS ({_ANEW} {some and f"WHERE d.id {some}"})
            SELECT n.deal_id FROM anew n LEFT JOIN deal_line l ON l.deal_id = n.deal_id WHERE ({ours}) IS NOT ({theirs})
            UNION ALL
            SELECT deal_id FROM deal_line WHERE deal_id NOT IN (SELECT id FROM deal) {some and f"AND deal_id {some}"}"""
    )
    return [number for (number,) in rows]

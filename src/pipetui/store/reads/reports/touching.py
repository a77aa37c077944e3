"""The touches that were on the deals closed in a period, as their ready lines have them. Standard library only."""

from __future__ import annotations

from collections import Counter

from pipetui.domain.deal import LOST, WON
from pipetui.domain.text import BETWEEN, WITHIN, decode
from pipetui.insight.behind import Behind
from pipetui.insight.touching import Touched, Touches, Worked, said
from pipetui.store.reads.reports.closed import closed_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import TypeAlias

    from pipetui.store.reads.period_span import Span

    Closed: TypeAlias = tuple[int, int, int | None, bytes]
    """A deal, its touches until its end, seconds to the first, and what they were (`deal_line.met`)."""
    What: TypeAlias = tuple[str, str, str, str]

_DAY_S = 86_400


def _closed(connection: sqlite3.Connection, span: Span, status: str) -> list[Closed]:
    """The deals that ended so in a period; one closed on an unknown day has all its touches before its end.

    As bytes, for of ninety thousand deals many had the same touches, and each text is looked at for itself.
    """
    return connection.execute(
        f"""SELECT d.id, l.touches, l.first_after_s, CAST(coalesce(l.met, '') AS BLOB)
            FROM deal d CROSS JOIN deal_line l ON l.deal_id = d.id
            WHERE d.status = :status AND {closed_in(span)} AND d.deleted_at IS NULL""",
        {**span._asdict(), "status": status},
    ).fetchall()


def _told_apart(met: bytes) -> set[What]:
    """What touches a deal had, each once: by kind, direction and outcome, and by the template of a mail."""
    found = set()
    for one in filter(None, decode(met).split(BETWEEN)):
        kind, direction, outcome, template = one.split(WITHIN)
        found.add((kind, direction, outcome, ""))
        if template:
            found.add(("", "out", "", template))
    return found


def touches(connection: sqlite3.Connection, span: Span) -> Touches:
    """What was on the deals closed in a period, and how much of it."""
    touched, worked = [], {}
    for status in (WON, LOST):
        closed = _closed(connection, span, status)
        counted: Counter[What] = Counter()
        for met, deals in Counter(met for _, _, _, met in closed).items():
            for what in _told_apart(met):
                counted[what] += deals
        touched += [Touched(*what, status, deals) for what, deals in counted.items()]
        firsts = [first / _DAY_S for _, _, first, _ in closed if first is not None]
        worked[status] = Worked([count for _, count, _, _ in closed], firsts)
    return Touches([one for one in touched if not one.template], [one for one in touched if one.template], worked)


def behind_touches(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each kind and outcome, each template, and each way to end."""
    for status in (WON, LOST):
        for number, count, _, met in sorted(_closed(connection, span, status)):
            yield Behind(status, "deals", number)
            if not count:
                yield Behind(status, "untouched", number)
            for kind, direction, outcome, template in sorted(_told_apart(met)):
                name = template or " ".join(filter(None, (kind, said(direction, outcome))))
                yield Behind(name, "deals", number)
                if status == WON:
                    yield Behind(name, "won", number)

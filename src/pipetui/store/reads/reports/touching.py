"""The touches that were on the deals closed in a period. Standard library only."""

from __future__ import annotations

from pipetui.domain.deal import WON
from pipetui.insight.behind import Behind
from pipetui.insight.touching import Touched, Touches, Worked, said
from pipetui.store.reads.reports.closed import closed_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from pipetui.store.reads.period_span import Span


def _met(span: Span) -> str:
    """What was on each closed deal before its end, once; a deal closed on an unknown day counts with all it has.

    A mail made of a template ends with its name (`service.mail`).
    """
    return f"""SELECT DISTINCT d.id, d.status, t.kind, t.direction, t.outcome,
            CASE WHEN t.kind = 'email' AND t.text LIKE '%)' THEN coalesce((SELECT m.name FROM template m
                WHERE substr(t.text, -length(m.name) - 3) = ' (' || m.name || ')'), '') ELSE '' END AS template
        FROM deal d CROSS JOIN touch t ON t.deal_id = d.id
        WHERE d.status IN ('won', 'lost') AND {closed_in(span)} AND d.deleted_at IS NULL
        AND (d.closed_at IS NULL OR t.at <= d.closed_at)"""


def touches(connection: sqlite3.Connection, span: Span) -> Touches:
    """What was on the deals closed in a period, and how much of it."""
    counted = connection.execute(
        f"""WITH met AS MATERIALIZED ({_met(span)})
            SELECT kind, direction, outcome, '', status, count(DISTINCT id) FROM met
            GROUP BY kind, direction, outcome, status
            UNION ALL SELECT '', 'out', '', template, status, count(DISTINCT id) FROM met WHERE template <> ''
            GROUP BY template, status""",
        span._asdict(),
    ).fetchall()
    touched = [Touched(*row) for row in counted]
    worked = connection.execute(
        f"""SELECT d.id, d.status,
                   (SELECT count(*) FROM touch t WHERE t.deal_id = d.id
                    AND (d.closed_at IS NULL OR t.at <= d.closed_at)),
                   CASE WHEN NOT d.created_unknown THEN (SELECT julianday(min(t.at)) FROM touch t
                    WHERE t.deal_id = d.id AND t.at >= d.created_at
                    AND (d.closed_at IS NULL OR t.at <= d.closed_at)) - julianday(d.created_at) END
            FROM deal d WHERE d.status IN ('won', 'lost') AND {closed_in(span)} AND d.deleted_at IS NULL""",
        span._asdict(),
    ).fetchall()
    return Touches(
        [one for one in touched if not one.template],
        [one for one in touched if one.template],
        [Worked(*row) for row in worked],
    )


def behind_touches(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each kind and outcome, each template, and each way to end."""
    met = set()
    for number, status, kind, direction, outcome, template in connection.execute(_met(span), span._asdict()):
        for name in filter(None, (" ".join(filter(None, (kind, said(direction, outcome)))), template)):
            met.add((number, name, status))
    for number, name, status in sorted(met):
        yield Behind(name, "deals", number)
        if status == WON:
            yield Behind(name, "won", number)
    for deal in touches(connection, span).worked:
        yield Behind(deal.status, "deals", deal.deal_id)
        if not deal.touches:
            yield Behind(deal.status, "untouched", deal.deal_id)

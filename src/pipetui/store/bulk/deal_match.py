"""Deals of the book that rows of a file may be, asked by the batch."""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from pipetui.store import values


class DealHere(NamedTuple):
    """A deal that a row may be."""

    deal_id: int
    title: str
    pipeline: str


DealsHere = dict[str, list[DealHere]]
"""By the key of their organization, "" for those without one."""


def candidates(
    connection: sqlite3.Connection, system: str, last: int, firms: Collection[str], titles: Collection[str]
) -> DealsHere:
    """The deals of these organizations, and those of these titles without one, that this system knows nothing of.

    Of those only that were in the book before: up to the number `last`.
    """
    found: DealsHere = {}
    for firm, number, title, pipeline in connection.execute(
        """SELECT coalesce(o.key, ''), d.id, d.title, coalesce(p.name, '')
           FROM deal d LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
           LEFT JOIN stage s ON s.id = d.stage_id LEFT JOIN pipeline p ON p.id = s.pipeline_id
           WHERE d.id IN (
               SELECT d.id FROM deal d JOIN organization o ON o.id = d.organization_id
               WHERE o.key IN (SELECT value FROM json_each(:firms)) AND o.deleted_at IS NULL
               UNION
               SELECT id FROM deal WHERE organization_id IS NULL
                AND key IN (SELECT value FROM json_each(:titles)))
             AND d.id <= :last AND d.deleted_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM external_ref r
                             WHERE r.entity = 'deal' AND r.entity_id = d.id AND r.system = :system)
           ORDER BY d.id""",
        {"firms": json.dumps(list(firms)), "titles": json.dumps(list(titles)), "last": last, "system": system},
    ):
        found.setdefault(values.text(firm), []).append(DealHere(number, values.text(title), values.text(pipeline)))
    return found

"""Writing quotas and goals. Inside a transaction."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from pipetui.domain.goals import Goal
    from pipetui.domain.quota import QuotaTarget


def put(connection: sqlite3.Connection, quota: QuotaTarget, currency: str) -> None:
    """Have it hold from its day on, its amounts in the place of those of their currencies from the same day.

    The count is that of the row set last, and of no other of that day. `currency` stands in the row of one that is
    no amount. They are new rows in any case, for what was set last counts.
    """
    of_day = {"period": quota.period, "day": quota.starts_on.isoformat()}
    here = "period = :period AND starts_on = :day"
    for code in [amount.currency for amount in quota.amounts] or [currency]:
        connection.execute(f"DELETE FROM quota WHERE {here} AND currency = :code", {**of_day, "code": code})
    # What ends an amount from that day on is a row of nothing, and stays.
    connection.execute(f"DELETE FROM quota WHERE {here} AND amount_minor IS NULL AND count IS NOT NULL", of_day)
    connection.execute(f"UPDATE quota SET count = NULL WHERE {here} AND count IS NOT NULL", of_day)
    for amount in (*reversed(quota.beside), quota.amount):
        minor, code = (None, currency) if amount is None else amount
        count = quota.deals if amount is quota.amount else None
        connection.execute(
            """INSERT INTO quota (period, starts_on, amount_minor, currency, count)
               VALUES (:period, :day, :minor, :code, :count)""",
            {**of_day, "minor": minor, "code": code, "count": count},
        )


def end(connection: sqlite3.Connection, period: str, day: date, currency: str) -> None:
    """Have nothing be wanted in that currency any more from that day on; what was before stays."""
    of_it = {"period": period, "day": day.isoformat(), "code": currency}
    same = "period = :period AND currency = :code"
    connection.execute(f"DELETE FROM quota WHERE {same} AND starts_on = :day", of_it)
    connection.execute(
        f"""INSERT INTO quota (period, starts_on, currency) SELECT :period, :day, :code
            WHERE EXISTS (SELECT 1 FROM quota WHERE {same} AND starts_on < :day)""",
        of_it,
    )


def clear(connection: sqlite3.Connection, period: str, currency: str = "") -> int:
    """Take all quotas away, or those of that kind of period, or of that currency; how many there were."""
    return connection.execute(
        "DELETE FROM quota WHERE :period IN (period, '') AND :currency IN (currency, '')",
        {"period": period, "currency": currency},
    ).rowcount


def put_goal(connection: sqlite3.Connection, goal: Goal) -> None:
    """Have that goal in the place of the one of its kind; one of 0 is none."""
    key = f"goal {goal.what}"
    connection.execute("DELETE FROM setting WHERE key = ?", (key,))
    if goal.number:
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (key, f"{goal.number} {goal.per}"))

"""The texts and rules a book begins with; all of them are the rep's to change. Only empty tables are filled."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

CADENCE = "Five touches"

TEMPLATES = (
    (
        "first contact",
        "first contact",
        "{deal}",
        """Hello {first_name},

teams like yours at {organization} come to us when {deal} is on their list. Is it on yours this quarter?

If so, I would like to ask you three questions on the phone. It takes ten minutes, and you will know whether it is
worth more. Would {day} suit you?

{my_name}
""",
    ),
    (
        "follow-up",
        "follow-up",
        "Re: {deal}",
        """Hello {first_name},

I tried to reach you about {deal}. In one sentence: what would have to be true for this to be worth a talk?

A line back is enough, also if the answer is “not now”.

{my_name}
""",
    ),
    (
        "proposal",
        "proposal",
        "Our proposal: {deal}",
        """Hello {first_name},

attached is our proposal for {deal}, {value} in all, as we discussed it.

May I call you on {day} to go through your questions, and to hear what {organization} needs to decide?

{my_name}
""",
    ),
    (
        "last chance",
        "last chance",
        "Shall I close {deal}?",
        """Hello {first_name},

I have not heard from you about {deal}, so I take it that it is not a priority now. That is quite all right.

If I do not hear from you by {day} I will close my file. If it is still open for you, one word is enough and I will
call.

{my_name}
""",
    ),
    (
        "re-engage",
        "re-engage",
        "{deal}: has anything changed?",
        """Hello {first_name},

some time ago we talked about {deal}, and it was not the moment. Has anything changed at {organization} since?

If so, I would be glad to begin where we stopped.

{my_name}
""",
    ),
)
"""Name, purpose, subject, body."""

OBJECTIONS = (
    (
        "too expensive",
        "Compared with what? Ask for the cost of doing nothing, in their figures; then talk about scope, never about"
        " price alone.",
    ),
    (
        "no budget",
        "Whose budget would it come from, and when is it made? Agree on the date to be back before then.",
    ),
    (
        "we have a supplier",
        "What would they change about it if they could? Offer to be the second source for one small part.",
    ),
    (
        "no time now",
        "When does it get quieter? Agree on one date and one question to be answered until then.",
    ),
    (
        "send me something",
        "Gladly: which two questions should it answer? Then a date to go through it together.",
    ),
    (
        "I have to ask others",
        "Who decides, and what will they ask? Offer to be there, or to write the page for them.",
    ),
)
"""What customers say against buying, and the planned response."""

SCORE_RULES: tuple[tuple[str, int, str], ...] = ()
"""Side, points, rule."""


def fill(connection: sqlite3.Connection) -> None:
    """Fill templates, playbook and score rules where they are empty; give the contacting stage its cadence.

    That is the stage before the one that qualifies. A cadence step that is an e-mail gets a template.
    """
    if _empty(connection, "template"):
        connection.executemany("INSERT INTO template (name, purpose, subject, body) VALUES (?, ?, ?, ?)", TEMPLATES)
    if _empty(connection, "objection"):
        connection.executemany("INSERT INTO objection (text, response) VALUES (?, ?)", OBJECTIONS)
    if _empty(connection, "score_rule"):
        connection.executemany(
            "INSERT INTO score_rule (side, points, rule, position) VALUES (?, ?, ?, ?)",
            [(*rule, place) for place, rule in enumerate(SCORE_RULES)],
        )
    connection.execute(
        """UPDATE cadence_step SET template_id = (SELECT id FROM template WHERE name = 'follow-up')
           WHERE kind = 'email' AND template_id IS NULL"""
    )
    connection.execute(
        """UPDATE stage SET cadence_id = (SELECT id FROM cadence WHERE is_default LIMIT 1)
           WHERE cadence_id IS NULL AND EXISTS (
               SELECT 1 FROM stage q WHERE q.pipeline_id = stage.pipeline_id AND q.qualifies
               AND q.position = stage.position + 1)
           AND NOT EXISTS (SELECT 1 FROM stage other WHERE other.cadence_id IS NOT NULL)"""
    )


def _empty(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None

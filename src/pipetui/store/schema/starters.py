"""The texts and rules a book begins with; all of them are the rep's to change. Only empty tables are filled."""

from __future__ import annotations

from pipetui.domain.texts import mail_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

CADENCE = "Five touches"

TEMPLATES = (
    (
        "first contact",
        mail_text.FIRST_CONTACT,
        "{deal}",
        """Hello {first_name},

may I ask you one question about {deal}: is it on your list for the coming months?

If it is, I would like to hear on the phone what you need, and tell you in plain words whether we can help. Ten minutes
are enough. Would {day} suit you?

If it is not, a short no is just as welcome.

{my_name}
""",
    ),
    (
        "follow-up",
        mail_text.FOLLOW_UP,
        "{deal}: what is the next step?",
        """Hello {first_name},

I am coming back to you about {deal}, to hear where it stands on your side.

What would help you most now: an answer to a question, a short call, or being left in peace for a while? One line is
enough, and any of the three is fine.

{my_name}
""",
    ),
    (
        "proposal",
        mail_text.PROPOSAL,
        "Our proposal: {deal}",
        """Hello {first_name},

attached is our proposal for {deal}, {value} in all, as we discussed it.

May I call you on {day} to go through your questions? It would also help me to know who else at {organization} will
look at it, and what they need to see.

{my_name}
""",
    ),
    (
        "last chance",
        mail_text.LAST_CHANCE,
        "Shall I close {deal}?",
        """Hello {first_name},

I have not heard from you about {deal}, so I take it that other things come first. That is quite all right.

If I hear nothing until {day}, I will close my file and not write again. If it is still open for you, one word is
enough, and I will call.

{my_name}
""",
    ),
    (
        "re-engage",
        mail_text.RE_ENGAGE,
        "{deal}: has anything changed?",
        """Hello {first_name},

we talked about {deal} some time ago, and it was not the right moment. Has anything changed at {organization} since?

If so, I would be glad to go on where we stopped. If not, tell me when I may ask again.

{my_name}
""",
    ),
)
"""Name, purpose, subject, body; a paragraph is one line in the book, for mail programs wrap by themselves."""

OBJECTIONS = (
    (
        "too expensive",
        "“Compared with what? And what does it cost you each month to leave it as it is?”\n"
        "Let them name that figure. Take something out of the scope before you take anything off the price.",
    ),
    (
        "no budget",
        "“Whose budget would it come from, and when is the next one made?”\n"
        "Agree on a day shortly before that, and on the figures they need from you by then.",
    ),
    (
        "we have a supplier",
        "“What would you change about them if you could?”\nOffer to do one small part beside them, as a second source.",
    ),
    (
        "no time now",
        "“When does it get quieter for you?”\nAgree on one day, and on one question that each side answers until then.",
    ),
    (
        "send me something",
        "“Gladly. Which two questions should it answer?”\n"
        "Send just that, and agree on the day you go through it together.",
    ),
    (
        "I have to ask others",
        "“Who decides with you, and what will they ask first?”\n"
        "Offer to be there, or to write the one page that they will read.",
    ),
)
"""What customers say against buying, and the planned response: what to say, then what to reach."""

SCORE_RULES = (
    ("fit", 20, "value.over:10k"),
    ("fit", 15, "src:referral"),
    ("fit", 15, "role:decision"),
    ("fit", 15, "budget:yes"),
    ("fit", -20, "need:no"),
    ("intent", 20, "replied within 30d"),
    ("intent", 20, "booked within 60d"),
    ("intent", 15, "demo within 90d"),
    ("intent", 10, "inbound within 30d"),
    ("intent", 10, "reached within 14d"),
    ("intent", -10, "bounced within 90d"),
    ("intent", -15, "3 unanswered"),
)
"""Side, points, rule."""


def fill(connection: sqlite3.Connection) -> None:
    """Fill templates, playbook and score rules where they are empty; give the contacting stage its cadence.

    That is the stage before the one that qualifies. A cadence step that is an e-mail gets a template.
    """
    if _empty(connection, "template"):
        connection.executemany(
            "INSERT INTO template (name, purpose, subject, body) VALUES (?, ?, ?, ?)",
            [(name, purpose, subject, _unwrapped(body)) for name, purpose, subject, body in TEMPLATES],
        )
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


def _unwrapped(body: str) -> str:
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in body.strip().split("\n\n")) + "\n"


def _empty(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None

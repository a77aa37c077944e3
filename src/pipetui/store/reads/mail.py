"""E-mail templates as the book has them, and what a deal fills their fields with. Standard library only."""

from __future__ import annotations

from pipetui.domain import mailing, rules
from pipetui.domain.cadence import FINISHED
from pipetui.domain.dates.when import add_working_days
from pipetui.domain.errors import InputError, NotFoundError, Remedy
from pipetui.domain.folding import contact_key, fold, name_key
from pipetui.domain.roles import BLOCKER, WRITTEN_TO
from pipetui.domain.texts import mail_text
from pipetui.domain.texts.letter_words import long_ago, names, written_day
from pipetui.domain.texts.mail_text import Template
from pipetui.domain.wording import nearest, quoted
from pipetui.render import money
from pipetui.store import cadences, values
from pipetui.store.reads import book_reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import NamedTuple

    from pipetui.views import Card
else:
    from pipetui.domain.record import NamedTuple

_EMAIL = "email"


class Addressee(NamedTuple):
    """Somebody on a deal, with their first e-mail address, "" for none."""

    name: str
    role: str
    email: str


class Filling(NamedTuple):
    """What a deal fills a template with: to whom it goes, and the value of each field that has one.

    `others` are the people on the deal it could go to as well, the next one first.
    """

    deal_id: int
    title: str
    to: tuple[str, ...]
    values: dict[str, str]
    others: tuple[Addressee, ...] = ()


# --- templates -----------------------------------------------------------------------------------------------


def templates(connection: sqlite3.Connection) -> tuple[Template, ...]:
    """Every template, the oldest first."""
    return tuple(
        Template(*row) for row in connection.execute("SELECT name, purpose, subject, body FROM template ORDER BY id")
    )


def template(connection: sqlite3.Connection, name: str) -> Template:
    """The template that `name`, or a beginning of it, names; `last-chance` is “last chance”.

    Raises NotFoundError for none, InputError for several.
    """
    return choose(templates(connection), name)


def numbers(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of each template by its name."""
    return dict(connection.execute("SELECT name, id FROM template ORDER BY name").fetchall())


def put_template(connection: sqlite3.Connection, new: Template) -> bool:
    """Keep a template under its name; returns whether there was none of that name."""
    texts = (new.purpose, new.subject, new.body, new.name)
    if connection.execute("UPDATE template SET purpose = ?, subject = ?, body = ? WHERE name = ?", texts).rowcount:
        return False
    connection.execute("INSERT INTO template (purpose, subject, body, name) VALUES (?, ?, ?, ?)", texts)
    return True


def delete_template(connection: sqlite3.Connection, name: str) -> int:
    """Take a template out of the book; returns how many steps of cadences had it, which go on without one."""
    steps = connection.execute(
        "UPDATE cadence_step SET template_id = NULL WHERE template_id = (SELECT id FROM template WHERE name = ?)",
        (name,),
    ).rowcount
    connection.execute("DELETE FROM template WHERE name = ?", (name,))
    return steps


def choose(known: Sequence[Template], name: str) -> Template:
    """The one of the templates that `name` names, as `template` does."""
    wanted = name_key(name)
    exact = [found for found in known if fold(found.name) == fold(name)]
    exact = exact or [found for found in known if name_key(found.name) == wanted]
    fits = exact or [found for found in known if wanted and name_key(found.name).startswith(wanted)]
    if len(fits) == 1:
        return fits[0]
    listed = ", ".join(found.name for found in fits or known) or "none so far"
    if fits:
        raise InputError(f"{quoted(name)} could be {listed}", "a few letters more say which")
    near = nearest(wanted, [found.name for found in known], 1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {listed}"
    raise NotFoundError(f"there is no template {quoted(name)}", hint)


def for_purpose(connection: sqlite3.Connection, purpose: str) -> Template:
    """The oldest template with that purpose; raises NotFoundError."""
    for found in templates(connection):
        if fold(found.purpose) == fold(purpose):
            return found
    raise NotFoundError(
        f"no template has the purpose “{purpose}”", remedy=Remedy("template.new", template=purpose.replace(" ", "-"))
    )


def fitting(connection: sqlite3.Connection, moment: book_reads.Moment, deal_id: int) -> tuple[Template, ...]:
    """Every template, first the one that the deal's cadence has next.

    Then one whose purpose the next step names (“last-chance e-mail”), then one whose purpose fits how the deal stands.
    """
    known, card = templates(connection), book_reads.card(connection, moment, deal_id)
    name, planned = _of_cadence(connection, card), name_key(card.next_step.what) if card.next_step else ""
    ended = connection.execute(
        "SELECT stop_reason FROM deal_cadence WHERE deal_id = ? ORDER BY id DESC LIMIT 1", (deal_id,)
    ).fetchone()
    purpose = mail_text.purpose_for(
        card.status, card.stage, touched=card.last_touch_at is not None, over=ended == (FINISHED,)
    )

    def distance(one: Template) -> tuple[bool, ...]:
        named = bool(one.purpose) and name_key(one.purpose) in planned
        return one.name != name, not named, fold(one.purpose) != purpose

    return tuple(sorted(known, key=distance))


def _of_cadence(connection: sqlite3.Connection, card: Card) -> str:
    """The name of the template of the deal's next e-mail in its cadence, "" for none."""
    here = cadences.standing(connection, card.id)
    if here is None or here.next is None or here.next.kind != _EMAIL or here.next.template_id is None:
        return ""
    row = connection.execute("SELECT name FROM template WHERE id = ?", (here.next.template_id,)).fetchone()
    return str(row[0]) if row else ""


# --- what fills them -----------------------------------------------------------------------------------------


def filling(
    connection: sqlite3.Connection, moment: book_reads.Moment, deal_id: int, my_name: str = "", to: str = ""
) -> Filling:
    """What a deal fills a template with.

    It goes to the first of `roles.WRITTEN_TO` whose address is known, else to the organization's own; never to a
    blocker. `to` says otherwise: addresses, or a name of somebody on the deal. Raises InputError for neither,
    NotFoundError for an unknown deal.
    """
    card = book_reads.card(connection, moment, deal_id)
    people = _people(connection, deal_id)
    chosen, addresses = _chosen(people, to) if to.strip() else _medians(connection, card, people)
    today = moment.now.date()
    first, last = names(chosen.name) if chosen else ("", "")
    touched = card.last_touch_at
    filled = {
        "first_name": first,
        "last_name": last,
        "name": chosen.name if chosen and (first or last) else "",
        "organization": card.organization,
        "deal": card.title,
        "value": money(card.value) if card.value else "",
        "stage": card.stage,
        "close": written_day(card.expected_close) if card.expected_close else "",
        "day": written_day(add_working_days(today, rules.SUGGESTED_WORKING_DAYS, moment.dates)),
        "last_touch": long_ago((today - touched.astimezone(moment.now.tzinfo).date()).days) if touched else "",
        "my_name": my_name,
    }
    place = people.index(chosen) + 1 if chosen else 0
    others = tuple(one for one in people[place:] + people[:place] if one.email and one.email not in addresses)
    return Filling(deal_id, card.title, addresses, {name: text for name, text in filled.items() if text}, others)


def _people(connection: sqlite3.Connection, deal_id: int) -> list[Addressee]:
    """The people on the deal, who is to be written to first; an address that is none is left out."""
    rows = connection.execute(
        """SELECT p.name, dp.role, coalesce((SELECT value FROM contact_point WHERE person_id = p.id AND kind = 'email'
                                              ORDER BY position, id LIMIT 1), '')
           FROM deal_person dp JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL
           WHERE dp.deal_id = ? ORDER BY dp.id""",
        (deal_id,),
    )
    people = [
        Addressee(values.text(name), values.word(role, WRITTEN_TO, ""), mailing.address(values.text(email)))
        for name, role, email in rows
    ]
    return sorted(people, key=lambda person: WRITTEN_TO.index(person.role))


def _medians(
    connection: sqlite3.Connection, card: Card, people: list[Addressee]
) -> tuple[Addressee | None, tuple[str, ...]]:
    """Who is written to, and where."""
    chosen = next((person for person in people if person.email and person.role != BLOCKER), None)
    if chosen is not None:
        return chosen, (chosen.email,)
    row = connection.execute(
        """SELECT c.value FROM contact_point c JOIN deal d ON d.organization_id = c.organization_id
           JOIN organization o ON o.id = c.organization_id AND o.deleted_at IS NULL
           WHERE d.id = ? AND c.kind = 'email' ORDER BY c.position, c.id LIMIT 1""",
        (card.id,),
    ).fetchone()
    own = mailing.address(row[0]) if row else ""
    named = [person for person in people if person.role != BLOCKER]
    return (named[0] if named else None), ((own,) if own else ())


def _chosen(people: list[Addressee], to: str) -> tuple[Addressee | None, tuple[str, ...]]:
    """The person on the deal that `to` names; for addresses, whose the first one is if anybody's here."""
    if "@" in to:
        addresses = mailing.recipients(to)
        key = contact_key(_EMAIL, addresses[0])
        return next((person for person in people if contact_key(_EMAIL, person.email) == key), None), addresses
    named = [person for person in people if any(word.startswith(fold(to)) for word in _beginnings(person.name))]
    if len(named) != 1:
        known = ", ".join(person.name for person in people) or "nobody is"
        raise InputError(f"who is {quoted(to)}?", f"on the deal: {known}; or an address: ann@acme.example")
    return named[0], ((named[0].email,) if named[0].email else ())


def person_with(connection: sqlite3.Connection, deal_id: int, address: str) -> int | None:
    """The number of the person on the deal who has that address, None for nobody."""
    row = connection.execute(
        """SELECT dp.person_id FROM deal_person dp JOIN contact_point c ON c.person_id = dp.person_id
           JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL
           WHERE dp.deal_id = ? AND c.kind = 'email' AND c.key = ? ORDER BY dp.id LIMIT 1""",
        (deal_id, contact_key(_EMAIL, address)),
    ).fetchone()
    return None if row is None else int(row[0])


def _beginnings(name: str) -> list[str]:
    """A name from each of its words on."""
    words = fold(name).split()
    return [" ".join(words[place:]) for place in range(len(words))]

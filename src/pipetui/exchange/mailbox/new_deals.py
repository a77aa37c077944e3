"""A deal of a mail: who asks, what about, the text as its note, the mail itself as the first touch."""

from collections.abc import Sequence
from typing import NamedTuple

from pipetui.domain.companies import company_of
from pipetui.domain.line.quick_line import NewDeal
from pipetui.domain.line.touch_line import TouchLine
from pipetui.exchange.mailbox.enquiry import Enquiry
from pipetui.render import plural
from pipetui.service.workspace import Result, Workspace
from pipetui.store import contacts, mail_log, new_deals, writes

SOURCE = "mail"


class DealOfMail(NamedTuple):
    """A deal to add, and the mail that it is made of."""

    deal: NewDeal
    mail: Enquiry


def filled(line: NewDeal, mail: Enquiry) -> DealOfMail:
    """What the line says, and of the mail what the line does not say."""
    own = bool(line.emails or line.people)
    new = line._replace(
        emails=line.emails or ((mail.email,) if mail.email and not own else ()),
        people=line.people or ((mail.name,) if mail.name and not own else ()),
        phones=line.phones or ((mail.phone,) if mail.phone and not own else ()),
        organization=line.organization or mail.organization,
        by_mail=line.by_mail or (not line.organization and mail.organization == company_of(mail.email)),
        source=line.source or SOURCE,
        note="\n".join(filter(None, (line.note, mail.text))),
    )
    return DealOfMail(new, mail)


def add(workspace: Workspace, made: Sequence[DealOfMail]) -> Result:
    """Put the deals into the book, one step of undo. Somebody who is known by the address stays as they are there."""
    with workspace.unit_of_work("added") as uow:
        numbers: list[int] = []
        for new, mail in made:
            known = contacts.by_contact(uow.connection, "email", new.emails[0]) if new.emails else None
            done = new_deals.add(uow, new if known is None else new._replace(people=()))
            numbers += done.deals
            person = contacts.by_contact(uow.connection, "email", new.emails[0]) if new.emails else None
            at = mail.at if mail.at is not None and mail.at <= uow.now else None
            writes.write_touch(uow, TouchLine("email", "", "in", mail.title, at=at), done.deals[0], person)
            if mail_log.is_logged(uow.connection, mail.key):
                uow.warnings.append(f"#{done.deals[0]}: that e-mail is in the book already")
            else:
                mail_log.remember(uow.connection, mail.key)
        said = done.message if len(made) == 1 else f"added {plural(len(made), 'deal')} from mail"
        return uow.told(Result(tuple(numbers), said, tuple(uow.warnings)))

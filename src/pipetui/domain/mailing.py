"""A mail that is ready to go: a filled template with its addresses, as text and as an address for mail programs."""

from __future__ import annotations

from pipetui.domain.errors import InputError
from pipetui.domain.line.parts import email
from pipetui.domain.text import clean
from pipetui.domain.texts import mail_text
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Mail(NamedTuple):
    """A filled template, ready to go: `to` holds addresses, maybe none; `template` its name."""

    deal_id: int
    to: tuple[str, ...]
    subject: str
    body: str
    template: str

    @property
    def text(self) -> str:
        """The mail as it is printed."""
        return f"To: {', '.join(self.to)}\nSubject: {self.subject}\n\n{self.body}"


def fill(template: mail_text.Template, deal_id: int, to: Iterable[str], values: Mapping[str, str]) -> Mail:
    """The mail that comes of a template; nothing that was filled in can add a line to its head.

    Raises InputError naming a field that has no value.
    """
    return Mail(
        deal_id,
        tuple(filter(None, map(address, to))),
        clean(mail_text.render(template.subject, values)),
        mail_text.render(template.body, values).rstrip() + "\n",
        template.name,
    )


def address(text: str) -> str:
    """The e-mail address in `text` (`ann@acme.example`, `Ann Lee <ann@acme.example>`), "" unless there is just one."""
    found = {email(word) for word in clean(text).split() if "@" in word}
    return found.pop() if len(found) == 1 else ""


def recipients(text: str) -> tuple[str, ...]:
    """Addresses separated by commas; raises InputError for one that is none."""
    found = []
    for part in filter(None, map(str.strip, text.replace(";", ",").split(","))):
        if not address(part):
            raise InputError(f"{quoted(part)} is not an e-mail address", "for example: ann@acme.example")
        found.append(address(part))
    return tuple(dict.fromkeys(found))


def mailto(mail: Mail) -> str:
    """The address that opens a mail program on the mail (RFC 6068): UTF-8, percent-encoded, lines ending in CRLF."""
    from urllib.parse import quote

    to = ",".join(quote(one, safe="@") for one in mail.to)
    body = mail.body.replace("\n", "\r\n")
    return f"mailto:{to}?subject={quote(mail.subject, safe='')}&body={quote(body, safe='')}"


def together(mails: Sequence[Mail]) -> str:
    """Mails one under the other, as they are printed."""
    return "\n---\n\n".join(mail.text for mail in mails)

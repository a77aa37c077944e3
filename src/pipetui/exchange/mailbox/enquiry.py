"""Who asks in a mail, and what about: the sender, whom a web form names, or who wrote what was forwarded."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from pipetui.domain.companies import company_of
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.exchange.mailbox import bare_text, letter, mime
from pipetui.exchange.mailbox.mime import Headers

_PREFIX = re.compile(r"(?i)\s*(?:re|aw|sv|fwd?|wg|tr|i|rv|vs|doorst|antw)\s*(?:\[\d+\])?\s*:\s*")
_FORWARDED = re.compile(
    r"(?im)^[ \t>]*(?:-{2,}.{0,60}(?:forward|original|weitergeleitet|ursprünglich|transféré|doorgestuurd|reenviado"
    r"|inoltrato).{0,60}-{2,}|begin forwarded message:|anfang der weitergeleiteten nachricht:)[ \t]*$"
)
_FIELD = re.compile(r"[ \t>*]*([^\W\d_][\w .\-/]{0,30}?)\s*\*?\s*:\s*\*?\s*(\S.*)")
_NAMES = {
    "from": "from von de van da fran",
    "date": "date sent datum gesendet envoye fecha data verzonden",
    "subject": "subject betreff objet asunto oggetto onderwerp assunto",
}
_FORM = {
    "name": ("name", "full name", "your name", "ihr name", "contact name", "contact", "nom", "nombre", "nome", "naam"),
    "first": ("first name", "vorname", "prenom"),
    "last": ("last name", "surname", "nachname", "nom de famille"),
    "email": ("email", "mail", "email address", "your email", "ihre email", "emailadresse", "correo"),
    "phone": ("phone", "telephone", "tel", "mobile", "phone number", "telefon", "telefonnummer", "mobil", "telefono"),
    "company": ("company", "company name", "organization", "organisation", "firma", "unternehmen", "societe",
                "entreprise", "empresa", "azienda", "bedrijf"),
}  # fmt: skip
"""What the fields of web forms are called, folded and without hyphens."""
_MACHINE = (
    "noreply",
    "no-reply",
    "donotreply",
    "do-not-reply",
    "wordpress",
    "form",
    "forms",
    "website",
    "web",
    "mailer",
)
_FAX = re.compile(r"(?i)\b(?:fax|telefax)\b")
_MOST_LINES = 400
_MOST_NOTE = 20_000


class Enquiry(NamedTuple):
    """What a mail asks for: who, how they are reached, about what. `key` is what the mail is known by."""

    key: str
    name: str
    email: str
    phone: str
    organization: str
    title: str
    text: str
    at: datetime | None


def read(raw: bytes, mine: Iterable[str] = ()) -> Enquiry:
    """What the mail asks for; `mine` are the rep's own addresses: what comes from them was forwarded."""
    headers, body = mime.split(raw)
    whole = letter.whole_text(headers, body)
    author, subject, at, text = _author(headers), clean(headers.text("subject")), letter.sent_at(headers), whole
    own = {letter.address_key(one) for one in mine}
    inner = _forwarded(headers, body, whole) if _is_forwarded(subject, author, own) else None
    if inner is not None:
        author, subject, at, text = inner.author, inner.subject or subject, inner.at or at, inner.text
    form = _form(text)
    if form.get("email") and (_is_machine(author.email) or letter.address_key(author.email) in own or inner is None):
        author = _Author(form.get("name", "") or author.name * (form["email"] == author.email), form["email"])
    organization = form.get("company", "") or company_of(author.email)
    phone = form.get("phone", "") or _phone(text, author.email)
    title = _title(subject) or organization or author.name or author.email
    said = "\n".join(bare_text.written(text))[:_MOST_NOTE]
    return Enquiry(letter.key(headers, body), author.name, author.email, phone, organization, title, said, at)


class _Author(NamedTuple):
    name: str
    email: str


class _Inner(NamedTuple):
    """The mail inside of one."""

    author: _Author
    subject: str
    at: datetime | None
    text: str


def _author(headers: Headers) -> _Author:
    """Whom an answer would go to."""
    said, answers = headers.raw("from"), headers.raw("reply-to")
    if answers and letter.addresses([answers]):
        return _Author(_name(answers) or _name(said) * (not _is_machine(_address(said))), _address(answers))
    return _Author(_name(said), _address(said))


def _address(value: str) -> str:
    """The address as it is written: with what stands behind a plus, in small letters."""
    found = letter.written_addresses(value)
    return fold(found[0]) if found else ""


def _name(value: str) -> str:
    """The name beside an address: Ann Lee of `"Lee, Ann" <ann@acme.example>`."""
    name = clean(mime.decoded(value.partition("<")[0])).strip("\"' ") if "<" in value else ""
    name = re.sub(r"\s*\(.{0,60}\)$", "", name)
    last, comma, first = name.partition(",")
    if comma and len(last.split()) == 1 and first.strip():
        name = f"{first.strip()} {last.strip()}"
    return "" if "@" in name else name[:100]


def _title(subject: str) -> str:
    """A subject without what mail programs put in front of it."""
    while found := _PREFIX.match(subject):
        subject = subject[found.end() :]
    return subject.strip()[:200]


def _is_machine(address: str) -> bool:
    return address.partition("@")[0].partition("+")[0] in _MACHINE


def _is_forwarded(subject: str, author: _Author, own: set[str]) -> bool:
    return bool(re.match(r"(?i)\s*(?:fwd?|wg|tr|i|rv|doorst)\s*:", subject)) or letter.address_key(author.email) in own


def _forwarded(headers: Headers, body: bytes, whole: str) -> _Inner | None:
    """The mail that another brings along: attached, or below a line that says so."""
    for part in mime.parts(headers, body):
        if part.kind == "message/rfc822":
            inside, rest = mime.split(part.body)
            if _address(inside.raw("from")):
                text = letter.whole_text(inside, rest)
                return _Inner(_author(inside), clean(inside.text("subject")), letter.sent_at(inside), text)
    begin = _FORWARDED.search(whole)
    lines = whole[begin.end() if begin else 0 :].replace("\r\n", "\n").strip("\n").split("\n")[:_MOST_LINES]
    for place, line in enumerate(lines):
        key, value = _field(line)
        if key in _NAMES["from"].split() and letter.addresses([value]):
            return _headed(lines[place:])
    return None


def _headed(lines: list[str]) -> _Inner:
    """A mail below the lines of its head, as a program wrote them into another."""
    told: dict[str, str] = {}
    place = 0
    for place, line in enumerate(lines):
        key, value = _field(line)
        if not line.strip("> \t") or (not key and place > 0 and not line.startswith((" ", "\t"))):
            break
        for name, words in _NAMES.items():
            if key in words.split():
                told.setdefault(name, value)
    author = _Author(_name(told["from"].replace("[mailto:", "<").replace("]", ">")), _address(told["from"]))
    at = letter.sent_at(Headers(f"Date: {told.get('date', '')}".encode("utf-8", "replace")))
    text = "\n".join(re.sub(r"^> ?", "", line) for line in lines[place:])
    return _Inner(author, clean(told.get("subject", "")), at, text)


def _field(line: str) -> tuple[str, str]:
    """What a line says as `Name: value`, its name folded; ("", "") for any other."""
    found = _FIELD.fullmatch(line.rstrip()[:1000])
    return (fold(found[1]).replace("-", ""), found[2].strip("* ")) if found else ("", "")


def _form(text: str) -> dict[str, str]:
    """What a web form was filled with, by our words: Name, E-mail, Phone, Company, each on a line of its own."""
    found: dict[str, str] = {}
    for key, value in _fields(text):
        for name, words in _FORM.items():
            if key in words:
                found.setdefault(name, clean(value)[:200])
    found["email"] = _address(found.get("email", ""))
    found.setdefault("name", " ".join(filter(None, (found.get("first"), found.get("last")))))
    return found if found["email"] else {}


def _fields(text: str) -> Iterator[tuple[str, str]]:
    lines = text.replace("\r\n", "\n").split("\n")[:_MOST_LINES]
    for place, line in enumerate(lines):
        key, value = _field(line)
        if key:
            yield key, value
        elif line.rstrip().endswith(":") and place + 1 < len(lines) and lines[place + 1].strip():
            yield fold(line.strip(" *:\t")).replace("-", ""), lines[place + 1].strip()  # its value stands below


def _phone(text: str, address: str) -> str:
    """A number in the signature that is one for certain, as it is dialled from abroad; never that of a fax."""
    lines = [line for line in bare_text.signature(text) if not _FAX.search(line) and sum(map(str.isdigit, line)) >= 6]
    if not lines:
        return ""
    import phonenumbers  # 90 ms

    country = address.rpartition(".")[2].upper()
    region = {"UK": "GB"}.get(country, country)
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    for line in lines:
        for found in phonenumbers.PhoneNumberMatcher(line[:200], known):
            return phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return ""

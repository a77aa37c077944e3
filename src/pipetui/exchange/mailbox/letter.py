"""What a message says of itself: who wrote to whom, when, about what, and whether a machine did."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.exchange.mailbox import bare_text, mime
from pipetui.exchange.mailbox.mime import Headers

_LETTER = r'[^\s<>,;:"()\[\]\\@]'
_ADDRESS = re.compile(rf"(?<!{_LETTER})({_LETTER}{{1,128}}@{_LETTER}{{1,255}})")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,100}+"(?!@)')
_ANSWER = re.compile(r"(?i)\s*(?:re|aw|sv|antw|antwort|rif|res|ref|回复|答复|返信)\s*(?:\[\d+\])?\s*[:：]")
_AUTOMATIC = re.compile(
    r"(?i)\s*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|automatische antwort"
    r"|abwesen\w*|abwezig\w*|réponse automatique|absence|respuesta automática|risposta automatica)\b"
)
_FAILED = re.compile(r"(?im)^(?:final|original)-recipient:[^;\n]{0,80};[ \t]*(\S{1,400})")
_ACTION = re.compile(r"(?im)^action:[ \t]*failed")
_IDS = re.compile(r"<([^<>\s]{1,1000})>")
_MOST_BEFORE = 30
_BULK = ("bulk", "list", "junk", "auto_reply")
_MOST_ADDRESSES = 20_000
_FIRST_YEAR = 1990
_LINES, _LETTERS = 12, 800
_SUBJECT = 200


class Letter(NamedTuple):
    """One message. `key` is by what it is known again, `thread` those of the messages it goes on from, latest first.

    Addresses are as `address_key` makes them.

    `failed` are those it tells could not be reached; `automatic` says that no human wrote it, `answer` that it answers
    one. `at` is None where it names no time that can be.
    """

    key: str
    sender: str
    to: tuple[str, ...]
    at: datetime | None
    subject: str
    text: str
    answer: bool = False
    automatic: bool = False
    failed: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()


def read(raw: bytes) -> Letter:
    """The letter that a message is; `raw` may be cut off behind so many bytes."""
    return opened(*mime.split(raw))


def opened(headers: Headers, body: bytes) -> Letter:
    """The letter with these headers."""
    subject = clean(headers.text("subject"))[:_SUBJECT]
    failed = _not_reached(headers, body)
    return Letter(
        key(headers, body),
        sender(headers),
        tuple(addresses(headers.every("to", "cc", "bcc"))),
        sent_at(headers),
        subject,
        text(headers, body),
        bool(headers.raw("in-reply-to") or headers.raw("references") or _ANSWER.match(subject)),
        not failed and is_automatic(headers, subject),
        failed,
        tuple(
            map(
                _key_of_id, reversed(_IDS.findall(" ".join(headers.every("references", "in-reply-to")))[-_MOST_BEFORE:])
            )
        ),
    )


def address_key(address: str) -> str:
    """An address as it is compared: `Ann+News@Acme.example` is ann@acme.example."""
    name, _, domain = fold(address).rpartition("@")
    return f"{name.partition('+')[0] or name}@{domain.rstrip('.')}"


def addresses(values: Iterable[str]) -> list[str]:
    """The addresses in values of headers, each once; what names are quoted in them is not looked at."""
    found: dict[str, None] = {}
    for value in values:
        found |= dict.fromkeys(map(address_key, written_addresses(value)))
        if len(found) >= _MOST_ADDRESSES:
            break
    return list(found)


def written_addresses(value: str) -> list[str]:
    """The addresses in the value of a header, as they stand there."""
    bare = _QUOTED.sub(" ", value) if '"' in value else value
    return [match[1] for match in islice(_ADDRESS.finditer(bare), _MOST_ADDRESSES)]


def sender(headers: Headers) -> str:
    """Whom it is from, "" where that is not to be read."""
    return next(iter(addresses(headers.every("from"))), "")


def concerned(headers: Headers) -> list[str]:
    """Everybody who is named above it."""
    return addresses(headers.every("from", "to", "cc", "bcc", "x-failed-recipients"))


def is_report(headers: Headers) -> bool:
    """Whether it may be the report of a mail server, which tells below whom it is about."""
    name = sender(headers).partition("@")[0]
    return name in ("mailer-daemon", "postmaster") or headers.word("content-type") == "multipart/report"


def key(headers: Headers, body: bytes) -> str:
    """By what the message is known again: its own id, else what stands in its head."""
    own = headers.raw("message-id").strip("<> ")
    if own:
        return _key_of_id(own)
    told = "\n".join(headers.raw(name) for name in ("from", "to", "cc", "date", "subject"))
    return sha256(told.encode("utf-8", "replace") + b"\n" + body[:2048]).hexdigest()[:40]


def _key_of_id(own: str) -> str:
    return sha256(f"id {own}".encode("utf-8", "replace")).hexdigest()[:40]


def sent_at(headers: Headers) -> datetime | None:
    """When it says that it was written, in UTC."""
    try:
        at = parsedate_to_datetime(clean(headers.raw("date"))[:100])
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, LookupError, OverflowError, AttributeError):
        return None
    return at if at.year >= _FIRST_YEAR else None


def is_automatic(headers: Headers, subject: str) -> bool:
    """Whether a machine wrote it: an answer while somebody is away, a newsletter, a list."""
    said = headers.word("auto-submitted")
    return bool(
        (said and said != "no")
        or headers.word("precedence") in _BULK
        or any(headers.raw(name) for name in ("x-autoreply", "x-autorespond", "list-id", "list-unsubscribe"))
        or _AUTOMATIC.match(subject)
    )


def text(headers: Headers, body: bytes) -> str:
    """The first lines of what somebody wrote in it."""
    return bare_text.beginning(bare_text.written(whole_text(headers, body)), _LINES, _LETTERS)


def whole_text(headers: Headers, body: bytes) -> str:
    """What it says: its plain text, else its page as one."""
    page = ""
    for part in mime.parts(headers, body):
        if part.attached:
            continue
        if part.kind == "text/plain":
            said = part.text
            if said.strip():
                return said
        elif part.kind == "text/html" and not page:
            page = bare_text.of_html(part.text)
    return page


def _not_reached(headers: Headers, body: bytes) -> tuple[str, ...]:
    """Whom a mail server reports it could not reach, for good."""
    if not is_report(headers):
        return ()
    found = addresses(headers.every("x-failed-recipients"))
    for part in mime.parts(headers, body):
        if part.kind == "message/delivery-status":
            said = part.text
            if _ACTION.search(said):
                found += addresses(_FAILED.findall(said))
    return tuple(dict.fromkeys(found))

"""What somebody wrote in a message: without what they quote, their signature, and the marks of HTML."""

import re

from pipetui.domain.text import clean, plain
from pipetui.exchange.markup import plain_lines, seen

_QUOTED_HTML = re.compile(r"(?is)<(?:blockquote\b|div[^<>]{0,200}(?:gmail_quote|divRplyFwdMsg|moz-cite-prefix)).*")
_SIGNED_HTML = re.compile(r"(?is)<(?:div|pre|p)[^<>]{0,200}(?:gmail_signature|moz-signature).*")
_ORIGINAL = re.compile(
    r"(?i)-{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message|mensaje|messaggio|oorspronkelijk)\b.*"
    r"|_{10,}|begin forwarded message:?"
)
_HEADED = re.compile(r"(?i)\*?(?:from|von|de|van|da|från|fra)\s?:\*?\s.*")
_SENT = re.compile(
    r"(?i)\*?(?:sent|gesendet|date|datum|envoyé|enviado|inviato|verzonden|to|an|à|para|a|aan)\s?:\*?\s.*"
)
_ANNOUNCED = re.compile(
    r"(?i)(?:on|am|le|el|il|op|den|em|a)\b.{0,300}(?:wrote|schrieb|écrit|escribi|scritto|schreef|skrev).{0,80}:"
)
_MOST_LINES = 20_000


def of_html(html: str) -> str:
    """A page as plain lines; what it quotes and the signature that its program marks go."""
    return plain_lines(_SIGNED_HTML.sub("", _QUOTED_HTML.sub("", seen(html))))


def written(text: str) -> list[str]:
    """The lines that are new in it: what is quoted goes, and everything from a signature or an older message on."""
    kept: list[str] = []
    lines = [line.rstrip() for line in plain(text).split("\n", _MOST_LINES)[:_MOST_LINES]]
    for place, line in enumerate(lines):
        bare = line.strip()
        if line == "--" or _ORIGINAL.fullmatch(bare) or _heads_an_older(bare, lines, place):
            break
        if bare.startswith(">"):
            _take_announcement_off(kept)
            continue
        if bare or (kept and kept[-1]):
            kept.append(clean(line))
    _take_announcement_off(kept)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def signature(text: str) -> list[str]:
    """The lines below `-- `, else the last ones of what is written."""
    lines = plain(text).split("\n")
    for place, line in enumerate(lines):
        if line.rstrip() == "--":
            return [clean(one) for one in lines[place + 1 : place + 13]]
    return written(text)[-8:]


def beginning(lines: list[str], most_lines: int, most: int) -> str:
    """The first lines, so many letters at the most."""
    text = "\n".join(lines[:most_lines])
    if len(text) <= most and len(lines) <= most_lines:
        return text
    return f"{text[: most - 1].rstrip()}…"


def _heads_an_older(bare: str, lines: list[str], place: int) -> bool:
    """Whether here begins the head of a message that is repeated below: From, and behind it Sent or To."""
    following = [line.strip() for line in lines[place + 1 : place + 4]]
    return bool(_HEADED.fullmatch(bare[:400])) and any(_SENT.fullmatch(line[:400]) for line in following)


def _take_announcement_off(kept: list[str]) -> None:
    """Take away “On Monday Ann wrote:”, which may go over two lines, from above what it announces."""
    while kept and not kept[-1]:
        kept.pop()
    for count in (1, 2):
        if len(kept) >= count and _ANNOUNCED.fullmatch(" ".join(kept[-count:])[:400]):
            del kept[-count:]
            return

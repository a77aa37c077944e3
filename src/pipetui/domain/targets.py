"""What may be handed to another program to be opened, and as what: an e-mail, a number, a page, a file.

What comes out of a book was perhaps written by somebody else. Only web addresses, `mailto:`, `tel:` and files are
opened; anything else (`javascript:`, `file:`) is shown and refused.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

MAIL, PHONE, SITE, FILE, LINK = "mail", "phone", "site", "file", "link"
KINDS = (MAIL, PHONE, SITE, FILE, LINK)

_OPENED = ("http", "https", "mailto", "tel")
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]+):(.*)"
"""At least two letters: one is a drive of Windows."""
_SAFE = ":/?#[]@!$&'()*+,;=%~"
_PROGRAMS = {
    ".app", ".bat", ".bash", ".cmd", ".com", ".command", ".cpl", ".csh", ".desktop", ".exe", ".hta", ".jar", ".js",
    ".jse", ".lnk", ".msi", ".pif", ".ps1", ".py", ".rb", ".reg", ".scr", ".sh", ".terminal", ".url", ".vb", ".vbe",
    ".vbs", ".workflow", ".wsf", ".zsh",
}  # fmt: skip
"""How the names of files end that would be run."""


def scheme(text: str) -> str:
    """`https` of `https://…`, "" for what begins with none; `acme.example:8080` does not."""
    found = re.fullmatch(_SCHEME, text.strip(), re.DOTALL)
    if found is None or ("." in found[1] and found[2][:1].isdigit()):
        return ""
    return found[1].lower()


def is_path(text: str) -> bool:
    """Whether an attachment is a file: what has no scheme, and does not begin like a page."""
    return not scheme(text) and not text.strip().lower().startswith("www.")


def address(kind: str, text: str) -> str:
    """What the other program is to open; raises InputError for what is not opened."""
    text = text.strip()
    if not text or not text.isprintable():
        raise InputError(f"{quoted(text)} is not an address")
    if kind == MAIL:
        from pipetui.domain import mailing  # a deal is shown without

        found = mailing.address(text)
        if not found:
            raise InputError(f"{quoted(text)} is not an e-mail address")
        return page(f"mailto:{_encoded(found, '@')}")
    if kind == PHONE:
        digits = "".join(char for char in text if char.isdecimal() and char.isascii())
        if not digits:
            raise InputError(f"{quoted(text)} is not a phone number")
        return f"tel:{'+' if text.startswith('+') else ''}{digits}"
    return page(text)


def page(text: str) -> str:
    """A web address as it is opened: `acme.example` is a page; raises InputError for another scheme."""
    known = scheme(text)
    if known and known not in _OPENED:
        raise InputError(
            f"{quoted(text)} is not opened", f"only {', '.join(f'{one}:' for one in _OPENED)} and files are"
        )
    if known == "mailto" and _takes_a_file_along(text):
        raise InputError(f"{quoted(text)} is not opened", "it would send a file of yours along")
    if known in ("mailto", "tel") and (hidden := _hidden(text)):
        raise InputError(f"{quoted(text)} is not opened", hidden)
    return _encoded(text if known else f"https://{text}", _SAFE)


def _takes_a_file_along(mailto: str) -> bool:
    """Whether some mail program would attach a file that it names; what is spelt with `%` nobody can tell."""
    names = [part.partition("=")[0].lower() for part in mailto.partition("?")[2].replace(";", "&").split("&")]
    return any("attach" in name or "%" in name for name in names)


def _hidden(text: str) -> str:
    """What an address holds besides whom it is of, for a careless program; "" for nothing. Only a body has lines."""
    from urllib.parse import unquote  # few addresses are written out

    whom, _, query = text.partition(":")[2].partition("?")
    more = (part.partition("=") for part in query.replace(";", "&").split("&"))
    for name, value in (("to", whom), *((name.lower(), value) for name, _, value in more)):
        told = unquote(value)
        if name != "body" and not told.isprintable():
            return "it holds a line break, which would begin another heading"
        if name in ("to", "cc", "bcc") and any(one.lstrip().startswith("-") for one in told.split(",")):
            return "what begins with a dash, a program could take for an option"
    return ""


def is_program(path: str) -> bool:
    """Whether a file, by its name, would be run where it is opened."""
    _, dot, ending = path.lower().rstrip(". /\\").rpartition(".")
    return f"{dot}{ending}" in _PROGRAMS


def _encoded(text: str, safe: str) -> str:
    from urllib.parse import quote  # few things are opened

    return quote(text, safe=safe, errors="replace")

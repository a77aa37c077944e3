"""Names, addresses and numbers of people as cells hold them, one at a time."""

import re

from pipetui.domain.folding import fold

SPOILT = re.compile(r"\+?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
"""A number that a spreadsheet took for an amount: its last figures are gone."""

_EMAIL = re.compile(
    r"[^@\s.,;<>()\[\]\"]+(?:\.[^@\s.,;<>()\[\]\"]+)*@[^@\s.,;<>()\[\]\"-][^@\s.,;<>()\[\]\"]*(?:\.[^@\s.,;<>()\[\]\"]+)*"
)
_WITH_NAME = re.compile(r"(.*)[<(\[]\s*(?:mailto:)?([^@\s<>()\[\]]+@[^@\s<>()\[\]]+)\s*[>)\]]\s*", re.IGNORECASE)
_TITLES = "jr sr ii iii iv phd md mba esq cpa dr"
_TITLED = frozenset(f"{_TITLES} mr mrs ms miss prof herr frau mme mlle sra".split())
_FORMS = "inc ltd llc gmbh ag bv sa co corp plc se kg nv oy ab as aps srl spa sl sas"
_BEHIND = frozenset(f"{_TITLES} {_FORMS}".split())
"""What stands behind a comma and is no first name."""

_FEW_WORDS = 2


def addressed(text: str) -> tuple[str, str]:
    """Name and address of `Ann Lee (ann@acme.example)` or `Ann Lee <…>`; of anything else all is the name."""
    match = _WITH_NAME.fullmatch(text)
    return (match[1].strip(" \"'"), match[2]) if match else (text, "")


def email(text: str) -> str:
    """The address of a part of a cell, without the name before it; "" for none."""
    name, address = addressed(text.removeprefix("* "))
    bare = (address or name).strip().strip("<>'\"")
    if bare[:7].lower() == "mailto:":
        bare = bare[7:].partition("?")[0]
    return bare if len(bare) <= 254 and _EMAIL.fullmatch(bare) else ""


def phone(text: str) -> str:
    """The number of a part of a cell; "" for what is none or was spoilt by a spreadsheet."""
    bare = re.sub(r"^(?:tel|phone|fon|sms):\s*", "", text.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"^([0-9]{5,})\.0$", r"\1", bare)
    return "" if SPOILT.fullmatch(bare) or not any(map(str.isdecimal, bare)) else bare


def named(text: str) -> tuple[str, ...]:
    """The names of a part of a cell: the family name may stand first, behind it a comma, or several people."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or not all(parts) or "(" in text or "@" in text:
        return (text,)
    words = [part.split() for part in parts]
    titled = any(fold(word).strip(".") in _TITLED for one in words for word in one)
    if any(fold(part).strip(".") in _BEHIND for part in parts[1:]):
        return (text,)
    if titled:
        return (text,)
    if all(len(one) >= _FEW_WORDS for one in words):
        return tuple(parts)
    if len(parts) == _FEW_WORDS and all(len(one) <= _FEW_WORDS for one in words):
        return (f"{parts[1]} {parts[0]}",)
    return (text,)

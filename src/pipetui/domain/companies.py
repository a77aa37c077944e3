"""The company that an e-mail address belongs to, by its domain: `ann@acme.example` is somebody at Acme."""

from __future__ import annotations

_PUBLIC = """
126 163 aliyun aol arcor att bellsouth bigpond bluewin bol btinternet charter comcast cox daum docomo
earthlink email ezweb fastmail free freenet gmail gmx googlemail hanmail hey hotmail icloud inbox juno laposte
libero live mac mail mailbox me mindspring msn naver nifty o2online online ono optonline orange outlook posteo
proton protonmail qq rambler rediffmail riseup rocketmail sbcglobal seznam sfr shaw sky softbank sympatico
t-online telenet terra tiscali tuta tutanota uol verizon virgilio virgin wanadoo web wp yahoo yandex ymail
ziggo zoho
"""
"""Domains that anybody can have an address at, without their ending."""
_SECOND_LEVEL = "ac co com edu gob gov gv mil ne net nom or org"
"""What stands between a name and the country where names are given one level down: `acme.co.uk`."""
_INITIALS = 3
"""A name of so few letters is written in capitals."""


def company_of(address: str) -> str:
    """`Acme Tools` for `ann@mail.acme-tools.co.uk`; "" where the domain is a public provider's, or tells no name."""
    labels = address.rpartition("@")[2].lower().strip(".").split(".")
    if len(labels) < 2:
        return ""
    down = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL.split()
    name = labels[-3 if down else -2]
    if name in _PUBLIC.split() or name.startswith("xn--") or not any(map(str.isalpha, name)):
        return ""
    words = [word for word in name.replace("_", "-").split("-") if word]
    return " ".join(word.upper() if len(word) <= _INITIALS else word.capitalize() for word in words)

"""Texts as they are compared and looked up: without capitals."""

from __future__ import annotations

from pipetui.domain import patterns as re

_WORDS = r"\w+"


def fold(text: str) -> str:
    """`text` as it is searched: without capitals and outer space."""
    return text.casefold().strip()


def name_key(name: str) -> str:
    """`name` as it is looked up where it may be typed as one word: `no-decision` is “no decision”."""
    return fold(name.replace("-", " "))


def contact_key(kind: str, value: str) -> str:
    """What an e-mail or phone is looked up by: folded text, or the digits alone."""
    return "".join(filter(str.isdecimal, value)) if kind == "phone" else fold(value)


def similar(a: str, b: str) -> bool:
    """Whether two deal titles probably mean the same thing: a warning, never a verdict.

    They do with the same words in any order, whatever the case and punctuation, or when all words of the one are
    in the other and there are at least two of them ("Acme rollout", "Rollout at Acme, phase 2").
    """
    left, right = set(re.findall(_WORDS, fold(a))), set(re.findall(_WORDS, fold(b)))
    if left == right:
        return bool(left) or fold(a) == fold(b) != ""
    shorter, longer = (left, right) if len(left) < len(right) else (right, left)
    return len(shorter) >= 2 and shorter <= longer

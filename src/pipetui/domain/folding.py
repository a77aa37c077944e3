"""Texts as they are looked up, compared and put in order: without capitals, marks, ligatures and widths (behaviour 35).

A text is kept by its `key_of`, a word is looked for in all its `spellings`: so “muller”, “Müller” and “mueller” find
each other, and “joe” finds no John.
"""

from __future__ import annotations

from itertools import pairwise

from pipetui.domain import patterns as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = "[0-9]+"
_MOST_SOUGHT = 50
_MOST_DIGITS = 50_000
"""A length above that is no character."""
_SIGNS = str.maketrans(dict.fromkeys("’‘ʼʹ´`′＇", "'") | dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
                          "þ": "th", "ŋ": "n", "ĸ": "k"})  # fmt: skip
"""Letters that Unicode does not take apart."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
"""How those who have no such key write them (German DIN 5007-2, and the Nordic custom)."""
_MARKS = (
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff]+"
)
"""Accents, Hebrew points and Arabic vowels; not the marks that make another syllable in Indic scripts and kana."""
_ONE_LETTER = (("a", "e"), ("o", "e"), ("u", "e"))
_LEGAL_FORMS = {
    "ab", "ag", "as", "asa", "bv", "co", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "kgaa",
    "limited", "llc", "llp", "ltd", "mbh", "nv", "ohg", "oy", "oyj", "plc", "pty", "sa", "sarl", "sas", "se", "sl",
    "sp", "spa", "srl", "ug", "zoo",
}  # fmt: skip
_MOST_SPELLINGS = 4
"""How many of a name's ae, oe and ue are also tried as one letter."""
_ALIKE = 88
"""From how many percent on two titles of one organization are alike but for typing errors."""
_NEAR = 3
"""By how many letters such titles differ in length at the most."""
_BEHIND_Z = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "no": "æøå", "is": "þæö", "et": "õäöü"}
"""The letters that a language puts behind z; everybody else puts them beside the letter they are made of."""


def fold(text: str) -> str:
    """`text` as it is compared: without capitals, accents, ligatures, width and outer space. Twice changes nothing."""
    if text.isascii():
        return text.replace("`", "'").casefold().strip()
    return _bare(_small(text))


def key_of(text: str) -> str:
    """What `text` is looked up in: folded, and below that also with ä, ö, ü, ø, å spelt out where it has any."""
    folded = fold(text)
    spelt = _spelt_out(text)
    return f"{folded}\n{spelt}" if spelt else folded


def spellings(word: str) -> tuple[str, ...]:
    """How `word` may stand in a `key_of`: folded, and with its ä, ö, ü, ø, å spelt out."""
    spelt = _spelt_out(word)
    return (fold(word), spelt) if spelt else (fold(word),)


def keys_of(name: str) -> tuple[str, ...]:
    """The keys that `name` may be kept by, its own first: Müller may be there as Mueller, and the other way round.

    One that is kept with its marks spelt out besides begins with the first of them and a line feed: see `beginning`.
    """
    own, spelt = fold(name), _spelt_out(name)
    if spelt:
        return f"{own}\n{spelt}", spelt
    found = [own]
    pairs = enumerate(pairwise(own))
    places = [place for place, pair in pairs if pair in _ONE_LETTER][:_MOST_SPELLINGS]
    for chosen in range(1, 1 << len(places)):
        cut = {place + 1 for bit, place in enumerate(places) if chosen >> bit & 1}
        found.append("".join(letter for place, letter in enumerate(own) if place not in cut) + f"\n{own}")
    return tuple(found)


def beginning(name: str) -> tuple[str, str]:
    """Between which texts the keys lie of names that fold to the same as this one, and are spelt out besides."""
    own = fold(name)
    return f"{own}\n", f"{own}\x0b"


def sought(text: str) -> list[str]:
    """The words that a search asks for: each once, and of what was pasted no more than tell what is meant."""
    return list(dict.fromkeys(text.split()))[:_MOST_SOUGHT]


class Wanted:
    """The words that somebody looks for, each in its spellings."""

    def __init__(self, text: str) -> None:
        """Take the words of `text` as they were typed."""
        self.words = [spellings(word) for word in text.split() if fold(word)]

    def __bool__(self) -> bool:
        return bool(self.words)

    def all_in(self, key: str) -> bool:
        """Whether a `key_of` holds every word."""
        return all(any(spelt in key for spelt in word) for word in self.words)

    def longest(self) -> tuple[str, ...]:
        """The word that fits the fewest, most likely; of two as long the last."""
        return max(reversed(self.words), key=lambda word: len(word[0]))


def name_key(name: str) -> str:
    """`name` as it is looked up where it may be typed as one word: `no-decision` is “no decision”."""
    return fold(name.replace("-", " "))


def contact_key(kind: str, value: str) -> str:
    """What an e-mail or phone is looked up by: folded text, or the digits alone."""
    return "".join(filter(str.isdecimal, value)) if kind == "phone" else fold(value)


def same_title(a: str, b: str) -> bool:
    """Whether two titles are the same but for case, accents, blanks, punctuation and legal forms."""
    left, right = letters_of(a), letters_of(b)
    return left == right if left and right else fold(a) == fold(b) != ""


def letters_of(title: str) -> str:
    """What a title is the `same_title` by. It stands, letter for letter, in the title's key, with others between."""
    return "".join(compared_words(title))


def similar(a: str, b: str) -> bool:
    """Whether two deal titles probably mean the same thing: a warning, never a verdict.

    They do with the same words in any order, whatever the case, accents, punctuation and legal forms, or when all
    words of the one are in the other and there are at least two of them ("Acme rollout", "Rollout at Acme, phase 2").
    """
    left, right = set(compared_words(a)), set(compared_words(b))
    if left == right or same_title(a, b):
        return bool(left) or fold(a) == fold(b) != ""
    return similar_words(left, right)


def similar_words(left: set[str], right: set[str]) -> bool:
    """`similar` of the words of two titles that are not the same."""
    shorter, longer = (left, right) if len(left) < len(right) else (right, left)
    return len(shorter) >= 2 and shorter <= longer


def mistyped(a: str, b: str) -> bool:
    """Whether two titles are one but for a letter or two; those with other numbers are not (“phase 1”, “phase 2”)."""
    return mistyped_words(compared_words(a), compared_words(b))


def alike(a: str, b: str) -> bool:
    """Whether two titles of one organization are probably of one deal: `similar`, or `mistyped`."""
    return similar(a, b) or mistyped(a, b)


def mistyped_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """`mistyped` of the words of two titles."""
    left, right = " ".join(one), " ".join(other)
    if abs(len(left) - len(right)) > _NEAR or [*filter(str.isdigit, left)] != [*filter(str.isdigit, right)]:
        return False
    from rapidfuzz.fuzz import ratio  # 10 ms, for the few that come this far

    return ratio(left, right) >= _ALIKE


def first_word(title: str) -> tuple[str, ...]:
    """The beginnings of the keys of titles that may be the `same_title` as this one."""
    folded = fold(title)
    word = next(iter(_words(folded, "'")), folded)
    place = min((word.find(spelt) for spelt in ("ae", "oe", "ue") if spelt in word), default=len(word))
    return tuple(dict.fromkeys((folded, word[: place + 1])))


def order(text: str) -> tuple[str, str]:
    """The place of `text` in an alphabetical list: by the rep's locale, and by number inside text (Deal 9, Deal 10).

    Before a number in the text stands how long it is, behind a sign that comes before all others.
    """
    folded = fold(text) if text.isascii() else _bare(_small(text).translate(_behind_z()))
    return re.sub(_DIGITS, _as_number, folded), text


def _as_number(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    return f"\x01{chr(1 + min(len(digits), _MOST_DIGITS))}{digits}"


def keys_are_in_order() -> bool:
    """Whether names without digits and without spellings besides are in `order` when their keys are."""
    return not _behind_z()


def _small(text: str) -> str:
    """Without capitals, ligatures and widths; letters with marks in one piece."""
    from unicodedata import normalize  # 0.4 ms, and most texts are plain ASCII

    return normalize("NFC", normalize("NFKC", text.translate(_SIGNS)).casefold())


def _bare(small: str) -> str:
    """Without marks."""
    from unicodedata import normalize

    letters = re.sub(_MARKS, "", normalize("NFD", small).translate(_LETTERS))
    return normalize("NFC", letters).translate(_SIGNS).strip()


def _spelt_out(text: str) -> str:
    """`text` folded with ä, ö, ü, ø, å spelt out; "" where it has none of them."""
    if text.isascii():
        return ""
    small = _small(text)
    spelt = small.translate(_SPELT_OUT)
    return "" if spelt == small else _bare(spelt)


def _words(text: str, also: str = "") -> list[str]:
    """The runs of letters and digits; `re` would take longer to be loaded than any title to be gone through."""
    return "".join([char if char.isalnum() or char in also else " " for char in text]).split()


def compared_words(title: str) -> list[str]:
    """The words of a title as they are compared: one spelling of Müller and Mueller, without GmbH."""
    folded = fold(title).replace("'", "").replace("ae", "a").replace("oe", "o").replace("ue", "u")
    words = _words(folded)
    named = [word for word in words if word not in _LEGAL_FORMS]
    return named or words


def _behind_z() -> dict[int, str]:
    from os import environ

    said = environ.get("LC_ALL") or environ.get("LC_COLLATE") or environ.get("LANG") or ""
    return {ord(letter): f"z\x7f{place}" for place, letter in enumerate(_BEHIND_Z.get(said[:2], ""))}

"""Words of a search in long texts, notes and touches: what a text holds, and what an index of its words has to know.

A text is looked at by its key (see `folding`) and cut into pieces: words as they stand between blanks, without the
signs of sentences around them, and in scripts that put no blanks between words every three characters in a row. So
whatever is looked for is part of a piece, or the beginning of one, or several pieces have to be there.

One or two letters are looked for where a word begins, all else anywhere; the signs of sentences around it are not.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.folding import key_of, spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, kana, Chinese characters; and pictures, which stand in the middle of words."""
_RUN = f"[{_UNSPACED}]+|[^\\s{_UNSPACED}]+"
_UNSPACED_RUN = f"[{_UNSPACED}]+"
_SENTENCE = ".,;:!?()[]{}<>\"'|…“”„«»、。「」『』・"
"""What stands around words and is none of them."""
_GRAM = 3
_LONGEST, _SURE = 64, 32
"""Longer words are cut into overlapping pieces, so that whatever is as long as the second is in one of them."""
_SHORT = 2
_MOST = 16
"""How many pieces of something long are looked up; with more of them hardly a text goes."""


class WordPart(NamedTuple):
    """What a piece must be for a text to hold a word: `begins` with `text`, or else holds it anywhere."""

    text: str
    begins: bool


class Spelling(NamedTuple):
    """One way to write what is looked for, folded.

    A text that holds it has all `parts`; `sure`: and one that has them holds it. A `short` one begins a word.
    """

    text: str
    parts: tuple[WordPart, ...]
    sure: bool
    short: bool = False


def sought(words: str) -> tuple[Spelling, ...]:
    """How `words`, one word or a phrase, may stand in a text; none where nothing is looked for."""
    found = map(_spelling, dict.fromkeys(spellings(" ".join(words.split()))))
    return tuple(spelling for spelling in found if spelling is not None)


def pieces(text: str) -> set[str]:
    """The pieces of a text; of several texts, one a line, those of each."""
    words = set(text.split())
    marked = {word for word in words if not word.isascii()}  # to fold these takes ten times as long
    found = set(_cut(key_of(" ".join(words - marked))))
    return found.union(_cut(key_of(" ".join(marked)))) if marked else found


def holds(text: str, spellings: tuple[Spelling, ...]) -> bool:
    """Whether the text holds what was `sought`, in one of its spellings."""
    key = key_of(" ".join(text.split()))
    return any(_in_key(key, spelling) for spelling in spellings)


def place(text: str, spellings: tuple[Spelling, ...]) -> tuple[int, int]:
    """Where in the text the first of it stands, from and to which character; the text has to hold it.

    Folding makes texts longer and shorter, so that it is found by trying.
    """
    if text.isascii() and "  " not in text:
        key = f" {text}".replace("`", "'").casefold()
        for spelling in spellings:
            found = key.find(f" {spelling.text}" if spelling.short else spelling.text)
            if found >= 0:
                begin = found if spelling.short else found - 1
                return begin, begin + len(spelling.text)
    end = _first(len(text), lambda end: holds(text[:end], spellings))
    return end - _first(end, lambda long: holds(text[end - long : end], spellings)), end


def _first(most: int, enough: Callable[[int], bool]) -> int:
    """The least number that is enough, up to `most`, which is."""
    least = 1
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if enough(middle) else (middle + 1, most)
    return most


def _spelling(text: str) -> Spelling | None:
    """The spelling as its pieces; None for one that holds nothing but signs of sentences."""
    text = text.strip(_SENTENCE + " ")
    runs = [word for run in re.findall(_RUN, text) if (word := run.strip(_SENTENCE))]
    if not runs:
        return None
    if len(text) <= _SHORT and runs == [text] and not _is_unspaced(text):
        return Spelling(text, (WordPart(text, begins=True),), sure=True, short=True)
    parts = [part for word in runs[:_MOST] for part in _parts(word)][:_MOST]
    telling = [part for part in parts if part.begins or len(part.text) > _SHORT] or parts
    return Spelling(text, tuple(dict.fromkeys(telling)), sure=[part.text for part in parts] == [text])


def _parts(word: str) -> list[WordPart]:
    if not _is_unspaced(word):
        return [WordPart(word[:_SURE], begins=False)]
    last = max(1, len(word) - _GRAM + 1)
    return [WordPart(word[begin : begin + _GRAM], begins=True) for begin in range(min(last, _MOST))]


def _is_unspaced(text: str) -> bool:
    return not text.isascii() and re.fullmatch(_UNSPACED_RUN, text) is not None


def _in_key(key: str, spelling: Spelling) -> bool:
    if spelling.text not in key:
        return False
    return not spelling.short or any(piece.startswith(spelling.parts[0].text) for piece in _cut(key))


def _cut(key: str) -> list[str]:
    found = []
    for run in key.split() if key.isascii() else re.findall(_RUN, key):
        if not run.isascii() and _is_unspaced(run):
            found += [run[begin : begin + _GRAM] for begin in range(len(run))]
        elif len(bare := run.strip(_SENTENCE)) > _LONGEST:
            found += [bare[begin : begin + _LONGEST] for begin in range(0, len(bare) - _SURE, _SURE)]
        elif bare:
            found.append(bare)
    return found

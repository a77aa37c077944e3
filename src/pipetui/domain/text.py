"""Text from outside: made safe where it enters, compared without fuss, and measured in terminal cells.

Nothing here knows markup: `[red]` is five characters like any others and stays.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# Patterns stay text until they are used: `re` compiles and keeps them, and most lines need none.
_ESCAPES = (
    r"\x1b\[[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS and kin; unterminated: to the line's end
    r"|\x1b(?:[#%(-/]?[0-~])?"  # the short ones, and ESC alone
    # The 8-bit forms only where they are unmistakable: a text decoded wrongly is full of C1 characters.
    r"|\x9b[0-9;?]+[A-Za-z]"
    r"|\x9d[0-9]+;[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?"
)
_INVISIBLE = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"
# A joiner belongs between two characters of a script that uses it, or two emoji; elsewhere it only hides.
_STRAY_JOINERS = "(?<![^\x00-\x7f\\s\u200c\u200d])[\u200c\u200d]++|[\u200c\u200d]++(?![^\x00-\x7f\\s\u200c\u200d])"
_STEERING = f"{_INVISIBLE[:-1]}\x0b-\x0d\x85\u180e\u2028\u2029]|{_STRAY_JOINERS}"
"""All that is not to be seen as what it is, but for line feeds and tabs."""
_SINGLE = (
    "\x20\x7e", "\xa1\xac", "\xae\u02ff", "\u0370\u0482", "\u2010\u2027", "\u2030\u205e", "\u20a0\u20bf",
    "\u2190\u22ff",
)  # fmt: skip
"""From where to where every character takes one cell of a terminal, whatever stands beside it."""
_WIDE = (
    "\u3041\u3096", "\u309b\u30ff", "\u3400\u4dbf", "\u4e00\u9fff", "\uac00\ud7a3", "\uff01\uff60",
)  # fmt: skip
"""And where two."""
_MANY = 1 << 40
_ELLIPSIS = "…"
BETWEEN, WITHIN = "␟", "␞"
"""What a read of the book puts between the texts it gets in one column, and within one of them; no text holds it."""


def clean(text: str, *, multiline: bool = False) -> str:
    """`text` without anything that could steer a terminal, hide, or reverse what is read; in Unicode form NFC.

    Escape sequences go whole, then control, bidirectional and zero-width characters and lone surrogates.
    A single line folds every run of white space into one space; with `multiline` line ends become `\\n`, tabs and
    runs of spaces stay, and only blank lines at the ends go. Cleaning twice changes nothing.
    """
    if not (text.isascii() and text.isprintable()):
        text = plain(text).replace(BETWEEN, "").replace(WITHIN, "")
    return text.rstrip().lstrip("\n") if multiline else " ".join(text.split())


def plain(text: str) -> str:
    """`text` in lines as they are, without what no terminal should get."""
    text = re.sub(_LINE_ENDS, "\n", re.sub(_INVISIBLE, "", re.sub(_ESCAPES, "", text)))
    if not text.isascii():
        from unicodedata import normalize  # 0.4 ms, and most lines are plain ASCII

        text = normalize("NFC", re.sub(_STRAY_JOINERS, "", normalize("NFC", text)))
    return text


def decode(raw: bytes) -> str:
    """A text as it is taken from the book, where another program may have written anything, not even in UTF-8.

    Almost every text is as `clean` left it when it was written, and is known for that by one look.
    """
    text = raw.decode("utf-8", "replace")
    return text if text.isprintable() else taken(text)  # without a call: a list of deals has thousands


def taken(text: str) -> str:
    """What `decode` makes of a text that is one."""
    return text if text.isprintable() or text.replace("\n", "").isprintable() else plain(text)


def one_line(text: str) -> str:
    """A text from the book for a place that has one line: what another program wrote may have several."""
    return text if text.isprintable() else clean(text)


def harmless(text: str) -> str:
    """`text` with its lines and tabs, all that could steer a terminal or hide on it spelt out: `\\x1b`, `\\u202e`.

    For what is not ours to change, such as a path: nothing is left out, so that it can be seen for what it is.
    A byte that is no text (a lone surrogate, as Python takes it from the system) is spelt as that byte.
    """
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return replaced(text, lambda hidden: "".join(map(_spelt, hidden)))


def replaced(text: str, by: Callable[[str], str]) -> str:
    """`text` with what `by` makes of all in it that could steer a terminal or hide on it."""
    return re.sub(_STEERING, lambda found: by(found[0]), text)


def visible(text: str) -> str:
    """`text` made harmless, and on one line: line feeds and tabs are spelt out, too."""
    return text if text.isprintable() else harmless(text).replace("\n", "\\n").replace("\t", "\\t")


def escaped(json: str) -> str:
    """A JSON text that means the same to the character, and is harmless on a terminal."""
    if json.isprintable():
        return json
    return replaced(json, lambda hidden: "".join(f"\\u{ord(char):04x}" for char in hidden))


def is_text(word: str) -> bool:
    """Whether all bytes of a word from the system were text: in Python those that were none are lone surrogates."""
    return word.isascii() or not any("\ud800" <= char <= "\udfff" for char in word)


def _spelt(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return {"\r": "\\r"}.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def words_and_ends(text: str) -> Iterator[tuple[str, int]]:
    """Each word between white space, and where it ends."""
    end = 0
    for word in text.split():
        end = text.index(word, end) + len(word)
        yield word, end


def tag_word(text: str) -> str:
    """A tag as it is kept: one word without the sign it was typed with."""
    return clean(text).lstrip("#+").strip().replace(" ", "-")


def tag_words(texts: Iterable[str]) -> dict[str, str]:
    """The tags, by their folded text: one that differs only in case is the same."""
    return {fold(word): word for word in map(tag_word, texts) if word}


class _Cells(dict[str, int]):
    """How many cells each character takes, as far as that hangs on it alone; else _MANY, more than any text has."""

    def __missing__(self, char: str) -> int:
        cells = 1 if _is_among(char, _SINGLE) else 2 if _is_among(char, _WIDE) else _MANY
        self[char] = cells
        return cells


def _is_among(char: str, ranges: Iterable[str]) -> bool:
    return any(ends[0] <= char <= ends[1] for ends in ranges)


_cells = _Cells()


def one_cell_each(text: str) -> bool:
    """Whether every character surely takes one cell, so that `len` measures the text."""
    return text.isascii() or sum(map(_cells.__getitem__, text)) == len(text)


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes: 2 for a wide character, 0 for what combines with the one before."""
    if text.isascii():
        return len(text)
    cells = sum(map(_cells.__getitem__, text))
    return cells if cells < _MANY else sum(width for _, width in _clusters(text))


def cut(text: str, width: int) -> str:
    """`text` on one line of at most `width` cells, ending in an ellipsis where something is left out."""
    if not text.isprintable():
        text = " ".join(text.split())
    if cell_width(text) <= width:
        return text
    if width < 1:
        return ""
    if one_cell_each(text):
        return text[: width - 1].rstrip() + _ELLIPSIS
    kept, room = [], width - 1
    for cluster, cells in _clusters(text):
        room -= cells
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + _ELLIPSIS


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """The pieces of `text` that must not be torn apart, with the cells each takes."""
    from unicodedata import category, east_asian_width

    cluster, cells, joined = "", 0, False
    for char in text:
        if char == "\ufe0f":  # asks for the picture form of a narrow sign such as ☎
            cluster, cells = cluster + char, 2 if cells == 1 else cells
        elif joined or _attaches(char, category(char)):
            cluster, joined = cluster + char, char == "\u200d"
        elif len(cluster) == 1 and _is_flag_letter(cluster) and _is_flag_letter(char):
            cluster, cells = cluster + char, 2
        else:
            if cluster:
                yield cluster, cells
            cluster, cells = char, 2 if east_asian_width(char) in "WF" else 1
    if cluster:
        yield cluster, cells


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _attaches(char: str, category: str) -> bool:
    """Combining marks, joiners, skin tones and the inner letters of a Hangul syllable take no cell."""
    return category in ("Mn", "Me", "Mc", "Cf") or "\U0001f3fb" <= char <= "\U0001f3ff" or "\u1160" <= char <= "\u11ff"

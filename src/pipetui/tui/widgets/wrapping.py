"""Texts in lines of so many cells, broken between words."""

from pipetui.domain.text import cell_width, one_line


def wrapped(text: str, room: int, first: int | None = None) -> list[str]:
    """The lines of a text, its own line ends kept; the first line has `first` cells where that is said.

    A word longer than a line goes on in the next one. Where not even a word fits into the first, that is "".
    """
    left = room = max(1, room)
    if first is not None:
        left = max(0, first)
    if len(text) <= left and text.isascii() and text.isprintable():
        return [text]
    found: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        line = ""
        for word in one_line(paragraph).split():
            for piece in _pieces(word, room):
                cells = cell_width(piece)
                if line and cells + 1 <= left:
                    line, left = f"{line} {piece}", left - cells - 1
                elif not line and cells <= left:
                    line, left = piece, left - cells
                else:
                    found.append(line)
                    line, left = piece, room - cells
        found.append(line)
        left = room
    return found


def _pieces(word: str, room: int) -> list[str]:
    """The word, in as many pieces as it takes lines."""
    if len(word) * 2 <= room or cell_width(word) <= room:
        return [word]
    pieces: list[str] = []
    begin, cells = 0, 0
    for place, char in enumerate(word):
        width = cell_width(char)
        if cells + width > room and place > begin:
            pieces.append(word[begin:place])
            begin, cells = place, 0
        cells += width
    return [*pieces, word[begin:]]

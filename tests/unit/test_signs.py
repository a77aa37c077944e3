"""Where only ASCII can be shown every sign has a form, as broad as it is, and what the rep wrote keeps its letters."""

import ast
import unicodedata
from pathlib import Path

from tests.sentences import texts_and_calls

import pipetui
from pipetui import signs
from pipetui.domain.text import cell_width

SOURCE = Path(pipetui.__file__).parent
DRAWN = ("cli", "tui", "phrases", "insight", "service", "render.py", "arrange.py", "views.py")
"""What makes texts that are shown. What only reads the texts of others knows signs that it never draws."""
READS = ("tui/layouts.py",)


def test_every_sign_that_is_drawn_has_an_ascii_form() -> None:
    lacking: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        where = path.relative_to(SOURCE).as_posix()
        source = path.read_text("utf-8")
        if where.startswith(DRAWN) and where not in READS and any(map(is_sign, set(source))):
            nodes = texts_and_calls(ast.parse(source))
            documenting = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
            for node in nodes:
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documenting:
                    drawn = filter(is_sign, set(node.value))
                    lacking |= {char: where for char in drawn if not signs.ascii_form(char)}
    assert lacking == {}


def is_sign(char: str) -> bool:
    """A symbol or a punctuation mark beyond ASCII; signs of currencies are what they are called."""
    return not char.isascii() and unicodedata.category(char)[0] in "SP" and unicodedata.category(char) != "Sc"


def test_a_form_takes_the_room_of_its_sign() -> None:
    drawn = "".join(chr(code) for code in range(0xA0, 0x2900) if signs.ascii_form(chr(code)))
    assert len(drawn) > 350
    assert signs.in_ascii(drawn).isascii()
    assert all(cell_width(sign) == 1 for sign in drawn)
    assert len(signs.in_ascii(drawn)) == len(drawn)


def test_letters_stay() -> None:
    assert signs.in_ascii("Ærø → 導入 · €5 “Café”") == 'Ærø > 導入 - €5 "Café"'

"""What the monkey does: acts of one or several events, chosen by chance, at what is on the screen."""

import random
from collections.abc import Callable, Iterator
from typing import Any

from textual.widget import Widget

from pipetui.tui.app import PipetuiApp
from tests.hostile import ALL, SEQUENCES

Did = tuple[str, Any]
"""An event as it is told: of which kind, and its details."""

SIZES = ((1, 1), (2, 30), (30, 2), (20, 8), (40, 12), (80, 24), (120, 36), (200, 50), (300, 100), (0, 0))
QUITS = ("q", "ctrl+q", "ctrl+c")

TO_IMPORT = "a.csv"
"""A file that lies where the app was begun."""

_IMPORT = f"ctrl+p i m p o r t enter ctrl+u {' '.join(TO_IMPORT)} enter"

_ERRANDS = (
    *(*"ctnzxpmieEMCb!fwa/?sSBLHry+-*X=IFOYyg", "ctrl+p", "ctrl+p l o s s enter", "\\", "o", "P", ".", ",", ";", "W"),
    *(
        "s n",
        "s r",
        "s k Q",
        "x p",
        "z m",
        "> enter",
        "V x",
        "V >",
        "space c",
        "4 e",
        "5 e",
        "4 n",
        "5 m",
        "4 t",
        "5 i",
    ),
    *("enter e", "enter c", "S l enter", "S x p enter", "S enter", "space j space &", "= enter", "I a", "I enter", "F"),
    *("%", "% a", "% r", "% m", "% x", "% c", "% A", "D", "D enter", "Z", "Z enter", "Z u", "#", "# enter", "# E"),
    *("$", "$ enter", "$ x", "$ y", "$ c", "$ m", "$ d", "'", "' enter", "' e", "f2", "f2 enter", "f3", "f3 enter"),
    *("6", "6 enter", "6 Q", "6 o", "6 d", "6 r", "6 r enter", "6 r j enter enter", "6 r enter b", "6 r enter s"),
    *("6 r G enter", "6 r enter d", "6 [ enter", "4 enter", "5 enter", "4 enter e", "g v", "g g", "( )", "enter tab e"),
    *(
        "7 ] [ 0",
        "7 shift+right",
        "7 shift+left",
        "7 enter",
        "_ n",
        "_ n x tab h o t enter",
        "_ e",
        "_ X",
        "_ enter",
        "_ j enter",
    ),
    *("f9 a", "f9 a B o x space a t space 5 enter", "f9 e", "f9 enter", "f9 X enter", "f9 n C 9 enter e"),
    *(
        "Q",
        "Q y",
        "Q d",
        "Q s",
        "Q E",
        "enter Q",
        "@",
        "@ enter",
        "enter @",
        "I a B o x enter",
        "f",
        "f enter",
        "S r Q",
    ),
    *("ctrl+p i m p o r t enter", "ctrl+p i m p o r t enter . enter", "4 D enter", "2 . l l", "3 , .", "3 . h \\"),
    *(
        f"{_IMPORT} {keys}".rstrip()
        for keys in ("", "d", "d i", "i", "i i", "enter", "x j t", "o m n d", "s a enter l")
    ),
)
"""Keys that lead to the questions of the app, each begun from a screen."""

_KEYS = (
    *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    *("enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("backspace", "delete", "space", "f1", "f5", "insert", "ctrl+p", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w"),
    *("ctrl+x", "ctrl+v", "ctrl+z", "ctrl+y", "ctrl+t", "ctrl+s", "ctrl+r", "ctrl+l", "ctrl+d", "ctrl+left"),
    *("shift+left", "shift+end", "ctrl+shift+home", "alt+enter", "ctrl+end", "ctrl+home", "ctrl+j", "ctrl+@"),
)
_SIGNS = {
    "/": "slash", "?": "question_mark", ">": "greater_than_sign", "<": "less_than_sign",
    "+": "plus", "-": "minus", "*": "asterisk", ".": "full_stop", "\\": "backslash", " ": "space", "@": "at",
    "$": "dollar_sign", "%": "percent_sign", "#": "number_sign", "'": "apostrophe", "&": "ampersand",
    "=": "equals_sign", "(": "left_parenthesis", ")": "right_parenthesis", ",": "comma", ";": "semicolon",
    "[": "left_square_bracket", "]": "right_square_bracket", "!": "exclamation_mark", "ö": "ö", "導": "導",
    "\u202e": "right_to_left_override", "\x00": "ctrl+@", "\x1b": "escape",
}  # fmt: skip
_LINES = (
    *("Acme rollout 12k @demo next:fri ann@acme.example +saas", "fri 14:00 send quote", "12k", "+3d", "value>10k"),
    *(
        "stage:prop or not overdue",
        "tomorrow",
        "next-fri call",
        "1.12.",
        "price",
        "€1.250,50",
        "(((((",
        "org:",
        "p:40%",
    ),
    *("~", "~nobody/x.csv", "/", ".", "9" * 400, "導入 株式会社", "a\u0301" * 50, "👩\u200d👩\u200d👧" * 20),
    *("[red]x[/] [@click=app.quit]y[/]", "1e999", "-5", "0"),
)
_PASTES = (
    *(*_LINES, *SEQUENCES.values(), ALL, "", "\n", "\n\n\n", "one\ntwo\nthree", "a\r\nb\r\n", "\x00", "\x00a\x00"),
    *("\ud800", "x\udfffy", "\t\t", "\x1b[200~", "\x1b[201~q", "\x1b" * 50, "\x1b[48;1;1;1;1t", "\x1b[<0;1;1M"),
    *("\x85\u2028", "q" * 300, "x" * 100_000, "x y\n" * 30_000, ALL * 200),
)
_NOISE = (
    *("\x1b", "\x1b[", "\x1b[A", "\x1bO", "\x1b[200~", "\x1b[201~", "\x1b[<0;5;5M", "\x1b[<0;5;5m", "\x1b[<35;9;9M"),
    *("\x1b[<64;3;3M", "\x1b[I", "\x1b[O", "\x1b[48;10;40;0;0t", "\x1b[48;36;120;720;960t", "\x1b[?2026;2$y"),
    *(
        "\x1b[?2048;1$y",
        "\x1b[12;40R",
        "\x1b[99999999u",
        "\x1b[;;u",
        "\x1b]11;rgb:0/0/0\x07",
        "\x1b[?62;c",
        "\x1bP",
        "x",
    ),
    *(
        "\x00",
        "\x7f",
        "\x9b",
        "\ud800",
        "é",
        "0",
        ";",
        "~",
        "M",
        "\x1b[M   ",
        "\x1b[1;5D",
        "\x1b[15~",
        "\r",
        "\n",
        "\t",
    ),
)
_WRITTEN = (
    "UPDATE deal SET title = title || '!' WHERE id = :number",
    "UPDATE deal SET status = 'won', closed_at = '2026-11-20T10:00:00Z', closed_on = '2026-11-20' WHERE id = :number",
    "UPDATE deal SET stage_id = (SELECT max(id) FROM stage) WHERE id = :number",
    "UPDATE deal SET deleted_at = '2026-11-20T10:00:00Z' WHERE id = :number",
    "UPDATE follow_up SET due_on = '2026-11-22' WHERE deal_id = :number",
    "DELETE FROM follow_up WHERE deal_id = :number",
    "DELETE FROM deal_tag WHERE deal_id = :number",
    "UPDATE person SET name = name || '!' WHERE id = :number",
    "INSERT INTO note (deal_id, text, at) SELECT id, 'beside', '2026-11-20T10:00:00Z' FROM deal WHERE id = :number",
    "DELETE FROM product WHERE :number",
    "DELETE FROM deal_item WHERE deal_id = :number",
    "DELETE FROM setting WHERE (key LIKE 'context%' OR key LIKE 'view%') AND :number",
    "UPDATE person SET deleted_at = '2026-11-20T10:00:00Z' WHERE id = :number",
)
"""What another program does to the deal of a number, or to somebody."""


class Hands:
    """The acts of a monkey, whose chance is `chance`."""

    def __init__(self, chance: random.Random) -> None:
        self.random = chance

    def act(self, app: PipetuiApp) -> tuple[Iterator[Did], bool]:
        """The events of the next act, and whether they come before the first one is taken in."""
        act = self.random.choices(*_ACTS)[0]
        return act(self, app), self.random.random() < (0.5 if act is Hands._click else 0.15)

    def _errand(self, app: PipetuiApp) -> Iterator[Did]:
        """Back to a screen, and from there to a question."""
        for _ in range(3):
            yield "key", ("escape", "\x1b")
        yield _key(self.random.choice("1234567"))
        for _ in range(self.random.randrange(4)):
            yield _key(self.random.choice(("j", "l", "down", "G")))
        for key in self.random.choice(_ERRANDS).split():
            yield _key(key)

    def _bound_key(self, app: PipetuiApp) -> Iterator[Did]:
        """A key that does something here."""
        keys = [key for key in app.screen.active_bindings if key not in QUITS] or ["escape"]
        yield _key(self.random.choice(keys))

    def _any_key(self, app: PipetuiApp) -> Iterator[Did]:
        yield _key(self.random.choice(QUITS if self.random.random() < 0.01 else _KEYS))

    def _odd_key(self, app: PipetuiApp) -> Iterator[Did]:
        char = self.random.choice(list(_SIGNS))
        yield "key", (_SIGNS[char], char)

    def _typed(self, app: PipetuiApp) -> Iterator[Did]:
        """A line, now and then ended."""
        for char in self.random.choice(_LINES)[:40]:
            yield "key", (_SIGNS.get(char, char), char)
        if self.random.random() < 0.6:
            yield _key("enter")

    def _pasted(self, app: PipetuiApp) -> Iterator[Did]:
        yield "paste", self.random.choice(_PASTES)

    def _noise(self, app: PipetuiApp) -> Iterator[Did]:
        """What a terminal never sends, or only once in a while."""
        yield "noise", "".join(self.random.choice(_NOISE) for _ in range(self.random.randrange(1, 12)))

    def _somewhere(self, app: PipetuiApp) -> tuple[int, int]:
        """A place on the screen, on or beside what stands there, at the edges, now and then outside."""
        width, height = app.size
        chance = self.random.random()
        if chance < 0.6:
            regions = (widget.region for widget in app.screen.query(Widget))
            shown = [
                region for region in regions if region.width > 0 and region.height > 0
            ]  # or less, where it is tight
            if shown:
                region = self.random.choice(shown)
                x = self.random.choice(
                    (region.x, region.right - 1, self.random.randint(region.x, region.right), region.x - 1)
                )
                y = self.random.choice(
                    (region.y, region.bottom - 1, self.random.randint(region.y, region.bottom), region.bottom)
                )
                return max(0, x), max(0, y)
        if chance < 0.95:
            return self.random.randrange(max(1, width)), self.random.randrange(max(1, height))
        return self.random.choice(((0, 0), (width, height), (width - 1, height - 1), (500, 500), (0, height)))

    def _button(self) -> tuple[int, bool, bool, bool]:
        held = [self.random.random() < 0.1 for _ in range(3)]
        return self.random.choice((1, 1, 1, 1, 2, 3)), held[0], held[1], held[2]

    def _click(self, app: PipetuiApp) -> Iterator[Did]:
        """One to four clicks at one place, the hand perhaps slipping between."""
        place, button = self._somewhere(app), self._button()
        if self.random.random() < 0.5:
            yield "MouseMove", (*place, 0, False, False, False)
        for _ in range(self.random.choice((1, 1, 2, 2, 2, 3, 4))):
            yield "MouseDown", (*place, *button)
            if self.random.random() < 0.05:
                place = self._somewhere(app)
            yield "MouseUp", (*place, *button)

    def _drag(self, app: PipetuiApp) -> Iterator[Did]:
        button = self._button()
        yield "MouseDown", (*self._somewhere(app), *button)
        for _ in range(self.random.randrange(1, 6)):
            yield "MouseMove", (*self._somewhere(app), *button)
        if self.random.random() < 0.9:
            yield "MouseUp", (*self._somewhere(app), *button)

    def _hover(self, app: PipetuiApp) -> Iterator[Did]:
        yield "MouseMove", (*self._somewhere(app), 0, False, False, False)
        if self.random.random() < 0.2:
            yield "wait", 0.4

    def _wheel(self, app: PipetuiApp) -> Iterator[Did]:
        kind = self.random.choice(("MouseScrollUp", "MouseScrollDown", "MouseScrollLeft", "MouseScrollRight"))
        place, (_, *held) = self._somewhere(app), self._button()
        for _ in range(self.random.randrange(1, 5)):
            yield kind, (*place, 0, *held)

    def _resize(self, app: PipetuiApp) -> Iterator[Did]:
        for _ in range(self.random.choice((1, 1, 3))):
            known = self.random.random() < 0.7
            yield (
                "resize",
                self.random.choice(SIZES) if known else (self.random.randint(1, 300), self.random.randint(1, 100)),
            )
        if self.random.random() < 0.7:
            yield "resize", (120, 36)

    def _focus(self, app: PipetuiApp) -> Iterator[Did]:
        yield "focus", False
        yield "focus", True

    def _wait(self, app: PipetuiApp) -> Iterator[Did]:
        yield "wait", self.random.choice((0.3, 0.6, 2.0, 6.0))
        if self.random.random() < 0.3:
            yield "later", self.random.choice((3600, 86400, 7 * 86400, 400 * 86400, -86400, -7 * 86400))

    def _beside(self, app: PipetuiApp) -> Iterator[Did]:
        """Another program writes into the book."""
        yield "beside", (self.random.choice(_WRITTEN), self.random.randrange(1, 16))

    def _theme(self, app: PipetuiApp) -> Iterator[Did]:
        yield "theme", self.random.choice(sorted(app.available_themes))


_WEIGHED: tuple[tuple[Callable[[Hands, PipetuiApp], Iterator[Did]], int], ...] = (
    (Hands._errand, 8),
    (Hands._bound_key, 25),
    (Hands._any_key, 14),
    (Hands._odd_key, 5),
    (Hands._typed, 3),
    (Hands._pasted, 6),
    (Hands._noise, 2),
    (Hands._click, 20),
    (Hands._drag, 5),
    (Hands._hover, 5),
    (Hands._wheel, 4),
    (Hands._resize, 3),
    (Hands._focus, 1),
    (Hands._wait, 1),
    (Hands._beside, 2),
    (Hands._theme, 1),
)
_ACTS = ([act for act, _ in _WEIGHED], [weight for _, weight in _WEIGHED])


def _key(name: str) -> Did:
    """A key by its name, or by the sign it types."""
    if len(name) == 1:
        return "key", (_SIGNS.get(name, name), name)
    typed = {"enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f"}.get(name)
    return "key", (name, typed or next((char for char, known in _SIGNS.items() if known == name), None))

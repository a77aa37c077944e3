"""Every text can be read in every theme offered: the tokens are measured, and nothing but tokens is used."""

import re
from pathlib import Path

import pytest
from textual.color import Color

import pipetui
from pipetui.tui import themes
from pipetui.tui.themes import CONTRAST, CONTRAST_OF_SIGNS, GROUNDS, TEXTS, contrast

TUI = Path(pipetui.__file__).parent / "tui"
SIGNS = ("key", "scrollbar", "bar")
"""What is no text but has to be seen: the border of what has the focus, the scroll bar, a bar."""
LINES = ("rule", "track", "bar")
"""Lines, bars and the empty part of them: what they tell is written beside them."""
STYLES = ("gap", "cursor-style", "field-style", "placeholder-style")

COLOUR = re.compile(r"(?<![-\w])color: ([^;\n]+);")
GROUND = re.compile(r"(?<![-\w])background: ([^;\n]+);")
BORDER = re.compile(r"border[a-z-]*: (?:[a-z]+) ([^;\n]+);")
TOKEN = re.compile(r"\$([a-z][a-z0-9-]*)")


@pytest.mark.parametrize("name", themes.offered())
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    tokens = {token: Color.parse(themes.tokens(name)[token]) for token in (*TEXTS, *GROUNDS, *SIGNS)}
    texts = {(text, on): contrast(tokens[text], tokens[on]) for text in TEXTS for on in GROUNDS}
    assert {pair: found for pair, found in texts.items() if found < CONTRAST} == {}
    under = dict.fromkeys(SIGNS, ("background", "surface", "raised")) | {"bar": GROUNDS}
    signs = {(sign, on): contrast(tokens[sign], tokens[on]) for sign in SIGNS for on in under[sign]}
    assert {pair: found for pair, found in signs.items() if found < CONTRAST_OF_SIGNS} == {}


@pytest.mark.parametrize("name", themes.offered())
def test_what_textual_styles_its_own_widgets_by_can_be_read(name: str) -> None:
    tokens = themes.tokens(name)
    pairs = (
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("foreground", "input-selection-background"),
        ("foreground", "block-hover-background"),
        *((text, on) for text in tokens if text.startswith("text-") for on in ("surface", "panel", "boost", "field")),
    )
    found = {pair: contrast(*(Color.parse(tokens[one]) for one in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < CONTRAST} == {}


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)
    assert contrast(Color.parse("#fff"), Color.parse("#767676")) == pytest.approx(4.54, abs=0.01)


def test_five_stages_differ_for_any_eye() -> None:
    """In lightness or hue, whatever kind of cone is missing: the projections of Viénot, Brettel and Mollon (1999)."""
    for name in ("pipetui-dark", "pipetui-light", "pipetui-contrast"):
        hues = [Color.parse(themes.tokens(name)[f"stage-{place}"]) for place in range(1, 6)]
        for eye in (usual, without_red, without_green):
            seen = [eye(hue) for hue in hues]
            nearest = min(
                sum((one - other) ** 2 for one, other in zip(a, b, strict=True)) ** 0.5
                for place, a in enumerate(seen)
                for b in seen[:place]
            )
            assert nearest > 24, (name, eye.__name__, nearest)


Seen = tuple[float, float, float]


def usual(hue: Color) -> Seen:
    return (float(hue.r), float(hue.g), float(hue.b))


def without_red(hue: Color) -> Seen:
    return _mixed(hue, ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)))


def without_green(hue: Color) -> Seen:
    return _mixed(hue, ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)))


def _mixed(hue: Color, rows: tuple[Seen, Seen, Seen]) -> Seen:
    linear = [(part / 255) ** 2.2 for part in hue.rgb]
    mixed = [max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))) for row in rows]
    red, green, blue = (255 * part ** (1 / 2.2) for part in mixed)
    return (red, green, blue)


def test_all_that_is_styled_is_styled_by_tokens() -> None:
    wrong = []
    for path in (*TUI.rglob("*.py"), *TUI.rglob("*.tcss")):
        if path.name == "themes.py":
            continue
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(TUI).as_posix()
        wrong += [(where, found) for found in TOKEN.findall(text) if found not in (*TEXTS, *GROUNDS, *LINES, *STYLES)]
        wrong += [(where, found) for found in COLOUR.findall(text) if found[1:] not in (*TEXTS, *LINES)]
        wrong += [
            (where, found)
            for found in GROUND.findall(text)
            if found[1:] not in GROUNDS and found != "transparent" and not re.fullmatch(r"\$background \d+%", found)
        ]
        wrong += [(where, found) for found in BORDER.findall(text) if found[1:] not in (*TEXTS, *LINES)]
        wrong += [(where, found) for found in re.findall(r'"[a-z ]*\bdim\b[a-z ]*"|text-style: [^;]*dim', text)]
    assert wrong == []

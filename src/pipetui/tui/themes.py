"""The design tokens: every colour, ground and distance that the app uses, and the themes that set them.

Style sheets, component classes and texts name tokens and nothing else: `$late`, `$surface`, `$selected`. They mean:

- three grounds: `$background`, `$surface` (cards, panes), `$raised` (dialogs, docked questions); on them `$selected`
  (the row under the cursor), `$unfocused` (the same while the keys go elsewhere), `$field`, `$changed` (a row just
  changed);
- texts: `$foreground`, `$dim`, and `$key` (the accent: focus, keys, headings); `$placeholder` in fields;
- signals, for the next step alone: `$late` `$today` `$planned` `$nothing` `$quiet`; `$good` `$bad` `$doubt` are the
  first three for an answer, an error, a warning;
- `$stage-1` … `$stage-5`: five calm hues in rules and heads, told apart with any kind of colour blindness, for their
  lightness differs too; `$rule` (lines, borders without focus), `$bar` and `$track` (what is full of a bar, and what is
  empty: a figure that is drawn is no focus);
- `$gap` (cells between columns, and beside the edge of a box); `$cursor-style`, `$field-style` and
  `$placeholder-style`, by which the cursor, a field and an example in an empty one are told where there are no colours.

Every text reaches CONTRAST on every ground: ours are chosen so, those of Textual's own themes are lifted until they do.
"""

from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from textual.color import BLACK, WHITE, Color
from textual.theme import BUILTIN_THEMES, Theme

CONTRAST = 4.5
"""The least contrast of a text with its ground (WCAG 2.2, 1.4.3, level AA)."""

CONTRAST_OF_SIGNS = 3.0
"""The least contrast of what is no text but means something: a scroll bar, a focused border (WCAG 2.2, 1.4.11)."""

DEFAULT = "pipetui-dark"


class Hues(NamedTuple):
    """The colours of a theme, as CSS has them."""

    background: str
    surface: str
    raised: str
    selected: str
    unfocused: str
    field: str
    changed: str
    foreground: str
    dim: str
    key: str
    late: str
    today: str
    planned: str
    nothing: str
    quiet: str
    stages: tuple[str, str, str, str, str]
    rule: str
    bar: str
    track: str
    thumb: str
    """The part of a scroll bar that is in sight."""
    cursor_style: str = "none"


GROUNDS = ("background", "surface", "raised", "selected", "unfocused", "field", "changed")
"""The tokens that a text may stand on."""

TEXTS = (
    "foreground", "dim", "key", "late", "today", "planned", "nothing", "quiet", "good", "bad", "doubt", "placeholder",
    "stage-1", "stage-2", "stage-3", "stage-4", "stage-5",
)  # fmt: skip
"""The tokens that a text may have as its colour."""

_DARK = Hues(
    background="#10141b",
    surface="#181e28",
    raised="#222a37",
    selected="#24405f",
    unfocused="#2a3342",
    field="#2c3645",
    changed="#1d4a45",
    foreground="#e8ebf0",
    dim="#a9b4c4",
    key="#7cc0ff",
    late="#ff9b92",
    today="#f2c063",
    planned="#85d6a2",
    nothing="#d3b2ff",
    quiet="#bcbce8",
    stages=("#c8daf8", "#74dfd3", "#bca5ef", "#dba0bd", "#c3b98e"),
    rule="#3a4557",
    bar="#7a94ba",
    track="#333d4d",
    thumb="#738299",
)
_LIGHT = Hues(
    background="#eef1f5",
    surface="#f8f9fb",
    raised="#ffffff",
    selected="#cfe2f8",
    unfocused="#e0e6ee",
    field="#e6ebf2",
    changed="#cdebe0",
    foreground="#1b2430",
    dim="#4d5968",
    key="#0a55a3",
    late="#a5201a",
    today="#784800",
    planned="#17602f",
    nothing="#7334a3",
    quiet="#55489a",
    stages=("#2b5db7", "#1c6970", "#4a2a8c", "#6b2555", "#64602b"),
    rule="#b9c3d0",
    bar="#5a7aa8",
    track="#d3dae3",
    thumb="#76839a",
)
_CONTRAST = Hues(
    background="#000000",
    surface="#0b0b0b",
    raised="#161616",
    selected="#00376b",
    unfocused="#2b2b2b",
    field="#242424",
    changed="#004b3b",
    foreground="#ffffff",
    dim="#dadada",
    key="#8ad8ff",
    late="#ffb3ab",
    today="#ffd84d",
    planned="#8cf0ac",
    nothing="#e6c8ff",
    quiet="#d5d5ff",
    stages=("#bcd3f6", "#a4d7d1", "#c2a9e6", "#daa2be", "#c9c593"),
    rule="#9a9a9a",
    bar="#a9bfd8",
    track="#5c5c5c",
    thumb="#d0d0d0",
)
_OWN = {"pipetui-dark": _DARK, "pipetui-light": _LIGHT, "pipetui-contrast": _CONTRAST}

_NOT_OFFERED = frozenset({"ansi-dark", "ansi-light", "textual-ansi"})
"""Themes in the terminal's own colours: what contrast they have nobody can know."""


def _own(name: str, palette: Hues, *, dark: bool) -> Theme:
    return Theme(
        name,
        primary=palette.key,
        secondary=palette.nothing,
        warning=palette.today,
        error=palette.late,
        success=palette.planned,
        accent=palette.nothing,
        foreground=palette.foreground,
        background=palette.background,
        surface=palette.surface,
        panel=palette.raised,
        dark=dark,
    )


@cache
def offered() -> MappingProxyType[str, Theme]:
    """The themes that can be chosen by name, ours first."""
    own = [_own(name, palette, dark=name != "pipetui-light") for name, palette in _OWN.items()]
    theirs = [theme for name, theme in sorted(BUILTIN_THEMES.items()) if name not in _NOT_OFFERED]
    return MappingProxyType({theme.name: theme for theme in (*own, *theirs)})


@cache
def tokens(name: str, *, colours: bool = True) -> MappingProxyType[str, str]:
    """The variables of a theme, those that Textual's own widgets are styled by too.

    Without `colours`, as `NO_COLOR` has it, the cursor is told by its style alone.
    """
    palette = _OWN.get(name) or _of_textual(offered()[name])
    if not colours:
        palette = palette._replace(cursor_style="reverse")
    return MappingProxyType(_variables(palette))


def _variables(palette: Hues) -> dict[str, str]:
    own = palette._asdict()
    stages, style = own.pop("stages"), own.pop("cursor_style")
    thumb = own.pop("thumb")
    variables: dict[str, str] = {
        **own,
        **{f"stage-{place}": hue for place, hue in enumerate(stages, 1)},
        "gap": "1",
        "cursor-style": style,
        "field-style": "none" if style == "none" else "underline",
        "placeholder-style": "none" if style == "none" else "italic",
        "good": palette.planned,
        "bad": palette.late,
        "doubt": palette.today,
        "placeholder": palette.dim,
        # What Textual's own widgets go by.
        "panel": palette.raised,
        "primary": palette.key,
        "accent": palette.nothing,
        "boost": palette.surface,
        "text": palette.foreground,
        "text-muted": palette.dim,
        "text-disabled": palette.dim,
        "text-primary": palette.key,
        "text-secondary": palette.nothing,
        "text-accent": palette.nothing,
        "text-error": palette.late,
        "text-warning": palette.today,
        "text-success": palette.planned,
        "primary-muted": palette.selected,
        "border": palette.key,
        "border-blurred": palette.rule,
        "block-cursor-foreground": palette.foreground,
        "block-cursor-background": palette.selected,
        "block-cursor-text-style": "bold" if style == "none" else f"bold {style}",
        "block-cursor-blurred-foreground": palette.foreground,
        "block-cursor-blurred-background": palette.unfocused,
        "block-cursor-blurred-text-style": "none" if style == "none" else "bold",
        "block-hover-background": palette.unfocused,
        "foreground-muted": palette.dim,
        "foreground-disabled": palette.dim,
        "input-cursor-background": palette.foreground,
        "input-cursor-foreground": palette.background,
        "input-cursor-text-style": style,
        "input-selection-background": palette.background,
        "scrollbar": thumb,
        "scrollbar-hover": palette.dim,
        "scrollbar-active": palette.key,
        "surface-active": palette.unfocused,
    }
    return variables | dict.fromkeys(_SCROLLBAR_GROUNDS, palette.surface)


_SCROLLBAR_GROUNDS = (
    "scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color",
)  # fmt: skip


# --- Textual's own themes, so that they can be read


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21: (lighter + 0.05) ÷ (darker + 0.05), relative luminances (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    """The relative luminance of a colour in sRGB, 0 for black to 1 for white (WCAG 2.2)."""
    parts = (part / 255 for part in color.rgb)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_BASIC = ("background", "surface", "primary", "secondary", "accent", "success", "warning", "error", "foreground")


def _of_textual(theme: Theme) -> Hues:
    """The palette of a theme that is not ours: its own hues, lifted until they can be read on each of its grounds."""
    generated = theme.to_color_system().generate()
    named = {name: Color.parse(generated[name]) for name in _BASIC}
    background, surface = named["background"], named["surface"]
    ink = WHITE if luminance(background) < 0.18 else BLACK
    raised = surface.blend(ink, 0.06) if ink == WHITE else surface.blend(WHITE, 0.5)
    accent, planned = named["primary"], named["success"]
    grounds = {
        "background": background,
        "surface": surface,
        "raised": raised,
        "selected": surface.blend(accent, 0.22),
        "unfocused": surface.blend(ink, 0.1),
        "field": raised.blend(ink, 0.08),
        "changed": surface.blend(planned, 0.2),
    }

    def text(wanted: Color, least: float = CONTRAST) -> str:
        return _lifted(wanted, tuple(grounds.values()), ink, least).hex6.lower()

    violet = named["accent"] if named["accent"] != accent else named["secondary"]
    return Hues(
        **{name: ground.hex6.lower() for name, ground in grounds.items()},
        foreground=text(named["foreground"], 7.0),
        dim=text(named["foreground"].blend(background, 0.4)),
        key=text(accent),
        late=text(named["error"]),
        today=text(named["warning"]),
        planned=text(planned),
        nothing=text(violet),
        quiet=text(violet.blend(named["foreground"], 0.4)),
        stages=tuple(text(Color.parse(hue)) for hue in (_DARK if ink == WHITE else _LIGHT).stages),  # type: ignore[arg-type]
        rule=background.blend(ink, 0.25).hex6.lower(),
        bar=_lifted(accent.blend(background, 0.35), tuple(grounds.values()), ink, 3.1).hex6.lower(),
        track=surface.blend(ink, 0.15).hex6.lower(),
        thumb=_lifted(accent.blend(background, 0.3), (background, surface, raised), ink, 3.1).hex6.lower(),
    )


def _lifted(wanted: Color, grounds: tuple[Color, ...], ink: Color, least: float) -> Color:
    """The colour nearest to `wanted` on the way to `ink` that stands out enough from all `grounds`."""
    for step in range(51):
        tried = wanted.blend(ink, step / 50)
        if all(contrast(tried, ground) >= least for ground in grounds):
            return tried
    return ink

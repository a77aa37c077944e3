"""The list of the stage editor: the pipelines with their stages, a line each, and what is said of one."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.binding import Binding
from textual.content import Content

from pipetui.render import cell_width, cut, percent, plural, totals_short
from pipetui.service.stage_reads import PipelineLine, StageLine
from pipetui.tui.widgets.option_lines import OptionLines

_NARROWEST, _WIDEST, _BROADEST = 8, 30, 100
"""Cells of a name, and of a whole line, that are worth having: further apart nobody sees what belongs together."""
_EDGE, _INDENT, _BETWEEN = 1, 4, 2
_TOLD = 24
"""Cells from which on exit criteria are worth the room that is left behind the figures."""
_LOOK = {"percent": "bold", "own": "$dim", "rots": "$dim", "deals": "bold $key"}

Part = tuple[str, str]


class EditorLine(NamedTuple):
    """A line of the list: a stage, or the pipeline over its stages."""

    pipeline: PipelineLine
    stage: StageLine | None = None

    @property
    def key(self) -> tuple[str, int]:
        """By which the cursor finds it again."""
        return ("stage", self.stage.stage.id) if self.stage else ("pipeline", self.pipeline.id)


class StageList(OptionLines):
    """The pipelines with their stages."""

    has_edge = True
    BINDINGS = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("home", "first", "First", show=False),
        Binding("G", "last", "Last", show=False),
    ]
    DEFAULT_CSS = """
    StageList, StageList:focus { height: 1fr; border: none; padding: 0 1 0 0; background: transparent; }
    StageList > .option-list--option-highlighted { background: $unfocused; color: $foreground; }
    StageList:focus > .option-list--option-highlighted { background: $selected; color: $foreground; }
    """


def rows(lines: Sequence[EditorLine], width: int) -> list[Content]:
    """The lines as they stand in so many cells, the first of which is the cursor's.

    Of what does not fit own history goes first, then the days; in what is left stand the exit criteria.
    """
    width -= _EDGE
    stages = [line.stage for line in lines if line.stage is not None]
    sums = [_sum(line) for line in lines]
    money = max(map(cell_width, sums), default=0)
    names = min(_WIDEST, max((cell_width(one.stage.name) for one in stages), default=0))
    texts = {
        "percent": [percent(one.stage.probability) for one in stages],
        "own": [_odds(one) for one in stages],
        "rots": [_rots(one) for one in stages],
        "deals": [f"{one.inside.deals:,}" for one in stages],
    }
    wide = {name: max(map(cell_width, column), default=0) for name, column in texts.items()}
    columns = [name for name in texts if wide[name]]

    def room() -> int:
        return min(width, _BROADEST) - _INDENT - money - sum(wide[name] + _BETWEEN for name in columns) - _BETWEEN

    for spared in ("own", "rots"):
        if room() < names and spared in columns:
            columns.remove(spared)
    names = max(_NARROWEST, min(names, room()))
    whole = _INDENT + names + sum(wide[name] + _BETWEEN for name in columns) + _BETWEEN + money
    found, number = [], 0
    for line, figures in zip(lines, sums, strict=True):
        end = (" " * (_BETWEEN + money - cell_width(figures)) + figures, "" if line.stage else "$dim")
        if line.stage is None:
            count = f"{line.pipeline.inside.deals:,}"
            default = "  default" if line.pipeline.is_default else ""
            name = cut(line.pipeline.name, max(1, whole - _BETWEEN - money - len(count) - len(default) - 1))
            gap = whole - _BETWEEN - money - cell_width(name + default) - len(count)
            found.append(
                Content.assemble(" ", (name, "bold $key"), (default + " " * gap, "$dim"), (count, "bold $key"), end)
            )
            continue
        name = cut(line.stage.stage.name, names)
        cells = [(_cell(column, texts[column][number], wide[column]), _LOOK[column]) for column in columns]
        sign = "  ◆ " if line.stage.stage.qualifies else " " * _INDENT
        told = _criteria(line.stage, width - whole)
        found.append(
            Content.assemble((f" {sign}", "$key"), (name + " " * (names - cell_width(name)), ""), *cells, end, told)
        )
        number += 1
    return found


def _cell(column: str, text: str, wide: int) -> str:
    spare = " " * (wide - cell_width(text))
    return " " * _BETWEEN + (text + spare if column == "own" else spare + text)


def _criteria(one: StageLine, room: int) -> Part:
    said = f"{' ' * _BETWEEN}before it leaves: {' · '.join(one.criteria)}" if one.criteria else ""
    return (cut(said, room) if room >= _TOLD else "", "$dim")


def _odds(one: StageLine) -> str:
    return f"own {percent(one.odds.percent)} of {one.odds.closed}" if one.odds else ""


def _rots(one: StageLine) -> str:
    return f"rots {one.stage.rotting_days} d" if one.stage.rotting_days else "never rots"


def _sum(line: EditorLine) -> str:
    inside = line.stage.inside if line.stage else line.pipeline.inside
    return totals_short(inside.total) or "–"


def about(line: EditorLine) -> Content:
    """What the figures of the line are, and what it has no room for."""
    if line.stage is None:
        said = f"{line.pipeline.name}: {plural(len(line.pipeline.stages), 'stage')}"
        return Content.assemble((said, "bold"), ("  new deals go here" if line.pipeline.is_default else "", "$dim"))
    parts: list[Part] = [(line.stage.stage.name, "bold"), (f"  {plural(line.stage.inside.deals, 'open deal')}", "$dim")]
    if line.stage.stage.qualifies:
        parts.append(("  ◆ the qualification", "$dim"))
    if line.stage.odds is not None:
        odds = line.stage.odds
        parts.append((f"  {odds.won} of {odds.closed} closed deals that entered it were won", "$dim"))
    if line.stage.criteria:
        parts += [("\nbefore it leaves  ", "$dim"), (" · ".join(line.stage.criteria), "")]
    return Content.assemble(*parts)

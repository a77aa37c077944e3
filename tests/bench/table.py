"""The figures to reach, and how what was measured is shown beside them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipetui.phrases.reports import REPORTS
from tests.bench import imports, moving, numbers, processes

_OPEN = "10,000 open"
_PIPETUI = f"pipetui, {_OPEN}"


class Bar(NamedTuple):
    """What a figure may be at most: so much in its unit, or so many times another figure."""

    what: str
    figure: str
    most: float
    unit: str = "ms"
    times: str = ""


class Line(NamedTuple):
    """A bar and what was measured: the figure, the one it is compared with, and the same of the least of all runs."""

    bar: Bar
    value: float | None
    floor: float | None
    least: float | None = None
    least_floor: float | None = None

    @property
    def reached(self) -> float | None:
        """The number to be compared with the bar, of medians; None when something was not measured."""
        return _compared(self.bar, self.value, self.floor)

    @property
    def reached_at_least(self) -> float | None:
        """The same of minima, where they are kept: what a busy machine spoils less."""
        return _compared(self.bar, self.least, self.least_floor)

    @property
    def met(self) -> bool | None:
        """Whether the bar is kept."""
        return None if self.reached is None else self.reached <= self.bar.most


def _compared(bar: Bar, value: float | None, floor: float | None) -> float | None:
    if value is None or not bar.times:
        return value
    return value / floor if floor else None


def bars(overdue: int, imported: int) -> Iterator[Bar]:
    """All of them, in order; `overdue` is how many `overdue` prints, `imported` how many rows were imported."""
    for name, most, grown in (("add", 2.4, 1.15), ("log", 2.5, 1.15), ("prompt", 2, 1.1)):
        for deals in ("100", "10,000", "100,000"):
            yield Bar(f"`{name}`, {deals} deals", f"{name}, {deals} deals", most, times=processes.PASS)
        yield Bar(f"`{name}`, 100,000 deals", f"{name}, 100,000 deals", grown, times=f"{name}, 100 deals")
    floor = f"{processes.PASS}, CPU"
    for name in processes.VERBS:
        if name != processes.CONFIGURED:
            most = 2.5 if name == "done" else 5
            yield Bar(f"`{name}`, 10,000 deals, CPU", f"{name}, CPU", most, times=floor)
    yield Bar("a file of settings, CPU", processes.SETTINGS, 2)
    for name in processes.HELP:
        yield Bar(f"`{name}`, CPU", f"{name}, CPU", 250)
    yield Bar("Tab for a verb, CPU", f"{processes.TAB}, CPU", 60)
    yield Bar("`add`, 10,000 items in both", "add, 10,000 deals", 0.5, times="task add")
    yield Bar(f"`overdue`, {overdue:,} of 10,000", "overdue", 4, times=processes.PASS)
    yield Bar(f"`overdue`, {overdue:,} of 10,000", "overdue", 0.3, times="task overdue")
    yield Bar("`list` of 10,000", "list", 0.5, times="task list")
    yield Bar("`today`, 100,000 deals", "today, 100,000 deals", 4, times=processes.PASS)
    for name in (*processes.LISTED, processes.REHEARSAL):
        if name != "today":
            what = name if name == processes.REHEARSAL else f"{name}, 100,000 deals"
            yield Bar(f"{what}, CPU", f"{what}, CPU", 400)
    yield Bar(f"first cards, {_OPEN}", f"first frame, {_PIPETUI}, ms", 1.35, times="first frame, Textual hello, ms")
    advance = "advance, key to painted card, {} open, {} ms"
    for clock in ("wall", "CPU"):
        here = advance.format("10,000", clock)
        yield Bar(f"advance, {_OPEN}, {clock}", here, 35)
        yield Bar(f"advance, {_OPEN}, {clock}", here, 1.5, times=advance.format("1,000", clock))
    yield Bar("cursor, 100,000 cards, CPU", "cursor, key to painted, board, 100,000 cards, CPU ms", 16)
    yield Bar("cursor held, a step, 10,000 cards, CPU", "cursor held, a step, table, 10,000 cards, CPU ms", 8)
    yield Bar(
        "drag of a card, a move, 10,000 cards, CPU", "drag of a card, a move to painted, 10,000 cards, CPU ms", 16
    )
    yield Bar("filter keystroke, 10,000 cards", "filter, key to painted, 10,000 cards, wall ms", 16)
    yield Bar("the same, a million touches beside", "filter, key to painted, a career, wall ms", 60)
    memory = "resident memory, {}, MB"
    yield Bar(f"memory, {_OPEN}", memory.format(_PIPETUI), 2.4, unit="MB", times=memory.format("Textual hello"))
    yield Bar(f"idle, {_OPEN}", f"idle CPU, {_PIPETUI}, %", 0.3, unit="%")
    yield Bar("forecast, 10,000 open, once read, CPU", numbers.ONCE_READ, 300)
    for name in REPORTS:
        for asked in numbers.NAMED:
            yield Bar(f"`report {name} {asked}`, CPU", numbers.told(name, asked), 300)
    # "An equal bare table" can be read in two ways: with our checks and indexes but without journal, or as bare text.
    yield Bar(f"import of {imported:,} rows, CPU", "import cpu", 5, times="tables cpu")
    yield Bar(f"import of {imported:,} rows, CPU", "import cpu", 5, times="deal cpu")
    yield Bar(f"import of {imported:,} rows, CPU", "import cpu", 5, times="bare cpu")
    yield Bar("the same file again, CPU", "again cpu", 1, times="import cpu")
    yield Bar(f"memory, import of {imported:,} rows", "import peak MB", 1.3, unit="MB", times=imports.A_TENTH)
    yield Bar(f"{moving.SHEET}, CPU", f"{moving.SHEET} cpu", 1.5, times=f"{moving.SHEET_ALONE} cpu")
    for way in (moving.OUT, moving.IN):
        yield Bar(f"{way}, 10,000 deals, CPU", f"{way} cpu", 10_000)
    yield Bar(f"{moving.MAIL}, {moving.MESSAGES:,}, CPU", f"{moving.MAIL} cpu", 1_000)


def lines(figures: Mapping[str, float], overdue: int, imported: int) -> list[Line]:
    """Every bar with what was measured for it."""
    asked = "{}, least".format
    return [
        Line(bar, *map(figures.get, (bar.figure, bar.times, asked(bar.figure), asked(bar.times))))
        for bar in bars(overdue, imported)
    ]


def plain(figures: Mapping[str, float], rows: Sequence[Line]) -> str:
    """Every figure, then the bars, as aligned text."""
    told = [f"{name:<66}{value:>12,.1f}" for name, value in figures.items()]
    told += ["", f"{'':<32}{'measured':>12}{'ratio':>9}{'of least':>10}{'bar':>11}"]
    told += [
        f"{what:<32}{measured:>12}{ratio:>9}{least:>10}{bar:>11} {met or ' '}  {floor and '× ' + floor}"
        for what, measured, ratio, least, bar, met, floor in map(_cells, rows)
    ]
    return "\n".join(told)


def markdown(rows: Sequence[Line]) -> str:
    """The bars as a table for the README."""
    told = ["| what | measured | ratio | bar | | compared with |", "|---|---:|---:|---:|---|---|"]
    for what, measured, ratio, _, bar, met, floor in map(_cells, rows):
        told.append(f"| {what} | {measured} | {ratio} | {bar} | {met} | {floor} |")
    return "\n".join(told)


def _cells(line: Line) -> tuple[str, str, str, str, str, str, str]:
    """What, measured, ratio, ratio of minima, bar, met, and the name and figure of the floor."""
    bar = line.bar
    measured = "–" if line.value is None else f"{line.value:,.1f} {bar.unit}"
    met = {None: "", True: "✓", False: "✗"}[line.met]
    if not bar.times:
        return bar.what, measured, "", "", f"≤ {bar.most:g} {bar.unit}", met, ""
    ratio, least = ("" if one is None else f"{one:.2f} ×" for one in (line.reached, line.reached_at_least))
    floor = bar.times if line.floor is None else f"{bar.times} ({line.floor:,.1f} {bar.unit})"
    return bar.what, measured, ratio, least, f"≤ {bar.most:g} ×", met, floor

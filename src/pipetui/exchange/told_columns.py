"""What a rep says of the columns of a file, one after the other, as the options of its import."""

from collections.abc import Sequence

from pipetui.exchange.kinds import SEVERAL
from pipetui.exchange.mapping import FED_BY_ALL
from pipetui.exchange.planning import Options, SourcePlan


def mapped(options: Options, source: SourcePlan, heading: str, field: str) -> Options:
    """The column feeds this field, and no other; where the field takes only one it is this one.

    A guess gives way to what is told, except where every column that is called so belongs to the field.
    """
    kept = _without(options, source, heading)
    others = [pair for pair in kept.maps if pair[0] != field or (field in SEVERAL and pair[1])]
    if field in SEVERAL and field in FED_BY_ALL and not any(told == field for told, _ in others):
        others += [(field, each) for each in _feeding(source, field) if each != heading]
    return kept._replace(maps=(*others, (field, heading)))


def unmapped(options: Options, source: SourcePlan, heading: str, *, left_out: bool) -> Options:
    """No field takes the column: it becomes one of the rep's own, or is left out."""
    kept = _without(options, source, heading)
    return kept._replace(skip=(*kept.skip, heading)) if left_out else kept


def _without(options: Options, source: SourcePlan, heading: str) -> Options:
    """The options that say nothing of the column, and keep others from being guessed in its place."""
    maps = [pair for pair in options.maps if pair[1] != heading]
    for field in {column.field for column in source.columns if column.heading == heading}:
        if not any(told == field for told, _ in maps):
            others = [each for each in _feeding(source, field) if each != heading] if field in SEVERAL else []
            maps += [(field, each) for each in others] or [(field, "")]
    return options._replace(maps=tuple(maps), skip=tuple(word for word in options.skip if word != heading))


def _feeding(source: SourcePlan, field: str) -> Sequence[str]:
    return [column.heading for column in source.columns if column.field == field]

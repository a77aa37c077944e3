"""Which stage, and of which pipeline, a word names where a book has several pipelines: `demo`, `renewals/due`."""

from __future__ import annotations

from pipetui.domain import pipeline
from pipetui.domain.choose import choose
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.folding import name_key
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipetui.domain.deal import Stage

BETWEEN = "/"
"""What stands between a pipeline and its stage: `renewals/due`."""

_LONGER = 4
"""So many times as long as a name may be what is typed for it: signs and blanks that do not count stand in between."""


def find_pipeline(word: str, names: Mapping[int, str]) -> int:
    """The number of the pipeline that `word` is or begins; raises InputError or AmbiguousError with the list."""
    chosen = choose(word, tuple(names.values()), "pipeline")
    return next(number for number, name in names.items() if name == chosen)


def find(word: str, stages: Sequence[Stage], names: Mapping[int, str], here: int) -> Stage:
    """The stage of any pipeline that `word` names: one of the pipeline `here` first, else the only one that fits.

    `PIPELINE/STAGE` names one of another; with nothing behind the stroke it is the first of that pipeline. Raises
    InputError when none fits, AmbiguousError when several do.
    """
    own = [stage for stage in stages if stage.pipeline_id == here]
    try:
        return pipeline.find_stage(own, word)
    except AmbiguousError:
        raise
    except InputError as error:
        refused = error
    if len(names) == 1:
        raise refused
    if BETWEEN in word:
        return _of_named(word, stages, names)
    found = []
    for number in names:
        others = [stage for stage in stages if stage.pipeline_id == number and number != here]
        try:
            found += [pipeline.find_stage(others, word)]
        except AmbiguousError as error:
            raise AmbiguousError(error.title, f"{error.hint} ({names[number]})") from None
        except InputError:
            continue
    if len(found) == 1:
        return found[0]
    whole = ", ".join(full_name(stage, names) for stage in found or stages)
    if found:
        raise AmbiguousError(f"{quoted(word)} is a stage of several pipelines", f"write one: {whole}")
    raise InputError(refused.title, f"the stages are: {whole}")


def _of_named(word: str, stages: Sequence[Stage], names: Mapping[int, str]) -> Stage:
    """The stage behind a stroke, of the pipeline before it: either may have strokes of its own."""
    unknown: InputError | None = None
    trouble: InputError | None = None
    # What is far longer than any name begins none: a line of nothing but strokes is refused as quickly as any.
    reach = _LONGER * max(map(len, names.values()), default=0)
    for place in (place for place, letter in enumerate(word[:reach]) if letter == BETWEEN):
        try:
            number = find_pipeline(word[:place], names)
        except InputError as error:
            unknown = unknown or error
            continue
        inside, rest = [stage for stage in stages if stage.pipeline_id == number], word[place + 1 :]
        try:
            pipeline.check_any(inside)
            return pipeline.find_stage(inside, rest) if rest.strip() else inside[0]
        except InputError as error:
            trouble = trouble or error
    raise trouble or unknown or InputError(f"there is no stage {quoted(word)}")


def full_name(stage: Stage, names: Mapping[int, str]) -> str:
    """`Renewals/Due` where there are several pipelines, else the name of the stage alone."""
    return f"{names[stage.pipeline_id]}{BETWEEN}{stage.name}" if len(names) > 1 else stage.name


def check_name(name: str, taken: Iterable[str], noun: str) -> str:
    """A name as it is kept; raises InputError for one that cannot be typed or that another of the `noun`s has."""
    tidy = clean(name)
    key = name_key(tidy)
    if not any(map(str.isalnum, key)):
        raise InputError(f"a {noun} needs a name", "with a letter or a digit in it, so that it can be typed")
    if other := next((other for other in taken if name_key(other) == key), None):
        raise InputError(f"there is a {noun} {quoted(other)} already", "give it another name")
    return tidy

"""What the words of a stage column mean in this book: a stage it has, a status, or a stage to be made."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipetui.domain import pipeline
from pipetui.domain.deal import Stage
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import nearest, quoted
from pipetui.exchange.records import Target
from pipetui.exchange.values import closing, letters


class StageMeaning(NamedTuple):
    """One word of the file and what it means here: `ours` names a stage (`new` = to be made) or is won or lost."""

    theirs: str
    ours: str
    new: bool


def targets(
    words: Sequence[str], told: Sequence[tuple[str, str]], stages: Sequence[Stage], ends: Mapping[str, str]
) -> dict[str, Target]:
    """Folded word of the file -> what it means; `told` holds (theirs, ours), `ours` a stage's beginning, won or lost.

    `ends` are the words that say won or lost (`Vocabulary.status`).

    Raises InputError for a stage this book has not, and for a word that stands nowhere in the file.
    """
    given: dict[str, Target] = {}
    for theirs, ours in told:
        held = next((word for word in words if letters(word) == letters(theirs) or fold(word) == fold(theirs)), None)
        if held is None:
            near = nearest(theirs, words) or tuple(words[:12])
            raise InputError(f"no row is in a stage {quoted(theirs)}", f"the file's stages: {', '.join(near)}")
        status = closing(ours)
        given[fold(held)] = Target(status) if status else Target(stage=pipeline.find_stage(stages, ours).name)
    ours_by_letters = {letters(stage.name): stage.name for stage in reversed(stages)}
    meant = {}
    for word in words:
        name = ours_by_letters.get(letters(word)) if letters(word) else None
        if fold(word) in given:
            meant[fold(word)] = given[fold(word)]
        elif name is not None:
            meant[fold(word)] = Target(stage=name)
        elif closing(word, ends):
            meant[fold(word)] = Target(closing(word, ends))
        else:
            meant[fold(word)] = Target(stage=word, new=True)
    return meant


def meanings(words: Sequence[str], meant: dict[str, Target]) -> tuple[StageMeaning, ...]:
    """The same for people to read, in the order of the file."""
    found = ((word, meant[fold(word)]) for word in words)
    return tuple(StageMeaning(word, target.status or target.stage, target.new) for word, target in found)

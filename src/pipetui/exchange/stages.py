"""Where deals stand: what the words of a stage column mean here, and which pipelines and stages are to be made."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipetui.domain import pipeline
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import nearest, quoted
from pipetui.exchange.records import Target
from pipetui.exchange.values import closing, letters
from pipetui.exchange.vocabulary import Vocabulary
from pipetui.store.pipelines import Pipelines

_MOST = 0.8
_ENOUGH = 0.9
"""The part of the deals in a stage that must have one percentage for it to be the stage's."""


UNSAID = "the file does not say how likely"
"""Why a new stage is at 0 %."""
SAID = "as you said"
BY_NUMBER, NUMBERED = "in the order of the numbers in their names", "even steps, by the numbers in their names"
_STEP = 5


class SeenPlace(NamedTuple):
    """One word of a stage column in one pipeline: how many deals stand there, and what else stands beside it."""

    pipeline: str
    stage: str
    deals: int
    order: int | None = None
    percents: Mapping[int, int] = {}  # never changed


class StageMeaning(NamedTuple):
    """One word of the file and what it means here: `ours` names a stage (`new` = to be made) or is won or lost.

    A new one gets `probability`, and `why` says where that comes from; `deals` is how many stand there.
    """

    theirs: str
    ours: str
    new: bool
    pipeline: str = ""
    probability: int = 0
    why: str = ""
    deals: int = 0


class PipelinePlan(NamedTuple):
    """What is to become of one pipeline: its name, its number (0 for a new one), and its new stages in order.

    `kept` are those of its stages that stay, with the new ones in their order, where the stages of an unused book are
    replaced; `renamed` says that a pipeline of an unused book gets this name. `percents` are those that the file proves
    for stages that were there.
    """

    name: str
    number: int
    new: tuple[StageMeaning, ...]
    replaces: tuple[str, ...] = ()
    renamed: bool = False
    percents: Mapping[str, int] = {}  # never changed


class StagePlan(NamedTuple):
    """What every word means, the same for people to read, and what is to be made."""

    targets: Mapping[tuple[str, str], Target] = {}
    meanings: tuple[StageMeaning, ...] = ()
    pipelines: tuple[PipelinePlan, ...] = ()
    ordered_by: str = ""


def stage_plan(
    seen: Sequence[SeenPlace],
    told: Sequence[tuple[str, str]],
    here: Pipelines,
    vocabulary: Vocabulary,
    *,
    unused: bool,
) -> StagePlan:
    """What the stages of a file mean; `told` holds (theirs, ours), `ours` a stage's beginning, open, won or lost, or
    how likely the stage is: `40 %`.

    In an `unused` book the stages that stand there empty make room for those of the file, if these are several or one
    is new. Raises InputError for a stage this book has not, and for a word that stands nowhere in the file.
    """
    words = list(dict.fromkeys(place.stage for place in seen if place.stage))
    given, said_percents = _given(words, told, here)
    pipelines = {fold(name): number for number, name in here.names.items()}
    targets: dict[tuple[str, str], Target] = {}
    meanings: list[StageMeaning] = []
    plans: list[PipelinePlan] = []
    order_said = ""
    used_default = any(
        not place.pipeline or pipelines.get(fold(place.pipeline)) == here.default_pipeline for place in seen
    )
    for name in dict.fromkeys(place.pipeline for place in seen):
        places = [place for place in seen if place.pipeline == name]
        number = pipelines.get(fold(name), 0) if name else here.default_pipeline
        renamed = bool(name and not number and unused and not used_default and not plans)
        if renamed:
            number = here.default_pipeline
        stages = here.of(number) if number else ()
        ours_by_letters = {letters(stage.name): stage.name for stage in reversed(stages)}
        new: list[SeenPlace] = []
        percents: dict[str, int] = {}
        for place in places:
            word = place.stage
            ours = given.get(fold(word)) or _meant(word, ours_by_letters, vocabulary)
            percent = said_percents.get(fold(word))
            if percent is not None and ours.status:  # what has a percentage is no end
                ours = Target(stage=word, new=True)
            target = ours._replace(pipeline=name)
            targets[fold(name), fold(word)] = target
            if not word:
                continue
            if target.new:
                new.append(place)
            else:
                meanings.append(StageMeaning(word, target.status or target.stage, False, name, deals=place.deals))
                proved = _percent(place)
                known = percent if percent is not None else proved if unused else None
                if target.stage and known is not None:
                    percents[target.stage] = known
        ordered = [place for place in places if place.stage and not targets[fold(name), fold(place.stage)].status]
        ordered, said = _in_order(ordered, vocabulary, [stage.name for stage in stages])
        order_said = said if len(new) > 1 else order_said
        # One stage alone is no pipeline, and what the rep says is one of ours stays among ours.
        brings = bool(new) or (len(ordered) > 1 and not given)
        replaces = brings and unused and number != 0
        made = [
            _made(place, name, vocabulary, here, said_percents.get(fold(place.stage)))
            for place in ordered
            if place in new
        ]
        if said == BY_NUMBER and len(made) == len(ordered) > 1 and all(stage.why == UNSAID for stage in made):
            # Who numbers stages counts the way to a win: that they rise is told, only by how much is not.
            steps = even_steps(len(made))
            made = [stage._replace(probability=of, why=NUMBERED) for stage, of in zip(made, steps, strict=True)]
        meanings += made
        sequence = tuple(targets[fold(name), fold(place.stage)].stage for place in ordered) if replaces else ()
        if made or renamed or replaces or percents or not number:
            plans.append(PipelinePlan(name, number, tuple(made), sequence, renamed, percents))
    shown = {fold(place.stage) + "\0" + place.pipeline: at for at, place in enumerate(seen)}
    if not any(plan.new for plan in plans):
        meanings.sort(key=lambda one: shown[fold(one.theirs) + "\0" + one.pipeline])
    return StagePlan(targets, tuple(meanings), tuple(plans), order_said)


def unsaid(plan: StagePlan) -> list[list[StageMeaning]]:
    """The new stages of which nobody said how likely they are, in their order, by pipeline."""
    found = [[stage for stage in one.new if stage.why == UNSAID] for one in plan.pipelines]
    return [stages for stages in found if stages]


def even_steps(count: int) -> list[int]:
    """Percentages that rise evenly: 20, 40, 60, 80 for four stages."""
    return [round(100 * place / (count + 1) / _STEP) * _STEP for place in range(1, count + 1)]


def with_percents(plan: StagePlan, stages: Sequence[StageMeaning], percents: Sequence[int]) -> StagePlan:
    """The plan with these percentages, which the rep told, for these of its new stages."""
    told = {stage: stage._replace(probability=of, why=SAID) for stage, of in zip(stages, percents, strict=True)}
    return plan._replace(
        meanings=tuple(told.get(stage, stage) for stage in plan.meanings),
        pipelines=tuple(one._replace(new=tuple(told.get(stage, stage) for stage in one.new)) for one in plan.pipelines),
    )


def _given(
    words: Sequence[str], told: Sequence[tuple[str, str]], here: Pipelines
) -> tuple[dict[str, Target], dict[str, int]]:
    """What the rep told of words: what they mean, and how likely they are."""
    given: dict[str, Target] = {}
    percents: dict[str, int] = {}
    for theirs, ours in told:
        held = next((word for word in words if letters(word) == letters(theirs) or fold(word) == fold(theirs)), None)
        if held is None:
            near = nearest(theirs, words) or tuple(words[:12])
            raise InputError(f"no row is in a stage {quoted(theirs)}", f"the file's stages: {', '.join(near)}")
        status = closing(ours)
        percent = re.fullmatch(r"([0-9]{1,2}|100) ?%", ours.strip())
        if percent:
            percents[fold(held)] = int(percent[1])
        elif status:
            given[fold(held)] = Target(status)
        elif fold(ours) == "open":
            given[fold(held)] = Target(stage=held, new=True)
        else:
            given[fold(held)] = Target(stage=pipeline.find_stage(here.of(here.default_pipeline), ours).name)
    return given, percents


def _meant(word: str, ours: Mapping[str, str], vocabulary: Vocabulary) -> Target:
    if not word:
        return Target()
    name = ours.get(letters(word)) if letters(word) else None
    if name is not None:
        return Target(stage=name)
    status = closing(word, vocabulary.status)
    return Target(status) if status else Target(stage=word, new=True)


def _in_order(places: Sequence[SeenPlace], vocabulary: Vocabulary, ours: Sequence[str]) -> tuple[list[SeenPlace], str]:
    """Stages in their order, and how it is known."""
    ladder = {letters(rung.stage): place for place, rung in enumerate(vocabulary.ladder)}
    if places and all(letters(place.stage) in ladder for place in places):
        return sorted(places, key=lambda place: ladder[letters(place.stage)]), f"in the order of {vocabulary.system}"
    if places and all(place.order is not None for place in places):
        return sorted(places, key=lambda place: place.order or 0), "in the order that the file tells"
    numbers = [int(found[1]) for place in places if (found := re.match(r"\W*([0-9]{1,3})\b", place.stage))]
    if places and len(numbers) == len(places):
        return _by(places, numbers), BY_NUMBER
    marks = [ord(found[1]) for place in places if (found := re.match(r"([A-Z])[.)] ", place.stage))]
    if len(marks) > 1 and len(set(marks)) == len(marks) >= _MOST * len(places):
        # One that has no letter among many that have stands behind them.
        lettered = [place for place in places if re.match(r"[A-Z][.)] ", place.stage)]
        others = [place for place in places if place not in lettered]
        return [*_by(lettered, marks), *others], "in the order of the letters before their names"
    percents = [percent for place in places if (percent := _percent(place)) is not None]
    if len(percents) < len(places):
        percents = [percent for place in places if (percent := _middle(place)) is not None]
    if places and len(set(percents)) == len(places):
        return _by(places, percents), "in the order of their percentages"
    known = {letters(name): place for place, name in enumerate(ours)}
    if places and all(letters(place.stage) in known for place in places):
        return sorted(places, key=lambda place: known[letters(place.stage)]), ""
    # What is named first is what a row happens to be in; but where deals begin here, they begin there.
    begun = [place for place in places if known.get(letters(place.stage)) == 0]
    told = f", {begun[0].stage} before all, as here" if begun and begun[0] is not places[0] else ""
    later = [place for place in places if place not in begun]
    return begun + later, f"in the order in which the file names them first{told}"


def _by(places: Sequence[SeenPlace], keys: Sequence[int]) -> list[SeenPlace]:
    order = sorted(range(len(places)), key=keys.__getitem__)
    return [places[at] for at in order]


def _percent(place: SeenPlace) -> int | None:
    """The percentage that all but a few of its deals have."""
    if not place.percents:
        return None
    percent, count = Counter(place.percents).most_common(1)[0]
    return percent if count >= _ENOUGH * sum(place.percents.values()) else None


def _middle(place: SeenPlace) -> int | None:
    """The percentage of the deal in the middle, of those that have one; None where none has."""
    told = sorted(Counter(place.percents).elements())
    return told[(len(told) - 1) // 2] if told else None


def _made(
    place: SeenPlace, name: str, vocabulary: Vocabulary, here: Pipelines, said: int | None = None
) -> StageMeaning:
    """A stage that is to be made, with its percentage, the one that was `said` first, and where that comes from."""
    own = next((rung.percent for rung in vocabulary.ladder if letters(rung.stage) == letters(place.stage)), None)
    told = _percent(place)
    like = next((stage for stage in here.stages if letters(stage.name) == letters(place.stage)), None)
    if said is not None:
        probability, why = said, SAID
    elif told is not None:
        probability, why = told, "as its deals in the file have it"
    elif own is not None:
        probability, why = own, f"{vocabulary.system}'s own"
    elif like is not None:
        probability, why = like.probability, f"as in {here.names[like.pipeline_id]}"
    elif (middle := _middle(place)) is not None:
        probability, why = middle, "the middle of its deals' in the file"
    else:
        probability, why = 0, UNSAID
    return StageMeaning(place.stage, place.stage, True, name, probability, why, place.deals)

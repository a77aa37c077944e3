"""What an import asks on a terminal before it begins: what only the rep can know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli import prompts
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.exchange.kinds import DEALS, KINDS, LEADS, OTHER, PEOPLE
from pipetui.exchange.recognition import UNSURE, Told
from pipetui.exchange.stages import StageMeaning, even_steps, unsaid, with_percents
from pipetui.render import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipetui.exchange.planning import Options, Plan
    from pipetui.exchange.recognition import Recognised

_LEAVE = "-"
_NAMED = 8
_FEW = 3


def answered(plan: Plan, *, new: bool) -> Plan:
    """The plan with what the rep answers; `new` says that deals which are like others are new without a question."""
    near = plan.trial.near if plan.trial else ()
    if near and not new and not plan.options.join and _same(len(near)):
        plan = plan._replace(options=plan.options._replace(join=True))
    made = {(stage.pipeline, stage.ours) for stage in plan.stages if stage.new}
    for stages in unsaid(plan.stage_plan):
        shown = [stage for stage in stages if (stage.pipeline, stage.ours) in made]
        percents = _percents(shown) if shown else None
        if percents:
            plan = plan._replace(stage_plan=with_percents(plan.stage_plan, shown, percents))
    return plan


def kinds_answered(found: Sequence[tuple[Path, Recognised]], options: Options) -> Options:
    """The options with what the rep says of each file that may be this or that, and of leads: people, or deals."""
    each, told = list(options.each), Told(each=options.each)
    named_kinds = any(one.records != OTHER for _, one in found)
    for _, one in found if not options.records else ():
        name = visible(one.table.name)
        if one.sure == UNSURE and not (one.records == OTHER and named_kinds):
            named = " or ".join(one.choices[:_FEW] or KINDS)
            kind = prompts.until_understood(
                f"{name}: what are its rows, {named}? ", lambda answer: choose(answer, (*KINDS, OTHER), "kind")
            )
        elif one.records == LEADS and not told.kind_of(one.table.name):
            kind = prompts.until_understood(
                f"{name}: leads; people with the tag lead, or deals in the first stage? [people] ",
                lambda answer: choose(answer or PEOPLE, (PEOPLE, DEALS), "kind"),
            )
            kind = DEALS if kind == DEALS else LEADS
        else:
            continue
        if kind:
            each.append((one.table.name, kind))
    return options._replace(each=tuple(each))


def _same(count: int) -> bool:
    def read(answer: str) -> bool:
        word = answer.lower()
        if word and ("join".startswith(word) or "new".startswith(word)):
            return "join".startswith(word)
        if not word:
            return False
        raise InputError(f"{quoted(answer)} is neither join nor new")

    return bool(prompts.until_understood(f"{plural(count, 'deal')} like others here: join them, or new? [new] ", read))


def _percents(stages: list[StageMeaning]) -> list[int] | None:
    usual = even_steps(len(stages))

    def read(answer: str) -> list[int] | None:
        if answer == _LEAVE:
            return None
        words = answer.replace(",", " ").replace("%", " ").split()
        if not words:
            return usual
        if len(words) != len(stages) or not all(word.isdecimal() and int(word) <= 100 for word in words):
            raise InputError(f"{quoted(answer)} is not a percentage for each of {plural(len(stages), 'stage')}")
        return [int(word) for word in words]

    named = ", ".join(visible(stage.ours) for stage in stages[:_NAMED]) + (", …" if len(stages) > _NAMED else "")
    told = " ".join(map(str, usual))
    return prompts.until_understood(
        f"how likely, in percent: {named}? [{told}] (nothing takes it, numbers, or - leaves 0) ", read
    )

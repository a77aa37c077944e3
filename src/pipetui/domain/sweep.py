"""Which open deals look dead, and why (behaviour 10): facts of a deal -> reasons, each with its numbers."""

from __future__ import annotations

from pipetui.domain import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

ANSWERED = ("reached", "replied", "booked")
"""The outcomes by which the customer was heard from. What came in is an answer, too, unless a machine sent it."""

MET = ("meeting", "demo")
"""Kinds of touch that took place with the customer, unless their outcome says otherwise."""


def heard(kind: str, direction: str, outcome: str) -> bool:
    """Whether the customer was heard from by a touch; `store.reads.sweep` asks the same in SQL."""
    return rules.came_in(direction, outcome) or outcome in ANSWERED or (not outcome and kind in MET)


def attempted(kind: str, direction: str, outcome: str) -> bool:
    """Whether a touch that was not `heard` is an attempt: an e-mail, a call that is known to have reached nobody.

    Of a call without an outcome nobody said that it was in vain; what a machine answered is no attempt of ours.
    """
    return direction == "out" and (kind == "email" or (kind == "call" and bool(outcome)))


WINS_NEEDED = 20
"""From how many wins on one's own history says how long a deal takes."""


class Limits(NamedTuple):
    """From when on a deal looks dead; every one is a setting.

    `calls` and `emails` without an answer; `pushed` close dates; `cycle_days` is the age that counts as old until there
    are enough wins of one's own; `keep_days` is how long a deal that is kept is not shown again.
    """

    calls: int = 3
    emails: int = 3
    pushed: int = 3
    cycle_days: int = 180
    keep_days: int = 30


class Cycle(NamedTuple):
    """How long a deal takes: nine of ten wins took at most `days`. Without `wins` it is what the settings say."""

    days: int
    wins: int = 0


class SweepFacts(NamedTuple):
    """What an open deal is judged by.

    `cadence_steps` is 0 unless its cadence came to its end without an answer, `cadence_days` ago. `calls` and `emails`
    are those since the customer was last heard from, the first of them on `since`. `quiet_days` is 0 unless the deal
    rots (behaviour 6); `refused` are the questions of the qualification answered with no.
    """

    cadence_steps: int = 0
    cadence_days: int = 0
    calls: int = 0
    emails: int = 0
    since: date | None = None
    quiet_days: int = 0
    stage_days: int = 0
    age_days: int = 0
    refused: tuple[str, ...] = ()
    pushed: int = 0


class Exhausted(NamedTuple):
    """Every step of the cadence was done, `days` ago, and nothing came of it."""

    steps: int
    days: int


class Unanswered(NamedTuple):
    """So many calls and e-mails, the first of them on `since`, without an answer."""

    calls: int
    emails: int
    since: date | None


class Rotting(NamedTuple):
    """Quiet for `days` in a stage that rots after `limit`."""

    days: int
    limit: int


class Old(NamedTuple):
    """`days` old, where nine of ten `wins` took at most `usual`; `usual` is a setting when there are no `wins`."""

    days: int
    usual: int
    wins: int


class Refused(NamedTuple):
    """Questions of the qualification answered with no."""

    questions: tuple[str, ...]


class Pushed(NamedTuple):
    """The expected close was put off so many times."""

    times: int


Reason = Exhausted | Unanswered | Rotting | Old | Refused | Pushed
"""Why a deal looks dead."""


def reasons(facts: SweepFacts, limits: Limits, cycle: Cycle) -> tuple[Reason, ...]:
    """Why an open deal looks dead; () when it does not."""
    found: list[Reason] = []
    if facts.cadence_steps:
        found.append(Exhausted(facts.cadence_steps, facts.cadence_days))
    if facts.calls >= limits.calls and facts.emails >= limits.emails:
        found.append(Unanswered(facts.calls, facts.emails, facts.since))
    if facts.stage_days and facts.quiet_days > 2 * facts.stage_days:
        found.append(Rotting(facts.quiet_days, facts.stage_days))
    if facts.age_days > cycle.days:
        found.append(Old(facts.age_days, *cycle))
    if facts.refused:
        found.append(Refused(facts.refused))
    if facts.pushed >= limits.pushed:
        found.append(Pushed(facts.pushed))
    return tuple(found)


def cycle(won: Sequence[int], limits: Limits) -> Cycle:
    """How long a deal takes: the 90th percentile of the days that wins took, from enough of them on."""
    if len(won) < WINS_NEEDED:
        return Cycle(limits.cycle_days)
    return Cycle(sorted(won)[-(-9 * len(won) // 10) - 1], len(won))

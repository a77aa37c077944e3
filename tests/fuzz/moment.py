"""What typed text is understood against: a moment, a way to count days, a pipeline, a deal, a book of three."""

from datetime import date, datetime, timedelta

from pipetui.domain import pipeline_templates
from pipetui.domain.dates.when import DateRules
from pipetui.domain.deal import Stage
from pipetui.domain.errors import AmbiguousError, NotFoundError
from pipetui.domain.money import Money
from pipetui.domain.urgency import UrgencyFacts
from pipetui.present import LocalZone
from pipetui.store.pipelines import Pipelines
from pipetui.views import NextStep
from tests.cards import card

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=LocalZone())  # a Saturday
TODAY = NOW.date()
RULES = DateRules(holidays=frozenset({date(2026, 12, 25), date(2027, 1, 1)}))
STAGES = tuple(
    Stage(number, 1, stage.name, number, stage.probability, stage.rotting_days, stage.qualifies)
    for number, stage in enumerate(pipeline_templates.stages("classic"), 1)
)
PIPELINES = Pipelines(
    {1: "Classic", 2: "Renewals / resale"}, 1, (*STAGES, Stage(21, 2, "Due", 0, 50, 0), Stage(22, 2, "Demo", 1, 70, 0))
)
STAGE_NAMES = (*(stage.name for stage in STAGES), "renewals/due", "Renewals / resale/", "/")

OPEN = card(
    42,
    NOW,
    title="Acme rollout",
    stage_id=3,
    stage_position=3,
    pipeline="Classic",
    organization="Acme GmbH",
    people=("Ann Lee",),
    value=Money(1_200_000, "EUR"),
    probability=60,
    source="web",
    tags=("SaaS",),
    created_at=NOW - timedelta(days=20),
    expected_close=date(2026, 12, 31),
    next_step=NextStep(1, "call", date(2026, 11, 27), None, "call", "mine", "planned", 0, 0),
    badge="planned",
    idle_days=9,
    urgency=1.0,
    facts=UrgencyFacts(None, "mine", None, 0, 0, 0, None, 0, 0.0, False),
    haystack="acme rollout ann lee",
    answers=("yes", "stale no", "unknown", "yes"),
    roles=("champion",),
)
CLOSED = OPEN._replace(
    status="lost", value=None, next_step=None, expected_close=None, closed_at=NOW, lost_reason="price", answers=()
)

_TITLES = {1: "acme rollout", 2: "acme demo", 3: "two"}


def names(words: str) -> tuple[int, ...]:
    """The deal that the words name, in a book of three."""
    wanted = words.casefold().split()
    if wanted in (["1"], ["2"], ["3"]):
        return (int(wanted[0]),)
    found = [number for number, title in _TITLES.items() if wanted and all(word in title for word in wanted)]
    if not found:
        raise NotFoundError("no deal fits")
    if len(found) > 1:
        raise AmbiguousError("several deals", "", tuple((number, _TITLES[number]) for number in found))
    return (found[0],)

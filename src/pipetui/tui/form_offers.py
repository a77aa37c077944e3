"""What the fields of a form offer to be taken instead of typed: stages, days, answers, people, tags, sources."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pipetui.domain import fields
from pipetui.domain.dates import when
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.qualification import NO, UNKNOWN, YES
from pipetui.render import cell_width, day, in_days

if TYPE_CHECKING:
    from pipetui.service.editable import Editable
    from pipetui.service.fields import Context
    from pipetui.tui.snapshot import Snapshot
    from pipetui.views import Card

DAYS_AHEAD = ("tomorrow", "fri", "+1w", "+2w", "eom", "eoq")
DAYS_PAST = ("today", "yesterday")
MOST = 40
"""How many are known of what a rep has many of: those used most."""


class Offers(NamedTuple):
    """What may be taken; `between` stands between several, "" where there is one; `said` says what a text means, ""
    where it means nothing, and raises nothing."""

    texts: tuple[str, ...]
    between: str = ""
    said: Callable[[str], str] | None = None

    def token(self, text: str) -> str:
        """The part of a text that is being typed."""
        return text.rpartition(self.between)[2].strip() if self.between else text.strip()

    def fitting(self, text: str, before: str, cells: int) -> list[str]:
        """What fits what is typed, as many as there is room for; all of it where nothing is typed yet."""
        token = fold(self.token(text))
        fits = [one for one in self.texts if fold(one).startswith(token)]
        fits += [one for one in self.texts if token in fold(one) and one not in fits]
        if not token or text.strip() == before or (fits and fold(fits[0]) == token):
            fits = list(self.texts)
        shown: list[str] = []
        for one in fits:
            cells -= cell_width(one) + 2
            if cells < 0:
                break
            shown.append(one)
        return shown

    def after(self, text: str) -> str:
        """The text with the next offer in the place of what is being typed."""
        token = fold(self.token(text))
        folded = [fold(one) for one in self.texts]
        if token in folded:
            return self.taken(text, self.texts[(folded.index(token) + 1) % len(self.texts)])
        fits = self.fitting(text, "\0", 10_000) or list(self.texts)
        return self.taken(text, fits[0])

    def taken(self, text: str, offer: str) -> str:
        """The text with that offer in the place of what is being typed."""
        if not self.between:
            return offer
        kept = text.rpartition(self.between)[0]
        return f"{kept}{self.between}{'' if self.between == ' ' else ' '}{offer}" if kept else offer


def of_deal(
    snapshot: "Snapshot", context: "Context", editable: "Mapping[str, Editable]", home: int
) -> dict[str, Offers]:
    """What the form of a deal offers, field by field; what the open deals have is known without asking the book."""
    cards = tuple(snapshot.cards.values())
    by_kind = {
        fields.STAGE: Offers(tuple(snapshot.pipelines.called(one, home) for one in snapshot.pipelines.of(home))),
        fields.ANSWER: Offers((YES, NO, UNKNOWN)),
        fields.TAGS: Offers(usual(tag for card in cards for tag in card.tags), " "),
        fields.PEOPLE: Offers(usual(name for card in cards for name in card.people), ","),
        fields.ORGANIZATION: Offers(usual(card.organization for card in cards)),
        fields.DAY: Offers(DAYS_AHEAD, said=lambda text: day_said(text, context.now, context.dates)),
        fields.REASON: Offers(context.reasons),
        fields.MOMENT: Offers(DAYS_PAST),
    }
    found = {name: by_kind[one.field.kind] for name, one in editable.items() if one.field.kind in by_kind}
    if "source" in editable:
        found["source"] = Offers(usual(_sources(cards)))
    return {name: offers for name, offers in found.items() if offers.texts}


def _sources(cards: "Sequence[Card]") -> Iterable[str]:
    return (card.source for card in cards)


def usual(words: Iterable[str]) -> tuple[str, ...]:
    """The words, those used most first."""
    return tuple(word for word, _ in Counter(filter(None, words)).most_common(MOST))


def day_said(text: str, now: datetime, rules: when.DateRules) -> str:
    """The day that a text means, past ones too, as it is said back everywhere; "" for a text that means none."""
    try:
        found = when.parse_day(text, now, rules)
    except InputError:  # nothing, or what another program left there
        return ""
    return f"{day(found, now.date())}, {in_days(found, now.date())}"

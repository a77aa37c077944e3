"""What a query is asked of, and for: the card as the domain knows it, the moment and the settings."""

from __future__ import annotations

from pipetui.domain.rates import NO_RATES, ExchangeRates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any, NamedTuple, Protocol, TypeAlias

    from pipetui.domain.custom_fields import CustomField, CustomValue
    from pipetui.domain.dates.when import DateRules
    from pipetui.domain.fields import Field
    from pipetui.domain.money import Money

    class _Step(Protocol):
        @property
        def due(self) -> date: ...
        @property
        def turn(self) -> str: ...

    class _Card(Protocol):
        """What is asked of a deal, here where the domain knows no views; the rest of it is read by name."""

        @property
        def id(self) -> int: ...
        @property
        def status(self) -> str: ...
        @property
        def value(self) -> Money | None: ...
        @property
        def currency(self) -> str: ...
        @property
        def probability(self) -> int: ...
        @property
        def tags(self) -> tuple[str, ...]: ...
        @property
        def created_at(self) -> datetime | None: ...
        @property
        def expected_close(self) -> date | None: ...
        @property
        def closed_on(self) -> date | None: ...
        @property
        def parked_until(self) -> date | None: ...
        @property
        def next_step(self) -> _Step | None: ...
        @property
        def badge(self) -> str: ...
        @property
        def rotting_days(self) -> int: ...
        @property
        def idle_days(self) -> int: ...
        @property
        def haystack(self) -> str: ...
        @property
        def custom(self) -> tuple[CustomValue, ...]: ...
        @property
        def answers(self) -> tuple[str, ...]: ...
        @property
        def roles(self) -> tuple[str, ...]: ...

    Card: TypeAlias = _Card
    Test: TypeAlias = Callable[[Card], bool]
    Compare: TypeAlias = Callable[[Any, Any], bool]
else:
    from pipetui.domain.record import NamedTuple


class Asked(NamedTuple):
    """What one condition says, for whoever answers it without the cards: a field compared with a value, or without a
    field a bare word such as `overdue`, or the number of a deal behind the sign #."""

    field: Field | None
    sign: str
    value: str


class Totals(NamedTuple):
    """The two sums of a deal's score; see `scoring`."""

    fit: int
    intent: int


SCORES = Totals._fields
"""The fields of a query that need the deals' scores to be known."""


class QueryContext(NamedTuple):
    """The moment and the settings a query is read for. `typing`: this word of it may be unfinished.

    `scores` are those of the deals by number; it may be filled after the query was read, before it is run. `bare`
    collects the amounts that name no currency, as typed. `mentioning` tells of words which deals have them in their
    notes and touches; without it nobody looks there. `custom` gives the fields that the rep added; it is asked for a
    name that is none of the others. By the `rates` deals of other currencies are compared too.
    """

    now: datetime
    rules: DateRules
    currency: str
    typing: bool = False
    scores: Mapping[int, Totals] | None = None
    bare: list[str] | None = None
    mentioning: Callable[[str], Collection[int]] | None = None
    custom: Callable[[], Sequence[CustomField]] | None = None
    rates: ExchangeRates = NO_RATES

    def custom_field(self, name: str) -> CustomField | None:
        """The field of that name that the rep added."""
        if self.custom is None:
            return None
        from pipetui.domain.custom_fields import find  # few queries ask for one

        return find(self.custom(), name)

"""Deals to make gestures on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pipetui import service
from pipetui.domain.money import Money
from pipetui.domain.quickline import NewDeal, NextLine
from pipetui.domain.when import Due
from pipetui.service import Desk

Add = Callable[..., int]
"""`add("Title", value=1200, next=3, …)` -> its number."""

InDays = Callable[..., Due]
"""`in_days(3, "14:00")` -> when a follow-up is due."""


@pytest.fixture
def in_days(desk: Desk) -> InDays:
    def due(days: int, time: str | None = None) -> Due:
        return Due(desk.now().date() + timedelta(days=days), time)

    return due


@pytest.fixture
def add(desk: Desk, in_days: InDays) -> Add:
    """`value` in euros, `next` in days from now (or a NextLine); everything else as in a NewDeal."""

    def make(title: str = "Acme rollout", **fields: Any) -> int:
        if isinstance(fields.get("value"), int):
            fields["value"] = Money(fields["value"] * 100, "EUR")
        if isinstance(fields.get("next"), int):
            fields["next"] = NextLine(in_days(fields["next"]), "")
        return service.add(desk, NewDeal(title, **fields)).deals[0]

    return make

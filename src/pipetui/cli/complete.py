"""The offers of Tab as Typer asks for them: with its context and the unfinished word."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

import typer

from pipetui import paths
from pipetui.cli import offers
from pipetui.cli.offers import Tab


def _asked_by_typer(
    offer: Callable[[Tab], Iterable[tuple[str, str]]],
) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    @functools.wraps(offer, assigned=("__name__", "__doc__"), updated=())
    def offers_of(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        book = ctx.params.get("db") or ctx.find_root().params.get("db") or paths.book_file()
        return offers.fitting(offer, Tab(_before(ctx), incomplete, str(book)))

    del offers_of.__wrapped__  # Typer reads the signature
    return offers_of


def _before(ctx: typer.Context) -> tuple[str, ...]:
    """The words already typed for the argument that takes many."""
    for name in ("line", "deal", "words", "name"):
        if ctx.params.get(name):
            return tuple(str(word) for word in ctx.params[name])
    return ()


deals = _asked_by_typer(offers.deals)
deals_and_stages = _asked_by_typer(offers.deals_and_stages)
touch = _asked_by_typer(offers.touch)
line = _asked_by_typer(offers.line)
fields = _asked_by_typer(offers.fields)
answers = _asked_by_typer(offers.answers)
query = _asked_by_typer(offers.query)
reasons = _asked_by_typer(offers.reasons)
templates = _asked_by_typer(offers.templates)
reports = _asked_by_typer(offers.reports)
objections = _asked_by_typer(offers.objections)
backups = _asked_by_typer(offers.backups)
letters = _asked_by_typer(offers.letters)
deals_and_letters = _asked_by_typer(offers.deals_and_letters)

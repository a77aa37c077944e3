"""The verb dupes: what is probably there twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.cli import apply_change, arguments, output
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output.dupes_table import CALLED
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError

if TYPE_CHECKING:
    from pipetui.service import Workspace

APART = "apart"
_NOUNS = {called: noun for noun, called in CALLED.items()}


def dupes(call: Call, words: Sequence[str] = (), least: int = 70) -> int | None:
    """List the people, organizations and deals that are probably there twice, with the reasons.

    Points are given for the same e-mail, phone, name, domain or organization, for a similar name or title; 100 is as
    sure as can be. Exit code 1 when there are none. Those that are one are merged: see merge, person and org. Those
    that are not are told apart, and not listed again; undo takes that back.

    pipetui dupes
    pipetui dupes people --least 90
    pipetui dupes people apart 12 17
    """
    given = arguments.plain(words or [])
    place = next((place for place, word in enumerate(given) if word.lower() == APART), len(given))
    nouns = [_NOUNS[choose(word, list(_NOUNS), "kind")] for word in given[:place]] or list(_NOUNS.values())
    with open_workspace(call, write=place < len(given)) as workspace:
        if place < len(given):
            _tell_apart(call, workspace, nouns, given[place + 1 :])
            return None
        from pipetui.service import dupes as service

        found = [pair for noun in nouns for pair in service.likely(workspace, noun, least)]
        return call.out.listed(
            found,
            lambda page: output.dupes_table.pairs(found, least, page),
            lambda: map(output.dupes_table.shape, found),
            nothing=f"nothing looks as if it were there twice, from {least} points of 100 on",
        )


def _tell_apart(call: Call, workspace: Workspace, nouns: list[str], words: list[str]) -> None:
    from pipetui.service import dupes as service

    numbers = [number for word in words for number in arguments.numbers(word) or (0,)]
    if len(nouns) != 1 or len(numbers) != 2 or not all(numbers):
        raise InputError("two of a kind are told apart, by number", "for example: pipetui dupes people apart 12 17")
    outcome = service.tell_apart(workspace, nouns[0], *numbers)
    shape = {"kind": nouns[0], "apart": numbers}
    apply_change.report(call, workspace, outcome, shape=lambda: shape)

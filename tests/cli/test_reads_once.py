"""What a verb reads to understand its words, its gesture does not read again."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest

from pipetui.store import connect
from tests.cli.conftest import Shell
from tests.service.test_reads_once import READS, REASONS, STAGES


@pytest.mark.parametrize(
    ("verb", "stages", "reasons"),
    [
        ("move 1 demo", 1, 0),
        ("advance 1", 1, 0),
        ("edit 1 +hot", 1, 1),
        ("edit 1 -hot value:3k", 1, 1),
        ("edit 1 value:3k", 1, 1),
        ("drop 1 price", 0, 1),
        ("drop 1 --reason price", 0, 1),
        ("tag 1 hot", 0, 0),
    ],
)
def test_a_verb_reads_stages_and_reasons_once(
    run: Shell, monkeypatch: pytest.MonkeyPatch, verb: str, stages: int, reasons: int
) -> None:
    run.did("add", "Acme rollout 12k")
    said: list[str] = []
    set_up = connect._set_up

    def traced(connection: connect.CountedConnection) -> sqlite3.Connection:
        connection.set_trace_callback(said.append)
        return set_up(connection)

    monkeypatch.setattr(connect, "_set_up", traced)
    run.did(*verb.split())
    found = Counter(kind for kind in READS for statement in said if kind in statement)
    assert (found[STAGES], found[REASONS]) == (stages, reasons)

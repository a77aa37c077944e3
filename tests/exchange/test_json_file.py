"""JSON of APIs and apps: lists of records, records within records, one a line; nothing of it runs away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.containers import json_file
from pipetui.exchange.containers.open import tables_of
from pipetui.exchange.containers.table import SourceTable


def tables(folder: Path, content: Any, name: str = "x.json") -> list[SourceTable]:
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    (folder / name).write_bytes(content)
    return tables_of(folder / name)


def records(table: SourceTable) -> list[dict[str, str]]:
    return [dict(zip(table.headings, row.cells, strict=True)) for row in table.rows()]


def test_a_list_of_objects_is_a_table_of_all_their_keys(tmp_path: Path) -> None:
    content = (
        '[{"id": 12345678901234567890, "name": "A", "value": 1250.50, "won": true, "none": null},'
        ' {"name": "B", "custom": {"Region": "West", "n": {"x": 1e3}}, "tags": ["hot", "gas"]}]'
    )
    [table] = tables(tmp_path, content)
    assert table.container == "json"
    assert table.headings == ("id", "name", "value", "won", "none", "custom.Region", "custom.n.x", "tags")
    assert [row.cells for row in table.rows()] == [
        ["12345678901234567890", "A", "1250.50", "true", "", "", "", ""],
        ["", "B", "", "", "", "West", "1e3", "hot\ngas"],
    ]


def test_what_is_nested_under_a_lead_is_a_table_that_knows_its_lead(tmp_path: Path) -> None:
    lead = {
        "id": "lead_1",
        "display_name": "Windle",
        "contacts": [{"id": "cont_1", "name": "Ida", "emails": [{"email": "a@x.example", "type": "office"}]}],
        "opportunities": [{"id": "oppo_1", "value": 500}],
        "tasks": [],
        "activities": [{"_type": "Note", "note": "hi"}],
    }
    found = {table.name: records(table) for table in tables(tmp_path, [lead])}
    above = {"lead_id": "lead_1", "lead_name": "Windle"}
    assert found == {
        "x.json · leads": [{"id": "lead_1", "display_name": "Windle"}],
        "x.json · contacts": [{**above, "id": "cont_1", "name": "Ida", "emails": "a@x.example"}],
        "x.json · opportunities": [{**above, "id": "oppo_1", "value": "500"}],
        "x.json · activities": [{**above, "_type": "Note", "note": "hi"}],
    }


def test_a_card_of_a_board_is_told_with_the_name_of_its_list(tmp_path: Path) -> None:
    board = {
        "name": "Sales",
        "lists": [{"id": "l1", "name": "Lead in"}],
        "cards": [
            {"id": "c1", "name": "Hoist", "idList": "l1", "labels": [{"id": "x", "name": "hot", "color": "red"}]}
        ],
        "actions": [],
    }
    cards, lists = tables(tmp_path, board)
    card = {"id": "c1", "name": "Hoist", "idList": "l1", "labels": "hot", "list": "Lead in", "list order": "0"}
    assert records(cards) == [card]
    assert lists.name == "x.json · lists"


def test_what_an_api_puts_around_fields_is_taken_off(tmp_path: Path) -> None:
    answer = {"results": [{"id": "7", "properties": {"dealname": "Crane", "amount": "5"}}], "paging": {}}
    assert records(tables(tmp_path, answer)[0]) == [{"id": "7", "dealname": "Crane", "amount": "5"}]


def test_one_object_a_line_and_a_line_that_is_none(tmp_path: Path) -> None:
    [table] = tables(tmp_path, '\ufeff{"name": "A"}\n\n{"name": "B"\n{"name": "C", "value": 2}\n')
    rows = list(table.rows())
    assert [row.cells for row in rows if not row.problem] == [["A", ""], ["C", "2"]]
    assert rows[1].problem.startswith("no JSON")


def test_any_unicode_encoding_and_a_bad_byte(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le"):
        [table] = tables(tmp_path, '[{"name": "Müller"}]'.encode(encoding))
        assert records(table) == [{"name": "Müller"}]
    [table] = tables(tmp_path, '[{"name": "Müller Größe"}, {"name": "Caf'.encode() + b'\xe9"}]')
    assert records(table)[1] == {"name": "Café"}
    assert [remark.kind for remark in table.remarks()] == ["repaired byte"]


def test_a_long_list_is_read_as_a_stream_with_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = [{"name": f"Dü{n}", "value": n + 0.5, "big": 10**12, "note": None} for n in range(300)]
    [table] = tables(tmp_path, content)
    whole = [row.cells for row in table.rows()]
    monkeypatch.setattr(json_file, "_STREAMED_FROM", 10)
    monkeypatch.setattr(json_file, "_HEAD", 100)
    [table] = tables(tmp_path, content)
    assert [row.cells for row in table.rows()] == whole
    with pytest.raises(InputError, match="not JSON that can be read"):
        tables(tmp_path, json.dumps(content)[:-20])


@pytest.mark.parametrize(
    "content",
    ["[]", "{}", '[{"a": ', "[" * 100_000, '{"a":' * 100_000, "[{}]", '[{"a": 1} garbage', "[[1]]"],
)
def test_what_holds_no_records_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"x\.json"):
        tables(tmp_path, content)


def test_objects_that_each_have_other_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="columns"):
        tables(tmp_path, [{f"k{n}": 1} for n in range(10_000)])

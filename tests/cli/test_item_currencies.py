"""Items in another currency than their deal: never summed, and never lost (behaviours 36, 41)."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Shell

_HEAD = "Deal ID,Deal Name,Amount,Currency,Product,Price\n"


def _import(run: Shell, tmp_path: Path, name: str, text: str) -> tuple[int, str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    done = run("import", str(path), "--yes", "--new")
    return done.code, done.out + done.err


def test_b36_a_price_in_another_currency_is_noted_and_counts_for_nothing(run: Shell, tmp_path: Path) -> None:
    code, said = _import(run, tmp_path, "deals.csv", f'{_HEAD}7,Acme,"1000",EUR,Licence,50 USD\n')
    assert code == 0, said
    shown = run.did("items", "1")
    assert "Licence" in shown and "50" not in shown and "1 item without a price" in shown
    assert "Licence: 50.00 USD, and the deal is in EUR" in run.did("show", "1")


def test_b36_a_further_row_in_another_currency_adds_nothing_to_the_worth(run: Shell, tmp_path: Path) -> None:
    text = f"{_HEAD}7,Acme,1000,EUR,Licence,\n7,Acme,500,USD,Setup,\n7,Acme,300,EUR,Care,\n"
    code, said = _import(run, tmp_path, "deals.csv", text)
    assert code in (0, 1), said
    assert "€1,300 · " in run.did("show", "1")
    assert "Setup: 500.00 USD, and the deal is in EUR" in run.did("show", "1")


def test_b36_a_later_export_in_another_currency_leaves_a_deal_with_priced_items(run: Shell, tmp_path: Path) -> None:
    _import(run, tmp_path, "deals.csv", "Deal ID,Deal Name,Amount,Currency\n7,Acme,1000,EUR\n")
    run.did("items", "1", "add", "Setup at 1000")
    _, said = _import(run, tmp_path, "deals.csv", "Deal ID,Deal Name,Amount,Currency\n7,Acme,2000,USD\n")
    assert "its items are priced in EUR, so the value stays; the file says $2,000" in said
    assert "€1,000 · " in run.did("show", "1")

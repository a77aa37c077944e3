"""`pipetui items` and `pipetui products`."""

from __future__ import annotations

import csv
import io
import json

from tests.cli.conftest import Shell


def test_b41_items_are_put_on_listed_changed_and_taken_off(run: Shell) -> None:
    run.did("add", "Acme rollout 10k")
    run.did("products", "add", "Support", "at", "1200", "monthly", "--code", "SUP-1")
    added = run("items", "acme", "add", "sup-1", "x", "3", "-10%")
    assert added.out.startswith("added Support · 3 × €1,200 −10 % = €3,240 a month, to #1 Acme rollout")
    assert "items come to €38,880, the value says €10,000; take it over: pipetui items 1 take" in added.err
    run.did("items", "1", "add", "Setup", "x", "1.5", "at", "800")
    assert run.did("items", "1").splitlines() == [
        "#1 Acme rollout",
        "   item     quantity   price   off  amount",
        "1  Support         3  €1,200  10 %  €3,240  a month",
        "2  Setup         1.5    €800        €1,200",
        "€40,080 in the first year: €1,200 once + €3,240 a month",
        "MRR €3,240 · ARR €38,880",
        "items come to €40,080, the value says €10,000",
        "take it over: pipetui items 1 take",
    ]
    assert "it was €10,000" in run.did("items", "1", "take")
    assert "€40,080 · Prospecting" in run.did("show", "1")
    run.did("items", "1", "set", "2", "at", "900")
    run.did("items", "1", "move", "2", "1")
    run.did("items", "1", "remove", "1")
    told = json.loads(run.did("items", "1", "--json"))
    assert (told["value"], told["differs"], told["sums"]["mrr"]) == ("38880.00", False, "3240.00")
    assert [line["amount"] for line in told["items"]] == ["3240.00"]
    assert json.loads(run.did("show", "1", "--json"))["sums"] == told["sums"]


def test_b41_what_is_asked_of_items_is_one_thing_of_one_deal(run: Shell) -> None:
    run.did("add", "Acme")
    nothing = run("items", "1")
    assert (nothing.code, nothing.out) == (1, "") and "pipetui items 1 add" in nothing.err
    run.did("items", "1", "add", "Setup", "at", "1")
    refused = (
        ("items", "1", "remove"), ("items", "1", "remove", "one"), ("items", "1", "set", "1"), ("items", "1", "add"),
        ("items", "1", "move", "1"), ("items", "1", "take", "it"), ("items", "1", "add", "x", "2"),
        ("products", "add"), ("products", "--code", "A"), ("products", "rename", "a"), ("products", "frob", "a"),
    )  # fmt: skip
    for words in refused:
        assert run(*words).code == 2, words
    assert run("items", "9").code == 3


def test_b41_the_price_list_is_kept(run: Shell) -> None:
    assert run("products").code == 1
    run.did("products", "add", "Licence at $99.50 yearly", "--unit", "seats")
    assert run.did("products", "set", "Licence", "at", "110") == (
        "on the price list: Licence at €110 a year · undo: pipetui undo\n"
    )
    run.did("undo")
    assert run.did("products").splitlines()[1].split() == ["Licence", "$99.50", "a", "year", "seats"]
    (one,) = json.loads(run.did("products", "--json"))
    assert (one["price"], one["currency"], one["billing"], one["on_deals"]) == ("99.50", "USD", "year", 0)
    run.did("products", "rename", "licence", "to", "Licence plus")
    run.did("products", "remove", "licence plus")
    assert json.loads(run("products", "--json").out) == []


def test_b41_items_leave_with_what_they_come_to(run: Shell) -> None:
    run.did("add", "Acme")
    run.did("items", "1", "add", "Support x 3 at 1200 -10% monthly")
    run.did("items", "1", "add", "Licence at 100 yearly")
    run.did("items", "1", "add", "Gift")
    rows = list(csv.DictReader(io.StringIO(run.did("export", "--to", "csv", "--kind", "items"))))
    assert [(row["Amount"], row["MRR"], row["ARR"]) for row in rows] == [
        ("3240.00", "3240.00", "38880.00"),
        ("100.00", "8.33", "100.00"),
        ("", "", ""),
    ]
    page = run.did("export", "--to", "markdown")
    assert "- **First year:** 38980.00 EUR\n- **MRR:** 3248.33 EUR\n- **ARR:** 38980.00 EUR\n" in page

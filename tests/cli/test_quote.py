"""`pipetui quote`: as Markdown, as a page that prints, from a template of the rep's own (behaviour 41)."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipetui import editing
from pipetui.domain.errors import LineError
from pipetui.domain.texts import quote_text
from tests.cli.conftest import Shell

HOSTILE = "<script>alert('1')</script> | **bold** {items} & \x1b[31mred"


class _Tags(HTMLParser):
    """What a browser would make of a page: its tags, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_b41_a_quote_has_the_items_their_discounts_and_what_recurs(run: Shell) -> None:
    run.did("add", "Acme rollout", "org:Acme", "who:Ann Lee")
    run.did("items", "1", "add", "Support x 3 at 1200 -10% monthly")
    run.did("items", "1", "add", "Setup at 4500")
    assert run.did("quote", "1", "--valid", "2027-01-15").splitlines() == [
        "# Quote: Acme rollout",
        "",
        "- **For:** Acme",
        "- **Attention:** Ann Lee",
        "- **Date:** 2026-11-21",
        "- **Valid until:** 2027-01-15",
        "- **Number:** 1",
        "",
        "| Item | Quantity | Price | Discount | Amount |",
        "| :-- | --: | --: | --: | --: |",
        "| Support | 3 | €1,200 | 10 % | €3,240 a month |",
        "| Setup | 1 | €4,500 |  | €4,500 |",
        "",
        "- Once: €4,500",
        "- Each month: €3,240",
        "- **First year: €43,380**",
        "",
        "All amounts are in EUR.",
    ]
    told = json.loads(run.did("quote", "1", "--json"))
    assert (told["valid_until"], told["sums"]["mrr"], len(told["items"])) == ("2026-12-21", "3240.00", 2)


def test_b41_a_deal_without_items_quotes_its_value_and_without_that_nothing(run: Shell) -> None:
    run.did("add", "Acme rollout 12k")
    assert "| Acme rollout | 1 | €12,000 | €12,000 |\n\n- **Total: €12,000**\n" in run.did("quote", "1")
    run.did("add", "Empty")
    assert run("quote", "2").code == 2
    assert [run(*words).code for words in (("quote",), ("quote", "9"), ("quote", "--edit", "1"))] == [2, 3, 2]


def test_b41_hostile_text_is_text_in_both(run: Shell, tmp_path: Path) -> None:
    run.did("add", "Acme 12k")
    run.did("edit", "1", f"title={HOSTILE}")
    plain = "<script>alert('1')</script> | **bold** {items} & red"
    text = run.did("quote", "1")
    assert (
        "\\<script\\>" in text
        and text.count("<script") == text.count("\\<script")
        and "**bold**" not in text
        and "\x1b" not in text
    )
    page = tmp_path / "q.html"
    run.did("quote", "1", "--html", str(page))
    read = _Tags(page.read_text("utf-8"))
    assert "script" not in read.tags and read.tags.count("table") == 2 and "strong" in read.tags
    assert read.words.count(plain) == 3  # the title of the page, the heading, the line
    assert "@page { size: A4" in page.read_text("utf-8")
    assert run("quote", "1", "--html", str(page)).code == 4
    assert run("quote", "1", "--html", str(tmp_path / "book.db"), "--force").code == 2


def test_b41_the_template_is_the_reps_and_undo_takes_it_back(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    run.did("add", "1. Acme 12k")

    def typed(text: str, parse: object, suffix: str) -> object:
        assert quote_text.DEFAULT in text and "{valid_until}" in text and suffix == ".md"
        return parse("{deal}\n*until* {valid_until}, {name}\n\n\n---\n{organization}\n{sums}\n")  # type: ignore[operator]

    monkeypatch.setattr(editing, "edit_text", typed)
    assert "template of quotes changed" in run.did("quote", "--edit")
    assert run.did("quote", "1") == ("1\\. Acme\n*until* 2026-12-21, \n\n---\n- **Total: €12,000**\n")
    run.did("undo")
    assert run.did("quote", "1").startswith("# Quote: 1. Acme")


@pytest.mark.parametrize("text", ["{items} here", "{nothing}", "a {deal", "x\n{sums}{items}"])
def test_b41_what_is_wrong_with_a_template_is_told_with_its_line(text: str) -> None:
    with pytest.raises(LineError) as refused:
        quote_text.check(text)
    assert refused.value.line == text.count("\n") + 1


def test_b41_the_usual_template_is_one() -> None:
    assert quote_text.check(quote_text.DEFAULT) == quote_text.DEFAULT
    assert quote_text.from_editor(quote_text.editable(quote_text.DEFAULT)) == quote_text.DEFAULT
    assert quote_text.check("{{braces}} {deal}") == "{{braces}} {deal}\n"

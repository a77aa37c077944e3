"""A quote as Markdown, and as a page to be printed on A4: what stands in the book is never a mark in either."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence

from pipetui import render
from pipetui.domain.items import discount_text, quantity_text
from pipetui.domain.quote import Quote
from pipetui.domain.text import clean
from pipetui.domain.texts import quote_text
from pipetui.domain.texts.quote_text import BULLET, HEADING, ITEMS, RULE, SUMS, QuoteLine
from pipetui.exchange.writers.markdown import escaped, lines
from pipetui.phrases.items import EVERY

_STYLE = """
@page { size: A4; margin: 20mm 18mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.5 "Helvetica Neue", Helvetica, Arial, sans-serif; color: #1a1a1a; background: #fff;
       max-width: 174mm; margin: 12mm auto; padding: 0 4mm; overflow-wrap: anywhere; }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 6mm; }
h2 { font-size: 14pt; margin: 8mm 0 3mm; }
h3 { font-size: 11pt; margin: 6mm 0 2mm; }
p { margin: 0 0 3mm; }
ul { list-style: none; margin: 0 0 6mm; padding: 0; }
hr { border: 0; border-top: 0.3mm solid #bbb; margin: 6mm 0; }
table { width: 100%; border-collapse: collapse; margin: 0 0 6mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 2mm 2.5mm; text-align: left; vertical-align: top; border-bottom: 0.2mm solid #ccc; }
th { border-bottom: 0.4mm solid #1a1a1a; font-size: 9pt; text-transform: uppercase; letter-spacing: 0.04em; }
.r { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.sums { width: auto; min-width: 45%; margin-left: auto; break-inside: avoid; }
.sums tr:last-child td { font-weight: bold; border-top: 0.4mm solid #1a1a1a; border-bottom: 0; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
"""


def _rows(quote: Quote) -> tuple[list[str], list[list[str]], str]:
    """The table of the items: headings, rows, and on which side each column stands; no column without a word."""
    headings, sides = ["Item", "Quantity", "Price", "Discount", "Amount"], "lrrrr"
    rows = [
        [
            line.name,
            " ".join(filter(None, (quantity_text(line.quantity), line.unit))),
            render.money(line.price),
            f"{discount_text(line.discount)} %" if line.discount else "",
            " ".join(filter(None, (render.money(line.amount), EVERY[line.billing]))),
        ]
        for line in quote.lines
    ]
    if not any(line.discount for line in quote.lines):
        headings, sides = headings[:3] + headings[4:], "lrrr"
        rows = [row[:3] + row[4:] for row in rows]
    return headings, rows, sides


def sides(quote: Quote) -> str:
    """On which side each column of the table of the items stands, l or r."""
    return _rows(quote)[2]


def _sums(quote: Quote) -> list[tuple[str, str]]:
    """What the items come to, by name, the whole last."""
    sums = quote.sums
    if not sums.recurring:
        return [("Total", render.money(sums.first_year))]
    told = (("Once", sums.once), ("Each month", sums.monthly), ("Each year", sums.yearly))
    parts = [(name, render.money(amount)) for name, amount in told if amount.minor]
    return [*parts, ("First year", render.money(sums.first_year))]


def markdown(quote: Quote, template: str) -> str:
    """The quote as Markdown."""
    return _joined(_markdown(quote, line) for line in quote_text.lines(template, quote.values))


def _markdown(quote: Quote, line: QuoteLine) -> str:
    if line.kind == ITEMS:
        headings, rows, sides = _rows(quote)
        rule = [":--" if side == "l" else "--:" for side in sides]
        return "\n".join(f"| {' | '.join(row)} |" for row in (headings, rule, *([*map(_cell, row)] for row in rows)))
    if line.kind == SUMS:
        *parts, (name, amount) = _sums(quote)
        told = [f"- {one}: {_cell(much)}" for one, much in parts]
        return "\n".join([*told, f"- **{name}: {_cell(amount)}**"])
    begins = line.kind == quote_text.TEXT and line.text.startswith("{")  # with what could be a mark there
    text = quote_text.filled(line.text, quote.values, lines if begins else escaped)
    before = {HEADING: "#" * line.level + " ", BULLET: "- ", RULE: "---"}.get(line.kind, "")
    return before + text


def _cell(text: str) -> str:
    return escaped(text).replace("\n", " ")


def _joined(blocks: Iterator[str]) -> str:
    """Lines with one empty one at most between them."""
    told: list[str] = []
    for block in blocks:
        if block or (told and told[-1]):
            told.append(block)
    return "\n".join(told).rstrip("\n") + "\n"


def page(quote: Quote, template: str) -> str:
    """The quote as a page of HTML that prints on A4, with nothing in it that runs or is fetched."""
    title = html.escape(clean(quote.title))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{''.join(_blocks(quote, template))}</body>\n</html>\n"
    )


def _blocks(quote: Quote, template: str) -> Iterator[str]:
    """The template block by block: bullets one after the other are one list, lines one after the other a paragraph."""
    open_kind = ""
    for line in quote_text.lines(template, quote.values):
        kind = line.kind if line.kind in (BULLET, quote_text.TEXT) else ""
        if open_kind and kind != open_kind:
            yield "</ul>\n" if open_kind == BULLET else "</p>\n"
        if kind == BULLET:
            yield ("" if open_kind == kind else "<ul>\n") + f"<li>{_html(line.text, quote)}</li>\n"
        elif kind:
            yield ("<br>\n" if open_kind == kind else "<p>") + _html(line.text, quote)
        else:
            yield _block(line, quote)
        open_kind = kind
    if open_kind:
        yield "</ul>\n" if open_kind == BULLET else "</p>\n"


def _block(line: QuoteLine, quote: Quote) -> str:
    if line.kind == ITEMS:
        headings, rows, sides = _rows(quote)
        head, body = _row("th", headings, sides), "".join(_row("td", row, sides) for row in rows)
        return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n"
    if line.kind == SUMS:
        return f'<table class="sums">\n{"".join(_row("td", row, "lr") for row in _sums(quote))}</table>\n'
    if line.kind == HEADING:
        return f"<h{line.level}>{_html(line.text, quote)}</h{line.level}>\n"
    return "<hr>\n" if line.kind == RULE else ""


_RIGHT = ' class="r"'


def _row(tag: str, cells: Sequence[str], sides: str) -> str:
    told = (
        f"<{tag}{_RIGHT if side == 'r' else ''}>{html.escape(clean(cell))}</{tag}>"
        for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{''.join(told)}</tr>\n"


def _html(text: str, quote: Quote) -> str:
    """A line of the template: its own words escaped, its marks made, and then its fields filled, escaped as well."""
    marked = quote_text.inline(html.escape(text), _tagged("strong"), _tagged("em"))
    return quote_text.filled(marked, quote.values, lambda value: html.escape(clean(value)))


def _tagged(tag: str) -> Callable[[str], str]:
    return lambda text: f"<{tag}>{text}</{tag}>"


def shape(quote: Quote, template: str) -> dict[str, object]:
    """The quote as JSON has it, its Markdown with it."""
    from pipetui.phrases import items

    return {
        "id": quote.deal_id,
        "title": quote.title,
        "valid_until": quote.valid_until.isoformat(),
        "items": [items.shape(line) for line in quote.lines],
        "sums": items.sums_shape(quote.sums),
        "markdown": markdown(quote, template),
    }

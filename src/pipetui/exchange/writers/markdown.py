"""Markdown: a page of a deal, to be put into a wiki, a mail, a repository. What stands in the book is never a mark."""

from collections.abc import Iterable, Iterator

from pipetui import render
from pipetui.domain import patterns as re
from pipetui.domain.items import discount_text
from pipetui.domain.money import Money
from pipetui.domain.text import clean
from pipetui.exchange.writers.source import ExportSource
from pipetui.store.reads import export
from pipetui.store.reads.export_records import ExportedDeal, ExportedItem
from pipetui.store.reads.sheet import sheet
from pipetui.views import DealSheet

_MARKS = r"([\\`*_{}\[\]<>|~&$^]|!(?=\[)|#(?=#*$))"
_BEGINS = r"^([0-9]{0,9})([-+.)=:#])"
"""What makes a list, a heading or a line under one where it stands first."""


def escaped(text: str) -> str:
    """A text on one line, behind something else, without anything that Markdown would take for a mark."""
    return re.sub(_MARKS, r"\\\1", clean(text))


def lines(text: str) -> str:
    """A text of several lines, each on its own."""
    told = (part for part in clean(text, multiline=True).split("\n") if part.strip())
    return "\\\n".join(re.sub(_BEGINS, r"\1\\\2", escaped(part)) for part in told)


def write(source: ExportSource, kind: str = "") -> Iterator[str]:
    """A page for each deal, a rule between them."""
    rule = ""
    for deal in export.deals(source.connection, source.chosen):
        items = export.items(source.connection, [deal.id])
        yield rule + _page(source, sheet(source.connection, source.moment, deal.id), deal, tuple(items))
        rule = "\n---\n\n"


def _page(source: ExportSource, whole: DealSheet, deal: ExportedDeal, items: tuple[ExportedItem, ...]) -> str:
    parts = (
        f"# {escaped(deal.title) or '—'}\n",
        _facts(whole, deal),
        _section("People", _people(whole)),
        _section("Next steps", _steps(whole)),
        _section("Products", (*map(_item, items), *_sums(whole))),
        _section("Qualification", _answers(whole)),
        _section("Objections", (f"- {escaped(met.text)}: {met.state}{_behind(met.note)}" for met in whole.objections)),
        _section("Files", (f"- {escaped(target)}" for target in deal.attachments)),
        _section("What happened", _timeline(source, whole)),
    )
    return "\n".join(filter(None, parts))


def _section(title: str, said: Iterable[str]) -> str:
    body = "\n".join(said)
    return f"## {title}\n\n{body}\n" if body else ""


def _behind(text: str) -> str:
    return f" · {escaped(text)}" if text else ""


def _amount(amount: Money) -> str:
    return f"{amount.decimal} {amount.currency}"


def _facts(whole: DealSheet, deal: ExportedDeal) -> str:
    """What is known of it, a line each; what is not known is left out."""
    stage = f"{deal.stage} ({deal.probability} %)" if deal.status == "open" else deal.status
    pairs = (
        ("Number", f"#{deal.id}"),
        ("Organization", deal.organization),
        ("Stage", stage),
        ("Pipeline", deal.pipeline),
        ("Value", _amount(deal.value) if deal.value else ""),
        ("Expected close", deal.expected_close and deal.expected_close.isoformat()),
        ("Created", deal.created and deal.created.date().isoformat()),
        ("Closed", deal.closed and deal.closed.isoformat()[:10]),
        ("Lost for", deal.lost_reason),
        ("Lost note", deal.lost_note),
        ("Parked until", deal.parked_until and deal.parked_until.isoformat()),
        ("Revisit", deal.revisit_on and deal.revisit_on.isoformat()),
        ("Renewal", deal.renewal_on and deal.renewal_on.isoformat()),
        ("Source", deal.source),
        ("Tags", ", ".join(deal.tags)),
        *((value.name, value.text) for value in whole.card.custom),
    )
    return "".join(f"- **{escaped(name)}:** {escaped(value)}\n" for name, value in pairs if value)


def _people(whole: DealSheet) -> Iterator[str]:
    for person in whole.people:
        about = (person.job_title, person.role, person.phone, person.email)
        yield " · ".join([f"- **{escaped(person.name)}**", *(escaped(text) for text in about if text)])


def _steps(whole: DealSheet) -> Iterator[str]:
    for step in whole.follow_ups:
        when = f"{step.due.isoformat()} {step.time or ''}".rstrip()
        yield f"- [ ] {when} {escaped(render.doing(step.what, step.turn))}".rstrip()


def _item(item: ExportedItem) -> str:
    amount = f"{item.quantity / 1000:g} {item.unit}".rstrip()
    price = f" at {_amount(item.price)}" if item.price else ""
    every = "" if item.billing == "once" else f" a {item.billing}"
    less = f", {discount_text(item.discount)} % off" if item.discount else ""
    return f"- {escaped(item.product)}: {escaped(amount)}{price}{every}{less}"


def _sums(whole: DealSheet) -> Iterator[str]:
    """What the products come to, once there is more to say than the one line does."""
    if whole.items:
        sums = whole.item_sums
        told = (
            (("Total", sums.first_year),)
            if not sums.recurring
            else (("First year", sums.first_year), ("MRR", sums.mrr), ("ARR", sums.arr))
        )
        yield from (f"- **{name}:** {escaped(_amount(amount))}" for name, amount in told)


def _answers(whole: DealSheet) -> Iterator[str]:
    for answer in whole.qualification:
        yield f"- **{answer.question.capitalize()}:** {escaped(answer.answer)}{_behind(answer.note)}"


def _timeline(source: ExportSource, whole: DealSheet) -> Iterator[str]:
    zone = source.moment.now.tzinfo
    for item in whole.timeline:
        yield f"### {item.at.astimezone(zone):%Y-%m-%d %H:%M} {escaped(item.headline)}\n"
        if item.text:
            yield f"{lines(item.text)}\n"

"""Parsers of one line: what is typed into a bar or behind a verb."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from pipetui import outside
from pipetui.domain import (
    aftersale,
    decisions,
    goals,
    money,
    pipeline,
    pipeline_templates,
    qualification,
    quota,
    scoring,
    stage_edits,
    stage_names,
    targets,
    text,
)
from pipetui.domain.aftersale import KINDS, Renewal
from pipetui.domain.dates import period, when
from pipetui.domain.dates.when import Due
from pipetui.domain.deal import LOSS_REASONS, QUESTIONS
from pipetui.domain.line import amounts, parts, quick_line
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.domain.money import Money
from pipetui.domain.query import language
from pipetui.domain.query.facts import Totals
from pipetui.domain.sweep import Limits
from pipetui.service import attachments
from pipetui.tui.dialogs.path import unquoted
from tests.fuzz.entry import Entry
from tests.fuzz.moment import CLOSED, NOW, OPEN, PIPELINES, RULES, STAGE_NAMES, STAGES, TODAY
from tests.fuzz.texts import fed, pieces, words
from tests.fuzz.words import AMOUNTS, DATES, DECISIONS, FILTER, INTENT, PERIODS, QUICK, TOUCHES

_LONG_AMOUNTS = ("12.500" + "):" * 50_000 + "US$5", "<" + "Rs. 5  " * 7_000, "12 €k " * 5_000)
_LONG_NAMES = ("org:" + "9" * 400 + '"Acme GmbH"',)


_STAGE_EDITS = (
    "p:40%",
    "p:140",
    "rot:2w",
    "rot:never",
    "name:Due",
    "qualifies:yes",
    "place:3",
    "place:0",
    "Demo",
    "after",
)


_ADDRESSES = (
    "https://", "acme.example", "javascript:", "file://", "mailto:", "tel:", "ann@acme.example", "+49 30 123", "C:\\x",
    "%20", "/..", "\x1b]8;;", "www.", ":8080", "data:", "ü", " ",
)  # fmt: skip


def _address(text: str) -> str:
    """Whatever is opened is an address that the opener takes."""
    return outside.checked(targets.page(text))


def _attached(text: str) -> str:
    return attachments.understood(unquoted(text))


def entries() -> tuple[Entry, ...]:
    """The table."""
    iso = date.isoformat
    return (
        Entry("text, one line", text.clean, fed("Acme", "a b", "x\u200dy"), again=str),
        Entry("text, several lines", _several, fed("Acme", "a b", "\n", "\t"), again=str, lines=True),
        Entry("page or number to open", _address, fed(*_ADDRESSES)),
        Entry("path to attach", _attached, fed(*_ADDRESSES, "~/x", "./-x", "'a b'", "\\ ")),
        Entry("quick line", _quick, fed(*QUICK), effort=2, found=_LONG_AMOUNTS),
        Entry("quick line from a shell", _quick, st.lists(fed(*QUICK) | pieces(*QUICK), max_size=7)),
        Entry("quick line of what was begun", _begun, fed(*QUICK), again=_begun_line, patience=3, found=_LONG_NAMES),
        Entry("touch line", _touch, fed(*TOUCHES, "call reached"), effort=2, found=("call at:9999-12-31",)),
        Entry("next line", _next, fed(*DATES, "call Ann", "theirs: x"), raw=True),
        Entry("money", lambda said: money.parse(said, "EUR"), fed(*AMOUNTS), again=_decimal, effort=2),
        Entry("money in yen", lambda said: money.parse(said, "JPY"), fed(*AMOUNTS), again=_decimal),
        Entry("money among words", _among, fed(*AMOUNTS, "Acme", "10ft"), found=_LONG_AMOUNTS),
        Entry("quota", lambda said: quota.parse(said.split(), "EUR"), fed(*AMOUNTS, "12 deals", "0 deals", "deals")),
        Entry("goal", lambda said: goals.parse(said.split(), "week"), fed("touches 60", "new deals 8", "meet", "0")),
        Entry("currency", money.check_currency, fed("EUR", "eur", "$", "kr", "EURO"), again=str),
        Entry("date ahead", _due, fed(*DATES), again=_due_text, effort=2, found=("tomorrow morning",)),
        Entry("day", lambda said: when.parse_day(said, NOW, RULES), fed(*DATES), again=iso),
        Entry("day, looking back", lambda said: when.parse_day(said, NOW, RULES, past=True), fed(*DATES), again=iso),
        Entry(
            "time past", lambda said: when.parse_past(said, NOW, RULES), fed(*DATES), effort=2, found=("9999-12-31",)
        ),
        Entry("words near a date", when.near_words, fed(*DATES, "tomorow", "+3x")),
        Entry(
            "date before words", lambda said: when.split_leading(said, NOW, RULES), fed(*DATES, "call Ann"), raw=True
        ),
        Entry("period", lambda said: period.parse(said, TODAY), fed(*PERIODS)),
        Entry("percent", lambda said: parts.percent(said, "x"), fed("40%", "40", "100", "101", "%"), again=str),
        Entry(
            "filter",
            _found,
            fed(*FILTER),
            effort=3,
            found=("created<0001-01-01", "closed>9999-12-31", f'"x{" 0" * 50_000}"x', f'"{"a b " * 25_000}": 1'),
        ),
        Entry("filter while it is typed", _typing, fed(*FILTER), found=("created<0001-01-01",)),
        Entry("renewal", _renewal, fed(*DATES, "30d", "999d"), again=_renewal_text),
        Entry("how a deal follows", aftersale.find_kind, fed(*KINDS, "cross sell", "r", "-"), again=str),
        Entry("decision", _decided, words(*DECISIONS, *LOSS_REASONS, *DATES), found=(["keep", DECISIONS[-1]],)),
        Entry("stage of any pipeline", PIPELINES.named, fed(*STAGE_NAMES)),
        Entry("what is set of a stage", _stage_edit, words(*_STAGE_EDITS)),
        Entry("name of a stage", _stage_name, fed(*STAGE_NAMES, "🚀", "…", "\u202e"), again=str),
        Entry("reason", _reason, fed(*LOSS_REASONS, "no", "went-silent"), again=str),
        Entry("stage", lambda said: pipeline.find_stage(STAGES, said).name, fed(*STAGE_NAMES, "p"), again=str),
        Entry(
            "pipeline template",
            pipeline_templates.full_name,
            fed(*pipeline_templates.TEMPLATES, "real_estate", "s"),
            again=str,
        ),
        Entry("answer", qualification.read_answer, fed("yes", "no", "unknown", "y", "?", "✓", "✗"), again=str),
        Entry("question", qualification.find_question, fed(*QUESTIONS, "b"), again=str),
        Entry("intent rule", scoring.read_intent, fed(*INTENT)),
    )


def _several(said: str) -> str:
    return text.clean(said, multiline=True)


def _quick(line: str | Sequence[str]) -> NewDeal:
    """What is written of it: the words of a next step and a note are cleaned by the store."""
    new = quick_line.parse(line, NOW, RULES, "EUR")
    step = new.next and new.next._replace(what=text.clean(new.next.what))
    return new._replace(next=step, note=text.clean(new.note))


def _begun(line: str) -> NewDeal:
    """What can be known of a customer, in names that quotes hold together: not longer, nor with both kinds of them."""
    new = quick_line.parse(line, NOW, RULES, "EUR")
    organization, source, *people = map(_unquoted, (new.organization, new.source, *new.people))
    known = NewDeal(new.title, new.value, organization=organization, people=tuple(people), source=source)
    return known._replace(close=new.close)


def _unquoted(said: str) -> str:
    return (said.replace('"', "") if "'" in said else said)[:300].strip()


def _begun_line(new: NewDeal) -> str:
    return aftersale.line(new, NOW, RULES, "EUR")


def _touch(line: str) -> TouchLine:
    return quick_line.parse_touch(line, NOW, RULES)


def _next(line: str) -> NextLine:
    return quick_line.next_line(line, NOW, RULES)


def _decimal(amount: Money) -> str:
    return f"{amount.decimal} {amount.currency}"


def _among(said: str) -> Money | None:
    return amounts.money_among(said.split(), "EUR", bare_last=True)[0]


def _due(said: str) -> Due:
    return when.parse_due(said, NOW, RULES)


def _due_text(due: Due) -> str:
    return f"{due.day.isoformat()} {due.time or ''}".strip()


def _renewal(said: str) -> Renewal:
    return aftersale.parse_renewal(said, NOW, RULES)


def _renewal_text(renewal: Renewal) -> str:
    return aftersale.renewal_text(renewal.day, renewal.lead_days)


def _found(said: str) -> tuple[str, frozenset[str], list[bool]]:
    """A filter, and whether it fits an open and a closed deal."""
    asked = language.parse(said, NOW, RULES, "EUR", scores={42: Totals(60, -5)})
    return asked.text, asked.fields, [asked.matches(card) for card in (OPEN, CLOSED)]


def _typing(said: str) -> list[bool]:
    """While it is typed nothing is refused."""
    try:
        asked = language.parse(said, NOW, RULES, "EUR", partial=True)
    except Exception as error:
        raise AssertionError("typing must not fail") from error
    return [asked.matches(card) for card in (OPEN, CLOSED)]


def _decided(said: Sequence[str]) -> decisions.Decision:
    return decisions.parse(said, NOW, RULES, Limits(), LOSS_REASONS)


def _reason(said: str) -> str:
    return pipeline.find_reason(LOSS_REASONS, said)


def _stage_edit(said: Sequence[str]) -> object:
    name, fields = stage_edits.split(said)
    return clean_name(name), stage_edits.read(fields)._replace(name=None)


def clean_name(words: Sequence[str]) -> str:
    return text.clean(" ".join(words))


def _stage_name(said: str) -> str:
    return stage_names.check_name(said, ["Prospecting"], "stage")

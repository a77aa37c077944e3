"""Parsers of texts of several lines: what comes back from an editor, and what the book keeps."""

from typing import Any

from pipetui.domain import playbook, progress, scoring
from pipetui.domain.dates.when import Due
from pipetui.domain.playbook import Entry as Objection
from pipetui.domain.query import language
from pipetui.domain.texts import cadence_text, deal_form, mail_text
from pipetui.domain.texts.deal_form import PlannedStep
from pipetui.service import form
from pipetui.service.fields import FIELDS
from tests.fuzz.entry import Entry
from tests.fuzz.fields import AGAINST
from tests.fuzz.moment import NOW, RULES, TODAY
from tests.fuzz.texts import fed, lines
from tests.fuzz.words import AMOUNTS, ATTENDEES, CADENCE, DATES, MAIL, PLAYBOOK, SCORES

_TEMPLATES = {"follow-up": 1, "last chance": 2}
_KNOWN = (Objection(1, "too expensive", "Compared with what?", uses=2), Objection(2, "no time", ""))
_FIELDS = {
    "title": "Acme rollout",
    "value": "12000.00 EUR",
    "stage": "Demo",
    "probability": "",
    "close": "2026-12-31",
    "organization": "Acme GmbH",
    "people": "Ann Lee <ann@acme.example> (champion)",
    "source": "web",
    "tags": "hot saas",
    "budget": "yes",
    "authority": "unknown",
    "need": "no",
    "timing": "unknown",
    "renewal": "",
    "revisit": "",
    "reason": "",
    "created": "2026-11-02 09:00",
    "entered": "2026-11-09 17:30",
    "closed": "",
}
assert _FIELDS.keys() == FIELDS.keys(), "a field that is not fed here"
_SHOWN = form.Form(
    42,
    _FIELDS,
    (
        PlannedStep(1, Due(TODAY, "09:00"), "call Ann", "mine"),
        PlannedStep(2, Due(TODAY.replace(month=12)), "", "theirs"),
    ),
    AGAINST,
)

FORM = (
    *(f"{name}: {value}" for name, value in _FIELDS.items()), *(f"value: {amount}" for amount in AMOUNTS[:8]),
    *(f"close: {day}" for day in DATES[:12]), *(f"next: {day} call Ann" for day in DATES[:20]),
    *(f"people: {one}" for one in ATTENDEES[-6:]), "note: met them", "note:", "next: 2026-11-21 09:00 other words",
    "next: 2026-12-21 theirs:", "next:", "# x", "", "x", ":",
)  # fmt: skip
_PROGRESS = (
    '{"deals": [1, 2], "about": "today", "began": "2026-11-21T10:00:00+00:00", "place": 1, "worked": 5}',
    '{"deals": [1e999], "about": "", "began": "2026-11-21T10:00:00+00:00", "place": 1, "worked": 5}',
    '{"deals": [], "about": {}, "began": "0001-01-01T00:00:00+14:00", "place": -1, "worked": 0}', "{}", "[]", "null",
    '"x"', "[" * 3000, '{"deals": null}', "NaN", "1e999", '"deals"', ":", "[", "]", "{", "}", ",",
)  # fmt: skip


def entries() -> tuple[Entry, ...]:
    """The table."""
    return (
        Entry("cadence", _cadence, lines(*CADENCE), again=_cadence_text),
        Entry("playbook", _playbook, lines(*PLAYBOOK), again=_playbook_text, lines=True),
        Entry("mail template", _mail, lines(*MAIL), again=lambda one: one.text, lines=True),
        Entry("mail template edited", _mail, lines(*MAIL), again=lambda one: mail_text.editable(one.text), lines=True),
        Entry("mail with its fields filled", _filled, lines(*MAIL), raw=True),
        Entry("score rules", _rules, lines(*SCORES), again=scoring.text),
        Entry("lines of a form", _lines, lines(*FORM), again=lambda found: "\n".join(map(": ".join, found))),
        Entry("form of a deal", _changes, lines(*FORM), effort=2),
        Entry("form of a deal, altered", _altered, fed("Acme", "\n", "next: fri", "value:")),
        Entry("work session", progress.read, fed(*_PROGRESS, between=","), again=_kept, raw=True, found=_PROGRESS),
    )


def _cadence(said: str) -> tuple[Any, ...]:
    return cadence_text.parse(said, _TEMPLATES, ("Nudge", "Five touches"))


def _cadence_text(written: Any) -> str:
    return cadence_text.render(written.name, written.steps, _TEMPLATES)


def _playbook(said: str) -> list[playbook.PlaybookText]:
    return playbook.from_text(said, (*_KNOWN, *(Objection(number, f"x{number}", "") for number in range(3, 9))))


def _playbook_text(written: list[playbook.PlaybookText]) -> str:
    """New entries have a number when they are shown again, which is none of theirs: they are named as new ones."""
    found = playbook.as_text(Objection(one.id or 0, one.text, one.response) for one in written)
    return found.replace("objection 0:", "objection:")


def _lines(said: str) -> list[tuple[str, str]]:
    return [(line.name, line.value) for line in deal_form.lines(said)]


def _filled(said: str) -> str:
    return mail_text.render(said, dict.fromkeys(mail_text.FIELDS, "x\x1b[31m{deal}\ny"))


def _rules(said: str) -> tuple[scoring.Rule, ...]:
    return scoring.parse(said, lambda rule: language.parse(rule, NOW, RULES, "EUR"))


def _mail(said: str) -> mail_text.Template:
    return mail_text.parse(said, "thanks")


def _kept(found: progress.Progress | None) -> str:
    return found.text() if found else ""


def _altered(said: str) -> tuple[Any, ...] | None:
    return _changes(_SHOWN.text.replace("Acme", said))


def _changes(said: str) -> tuple[Any, ...] | None:
    changes = form.understood(_SHOWN, said, NOW)
    assert form.understood(_SHOWN, _SHOWN.text, NOW) is None
    return changes and (changes.fields, changes.steps, changes.notes)

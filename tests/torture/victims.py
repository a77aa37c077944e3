"""The table of verbs that are killed. To have another one killed, write its line here."""

import random
import shlex
import sqlite3
from typing import NamedTuple

from tests.torture.ground import in_days


class Victim(NamedTuple):
    """A verb and how it is called.

    In its line stand `{k}` for a token that nothing else has, `{deal}` for an open deal with a next step, `{lost}` for
    a lost one, `{day}` for a date ahead, `{long}` for much text, `{csv}` for a file of many deals, `{mail}` for a
    Maildir with a letter of `{k}@acme.example` and `{copy}` for a whole copy of the book as it began. `first` is
    called, and not killed, before it. A write of its usually lasts `spread` seconds; a file has from so many `rows` to
    so many.
    """

    name: str
    line: str
    first: str = ""
    spread: float = 0.003
    rows: tuple[int, int] = (500, 2500)


FAST = (
    Victim("add", "add {k} deal 12k @demo next:{day} {k}@acme.example 'org:{k} Org' 'who:{k} Ann' +{k} / {k} note"),
    Victim("add, bare", "add {k}"),
    Victim("log", "log {deal} call '{k} said' no-answer next:{day}"),
    Victim("log, at length", "log {deal} call '{k} {long}'"),
    Victim("log and move", "log {deal} email '{k}' replied @prop next:{day}"),
    Victim("done", "done {deal}"),
)  # fmt: skip
"""What is run all day."""

CAREFUL = (
    Victim("next", "next {deal} {day} call {k}"),
    Victim("advance", "advance {deal}"),
    Victim("note", "note {deal} {k} is a note"),
    Victim("tag", "tag {deal} +{k}"),
    Victim("edit", "edit {deal} title:{k} value:9k 'org:{k} Org' 'who:{k} Bob' tags:{k}"),
    Victim("drop", "drop {deal} price --note {k}"),
    Victim("win", "win {deal}"),
    Victim("delete", "delete {deal}"),
    Victim("reopen", "reopen {lost}"),
    Victim("snooze", "snooze {deal} {day}"),
    Victim("park", "park {deal} {day}"),
    Victim("qualify", "qualify {deal} budget:yes {k}"),
    Victim("items", "items {deal} add '{k} seats' x 3 at 1200 monthly"),
    Victim("category", "category {deal} commit"),
    Victim("attach", "attach {deal} https://{k}.example/offer"),
    Victim("objection", "objection {deal} '{k} too dear'"),
    Victim("steps", "steps {deal} what:{k}"),
    Victim("amend", "amend {deal} text:{k}"),
    Victim("cadence", "cadence start {deal}"),
    Victim("products", "products add {k} 1200 monthly"),
    Victim("fields", "fields add {k} text"),
    Victim("view", "view save {k} value>5k"),
    Victim("view, another name", "view rename {k} {k}x", first="view save {k} value>5k"),
    Victim("quota", "quota set 20k --per month"),
    Victim("context", "context define {k} +hot"),
    Victim("context, gone", "context delete {k}", first="context define {k} +hot"),
    Victim("stages", "stages add {k}"),
    Victim("stages, percentage", "stages set {k} p:37%", first="stages add {k}"),
    Victim("stages, order", "stages move {k} before Demo", first="stages add {k}"),
    Victim("stages, criteria", "stages criteria {k} add ready", first="stages add {k}"),
    Victim("stages, merged", "stages merge {k} into Demo --yes", first="stages add {k}"),
    Victim("pipelines", "pipelines add {k}"),
    Victim("pipelines, gone", "pipelines remove {k} --yes", first="pipelines add {k}"),
    Victim("products, price", "products set {k} at 1300", first="products add {k} at 1200"),
    Victim("products, gone", "products remove {k}", first="products add {k} at 1200"),
    Victim("fields, gone", "fields remove {k} --yes", first="fields add {k} text"),
    Victim("cadence, new", "cadence new {k} --steps '+0 call ask; +3 email'"),
    Victim("merge", "merge {deal} {lost} --yes"),
    Victim("kept apart", "dupes deals apart {deal} {lost}"),
    Victim("person", "person --add {k} email:{k}@acme.example"),
    Victim("people merged", "person {k}one merge {k}two --yes", first="add {k} deal who:{k}one who:{k}two"),
    Victim("erased", "person {k}one erase --backups erase --yes", first="add {k} deal who:{k}one"),
    Victim("ics", "ics mine.ics", first="next {deal} {day} call {k}"),
    Victim("ics, again", "ics mine.ics", first="ics mine.ics"),
    Victim("mail sync", "mail sync {mail} --since 2000-01-01", first="person --add {k} email:{k}@acme.example"),
    Victim("undo of items", "undo", first="items {deal} add '{k} seats' x 3 at 1200"),
    Victim("add, as JSON", "add {k} deal next:{day} +{k} --json"),
    Victim("undo", "undo", first="log {deal} call '{k} said' next:{day}"),
    Victim("redo", "redo", first="undo"),
    Victim("backup", "backup"),
    Victim("restore", "restore {copy} --yes", spread=0.02),
)
"""The other verbs."""

IMPORTS = (
    Victim("import", "import {csv} --yes", spread=0.5),
    Victim("undo of an import", "undo", first="import {csv} --yes", spread=0.15),
)
"""Whole files, each into a fresh book."""


ONE_DEAL = tuple(
    victim
    for victim in (*FAST, *CAREFUL)
    if not victim.first and "{lost}" not in victim.line and ("{deal}" in victim.line or "{k}" in victim.line)
    if victim.name != "stages"  # which place a new one has is told by those that others add beside it
)
"""The verbs that make one step, to a deal of their own, on any book, and the same whatever others do meanwhile."""

_LONG = "said a lot " * 5000


class Call(NamedTuple):
    """A victim's line with everything put in."""

    victim: Victim
    token: str
    deal: int
    words: tuple[str, ...]
    first: tuple[str, ...]


_OPEN = """SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id
           WHERE d.status = 'open' AND d.deleted_at IS NULL AND d.parked_until IS NULL AND s.position < 3
           AND EXISTS (SELECT 1 FROM follow_up f WHERE f.deal_id = d.id AND f.done_at IS NULL)"""
_LOST = "SELECT id FROM deal WHERE status = 'lost' AND deleted_at IS NULL"


def calls(
    victims: list[Victim], tokens: list[str], book: sqlite3.Connection | None, rng: random.Random, **files: object
) -> list[Call]:
    """Each victim's call, with deals of the book no two of them share."""
    found: dict[str, list[int]] = {"deal": [], "lost": []}
    if book is not None:
        for name, query in (("deal", _OPEN), ("lost", _LOST)):
            found[name] = [number for (number,) in book.execute(query)]
            rng.shuffle(found[name])
    made = []
    for victim, token in zip(victims, tokens, strict=True):
        deals = {name: found[name].pop() if f"{{{name}}}" in victim.line + victim.first else 0 for name in found}
        values = {"k": token, "day": in_days(rng.randint(20, 300)).isoformat(), "long": _LONG, **deals, **files}
        line, first = (
            tuple(word.format_map(values) for word in shlex.split(text)) for text in (victim.line, victim.first)
        )
        made.append(Call(victim, token, deals["deal"] or deals["lost"], line, first))
    return made

"""A filter of people or organizations: words that they hold, tags, and fields of the rep's own.

`cto +vip -tag:cold region:north birthday.before:1990 has:region`: all must hold, a leading `-` denies. What is no
condition is a word to be looked for, as in `party_order.holding`.
"""

from __future__ import annotations

import re

from pipetui.domain.custom_fields import find
from pipetui.domain.folding import fold
from pipetui.domain.query import custom_conditions, terms
from pipetui.domain.query.measures import is_missing
from pipetui.store import custom_fields
from pipetui.store.reads.party_order import holding

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.party_kinds import PartyKind
    from pipetui.domain.query.facts import QueryContext

_TOKEN = r'(-?)(?:[+#]([^\W\d]\S*)|([^\W\d_][\w-]*)(?:\.([A-Za-z]+))?(:?[<>]=?|[:=])("[^"]*"|\S+))(?!\S)'
_SIGNS = ":=<>+#"


def fitting(connection: sqlite3.Connection, kind: PartyKind, words: str, asked: QueryContext) -> set[int] | None:
    """The numbers of those who fit; None, which is all, where nothing is asked. Raises InputError."""
    if not any(sign in words for sign in _SIGNS):
        return holding(connection, kind, words)
    reader = _Conditions(connection, kind, asked)
    plain = re.sub(rf"(?<!\S){_TOKEN}", reader.take, words)
    found = holding(connection, kind, plain)
    for fits in reader.found:
        found = fits if found is None else found & fits
    return found


class _Conditions:
    """The conditions of a filter as they are taken out of it: who fits each."""

    def __init__(self, connection: sqlite3.Connection, kind: PartyKind, asked: QueryContext) -> None:
        self.connection, self.kind, self.asked = connection, kind, asked
        self.fields: Sequence[CustomField] = custom_fields.known(connection, kind.noun)
        self.found: list[set[int]] = []

    def take(self, token: re.Match[str]) -> str:
        """What is left of a part of the filter that may be a condition: nothing, or all of it."""
        minus, tag, name, spelt, sign, value = (part or "" for part in token.groups())
        fits = self._tagged(tag) if tag else self._asked(fold(name), spelt.lower(), sign, value.strip('"'))
        if fits is None:
            return token[0]
        self.found.append(self._everybody() - fits if minus else fits)
        return ""

    def _asked(self, name: str, spelt: str, sign: str, value: str) -> set[int] | None:
        if name == "tag":
            none = self._everybody() - self._tagged(None)
            return none if is_missing(sign, value) else self._tagged(value)
        if name in ("has", "not"):
            having = self._tagged(None) if fold(value) in ("tag", "tags") else self._filled(find(self.fields, value))
            return having if having is None or name == "has" else self._everybody() - having
        field = find(self.fields, name)
        if field is None:
            return None
        sign = terms.sign_of(spelt, sign)
        if is_missing(sign, value):
            return self._everybody() - (self._filled(field) or set())
        holds = custom_conditions.holding(field, sign, value, self.asked)
        return {whose for _, whose, text in custom_fields.by_field(self.connection, field.id) if holds(text)}

    def _filled(self, field: CustomField | None) -> set[int] | None:
        return None if field is None else {row[1] for row in custom_fields.by_field(self.connection, field.id)}

    def _tagged(self, word: str | None) -> set[int]:
        """Those who have the tag, or any."""
        noun = self.kind.noun
        rows = self.connection.execute(f"SELECT {noun}_id, tag FROM {noun}_tag")
        return {number for number, tag in rows if word is None or fold(tag) == fold(word)}

    def _everybody(self) -> set[int]:
        return {number for (number,) in self.connection.execute(f"SELECT id FROM {self.kind.noun}")}

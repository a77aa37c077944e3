"""E-mail templates: texts with {fields}, how they are written, and what is wrong with one.

`{{` and `}}` are braces. A field is known (`FIELDS`) or refused; one without a value is never left standing.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError, LineError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

FIELDS = {
    "first_name": "the first name of the person it goes to",
    "last_name": "their last name",
    "name": "their whole name",
    "organization": "where they work",
    "deal": "the title of the deal",
    "value": "its value, with the currency",
    "stage": "the stage it is in",
    "close": "the day it should close, written out",
    "day": "a day for a talk: three working days from now, written out",
    "last_touch": "how long ago you were last in touch, such as 6 days ago",
    "my_name": "your own name",
}
"""What a template can be filled with, and what each stands for."""

MINE = frozenset({"my_name", "day"})
"""The fields that are the rep's, not the deal's: the same in every mail of a batch."""

FIRST_CONTACT, FOLLOW_UP, PROPOSAL = "first contact", "follow-up", "proposal"
LAST_CHANCE, RE_ENGAGE = "last chance", "re-engage"

NEW = "Subject: {deal}\nPurpose:\n\nHello {first_name},\n\n\n\n{my_name}\n"
"""What a new template begins as in the editor."""

_FIELD = r"\{\{|\}\}|\{([^{}\n]*)(\}?)"
_HEADERS = ("subject", "purpose", "fields")


class Template(NamedTuple):
    """A text to be filled. `purpose` tells when it fits; subject and body hold the fields."""

    name: str
    purpose: str
    subject: str
    body: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it asks for, in the order they come in, each once."""
        return tuple(dict.fromkeys((*fields_in(self.subject), *fields_in(self.body))))

    @property
    def text(self) -> str:
        """The whole template as it is printed and edited."""
        return f"Subject: {self.subject}\nPurpose: {self.purpose}\n\n{self.body.rstrip()}\n"


# --- fields --------------------------------------------------------------------------------------------------


def fields_in(text: str, line: int = 1) -> tuple[str, ...]:
    """The fields in `text`, in order, each once; raises LineError, counting from `line`, for one that is not known."""
    found: dict[str, None] = {}
    for match in re.finditer(_FIELD, text):
        if match[1] is not None:
            here = line + text.count("\n", 0, match.start())
            found[_known(match[1], bool(match[2]), here)] = None
    return tuple(found)


def _known(written: str, closed: bool, line: int) -> str:
    if not closed:
        raise LineError(f"{quoted('{' + written, 20)} is not closed", "end a field with }; a { of its own is {{", line)
    name = written.strip().lower()
    if name not in FIELDS:
        raise LineError(f"there is no field {quoted('{' + written + '}')}", _instead(name), line)
    return name


def _instead(name: str) -> str:
    near = nearest(name.replace(" ", "_").replace("-", "_"), FIELDS, 1)
    known = ", ".join(f"{{{field}}}" for field in FIELDS)
    return f"did you mean {{{near[0]}}}?" if near else f"the fields are {known}; a {{ of its own is {{{{"


def field(word: str) -> str:
    """The field of that name; raises InputError naming the nearest one."""
    name = word.strip().strip("{}").strip().lower()
    if name not in FIELDS:
        raise InputError(f"there is no field {quoted(word)}", _instead(name))
    return name


def missing(template: Template, values: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of the template that have no value."""
    return tuple(name for name in template.fields if not clean(values.get(name, "")))


def render(text: str, values: Mapping[str, str]) -> str:
    """`text` with its fields filled, each with one line; raises InputError naming a field that has no value."""

    def filled(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        name = _known(match[1], bool(match[2]), 1 + text.count("\n", 0, match.start()))
        value = clean(values.get(name, ""))
        if not value:
            raise InputError(f"{{{name}}} has no value", f"it is {FIELDS[name]}")
        return value

    return re.sub(_FIELD, filled, text)


# --- templates as texts --------------------------------------------------------------------------------------


def parse(text: str, name: str) -> Template:
    """The template that `text` writes: `Subject: …`, `Purpose: …` or not, an empty line, the body.

    Raises LineError with the line of what is wrong.
    """
    lines = clean(text, multiline=True).split("\n")
    skipped = len(text) - len(text.lstrip("\r\n"))  # what `clean` left out before the first line
    first = 1 + text[:skipped].replace("\r\n", "\n").count("\n")
    head: dict[str, str] = {}
    place = 0
    while place < len(lines) and lines[place].strip():
        key, value = _header(lines[place], first + place, head)
        if key != "fields":
            fields_in(value, first + place)
        head[key] = value
        place += 1
    body = "\n".join(lines[place:]).strip("\n")
    if not head.get("subject"):
        raise LineError("an e-mail needs a subject", "begin with: Subject: {deal}", first)
    if not body.strip():
        raise LineError("an e-mail needs a text", "write it below the subject, after an empty line", first + place)
    while place < len(lines) and not lines[place].strip():
        place += 1
    fields_in(body, first + place)
    return Template(template_name(name), head.get("purpose", ""), head["subject"], body + "\n")


def _header(line: str, number: int, seen: Mapping[str, str]) -> tuple[str, str]:
    word, colon, value = line.partition(":")
    key = fold(word)
    if not colon or key not in _HEADERS:
        near = nearest(key, _HEADERS, 1) if colon else ()
        hint = (
            f"did you mean {near[0].capitalize()}:?" if near else "first Subject: …, then an empty line, then the text"
        )
        raise LineError(f"{quoted(line)} is not a line of the head", hint, number)
    if key in seen:
        raise LineError(f"{word.strip()} is given twice", "give it once", number)
    return key, clean(value)


def editable(text: str) -> str:
    """A template's text for the editor, with the fields there are; that line is not kept."""
    head, _, body = text.partition("\n\n")
    return f"{head}\nFields: {' '.join(f'{{{name}}}' for name in FIELDS)}\n\n{body}"


def template_name(name: str) -> str:
    """The name of a template as it is kept; raises InputError for an empty one."""
    name = clean(name)
    if not name:
        raise InputError("a template needs a name", remedy=Remedy("template.name"))
    return name


def purpose_for(status: str, stage: str, *, touched: bool, over: bool) -> str:
    """What a mail to a deal is most likely for. `over`: its cadence ended without an answer."""
    if status != OPEN:
        return RE_ENGAGE
    if over:
        return LAST_CHANCE
    if fold(stage).startswith(PROPOSAL):
        return PROPOSAL
    return FOLLOW_UP if touched else FIRST_CONTACT

"""The template of a quote: Markdown with {fields}, taken apart into blocks, and what is wrong with one.

`{items}` and `{sums}` stand on a line of their own; `{{` and `}}` are braces. A line whose fields are all unknown is
left out, so that a deal without an organization is quoted to nobody instead of to a hole.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import LineError
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

FIELDS = {
    "deal": "the title of the deal",
    "number": "its number",
    "organization": "who it is for",
    "name": "the person it goes to",
    "my_name": "your own name",
    "today": "the day it is written, 2026-11-30",
    "valid_until": "the last day it holds, 2026-12-30",
    "currency": "the currency of its amounts",
    "value": "what the first year comes to",
}
"""What a line can be filled with, and what each stands for."""

ITEMS, SUMS = "items", "sums"
BLOCKS = {ITEMS: "the items as a table", SUMS: "what they come to"}
"""What takes a line of its own."""

DEFAULT = """\
# Quote: {deal}

- **For:** {organization}
- **Attention:** {name}
- **From:** {my_name}
- **Date:** {today}
- **Valid until:** {valid_until}
- **Number:** {number}

{items}

{sums}

All amounts are in {currency}.
"""
"""What a quote looks like until the rep has a template of their own."""

_FIELD = r"\{\{|\}\}|\{([^{}\n]*)(\}?)"
_INLINE = r"\*\*(\S(?:[^*]*\S)?)\*\*|\*(\S(?:[^*]*\S)?)\*"
HEADING, BULLET, RULE, TEXT, BLANK = "heading", "bullet", "rule", "text", "blank"


class QuoteLine(NamedTuple):
    """A line of the template: its kind (HEADING, BULLET, RULE, TEXT, BLANK, ITEMS, SUMS), level of a heading, text."""

    kind: str
    level: int
    text: str


def check(text: str) -> str:
    """The template as it is kept; raises LineError for a field that is not known, and for a block within a line."""
    kept = clean(text, multiline=True).strip("\n") + "\n"
    for number, line in enumerate(kept.split("\n"), 1):
        for match in re.finditer(_FIELD, line):
            if match[1] is None:
                continue
            name = match[1].strip().lower()
            if not match[2]:
                raise LineError(f"{quoted('{' + match[1], 20)} is not closed", "a { of its own is {{", number)
            if name in BLOCKS and line.strip() != match[0]:
                raise LineError(f"{{{name}}} is {BLOCKS[name]}", "it stands on a line of its own", number)
            if name not in BLOCKS and name not in FIELDS:
                raise LineError(f"there is no field {quoted('{' + match[1] + '}')}", _instead(name), number)
    return kept


def _instead(name: str) -> str:
    known = (*FIELDS, *BLOCKS)
    near = nearest(name.replace(" ", "_").replace("-", "_"), known, 1)
    return f"did you mean {{{near[0]}}}?" if near else f"the fields are {', '.join(f'{{{one}}}' for one in known)}"


def lines(template: str, values: Mapping[str, str]) -> Iterator[QuoteLine]:
    """The lines of a template that have something to say, not filled yet."""
    for line in template.rstrip("\n").split("\n"):
        bare = line.strip()
        fields = [match[1].strip().lower() for match in re.finditer(_FIELD, bare) if match[1] is not None]
        if len(fields) == 1 and fields[0] in BLOCKS:
            yield QuoteLine(fields[0], 0, "")
        elif fields and not any(values.get(name) for name in fields):
            continue
        elif match := re.fullmatch(r"(#{1,3})\s+(.*)", bare):
            yield QuoteLine(HEADING, len(match[1]), match[2])
        elif match := re.fullmatch(r"[-*]\s+(.*)", bare):
            yield QuoteLine(BULLET, 0, match[1])
        elif re.fullmatch(r"(-{3,}|\*{3,})", bare):
            yield QuoteLine(RULE, 0, "")
        else:
            yield QuoteLine(TEXT if bare else BLANK, 0, bare)


def filled(text: str, values: Mapping[str, str], escaped: Callable[[str], str]) -> str:
    """A line of the template with its fields filled, each `escaped` for what it is written into."""

    def value(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else escaped(values.get(match[1].strip().lower(), ""))

    return re.sub(_FIELD, value, text)


def inline(text: str, bold: Callable[[str], str], italic: Callable[[str], str]) -> str:
    """A line with its **bold** and *italic* parts as these make them."""
    return re.sub(_INLINE, lambda match: bold(match[1]) if match[1] else italic(match[2]), text)


def editable(template: str) -> str:
    """The template for the editor, with the fields there are below it; see `from_editor`."""
    told = "".join(f"    {{{name}}}  {about}\n" for name, about in {**FIELDS, **BLOCKS}.items())
    return f"{template}\n{_CUT}\n{told}"


def from_editor(text: str) -> str:
    """What the rep left above the list of fields; raises LineError as `check` does."""
    return check(text.partition(_CUT)[0])


_CUT = "<!-- everything from here on is left out; the fields are:"

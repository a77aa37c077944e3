"""What the cells of a column look like, where its heading alone does not tell what it holds."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum

from pipetui.domain import money
from pipetui.domain.errors import InputError
from pipetui.exchange import dates
from pipetui.exchange.headings import words_of
from pipetui.exchange.kinds import ACTIVITIES, DEALS, PEOPLE
from pipetui.exchange.mapping import SourceColumn
from pipetui.exchange.values import is_nothing, is_one_of, letters, plain, status
from pipetui.exchange.vocabulary import Vocabulary

_MOST = 0.8
_STAGES = 3
_LONGEST = 200
_PLACES = frozenset(("address", "street", "city", "postcode"))
_AREAS = frozenset(("region", "country"))
_WORDED = ("close", "next_on")
_VAGUE = re.compile(r"tb[ad]\b|\?|unknown|unbekannt|offen|open|later|später", re.IGNORECASE)
"""What stands for a day that nobody knows yet."""
_NO_STAGE = re.compile(r"\b(?:on|at)\s*$|\b(?:updated|modified|changed|created|geändert|modifié|modificado)\b", re.I)
"""What the heading of a day says that is no stage: `Expected close on`, `Updated`."""
_BOOLEAN = frozenset(
    letters(word)
    for word in (
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "ja",
        "nein",
        "oui",
        "non",
        "sí",
        "não",
        "да",
        "нет",
        "x",
        "checked",
        "unchecked",
        "done",
        "to do",
        "undone",
        "0",
        "1",
    )
)


class CellShape(Enum):
    """What nearly all filled cells of a column are."""

    NOTHING = "nothing"
    EMAILS = "e-mail addresses"
    DATES = "dates"
    BOOLEANS = "yes or no"
    TEXTS = "texts"


def shapes(headings: Sequence[str], sample: Sequence[Sequence[str]]) -> list[CellShape]:
    """The shape of each column, by the first rows."""
    return [_shape([plain(cells[place]) for cells in sample]) for place in range(len(headings))]


def _shape(cells: Sequence[str]) -> CellShape:
    filled = [cell for cell in cells if not is_nothing(cell)]
    if not filled:
        return CellShape.NOTHING
    counts = Counter(map(_shape_of, filled))
    shape, count = counts.most_common(1)[0]
    return shape if count >= _MOST * len(filled) else CellShape.TEXTS


def _shape_of(cell: str) -> CellShape:
    if is_one_of(cell, _BOOLEAN):
        return CellShape.BOOLEANS
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", cell):
        return CellShape.EMAILS
    if dates.looks_like_one(cell):
        return CellShape.DATES
    return CellShape.TEXTS


def settled(
    columns: Sequence[SourceColumn],
    headings: Sequence[str],
    sample: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    seen: Sequence[CellShape],
) -> tuple[SourceColumn, ...]:
    """The columns, whose cells look as `seen`; put right are those whose cells show another field than the heading.

    A yes or no is no date; a date is no yes or no. Columns without a heading of their own are known by their addresses.
    In a file of deals without a stage, columns of dates that no field takes are the days on which stages were reached.
    """
    records = vocabulary.records
    if records == DEALS:
        columns = _of_deals(columns, headings, sample)
    taken = {column.field for column in columns}
    if records == DEALS:
        columns = [
            column._replace(field=field)
            for column in columns
            if (field := _with_days(column, seen[column.place], sample, taken))
        ]
    found = []
    for column in columns:
        field = _instead(column.field, seen[column.place], records) if column.guessed else column.field
        if field == column.field or field not in taken:
            found.append(column._replace(field=field))
    if records == DEALS and "stage" not in taken:
        found = [_as_stage(column, sample, vocabulary) for column in found]
    used = {column.place for column in found}
    free = [place for place in range(len(headings)) if place not in used and not vocabulary.is_kept(headings[place])]
    if records == PEOPLE and "email" not in taken:
        found += [_of("email", headings, place) for place in free if seen[place] is CellShape.EMAILS]
    days = [
        place for place in free if seen[place] is CellShape.DATES and not _NO_STAGE.search(headings[place][:_LONGEST])
    ]
    marked = [
        place for place in free if seen[place] in (CellShape.DATES, CellShape.NOTHING) and _stage_in(headings[place])
    ]
    if records == DEALS and (len(marked) >= _STAGES or (len(days) >= _STAGES and "stage" not in taken)):
        found += [
            _of("reached", headings, place)._replace(label=_stage_in(headings[place]) or headings[place])
            for place in (marked if len(marked) >= _STAGES else days)
        ]
    return tuple(found)


def _of_deals(
    columns: Sequence[SourceColumn], headings: Sequence[str], sample: Sequence[Sequence[str]]
) -> Sequence[SourceColumn]:
    """The columns without what is a deal's own where it stands alone: a region that is no part of an address.

    A `Chance` of numbers is how likely a deal is, not what it is called, and so is a `Close %`.
    """
    fields = {column.field for column in columns}
    if fields.isdisjoint(_PLACES):
        columns = [_as_status(column, fields) for column in columns]
        columns = [column for column in columns if not (column.guessed and column.field in _AREAS)]
    return [
        column._replace(field="probability") if _is_likelihood(column, headings, sample, fields) else column
        for column in columns
    ]


def _with_days(column: SourceColumn, shape: CellShape, sample: Sequence[Sequence[str]], taken: set[str]) -> str:
    """The field of a column whose heading may speak of a day or of something else: without a digit it holds no days.

    So an `Abschluss` of yes and no is none, and a `Follow-up` in words is what comes next. "" is no field at all.
    """
    if column.field not in _WORDED or not column.guessed or shape in (CellShape.DATES, CellShape.NOTHING):
        return column.field
    if any(any(map(str.isdigit, cells[column.place])) for cells in sample):
        return column.field
    if all(is_nothing(plain(cells[column.place])) or _VAGUE.search(cells[column.place]) for cells in sample):
        return column.field
    return "next_step" if column.field == "next_on" and "next_step" not in taken else ""


def _as_status(column: SourceColumn, fields: set[str]) -> SourceColumn:
    """An `Estado` beside no address is no part of one: it says how the deal stands."""
    if column.field != "region" or not column.guessed or "status" in fields:
        return column
    says_status = letters(column.heading) in words_of(DEALS)["status"]
    return column._replace(field="status") if says_status else column


def _is_likelihood(
    column: SourceColumn, headings: Sequence[str], sample: Sequence[Sequence[str]], fields: set[str]
) -> bool:
    if column.field not in ("title", "close") or not column.guessed or "probability" in fields:
        return False
    heading = headings[column.place]
    if "%" not in heading and letters(heading) not in words_of(DEALS)["probability"]:
        return False
    filled = [text for cells in sample if not is_nothing(text := plain(cells[column.place]))]
    return bool(filled) and all(re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{1,4})? ?%?", text) for text in filled)


def _as_stage(column: SourceColumn, sample: Sequence[Sequence[str]], vocabulary: Vocabulary) -> SourceColumn:
    """A column of statuses that says more than open, won and lost is that of the stages."""
    if column.field != "status" or not column.guessed:
        return column
    words = {text for cells in sample if not is_nothing(text := plain(cells[column.place]))}
    try:
        for word in words:
            status(word, column.heading, vocabulary.status)
    except InputError:
        return column._replace(field="stage")
    return column


def _instead(field: str, shape: CellShape, records: str) -> str:
    if shape is CellShape.BOOLEANS:
        return {"closed": "closed_flag", "won": "won_flag", "done_at": "done"}.get(field, field)
    if shape is CellShape.DATES:
        return {"done": "done_at", "won_flag": "won", "closed_flag": "closed"}.get(field, field)
    if shape is CellShape.EMAILS and field == "name" and records in (PEOPLE, ACTIVITIES):
        return "email"
    return field


def _of(field: str, headings: Sequence[str], place: int) -> SourceColumn:
    return SourceColumn(field, headings[place], place, guessed=True)


def _stage_in(heading: str) -> str:
    """The stage that a column of dates is about: `Date entered "Demo (Sales)"`, `stage_date_demo`; or ""."""
    if len(heading) > _LONGEST:
        return ""
    match = re.fullmatch(r'date entered "?(.+?)(?: \([^()]*\))?"?', heading, re.IGNORECASE) or re.fullmatch(
        r"(?:stage[_ ]date|date[_ ]stage|entered)[_ ](.+)", heading, re.IGNORECASE
    )
    return match[1].replace("_", " ").strip() if match else ""


def counts_cents(
    columns: Sequence[SourceColumn], headings: Sequence[str], sample: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> bool:
    """Whether the amounts count cents: as the system does, unless a column that writes them out shows the contrary."""
    value = next((column.place for column in columns if column.field == "value"), -1)
    written = next(
        (place for place, h in enumerate(headings) if letters(h).endswith(("valuesummary", "valueformatted"))), -1
    )
    if value < 0 or written < 0:
        return vocabulary.minor
    for cells in sample:
        number = re.fullmatch(r"([0-9]+)(?:\.0+)?", plain(cells[value]))
        shown = re.match(r"([^\d\s]{0,3} ?[\d,.' ]{0,40}\d)", plain(cells[written])[:_LONGEST])
        if number and shown and int(number[1]):
            try:
                meant = money.parse(shown[1], "EUR")
            except InputError:
                continue
            if meant.minor == int(number[1]):
                return True
            if meant.minor == int(number[1]) * 10 ** money.digits(meant.currency):
                return False
    return vocabulary.minor

"""What kind of record the rows of a file of no known system are: by points for each field that its headings name."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from pipetui.exchange import systems
from pipetui.exchange.cell_shapes import CellShape
from pipetui.exchange.kinds import ACTIVITIES, DEALS, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.mapping import SourceColumn, columns_of
from pipetui.exchange.system import Kind, System
from pipetui.exchange.values import letters
from pipetui.exchange.vocabulary import Vocabulary, words_for

_POINTS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        records: MappingProxyType(
            dict.fromkeys(sure.split(), 3) | dict.fromkeys(good.split(), 2) | dict.fromkeys(weak.split(), 1)
        )
        for records, sure, good, weak in (
            (
                DEALS,
                "stage pipeline close probability won lost won_flag reached",
                "value reason closed entered",
                "title status currency next_step next_on",
            ),
            (PEOPLE, "", "first last email job_title", "name phone organization"),
            (ORGANIZATIONS, "", "sector parent", "name website phone email address city postcode"),
            (LEADS, "", "first last email job_title", "name phone organization status"),
            (ACTIVITIES, "", "due done done_at direction duration outcome", "subject type at deal_id person_id"),
            (NOTES, "", "", "text created deal_id person_id organization_id"),
            (PRODUCTS, "", "price code", "name unit billing quantity"),
        )
    }
)
"""What a column of a field says for a kind of record."""

_TELLING = MappingProxyType(
    {
        DEALS: (
            "title",
            "deal|opportunit|oportunidad|сделк|取引|商談|案件|trattativa|affar|obchod|negoci|prospect|vorgang",
        ),
        PEOPLE: ("name", "full|contact|person|контакт|фио|氏名|kontakt|ansprech|complet|completo|attendee"),
        ORGANIZATIONS: (
            "name",
            "compan|organi[sz]|account|business|firm|firma|unternehm|bedrij|societ|entrepr|empresa|foretag|azienda"
            "|компани|会社|取引先",
        ),
        LEADS: ("", "lead(?!source|er)"),
        ACTIVITIES: ("subject", "subject|task|whatidid|betreff|onderwerp|objet|asunto|amne|oggetto|тема|件名"),
        NOTES: ("text", "content|body|text|inhalt|inhoud|contenu|contenido|innehall|содержани|内容"),
        PRODUCTS: ("name", "product|item|produ|artikel|товар|商品"),
    }
)
"""For each kind the field, "" for any, whose very heading tells it, and what that heading holds."""

_LINE = frozenset(("name", "price", "quantity"))
_OF_DEALS_ALONE = frozenset(
    ["stage", "pipeline", "probability", "reason", "close", "closed", "won_flag", "value", "status", "organization"]
)
_OF_WORK = frozenset(("type", "at", "due", "done", "done_at", "duration", "direction", "outcome"))
"""What is told of something to do: of a file with many of them a stage is that of the work, or of whom it is with."""
_TOLD = 3
_MANY_DATES = 2
_NAMES = frozenset(
    ("name", "naam", "nome", "nom", "nombre", "namn", "product", "productname", "produkt", "bezeichnung")
)
_OF_A_FIRM = re.compile("employee|mitarbeiter|numberof|annualrevenue|headcount|founded|established|サイズ|従業員")
_FILES = MappingProxyType(
    {
        DEALS: "deal;opportunit;potential;crm_lead;pipeline;geschäft;affär;negocio;сделк",
        PEOPLE: "contact;people;person;kontakt;connections;контакт",
        ORGANIZATIONS: "compan;organi;account;firm;unternehmen;компани",
        LEADS: "lead;лид",
        ACTIVITIES: "activit;task;call;meeting;event;aktivit;задач;дела",
        NOTES: "note;notiz;comment",
        PRODUCTS: "product;produkt;price;товар",
    }
)
"""What a file of such records is called, or the beginning of it."""


class Guess(NamedTuple):
    """One kind of record that the rows may be, and the headings that say so."""

    records: str
    points: int
    evidence: tuple[str, ...]


def guesses(headings: Sequence[str], name: str, shapes: Sequence[CellShape] = ()) -> list[Guess]:
    """The kinds of record that rows below such headings may be, the likeliest first; nothing where none fits."""
    found = {records: _columns(records, headings) for records in _POINTS}
    given = [guess for records in found if (guess := _guess(records, found, headings, shapes)).points > 0]
    hinted = {records: named_like(name, listed) for records, words in _FILES.items() if (listed := words.split(";"))}
    given = [guess._replace(points=guess.points + _TOLD * hinted[guess.records]) for guess in given]
    return sorted(given, key=lambda guess: -guess.points)


def named_like(name: str, words: Sequence[str]) -> bool:
    """Whether the last part of a table's name begins with, or holds as a word, one of `words`."""
    last = re.split(r"[/\\]", name)[-1].rpartition(" · ")[2]
    parts = re.findall(r"[^\W\d_]+", last.rpartition(".")[0] or last)
    return any(letters(part).startswith(letters(word)) for part in parts for word in words)


def _columns(records: str, headings: Sequence[str]) -> dict[str, str]:
    """Field and heading of what is read of such records."""
    columns: tuple[SourceColumn, ...] = columns_of(headings, (), _words_of(records, *systems.names()))
    return {column.field: column.heading for column in reversed(columns)}


@cache
def _words_of(records: str, *_: str) -> Vocabulary:
    """The words of such records in a file of no system, where there are these systems."""
    return words_for("", System("", ()), Kind(records))


def _guess(
    records: str, found: Mapping[str, Mapping[str, str]], headings: Sequence[str], shapes: Sequence[CellShape]
) -> Guess:
    fields = found[records]
    field, words = _TELLING[records]
    told = [
        heading for heading in ([fields.get(field, "")] if field else headings) if re.search(words, letters(heading))
    ]
    points = sum(worth for name, worth in _POINTS[records].items() if name in fields) + (_TOLD if told else 0)
    evidence = (*told, *(fields[name] for name in _POINTS[records] if name in fields))
    if not _possible(records, found, headings):
        return Guess(records, 0, ())
    if records == DEALS:
        points += _with_whom(fields) + (_TOLD if _by_dates(fields, shapes) else 0)
    if records == ORGANIZATIONS:
        points += 2 * any(_OF_A_FIRM.search(letters(heading)) for heading in headings)
        if _with_whom(found[DEALS]) > 1 or _names_another(fields, headings):
            points -= _TOLD
    if records == LEADS and not told:
        points = 0
    return Guess(records, points, tuple(dict.fromkeys(evidence)))


def _by_dates(fields: Mapping[str, str], shapes: Sequence[CellShape]) -> bool:
    """Whether it has a column of dates for each stage, as sheets do that somebody made by hand."""
    return (
        "title" in fields and "stage" not in fields and sum(shape is CellShape.DATES for shape in shapes) > _MANY_DATES
    )


def _names_another(fields: Mapping[str, str], headings: Sequence[str]) -> bool:
    """Whether a bare `Name` stands beside the column that names an organization: it names something else."""
    return "name" in map(letters, headings) and letters(fields.get("name", "")) != "name"


def _with_whom(fields: Mapping[str, str]) -> int:
    """A title beside the organization that it is sold to speaks for deals; a mere name may be a person's."""
    return 0 if "organization" not in fields else 2 if _is_titled(fields) else int("title" in fields)


def _is_titled(fields: Mapping[str, str]) -> bool:
    """Whether the title of a deal is more than a name, which people and products have as well."""
    title = letters(fields.get("title", ""))
    return bool(title) and title not in _NAMES


def _possible(records: str, found: Mapping[str, Mapping[str, str]], headings: Sequence[str]) -> bool:
    """Whether the rows can be such records at all: with what names one, and without what only another kind has."""
    fields, deals = found[records], found[DEALS]
    named = re.search(_TELLING[DEALS][1], letters(deals.get("title", ""))) is not None
    of_deals = (
        named
        or (_is_titled(deals) and "value" in deals)
        or bool(deals.keys() & {"stage", "pipeline", "probability", "reason", "close", "won_flag"})
    )
    dated = found[ACTIVITIES].keys() & {"due", "at", "done", "done_at"}
    people = found[PEOPLE].keys() & {"first", "last", "job_title"} or re.search(
        _TELLING[PEOPLE][1], letters(found[PEOPLE].get("name", ""))
    )
    if records == DEALS:
        return bool(fields.keys() & {"title", "organization", "person"})
    if records == PEOPLE:
        return not of_deals and bool(fields.keys() & {"first", "last", "name", "email"})
    if records == LEADS:
        return not named and bool(fields.keys() & {"first", "last", "name", "email", "title"})
    if records == ORGANIZATIONS:
        return not of_deals and not people and "name" in fields
    if records == ACTIVITIES:
        of_work = _OF_WORK & fields.keys()
        return (
            not deals.keys()
            & ({"value", "probability"} if len(of_work) >= _TOLD else {"stage", "value", "probability"})
            and bool(dated)
            and ("subject" in fields or bool(fields.keys() & {"type", "outcome"} and dated - {"done"}))
        )
    if records == NOTES:
        links = fields.keys() & {"created", "deal_id", "person_id", "organization_id"}
        return "text" in fields and bool(links) and not of_deals | bool(deals.keys() & {"value"}) and not people
    if fields.keys() >= _LINE and deals.keys().isdisjoint(_OF_DEALS_ALONE):
        return True  # lines of deals, which they name
    return bool(fields.keys() & {"name", "code"}) and not of_deals and "organization" not in deals

"""A throw-away book that looks lived in: for trying things out, pictures, and benchmarks."""

import random
import unicodedata
from datetime import datetime, timedelta

from pipetui.demo import cast, desk, lively
from pipetui.demo.calendar import Calendar
from pipetui.demo.rows import Rows
from pipetui.demo.shapes import career, deck, years
from pipetui.demo.story import Buyer, Teller
from pipetui.domain.folding import contact_key, key_of
from pipetui.store import deal_line, search_index
from pipetui.store.bulk import bulk_insert
from pipetui.store.reads import book_reads
from pipetui.store.schema import tables, triggers
from pipetui.store.store import Store
from pipetui.store.undo import runs

_SPELLED = (("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ø", "oe"), ("æ", "ae"), ("ı", "i"))
_DEALS_A_COMPANY = 2.5
_WITH_MOBILE = 3
"""A mobile of every so manieth person."""
_DEALS, _OPEN_DEALS = 98, 38
"""Of the demo book: two years of work."""


def build(
    store: Store,
    now: datetime,
    seed: int = 1,
    deals: int | None = None,
    open_deals: int | None = None,
    busy: float = 1.0,
) -> None:
    """Fill the book with the demo's 98 deals, their people and days, and with what a rep has on the desk beside them.

    With `deals` it is so many, and no desk: 38 of 68 open, 15 won, 15 lost in the last 12 months.

    With `open_deals` so many of them are open, and the others were closed over as many years as that takes. `busy`
    multiplies the touches: with 1.15 a deal has about ten where most are closed.

    `now` is aware, in the rep's zone; all dates are relative to its day, and what happened ends on the evening before.
    The same seed, day and numbers give the same rows. Undo knows nothing of it: a demo book begins where it is. Raises
    StoreError when it cannot be written, ValueError for more open deals than deals.
    """
    is_demo = deals is None
    if deals is None:
        deals, open_deals = _DEALS, _OPEN_DEALS
    if open_deals is not None and not 0 <= open_deals <= deals:
        raise ValueError(f"{open_deals} of {deals} deals cannot be open")
    rng = random.Random(seed)
    calendar = Calendar(now, rng)
    connection = store.connection
    names = [table.name for table in triggers.journaled()]
    with bulk_insert.much_memory(connection), store.unjournaled(), runs.without_triggers(connection, "INSERT", names):
        pipelines = book_reads.pipelines(connection)
        rows = Rows(connection)
        first = {
            kind: bulk_insert.next_id(connection, kind) for kind in (tables.Organization, tables.Person, tables.Deal)
        }
        count = len(cast.COMPANIES) if is_demo else max(len(cast.COMPANIES), int(deals / _DEALS_A_COMPANY))
        names_taken: set[str] = set()
        began = calendar.ago(500 + 365 * (years(deals, open_deals) - 1))
        customers: list[Buyer] = []
        person_id = first[tables.Person]
        for place in range(count):
            customer = _customer(rows, rng, place, (first[tables.Organization] + place, person_id), began, names_taken)
            person_id += len(customer.people)
            customers.append(customer)
            rows.write_when_many()
        rows.write()
        stages = pipelines.of(pipelines.default_pipeline)
        teller = Teller(rows, calendar, rng, stages, book_reads.book_currency(connection), busy)
        for place, shape in enumerate(career(deck(rng), deals, open_deals)):
            customer = customers[place] if place < count else rng.choice(customers)
            teller.tell(first[tables.Deal] + place, shape, customer)
            rows.write_when_many()
        rows.write()
        lively.enliven(connection, calendar)
        if is_demo and first[tables.Deal] == 1:
            desk.lay_out(connection, calendar, stages, book_reads.book_currency(connection))
        deal_line.make_anew(connection)
        search_index.forget(connection)


def _customer(
    rows: Rows, rng: random.Random, place: int, numbers: tuple[int, int], began: datetime, taken: set[str]
) -> Buyer:
    """An invented organization with two or three people; from the 25th on they are numbered branches.

    `numbers` are its own and that of its first person; nobody is called as one of those `taken`, while names last.
    """
    organization_id, person_id = numbers
    company = cast.COMPANIES[place % len(cast.COMPANIES)]
    branch = place // len(cast.COMPANIES)
    if branch:
        number = f" {branch + 1}"
        company = company._replace(name=company.name + number, short=company.short + number)
        company = company._replace(domain=f"{company.domain}{branch + 1}")
    since = began - timedelta(days=rng.randint(0, 200))
    domain = f"{company.domain}.example"
    rows.add(
        tables.Organization, organization_id, company.name, key_of(company.name), company.sector, f"www.{domain}", since
    )
    free = cast.NUMBERS[company.people]
    names = [_name(rng, company.people, taken) for _ in range(rng.choice((2, 2, 3)))]
    people = tuple(enumerate(names, person_id))
    for number_of, name in people:
        rows.add(tables.Person, number_of, name, key_of(name), rng.choice(cast.JOBS), organization_id, since)
        email = f"{_address(name)}@{domain}"
        phone = free.phone(number_of)
        rows.add(tables.ContactPoint, number_of, "email", "", email, email, 0)
        rows.add(tables.ContactPoint, number_of, "phone", "", phone, contact_key("phone", phone), 1)
        mobile = free.mobile_phone(number_of)
        if mobile and number_of % _WITH_MOBILE == 0:
            rows.add(tables.ContactPoint, number_of, "phone", "mobile", mobile, contact_key("phone", mobile), 2)
    return Buyer(organization_id, company, people, [])


def _name(rng: random.Random, people: str, taken: set[str]) -> str:
    """A name that nobody in the book has yet, while there are some."""
    known = cast.PEOPLE[people]
    left = [name for name in known if name not in taken] or known
    name = rng.choice(left)
    taken.add(name)
    return name


def _address(name: str) -> str:
    """The part of an address before the @: ASCII letters with a point between."""
    if name in cast.ADDRESSES:
        return cast.ADDRESSES[name]
    spelled = name.lower()
    for letter, latin in _SPELLED:
        spelled = spelled.replace(letter, latin)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return ".".join(plain.replace("'", "").split())

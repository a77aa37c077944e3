"""A throw-away book that looks lived in: for trying things out, pictures, and benchmarks."""

import random
import unicodedata
from datetime import datetime, timedelta

from pipetui.demo import cast, lively
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


def build(
    store: Store,
    now: datetime,
    seed: int = 1,
    deals: int = 60,
    open_deals: int | None = None,
    busy: float = 1.0,
) -> None:
    """Fill the book with `deals` deals (38 of 60 open, 14 won, 8 lost in the last 12 months), their people and days.

    With `open_deals` so many of them are open, and the others were closed over as many years as that takes. `busy`
    multiplies the touches: with 1.15 a deal has about ten where most are closed.

    `now` is aware, in the rep's zone; all dates are relative to it. The same seed, now and numbers give the same
    rows. Undo knows nothing of it: a demo book begins where it is. Raises StoreError when it cannot be written,
    ValueError for more open deals than deals.
    """
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
        count = max(len(cast.COMPANIES), int(deals / _DEALS_A_COMPANY))
        began = calendar.ago(500 + 365 * (years(deals, open_deals) - 1))
        customers: list[Buyer] = []
        person_id = first[tables.Person]
        for place in range(count):
            customer = _customer(rows, rng, place, first[tables.Organization] + place, person_id, began)
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
        deal_line.make_anew(connection)
        search_index.forget(connection)


def _customer(
    rows: Rows, rng: random.Random, place: int, organization_id: int, person_id: int, began: datetime
) -> Buyer:
    """An invented organization with two or three people; from the 25th on they are numbered branches."""
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
    names = rng.sample(cast.PEOPLE[company.phone], k=rng.choice((2, 2, 3)) if company.phone != cast.JAPANESE else 2)
    people = tuple(enumerate(names, person_id))
    for number_of, name in people:
        rows.add(tables.Person, number_of, name, key_of(name), rng.choice(cast.JOBS), organization_id, since)
        email = f"{_address(name)}@{domain}"
        phone = f"{company.phone}{rng.randint(10, 99)}"
        rows.add(tables.ContactPoint, number_of, "email", email, email, 0)
        rows.add(tables.ContactPoint, number_of, "phone", phone, contact_key("phone", phone), 1)
    return Buyer(organization_id, company, people)


def _address(name: str) -> str:
    """The part of an address before the @: ASCII letters with a point between."""
    if name in cast.ADDRESSES:
        return cast.ADDRESSES[name]
    spelled = name.lower()
    for letter, latin in _SPELLED:
        spelled = spelled.replace(letter, latin)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return ".".join(plain.replace("'", "").split())

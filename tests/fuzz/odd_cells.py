"""What other systems write into headings and cells: which file it is, markup, dates that are none to the day."""

from collections.abc import Iterator
from datetime import UTC, date
from typing import NamedTuple

from hypothesis import strategies as st

from pipetui.exchange import dates, markup, people, values
from pipetui.exchange.containers.table import Remark, SourceRow
from pipetui.exchange.heading_units import unit_of
from pipetui.exchange.odd import CellError
from pipetui.exchange.recognition import Told, recognise
from tests.fuzz.entry import Entry
from tests.fuzz.texts import fed

_HEADINGS = (
    "Deal", "Deal - Title", "Deal - ID", "Person - Email - Work", "Organization - Name", "Activity - Subject", "Name",
    "Title", "Email", "Phone 1 - Value", "Phone 1 - Label", "Company", "Stage", "Status", "amount_usd", "Value (EUR)",
    "Closed", "Won", "Subject", "Due date", "Content", "Record ID", "Deal owner", "StageName", "idList", "N.family",
    'Date entered "A (B)"', "stage_date_x", "Region cf_1", "custom.", "__c", "Deal - ", "Name (2)", "", "Сделка",
    "商談",
    "primary_opportunity_value", "primary_opportunity_value_summary", "display_name",
)  # fmt: skip
_CELLS = (
    "", "yes", "no", "2026-01-02", "ann@a.example", "Won", "On hold", "5000", "€5,000 one-time", "x", "0", "true",
)  # fmt: skip
_MARKUP = (
    "<p>", "</p>", "<br>", "<b>", "</b>", "<a href='", "https://a.example", "'>", "</a>", "<script>", "</script>",
    "<!--", "-->", "[b]", "[/b]", "[url=", "]", "[/url]", "[url]", "[*]", "[list]", "[br]", "&amp;", "&#x202e;", "&#0;",
    "&nbsp;", "<", ">", "[", "text", "\n", "<table>", "<td>", "<style>",
)  # fmt: skip
_DAYS = (
    "Q3 2027", "H1/27", "June 2027", "KW 50 2026", "w53", "2026-W53", "02/2028", "→", " to ", " - ", "2026-03-05",
    "3. März 2027", "12 декабря 2026", "2026年12月5日", "20210415T100203Z", "1700000000000", "9999999999", "45818.83",
    "0000-00-00", "GMT+2", "(UTC)", "3pm", "Thu, ", "end of ", "'27", "of", "00", "99",
)  # fmt: skip


class _Table(NamedTuple):
    headings: tuple[str, ...]
    cells: list[list[str]]
    name: str = "x.csv"
    container: str = "csv"

    def rows(self) -> Iterator[SourceRow]:
        return (SourceRow(line, cells, "") for line, cells in enumerate(self.cells, 2))

    def remarks(self) -> tuple[Remark, ...]:
        return ()


def entries() -> tuple[Entry, ...]:
    """What is read of cells that are odd, and of headings."""
    headings = st.lists(st.sampled_from(_HEADINGS) | fed(*_HEADINGS), min_size=1, max_size=8, unique=True)
    tables = headings.flatmap(
        lambda names: st.tuples(
            st.just(tuple(names)),
            st.lists(st.lists(st.sampled_from(_CELLS), min_size=len(names), max_size=len(names)), max_size=4),
        )
    )
    told = st.builds(
        Told,
        st.none() | st.sampled_from(("pipedrive", "hub", "s", "")),
        st.none() | st.sampled_from(("deals", "people", "x")),
        st.lists(
            st.tuples(st.sampled_from(("title", "stage", "reached", "x")), st.sampled_from(_HEADINGS)), max_size=2
        ).map(tuple),
    )
    return (
        Entry("what a file is", _recognised, st.tuples(st.lists(tables, min_size=1, max_size=3), told), raw=True),
        Entry("markup", markup.text_of, fed(*_MARKUP), raw=True),
        Entry("unit in a heading", unit_of, fed(*_HEADINGS, "_", "(", "$", "EUR", "cents"), raw=True),
        Entry("cell: loose date", _day, fed(*_DAYS)),
        Entry("cell: stage that closes", values.closing, fed("Lost - ", "won", "not ", "失注", "Verloren", "/")),
        Entry("cell: names with a comma", people.named, fed("Lee, Ann", "Bo Ek", ",", "Jr.", "<", "@"), raw=True),
    )


def _recognised(given: tuple[list[tuple[tuple[str, ...], list[list[str]]]], Told]) -> list[str]:
    found = recognise([_Table(*table) for table in given[0]], given[1])
    for one in found:
        places = [column.place for column in one.columns if column.guessed]
        assert len(places) == len(set(places)), "one column is guessed to be two fields"
        assert {*places}.isdisjoint(one.unread)
    return [one.sure for one in found]


def _day(text: str) -> date:
    try:
        return dates.day(values.plain(text), "dmy", UTC)
    except CellError as error:
        if error.value is None:
            raise
        assert isinstance(error.value, date)
        return error.value

"""The systems whose files are known: one module each, by which a file is recognised and understood."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipetui.cli.completion import offers
from pipetui.cli.completion.tab import Tab
from pipetui.cli.output import help_text
from pipetui.cli.verbs import BY_NAME
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.errors import InputError
from pipetui.exchange import systems
from pipetui.exchange.dates import ORDERS
from pipetui.exchange.kinds import FIELDS, KINDS
from pipetui.exchange.plan import Options, plan, recognised
from pipetui.exchange.recognition import recognise
from pipetui.exchange.values import letters
from pipetui.service import Workspace
from tests.exchange.conftest import RunImport, WriteCsv
from tests.exchange.tables import table

TOYBOX = """
from pipetui.exchange.kinds import PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Toybox",
    (
        Kind(
            marks="Toy Number; Fizz",
            prefix="Order / ",
            headings={
                "id": "Toy Number",
                "title": "Name of the toy",
                "value": "Fizz",
                "stage": "Shelf",
                "status": "State of play",
                "close": "Wanted for",
                "won": "Day of joy",
                "lost": "Day of tears",
                "probability": "Luck",
                "organization": "Child",
                "source": "Whence",
            },
        ),
        Kind(PEOPLE, marks="Age of the child"),
    ),
    words={"won": "hurrah; yippee", "lost": "broken", "open": "on its way"},
    nothing="nix; 000",
    dates="mdy",
    minor=True,
    shares=True,
)
"""
ROWS = """\
Toy Number,Order / Name of the toy,Fizz,Shelf,State of play,Wanted for,Day of joy,Day of tears,Luck,Child,Whence
1,Train,125050,Top,on its way,12/05/2026,,,1,Acme,Fair
2,Kite,900,yippee,,,03/04/2026,,,nix,
3,Doll,500,Top,broken,,,05/04/2026,,000,
"""


@pytest.fixture
def toybox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more module among the systems."""
    folder = tmp_path / "systems"
    folder.mkdir()
    (folder / "toybox.py").write_text(TOYBOX)
    monkeypatch.setattr(systems, "__path__", [*systems.__path__, str(folder)])
    yield
    sys.modules.pop(f"{systems.__name__}.toybox", None)


@pytest.mark.usefixtures("toybox")
def test_a_system_is_one_module(workspace: Workspace, run_import: RunImport, write_csv: WriteCsv) -> None:
    result = run_import(write_csv(ROWS))
    assert (result.new, result.failed) == (3, 0)
    found = workspace.store.connection.execute(
        """SELECT title, value_minor, status, expected_close, date(closed_at), own_probability, source,
           (SELECT name FROM organization WHERE id = organization_id) FROM deal ORDER BY title"""
    ).fetchall()
    assert found == [
        ("Doll", 500, "lost", None, "2026-05-04", None, "", None),
        ("Kite", 900, "won", None, "2026-03-04", None, "", None),
        ("Train", 125050, "open", "2026-12-05", None, 100, "Fair", "Acme"),
    ]


@pytest.mark.usefixtures("toybox")
def test_what_only_the_system_knows_of_its_dates_is_said(workspace: Workspace, write_csv: WriteCsv) -> None:
    made = plan(workspace, write_csv("Toy Number,Wanted for,Child\n1,12/05/2026,Acme\n"), Options())
    assert [str(said) for said in made.dates] == [
        "Wanted for: month first, as Toybox writes them: 12/05/2026 is 5 Dec 2026"
    ]


@pytest.mark.usefixtures("toybox")
def test_the_system_can_be_told(workspace: Workspace, write_csv: WriteCsv) -> None:
    path = write_csv("name of the toy,child,state of play\nTrain,Acme,broken\n")
    assert plan(workspace, path, Options()).counts.failed == 0  # the words of all systems are known
    toy = plan(workspace, write_csv("shelf,child,amount\nTop,Acme,12050\n"), Options(program="toy"))
    assert dict(toy.sample[0])["value"] == "€120.50"
    assert dict(plan(workspace, write_csv("shelf,child,amount\nTop,Acme,12050\n"), Options()).sample[0])["value"] == (
        "€12,050"
    )
    with pytest.raises(InputError, match="there is no system “nosuch”") as caught:
        recognised(path, Options(program="nosuch"))
    assert "toybox" in caught.value.hint


@pytest.mark.usefixtures("toybox")
def test_its_other_kinds_of_file_are_no_deals(workspace: Workspace, write_csv: WriteCsv) -> None:
    assert plan(workspace, write_csv("Name,Age of the child\nAnn,7\n"), Options()).sources[0].records == "people"
    with pytest.raises(InputError, match="nothing in it is of a kind that is read"):
        plan(workspace, write_csv("Child,Age of the child\nAnn,7\n"), Options())


@pytest.mark.usefixtures("toybox")
def test_help_and_tab_know_it() -> None:
    assert ("toybox", "Toybox") in list(offers.systems(Tab((), "", "")))
    (option,) = [option for option in BY_NAME["import"].options if option.flag == "--from"]
    assert "toybox" in help_text.about(option)


def test_every_declaration_holds_together() -> None:
    marks: Counter[str] = Counter()
    for name, system in systems.known().items():
        assert system.title, name
        assert system.marks or any(kind.marks or kind.prefix for kind in system.kinds), name
        assert set(system.words) <= {OPEN, WON, LOST}, name
        assert system.dates in ("", *ORDERS), name
        assert set(system.linked.values()) <= set(KINDS), name
        marks.update(letters(mark) for mark in system.marks.split(";") if mark.strip())
        for kind in system.kinds:
            marks.update(letters(mark) for mark in kind.marks.split(";") if mark.strip())
            for one in (kind, *kind.beside):
                assert set(one.headings) <= set(FIELDS.get(one.records, ())), (name, one.records)
        assert all(beside.needs for kind in system.kinds for beside in kind.beside), name
    assert [mark for mark, count in marks.items() if count > 1] == []


@pytest.mark.parametrize(
    ("system", "headings"),
    [
        ("Pipedrive", "Deal - ID,Deal - Title,Person - Email - Work,Organization - Address"),
        ("Pipedrive", "ID,Title,Value,Currency of Value,Stage,Deal created,Won time,Lost time"),
        ("HubSpot", "Record ID,Deal Name,Deal Stage,Amount,Closed Lost Reason,Associated Company"),
        ("Close", "id,lead_name,status_label,status_type,value,value_period,date_created"),
        ("Copper", "Name,Company,Status,Completed Date,Value,Loss Reason,Copper ID,Copper URL"),
        ("Zoho CRM", "Record Id,Deal Owner.id,Deal Name,Closing Date,Account Name.id,Stage,Reason For Loss"),
        ("Salesforce", "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon"),
        ("Dynamics 365", "Topic,Potential Customer,Est. Close Date,Est. Revenue,Actual Close Date"),
        ("", "Title,Amount,Stage,Close date"),
    ],
)
def test_a_file_is_known_by_its_headings(system: str, headings: str) -> None:
    assert recognise([table(headings.replace(",", "|"))])[0].system == system

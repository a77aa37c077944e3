"""What a cell of a file says stands in the book afterwards, or is said to be left out: kinds that once went missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from pipetui.domain.folding import fold
from pipetui.exchange import parties
from pipetui.exchange.containers.sniff import encoding_of
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace, stages
from tests.exchange.conftest import RunImport, WriteCsv


def values(workspace: Workspace, sql: str) -> Sequence[tuple[Any, ...]]:
    return workspace.store.connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("row", "address"),
    [
        ("Pier 9,,,", "Pier 9"),
        ("Pier 9,,Hull,UK", "Pier 9, Hull, UK"),
        ('"Pier 9, Hull",,Hull,UK', "Pier 9, Hull, UK"),
        ("Hullgate 1,,Hull,", "Hullgate 1, Hull"),
        ('"Pier 9, Hull",Pier 9,Hull,', "Pier 9, Hull"),
        ("Dock 2,Pier 9,Hull,", "Pier 9, Hull\nDock 2"),
        (",Pier 9,Hull,UK", "Pier 9, Hull, UK"),
    ],
)
def test_b29_an_address_keeps_its_parts(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv, row: str, address: str
) -> None:
    run_import(write_csv(f"Company name,Address,Street,City,Country,Phone\nOrme,{row},+44 20 7946 0001\n"))
    assert values(workspace, "SELECT address FROM organization") == [(address,)]


def test_b29_somebody_named_first_without_their_organization_gets_it_from_a_later_row(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    run_import(write_csv("Deal,Company,Contact,Email\nA,,Jo Orme,jo@orme.example\nB,Orme,Jo Orme,jo@orme.example\n"))
    assert values(
        workspace, "SELECT p.name, o.name FROM person p LEFT JOIN organization o ON o.id = p.organization_id"
    ) == [("Jo Orme", "Orme")]


def test_b29_a_card_keeps_each_web_address_and_who_assists(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    run_import(
        write_csv(
            "BEGIN:VCARD\nVERSION:2.1\nFN:Ida Orme\nN:Orme;Ida\nURL:orme.example\nURL:ida.example\n"
            "X-MS-ASSISTANT:Bo Quin\nX-MS-OL-DESIGN:<card/>\nEND:VCARD\n",
            "ida.vcf",
        )
    )
    assert values(workspace, "SELECT value FROM contact_point ORDER BY position") == [
        ("orme.example",),
        ("ida.example",),
    ]
    assert values(workspace, "SELECT value FROM custom_value") == [("Bo Quin",)]


def test_b29_a_day_of_a_win_that_lies_ahead_is_said_and_kept(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    result = run_import(write_csv("Deal,Status,Won time,Created\nReel,Won,2099-05-01,2098-01-02\n"))
    assert values(workspace, "SELECT status, closed_on FROM deal") == [("won", None)]
    assert values(workspace, "SELECT text FROM note") == [("Won time: 2099-05-01\nCreated: 2098-01-02",)]
    assert sorted(result.warnings) == [
        "Created: line 2, a day to come: “2098-01-02” lies ahead, kept in a note",
        "Won time: line 2, a day to come: “2099-05-01” lies ahead, kept in a note",
    ]


def test_b29_a_day_without_a_year_is_kept_as_text(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    run_import(write_csv("Deal,Follow up date\nReel,14 Dec\n"))
    assert values(workspace, "SELECT text FROM note") == [("Follow up date: 14 Dec",)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Deal,Amount\nA,1200\n", ["Amount: “1200” names no currency and is taken for EUR"]),
        ("Deal,Amount\nA,€5\nB,10k\n", ["Amount: “10k” names no currency and is taken for EUR"]),
        ("Deal,Amount,Currency\nA,5,USD\nB,7,\n", ["Amount: “7” names no currency and is taken for EUR"]),
        ("Deal,Amount,Currency\nA,5,USD\n", []),
        ("Deal,Amount\nA,USD 5\nB,TBD\nC,\nD,0\n", []),
        ("Deal,amount_usd\nA,5\n", []),
        ("Product,Product code,Unit price\nBolt,B1,5\n", ["Unit price: “5” names no currency and is taken for EUR"]),
    ],
)
def test_b29_where_nothing_names_a_currency_that_is_said(
    workspace: Workspace, write_csv: WriteCsv, text: str, said: list[str]
) -> None:
    path = write_csv(text)
    assert list(plan(workspace, path, Options(currency=None)).currencies) == said
    assert not plan(workspace, path, Options(currency="USD")).currencies


def test_b29_amounts_in_thousands_are_taken_so_and_that_is_said(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    path = write_csv('Deal,Value ($k)\nA,54\nB,"1,250"\nC,12.3456\nD,3m\nE,0.0123456\nF,\n')
    said = "Value ($k): amounts are taken times 1,000, as the heading says"
    assert plan(workspace, path, Options(currency=None)).currencies == (said,)
    result = run_import(path)
    assert result.is_right
    assert values(workspace, "SELECT title, value_minor, currency FROM deal ORDER BY id") == [
        ("A", 5_400_000, "USD"),
        ("B", 125_000_000, "USD"),
        ("C", 1_234_560, "USD"),
        ("D", 300_000_000, "USD"),  # a cell that says its size itself is not taken by that of the heading too
        ("E", 1_235, "USD"),
        ("F", None, "USD"),
    ]
    assert result.warnings == ("Value ($k): line 6, rounded: “0.0123456” is rounded to 12.35 USD",)


def test_b29_a_file_of_calls_is_of_calls(workspace: Workspace, run_import: RunImport, write_csv: WriteCsv) -> None:
    run_import(write_csv("Deal,Contact\nReel,Jo Orme\n"))
    run_import(
        write_csv(
            "Record ID,Call Title,Call outcome,Call direction,Activity date,Associated Contact\n"
            "1,Intro,Connected,INBOUND,2026-03-07 10:30,Jo Orme\n"
        )
    )
    assert values(workspace, "SELECT kind, direction FROM touch") == [("call", "in")]


def test_b29_stages_of_two_systems_keep_their_percentages_and_order(workspace: Workspace, write_csv: WriteCsv) -> None:
    one = write_csv(
        "Deal - ID,Deal - Title,Deal - Stage,Deal - Pipeline\n"
        "1,A,Proposal made,Boats\n2,B,Lead in,Boats\n3,C,Contact made,Boats\n",
        "one.csv",
    )
    two = write_csv(
        "Record ID,Deal Name,Deal Stage,Pipeline,Deal owner,Is closed lost,Associated Company (Primary)\n"
        "1,D,Contract Sent,Masts,Me,false,Orme\n2,E,Qualified To Buy,Masts,Me,false,Orme\n",
        "two.csv",
    )
    for paths in ([one, two], [two, one]):
        stages = [(s.pipeline, s.ours, s.probability) for s in plan(workspace, paths, Options()).stages]
        assert sorted(stages, key=lambda stage: stage[0]) == [
            ("Boats", "Lead in", 0),
            ("Boats", "Contact made", 0),
            ("Boats", "Proposal made", 0),
            ("Masts", "Qualified To Buy", 40),
            ("Masts", "Contract Sent", 90),
        ]


@pytest.mark.parametrize(
    "headings",
    [
        "Nom de l'affaire;Entreprise;Étape;Montant",
        "Naam deal;Organisatie;Fase;Waarde",
        "Nome trattativa;Azienda;Fase;Valore",
        "Nombre de la oportunidad;Empresa;Etapa;Importe",
        "Nazwa szansy;Firma;Etap;Wartość",
    ],
)
def test_b29_a_title_is_known_in_many_languages(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv, headings: str
) -> None:
    run_import(write_csv(f"{headings}\nReel;Orme;Foo;1.234,56\n"))
    assert values(
        workspace,
        "SELECT d.title, o.name, s.name, d.value_minor FROM deal d"
        " JOIN organization o ON o.id = d.organization_id JOIN stage s ON s.id = d.stage_id",
    ) == [("Reel", "Orme", "Foo", 123456)]
    assert not values(workspace, "SELECT * FROM custom_field")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nazwa,Firma\nŻuraw,Łódź Dźwig\nDziałka,Gwóźdź\n", "cp1250"),
        ("Nom,Société\nÉlève,Crème 5 m³\nFaçade,£500 à £900\n", "cp1252"),
    ],
)
def test_central_european_text_is_not_taken_for_western(text: str, encoding: str) -> None:
    assert encoding_of(text.encode(encoding), whole=True) == encoding


def test_b29_a_conflict_says_the_amount_of_the_file(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    run_import(write_csv("Record ID,Deal Name,Amount\n1,Reel,100\n"))
    with workspace.store.connection as connection:
        connection.execute("UPDATE deal SET value_minor = 99900")
    result = run_import(write_csv("Record ID,Deal Name,Amount\n1,Reel,1500.50\n"))
    assert result.conflicts == ("#1 Reel: value was changed here and stays; the file says €1,500.50",)


def test_a_conflict_is_a_line_a_field_with_names_as_they_are_written(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    head = "Record ID,Deal Name,Company name,Amount,Floor,Colour\n"
    run_import(write_csv(f"{head}1,Reel,Ærø Shipping,100,two,red\n"))
    with workspace.store.connection as connection:
        connection.execute("UPDATE custom_value SET value = 'mine'")
        connection.execute("UPDATE organization SET name = 'My Own', key = 'my own'")
    result = run_import(write_csv(f"{head}1,Reel,Løgstør Værft,100,three,blue\n"))
    assert result.conflicts == (
        "#1 Reel: organization was changed here and stays; the file says Løgstør Værft",
        "#1 Reel: Floor was changed here and stays; the file says three",
        "#1 Reel: Colour was changed here and stays; the file says blue",
    )


def test_a_sample_names_the_next_step(workspace: Workspace, write_csv: WriteCsv) -> None:
    file = write_csv("Title,Amount,Stage,Next step,Next step date\nReel,12500,Demo,call Ann,2026-12-01\n")
    shown = dict(plan(workspace, file, Options()).sample[0])
    assert (shown["value"], shown["next_step"]) == ("€12,500", "call Ann 2026-12-01")


def test_b29_stages_that_are_numbered_rise_in_even_steps_and_it_is_said(
    workspace: Workspace, write_csv: WriteCsv
) -> None:
    path = write_csv("Deal,Stage,Amount\nA,3 Offer,10\nB,1 New,20\nC,2 Visit,30\nD,4 Signed,40\n")
    planned = plan(workspace, [path], Options())
    (pipeline,) = planned.stage_plan.pipelines
    assert [(stage.ours, stage.probability) for stage in pipeline.new] == [
        ("1 New", 20), ("2 Visit", 40), ("3 Offer", 60), ("4 Signed", 80),
    ]  # fmt: skip
    assert any("even steps" in said and "3 Offer 60 %" in said for said in planned.doubts)


def test_b34_stages_that_the_rep_has_made_stay_beside_those_of_the_first_import(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    stages.add(workspace, 1, "Legal review")
    run_import(write_csv("Deal,Stage\nA,Lead in\nB,Signed\n"))
    names = [name for (name,) in values(workspace, "SELECT name FROM stage WHERE removed_at IS NULL")]
    assert {"Legal review", "Lead in", "Signed"} <= set(names)


def test_b29_a_lead_keeps_what_no_field_takes_whoever_it_names(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv
) -> None:
    head = "Record Id,Lead Owner.id,First Name,Last Name,Company,Lead Status,Shoe Size"
    result = run_import(write_csv(f"{head}\nzcrm_1,z,Gil,Frost,Icebox,New,44\nzcrm_2,z,,,Snowco,New,45\n", "leads.csv"))
    assert (result.new, result.changed) == (2, 0)
    asked = (
        "SELECT p.name, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id AND f.entity = 'person'"
    )
    assert values(workspace, f"{asked} JOIN person p ON p.id = v.entity_id") == [("Gil Frost", "44")]
    assert values(workspace, "SELECT note FROM organization WHERE name = 'Snowco'") == [
        ("Shoe Size: 45\n\nStatus: New",)
    ]


def test_somebody_of_thousands_of_tags_keeps_them_all_each_read_once(
    workspace: Workspace, run_import: RunImport, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: Counter[str] = Counter()

    def counted(text: str) -> str:
        folded[text] += 1
        return fold(text)

    monkeypatch.setattr(parties, "fold", counted)
    tags = [f"tag{number}" for number in range(4096)]
    run_import(write_csv(f'Name,Email,Tags\nIda Voss,ida@voss.example,"{",".join(tags)}"\n', "people.csv"))
    assert {tag for (tag,) in values(workspace, "SELECT tag FROM person_tag")} == {*tags}
    assert max(folded[tag] for tag in tags) <= 4  # it was once for each that came behind it

"""What deals are for, as each system exports it: quantity, price and discount of each line, on the deal it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace

if TYPE_CHECKING:
    from tests.exchange.conftest import RunImport, WriteCsv

FILES = {
    "HubSpot": {
        "deals.csv": "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Closed Lost Reason\n"
        "501,Crane refit,Contract Sent,3000,Ann,\n",
        "line_items.csv": "Record ID,Name,Quantity,Unit price,Discount percentage,Net price,SKU,Billing frequency,"
        "Associated Deal IDs\n9,Hoist,2,1000.50,10,1800.9,H-1,,501\n",
    },
    "Salesforce": {
        "Opportunity.csv": "Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon\n"
        "0061,Crane refit,Prospecting,3000.0,2026-12-11 00:00:00,0,0\n",
        "OpportunityLineItem.csv": "Id,OpportunityId,SortOrder,PricebookEntryId,Product2Id,ProductCode,Name,Quantity,"
        "Discount,TotalPrice,UnitPrice\n00k1,0061,1,01u1,01t1,H-1,Hoist,2.0,10.0,1800.9,1000.50\n",
    },
    "Zoho": {
        "Deals.csv": "Record Id,Deal Owner.id,Deal Name,Closing Date,Account Name,Stage,Amount,Reason For Loss\n"
        "zcrm_1,zcrm_9,Crane refit,2026-12-11,Quay,Qualification,3000,\n",
        "Quoted_Items.csv": "Record Id,Parent ID.id,Parent ID,Product Name.id,Product Name,Quantity,List Price,"
        "Discount\n"
        "zcrm_7,zcrm_1,Crane refit,zcrm_8,Hoist,2,1000.50,10%\n",
    },
    "Odoo": {
        "crm.lead.csv": "id,Opportunity,Customer/Display Name,Stage/Display Name,Expected Revenue\n"
        "a1,Crane refit,Quay,New,3000\n",
        "sale.order.line.csv": "Order Reference,Opportunity,Product,Quantity,Unit Price,Discount (%),Subtotal\n"
        "S00012,Crane refit,Hoist,2.00,1000.50,10.00,1800.90\n",
    },
    "Pipedrive": {
        "deals.csv": "ID,Title,Value,Currency of Value,Stage,Deal created,Won time,Lost time\n"
        "11,Crane refit,3000,EUR,Lead in,2026-01-30 15:55:37,,\n",
        "products.csv": "ID,Name,Product code,Unit,Unit price,Quantity,Discount,Deal ID,Deal title\n"
        "3,Hoist,H-1,pc,1000.50,2,10,11,Crane refit\n",
    },
}


@pytest.mark.parametrize("system", FILES)
def test_the_lines_of_a_deal_come_in_with_quantity_price_and_discount(
    workspace: Workspace, write_csv: WriteCsv, system: str
) -> None:
    paths = [write_csv(text, name) for name, text in FILES[system].items()]
    for wanted in ((2, 0), (0, 2)):
        result = apply(workspace, plan(workspace, paths, Options(), judge=False))
        assert ((result.new, result.same), result.failed, result.is_right) == (wanted, 0, True)
    asked = "SELECT d.title, i.name, quantity_milli, price_minor, discount_milli FROM deal_item i JOIN deal d"
    rows = workspace.store.connection.execute(f"{asked} ON d.id = i.deal_id").fetchall()
    assert rows == [("Crane refit", "Hoist", 2000, 100_050, 10_000)]


def test_a_price_in_another_currency_than_the_deals_is_no_price_of_its(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv(FILES["Pipedrive"]["deals.csv"]))
    items = "Product name,Unit price,Currency,Quantity,Colour,Deal title\nHoist,1000,USD,2,blue,Crane refit\n"
    result = run_import(write_csv(items, "products.csv"))
    assert result.warnings == ("1 × a price in another currency than the deal's: kept in a note",)
    connection = workspace.store.connection
    assert connection.execute("SELECT price_minor FROM deal_item").fetchall() == [(None,)]
    assert connection.execute("SELECT text FROM note").fetchall() == [("Hoist: Colour: blue\nPrice: $1,000",)]


def test_a_later_file_changes_a_line_unless_it_was_changed_here(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv(FILES["Pipedrive"]["deals.csv"]))
    text = FILES["Pipedrive"]["products.csv"]
    run_import(write_csv(text, "products.csv"))
    result = run_import(write_csv(text.replace(",2,10,", ",3,10,"), "products.csv"))
    assert (result.new, result.changed, result.conflicts) == (0, 1, ())
    connection = workspace.store.connection
    assert connection.execute("SELECT quantity_milli FROM deal_item").fetchall() == [(3000,)]
    with workspace.unit_of_work("another price", may_change_nothing=True):
        connection.execute("UPDATE deal_item SET price_minor = 1")
    result = run_import(write_csv(text.replace(",2,10,", ",4,10,"), "products.csv"))
    assert result.conflicts == ("Hoist: its line stays, for it was changed here",)
    assert connection.execute("SELECT quantity_milli, price_minor FROM deal_item").fetchall() == [(3000, 1)]

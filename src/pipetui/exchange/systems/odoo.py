"""Odoo: the pipeline of its CRM; what has several values (tags) goes on in further rows below its own."""

from pipetui.exchange.kinds import DEALS, PRODUCTS
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Odoo",
    (
        Kind(
            DEALS,
            marks="Customer/Display Name; Stage/Display Name; Lost Reason/Display Name; Tags/Display Name;"
            " Expected Closing;"
            " Salesperson; Sales Team; Salesperson/Display Name; Stage/Is Won Stage?; Erwarteter Abschluss;"
            " Vertriebsmitarbeiter",
            files="crm_lead; opportunity",
            headings={
                "id": "ID; External ID; id",
                "title": "Opportunity; Name",
                "organization": "Customer/Display Name; Company Name; Customer",
                "person": "Contact Name",
                "stage": "Stage/Display Name; Stage",
                "won_flag": "Stage/Is Won Stage?; Is Won",
                "value": "Expected Revenue",
                "currency": "Currency; Currency/Display Name",
                "close": "Expected Closing",
                "closed": "Closed Date",
                "created": "Created on",
                "reason": "Lost Reason/Display Name; Lost Reason",
                "tags": "Tags/Display Name; Tags",
                "source": "Source/Display Name; Source",
                "note": "Notes; Internal Notes",
            },
        ),
        Kind(
            PRODUCTS,
            marks="Order Reference; Product/Display Name; Order Lines/Product; Order Lines/Quantity;"
            " Order Reference/Display Name",
            files="sale_order_line; sale_order; order lines; product_template",
            headings={
                "name": "Order Lines/Product; Product; Product/Display Name; Name",
                "quantity": "Order Lines/Quantity; Quantity; Ordered Quantity",
                "price": "Order Lines/Unit Price; Unit Price; Sales Price",
                "discount": "Order Lines/Discount (%); Discount (%)",
                "deal": "Opportunity; Opportunity/Display Name; Order Reference/Opportunity",
                "note": "Order Lines/Description; Description",
                "code": "Internal Reference",
            },
            keeps="Subtotal; Total; Order Reference; Taxes; Untaxed Amount; Invoiced; Delivered",
        ),
    ),
    stages="New; Qualified; Proposition; Won 100 %",
    keeps="Salesperson; Salesperson/*; Vertriebsmitarbeiter; Verkaufsteam; Sales Team; Sales Team/*;"
    " Last Updated on; Prorated Revenue; Activities*;"
    " Company",
)

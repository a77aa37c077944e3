"""Notion: a database as a table; what it links to stands in parentheses behind the name."""

from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Notion",
    (
        Kind(
            marks="Last edited time; Last edited by",
            headings={"title": "Name; Deal; Deal name", "created": "Created time"},
        ),
    ),
    keeps="Last edited time; Last edited by; Created by",
)

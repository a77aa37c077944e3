"""Trello: the JSON of a board; a card is a deal, its list the stage."""

from pipetui.exchange.kinds import DEALS, OTHER
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Trello",
    (
        Kind(
            DEALS,
            marks="idList; idBoard; idShort; shortLink; dateLastActivity",
            files="cards",
            headings={
                "id": "id",
                "title": "name",
                "stage": "list",
                "archived": "closed",
                "close": "due",
                "touched": "dateLastActivity",
                "tags": "labels",
                "note": "desc",
            },
            keeps="id*; pos; short*; due*; badges*; cover*; subscribed; manualCoverAttachment; isTemplate; cardRole;"
            " limits*;"
            " url; checkItemStates; descData*; email; start; nodeId; creationMethod*; pinned; mirrorSourceId;"
            " attachments*",
        ),
        Kind(
            OTHER,
            marks="softLimit",
            files="lists; labels; members; checklists; actions; memberships; customFields; plugin",
        ),
    ),
)

"""Trello: the JSON of a board; a card is a deal, its list the stage, what was said of it and its checklists notes."""

from pipetui.exchange.kinds import DEALS, NOTES, OTHER
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Trello",
    (
        Kind(
            DEALS,
            marks="idList; idShort; shortLink; dateLastActivity",
            files="cards",
            headings={
                "id": "id",
                "title": "name",
                "stage": "list",
                "stage_order": "list order",
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
            NOTES,
            marks="idCard",
            files="comments; checklists",
            headings={"id": "id", "text": "text", "created": "date", "deal_id": "idCard"},
            only=True,
        ),
        Kind(
            OTHER,
            marks="softLimit; idBoard",
            files="lists; labels; members; actions; memberships; customFields; plugin",
        ),
    ),
)

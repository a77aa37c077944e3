"""Salesforce: opportunities as its weekly export and its Data Loader write them, under the names of its API."""

from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Salesforce",
    (
        Kind(
            marks="StageName; IsWon; IsClosed; CurrencyIsoCode; ForecastCategory; StageSortOrder",
            headings={
                "stage": "StageName",
                "status": "IsWon",
                "currency": "CurrencyIsoCode",
                "created": "CreatedDate",
            },
        ),
    ),
)

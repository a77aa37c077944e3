"""Salesforce: the weekly export and the Data Loader under the names of its API, and reports under the labels."""

from pipetui.exchange.kinds import ACTIVITIES, DEALS, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Salesforce",
    (
        Kind(
            marks="StageName; IsWon; CurrencyIsoCode; ForecastCategory; ForecastCategoryName; StageSortOrder;"
            " HasOpportunityLineItem;"
            " Opportunity ID; Opportunity Owner; Fiscal Period",
            files="opportunity; opportunities",
            headings={
                "id": "Id; Opportunity ID",
                "title": "Name; Opportunity Name",
                "organization": "Account Name",
                "organization_id": "AccountId; Account ID",
                "person": "Primary Contact; Contact Name",
                "person_id": "ContactId",
                "stage": "StageName; Stage",
                "stage_order": "StageSortOrder",
                "won_flag": "IsWon; Won",
                "closed_flag": "IsClosed; Closed",
                "value": "Amount",
                "currency": "CurrencyIsoCode; Amount Currency",
                "probability": "Probability; Probability (%)",
                "created": "CreatedDate; Created Date",
                "entered": "LastStageChangeDate",
                "touched": "LastActivityDate; Last Activity",
                "close": "CloseDate; Close Date",
                "next_step": "NextStep; Next Step",
                "loss_note": "Loss_Note__c",
                "reason": "Loss_Reason__c; LossReason__c; Loss Reason; Closed Lost Reason",
            },
        ),
        Kind(
            PEOPLE,
            marks="ReportsToId; MailingStreet; MailingCity; MailingCountry; AssistantPhone; Contact: Contact ID;",
            files="contact; contacts",
            headings={
                "id": "Id; Contact ID; Contact: Contact ID",
                "name": "Full Name; Contact Name",
                "job_title": "Title",
                "organization": "Account Name; Account: Account Name",
                "organization_id": "AccountId; Account ID",
                "phone": "Phone; MobilePhone; Mobile; HomePhone; OtherPhone",
            },
            keeps="Salutation; Other*; Fax; AssistantPhone; AssistantName",
        ),
        Kind(
            ORGANIZATIONS,
            marks="BillingStreet; BillingCity; BillingCountry; ShippingStreet; TickerSymbol; AccountNumber; Sic;"
            " NumberOfEmployees",
            files="account; accounts",
            headings={
                "id": "Id; Account ID",
                "name": "Name; Account Name",
                "parent": "Parent Account",
                "sector": "Industry",
            },
            keeps="ParentId; Shipping*; Fax; Sic*; Site; Ownership; TickerSymbol",
        ),
        Kind(
            LEADS,
            marks="ConvertedOpportunityId; Lead Owner; ConvertedDate",
            files="lead; leads",
            headings={
                "id": "Id; Lead ID",
                "organization": "Company; Company / Account",
                "converted": "IsConverted; Converted",
                "job_title": "Title",
            },
        ),
        Kind(
            ACTIVITIES,
            marks="WhoId; WhatId; ActivityDate; ActivityDateTime; CallDisposition; TaskSubtype; IsAllDayEvent;"
            " DurationInMinutes; Due Date Only; Related To",
            files="task; tasks; event; events",
            headings={
                "id": "Id; Activity ID",
                "type": "TaskSubtype; Type; EventSubtype",
                "at": "ActivityDateTime; StartDateTime",
                "due": "ActivityDate; Due Date Only",
                "done": "IsClosed; Status",
                "done_at": "CompletedDateTime",
                "person_id": "WhoId",
                "person": "Who.Name",
                "deal_id": "WhatId",
                "deal": "What.Name",
                "organization": "Account.Name",
                "organization_id": "AccountId",
                "direction": "CallType",
                "outcome": "CallDisposition",
                "duration": "DurationInMinutes",
                "note": "Description; Comments",
            },
            keeps="Priority; IsAllDayEvent; EndDateTime; Is*; Recurrence*; Reminder*; CallDurationInSeconds;"
            " CallObject;"
            " ActivityOriginType; Status",
        ),
        Kind(
            PRODUCTS,
            marks="PricebookEntryId; Product2Id; ServiceDate; SortOrder; TotalPrice; ProductCode",
            files="opportunitylineitem; opportunity products; opportunity line items; product2",
            headings={
                "id": "Id",
                "name": "Product Name; Name; Product",
                "code": "ProductCode; Product Code",
                "price": "UnitPrice; Sales Price; List Price; ListPrice",
                "deal": "Opportunity Name",
                "deal_id": "OpportunityId; Opportunity ID",
                "note": "Description; Line Description",
            },
            keeps="Product2Id; PricebookEntryId; SortOrder; TotalPrice; Total Price; Subtotal; ListPrice; List Price;"
            " ServiceDate; IsActive; Family",
        ),
        Kind(
            NOTES,
            marks="ParentId",
            files="note; notes; contentnote",
            headings={
                "deal_id": "ParentId",
                "deal": "Parent.Name",
                "organization": "Account.Name",
                "organization_id": "AccountId",
                "text": "Body",
                "created": "CreatedDate",
            },
        ),
    ),
    shared="Mailing Street; Mailing City; Mailing Country; Billing Street; Billing City; Billing Country;"
    " Shipping Street; Ticker Symbol; Account Number; Related To; Lead Owner",
    nothing="000000000000000AAA; 000000000000000",
    linked={"Contact: ": PEOPLE, "Account: ": ORGANIZATIONS, "Opportunity: ": DEALS},
    stages="Prospecting 10 %; Qualification 10 %; Needs Analysis 20 %; Value Proposition 50 %;"
    " Id. Decision Makers 60 %;"
    " Perception Analysis 70 %; Proposal/Price Quote 75 %; Negotiation/Review 90 %; Closed Won 100 %; Closed Lost 0 %",
    keeps="IsDeleted; CurrencyIsoCode; * Owner; OwnerId; CreatedBy*; LastModified*; SystemModstamp; Fiscal*;"
    " ForecastCategory*; Has*;"
    " Pricebook*; ExpectedRevenue; Expected Revenue; TotalOpportunityQuantity; Territory*; IsExcluded*; IsPrivate;"
    " CampaignId; PrimaryPartnerAccountId; SyncedQuoteId; ContractId; LastAmount*; LastCloseDate*; RecordTypeId;"
    " MasterRecordId; LastViewedDate; LastReferencedDate; PhotoUrl; Jigsaw*; IsEmailBounced;"
    " EmailBounced*; IndividualId; WhoCount; WhatCount; Age; CleanStatus; Latitude; Longitude; *GeocodeAccuracy;"
    " *Latitude; *Longitude; ReportsToId; LastCURequestDate; LastCUUpdateDate",
)

"""Bitrix24: lists in English and Russian, one row for each product of a deal, and what its API hands over."""

from pipetui.domain.deal import LOST, WON
from pipetui.exchange.kinds import LEADS, ORGANIZATIONS, PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Bitrix24",
    (
        Kind(
            marks="Assumed close date; Repeat deal; Repeat inquiry; Contact: First name;"
            " Contact: Last name; Contact: Work Phone; Contact: Work E-mail; Company: Company Name; ASSIGNED_BY_ID;"
            " CATEGORY_ID; DATE_CREATE; BEGINDATE; CURRENCY_ID; Название сделки; Стадия сделки; Воронка;"
            " Предполагаемая дата закрытия",
            files="deal; deals",
            headings={
                "title": "Deal Name; TITLE; Название сделки",
                "pipeline": "Pipeline; CATEGORY_ID; Воронка",
                "stage": "Stage; STAGE_ID; Стадия сделки",
                "value": "Income; Total; Amount; OPPORTUNITY; Сумма",
                "currency": "Currency; CURRENCY_ID; Валюта",
                "closed_flag": "Closed; Сделка закрыта",
                "close": "Assumed close date; CLOSEDATE; Предполагаемая дата закрытия; Дата завершения",
                "created": "Created; DATE_CREATE; Дата создания",
                "source": "Source; SOURCE_ID; Источник",
                "note": "Comment; COMMENTS; Комментарий; Source information",
                "organization": "Company; COMPANY_TITLE; Компания",
                "organization_id": "COMPANY_ID",
                "person": "Contact; Контакт",
                "person_id": "CONTACT_ID",
                "product": "Product; Товар",
            },
        ),
        Kind(
            ORGANIZATIONS,
            marks="Annual Income; MSN/Live!; ICQ Number; LiveJournal; Payment Details; Available to everyone",
            files="company; companies",
            headings={"name": "Company Name", "sector": "Industry", "note": "Comment"},
            keeps="Logo; Street (billing); City (billing); Available to everyone",
        ),
        Kind(
            PEOPLE,
            marks="Newsletters email; Second Name",
            files="contact; contacts",
            headings={"middle": "Second Name", "organization": "Company", "note": "Comment"},
            keeps="Salutation; Photo",
        ),
        Kind(
            LEADS,
            files="lead; leads",
            headings={"title": "Lead Name", "status": "Stage; Status", "value": "Total; Income"},
        ),
    ),
    marks="Source information",
    words={
        WON: "Deal won; Сделка успешна; Успешно реализовано",
        LOST: "Deal lost; LOSE; APOLOGY; Сделка провалена; Сделка проиграна; Закрыто и не реализовано",
    },
    linked={"Contact: ": PEOPLE, "Company: ": ORGANIZATIONS, "Контакт: ": PEOPLE, "Компания: ": ORGANIZATIONS},
    stages="NEW; PREPARATION; PREPAYMENT_INVOICE; EXECUTING; FINAL_INVOICE; WON; LOSE; APOLOGY",
    dates="dmy",
    keeps="Responsible*; Ответственный; Created by; Modified; Modified by; Repeat deal; Repeat inquiry; *_BY_ID;"
    " DATE_MODIFY;"
    " LAST_ACTIVITY_*; MOVED_*; IS_*; OPENED; Кем создан*; Кем изменен*; Дата изменения",
)

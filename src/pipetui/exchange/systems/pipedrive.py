"""Pipedrive: lists as its screen shows them, headings behind `Deal - `; the export of an account; its template."""

from types import MappingProxyType

from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.exchange.kinds import ACTIVITIES, DEALS, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.system import Kind, System

_LINKS = MappingProxyType(
    {
        "deal": "Deal title; Deal",
        "deal_id": "Deal ID; Affärs-id",
        "person": "Contact person; Person; Kontaktperson",
        "person_id": "Contact person ID; Person ID; Kontaktpersonens id",
        "organization": "Organization; Organisation",
        "organization_id": "Organization ID; Organisations-id",
        "lead_id": "Lead ID",
    }
)

# What all headings of a list begin with, in the languages of the accounts: en de fr es pt it nl sv ru.
_DEAL = "Deal - ;Affaire - ;Trato - ;Negocio - ;Negócio - ;Affare - ;Affär - ;Сделка - "
_LEAD = "Lead - ;Prospect - ;Лид - "
_PERSON = "Person - ;Personne - ;Persona - ;Pessoa - ;Persoon - ;Контактное лицо - "
_ORGANIZATION = (
    "Organization - ;Organisation - ;Organización - ;Organização - ;Organizzazione - ;Organisatie - ;Организация - "
)
_ACTIVITY = "Activity - ;Aktivität - ;Activité - ;Actividad - ;Atividade - ;Attività - ;Activiteit - ;Aktivitet - "
_NOTE = "Note - ;Notiz - ;Nota - ;Notitie - ;Anteckning - ;Заметка - "
_PRODUCT = "Product - ;Produkt - ;Produit - ;Producto - ;Produto - ;Prodotto - ;Товар - "

SYSTEM = System(
    "Pipedrive",
    (
        Kind(
            marks="Currency of value; Deal created; Deal closed on; Won time; Lost time; Pipedrive System ID;"
            " Tidpunkt för vunnen affär; Tidpunkt för förlorad affär; Förväntat datum för avslut",
            prefix=_DEAL,
            files="deals",
            headings={
                "id": "ID; Pipedrive System ID",
                "title": "Title; Namn; Titel; Titre; Título; Titolo; Название",
                "organization": "Organization; Organization name; Organisation",
                "organization_id": "Organization ID",
                "person": "Contact person; Person name; Kontaktperson",
                "person_id": "Contact person ID; Kontaktpersonens id",
                "stage": "Stage (pipeline); Deal stage (pipeline); Stage; Fas",
                "status": "Status; Statut; Estado; Stato; Статус",
                "archived": "Archive status",
                "value": "Value; Deal value; Värde",
                "currency": "Currency of value; Währung von Wert; Währung; Devise de Valeur; Devise; Moneda de Valor;"
                " Moeda de Valor; Valuta di Valore; Valuta van Waarde; Valuta för Värde",
                "created": "Deal created; Deal created on; Add time; Creation date; Affären skapad;"
                " Affaire créée; Deal erstellt; Trato creado; Negócio criado; Affare creato",
                "entered": "Last stage change",
                "touched": "Last activity date",
                "closed": "Deal closed on; Closed on",
                "won": "Won time; Tidpunkt för vunnen affär; Gewonnen am; Date de gain; Fecha de ganado; Data de ganho;"
                " Data di vincita",
                "lost": "Lost time; Tidpunkt för förlorad affär; Verloren am; Date de perte; Fecha de perdido;"
                " Data de perda; Data di perdita",
                "close": "Expected close date; Förväntat datum för avslut",
                "next_on": "Next activity date",
                "source": "Source channel; Source origin",
                "product": "Product name",
                "quantity": "Product quantity",
            },
            keeps="Product amount",
        ),
        Kind(
            LEADS,
            marks="Lead created",
            prefix=_LEAD,
            files="leads",
            headings={
                "title": "Title",
                "organization": "Organization",
                "organization_id": "Organization ID",
                "name": "Contact person",
                "person_id": "Contact person ID",
                "value": "Value",
                "created": "Lead created",
            },
        ),
        Kind(
            PEOPLE,
            marks="Person created; E-post - Arbete; Telefon - Mobil; Telefon - Arbete; Double opt-in;"
            " Instant messenger",
            prefix=_PERSON,
            files="people; persons",
            headings={
                "name": "Name; Namn",
                "organization": "Organization; Organisation",
                "organization_id": "Organization ID",
                "job_title": "Job title; Title; Titel",
                "email": "Email - Work; Email - Home; Email - Other; Email; E-post - Arbete; E-post - Hem;"
                " E-post - Annan",
                "phone": "Phone - Work; Phone - Mobile; Phone - Home; Phone - Other; Phone; Telefon - Mobil;"
                " Telefon - Arbete; Telefon - Hem; Telefon - Annan",
                "address": "Postal address",
                "tags": "Labels; Label",
                "note": "Notes",
                "created": "Person created",
            },
        ),
        Kind(
            ORGANIZATIONS,
            marks="Organization created; Won deals; Lost deals; Closed deals",
            prefix=_ORGANIZATION,
            files="organizations; organisations",
            headings={
                "name": "Name; Namn",
                "parent": "Parent",
                "sector": "Industry",
                "website": "Website; LinkedIn profile",
                "address": "Address",
                "tags": "Labels; Label",
                "created": "Organization created",
            },
        ),
        Kind(
            ACTIVITIES,
            marks="Marked as done time; Assigned to user; Markerad som färdig klockan; Klart senast den",
            prefix=_ACTIVITY,
            files="activities",
            headings={
                **_LINKS,
                "subject": "Subject; Ämne",
                "type": "Type; Typ",
                "done": "Done",
                "due": "Due date; Klart senast den",
                "due_time": "Due time",
                "duration": "Duration",
                "created": "Add time; Lagts till kl.",
                "done_at": "Marked as done time; Markerad som färdig klockan",
                "note": "Note; Anteckning",
            },
        ),
        Kind(
            NOTES,
            marks="Note is pinned to deal; Note is pinned to organization; Note is pinned to person;"
            " Note is pinned to lead;"
            " Note is pinned to project",
            prefix=_NOTE,
            files="notes",
            headings={**_LINKS, "text": "Content; Innehåll", "created": "Add time; Lagts till kl."},
            keeps="Lead; Project",
        ),
        Kind(
            PRODUCTS,
            marks="Billing frequency cycles",
            prefix=_PRODUCT,
            files="products",
            headings={
                "name": "Name; Product name; Product",
                "code": "Product code; Code",
                "price": "Price; Unit price; Item price; Product price",
                "deal": "Deal title; Deal",
                "deal_id": "Deal ID",
                "billing": "Billing frequency",
            },
            keeps="Sum; Amount; Total; Tax; Tax method; Category; Active; Cost per unit; Direct cost",
        ),
    ),
    words={WON: "Vunnen", LOST: "Förlorad", OPEN: "Öppen"},
    stages="Qualified; Lead in; Contact made; Demo scheduled; Proposal made; Negotiations started",
    linked={
        prefix: records
        for prefixes, records in (
            (_DEAL, DEALS),
            (_PERSON, PEOPLE),
            (_ORGANIZATION, ORGANIZATIONS),
            (_LEAD, LEADS),
            (_ACTIVITY, ACTIVITIES),
            (_NOTE, NOTES),
            (_PRODUCT, PRODUCTS),
        )
        for prefix in prefixes.split(";")
    },
    keeps="Creator; Owner; Ägare; Besitzer; Propriétaire; Propietario; Proprietário; Proprietario; Eigenaar; User;"
    " Assigned to user; Update time; Visible to; Weighted value; Currency of *;"
    " Total activities; Done activities; Activities to do; Email messages count; Last email received; Last email sent;"
    " Next activity date; Last activity date; Archive time; Sequence enrollment; Source origin; Source origin ID;"
    " Source channel ID; Open deals; Closed deals; Won deals; Lost deals; People; Marketing status; Double opt-in;"
    " Note is pinned to *; Profile picture; Picture",
)

"""Which column is which field: told, or guessed from the headings of other systems."""

from __future__ import annotations

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.kinds import DEALS, FIELDS
from pipetui.exchange.mapping import SourceColumn
from pipetui.exchange.recognition import Told, recognise
from tests.exchange.tables import table


def told(headings: tuple[str, ...], *maps: tuple[str, str]) -> tuple[SourceColumn, ...]:
    return recognise([table("|".join(headings))], Told(records=DEALS, maps=maps))[0].columns


def guessed(*headings: str) -> dict[str, str]:
    return {column.field: column.heading for column in told(headings)}


def test_headings_are_known_whatever_their_case_and_punctuation() -> None:
    assert guessed("Deal Name", "Amount", "Account", "deal_stage", "engage_date", "opportunity_id", "close_value") == {
        "title": "Deal Name",
        "organization": "Account",
        "stage": "deal_stage",
        "value": "Amount",
        "created": "engage_date",
        "id": "opportunity_id",
    }
    assert guessed(
        "Deal - Title", "Deal - Lost reason", "Deal - Won time", "Person - Email", "Deal - Currency of Value"
    ) == {
        "title": "Deal - Title",
        "reason": "Deal - Lost reason",
        "won": "Deal - Won time",
        "email": "Person - Email",
        "currency": "Deal - Currency of Value",
    }


def test_the_surer_heading_wins() -> None:
    assert guessed("product", "opportunity name")["title"] == "opportunity name"
    assert guessed("product", "account")["title"] == "product"


def test_what_is_told_is_not_guessed() -> None:
    columns = told(("Title", "Product", "Account"), ("title", "product"), ("title", "account"))
    assert [(column.field, column.heading, column.guessed) for column in columns] == [
        ("title", "Product", False),
        ("title", "Account", False),
    ]


def test_a_field_can_be_left_out() -> None:
    assert [column.field for column in told(("Title", "ID"), ("id", ""))] == ["title"]


def test_a_wrong_column_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        told(("deal_stage", "close_value"), ("stage", "deal_stag"))
    assert caught.value.title == "the file has no column “deal_stag”"
    assert caught.value.hint == "did you mean: “deal_stage”"
    with pytest.raises(InputError, match="no column") as caught:
        told(("alpha", "beta"), ("title", "zzzz"))
    assert caught.value.hint == "its columns are: “alpha”, “beta”"


def test_an_unknown_field_lists_the_fields() -> None:
    with pytest.raises(InputError) as caught:
        told(("a",), ("tilte", "a"))
    assert all(field in caught.value.hint for field in FIELDS[DEALS])


def test_only_some_fields_take_several_columns() -> None:
    with pytest.raises(InputError, match="value is mapped to two columns"):
        told(("a", "b"), ("value", "a"), ("value", "b"))


HEADINGS = {
    "title": "Projektname, Naam verkoopkans, Nom du projet, Nombre del trato, Título do negócio, Affärens namn,"
    " Titolo trattativa, Název zakázky, Наименование сделки, 商談タイトル, Geschäftsname, Deal-Titel",
    "value": "Angebotssumme, Erwarteter Wert, Offertebedrag, Montant HT, CA estimé, Valor de la oportunidad,"
    " Receita prevista, Ordervärde, Ricavo atteso, Předpokládaná hodnota, Сумма сделки, 見積金額, Quote amount",
    "stage": "Vertriebsphase, Verkoopfase, Étape de vente, Etapa de la oportunidad, Etapa do funil, Säljfas,"
    " Fase dell'opportunità, Fáze prodeje, Этап воронки, 商談フェーズ, Current stage",
    "close": "Abschluss, geplanter Abschluss, Abschluss (erwartet), Voraussichtliches Abschlussdatum,"
    " Verwachte afsluitdatum, Date de clôture estimée, Signature prévue, Fecha estimada de cierre, Cierre esperado,"
    " Data de fechamento esperada, Beräknat avslut, Data chiusura prevista, Předpokládané uzavření,"
    " Планируемая дата закрытия, 受注見込日, Projected close date, Est. close",
    "closed": "Tatsächlicher Abschluss, Werkelijke sluitingsdatum, Date de clôture réelle, Fecha de cierre real,"
    " Data de fechamento real, Faktiskt avslut, Data chiusura effettiva, Skutečné uzavření, Фактическая дата закрытия",
    "next_step": "Nächste Schritte, Vervolgactie, Étape suivante, Próxima acción, Próxima tarefa, Nästa åtgärd,"
    " Azione successiva, Další kroky, Следующее действие, 次回アクション, Next steps",
    "next_on": "Nächster Termin, Volgende afspraak, Prochaine relance, Próxima llamada, Data de retorno, Nästa möte,"
    " Data richiamo, Další schůzka, Дата следующего контакта, 次回訪問日, Next meeting",
    "source": "Kontaktquelle, Herkomst, Origine du lead, Canal de captación, Origem do negócio, Leadkälla,"
    " Fonte del lead, Zdroj poptávky, Источник сделки, 流入経路, Referral source",
    "probability": "Erfolgswahrscheinlichkeit, Slagingskans, Taux de réussite, Probabilidad de cierre,"
    " Chance de fechamento, Vinstchans, Probabilità di successo, Šance na úspěch, Вероятность сделки, 受注確度",
    "created": "Anfragedatum, Toegevoegd op, Date de la demande, Fecha de alta, Data de abertura, Registrerad,"
    " Data inserimento, Založeno, Дата обращения, 案件発生日, Date opened",
    "organization": "Auftraggeber, Klantnaam, Raison sociale, Nombre del cliente, Nome da empresa, Bolagsnamn,"
    " Nome azienda, Název firmy, Контрагент, 顧客名",
    "person": "Ansprechpartnerin, Naam contactpersoon, Nom du contact, Contacto principal, Nome do contato,"
    " Kontaktnamn, Nome referente, Jméno kontaktu, ФИО контакта, 先方担当者",
    "email": "Kontakt-E-Mail, Mailadres, E-mail du contact, Correo del contacto, Email do contato, Mejladress,"
    " Indirizzo mail, E-mail kontaktu, Почта контакта, 担当者メール",
    "phone": "Handynummer, Telefoonnr., N° de téléphone, Teléfono de contacto, Telefone do contato, Mobilnummer,"
    " Numero cellulare, Číslo telefonu, Сотовый телефон, 携帯番号, Phone no.",
    "reason": "Grund der Absage, Reden verlies, Motif du refus, Causa de pérdida, Motivo perda, Förlustanledning,"
    " Causa perdita, Důvod odmítnutí, Причина потери, 失注原因",
}


def meant(heading: str) -> list[str]:
    return [column.field for column in told((heading,))]


def test_headings_say_the_same_in_many_words() -> None:
    for field, headings in HEADINGS.items():
        named = headings.split(", ")
        assert {heading: meant(heading) for heading in named} == {heading: [field] for heading in named}
    # What speaks of something else is not forced into a field.
    for heading in ("Owner", "Deal owner", "Deal type", "Date", "Expected hours", "Real estate", "日付"):
        assert meant(heading) == []
    assert guessed("Geplanter Abschluss", "Abschluss am")["close"] == "Geplanter Abschluss"

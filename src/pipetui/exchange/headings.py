"""What any file may call a field, whatever it comes from: one row a field, in the languages that are known.

A system's own headings are in its module of `systems`; what deals are called in English is in `domain.fields`, where
the rep edits them. Case, blanks, accents and signs do not matter (`values.letters`). The surest word stands first.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from pipetui.domain.fields import having
from pipetui.exchange.kinds import ACTIVITIES, DEALS, FIELDS, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.values import letters


class _Row(NamedTuple):
    """What one field is called, set apart by semicolons; `kinds` are the kinds of record that it is called so in."""

    field: str
    kinds: tuple[str, ...] = tuple(FIELDS)
    en: str = ""
    de: str = ""
    nl: str = ""
    fr: str = ""
    es: str = ""
    pt: str = ""
    sv: str = ""
    it: str = ""
    cs: str = ""
    ru: str = ""
    ja: str = ""
    pl: str = ""


_NAMED = (PEOPLE, LEADS)
_WITH_PEOPLE = (DEALS, PEOPLE, LEADS)
_SOLD = (DEALS, LEADS)
_DONE = (ACTIVITIES, NOTES)
_LINKED = (DEALS, LEADS, ACTIVITIES, NOTES)

_ROWS = (
    _Row("id", (DEALS,), en="deal number; opportunity number; record id; reference; ref; no", de="nummer; deal-id",
        sv="affärs-id", fr="identifiant; n°", nl="nummer", it="identificativo", pl="identyfikator; numer"),
    _Row("id", (PEOPLE,), en="id; contact id; person id; record id; uid", sv="person-id", es="id de registro"),
    _Row("id", (ORGANIZATIONS,), en="id; company id; account id; organization id; record id", es="id de registro"),
    _Row("id", (LEADS,), en="id; lead id; record id"),
    _Row("id", (ACTIVITIES,), en="id; activity id; task id; event id; call id; record id; uid", sv="aktivitets-id"),
    _Row("id", (NOTES,), en="id; note id; record id"),
    _Row("id", (PRODUCTS,), en="id; product id; record id"),
    _Row("id", de="datensatz-id", fr="id de fiche d'informations; id de l'enregistrement", nl="record-id",
        pt="id do registro", it="id record", es="id de registro"),
    _Row("title", (DEALS,), en="prospect; deal name/title; pipeline name",
        de="deal-name; dealname; verkaufschance; chance; vorgang; projekt",
        nl="dealnaam; naam deal; naam van de deal; kans; naam",
        fr="nom de la transaction; nom de l'affaire; nom de l'opportunité; titre de l'affaire; nom affaire; affaire;"
        " opportunité; intitulé; nom",
        es="nombre del negocio; nombre de la oportunidad; nombre del trato; negocio; oportunidad; trato; nombre",
        pt="nome do negócio; nome da oportunidade; negócio; oportunidade; nome", sv="affär; affärsnamn; namn; rubrik",
        it="nome affare; nome dell'affare; nome trattativa; nome della trattativa; nome opportunità; affare;"
        " opportunità; trattativa; nome", cs="název obchodu; název příležitosti; obchod; příležitost; název",
        ru="название сделки; сделка; название", ja="取引名; 商談名; 案件名; 案件; 取引"),
    _Row("title", (LEADS,), en="lead title; lead"),
    _Row("name", _NAMED, en="full name; name; contact name; person name; display name; contact; person; lead name;"
        " prospect; client name; customer name", de="name; vollständiger name; kontakt; ansprechpartner",
        nl="naam; volledige naam; contactpersoon", fr="nom complet; contact",
        es="nombre completo; contacto; nombre y apellidos", pt="nome completo; contato; nome",
        sv="namn; fullständigt namn; kontaktperson", it="nome completo; contatto; nominativo",
        cs="celé jméno; kontakt; jméno a příjmení", ru="полное имя; контакт; фио; имя и фамилия",
        ja="氏名; 名前; 担当者名"),
    _Row("name", (ORGANIZATIONS,), en="company name; organization name; organisation name; account name; company;"
        " organization; organisation; account; name; customer; client; business name; business; firm; legal name;"
        " customer name; client name",
        de="firma; firmenname; unternehmen; unternehmensname; name; organisation; kunde",
        nl="bedrijf; bedrijfsnaam; organisatie; naam; klant",
        fr="société; entreprise; nom de l'entreprise; raison sociale; nom",
        es="empresa; nombre de la empresa; nombre; compañía; cliente; razón social",
        pt="empresa; nome da empresa; nome; organização; cliente; razão social",
        sv="företag; företagsnamn; organisation; namn; kund",
        it="azienda; società; nome azienda; ragione sociale; nome; cliente",
        cs="firma; společnost; název firmy; název; organizace",
        ru="компания; название компании; организация; название; клиент", ja="会社名; 企業名; 取引先名; 会社; 取引先"),
    _Row("name", (PRODUCTS,), en="product name; product; item; name; item name",
        de="produkt; produktname; artikel; bezeichnung", nl="product; productnaam",
        fr="produit; nom du produit; article", es="producto; nombre del producto", pt="produto; nome do produto",
        sv="produkt; produktnamn", it="prodotto; nome prodotto", cs="produkt; název produktu",
        ru="товар; название товара; продукт", ja="商品名; 製品名; 商品"),
    _Row("first", _WITH_PEOPLE, en="first name; given name; forename; firstname; contact first name", de="vorname",
        nl="voornaam", fr="prénom", es="nombre de pila; nombre", pt="primeiro nome", sv="förnamn",
        it="nome di battesimo; nome", cs="jméno; křestní jméno", ru="имя", ja="名"),
    _Row("middle", _WITH_PEOPLE, en="middle name; additional name; second name; middlename", de="zweiter vorname",
        nl="tussenvoegsel", ru="отчество"),
    _Row("last", _WITH_PEOPLE, en="last name; family name; surname; lastname; contact last name",
        de="nachname; familienname", nl="achternaam", fr="nom de famille", es="apellidos; apellido",
        pt="sobrenome; apelido; último nome", sv="efternamn", it="cognome", cs="příjmení", ru="фамилия", ja="姓"),
    _Row("job_title", _WITH_PEOPLE,
        en="job title; position; job; role; contact title; occupation; job position; function; jobtitle",
        de="position; funktion; berufsbezeichnung; jobtitel; stellung", nl="functie; functietitel",
        fr="poste; fonction; titre du poste", es="cargo; puesto", pt="cargo; função",
        sv="befattning; titel; jobbtitel", it="ruolo; qualifica; posizione", cs="pozice; funkce", ru="должность",
        ja="役職"),
    _Row("job_title", _NAMED, en="title", de="titel", fr="titre"),
    _Row("email", en="email; e-mail; email address; e-mail address; contact email; person email; work email; mail;"
        " emails; email ids; email (email ids); primary email; secondary email; email 1 value; home email;"
        " other email; business email; personal email; work e-mail; home e-mail; other e-mail; e-mail 1 - value;"
        " private email", de="e-mail-adresse; e-mail; mail; mailadresse; e-mail geschäftlich; e-mail privat",
        nl="e-mailadres; e-mail", fr="adresse e-mail; courriel; e-mail; adresse mail; mail",
        es="correo; correo electrónico; dirección de correo electrónico; e-mail",
        pt="e-mail; endereço de e-mail; correio eletrônico",
        sv="e-post; e-postadress; mejl; e-post arbete; e-post hem; e-post annan",
        it="e-mail; posta elettronica; indirizzo e-mail; email aziendale", cs="e-mail; e-mailová adresa",
        ru="e-mail; эл. почта; почта; электронная почта; рабочий e-mail", ja="メール; メールアドレス; eメール"),
    _Row("phone", en="phone; phone number; telephone; contact phone; person phone; work phone; mobile; mobile phone;"
        " tel; phones; mobile phone number; home phone; other phone; cell; cell phone; number (phones);"
        " telephone number; business phone; direct phone; phone 1 value; phone 1 - value; mobile number;"
        " office phone; cellphone; contact number; phone (work); phone (mobile)",
        de="telefon; telefonnummer; tel; handy; mobil; mobiltelefon; rufnummer; telefon geschäftlich",
        nl="telefoon; telefoonnummer; mobiel; mobiele telefoon",
        fr="téléphone; numéro de téléphone; portable; mobile; tél",
        es="teléfono; número de teléfono; móvil; celular; teléfono móvil",
        pt="telefone; número de telefone; celular; telemóvel",
        sv="telefon; telefonnummer; mobil; telefon mobil; telefon arbete; telefon hem; telefon annan",
        it="telefono; numero di telefono; cellulare; telefono cellulare", cs="telefon; telefonní číslo; mobil",
        ru="телефон; номер телефона; мобильный; мобильный телефон; рабочий телефон",
        ja="電話番号; 電話; 携帯電話; 携帯"),
    _Row("website", en="website; web site; web; url; homepage; website url; web page; domain; site; linkedin;"
        " linkedin profile; linkedin url; website 1 value; website 1 - value; company domain name; corporate website",
        de="webseite; website; internetseite; domain; homepage", nl="website; webadres",
        fr="site web; site internet; site",
        es="sitio web; página web; web; url del sitio web; nombre de dominio de la empresa",
        pt="site; website; página web", sv="webbplats; hemsida; webb", it="sito web; sito", cs="web; webové stránky",
        ru="сайт; веб-сайт; корпоративный сайт", ja="ウェブサイト; webサイト; ホームページ; url"),
    _Row("address", en="address; postal address; full address; mailing address; billing address; address 1 formatted;"
        " address 1 - formatted; office location; location; headquarters", de="adresse; anschrift; postanschrift",
        nl="adres; postadres", fr="adresse; adresse postale", es="dirección; dirección postal", pt="endereço; morada",
        sv="adress; postadress", it="indirizzo", cs="adresa", ru="адрес", ja="住所"),
    _Row("street",
        en="street; street address; billing street; mailing street; address line 1; address 1 street; street 1",
        de="straße; strasse; straße und hausnummer", nl="straat; straat en huisnummer", fr="rue",
        es="calle; dirección de la calle", pt="rua; logradouro", sv="gatuadress; gata", it="via", cs="ulice",
        ru="улица", ja="番地"),
    _Row("city", en="city; town; billing city; mailing city; city/town; address 1 city", de="stadt; ort",
        nl="plaats; stad; woonplaats", fr="ville", es="ciudad", pt="cidade", sv="ort; stad; postort", it="città",
        cs="město", ru="город", ja="市区町村; 市"),
    _Row("region", en="state; region; province; state/region; state/province; billing state; mailing state; county;"
        " address 1 region", de="bundesland; region", nl="provincie", fr="région; département",
        es="estado/región; provincia; comunidad", pt="estado; distrito", sv="län", it="provincia", cs="kraj",
        ru="область; регион", ja="都道府県"),
    _Row("postcode", en="postal code; zip; zip code; postcode; zip/postal code; billing zip; billing postal code;"
        " billing code; mailing zip; mailing postal code; address 1 postal code", de="plz; postleitzahl",
        nl="postcode", fr="code postal", es="código postal", pt="cep; código postal", sv="postnummer", it="cap",
        cs="psč", ru="индекс; почтовый индекс", ja="郵便番号"),
    _Row("country", en="country; country/region; billing country; mailing country; address 1 country", de="land",
        nl="land", fr="pays", es="país; país/región", pt="país", sv="land", it="paese", cs="země; stát", ru="страна",
        ja="国"),
    _Row("organization", (*_WITH_PEOPLE, ACTIVITIES, NOTES), en="organization; organisation; company; account;"
        " company name; organization name; organisation name; account name; customer; primary company;"
        " associated company; associated company (primary); associated company names (primary); employer; client;"
        " business; organization 1 name; organization 1 - name; customer name; firm; related account",
        de="firma; firmenname; unternehmen; organisation; kunde; kundenname",
        nl="bedrijf; bedrijfsnaam; organisatie; klant", fr="société; entreprise; organisation; client; compte",
        es="empresa; nombre de la empresa; organización; cliente; cuenta; compañía",
        pt="empresa; organização; cliente; conta", sv="organisation; företag; kund; företagsnamn",
        it="azienda; società; organizzazione; cliente", cs="firma; společnost; organizace; zákazník",
        ru="компания; организация; клиент", ja="会社名; 会社; 取引先; 企業; 組織; 取引先名"),
    _Row("organization_id", en="organization id; company id; account id; accountid; associated company ids (primary);"
        " associated company ids; company_id; organisation id; org id; customer id"),
    _Row("person", _LINKED, en="contact person; person; contact; contacts; contact name; person name;"
        " associated contact;"
        " primary contact; full name; attendees; who; prospect; customer contact; primary person contact;"
        " related contact;"
        " related contacts",
        de="ansprechpartner; kontakt; kontaktperson; kontaktname", nl="contactpersoon; contact",
        fr="contact; interlocuteur; personne de contact", es="persona de contacto; contacto; contactos",
        pt="pessoa de contato; contato; contacto; contatos", sv="kontaktperson; kontakt",
        it="persona di contatto; contatto; referente", cs="kontaktní osoba; kontakt", ru="контактное лицо; контакт",
        ja="担当者; 連絡先; 取引先責任者"),
    _Row("person_id", _LINKED,
        en="contact person id; person id; contact id; contactid; associated contact ids; whoid; contact_id",
        sv="kontaktpersonens id"),
    _Row("parent", (ORGANIZATIONS,),
        en="parent; parent account; parent company; parent organization; parent id; subsidiary of; parentid",
        de="muttergesellschaft; konzern", fr="société mère"),
    _Row("sector", (ORGANIZATIONS,), en="industry; sector; vertical; branch; company type; type", de="branche",
        nl="branche; sector", fr="secteur; secteur d'activité", es="sector; industria", pt="setor; indústria; ramo",
        sv="bransch", it="settore", cs="odvětví; obor", ru="отрасль; сфера деятельности", ja="業種; 業界"),
    _Row("pipeline", (DEALS,),
        en="pipeline; sales pipeline; deal pipeline; pipeline name; funnel; board; pipeline label",
        de="pipeline; trichter; vertriebspipeline", fr="pipeline; tunnel", es="pipeline; embudo; canalización",
        pt="pipeline; funil; funil de vendas", sv="pipeline; säljtratt", it="pipeline; imbuto", cs="pipeline; trychtýř",
        ru="воронка; направление", ja="パイプライン"),
    _Row("stage", (DEALS,), en="stage name; stagename; stage id; deal phase; sales phase; status stage;"
        " pipeline phase; opportunity phase; list; milestone", de="phase; stufe; verkaufsphase; dealphase; stadium",
        nl="fase; dealfase", fr="étape; phase; étape de la transaction; statut de la vente",
        es="etapa; fase; etapa del negocio", pt="etapa; fase; estágio", sv="fas; steg", it="fase; stadio; fase affare",
        cs="fáze; stav obchodu", ru="стадия; стадия сделки; этап; статус сделки",
        ja="ステージ; 取引ステージ; フェーズ; 段階"),
    _Row("stage_order", (DEALS,), en="stage order; stage sort order; stagesortorder"),
    _Row("status", (DEALS,), de="status; dealstatus", nl="status", fr="statut; état", es="estado; estatus",
        pt="status; situação; estado", sv="status", it="stato", cs="stav; status", ru="статус", ja="ステータス; 状態"),
    _Row("status", (LEADS,), en="lead status; status; stage; lead stage", de="status; lead-status",
        es="estado del lead; estado", ru="статус; стадия", fr="statut", pt="status", sv="status", it="stato",
        cs="stav", ja="ステータス", nl="status"),
    _Row("won_flag", (DEALS,), en="is won; is closed won; closed won; won flag"),
    _Row("closed_flag", (DEALS,), en="is closed"),
    _Row("archived", (DEALS,), en="archived; archive status; is archived", de="archiviert", sv="arkiverad"),
    _Row("value", _SOLD, en="amount; value; est. revenue; estimated revenue; expected revenue; deal size; acv; tcv;"
        " total; total amount; mrr; arr; income; est. value; opportunity; est. premium; budget amount; budget;"
        " estimated value; premium; contract value; sale amount; deal amount; expected amount;"
        " amount in company currency; annual contract value; close value; sum",
        de="wert; betrag; erwarteter umsatz; umsatz; auftragswert; volumen; summe; dealwert",
        nl="waarde; bedrag; dealwaarde; omzet",
        fr="valeur; montant; chiffre d'affaires", es="valor; importe; monto; cantidad; valor del negocio",
        pt="valor; montante; quantia; valor único", sv="värde; belopp; affärsvärde", it="valore; importo; ammontare",
        cs="hodnota; částka; cena", ru="сумма; стоимость; бюджет", ja="金額; 取引額; 価格; 売上"),
    _Row("currency", (*_SOLD, PRODUCTS),
        en="currency; currency code; currencyisocode; value currency; currency of value; budget amount currency",
        de="währung; währungscode", nl="valuta; munteenheid", fr="devise; monnaie", es="moneda; divisa", pt="moeda",
        sv="valuta", it="valuta; divisa", cs="měna", ru="валюта", ja="通貨"),
    _Row("probability", (DEALS,),
        en="probability (%); probability, %; win %; close probability; win chance; deal probability;"
        " probability of winning; chance",
        de="wahrscheinlichkeit; abschlusswahrscheinlichkeit", nl="waarschijnlijkheid; kans (%)", fr="probabilité",
        es="probabilidad", pt="probabilidade", sv="sannolikhet", it="probabilità", cs="pravděpodobnost",
        ru="вероятность; вероятность, %", ja="確度; 成約確度; 確率"),
    _Row("created", (DEALS,), en="create date; created time; created date; date added; add time; first contact;"
        " created (date); entry date; deal created; begindate; date create; date created; lead created",
        de="erstellt; erstellt am; angelegt am; erstelldatum; anlagedatum",
        nl="aangemaakt; aangemaakt op; aanmaakdatum", fr="créé le; date de création",
        es="fecha de creación; creado; creado el", pt="criado em; data de criação",
        sv="skapad; skapades; skapad den; lagts till kl", it="creato il; data creazione; data di creazione",
        cs="vytvořeno; datum vytvoření", ru="дата создания; создано; создан", ja="作成日; 登録日; 作成日時"),
    _Row("created", (PEOPLE, ORGANIZATIONS, LEADS, NOTES), en="created; created at; created on; create date;"
        " created time; created date; creation date; date created; add time; date added; added; person created;"
        " organization created; lead created; createddate; connected on; date; activity date; created (date);"
        " note date; logged at; timestamp", de="erstellt; erstellt am; datum; erstelldatum", nl="aangemaakt; datum",
        fr="créé le; date de création; date", es="fecha de creación; fecha; creado",
        pt="criado em; data de criação; data", sv="skapad; lagts till kl; datum", it="creato il; data; data creazione",
        cs="vytvořeno; datum", ru="дата создания; создан; дата", ja="作成日; 日付; 登録日"),
    _Row("created", (ACTIVITIES,),
        en="created; created at; created on; create date; created time; created date; add time; date created; dtstamp",
        de="erstellt am", es="fecha de creación", sv="lagts till kl", ru="дата создания"),
    _Row("entered", (DEALS,), en="last stage change; laststagechangedate; stage entered; in stage since;"
        " stage changed; last stage at; stage change date; date entered current stage", de="in phase seit"),
    _Row("touched", (*_SOLD, PEOPLE, ORGANIZATIONS), en="last activity date; last contacted; last activity;"
        " last contact; lastactivitydate; last activity time; last touch; date of last contact; contact date;"
        " contactdate; last communication; last contact date; date of last activity; last activity on; last touched;"
        " last interaction; last contacted date; last engagement date; last contacted on",
        de="letzter kontakt; letzte aktivität; letzter kontakt am; datum der letzten aktivität; zuletzt kontaktiert",
        nl="laatste contact; laatste activiteit", fr="dernier contact; dernière activité",
        es="último contacto; última actividad", pt="último contato; última atividade",
        sv="senaste kontakt; senaste aktivitet", it="ultimo contatto; ultima attività", cs="poslední kontakt",
        ru="последний контакт; последняя активность", ja="最終活動日; 最終連絡日"),
    _Row("closed", (DEALS,), en="closed date; actual close date; completed date; deal closed on; date closed;"
        " actual closing date; closed time; actual close on;"
        " actual close", de="abgeschlossen am", ru="дата закрытия"),
    _Row("close", (DEALS,), en="expected close date; close date; closing date; expected closing; assumed close date;"
        " est. close date; estimated close date; target close date; closedate; deadline; expected close;"
        " forecast close; expected signing; expected close on",
        de="abschlussdatum; erwartetes abschlussdatum; voraussichtlicher abschluss; erwarteter abschluss; fällig am",
        nl="verwachte sluitingsdatum; sluitingsdatum; afsluitdatum; deadline",
        fr="date de clôture; date de fermeture; clôture prévue; date de clôture prévue",
        es="fecha de cierre; fecha de cierre prevista; fecha prevista de cierre; cierre previsto",
        pt="previsão de fechamento; data prevista de fechamento; fecho previsto; data de fechamento",
        sv="förväntat datum för avslut; förväntat avslut; stängningsdatum; slutdatum",
        it="data di chiusura; chiusura prevista; data di chiusura prevista", cs="datum uzavření; očekávané uzavření",
        ru="предполагаемая дата закрытия; дата завершения; дата закрытия", ja="クローズ日; 完了予定日; 受注予定日"),
    _Row("reason", (DEALS,), en="lost reason; loss reason; closed lost reason; reason for loss; lossreason;"
        " loss_reason__c; reason lost; close reason; lost reason/display name; why lost; reason",
        de="verlustgrund; grund; absagegrund; absage - grund", nl="verliesreden; reden van verlies",
        fr="raison de la perte; motif de perte", es="motivo de pérdida; razón de pérdida",
        pt="motivo da perda; motivo de perda", sv="förlustorsak; orsak till förlust",
        it="motivo della perdita; motivo perdita", cs="důvod ztráty; důvod prohry",
        ru="причина отказа; причина проигрыша", ja="失注理由"),
    _Row("next_step", (DEALS,),
        en="next step; next action; nextstep; next activity; next activity subject; to do; follow up action",
        de="nächster schritt; nächste aktion", nl="volgende stap; volgende actie",
        fr="prochaine étape; prochaine action", es="próximo paso; siguiente paso", pt="próximo passo; próxima ação",
        sv="nästa steg", it="prossimo passo; prossima azione", cs="další krok", ru="следующий шаг",
        ja="次のステップ; 次のアクション"),
    _Row("next_on", (DEALS,), en="next follow-up; next activity date; follow up date; next step date; follow-up;"
        " next contact; next follow up date; next action date; followup; follow up; next call",
        de="wiedervorlage; nächster kontakt", nl="opvolgdatum", fr="date de relance; relance",
        es="próximo seguimiento; fecha de seguimiento", pt="próximo contato", sv="nästa aktivitet; uppföljning",
        it="prossimo contatto", cs="příští kontakt", ru="следующий контакт", ja="次回連絡日; 次回予定日"),
    _Row("source", (*_SOLD, PEOPLE), en="source; lead source; deal source; leadsource; original traffic source;"
        " original source; source channel; channel; how found; utm source; campaign source",
        de="quelle; leadquelle; herkunft", nl="bron; leadbron", fr="source; origine", es="fuente; origen",
        pt="fonte; origem", sv="källa", it="fonte; origine; provenienza", cs="zdroj", ru="источник",
        ja="ソース; リードソース; 流入元"),
    _Row("tags", (DEALS, PEOPLE, ORGANIZATIONS, LEADS),
        en="tags; tag; label; labels; categories; category; groups; group membership; tags/display name; keywords",
        de="schlagworte; stichwörter; schlagwörter; etiketten; kategorien; tags", nl="labels; trefwoorden",
        fr="étiquettes; libellé; catégories",
        es="etiquetas; etiqueta; categorías", pt="etiquetas; marcadores; tags", sv="etikett; etiketter; taggar",
        it="etichette; tag; categorie", cs="štítky; štítek", ru="теги; метки; тег", ja="タグ; ラベル"),
    _Row("product", (DEALS,), en="product; product name; products; line item; item", de="produkt; produkte",
        fr="produit", es="producto", pt="produto", sv="produkt", it="prodotto", cs="produkt", ru="товар; товары",
        ja="商品; 製品"),
    _Row("quantity", (DEALS, PRODUCTS), en="product quantity; quantity; qty", de="menge; anzahl", nl="aantal",
        fr="quantité", es="cantidad de producto", pt="quantidade", sv="antal", it="quantità", cs="množství",
        ru="количество", ja="数量"),
    _Row("price", (DEALS, PRODUCTS), en="unit price; product price; price; sales price; list price; sale price",
        de="preis; einzelpreis", nl="prijs", fr="prix; prix unitaire", es="precio", pt="preço", sv="pris", it="prezzo",
        cs="cena za kus", ru="цена", ja="単価; 価格"),
    _Row("note", en="note; notes; comment; comments; remarks; description; details; associated note; person notes;"
        " memo; notes from follow ups; about; additional info; background; desc",
        de="notiz; notizen; kommentar; bemerkung; bemerkungen; beschreibung; anmerkung; anmerkungen",
        nl="notitie; notities; opmerking; opmerkingen; omschrijving",
        fr="note; notes; commentaire; commentaires; remarques; description",
        es="nota; notas; comentario; comentarios; observaciones; descripción",
        pt="nota; notas; comentários; observações; descrição", sv="anteckning; anteckningar; kommentar; beskrivning",
        it="nota; note; commento; commenti; osservazioni; descrizione", cs="poznámka; poznámky; komentář; popis",
        ru="комментарий; комментарии; примечание; заметка; описание", ja="メモ; 備考; コメント; 説明"),
    _Row("subject", (ACTIVITIES,), en="subject; activity subject; task title; title; task; what i did; summary; name;"
        " topic; call title; meeting name; what; activity; description", de="betreff; titel; thema; aufgabe",
        nl="onderwerp; titel; taak", fr="objet; sujet; titre; tâche", es="asunto; título; tarea",
        pt="assunto; título; tarefa", sv="ämne; rubrik; uppgift", it="oggetto; titolo; attività", cs="předmět; úkol",
        ru="тема; название; задача; дело", ja="件名; タイトル; 活動"),
    _Row("type", (ACTIVITIES,),
        en="activity type; type; task type; kind; form of contact; call type; event type; channel; tasksubtype",
        de="typ; art; aktivitätstyp", nl="type; soort", fr="type", es="tipo; tipo de actividad", pt="tipo", sv="typ",
        it="tipo", cs="typ", ru="тип; вид", ja="種類; タイプ; 活動タイプ"),
    _Row("direction", (ACTIVITIES,), en="direction; call direction; inbound/outbound; in/out", de="richtung"),
    _Row("outcome", (ACTIVITIES,),
        en="outcome; call outcome; result; call result; disposition; calldisposition; call disposition", de="ergebnis",
        nl="resultaat", fr="résultat", es="resultado", pt="resultado", sv="resultat", it="esito", cs="výsledek",
        ru="результат", ja="結果"),
    _Row("at", (ACTIVITIES,), en="date; activity date; call start time; when; start; start date; start time;"
        " timestamp; date/time; activity date/time; dtstart; event date; activitydatetime; from",
        de="datum; beginn; zeitpunkt", nl="datum", fr="date; début", es="fecha; inicio; fecha de la actividad",
        pt="data; início", sv="datum; start", it="data; inizio", cs="datum; začátek", ru="дата; начало",
        ja="日付; 日時; 開始"),
    _Row("due", (ACTIVITIES,), en="due date; due; deadline; deadline at; due at; due on; activitydate; due date only;"
        " due_date; deadline date", de="fällig; fällig am; fälligkeitsdatum; frist", nl="vervaldatum; deadline",
        fr="échéance; date d'échéance", es="fecha de vencimiento; vencimiento", pt="data de vencimento; prazo",
        sv="klart senast den; förfallodatum; förfaller", it="scadenza; data di scadenza", cs="termín; datum splnění",
        ru="срок; крайний срок", ja="期限; 期日"),
    _Row("due_time", (ACTIVITIES,), en="due time; time; deadline time", de="uhrzeit; zeit", sv="klockslag; tid",
        fr="heure", es="hora", it="ora", ru="время"),
    _Row("duration", (ACTIVITIES,),
        en="duration; call duration; durationinminutes; duration in minutes; length; callDurationInSeconds",
        de="dauer", nl="duur", fr="durée", es="duración", pt="duração", sv="varaktighet", it="durata", cs="trvání",
        ru="длительность"),
    _Row("done", (ACTIVITIES,),
        en="done; completed; task status; status; is closed; isclosed; is done; complete; finished",
        de="erledigt; status; abgeschlossen", nl="gedaan; voltooid; status", fr="terminé; fait; statut",
        es="hecho; completado; completada; estado", pt="concluído; feito; status", sv="klar; utförd; slutförd; status",
        it="fatto; completato; stato", cs="hotovo; dokončeno; stav", ru="завершено; выполнено; статус",
        ja="完了; ステータス"),
    _Row("done_at", (ACTIVITIES,), en="marked as done time; completed at; completed on; completion date;"
        " completeddatetime; done at; closed time; completed time; date completed; completed",
        de="erledigt am; abgeschlossen am", es="fecha de finalización", sv="markerad som färdig klockan",
        ru="дата завершения"),
    _Row("deal", (*_DONE, PRODUCTS), en="deal; deal title; deal name; opportunity; related to; opportunity name;"
        " regarding; associated deal; associated deals", de="deal; geschäft", sv="affär", es="negocio",
        fr="affaire; transaction", pt="negócio", it="affare", cs="obchod", ru="сделка", ja="取引; 商談"),
    _Row("deal_id", (PEOPLE, *_DONE, PRODUCTS),
        en="deal id; opportunity id; associated deal ids; opportunityid; dealid; whatid; related to id; potentialid",
        sv="affärs-id"),
    _Row("lead_id", (*_DONE,), en="lead id; leadid"),
    _Row("location", (ACTIVITIES,), en="location; place; where; venue", de="ort", nl="locatie", fr="lieu",
        es="lugar; ubicación", pt="local", sv="plats", it="luogo", cs="místo", ru="место", ja="場所"),
    _Row("text", (NOTES,),
        en="content; note content; body; note body; note; text; notes; comment; comments; message; description;"
        " entry text; note text; comment text; message text; log entry",
        de="inhalt; notiz; text", nl="inhoud; notitie; tekst", fr="contenu; note; texte", es="contenido; nota; texto",
        pt="conteúdo; nota; texto", sv="innehåll; anteckning", it="contenuto; nota; testo", cs="obsah; poznámka",
        ru="содержание; текст; заметка; комментарий", ja="内容; メモ; 本文"),
    _Row("title", (NOTES,), en="note title; title; subject", de="titel; betreff", es="título", fr="titre"),
    _Row("private", (NOTES,), en="is private; isprivate; private"),
    _Row("code", (PRODUCTS,), en="product code; code; sku; item number; article number; part number; productcode",
        de="artikelnummer", nl="artikelnummer", fr="référence", es="código", pt="código", sv="artikelnummer",
        it="codice", cs="kód", ru="артикул", ja="商品コード"),
    _Row("unit", (PRODUCTS,), en="unit; unit of measure; uom; usage unit", de="einheit", nl="eenheid", fr="unité",
        es="unidad", pt="unidade", sv="enhet", it="unità", cs="jednotka", ru="единица", ja="単位"),
    _Row("billing", (PRODUCTS,), en="billing frequency; billing; recurring; billing period; term"),
    _Row("discount", (PRODUCTS,), en="discount; discount %; line discount", de="rabatt", fr="remise", es="descuento",
        it="sconto", pt="desconto", sv="rabatt", nl="korting", cs="sleva", ru="скидка", ja="割引"),
    _Row("converted", (LEADS,),
        en="is converted; isconverted; converted; converted at; converted date; converteddate"),
    _Row("converted_deal_id", (LEADS,),
        en="converted deal id; converted deal.id; convertedopportunityid; converted opportunity id"),
    _Row("converted_person_id", (LEADS,), en="converted contact id; converted contact.id; convertedcontactid"),
    _Row("converted_organization_id", (LEADS,), en="converted account id; converted account.id; convertedaccountid"),
    _Row("title", (DEALS,), pl="nazwa szansy; nazwa szansy sprzedaży; szansa; szansa sprzedaży; transakcja;"
        " nazwa transakcji; tytuł; nazwa"),
    _Row("name", _NAMED, pl="imię i nazwisko; osoba kontaktowa; kontakt; pełne imię i nazwisko"),
    _Row("name", (ORGANIZATIONS,), pl="firma; nazwa firmy; organizacja; klient; nazwa"),
    _Row("first", _WITH_PEOPLE, pl="imię"),
    _Row("last", _WITH_PEOPLE, pl="nazwisko"),
    _Row("job_title", _WITH_PEOPLE, pl="stanowisko"),
    _Row("organization", (*_WITH_PEOPLE, ACTIVITIES, NOTES), pl="firma; nazwa firmy; organizacja; klient"),
    _Row("person", _LINKED, pl="osoba kontaktowa; kontakt; osoba"),
    _Row("email", pl="adres e-mail; poczta"),
    _Row("phone", pl="telefon; telefon komórkowy; komórka"),
    _Row("website", pl="strona; strona internetowa"),
    _Row("address", pl="adres"),
    _Row("city", pl="miasto; miejscowość"),
    _Row("postcode", pl="kod pocztowy"),
    _Row("country", pl="kraj"),
    _Row("sector", pl="branża"),
    _Row("pipeline", (DEALS,), pl="lejek; lejek sprzedaży"),
    _Row("stage", (DEALS,), pl="etap; etap sprzedaży; faza"),
    _Row("status", (DEALS, LEADS), pl="status"),
    _Row("value", _SOLD, pl="wartość; kwota; wartość szansy"),
    _Row("currency", (*_SOLD, PRODUCTS), pl="waluta"),
    _Row("probability", (DEALS,), pl="prawdopodobieństwo"),
    _Row("created", (*_SOLD, PEOPLE, ORGANIZATIONS, NOTES), pl="data utworzenia; utworzono"),
    _Row("closed", (DEALS,), pl="data zamknięcia"),
    _Row("close", (DEALS,), pl="przewidywana data zamknięcia; planowana data zamknięcia; oczekiwana data zamknięcia"),
    _Row("reason", (DEALS,), pl="powód utraty; przyczyna utraty; powód przegranej"),
    _Row("next_step", (DEALS,), pl="następny krok; kolejny krok"),
    _Row("source", (*_SOLD, PEOPLE), pl="źródło"),
    _Row("tags", (DEALS, PEOPLE, ORGANIZATIONS, LEADS), pl="etykiety; tagi"),
    _Row("note", pl="notatka; notatki; uwagi; komentarz; opis"),
)  # fmt: skip

ENDS = MappingProxyType(
    {
        "won": ("wondate", "wontime", "datewon", "wonon", "wonat"),
        "lost": ("lostdate", "losttime", "datelost", "loston", "lostat"),
    }
)
"""What the column may be called that holds the day of a win, or of a loss, alone."""


@cache
def words_of(records: str) -> Mapping[str, tuple[str, ...]]:
    """What any file calls each field of a kind of record, as `letters`, the surest first."""
    found: dict[str, list[str]] = {field: [] for field in FIELDS.get(records, ())}
    if records == DEALS:
        for field in having("headings"):
            found.setdefault(field.name, []).extend(field.headings.split())
        for end, names in ENDS.items():
            found[end].extend(names)
    for row in _ROWS:
        if records in row.kinds and row.field in found:
            found[row.field].extend(_words(row))
    return MappingProxyType({field: tuple(dict.fromkeys(words)) for field, words in found.items()})


def _words(row: _Row) -> Iterator[str]:
    for language in row[2:]:
        for word in language.split(";"):
            if word.strip():
                yield letters(word)

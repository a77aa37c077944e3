"""What the columns of a rep's own sheet of deals say, however it is put, where no list of headings has it.

A heading is taken apart into its words. `Date de clôture estimée`, `Geschätzter Abschluss`, `Expected close of deal`
say when a deal is expected to close, whatever stands beside the one word that tells it and in which order. So few words
are listed for each language, and many headings are understood. Only deals are read so, and only where nothing surer
says what a column is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from pipetui.exchange.values import letters


def _listed(words: str) -> frozenset[str]:
    return frozenset(map(letters, words.split()))


_OF_A_DEAL = _listed(
    "deal deals opportunity opportunities geschäft geschäfts verkaufschance auftrag auftrags"
    " verkoopkans opportuniteit affaire affaires opportunité transaction negocio negocios trato oportunidad operación"
    " negócio oportunidade negociação affär affärs affären affärens möjlighet affare opportunità trattativa obchod"
    " obchodu příležitost příležitosti zakázka zakázky сделка сделки"
)
"""What a heading says that speaks of the deal itself."""
_BETWEEN = _listed(
    "of the for a in by to on is der die das des dem den für am im zum zur bis van het de op voor du la le les l d à"
    " en el los las del por para o os as do da dos das em em på för till av i il lo gli dell dello della di per al"
    " na pro dne ke k в на по о к"
)
"""Articles and the like."""
_LOOKED_FOR = _listed(
    "expected tentative forecast forecasted estimated est estimate projected planned anticipated likely probable"
    " potential target erwartet erwarteter erwartetes erwartete geplant geplanter geplantes geplante voraussichtlich"
    " voraussichtlicher"
    " voraussichtliches voraussichtliche geschätzt geschätzter geschätztes geschätzte prognostiziert prognostizierter"
    " verwachte verwacht geplande geschatte prévu prévue prévus prévisionnel prévisionnelle estimé estimée attendu"
    " attendue previsto prevista previstos prevista prev esperado esperada esperados estimado estimada planificada"
    " planeada förväntat förväntad förväntade beräknat beräknad planerat planerad uppskattat uppskattad stimata stimato"
    " attesa atteso attesi previsti presunta předpokládané předpokládaná předpokládaný očekávané očekávaná očekávaný"
    " plánované plánovaná odhadované odhadovaná odhadovaný предполагаемая предполагаемое предполагаемый планируемая"
    " планируемое ожидаемая ожидаемое ожидаемый плановая прогнозируемая przewidywana planowana oczekiwana"
)
"""What is said of a day or an amount that is only looked for."""
_REAL = _listed(
    "actual real tatsächlich tatsächlicher tatsächliches werkelijke daadwerkelijke réelle réel effettiva effettivo"
    " faktiskt faktisk skutečné skutečný фактическая факт фактического"
)
"""What is said of the day on which a deal was closed indeed."""
_NAMES = _listed(
    "name title nom nome nombre namn naam název jméno имя название наименование фио titel titre título titolo nazwa"
)
_CONTACTS = _listed(
    "contact contacts kontakt kontaktes contacto contato contatto referente contactpersoon kontaktu контакта контактный"
    " client customer zakelijk professionnel professionnelle pro work business arbeit geschäftlich privat"
)
_PLANNED = ("close", "value")
_REACHED = ("email", "phone")
_NAMED = ("organization", "person")
_DAYS = _listed("date datum fecha data дата termín termin срок day")
"""What names a day without saying which."""
_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "close": (
            "close; close date; closing date; signing date; signature date; decision date; target date;"
            " forecast date; estimated closing; expected signature",
            "abschluss; abschlussdatum; abschlusstermin; zieldatum; zieltermin; schlussdatum; schließdatum;"
            " auftragseingang; entscheidungsdatum; close-datum; entscheidung bis; erwartetes datum;"
            " erwarteter schlusstermin",
            "sluitdatum; sluiting; sluitingsdatum; afsluitdatum; tekendatum; streefdatum; beslisdatum;"
            " verwachte datum; verwachte orderdatum",
            "clôture; fermeture; date clôture; date fermeture; date prévue; date objectif; date prévisionnelle;"
            " date de conclusion; date de fin prévue",
            "cierre; fecha cierre; fecha firma; fecha prevista; fecha estimada; fecha objetivo; fecha de decisión",
            "fechamento; fecho; previsão; data fechamento; data fecho; data prevista; data estimada;"
            " previsão de fecho; data de assinatura; data prevista de encerramento",
            "avslut; slutdatum; stängningsdatum; stängning; måldatum; avslutsdatum; beslutsdatum; signeringsdatum;"
            " förväntad order",
            "chiusura; data chiusura; data decisione; data obiettivo; data di firma; previsione di chiusura",
            "uzavření; datum uzavření; uzavřít do; cílové datum; datum podpisu; odhad uzavření; termín podpisu;"
            " termín uzavření; očekávaný termín; datum rozhodnutí; předpokládaný termín",
            "дедлайн; дата закрытия; дата решения; план закрытия; срок закрытия; ожидаемая дата; дата подписания;"
            " планируемая дата; прогноз закрытия; ожидаемое закрытие",
            "契約予定; 受注予定; 完了予定; 契約予定日; 受注見込日; 成約予定日; 決定予定日; 成約見込日; 契約見込日;"
            " 受注予定月; 受注予定時期; 受注見込み日; クローズ予定日; 予定クローズ日; 想定クローズ日; クローズ見込日",
        ),
        "closed": (
            "geschlossen am; tatsächlicher abschluss; tatsächliches abschlussdatum",
            "gesloten op; afgesloten op; datum gesloten; werkelijke sluitingsdatum; daadwerkelijke sluitingsdatum",
            "clos le; fermé le; fermée le; clôturé le; clôturée le; date de clôture réelle; date réelle de clôture;"
            " date de fermeture réelle",
            "cerrado el; cierre real; fecha cierre real; fecha de cierre real; fecha real de cierre",
            "fechado em; encerrado em; data do fechamento; data de encerramento real",
            "stängd den; avslutad den; faktiskt avslut; faktiskt slutdatum",
            "chiuso il; chiusa il; chiusura effettiva; data chiusura effettiva; data di chiusura effettiva;"
            " data effettiva di chiusura",
            "uzavřeno dne; ukončeno dne; skutečné uzavření; skutečné datum uzavření",
            "закрыта дата; факт закрытия; фактическая дата закрытия; дата фактического закрытия",
            "クローズ日時; クローズした日; 実際のクローズ日",
        ),
        "created": (
            "created; creation date; added on; date opened; record date; inquiry date; first contact date",
            "erstellt; erfasst; angelegt; eröffnet; hinzugefügt; erstkontakt; anfragedatum; eingangsdatum;"
            " erstellungsdatum; anfrage vom",
            "toegevoegd; aanvraagdatum; gemaakt op; geopend op; gecreëerd op; datum aanvraag; datum aangemaakt",
            "créé; créée le; ajouté le; ouverte le; date demande; date d'ajout; date d'entrée; date d'ouverture;"
            " date de premier contact",
            "fecha creación; añadido el; abierto el; fecha alta; agregado el; fecha de entrada; fecha de ingreso;"
            " fecha de apertura; fecha de registro",
            "criado; data criação; aberto em; adicionado em; cadastrado em; data de entrada; data de cadastro;"
            " data de abertura",
            "skapat; inlagd; öppnad; tillagd; registrerad; skapandedatum; skapelsedatum; registreringsdatum;"
            " skapad datum",
            "creato; data creazione; aperto il; creata il; inserito il; aggiunto il; data apertura; data inserimento",
            "přidáno; založeno; vytvořen; otevřeno; datum vytvoření; datum přidání; vytvořeno dne; datum založení;"
            " datum poptávky",
            "создана; добавлено; дата создания; дата заявки; дата открытия; дата обращения; дата добавления;"
            " дата поступления; дата регистрации",
            "発生日; 追加日; 引合日; 受付日; 登録日時; 案件発生日; 商談開始日; 初回接触日; 案件作成日; 問い合わせ日;"
            " レコード作成日",
        ),
        "won": (
            "win date; closed won date",
            "gewinndatum; gewonnen am; datum gewonnen",
            "windatum",
            "gagné le; gagnée le; date gagné; date gagnée; date de gain",
            "ganado el; ganada el; fecha ganado; fecha ganada; fecha de ganancia",
            "ganho em; data ganho",
            "vinstdatum; vunnen den; vunnet datum; datum vunnen",
            "vinto il; vinta il; data vinta; data vinto; data vincita",
            "vyhráno dne; datum výhry; získáno dne; datum získání",
            "дата победы; дата выигрыша",
            "受注日; 成約日; 受注日時",
        ),
        "lost": (
            "loss date; closed lost date",
            "absagedatum; verlustdatum; verloren am; abgesagt am; datum verloren",
            "verliesdatum",
            "perdu le; perdue le; date perdu; date perdue; date de perte",
            "perdido el; perdida el; fecha perdido; fecha perdida",
            "perda em; data perda",
            "förlustdatum; förlorad den; förlorat datum; datum förlorad",
            "perso il; persa il; data persa; data perso; data perdita",
            "prohráno dne; datum prohry; ztraceno dne; datum ztráty",
            "дата потери; дата проигрыша",
            "失注日; 敗戦日; 失注日時",
        ),
        "next_on": (
            "next touch; next meeting; next activity; reminder date; follow up on; call back date; next contact date",
            "nachfassdatum; wiedervorlagedatum; nachfassen am; nächster termin; wiedervorlage am;"
            " nächstes follow-up; nächste aktivität am; datum nächster schritt",
            "terugbeldatum; opvolgen op; volgend contact; volgende contact; volgende afspraak;"
            " volgende activiteitsdatum; datum volgende stap; datum volgende actie",
            "prochain rdv; prochain contact; prochaine relance; prochain rendez-vous; à rappeler le; date de suivi;"
            " date de rappel; date prochaine action; date de prochaine étape; date de la prochaine activité",
            "próxima cita; próxima llamada; próxima reunión; próximo contacto; fecha próximo paso;"
            " fecha próximo contacto; fecha próxima actividad; fecha de próxima acción",
            "próxima reunião; próxima ligação; data de retorno; data de acompanhamento; data da próxima ação;"
            " data do próximo passo; data do próximo contato; data da próxima atividade",
            "uppföljningsdatum; nästa möte; nästa kontakt; nästa uppföljning; nästa aktivitetsdatum;"
            " datum nästa steg; datum för nästa aktivitet",
            "data richiamo; richiamare il; ricontattare il; prossimo incontro; prossimo appuntamento;"
            " data follow-up; data prossima azione; data prossimo contatto; data prossima attività",
            "další termín; další kontakt; další schůzka; příští schůzka; datum dalšího kroku; termín dalšího kroku;"
            " datum další aktivity; datum dalšího kontaktu",
            "дата задачи; когда связаться; следующий звонок; дата напоминания; следующая встреча;"
            " дата следующего шага; дата ближайшей задачи; дата следующего контакта; дата следующего действия",
            "次回訪問日; フォロー日; 次回活動日; 次回商談日; 次回アポ日; 次回対応日; 次回架電日; リマインド日;"
            " 次回打合せ日; 次回フォロー日; フォロー予定日; 次回活動予定日; 次回アクション日",
        ),
        "next_step": (
            "action; next task; next steps; action item",
            "aktion; nächste aufgabe; nächste schritte; nächste maßnahme; nächste aktivität; was als nächstes",
            "actie; vervolgstap; vervolgactie; te doen; volgende activiteit",
            "à faire; étape suivante; action suivante; prochaines étapes; prochaine activité; action à mener;"
            " suite à donner",
            "acción; por hacer; próxima acción; próximos pasos; siguiente acción; siguientes pasos; próxima actividad",
            "ação; a fazer; próxima tarefa; próximos passos; próxima atividade",
            "åtgärd; att göra; nästa åtgärd; nästa aktivitet",
            "azione; da fare; prossimi passi; passo successivo; prossima attività; azione successiva;"
            " attività successiva",
            "akce; co dál; další akce; další kroky; další aktivita; následující krok",
            "действие; что делать; следующие шаги; следующая задача; ближайшая задача; следующее действие;"
            " дальнейшие действия",
            "次の行動; 次の予定; 次回対応; 次アクション; 次回アクション; ネクストステップ; ネクストアクション",
        ),
        "value": (
            "value; amount; revenue; pipeline value; amount (usd); sales amount; quote amount",
            "wert; betrag; umsatz; gesamtwert; gesamtsumme; angebotswert; gesamtbetrag; vertragswert; verkaufswert;"
            " angebotssumme; auftragssumme; auftragsvolumen",
            "waarde; bedrag; omzet; totaal; orderwaarde; totaalbedrag; ordergrootte; offertebedrag; offertewaarde;"
            " contractwaarde; opdrachtwaarde; totale waarde; potentiële waarde",
            "montant; valeur; total ht; ca estimé; montant ht; montant ttc; montant total; revenu estimé;"
            " montant du devis",
            "valor; importe; monto; ingresos; ingreso; presupuesto; monto total; valor total; importe total;"
            " valor contrato",
            "receita; orçamento; valor (r$); valor da proposta",
            "omsättning; beløb; beløp; verdi; værdi; värde; belopp; summa; ordervärde; totalsumma;"
            " totalbelopp; offertvärde; avtalsvärde; offertbelopp;"
            " kontraktsvärde; förväntad intäkt",
            "valore; importo; ricavo; ricavi; totale; valore totale; importo totale; valore offerta;"
            " importo offerta; valore contratto; entrate previste",
            "hodnota; částka; suma; celkem; rozpočet; celková cena; celková částka; nabídková cena; celková hodnota;"
            " očekávaný výnos; cena bez dph",
            "сумма; стоимость; бюджет; итого; сумма руб; общая сумма; сумма заказа; сумма договора; сумма контракта;"
            " ожидаемый доход; ожидаемая выручка",
            "合計; 予算; 総額; 受注額; 見積額; 売上金額; 受注金額; 見積金額; 商談金額; 合計金額; 予想金額; 売上予測;"
            " 売上見込; 取引金額; 見込金額; 想定金額; 契約金額; 案件金額; 想定売上; 期待売上; 予定金額; 見込み金額;"
            " 売上見込金額; 売上予定金額",
        ),
        "probability": (
            "probability; prob; close %; closing probability",
            "wahrscheinlichkeit; wkt; abschlusschance; gewinnwahrscheinlichkeit; erfolgswahrscheinlichkeit;"
            " auftragswahrscheinlichkeit; eintrittswahrscheinlichkeit; verkaufschance %; chance in %",
            "waarschijnlijkheid; winkans; slaagkans; succeskans; slagingskans; scoringskans; kanspercentage;"
            " kans op succes",
            "probabilité; proba; % de réussite; taux de réussite; probabilité de gain; taux de probabilité;"
            " probabilité de réussite; probabilité de signature; probabilité de conclusion",
            "probabilidad; % éxito; % de cierre; probabilidad de éxito; probabilidad de ganar; probabilidad de cierre",
            "probabilidade; chance de fechamento; probabilidade de ganho; probabilidade de sucesso;"
            " probabilidade de fechamento",
            "sannolikhet; chans; säljchans; vinstchans; avslutschans; vinstsannolikhet; sannolikhet för avslut",
            "probabilità; % successo; probabilità chiusura; probabilità di vincita; probabilità di successo",
            "pravděpodobnost; šance; % pravděpodobnosti; pravděpodobnost úspěchu; pravděpodobnost uzavření;"
            " šance na úspěch",
            "вероятность; шанс; % вероятности; вероятность успеха; вероятность закрытия; шанс на успех",
            "成約率; 受注率; 受注確度; 成約確率; 受注確率",
        ),
        "stage": (
            "stage; phase; funnel stage; current stage",
            "etappe; verkaufsstufe; angebotsphase; vertriebsphase; vertriebsstufe; verkaufsschritt; pipeline-stufe",
            "fase; salesfase; verkoopfase; pijplijnfase; pipelinefase",
            "étape; stade; étape commerciale; phase commerciale; étape de vente; phase de vente; étape du pipeline;"
            " étape du cycle de vente",
            "etapa; etapa comercial; fase de venta; etapa de venta; etapa de ventas; etapa del embudo",
            "estágio; fase da venda; fase do funil; etapa do funil; etapa da venda",
            "fas; steg; skede; etapp; säljfas; säljsteg; affärsfas; affärssteg; pipelinefas; pipelinesteg;"
            " försäljningsfas; försäljningssteg",
            "stadio; fase vendita; fase pipeline; stadio di vendita",
            "fáze; fáze prodeje; krok prodeje; prodejní fáze; obchodní fáze",
            "стадия; этап; фаза; этап продаж; этап воронки; этап продажи; стадия продаж; этап воронки продаж",
            "進捗状況; 商談フェーズ; 商談ステージ; 営業ステージ; 営業フェーズ; 案件ステージ; 案件フェーズ;"
            " パイプラインステージ",
        ),
        "status": (
            "won/lost",
            "statut de l'affaire",
            "estado del trato",
            "affärsstatus",
            "stato affare",
            "案件状況; 商談状況; 取引ステータス",
        ),
        "source": (
            "source; origin; referred by; lead origin; referral source; marketing source; acquisition channel;"
            " how did you hear about us",
            "quelle; akquisekanal; kontaktquelle; empfohlen von; empfehlung durch",
            "bron; herkomst; hoe gevonden",
            "origine; provenance; canal d'acquisition; source du lead; origine du lead; origine du contact;"
            " source du prospect; source de la piste",
            "fuente; origen; procedencia; fuente original; fuente del lead; origen del lead; fuente de origen;"
            " canal de captación; origen del contacto; fuente de prospecto",
            "fonte; origem; fonte do lead; origem do lead; origem do contato; canal de aquisição",
            "källa; leadkälla; lead-källa",
            "segnalato da; fonte contatto; origine contatto; provenienza lead",
            "zdroj; původ; zdroj leadu; zdroj kontaktu; zdroj poptávky",
            "источник; источник лида; откуда узнали; рекламный канал; источник клиента; источник трафика;"
            " канал привлечения; источник обращения",
            "紹介元; 流入経路; 獲得経路; きっかけ; リード元; 案件経路; 認知経路; 問い合わせ経路",
        ),
        "reason": (
            "lost reason; lost because; rejection reason",
            "verlorengrund; ablehnungsgrund; grund verloren; warum verloren; grund der absage; grund für verlust;"
            " grund des verlusts",
            "reden; afwijsreden; reden verlies; reden verloren; reden afwijzing",
            "motif; raison; raison perdu; raison d'échec; cause de perte; motif du refus; raison de perte;"
            " motif de la perte",
            "motivo; razón; razón perdido; motivo pérdida; motivo perdido; causa de pérdida; motivo de rechazo;"
            " razón de la pérdida",
            "razão; motivo perda; razão da perda; causa da perda; motivo de recusa",
            "orsak; anledning; avslagsorsak; förlustanledning; förlorad pga; varför förlorad; anledning till förlust",
            "motivo persa; causa perdita; motivo rifiuto; motivazione perdita; motivo di perdita;"
            " ragione della perdita",
            "důvod; proč prohráno; příčina ztráty; důvod odmítnutí; důvod neúspěchu",
            "причина; причина потери; причина провала; причина неудачи; почему отказались",
            "理由; 敗因; 失注原因; 失注要因; 敗戦理由; 失注の理由; 断られた理由",
        ),
        "organization": (
            "company; customer; client; organization; business name",
            "firma; kunde; unternehmen; kunden; betrieb; endkunde; kundenfirma; gesellschaft; auftraggeber;"
            " unternehmensname; geschäftspartner",
            "bedrijf; klant; organisatie; debiteur; klantnaam; onderneming; opdrachtgever",
            "entreprise; société; compte; enseigne; établissement; raison sociale",
            "empresa; cliente; cuenta; organización; sociedad; institución; razón social",
            "organização; companhia; instituição; razão social; nome fantasia; nome da conta",
            "företag; kund; bolag; kundnamn; bolagsnamn; kundföretag; organisationsnamn",
            "azienda; società; ditta; impresa; nome account; ragione sociale",
            "společnost; zákazník; firmy; společnosti; podnik; odběratel",
            "компания; организация; клиент; компании; организации; клиента; фирма; юрлицо; заказчик; контрагент;"
            " покупатель; предприятие; юр. лицо",
            "顧客; 社名; 客先; 企業名; 顧客名; 法人名; 得意先; 組織名; 団体名; お客様; 客先名; お客様名; 得意先名;"
            " クライアント; クライアント名",
        ),
        "person": (
            "contact; key contact; main contact; decision maker",
            "ansprechpartner; kontakt; entscheider; hauptkontakt; ansprechperson; gesprächspartner;"
            " ansprechpartnerin; zuständig beim kunden",
            "contactpersoon; beslisser; contactnaam; aanspreekpunt",
            "interlocuteur; décideur; référent; contact client; contact associé; contact principal;"
            " personne à contacter",
            "contacto; decisor; interlocutor; persona contacto; contacto principal",
            "contato; contato principal; pessoa de contacto; responsável no cliente",
            "kontaktperson; kontaktnamn; beslutsfattare; kontaktens namn",
            "contatto; referente; decisore; interlocutore; contatto principale",
            "kontaktu; kontaktní osoba; hlavní kontakt",
            "контакт; контакта; фио; лпр; контактное лицо; имя клиента; основной контакт; контактная персона;"
            " полное имя контакта",
            "窓口; 連絡先名; ご担当者; 先方担当者; コンタクト; 顧客担当者; ご担当者名; 窓口担当者; お客様担当者;"
            " 先方担当者名; 取引先担当者; コンタクト名",
        ),
        "email": (
            "email; mail; e-mail; company email",
            "mailadres; zakelijk e-mailadres",
            "courriel; mél; adresse électronique",
            "correo; correo-e; dirección de correo",
            "e-mail comercial",
            "mejladress; mailadress; e-post",
            "posta elettronica; indirizzo mail; posta elettronica aziendale",
            "elektronická pošta",
            "почта; мейл; имейл; емейл; е-мейл; адрес эл. почты; адрес электронной почты",
            "メール; 電子メール; 担当者メール; 担当者メールアドレス; e-mailアドレス",
        ),
        "phone": (
            "phone; telephone; mobile; whatsapp; phone no; tel. no.; contact no; primary phone",
            "telefon; handy; festnetz; durchwahl; telefonnr; mobilfunk; handynummer; mobilnummer; mobilfunknummer;"
            " tel.-nr.; telefon-nr.",
            "telefoon; gsm; telefoonnr; gsm-nummer; vast nummer; mobiel nummer; mobiele nummer",
            "n° tél; n° téléphone; ligne directe; téléphone fixe; téléphone mobile; téléphone portable;"
            " numéro de portable",
            "teléfono; tfno; telf; teléfono fijo; teléfono celular; número de móvil; número de celular;"
            " teléfono del trabajo; n.º de teléfono",
            "telefone; fone; telefone fixo; telefone celular; contato telefônico; telefone comercial;"
            " nº de telefone; número de telemóvel",
            "tfn; telnr; mobilnr; direktnummer; mobiltelefonnummer",
            "telefono fisso; telefono mobile; numero cellulare; telefono ufficio; recapito telefonico",
            "tel. číslo; pevná linka; číslo mobilu; mobilní číslo; číslo telefonu; mobilní telefon",
            "телефон; тел; моб.; сотовый; телефоны; моб. телефон; рабочий тел.; сотовый телефон",
            "電話; 直通; 携帯番号; 代表電話; 直通電話; 代表番号; モバイル; 勤務先電話; お電話番号; 携帯電話番号;"
            " 会社電話番号; 連絡先電話番号; 電話(会社)",
        ),
        "title": (
            "project name",
            "angebot; auftrag; geschäft; projektname; geschäftsname; verkaufsprojekt; deal-titel;"
            " name der verkaufschance",
            "offerte; opdracht; dealtitel; verkoopkans; projectnaam; naam verkoopkans",
            "devis; projet; transaction; nom opportunité; nom du projet; nom du dossier; intitulé de l'affaire",
            "proyecto; cotización; nombre oportunidad; título del trato; nombre del proyecto",
            "projeto; negociação; nome do projeto; nome da negociação",
            "offert; möjlighet; projektnamn; säljmöjlighet; affärsmöjlighet; försäljningsmöjlighet; affärens namn",
            "titolo; offerta; progetto; commessa; preventivo; nome progetto",
            "zakázka; nabídka; název zakázky; jméno obchodu; název projektu; obchodní případ; obchodní příležitost;"
            " název obchodního případu",
            "заказ; проект; возможность; имя сделки; название проекта; наименование сделки; потенциальная сделка",
            "商談; 引合名; 見積件名; ディール名; プロジェクト; 案件タイトル; 商談タイトル; 取引タイトル;"
            " プロジェクト名",
        ),
        "currency": (
            "ccy",
            "whg",
            "valutakod",
            "moneta",
            "kód měny",
            "код валюты",
            "通貨コード",
        ),
        "tags": (
            "kategorie",
            "categorieën",
            "libellés; étiquette; mots-clés",
            "categoría; palabras clave",
            "rótulos; palavras-chave",
            "tagg; kategori; nyckelord; kategorier",
            "etichetta; parole chiave",
            "tagy",
            "тэги; метка; категория; категории",
            "カテゴリ; カテゴリー",
        ),
        "note": (
            "additional information",
            "hinweise; kommentare; zusatzinfo",
            "commentaar; toelichting; beschrijving; aantekeningen; bijzonderheden",
            "remarque; observation; observations; informations complémentaires",
            "detalle; apuntes; detalles; observación; anotaciones; información adicional",
            "obs; detalhes; anotação; anotações; observação; informações adicionais",
            "notis; notering; detaljer; noteringar; kommentarer",
            "dettagli; annotazioni; osservazione; informazioni aggiuntive",
            "detaily; komentáře; podrobnosti; další informace",
            "детали; заметки; примечания; подробности; дополнительно; доп. информация; дополнительная информация",
            "内容; 詳細; 概要; 摘要; 補足; 備考欄; ノート; 特記事項; 商談メモ; 状況メモ; 案件概要",
        ),
    }
)
"""For each field the words that tell it, in the languages known, the surest field first."""
_LONGEST = 120


def meaning_of(heading: str) -> str:
    """The field of a deal that the heading speaks of; "" where its words tell none."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:_LONGEST])
    words = [letters(word) for word in re.findall(r"[^\W\d_]+", apart)]
    known = _said()
    return next((field for said, fields in _readings(words) for field in fields if said in known[field]), "")


def _readings(words: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What may be meant, the surest first: the words that tell it, and the fields that they may tell."""
    plain = [word for word in words if word not in _BETWEEN]
    bare = [word for word in plain if word not in _OF_A_DEAL]
    if any(word in _REAL for word in bare):
        yield _key(word for word in bare if word not in _REAL), ("closed",)
        return
    looked_for = any(word in _LOOKED_FOR for word in bare)
    if looked_for:
        yield _key(plain), _PLANNED
        yield _key(word for word in bare if word not in _LOOKED_FOR), _PLANNED
        return
    every = tuple(_WORDS)
    yield _key(plain), every
    yield _key(bare), every
    yield _key(word for word in bare if word not in _NAMES), _NAMED
    yield _key(word for word in bare if word not in _CONTACTS), _REACHED
    if len(bare) < len(plain) and all(word in _NAMES for word in bare):
        yield "deal", ("title",)


def _key(words: Iterator[str] | list[str]) -> str:
    return " ".join(sorted(words))


@cache
def _said() -> Mapping[str, frozenset[str]]:
    """What is said of each field. What tells when a deal is to be closed may tell when it was."""
    found = {}
    for field, languages in _WORDS.items():
        said = set()
        for heading in "; ".join(languages).split(";"):
            words = [word for word in map(letters, re.findall(r"[^\W\d_]+", heading)) if word not in _BETWEEN]
            bare = [word for word in words if word not in _OF_A_DEAL | _LOOKED_FOR]
            said |= {_key(words), _key(bare if any(word not in _DAYS for word in bare) else words)}
        found[field] = frozenset(said - {""})
    found["closed"] |= found["close"]
    found["title"] |= {"deal"}
    return MappingProxyType(found)

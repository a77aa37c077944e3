"""The common words for dates in German, Dutch, French, Spanish and Japanese, as the English ones of our own table.

What they cannot say goes to the date-parsing library, in the rep's languages (`freewords`). Only whole words that mean
nothing else in an English line are here: `do`, `mi` and `so` are not.
"""

from __future__ import annotations

from pipetui.domain import patterns as re

_DAYS = (
    ("monday", "montag maandag lundi lunes"), ("tuesday", "dienstag dinsdag mardi martes"),
    ("wednesday", "mittwoch woensdag mercredi miércoles miercoles"), ("thursday", "donnerstag donderdag jeudi jueves"),
    ("friday", "freitag vrijdag vendredi viernes"), ("saturday", "samstag sonnabend zaterdag samedi sábado sabado"),
    ("sunday", "sonntag zondag dimanche domingo"),
)  # fmt: skip
_MONTHS = (
    ("january", "januar jänner januari janvier enero"), ("february", "februar februari février fevrier febrero"),
    ("march", "märz maerz maart mars marzo"), ("april", "avril abril"), ("may", "mai mei mayo"),
    ("june", "juni juin junio"), ("july", "juli juillet julio"), ("august", "augustus août aout agosto"),
    ("september", "septembre septiembre"), ("october", "oktober octobre octubre"),
    ("november", "novembre noviembre"), ("december", "dezember dez décembre decembre diciembre"),
)  # fmt: skip
_OTHERS = (
    ("today", "heute vandaag aujourd'hui aujourd’hui hoy"), ("tomorrow", "morgen demain mañana"),
    ("yesterday", "gestern gisteren hier ayer"), ("day after tomorrow", "übermorgen uebermorgen overmorgen"),
    ("day before yesterday", "vorgestern eergisteren"),
    ("next", "nächste nächsten nächster nächstes naechste naechsten kommende kommenden komende volgende"
             " prochain prochaine próximo próxima proximo proxima"),
    ("last", "letzte letzten letzter letztes vorige dernier dernière pasado pasada"),
    ("this", "diese diesen dieser dieses deze dit cette este esta"),
    ("week", "woche semaine semana"), ("weeks", "wochen weken semaines semanas"),
    ("month", "monat monats maand mois mes"), ("months", "monate monaten maanden meses"),
    ("day", "tag dag jour día dia"), ("days", "tage tagen dagen jours días dias"),
    ("year", "jahr jahres jaar año"), ("years", "jahre jahren jaren ans années años"),
    ("quarter", "quartal quartals kwartaal trimestre"),
    ("in", "dans"), ("end of", "ende eind einde fin final finales"), ("start of", "anfang début principios"),
    ("mid", "mitte mediados"), ("weekend", "wochenende"),
    ("eom", "monatsende maandeinde"), ("eoq", "quartalsende kwartaaleinde"), ("eoy", "jahresende jaareinde"),
    ("today evening", "vanavond"), ("today afternoon", "vanmiddag"), ("today morning", "vanochtend"),
    ("morning", "früh vormittag ochtend matin"), ("afternoon", "nachmittag namiddag après-midi tarde"),
    ("evening", "abend avond soir"),
    ("a", "einem einer einen een une una"), ("two", "zwei twee deux dos"), ("three", "drei drie trois tres"),
    ("four", "vier quatre cuatro"),
)  # fmt: skip
WORDS = (*_DAYS, *_MONTHS, *_OTHERS)
"""English words, each with those that are read as it."""
_LITTLE = frozenset(
    (
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "am",
        "im",
        "vom",
        "le",
        "la",
        "les",
        "du",
        "el",
        "los",
        "de",
        "het",
        "van",
    )
)
"""Articles and the like, which go where a foreign word stands behind them."""
_PHRASES = (
    ("après-demain", "day after tomorrow"), ("pasado mañana", "day after tomorrow"), ("dentro de ", "in "),
    ("1er ", "1 "),
    ("fin d'année", "eoy"), ("fin d’année", "eoy"), ("por la mañana", "morning"), ("por la tarde", "afternoon"),
    ("ce soir", "today evening"), ("ce matin", "today morning"), ("cet après-midi", "today afternoon"),
    ("esta noche", "today evening"), ("esta tarde", "today afternoon"), ("esta mañana", "today morning"),
)  # fmt: skip
_AT = r"\b(?:um|om|à|a las|a la) (1[0-9]|2[0-3]|[89])(?![0-9:.]| ?(?:uhr|uur|heures?|h)\b)"
"""A bare hour: one before eight may be of the morning or the afternoon, and is refused as in English."""
_AT_CLOCK = r"\b(?:à|a las|a la) (?=[0-9]{1,2}:[0-9]{2}\b)"
_COMING = rf"\b(?:am )?(?:kommende[nrs]?|komende) (?={'|'.join(' '.join(others for _, others in _DAYS).split())})"
"""German and Dutch mean the very next one, not that of the next week."""
_HOURS = r"\b(?:um |om |à |a las )?([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(?:uhr|uur|heures?|h)\b"

_JAPANESE = (
    ("明後日", " day after tomorrow "), ("あさって", " day after tomorrow "),
    ("明日", " tomorrow "), ("あした", " tomorrow "),
    ("今日", " today "), ("本日", " today "), ("一昨日", " day before yesterday "), ("昨日", " yesterday "),
    ("再来週", " week after next "), ("来週", " next week "), ("今週", " this week "), ("先週", " last week "),
    ("来月末", " end of next month "), ("来月", " next month "), ("月末", " eom "), ("今月", " this month "),
    ("午前中", " morning "), ("午後", " afternoon "),
    *((f"{sign}曜日", f" {day} ") for sign, day in zip("月火水木金土日", (day for day, _ in _DAYS), strict=True)),
    *((f"{sign}曜", f" {day} ") for sign, day in zip("月火水木金土日", (day for day, _ in _DAYS), strict=True)),
)  # fmt: skip

_words: dict[str, str] = {}


def in_english(words: str) -> str:
    """The words (lower case, single spaces) with those that our own table knows in English; else as they are."""
    if words.isascii() and not any(map(_known().__contains__, words.replace(",", " ").split())):
        return words
    for said, english in _PHRASES:
        words = words.replace(said, english)
    if any("\u3040" <= char <= "\u9fff" for char in words):
        return _from_japanese(words)
    words = re.sub(_COMING, "", re.sub(_AT_CLOCK, "", re.sub(_AT, r"\1:00", words)))
    parts = words.split()
    known = _known()
    said_so = [known.get(word.rstrip(","), word) for word in parts]
    if said_so == parts:
        return words
    kept = [word for word in said_so if word not in _LITTLE]
    text = " ".join(kept).replace("over ", "in ") if "over" in kept else " ".join(kept)
    if parts[0] == "en" or parts[0] == "binnen":
        text = f"in {text.partition(' ')[2]}"
    text = re.sub(_HOURS, lambda found: f"{found[1]}:{found[2] or '00'}", text)
    # In French and Spanish what is next stands behind: lundi prochain, la semaine prochaine.
    match = re.fullmatch(r"(\w+) (next|last)", text)
    if match:
        text = f"{match[2]} {match[1]}"
    return text.replace("tomorrow tomorrow", "tomorrow morning") if parts.count("mañana") > 1 else text


def _from_japanese(words: str) -> str:
    for said, english in _JAPANESE:
        words = words.replace(said, english)
    words = re.sub(r"([0-9]+)週間後", r" in \1 weeks ", words)
    words = re.sub(r"([0-9]+)日後", r" in \1 days ", words)
    words = re.sub(r"([0-9]+)[ヶかカ]月後", r" in \1 months ", words)
    words = re.sub(r"(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日", _japanese_date, words)
    words = re.sub(r"([0-9]{1,2})時(?:([0-9]{1,2})分)?半?", _japanese_time, words)
    return " ".join(words.replace("の", " ").split())


def _japanese_date(found: re.Match[str]) -> str:
    year = f".{found[1]}" if found[1] else "."
    return f" {found[3]}.{found[2]}{year} "


def _japanese_time(found: re.Match[str]) -> str:
    minutes = "30" if found[0].endswith("半") else (found[2] or "0").rjust(2, "0")
    return f" {found[1]}:{minutes} "


def _known() -> dict[str, str]:
    if not _words:
        for english, others in WORDS:
            for word in others.split():
                _words[word] = english
    return _words

"""One voice: what the program says keeps to the words of sales, one word a thing, one way to begin and to end."""

import re
from pathlib import Path

from tests.sentences import Sentence, said

import pipetui
from pipetui.cli.verb import EVERYWHERE
from pipetui.cli.verbs import VERBS
from pipetui.tui.actions import ACTIONS

ELSEWHERE = {
    "next step": r"[a-z]+ follow-up( --open)?$|\[follow-up\]|follow-ups, notes|pipetui follow-up ID",
    "e-mail": r"email:|[+]\d email|call email|email in|, email, ",
    "organization": r"second account|=account",
}
"""Where another word is a name: of a template, a kind of record, a field, a kind of touch as it is typed."""

ONE_WORD = {
    r"follow-?ups?\b": "next step",
    r"gestures?\b": "what was done",
    r"emails?\b": "e-mail",
    r"(a|one|each|the|those|these|…) mails?\b(?! program)": "e-mail, or message",
    r"(organisation|company|companies|account)s?\b": "organization",
    r"(opportunity|opportunities)\b": "deal",
    r"config\b": "configuration",
    r"(colors?|favorites?|licenses?)\b": "as it is written in Britain",
    r"(milliards?|actuals?|informations)\b": "an English word",
    r"(please|sorry|oops|invalid|successfully|failed to|an error occurred)\b": "what is so, and the way out",
    r"(e\.g|i\.e|etc)\.": "such as",
}
"""What is not said, and what instead."""

UNDER_THE_BONNET = re.compile(
    r"(?<![.\w])(SQL\w*|database|journal|revision|trigger|traceback|exception|stderr|regex|NULL|row_id|foreign keys?)\b"
)
SEEN_BY_THE_DOCTOR = (
    "store/connect.py", "store/files.py", "store/late.py", "store/logs.py", "store/recovery/", "store/integrity.py",
    "store/undo/foreign_triggers.py", "store/schema/", "store/store.py", "service/maintenance/",
    "exchange/book_json.py", "exchange/containers/", "cli/commands/doctor.py", "cli/commands/backups.py",
    "cli/commands/hooks.py",
    "cli/remedies.py", "cli/book_verbs.py", "store/reads/odd_rows.py",
)  # fmt: skip
"""What is broken, or in a file, is called what it is: the rep who reads it is about to mend it."""

NAMES = ("SQLite", "Subject", "ISO", "UTF", "XLSX", "CSV", "JSON", "PDF")
ALL_CAPS = re.compile(r"[A-Z]+\b")


def where(sentence: Sentence) -> str:
    return f"{sentence.path}:{sentence.line}: {sentence.text}"


def test_there_is_one_word_for_a_thing() -> None:
    found = []
    for word, instead in ONE_WORD.items():
        pattern = re.compile(rf"(?<![\w/@.\[])(?:{word})", re.IGNORECASE)
        for sentence in said():
            for line in re.sub(r"\{[^{}]*\}", "…", sentence.text).splitlines():
                allowed = ELSEWHERE.get(instead)
                if pattern.search(line) and not (allowed and re.search(allowed, line)):
                    found.append(f"{where(sentence._replace(text=line))} -> {instead}")
    assert found == []


def test_what_an_error_says_begins_in_lower_case_and_ends_without_a_period() -> None:
    told = [sentence for sentence in said() if sentence.part in ("title", "hint")]
    assert len(told) > 1000
    wrong = [
        where(sentence)
        for sentence in told
        if (sentence.text[:1].isupper() and not sentence.text.startswith(NAMES) and not ALL_CAPS.match(sentence.text))
        or (sentence.text.endswith(".") and not sentence.text.endswith("..."))
    ]
    assert wrong == []


def test_what_something_is_not_is_said_in_one_way() -> None:
    other = re.compile(r"(”|\}|^that|^it) is no (?!longer|such|more|other)")
    assert [where(sentence) for sentence in said() if other.search(sentence.text)] == []


def test_nothing_under_the_bonnet_is_named_where_the_rep_works() -> None:
    found = [
        where(sentence)
        for sentence in said()
        if UNDER_THE_BONNET.search(sentence.text) and not sentence.path.startswith(SEEN_BY_THE_DOCTOR)
    ]
    assert found == []


def test_the_app_sends_nobody_to_the_configuration_where_settings_do() -> None:
    syntax = re.compile(r"\[[a-z]+\] [a-z]+ ?=|in the configuration")
    app = [sentence for sentence in said() if sentence.path.startswith("tui/")]
    assert [where(sentence) for sentence in app if syntax.search(sentence.text)] == []


def test_what_a_key_does_is_a_phrase_and_what_an_option_does_a_sentence() -> None:
    keys = {action.id: action.tooltip for action in ACTIONS}
    assert [name for name, text in keys.items() if text.endswith(".") or not text[:1].isupper() or len(text) > 72] == []
    helps = [option.help for verb in VERBS for option in (*verb.options, *EVERYWHERE)]
    helps += [verb.words.help for verb in VERBS if verb.words]
    assert [text for text in helps if not text.endswith((".", "…"))] == []


def test_how_many_more_there_are_is_told_with_thousands() -> None:
    bare = re.compile(r"\{(?!plural|[^{}]*:)[^{}]+\} (more\b|deals\b)")
    given = ("demo/__init__.py", "cli/completion/", "phrases/forecast_page.py", "phrases/scorecard.py")
    files = Path(pipetui.__file__).parent
    found = [
        f"{path.relative_to(files)}: {line.strip()}"
        for path in files.rglob("*.py")
        if not str(path.relative_to(files)).startswith(given)
        for line in path.read_text(encoding="utf-8").splitlines()
        if bare.search(line)
    ]
    assert found == []

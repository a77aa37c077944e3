"""What is said below shell and app speaks of the thing; each of the two says the way out in its own words."""

import ast
import re
from functools import cache
from itertools import chain
from string import Formatter

from tests.sentences import modules

from pipetui.cli import remedies as shell
from pipetui.cli.errors import warned, what_to_do
from pipetui.cli.verbs import VERBS
from pipetui.domain.errors import ConflictError, Remedy, Warned
from pipetui.tui import remedies as app
from pipetui.tui.actions import ACTIONS, BY_ID, key_text

FRONTS = ("", "cli", "tui")
VERB = re.compile(rf"\bpipetui ({'|'.join(verb.name for verb in VERBS)})\b|: pipetui $")  # or a verb that is put there
OPTION = re.compile(r"(?<![\w-])--[a-z]")
KEY = re.compile(r"\bpress\b|\bin the app\b|\b(Esc|Enter)\b|\^[a-z]\b(?!-)")

_KEYS = {key for action in ACTIONS for key in key_text(action.keys).split() if len(key) == 1 and key.isalnum()}
KEY_OF_AN_ACTION = re.compile(rf"[:;,] [{''.join(_KEYS - {'a'})}](,| then| [a-z])")

JUSTIFIED = {
    ": of another system? --from NAME keeps them apart": "in the file of failed rows, which is mended for the shell",
    " (Enter takes it, a date, or - skips) ": "a question of the shell, which is answered with Enter",
    "] (Enter takes it, a date, or - skips) ": "a question of the shell, which is answered with Enter",
    "type the number of one, or Enter for none": "a question of the shell, which is answered with Enter",
    "--command-palette": "an id of Textual's own",
    "--none--": "what a system writes for nothing",
    "Enter, o opens your mail program    ": "a key of the dialog's own, which is not remapped",
    "^n": "a line end in a parameter of a vCard",
    "pipetui person ID": "a heading of a file",
    "pipetui note ID": "a heading of a file",
    "pipetui history ID": "a heading of a file",
}


def strings(front: str) -> list[str]:
    """Every text that can be shown, as it is written there; no docstrings."""
    return [text for module in modules() if module.front == front for text in module.pieces]


def naming(pattern: re.Pattern[str], front: str) -> list[str]:
    """The strings in which it is found, but for the justified ones."""
    return [text for text in strings(front) if pattern.search(text) and text not in JUSTIFIED]


@cache
def raised() -> dict[str, set[str]]:
    """The names of all remedies in the program, with the facts that come with each."""
    found: dict[str, set[str]] = {}
    for node in chain.from_iterable(module.remedies for module in modules()):
        given = node.args[0]
        names = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
        for name in names:
            written = name.value if isinstance(name, ast.Constant) else None
            assert isinstance(written, str), "the name of a remedy is written out where it is raised"
            found.setdefault(written, set()).update(keyword.arg or "" for keyword in node.keywords)
    return found


def fields(words: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(words) if field is not None}


def test_below_the_front_ends_no_verb_no_option_and_no_key_is_named() -> None:
    for pattern in (VERB, OPTION, KEY):
        assert naming(pattern, "") == []


def test_the_app_names_no_verb_and_no_option_and_keys_from_the_registry() -> None:
    for pattern in (VERB, OPTION, KEY_OF_AN_ACTION):
        assert naming(pattern, "tui") == []


def test_the_shell_names_no_key() -> None:
    assert naming(KEY, "cli") == []


def test_what_is_justified_is_still_there() -> None:
    assert JUSTIFIED.keys() <= set(chain.from_iterable(map(strings, FRONTS)))


def test_every_remedy_has_words_in_the_shell_and_words_or_a_reason_in_the_app() -> None:
    known = raised().keys()
    silent = [name for names in app.WITHOUT.values() for name in names.split()]
    assert shell.WORDS.keys() == known
    assert sorted([*app.WORDS, *silent]) == sorted(known)


def test_the_words_need_no_fact_that_is_not_given_and_no_fact_is_for_nothing() -> None:
    for name, given in raised().items():
        said = shell.WORDS[name]
        needed = fields(said) if isinstance(said, str) else given
        in_app = {field for field in fields(app.WORDS.get(name, "")) if not field.startswith("key[")}
        assert needed | in_app == given, name


def test_the_keys_in_the_apps_words_are_those_of_actions() -> None:
    for words in app.WORDS.values():
        for field in fields(words):
            assert not field.startswith("key[") or field[4:-1] in BY_ID, words


def test_shell_and_app_each_say_it_in_their_own_words() -> None:
    error = ConflictError("#1 Acme is won", "that is so", remedy=Remedy("reopen"))
    assert what_to_do(ConflictError("#1 Acme is won", remedy=error.remedy)) == "reopen it first: pipetui reopen"
    assert app.told(error, {}) == "#1 Acme is won · that is so · r reopens it"
    assert app.hint(error, {"deal.reopen": "R"}) == "that is so · R reopens it"


def test_where_the_app_has_no_way_it_says_the_rest() -> None:
    error = ConflictError("it is damaged", "is there room, or a quota?", remedy=Remedy("doctor.then"))
    assert what_to_do(error) == "is there room, or a quota? then see: pipetui doctor"
    assert app.told(error, {}) == "it is damaged · is there room, or a quota?"


def test_a_warning_knows_its_way_out_too() -> None:
    said = Warned("Ann Lee is there twice now; the same?", Remedy("merge.people", keep=3, other=5))
    assert warned(said) == "Ann Lee is there twice now; the same? pipetui person 3 --merge 5"
    assert app.warned(said, {"party.merge": "J"}) == f"{said} · 4 lists them, J there merges them"
    assert (warned("plain"), app.warned("plain", {})) == ("plain", "plain")


def test_where_a_text_is_kept_is_said_last() -> None:
    error = ConflictError("it was changed", remedy=Remedy("playbook"))
    error.kept = "Your text is kept in /tmp/x"
    assert what_to_do(error) == "see: pipetui playbook. Your text is kept in /tmp/x"
    assert app.hint(error, {}) == "! on a deal shows the playbook. Your text is kept in /tmp/x"

"""Command lines: every verb with its options, the rep's words, and answers typed to its questions."""

import os
import shlex
from collections.abc import Callable
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from hypothesis import strategies as st

from pipetui import editing
from pipetui.cli.output import help_text
from pipetui.cli.verbs import BY_NAME, VERBS
from tests.fuzz.entry import Entry
from tests.fuzz.several_lines import FORM
from tests.fuzz.shell import Shell
from tests.fuzz.texts import fed, lines, one_of, pieces
from tests.fuzz.words import CADENCE, DATES, FLAGS, MAIL, NAMED, OPTIONS, PLAYBOOK, SCORES, WORDS

_DEALS = ("1", "2", "#3", "1,2", "3-5", "1-12", "99", "acme", "acme rollout", "o", "ann", "gmbh", "9" * 5000)
_TYPED = (*DATES, "y", "yes", "-", "1", "2", "", "price", "nonsense", "#1", "9" * 5000)
_IN_THE_BOOK = {"42": "2", "12": "3", "3,7-9": "3-5"}
"""The deals of the examples in the help, and which ones are meant here."""
_WRITES_FILES = ("demo", "export", "init", "import")


class Called(NamedTuple):
    """A call: what the shell hands over, and what is typed at its terminal (None: there is none)."""

    words: tuple[str, ...]
    typed: str | None = None


def entries(folder: Path) -> tuple[Entry, ...]:
    """The table; `folder` is theirs."""
    shell = Shell(folder / "shell")
    tabbed = st.tuples(one_of(("bash", "zsh", "fish")), _words().map(" ".join))

    def edited(name: str, fed: st.SearchStrategy[str], verb: str, then: str) -> Entry:
        return Entry(name, _edited(shell, verb.split(), then.split()), fed, effort=0.5, patience=4)

    return (
        Entry("command line", _carried_out(shell), calls(), effort=2, patience=3, found=_FOUND),
        Entry("Tab", _tab(shell), tabbed, effort=0.5, patience=2, found=(("bash", "log \x0b"),)),
        edited("deal edited", lines(*FORM), "edit 1", "show 1"),
        edited("score rules edited", lines(*SCORES), "scores --edit", "show 1"),
        edited("playbook edited", lines(*PLAYBOOK), "playbook --edit", "playbook"),
        edited("cadence edited", lines(*CADENCE), "cadence edit Five", "show 1"),
        edited("template edited", lines(*MAIL), "template x --edit", "mail 1 x"),
        Entry("editor", _editor, fed("vi", "code --wait", "'x", "nosuch -x"), raw=True, effort=0.5),
    )


_FOUND = (
    [Called(("log", "1", "call", "at:9999-12-31"))],
    [Called(("qualify", "1", "budget:yes")), Called(("qualify", "1", "budget:yes"))],
    [Called(("list", "created<0001-01-01"))],
    [Called(("mail", "", "2"))],
    [Called(("show", "9" * 5000))],
    [Called(("show", "o"), "9" * 5000)],
    [Called(("playbook", "delete", "9" * 5000))],
    [Called(("sweep", "1", "keep", "000000001" + "9" * 12))],
)


def calls() -> st.SearchStrategy[list[Called]]:
    """One to three calls, one after the other."""
    typed = st.none() | st.lists(pieces(*_TYPED), max_size=4).map("\n".join)
    return st.lists(st.builds(Called, _words().map(tuple), typed), min_size=1, max_size=3)


def _words() -> st.SearchStrategy[list[str]]:
    """The words of a call: an example of the help, more or less as it is, or a verb with words of any kind."""
    examples = one_of(_examples())
    verb = one_of((*BY_NAME, "nosuch"))
    changed = st.builds(_changed, examples, st.lists(st.tuples(st.integers(0, 9), _any_word()), max_size=2))
    more = st.builds(lambda words, flag: [*words, flag], changed, one_of(FLAGS))
    return st.one_of(examples.map(list), changed, changed, more, verb.flatmap(_made_up)).filter(_fits_a_shell)


@cache
def _examples() -> tuple[list[str], ...]:
    """The examples that the help gives for the verbs, about deals of this book."""
    found = [shlex.split(line)[1:] for verb in VERBS for line in help_text.of(verb).examples]
    return tuple([_IN_THE_BOOK.get(word, word) for word in words] for words in found)


def _any_word() -> st.SearchStrategy[str]:
    return one_of(tuple(NAMED)).flatmap(lambda verb: st.one_of(pieces(*NAMED[verb]), pieces(*WORDS), fed(*NAMED[verb])))


def _changed(words: list[str], changes: list[tuple[int, str]]) -> list[str]:
    """The words with some put in, or in place of another."""
    words = list(words)
    for number, word in changes:
        place = 1 + number // 2 % len(words)
        words[place : place + number % 2] = [word]
    return words


def _made_up(verb: str) -> st.SearchStrategy[list[str]]:
    """A verb with a deal or not, words that it knows or not, flags, and options with their values."""
    own = NAMED.get(verb, WORDS)
    option = one_of(tuple(OPTIONS)).flatmap(lambda name: pieces(*OPTIONS[name]).map(lambda value: [name, value]))
    known = option.filter(lambda pair: pair[0] not in ("--db", "--config") or pair[1] in OPTIONS[pair[0]])
    word = st.one_of(pieces(*own), pieces(*own), pieces(*own), pieces(*WORDS), fed(*own), one_of(FLAGS))
    parts = st.lists(st.one_of(*[word.map(lambda one: [one])] * 4, known), max_size=5)
    return st.builds(
        lambda deal, rest: [verb, *deal, *chain.from_iterable(rest)], st.just([]) | one_of(_DEALS).map(_alone), parts
    )


def _alone(word: str) -> list[str]:
    return [word]


def _fits_a_shell(words: list[str]) -> bool:
    """No shell hands over a NUL, or more than half a surrogate; no file is written outside of the folder."""
    try:
        os.fsencode("".join(words))
    except UnicodeEncodeError:
        return False
    outside = words[0] in _WRITES_FILES and any(word[:1] in ("/", "~") or ".." in word for word in words)
    elsewhere = any(word in ("--db", "--config") and at not in OPTIONS[word] for word, at in pairwise(words))
    return not (outside or elsewhere or any("\0" in word or word.startswith(("--db=", "--config=")) for word in words))


# --- what is done with them ----------------------------------------------------------------------------------


def _carried_out(shell: Shell) -> Callable[[list[Called]], None]:
    def read(given: list[Called]) -> None:
        shell.fresh()
        for call in given:
            shell.checked(call.words, call.typed)

    return read


def _tab(shell: Shell) -> Callable[[tuple[str, str]], None]:
    def read(given: tuple[str, str]) -> None:
        kind, line = given
        shell.fresh()
        words = ["pipetui", *line.split(" ")]
        shell.checked(
            [],
            _PIPETUI_COMPLETE=f"complete_{kind}",
            COMP_WORDS="\n".join(words),
            COMP_CWORD=str(len(words) - 1),
            _TYPER_COMPLETE_ARGS=f"pipetui {line}",
            _TYPER_COMPLETE_FISH_ACTION="get-args",
        )

    return read


def _edited(shell: Shell, verb: list[str], then: list[str]) -> Callable[[str], None]:
    """What is edited is understood and kept, or refused as a whole; then it is looked at, and taken back."""

    def read(text: str) -> None:
        shell.fresh()
        before = shell.rows()
        shell.check(shell.edited(verb, text), before)
        shell.checked(then)
        shell.checked(["undo"])

    return read


def _editor(text: str) -> None:
    told = text.replace("\0", "").encode("utf-8", "ignore").decode()
    with patch.dict(os.environ, {"EDITOR": told, "VISUAL": ""}):
        editing.editor()

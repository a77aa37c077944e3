"""The playbook as a text: what is written is read back, and anything else is refused at its line."""

from hypothesis import given
from hypothesis import strategies as some

from pipetui.domain import playbook
from pipetui.domain.errors import LineError
from pipetui.domain.folding import fold
from pipetui.domain.playbook import Entry, PlaybookText
from pipetui.domain.text import clean

words = some.text(min_size=1, max_size=20).map(clean).filter(bool)
responses = some.lists(words | some.just(""), max_size=4).map(lambda lines: clean("\n".join(lines), multiline=True))
entries = some.lists(some.tuples(words, responses), max_size=6, unique_by=lambda pair: fold(pair[0])).map(
    lambda pairs: [Entry(number, *pair) for number, pair in enumerate(pairs, 1)]
)


@given(known=entries)
def test_a_playbook_says_the_same_when_it_is_read_back(known: list[Entry]) -> None:
    written = playbook.from_text(playbook.as_text(known), known)
    assert written == [PlaybookText(*entry[:3]) for entry in known]
    assert not playbook.differs(written, known)


@given(text=some.text(max_size=80) | some.text(alphabet="objection: #1\n \tx", max_size=80))
def test_any_text_is_a_playbook_or_refused_at_one_of_its_lines(text: str) -> None:
    try:
        written = playbook.from_text(text, [Entry(1, "a", "")])
    except LineError as error:
        assert 1 <= error.line <= max(1, len(text.splitlines()))
        return
    assert all(entry.text == clean(entry.text) != "" for entry in written)


@given(known=entries, typed=some.text(max_size=20))
def test_a_search_keeps_what_holds_every_word_and_nothing_else(known: list[Entry], typed: str) -> None:
    found = playbook.fitting(known, typed)
    assert len(found) == len(set(found))
    for entry in known:
        holds = all(word in fold(entry.text) or word in fold(entry.response) for word in fold(typed).split())
        assert (entry in found) == holds

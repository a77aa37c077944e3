"""Which words name the deal, and which say what about it (behaviours 14, 32)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.cli import arguments
from pipetui.domain.errors import AmbiguousError, InputError, NotFoundError
from pipetui.domain.folding import fold
from tests.cli.conftest import Shell

BOOK = {
    1: "Acme rollout",
    2: "Acme Africa",
    3: "Globex seats",
    4: "Hooli demo",
    5: "3 phases",
}
MISSING = InputError("nothing behind the deal")


def names(words: str) -> tuple[int, ...]:
    """Deals by words of their titles, as `finding.find` has it."""
    wanted = fold(words).split()
    fits = tuple((n, title) for n, title in BOOK.items() if wanted and all(w in fold(title) for w in wanted))
    exact = [n for n, title in fits if fold(title) == fold(words)]
    if len(exact) == 1 or len(fits) == 1:
        return (exact[0] if exact else fits[0][0],)
    if fits:
        raise AmbiguousError(f"“{words}” fits {len(fits)} deals", "", fits)
    raise NotFoundError(f"no deal fits “{words}”")


def colour(_: arguments.Deals, rest: list[str]) -> str:
    """A rest that is understood: `red` and what follows."""
    if rest[0] != "red":
        raise InputError(f"“{' '.join(rest)}” is not a colour")
    return " ".join(rest)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("42", (42,)),
        ("#42", (42,)),
        ("3,7-9", (3, 7, 8, 9)),
        ("#3,#7-#9", (3, 7, 8, 9)),
        ("7,7,5-7", (7, 5, 6)),
        ("acme", None),
        ("42nd", None),
        ("", None),
        ("-3", None),
        ("3,", None),
        ("٤٢", None),
    ],
)
def test_b32_a_number_or_a_list_of_numbers_is_one_word(word: str, expected: tuple[int, ...] | None) -> None:
    assert arguments.numbers(word) == expected


@pytest.mark.parametrize("word", ["9-7", "1-99999999"])
def test_b32_a_range_backwards_or_without_end_is_refused(word: str) -> None:
    with pytest.raises(InputError):
        arguments.numbers(word)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("42", (42,)),
        ("3 7-9", (3, 7, 8, 9)),
        ("acme rollout", (1,)),
        ("globex", (3,)),
        ("3 phases", (5,)),
        ("-- 42", (42,)),
    ],
)
def test_b32_words_that_name_deals_only(words: str, expected: tuple[int, ...]) -> None:
    assert arguments.deals(words.split(), names) == expected


@pytest.mark.parametrize(
    ("words", "deal", "rest"),
    [
        ("globex red", 3, "red"),
        ("globex seats red and blue", 3, "red and blue"),
        ("42 red", 42, "red"),
        ("acme rollout red", 1, "red"),
        ("-- globex red", 3, "red"),
    ],
)
def test_b32_the_longest_run_of_words_names_the_deal(words: str, deal: int, rest: str) -> None:
    assert arguments.leading(words.split(), names, colour, missing=MISSING) == ((deal,), rest)


def test_b32_a_run_that_leaves_no_rest_gives_way_to_a_shorter_one() -> None:
    # “red” happens to be a part of the title “Fred”
    book = {7: "Globex Fred"}

    def fred(words: str) -> tuple[int, ...]:
        if all(word in fold(book[7]) for word in fold(words).split()):
            return (7,)
        raise NotFoundError(words)

    assert arguments.leading(["globex", "red"], fred, colour, missing=MISSING) == ((7,), "red")


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ("nobody red", NotFoundError, "no deal fits “nobody”"),
        ("no body red", NotFoundError, "no deal fits “no body”"),
        ("nobody at all", NotFoundError, "no deal fits “nobody at all”"),
        ("globex", InputError, "nothing behind the deal"),
        ("globex blue", InputError, "“blue” is not a colour"),
        ("globex seats blue", InputError, "“blue” is not a colour"),
        ("42 blue", InputError, "“blue” is not a colour"),
        ("acme red", AmbiguousError, "“acme” fits 2 deals"),
        ("acme blue", InputError, "“blue” is not a colour"),
    ],
)
def test_b32_what_stands_in_the_way_is_said(words: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        arguments.leading(words.split(), names, colour, missing=MISSING)
    assert caught.value.args[0] == said
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("words", "deal", "line"),
    [
        ("globex call", 3, "call"),
        ("globex seats call left voicemail", 3, "call left voicemail"),
        ("42 c reached", 42, "c reached"),
        ("#42 call", 42, "call"),
        ("globex cal reached", 3, "cal reached"),
        ("globex e-mail replied", 3, "e-mail replied"),
        ("hooli demo call reached", 4, "demo call reached"),
        ("acme rollout demo call", 1, "demo call"),
    ],
)
def test_b32_a_touch_begins_at_the_first_kind_behind_a_deal(words: str, deal: int, line: str) -> None:
    assert arguments.touch(words.split(), names) == ((deal,), line.split())


def test_b32_a_later_kind_is_taken_where_the_first_leaves_several_deals() -> None:
    def two_hoolis(words: str) -> tuple[int, ...]:
        if fold(words) == "hooli":
            raise AmbiguousError("several", "", ((4, "Hooli demo"), (8, "Hooli pilot")))
        return names(words)

    assert arguments.touch(["hooli", "demo", "call"], two_hoolis) == ((4,), ["call"])


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("globex spoke with kim", InputError),
        ("globex", InputError),
        ("globex -- call", InputError),
        ("nobody call", NotFoundError),
        ("nobody spoke", NotFoundError),
        ("acme call", AmbiguousError),
        ("call", NotFoundError),
    ],
)
def test_b32_a_touch_without_deal_or_kind_is_refused(words: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        arguments.touch(words.split(), names)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("words", "deal", "text"),
    [
        ("globex they want a quote", 3, "they want a quote"),
        ("globex seats they want a quote", 3, "they want a quote"),
        ("acme rollout me and Ann met", 1, "me and Ann met"),
        ("42 said 3 seats", 42, "said 3 seats"),
        ("globex -- seats are missing", 3, "seats are missing"),
        ("globex seats", 3, "seats"),
        ("globex", 3, ""),
    ],
)
def test_b32_free_text_begins_where_the_name_of_the_deal_ends(words: str, deal: int, text: str) -> None:
    assert arguments.text(words.split(), names, BOOK.__getitem__) == ((deal,), text)


def test_b32_free_text_behind_words_that_fit_several_deals_is_refused() -> None:
    with pytest.raises(AmbiguousError):
        arguments.text(["acme", "they", "want"], names, BOOK.__getitem__)
    with pytest.raises(NotFoundError):
        arguments.text(["nobody", "wants"], names, BOOK.__getitem__)


def test_a_long_text_costs_no_more_questions_than_the_name_has_words() -> None:
    asked = []

    def counting(words: str) -> tuple[int, ...]:
        asked.append(words)
        return names(words)

    arguments.text(["globex", *(["word"] * 5000)], counting, BOOK.__getitem__)
    arguments.leading(["globex", "red", *(["word"] * 5000)], counting, colour, missing=MISSING)
    arguments.touch(["globex", *(["call"] * 5000)], counting)
    assert len(asked) < 10


def test_changes_are_fields_with_all_their_words_and_tags_to_put_on_and_off() -> None:
    words = ["acme", "rollout", "title:Acme", "big", "rollout", "value=15k", "close:", "+hot", "-cold"]
    deal, changes = arguments.changes(words, ("title", "value"))
    assert deal == ["acme", "rollout"]
    assert changes.fields == {"title": "Acme big rollout", "value": "15k", "close": ""}
    assert (changes.tags_on, changes.tags_off) == (("hot",), ("cold",))


def test_a_web_address_is_no_field_and_a_field_is_given_once() -> None:
    _, changes = arguments.changes(["42", "source:see", "https://acme.example"], ())
    assert changes.fields == {"source": "see https://acme.example"}
    with pytest.raises(InputError):
        arguments.changes(["42", "value:1k", "value:2k"], ())
    with pytest.raises(InputError):
        arguments.changes(["42", "+hot", "vlaue"], ("value",))


def test_behind_a_number_what_is_written_like_a_field_is_one_though_it_is_not_known() -> None:
    deal, changes = arguments.changes(["1", "Signed-by:Ann", "Lee"], ("title",))
    assert (deal, changes.fields) == (["1"], {"signed-by": "Ann Lee"})
    assert arguments.changes(["re-start:", "1"], ()) == (["re-start:", "1"], arguments.Assignments({}))
    assert arguments.changes(["1", "title:x", "re-start:", "1"], ())[1].fields == {"title": "x re-start: 1"}


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["stage:demo value>10k"], "stage:demo value>10k"),
        (["stage:needs analysis", "acme gmbh"], 'stage:"needs analysis" "acme gmbh"'),
        (["acme", "or", "globex"], "acme or globex"),
        (["--", "-won"], "-won"),
        ([], ""),
    ],
)
def test_a_filter_keeps_together_what_the_shell_kept_together(words: list[str], query: str) -> None:
    assert arguments.query(words) == query


@given(st.lists(st.text(max_size=12), max_size=8))
def test_whatever_the_words_are_splitting_answers_or_says_why_not(words: list[str]) -> None:
    for split in (
        lambda: arguments.deals(words, names),
        lambda: arguments.touch(words, names),
        lambda: arguments.text(words, names, lambda number: BOOK.get(number, "")),
        lambda: arguments.leading(words, names, colour, missing=MISSING),
        lambda: arguments.changes(words, ("title",)),
    ):
        try:
            split()
        except (InputError, NotFoundError):
            continue


@pytest.mark.parametrize("mark", ["\u0301", "\u00a0", "\u0301\u0308"])
def test_a_mark_that_names_nothing_hides_no_name(run: Shell, mark: str) -> None:
    run.did("add", "Acme", "rollout", "next:tomorrow")
    assert run("snooze", mark, "acme", "rollout", "+3wd").code == 0
    assert run("next", mark, "acme", "fri").code == 0
    assert run("snooze", mark, "nobody", "+3wd").code == 3

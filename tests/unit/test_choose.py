"""A beginning is enough, for whatever has names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.choose import choose
from pipetui.domain.errors import AmbiguousError, InputError

FIELDS = ("title", "value", "stage", "source", "no decision", "Café", "tags")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("ti", "title"),
        ("STAGE", "stage"),
        ("no-dec", "no decision"),
        ("cafe", "Café"),
        ("so", "source"),
        ("v", "value"),
    ],
)
def test_a_name_or_a_beginning_of_one_is_understood(word: str, meant: str) -> None:
    assert choose(word, FIELDS, "field") == meant


def test_what_begins_several_names_them() -> None:
    with pytest.raises(AmbiguousError) as refused:
        choose("s", FIELDS, "field")
    assert (refused.value.title, refused.value.hint) == ("“s” fits several fields", "write more of one: stage, source")


@pytest.mark.parametrize("word", ["", " ", "-", "xyz", "titel"])
def test_what_begins_none_names_the_nearest_and_all(word: str) -> None:
    with pytest.raises(InputError) as refused:
        choose(word, FIELDS, "field")
    assert not isinstance(refused.value, AmbiguousError)
    assert refused.value.title.startswith("there is no field “")
    assert ("did you mean title?" in refused.value.hint) == (word == "titel")
    assert refused.value.hint.endswith("tags")


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("field", "fields"),
        ("kind of touch", "kinds of touch"),
        ("form of fields", "forms of fields"),
        ("way to be paid", "ways to be paid"),
        ("criterion", "criteria"),
    ],
)
def test_several_are_named_in_the_plural(noun: str, many: str) -> None:
    with pytest.raises(AmbiguousError, match=f"fits several {many}"):
        choose("s", FIELDS, noun)
    with pytest.raises(InputError) as refused:
        choose("xyz", FIELDS, noun)
    assert refused.value.hint.startswith(f"the {many}: title")


@given(
    st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=6, unique=True), st.text("abc", max_size=4)
)
def test_a_whole_name_goes_before_longer_ones(names: list[str], word: str) -> None:
    begun = [name for name in names if word and name.startswith(word)]
    if word in names or len(begun) == 1:
        assert choose(word, names, "name") == (word if word in names else begun[0])
    else:
        with pytest.raises(InputError):
            choose(word, names, "name")

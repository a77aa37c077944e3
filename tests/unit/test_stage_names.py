"""Which stage a word names where a book has several pipelines, what can be said of a stage, what its history says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import stage_edits, stage_names
from pipetui.domain.deal import Stage
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.stage_edits import StageEdit
from pipetui.insight.stage_history import Entered, Odds, different, odds

NAMES = {1: "Sales", 2: "Renewals", 3: "Partner / resale"}
STAGES = (
    Stage(1, 1, "Prospecting", 0, 10, 14),
    Stage(2, 1, "Demo", 1, 40, 14),
    Stage(3, 1, "Offer/Quote", 2, 60, 14),
    Stage(4, 2, "Due", 0, 50, 30),
    Stage(5, 2, "Demo", 1, 70, 30),
    Stage(6, 2, "Talking", 2, 80, 30),
    Stage(7, 3, "Talking", 0, 20, 0),
)


@pytest.mark.parametrize(
    ("word", "here", "stage"),
    [
        ("demo", 1, 2),  # one's own first
        ("demo", 2, 5),
        ("due", 1, 4),  # of another pipeline, for there is no other such
        ("du", 1, 4),
        ("renewals/demo", 1, 5),
        ("ren/d", 2, None),  # Due and Demo
        ("ren/", 1, 4),
        ("offer/quote", 1, 3),  # a stroke in the name of the stage
        ("sales/offer/q", 2, 3),
        ("Partner / resale/talk", 1, 7),  # and in that of the pipeline
        ("talking", 1, None),  # of two others
        ("talking", 2, 6),
        ("nothing", 1, None),
        ("nowhere/due", 1, None),
        ("", 1, None),
        ("/", 1, None),
    ],
)
def test_b34_a_word_names_a_stage_of_its_own_pipeline_or_the_only_one_of_another(
    word: str, here: int, stage: int | None
) -> None:
    if stage is None:
        with pytest.raises(InputError):
            stage_names.find(word, STAGES, NAMES, here)
    else:
        assert stage_names.find(word, STAGES, NAMES, here).id == stage


def test_b34_a_stage_of_several_pipelines_is_told_apart() -> None:
    with pytest.raises(AmbiguousError) as refused:
        stage_names.find("talking", STAGES, NAMES, 1)
    assert "Renewals/Talking" in refused.value.hint
    assert "Partner / resale/Talking" in refused.value.hint


def test_b34_with_one_pipeline_the_refusal_names_no_pipeline() -> None:
    with pytest.raises(InputError) as refused:
        stage_names.find("nothing/here", STAGES[:3], {1: "Sales"}, 1)
    assert refused.value.hint == "the stages are: Prospecting, Demo, Offer/Quote"


@given(st.text(max_size=12), st.sampled_from(sorted(NAMES)))
def test_b34_whatever_is_typed_names_a_stage_or_is_refused(word: str, here: int) -> None:
    try:
        found = stage_names.find(word, STAGES, NAMES, here)
    except InputError:
        return
    assert found in STAGES


@given(st.sampled_from(STAGES), st.sampled_from(sorted(NAMES)))
def test_b34_the_full_name_of_a_stage_names_it_from_everywhere(stage: Stage, here: int) -> None:
    assert stage_names.find(stage_names.full_name(stage, NAMES), STAGES, NAMES, here) == stage


@pytest.mark.parametrize("name", ["", "   ", "—", "…", "\u200b"])
def test_b34_a_name_that_cannot_be_typed_is_none(name: str) -> None:
    with pytest.raises(InputError, match="needs a name"):
        stage_names.check_name(name, [], "stage")


@pytest.mark.parametrize("name", ["demo", "DÉMO", " Demo "])
def test_b34_two_stages_of_one_name_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="there is a stage “Demo” already"):
        stage_names.check_name(name, ["Demo", "Due"], "stage")


@pytest.mark.parametrize(
    ("fields", "edit"),
    [
        ({"p": "40%"}, StageEdit(probability=40)),
        ({"prob": "0", "rot": "2w"}, StageEdit(probability=0, rotting_days=14)),
        ({"rotting": "never"}, StageEdit(rotting_days=0)),
        ({"rot": "14d", "qual": "y", "place": "3"}, StageEdit(rotting_days=14, qualifies=True, place=3)),
        ({"name": "Closed shop", "q": "no"}, StageEdit(name="Closed shop", qualifies=False)),
    ],
)
def test_b34_what_is_said_of_a_stage(fields: dict[str, str], edit: StageEdit) -> None:
    assert stage_edits.read(fields) == edit


@pytest.mark.parametrize(
    "fields",
    [
        {"p": "140%"},
        {"p": "-1"},
        {"p": ""},
        {"p": "much"},
        {"rot": "-3"},
        {"rot": "99999"},
        {"rot": "14.5"},
        {"place": "0"},
        {"place": "last"},
        {"qualifies": "perhaps"},
        {"colour": "red"},
        {"p": "40", "prob": "50"},
    ],
)
def test_b34_what_cannot_be_said_of_a_stage(fields: dict[str, str]) -> None:
    with pytest.raises(InputError):
        stage_edits.read(fields)


@given(st.lists(st.integers(1, 9), unique=True, min_size=1), st.data(), st.integers(-3, 12))
def test_b34_a_stage_put_elsewhere_leaves_the_others_in_their_order(
    order: list[int], data: st.DataObject, place: int
) -> None:
    stage = data.draw(st.sampled_from(order))
    moved = stage_edits.moved(order, stage, place)
    assert sorted(moved) == sorted(order)
    assert [one for one in moved if one != stage] == [one for one in order if one != stage]
    assert moved.index(stage) == max(0, min(place, len(order) - 1))


# --- own history ---------------------------------------------------------------------------------------------


def test_b16_own_history_speaks_from_twenty_closed_deals_on() -> None:
    assert odds([Entered(1, 7, 20), Entered(2, 6, 19), Entered(3, 20, 58)]) == {
        1: Odds(35, 7, 20),
        3: Odds(34, 20, 58),
    }


@given(st.integers(20, 10_000), st.data())
def test_b16_a_share_is_rounded_as_one_does_by_hand(closed: int, data: st.DataObject) -> None:
    won = data.draw(st.integers(0, closed))
    percent = odds([Entered(1, won, closed)])[1].percent
    assert 0 <= percent <= 100
    assert abs(percent - 100 * won / closed) <= 0.5


def test_b16_what_own_history_would_change() -> None:
    known = {1: Odds(35, 7, 20), 2: Odds(40, 8, 20), 9: Odds(1, 1, 99)}
    assert different(known, {1: 30, 2: 40, 3: 10}) == {1: 35}


def test_b34_a_line_of_strokes_is_looked_at_as_far_as_a_name_may_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    usual = stage_names.find_pipeline

    def counted(word: str, names: Mapping[int, str]) -> int:
        asked.append(word)
        return usual(word, names)

    monkeypatch.setattr(stage_names, "find_pipeline", counted)
    with pytest.raises(InputError, match="there is no pipeline"):
        stage_names.find("x" + "// " * 30_000, STAGES, NAMES, 1)
    assert 0 < len(asked) < 100

"""What a screen shows, kept by a name: behaviour 43."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain import saved_view
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.query import language
from pipetui.domain.saved_view import BOARD, DEALS, PEOPLE, TODAY, SavedView
from pipetui.service import Workspace, saved_views
from pipetui.store import saved_views as store
from tests.service.conftest import Add


def shown(workspace: Workspace) -> dict[str, int | None]:
    return {one.view.name: one.rows for one in saved_views.counted(workspace)}


def test_b43_a_view_is_kept_with_all_it_says_and_counts_live(workspace: Workspace, add: Add) -> None:
    add("Acme", value=1200, next=3)
    add("Globex", value=90)
    late = SavedView("late", DEALS, "planned value.over:100", ("id", "title"), "value", True)
    saved_views.save(workspace, late)
    assert saved_views.known(workspace) == (late._replace(key="1"),)
    assert shown(workspace) == {"late": 1}
    add("Initech", value=5000, next=1)
    assert shown(workspace) == {"late": 2}


def test_what_is_kept_of_a_view_is_plain_text_whoever_typed_it(workspace: Workspace) -> None:
    typed = SavedView("la\x7fte", filter="\x7f overdue\x1b[2J", columns=("id\x7f", "title"), sort="val\x7fue")
    saved_views.save(workspace, typed)
    (kept,) = saved_views.known(workspace)
    (row,) = workspace.store.connection.execute("SELECT key || value FROM setting WHERE key LIKE 'view %'").fetchone()
    assert row.isprintable()
    saved_views.change(workspace, kept.name, kept._replace(filter="\x7fhot"))
    assert saved_views.known(workspace)[0].filter == "hot"


def test_b43_saving_again_replaces_and_undo_brings_each_back(workspace: Workspace) -> None:
    saved_views.save(workspace, SavedView("late", filter="overdue"))
    saved_views.save(workspace, SavedView("Late", filter="overdue mine"))
    assert [(view.name, view.filter, view.key) for view in saved_views.known(workspace)] == [
        ("Late", "overdue mine", "1")
    ]
    service.undo(workspace)
    assert [view.filter for view in saved_views.known(workspace)] == ["overdue"]
    saved_views.rename(workspace, "la", "overdue")
    saved_views.remove(workspace, "over")
    assert not saved_views.known(workspace)
    service.undo(workspace)
    service.undo(workspace)
    assert [view.name for view in saved_views.known(workspace)] == ["late"]


def test_b43_a_view_is_named_by_a_beginning_or_its_key(workspace: Workspace) -> None:
    for name in ("late", "large", "2"):
        saved_views.save(workspace, SavedView(name))
    assert [saved_views.named(workspace, word).name for word in ("lat", "LARGE", "1", "2")] == [
        "late",
        "large",
        "late",
        "2",
    ]
    with pytest.raises(InputError, match="fits several views"):
        saved_views.named(workspace, "la")
    with pytest.raises(NotFoundError, match="any more"):
        saved_views.change(workspace, "gone", SavedView("x"))


def test_b43_no_two_views_have_one_key_or_one_name(workspace: Workspace) -> None:
    saved_views.save(workspace, SavedView("late", key="4"))
    saved_views.save(workspace, SavedView("large"))
    with pytest.raises(ConflictError, match="4 is the key of “late”"):
        saved_views.save(workspace, SavedView("other", key="4"))
    with pytest.raises(ConflictError, match="already"):
        saved_views.rename(workspace, "large", "LATE")
    for number in range(9):
        saved_views.save(workspace, SavedView(f"view {number}"))
    assert sorted(view.key for view in saved_views.known(workspace)) == ["", "", *"123456789"]


def test_b43_what_a_view_names_that_is_gone_is_said(workspace: Workspace) -> None:
    for view, problem in (
        (SavedView("a", filter="stage:quatsch or won"), "there is no stage “quatsch”"),
        (SavedView("b", filter="stage:prop stage:none"), ""),
        (SavedView("c", BOARD, pipeline=77), "its pipeline is gone"),
        (SavedView("d", columns=("region",)), "there is no column “region”"),
        (SavedView("e", filter="region:north"), "“region:north”: there is no field “region”"),
        (SavedView("f", PEOPLE, "stage:quatsch"), ""),
        (SavedView("g", TODAY, "value>"), "“value>”: value has nothing to compare with"),
    ):
        with workspace.unit_of_work("view") as uow:  # as it was when all of it was there
            store.put(uow.connection, view)
        (counted,) = saved_views.counted(workspace, [view])
        assert counted.problem == problem


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (SavedView("  "), "needs a name"),
        (SavedView("x" * 41), "too long"),
        (SavedView("x", filter="(won"), "not closed"),
        (SavedView("x", columns=("nonsense",)), "no column"),
        (SavedView("x", sort="nonsense"), "no column"),
        (SavedView("x", key="10"), "not a key"),
        (SavedView("x", key="½"), "not a key"),
    ],
)
def test_b43_what_is_not_understood_is_not_kept(workspace: Workspace, view: SavedView, said: str) -> None:
    with pytest.raises(InputError, match=said):
        saved_views.save(workspace, view)
    assert not saved_views.known(workspace)


def test_b43_board_and_day_count_what_they_show(workspace: Workspace, add: Add) -> None:
    won = add("Acme rollout")
    service.win(workspace, [won])
    add("Globex rollout")
    views = [
        SavedView("a", DEALS, "won or rollout"),
        SavedView("b", BOARD, "won or rollout"),
        SavedView("c", BOARD, '"rollout'),
    ]
    assert [one.rows for one in saved_views.counted(workspace, views)] == [2, 1, 1]


def test_b43_the_form_says_a_view_and_takes_it_back() -> None:
    view = SavedView("late", DEALS, "overdue", ("id", "title"), "value", True, key="3", group="source")
    texts = saved_views.form(view)
    assert texts == {
        "name": "late", "key": "3", "filter": "overdue", "columns": "id,title", "sort": "-value", "group": "source",
    }  # fmt: skip
    assert saved_views.of_form(SavedView(""), texts) == view
    assert saved_views.of_form(view, {"group": "mon"}).group == "month of close"
    assert saved_views.of_form(view, {"group": " "}).group == ""
    assert "columns" not in saved_views.form(SavedView("cto", PEOPLE))


_TEXTS = st.text(max_size=12)


@given(
    st.builds(
        SavedView, _TEXTS, st.sampled_from(saved_view.SCREENS), _TEXTS, st.tuples(_TEXTS), _TEXTS, st.booleans(),
        st.integers(-1, 9), st.sampled_from(["", *saved_view.KEYS]),
    )
)  # fmt: skip
def test_b43_whatever_is_kept_is_read_as_it_was(view: SavedView) -> None:
    once = saved_view.of_kept(view.name, json.loads(json.dumps(saved_view.to_keep(view))))
    assert saved_view.of_kept(once.name, saved_view.to_keep(once)) == once
    assert (once.screen, once.reverse, once.pipeline, once.key) == (view.screen, view.reverse, view.pipeline, view.key)


@pytest.mark.parametrize(
    "value", ["", "[]", "{", '{"columns": 3, "key": "10", "screen": [], "pipeline": 1e99}', "[" * 9999]
)
def test_a_view_that_another_program_spoilt_is_one_of_all_deals(workspace: Workspace, value: str) -> None:
    connection = workspace.store.connection
    with workspace.unit_of_work("view") as uow:
        uow.connection.execute("INSERT INTO setting (key, value) VALUES ('view \x1b[31mx', :value)", {"value": value})
    (view,) = store.known(connection)
    assert (view.name, view.screen, view.filter, view.columns, view.key) == ("x", DEALS, "", (), "")


def test_two_filters_hold_together_whatever_they_are() -> None:
    assert language.both("", "won", " ") == "won"
    assert language.both("won or lost", '"acme') == '(won or lost) ("acme")'

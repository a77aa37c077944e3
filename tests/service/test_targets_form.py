"""The quota and the goals as a form: what the shell sets, in one step of undo."""

import pytest

from pipetui import service
from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.money import Money
from pipetui.service import Workspace, activity, quotas


def test_b19_the_form_sets_amount_and_count_and_takes_one_of_them_away(workspace: Workspace) -> None:
    shown = quotas.form(workspace)
    assert shown == {"amount": "", "deals": "", "per": "quarter", "since": ""}
    done = quotas.set_form(workspace, {"amount": "90k", "deals": "5"}, shown)
    assert done.message == "quota: €90,000 and 5 deals per quarter from Q4 2026 on"
    shown = quotas.form(workspace)
    assert shown == {"amount": "90000.00 EUR", "deals": "5", "per": "quarter", "since": ""}
    quotas.set_form(workspace, {"deals": " "}, shown)
    standing = quotas.standing(workspace)
    assert standing is not None
    assert (standing.quota.amount, standing.quota.deals) == (Money(9_000_000, "EUR"), None)
    service.undo(workspace)
    assert quotas.form(workspace)["deals"] == "5"
    quotas.set_form(workspace, {"amount": "", "deals": ""}, quotas.form(workspace))
    assert quotas.standing(workspace) is None


def test_b19_the_form_takes_another_currency_another_period_and_the_day_it_begins(workspace: Workspace) -> None:
    quotas.set_form(workspace, {"amount": "250k USD", "per": "year", "since": "2027-q1"}, quotas.form(workspace))
    (found,) = quotas.all_set(workspace)
    assert (found.period, found.starts_on.isoformat()) == ("year", "2027-01-01")
    assert found.amount == Money(25_000_000, "USD")


@pytest.mark.parametrize(
    ("field", "text"),
    [("amount", "a lot"), ("amount", "0"), ("deals", "2.5"), ("deals", "-1"), ("per", "week"), ("since", "some day")],
)
def test_b19_what_the_form_does_not_take_is_refused_and_nothing_is_written(
    workspace: Workspace, field: str, text: str
) -> None:
    with pytest.raises(InputError):
        quotas.check(workspace, field, text)
    with pytest.raises(InputError):
        quotas.set_form(workspace, {"amount": "9k", field: text}, quotas.form(workspace))
    assert quotas.all_set(workspace) == []


def test_b19_an_empty_form_where_none_is_set_has_nothing_to_take_away(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError):
        quotas.set_form(workspace, {}, quotas.form(workspace))


def test_b23_all_goals_are_one_step(workspace: Workspace) -> None:
    shown = activity.goals_form(workspace)
    assert shown == {"touches": "", "new deals": "", "meetings": ""}
    done = activity.set_goals(workspace, {"touches": "60 a week", "meetings": "2 a day"}, shown)
    assert done.message == "goal: 60 touches a week · goal: 2 meetings a day"
    assert activity.goals_form(workspace) == {"touches": "60 a week", "new deals": "", "meetings": "2 a day"}
    activity.set_goals(workspace, {"touches": ""}, activity.goals_form(workspace))
    assert [one.goal.what for one in activity.goals(workspace)] == ["meetings"]
    service.undo(workspace)
    service.undo(workspace)
    assert activity.goals(workspace) == ()

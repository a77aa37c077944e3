"""The keys of what is offered: as many as there are, and nothing is left out for want of one."""

from string import ascii_lowercase

from pipetui.tui.dialogs import PickDialog
from pipetui.tui.widgets.choices import Choices, in_turn, keyed


def test_what_has_no_key_left_is_offered_all_the_same() -> None:
    labels = [f"deal {number}" for number in range(40)]
    choices = in_turn(ascii_lowercase, labels)
    assert [choice.label for choice in choices] == labels
    assert [choice.key for choice in choices] == [*ascii_lowercase, *[""] * 14]
    assert {choice.label for choice in keyed(labels)} == set(labels)


def test_every_one_of_many_can_be_picked() -> None:
    dialog = PickDialog("On which deal?", list(enumerate(f"deal {number}" for number in range(40))))
    (choices,) = dialog.body()
    assert isinstance(choices, Choices)
    assert choices.option_count == 40

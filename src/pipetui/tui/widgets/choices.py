"""A short list where every choice has a key of its own."""

from collections.abc import Callable, Iterable
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple, cast

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pipetui.tui.widgets.option_lines import OptionLines

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


_MOVING = "jk"
"""The letters that move the cursor where they are nothing else."""


class Choice(NamedTuple):
    """One thing to choose: its key, "" for none, what it says, and a note beside it."""

    key: str
    label: str
    note: str = ""


def keyed(labels: Iterable[str]) -> list[Choice]:
    """Give each label a letter: the first of one of its words if it is free, else any letter of it, else a digit."""
    taken: set[str] = set()
    choices = []
    for label in labels:
        firsts = [word[0] for word in label.casefold().split()]
        wanted = [*firsts, *(letter for letter in label.casefold() if letter.isalpha()), *"1234567890"]
        key = next((letter for letter in wanted if letter not in taken), "")
        taken.add(key)
        choices.append(Choice(key, label))
    return choices


def in_turn(keys: str, labels: Iterable[str]) -> list[Choice]:
    """Give each label the next of the keys; those behind the last key are taken with the arrows."""
    return [Choice(key, label) for key, label in zip(chain(keys, repeat("")), labels, strict=False)]


def pressed(
    widget: Widget, event: events.Key, choices: Iterable[Choice], pick: Callable[[str], None], also: Iterable[str] = ()
) -> bool:
    """Take the choice whose own key was pressed; returns whether there is one.

    Either way the letter may begin a word of what is offered, or one of `also`.
    """
    letter, offered = event.character, list(choices)
    if not letter:
        return False
    words = [words for choice in offered for words in _from_each_word(choice.label)]
    choice = next((choice for choice in offered if choice.key == letter), None)
    begin_word(widget, event, (*words, *also), answers=choice is not None)
    if choice is None:
        return False
    event.stop()
    event.prevent_default()
    pick(choice.label)
    return True


def begin_word(widget: Widget, event: events.Key, words: Iterable[str], *, answers: bool) -> None:
    """The key may begin one of the words, and its other letters follow; also of one that nothing begins as.

    `answers` says that it is an answer by itself; neither that nor a key of the screen begins such a word.
    """
    letter, typed = event.character or "", cast("PipetuiApp", widget.app).typed
    spelt = [word for word in words if letter and word.casefold().startswith(letter.casefold())]
    typed.spelt(*spelt)
    if letter.isalnum() and not (spelt or answers or event.key in {*_MOVING, *widget.screen.active_bindings}):
        typed.misspelt()


def _from_each_word(label: str) -> list[str]:
    """What can be typed of it: all, or from one of its words on."""
    words = label.split()
    return [" ".join(words[place:]) for place in range(len(words))]


class Choices(OptionLines):
    """Choices taken by their key, or with the arrows and Enter."""

    DEFAULT_CSS = """
    Choices, Choices:focus { height: auto; max-height: 14; border: none; padding: 0; background: transparent; }
    Choices { text-wrap: nowrap; text-overflow: ellipsis; }
    Choices > .option-list--option-highlighted { background: $unfocused; color: $foreground; }
    Choices:focus > .option-list--option-highlighted { background: $selected; color: $foreground; }
    """

    def __init__(self, choices: Iterable[Choice], pick: Callable[[str], None]) -> None:
        """`pick` is called with the label that was taken.

        It is a call and not a message so that a key typed ahead already meets what the choice led to.
        """
        super().__init__(markup=False)
        self._choices: list[Choice] = []
        self._pick = pick
        self.offer(choices)

    def offer(self, choices: Iterable[Choice]) -> None:
        """Offer other choices."""
        self._choices = list(choices)
        self.clear_options()
        for choice in self._choices:
            text = Content.assemble(
                (f" {choice.key or ' '} ", "bold $key"), (f" {choice.label}", ""), (f"  {choice.note}", "$dim")
            )
            self.add_option(Option(text))
        if self._choices:
            self.highlighted = 0

    def on_key(self, event: events.Key) -> None:
        """A choice's own key takes it."""
        pressed(self, event, self._choices, self._pick)

    def action_select(self) -> None:
        """Enter takes what is highlighted: at once, as its own key would."""
        if self.highlighted is not None:
            self._pick(self._choices[self.highlighted].label)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click takes what it hits."""
        event.stop()
        self._pick(self._choices[event.option_index].label)

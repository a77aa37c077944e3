"""`Y`: what of a deal, a person or an organization is to be copied, a key each."""

from collections.abc import Sequence

from textual.app import ComposeResult

from pipetui.domain.targets import LINK, MAIL, PHONE, SITE
from pipetui.domain.text import one_line
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice, Choices
from pipetui.views_targets import Openable

TITLE = "title"
_KEYS = {TITLE: "t", "name": "n", PHONE: "p", MAIL: "m", SITE: "s", LINK: "l"}
"""The first of its kind has the key of the kind; the others are numbered."""
_OTHERS = "123456789abcdefghijkoqruvwxyz"


class CopyDialog(Dialog[int]):
    """The answer is the place in what is offered."""

    docked = True
    keeps_drafts = False

    def __init__(self, name: str, offered: Sequence[Openable]) -> None:
        super().__init__(f"Copy what of {name}?", "Esc leaves")
        self._choices: list[Choice] = []
        taken: set[str] = set()
        others = iter(_OTHERS)
        for one in offered:
            key = _KEYS.get(one.kind, "")
            key = key if key and key not in taken else next(others, "")
            taken.add(key)
            label = f"{one.kind:<6} {one_line(one.text)}"
            self._choices.append(Choice(key, label, one_line(one.about)))

    def body(self) -> ComposeResult:
        """The choices."""
        yield Choices(self._choices, self._picked)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(Choices).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(next(place for place, choice in enumerate(self._choices) if choice.label == label))

"""Which pipeline the board and Today show: chosen with a key, remembered in the book."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipetui.store.pipelines import Pipelines
    from pipetui.tui.remembered import Liking

ALL = -1
"""Stands for every pipeline."""
ALL_NAME = "all pipelines"

_BOARD, _TODAY = "board", "today"


class PipelineChoice:
    """What each screen shows: the board begins with the default pipeline, Today with all, for all is due."""

    def __init__(self, liking: "Liking") -> None:
        self._liking = liking

    def _kept(self, screen: str) -> int | None:
        text = self._liking.of(f"pipeline {screen}", "")
        return int(text) if text.removeprefix("-").isdecimal() else None

    @property
    def on_board(self) -> int | None:
        """The number of the board's pipeline, or ALL; None for the default one. It may be gone by now."""
        return self._kept(_BOARD)

    def board(self, pipelines: "Pipelines") -> int:
        """The same as far as it is there to be shown. What is on the screen may be a reading behind it."""
        return shown_on_board(self.on_board, pipelines)

    def today(self, pipelines: "Pipelines") -> int:
        """The number of Today's pipeline, or ALL."""
        kept = self._kept(_TODAY)
        return kept if kept is not None and kept in pipelines.names and len(pipelines.names) > 1 else ALL

    def choose(self, screen: str, chosen: int) -> None:
        """The rep chose it for that screen."""
        self._liking.choose(f"pipeline {screen}", str(chosen), "")


def shown_on_board(choice: int | None, pipelines: "Pipelines") -> int:
    """The choice as far as it is there to be shown, else the default pipeline; with one pipeline there is no ALL."""
    if choice is None or not (choice in pipelines.names or (choice == ALL and len(pipelines.names) > 1)):
        return pipelines.default_pipeline
    return choice


def following(here: int, pipelines: "Pipelines") -> int:
    """What comes after a choice: the next pipeline, after the last one all of them, then the first again."""
    around = [*pipelines.names, ALL]
    return around[(around.index(here) + 1) % len(around)] if here in around else around[0]


def name_of_choice(chosen: int, pipelines: "Pipelines") -> str:
    """What it is called where it is shown."""
    return pipelines.names.get(chosen, ALL_NAME)

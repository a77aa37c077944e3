"""The questions that gestures ask. Each is imported when it is first asked: the first frame has none."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipetui.tui.dialogs.add_bar import AddBar as AddBar
    from pipetui.tui.dialogs.base import Dialog as Dialog
    from pipetui.tui.dialogs.confirm import ConfirmDialog as ConfirmDialog
    from pipetui.tui.dialogs.decide import DecideDialog as DecideDialog
    from pipetui.tui.dialogs.decide import DueDialog as DueDialog
    from pipetui.tui.dialogs.drop import DropDialog as DropDialog
    from pipetui.tui.dialogs.drop import MoveDialog as MoveDialog
    from pipetui.tui.dialogs.edit import EditDialog as EditDialog
    from pipetui.tui.dialogs.edit import NoteDialog as NoteDialog
    from pipetui.tui.dialogs.forecast import ForecastDialog as ForecastDialog
    from pipetui.tui.dialogs.go_to import GoToDialog as GoToDialog
    from pipetui.tui.dialogs.help import HelpScreen as HelpScreen
    from pipetui.tui.dialogs.items import ItemsDialog as ItemsDialog
    from pipetui.tui.dialogs.key import KeyDialog as KeyDialog
    from pipetui.tui.dialogs.merge import MergeDialog as MergeDialog
    from pipetui.tui.dialogs.order import OrderDialog as OrderDialog
    from pipetui.tui.dialogs.path import PathDialog as PathDialog
    from pipetui.tui.dialogs.person import FindDialog as FindDialog
    from pipetui.tui.dialogs.person import PartyDialog as PartyDialog
    from pipetui.tui.dialogs.person import PickDialog as PickDialog
    from pipetui.tui.dialogs.person import TagDialog as TagDialog
    from pipetui.tui.dialogs.qualify import QualifyDialog as QualifyDialog
    from pipetui.tui.dialogs.stages import ChecklistDialog as ChecklistDialog
    from pipetui.tui.dialogs.stages import CriteriaTextDialog as CriteriaTextDialog
    from pipetui.tui.dialogs.stages import LineDialog as LineDialog
    from pipetui.tui.dialogs.step import DateDialog as DateDialog
    from pipetui.tui.dialogs.step import StepDialog as StepDialog
    from pipetui.tui.dialogs.theme import ThemeDialog as ThemeDialog
    from pipetui.tui.dialogs.touch import TouchDialog as TouchDialog
    from pipetui.tui.dialogs.won import KindDialog as KindDialog
    from pipetui.tui.dialogs.won import WonDialog as WonDialog
else:
    _MODULES = {
        "AddBar": "add_bar",
        "Dialog": "base",
        "ConfirmDialog": "confirm",
        "DecideDialog": "decide",
        "DueDialog": "decide",
        "DropDialog": "drop",
        "MoveDialog": "drop",
        "EditDialog": "edit",
        "NoteDialog": "edit",
        "ForecastDialog": "forecast",
        "GoToDialog": "go_to",
        "HelpScreen": "help",
        "ItemsDialog": "items",
        "KeyDialog": "key",
        "MergeDialog": "merge",
        "OrderDialog": "order",
        "PathDialog": "path",
        "FindDialog": "person",
        "PartyDialog": "person",
        "PickDialog": "person",
        "TagDialog": "person",
        "QualifyDialog": "qualify",
        "ChecklistDialog": "stages",
        "CriteriaTextDialog": "stages",
        "LineDialog": "stages",
        "DateDialog": "step",
        "StepDialog": "step",
        "ThemeDialog": "theme",
        "TouchDialog": "touch",
        "KindDialog": "won",
        "WonDialog": "won",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

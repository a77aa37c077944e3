"""The questions that gestures ask. Each is imported when it is first asked: the first frame has none."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipetui.tui.dialogs.add_bar import AddBar as AddBar
    from pipetui.tui.dialogs.confirm import ConfirmDialog as ConfirmDialog
    from pipetui.tui.dialogs.confirm import HelpScreen as HelpScreen
    from pipetui.tui.dialogs.drop import DropDialog as DropDialog
    from pipetui.tui.dialogs.drop import MoveDialog as MoveDialog
    from pipetui.tui.dialogs.edit import EditDialog as EditDialog
    from pipetui.tui.dialogs.edit import NoteDialog as NoteDialog
    from pipetui.tui.dialogs.step import DateDialog as DateDialog
    from pipetui.tui.dialogs.step import StepDialog as StepDialog
    from pipetui.tui.dialogs.touch import TouchDialog as TouchDialog
else:
    _MODULES = {
        "AddBar": "add_bar",
        "ConfirmDialog": "confirm",
        "HelpScreen": "confirm",
        "DropDialog": "drop",
        "MoveDialog": "drop",
        "EditDialog": "edit",
        "NoteDialog": "edit",
        "DateDialog": "step",
        "StepDialog": "step",
        "TouchDialog": "touch",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

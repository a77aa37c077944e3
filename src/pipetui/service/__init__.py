"""What a rep can do, one function a gesture: (desk, arguments) -> Outcome. Each is one transaction and one undo."""

from pipetui.service.deals import add, delete, duplicates_of, note, tag
from pipetui.service.desk import Desk, Outcome, Suggestion
from pipetui.service.edit import edit
from pipetui.service.history import redo, undo
from pipetui.service.moves import advance, drop, move, park, reopen, retreat, unpark, win
from pipetui.service.steps import finish, log, plan, snooze, turn

__all__ = [
    "Desk",
    "Outcome",
    "Suggestion",
    "add",
    "advance",
    "delete",
    "drop",
    "duplicates_of",
    "edit",
    "finish",
    "log",
    "move",
    "note",
    "park",
    "plan",
    "redo",
    "reopen",
    "retreat",
    "snooze",
    "tag",
    "turn",
    "undo",
    "unpark",
    "win",
]

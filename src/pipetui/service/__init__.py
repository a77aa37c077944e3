"""What a rep can do, one function a gesture: (desk, arguments) -> Outcome. Each is one transaction and one undo."""

from pipetui.service.aftersale import after_win, link
from pipetui.service.deals import add, delete, duplicates_of, note, tag
from pipetui.service.desk import Desk, Outcome, Suggestion
from pipetui.service.edit import edit
from pipetui.service.history import redo, undo
from pipetui.service.merging import merge_organizations, merge_people
from pipetui.service.moves import advance, drop, move, park, reopen, retreat, unpark, win
from pipetui.service.objections import add_objection, delete_objection, meet, save_playbook
from pipetui.service.people import (
    add_organization,
    add_person,
    edit_organization,
    edit_person,
    log_with,
    note_organization,
    note_person,
)
from pipetui.service.qualification import answer, qualify, set_score_rules
from pipetui.service.steps import finish, log, plan, shift, snooze, turn
from pipetui.service.sweep import decide, swept

__all__ = [
    "Desk",
    "Outcome",
    "Suggestion",
    "add",
    "add_objection",
    "add_organization",
    "add_person",
    "advance",
    "after_win",
    "answer",
    "decide",
    "delete",
    "delete_objection",
    "drop",
    "duplicates_of",
    "edit",
    "edit_organization",
    "edit_person",
    "finish",
    "link",
    "log",
    "log_with",
    "meet",
    "merge_organizations",
    "merge_people",
    "move",
    "note",
    "note_organization",
    "note_person",
    "park",
    "plan",
    "qualify",
    "redo",
    "reopen",
    "retreat",
    "save_playbook",
    "set_score_rules",
    "shift",
    "snooze",
    "swept",
    "tag",
    "turn",
    "undo",
    "unpark",
    "win",
]

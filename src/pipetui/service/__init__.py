"""What a rep can do, one function a gesture: (workspace, arguments) -> Result. Each is one transaction and one undo.

Each family of gestures is imported when one of it is first used: a verb in the shell needs one of them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pipetui.service.aftersale import after_win as after_win
    from pipetui.service.aftersale import link as link
    from pipetui.service.deals import add as add
    from pipetui.service.deals import delete as delete
    from pipetui.service.deals import duplicates_of as duplicates_of
    from pipetui.service.deals import note as note
    from pipetui.service.deals import placed as placed
    from pipetui.service.deals import tag as tag
    from pipetui.service.edits import edit as edit
    from pipetui.service.history import redo as redo
    from pipetui.service.history import undo as undo
    from pipetui.service.merging import merge_deals as merge_deals
    from pipetui.service.merging import merge_organizations as merge_organizations
    from pipetui.service.merging import merge_people as merge_people
    from pipetui.service.moves import advance as advance
    from pipetui.service.moves import drop as drop
    from pipetui.service.moves import move as move
    from pipetui.service.moves import park as park
    from pipetui.service.moves import reopen as reopen
    from pipetui.service.moves import retreat as retreat
    from pipetui.service.moves import unpark as unpark
    from pipetui.service.moves import win as win
    from pipetui.service.objections import add_objection as add_objection
    from pipetui.service.objections import delete_objection as delete_objection
    from pipetui.service.objections import meet as meet
    from pipetui.service.objections import save_playbook as save_playbook
    from pipetui.service.party_bin import delete_organization as delete_organization
    from pipetui.service.party_bin import delete_person as delete_person
    from pipetui.service.party_bin import reopen_organization as reopen_organization
    from pipetui.service.party_bin import reopen_person as reopen_person
    from pipetui.service.people import add_organization as add_organization
    from pipetui.service.people import add_person as add_person
    from pipetui.service.people import edit_organization as edit_organization
    from pipetui.service.people import edit_person as edit_person
    from pipetui.service.people import log_with as log_with
    from pipetui.service.people import note_organization as note_organization
    from pipetui.service.people import note_person as note_person
    from pipetui.service.qualification import answer as answer
    from pipetui.service.qualification import qualify as qualify
    from pipetui.service.qualification import set_score_rules as set_score_rules
    from pipetui.service.steps import finish as finish
    from pipetui.service.steps import log as log
    from pipetui.service.steps import plan as plan
    from pipetui.service.steps import shift as shift
    from pipetui.service.steps import snooze as snooze
    from pipetui.service.steps import turn as turn
    from pipetui.service.sweep import decide as decide
    from pipetui.service.sweep import swept as swept
    from pipetui.service.workspace import Result as Result
    from pipetui.service.workspace import Suggestion as Suggestion
    from pipetui.service.workspace import Workspace as Workspace

_FAMILIES = {
    "aftersale": "after_win link",
    "deals": "add delete duplicates_of note placed tag",
    "workspace": "Result Suggestion Workspace",
    "edits": "edit",
    "history": "redo undo",
    "merging": "merge_deals merge_organizations merge_people",
    "moves": "advance drop move park reopen retreat unpark win",
    "objections": "add_objection delete_objection meet save_playbook",
    "party_bin": "delete_organization delete_person reopen_organization reopen_person",
    "people": "add_organization add_person edit_organization edit_person log_with note_organization note_person",
    "qualification": "answer qualify set_score_rules",
    "steps": "finish log plan shift snooze turn",
    "sweep": "decide swept",
}
_MODULES = {name: module for module, names in _FAMILIES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """The gesture, out of the module of its family."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(__import__(f"{__name__}.{_MODULES[name]}", fromlist=(name,)), name)
    return found

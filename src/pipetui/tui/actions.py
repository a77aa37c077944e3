"""The one registry of what can be done with a key: bindings, footer, help, palette and the README's table.

An action's id is what `[keys]` in the configuration remaps.
"""

from collections.abc import Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Action(NamedTuple):
    """One thing to do.

    `keys` are Textual key names, comma separated. `hint` puts it into the one-line footer of the screens that
    have it; `name` is the Textual action it runs.
    """

    id: str
    keys: str
    name: str
    label: str
    tooltip: str
    hint: bool = False

    @property
    def group(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]


ACTIONS = (
    Action("deal.open", "enter", "open", "Open", "Everything about the deal on one screen"),
    Action("deal.call", "c", "touch('call')", "Call", "Log a call: one more key for how it went", True),
    Action("deal.touch", "t", "touch", "Touch", "Log what happened: call, e-mail, meeting …", True),
    Action("deal.next", "n", "next", "Next step", "Plan the next step", True),
    Action("deal.done", "d", "done", "Done", "The next step is done"),
    Action("deal.snooze", "z", "snooze", "Snooze", "Put the next step off to another day", True),
    Action("deal.later", "plus", "shift(1)", "A day later", "Put the next step off by a day"),
    Action("deal.sooner", "minus", "shift(-1)", "A day sooner", "Bring the next step forward by a day"),
    Action("deal.turn", "y", "turn", "Whose turn", "The next step is mine, or theirs"),
    Action("deal.advance", "greater_than_sign,L", "advance", "Advance", "One stage on", True),
    Action("deal.retreat", "less_than_sign,H", "retreat", "Back", "One stage back"),
    Action("deal.move", "m", "move", "Move", "To any stage"),
    Action("deal.win", "w", "win", "Win", "Close the deal as won"),
    Action("deal.drop", "x", "drop", "Drop", "Close the deal as lost, with a reason", True),
    Action("deal.park", "p", "park", "Park", "Not now: off the board until a date"),
    Action("deal.reopen", "r", "reopen", "Reopen", "Open a closed deal again, bring a parked one back"),
    Action("deal.edit", "e", "edit", "Edit", "Every field of the deal"),
    Action("deal.editor", "E", "flow('editor')", "Editor", "The whole deal as a text in your editor"),
    Action("deal.note", "i", "note", "Note", "Write something down"),
    Action("deal.mail", "M", "flow('mail')", "Mail", "An e-mail from a template: open, copy or print it"),
    Action("deal.cadence", "C", "flow('cadence')", "Cadence", "Begin a cadence on the deal, or stop it"),
    Action("deal.budget", "B", "answer('budget')", "Budget", "Budget: yes, no, unknown"),
    Action("deal.authority", "A", "answer('authority')", "Authority", "Authority: yes, no, unknown"),
    Action("deal.need", "N", "answer('need')", "Need", "Need: yes, no, unknown"),
    Action("deal.timing", "T", "answer('timing')", "Timing", "Timing: yes, no, unknown"),
    Action("deal.qualify", "b", "flow('qualify')", "Qualify", "The notes behind the answers, and both scores"),
    Action("deal.objection", "exclamation_mark", "flow('objection')", "Objection", "The playbook; log one on the deal"),
    Action("deal.link", "f", "flow('link')", "Follow-on", "A renewal, upsell, cross-sell or referral from a won deal"),
    Action("deal.hot", "asterisk", "hot", "Hot", "Put the tag hot on, or take it off"),
    Action("deal.delete", "delete,X", "delete", "Delete", "Put the deal into the bin"),
    Action("session.reached", "r", "outcome('reached')", "Reached", "Log it: somebody was reached"),
    Action("session.no_answer", "n", "outcome('no answer')", "No answer", "Log it: nobody answered"),
    Action("session.left_message", "v", "outcome('left message')", "Left message", "Log it: a voicemail or word left"),
    Action("session.replied", "m", "outcome('replied')", "Replied", "Log it: they answered"),
    Action("session.booked", "b", "outcome('booked')", "Booked", "Log it: a meeting is booked"),
    Action("session.skip", "k,right", "skip(1)", "Skip", "The next deal, this one as it is"),
    Action("session.previous", "left", "skip(-1)", "Back", "The deal before"),
    Action("session.end", "Q", "end", "End", "End the session and see what came of it"),
    Action("session.pause", "escape,q", "back", "Pause", "Leave; s goes on here, also after a restart"),
    Action("sweep.drop", "x", "drop", "Drop", "Lost: a reason in one more key", True),
    Action("sweep.last_chance", "l", "last_chance", "Last chance", "One more e-mail, today; then a quiet week", True),
    Action("sweep.park", "p", "park", "Park", "Not now: off the board until a date", True),
    Action("sweep.keep", "k", "keep", "Keep", "Not shown here again for a while", True),
    Action("sweep.keep_until", "K", "keep_until", "Keep until", "Not shown here again until a date"),
    Action("sweep.revive", "r", "revive", "Revive later", "Lost for now, and in Today on a day", True),
    Action("sweep.clear", "backspace", "clear", "Clear", "Take the decision back"),
    Action("sweep.apply", "enter", "apply", "Apply", "All decisions, after a look at them", True),
    Action("sweep.leave", "escape", "leave", "Leave", "Back to where you came from"),
    Action("party.open", "enter", "open", "Open", "Everything about them; there, the deal"),
    Action("party.call", "c", "touch('call')", "Call", "Log a call with them"),
    Action("party.touch", "t", "touch", "Touch", "Log what happened with them", True),
    Action("party.edit", "e", "edit", "Edit", "Every field, address and role", True),
    Action("party.note", "i", "note", "Note", "Write something down about them", True),
    Action("party.new", "n", "new", "New", "Put another one into the book"),
    Action("party.merge", "m", "merge", "Merge", "Two that are the same: make them one"),
    Action("orgs.customers", "c", "customers", "Customers", "Only those with a won deal"),
    Action("app.add", "a", "app.add", "Add", "A new deal in one line", True),
    Action("app.undo", "u", "app.undo", "Undo", "Take the last gesture back, whoever made it", True),
    Action("app.redo", "ctrl+r,U", "app.redo", "Redo", "Do what was undone again"),
    Action("view.filter", "slash", "filter", "Filter", "Show only what fits, as you type", True),
    Action("view.session", "s", "flow('session')", "Session", "Go through the list one deal at a time"),
    Action("view.mark", "space,v", "mark", "Mark", "Mark the deal; what you do next is done to all marked ones"),
    Action("view.mark_all", "V", "mark_all", "Mark all", "Mark every deal shown, or none"),
    Action("view.compact", "full_stop", "compact", "Density", "Cards of two lines, or three"),
    Action("view.pane", "P", "pane", "Side pane", "Show or hide the deal beside the list"),
    Action("view.sort", "o", "sort", "Order", "Order the table by the next column"),
    Action("view.reverse", "O", "reverse", "Reverse", "Turn the order round"),
    Action("app.today", "1", "app.go('today')", "Today", "What is overdue, due and planned"),
    Action("app.board", "2", "app.go('board')", "Board", "Open deals by stage"),
    Action("app.deals", "3", "app.go('deals')", "Deals", "Every deal, closed ones too"),
    Action("app.people", "4", "app.go('people')", "People", "Everybody you sell to"),
    Action("app.orgs", "5", "app.go('orgs')", "Orgs", "Organizations and customers, with their deals and touches"),
    Action("app.sweep", "S", "app.sweep", "Sweep", "The deals that look dead, and what to do with each"),
    Action("app.palette", "ctrl+p", "app.command_palette", "Palette", "Every action and every deal by name"),
    Action("app.help", "question_mark", "app.help", "Help", "All keys of this screen", True),
    Action("app.quit", "q,ctrl+q", "app.quit", "Quit", "Leave; everything is saved already"),
)

BY_ID = {action.id: action for action in ACTIONS}

GROUPS = {
    "session": "The work session",
    "sweep": "What is to become of it",
    "deal": "The deal under the cursor",
    "party": "Whoever is under the cursor",
    "orgs": "Organizations",
    "view": "What is shown",
    "app": "Anywhere",
}

MOVING = (
    ("↑ ↓  j k", "deal above, below"),
    ("← →  h l", "column to the left, right"),
    ("g G", "first, last deal"),
    ("PgUp PgDn", "a page up, down"),
)
"""The cursor keys of every list, for the help screen."""


def bindings(*ids: str) -> list[BindingType]:
    """The bindings of the actions named by id, or by group when no dot is in it."""
    return [
        Binding(
            action.keys,
            action.name,
            action.label,
            show=action.hint,
            tooltip=action.tooltip,
            id=action.id,
        )
        for action in ACTIONS
        if action.id in ids or action.group in ids
    ]


_KEY_NAMES = {
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "asterisk": "*",
    "exclamation_mark": "!",
    "space": "Space",
    "enter": "Enter",
    "delete": "Del",
    "backspace": "Backspace",
    "left": "←",
    "right": "→",
    "escape": "Esc",
}


def shown_key(action: Action, remapped: Mapping[str, str]) -> str:
    """The first key of an action, as a rep reads it; `remapped` is what the configuration gives other keys to."""
    return key_text(remapped.get(action.id, action.keys)).split()[0]


def key_text(keys: str) -> str:
    """Keys as a rep reads them: "greater_than_sign,L" -> "> L"."""
    return " ".join(_KEY_NAMES.get(key, key.replace("ctrl+", "^")) for key in keys.split(","))

"""The one registry of what can be done with a key: bindings, footer, help, palette and the README's table.

An action's id is what `[keys]` in the configuration remaps.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from textual.actions import parse
from textual.binding import Binding, BindingType

from pipetui.tui.conditions import (
    Condition,
    a_person,
    behind_deal,
    closed_deal,
    columns_shown,
    context_at_cursor,
    counts_deals,
    dead_deal,
    deal_at_cursor,
    deals_in_a_row,
    decided_or_deal,
    figure_at_cursor,
    forecast_deal,
    in_bin,
    in_groups,
    kept_deal,
    line_to_open,
    nothing_under_way,
    of_a_period,
    one_deal,
    one_or_two,
    open_deal,
    own_entry,
    planned_deal,
    product_at_cursor,
    range_begun,
    row_at_cursor,
    setting_at_cursor,
    several_pipelines,
    some_deal,
    some_pair,
    some_step,
    somebody,
    somebody_or_marked,
    somebody_to_open,
    something_listed,
    stage_at_cursor,
    step_to_undo,
    two_deals,
    view_at_cursor,
)


class Action(NamedTuple):
    """One thing to do.

    `keys` are Textual key names, comma separated; `name` is the Textual action it runs. `when` says of a screen why it
    cannot be done there now, None where it can.
    """

    id: str
    keys: str
    name: str
    label: str
    tooltip: str
    when: Condition | None = None

    @property
    def group(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]

    def why_not(self, screen: object) -> str:
        """Why it cannot be done on that screen now, "" where it can."""
        return (self.when(screen) or "") if self.when is not None else ""


ACTIONS = (
    Action("deal.open", "enter", "open", "Open", "Everything about the deal on one screen", deal_at_cursor),
    Action("deal.call", "c", "touch('call')", "Call", "Log a call: one more key for how it went", some_deal),
    Action("deal.touch", "t", "touch", "Touch", "Log what happened: call, e-mail, meeting", some_deal),
    Action("deal.next", "n", "next", "Next step", "Plan the next step", kept_deal),
    Action("deal.steps", "equals_sign", "flow('steps')", "Steps", "Each of several next steps: done, put off, changed",
           one_deal),
    Action("deal.done", "d", "done", "Done", "The next step is done", kept_deal),
    Action("deal.snooze", "z", "snooze", "Snooze", "Put the next step off to another day", planned_deal),
    Action("deal.later", "plus", "shift(1)", "A day later", "Put the next step off by a day", kept_deal),
    Action("deal.sooner", "minus", "shift(-1)", "A day sooner", "Bring the next step forward by a day", kept_deal),
    Action("deal.turn", "y", "turn", "Whose turn", "The next step is mine, or theirs", kept_deal),
    Action("deal.advance", "greater_than_sign,L", "advance", "Advance", "One stage on", open_deal),
    Action("deal.retreat", "less_than_sign,H", "retreat", "Stage back", "One stage back", open_deal),
    Action("deal.move", "m", "move", "Move", "To any stage", open_deal),
    Action("deal.win", "w", "win", "Win", "Close the deal as won", open_deal),
    Action("deal.drop", "x", "drop", "Drop", "Close the deal as lost, with a reason", open_deal),
    Action("deal.park", "p", "park", "Park", "Not now: off the board until a date", open_deal),
    Action("deal.reopen", "r", "reopen", "Reopen", "Open a closed deal again, bring a parked one back", some_deal),
    Action("deal.edit", "e", "edit", "Edit", "Every field of the deal", one_deal),
    Action("deal.editor", "E", "flow('editor')", "Editor", "The whole deal as a text in your editor", one_deal),
    Action("deal.note", "i", "note", "Note", "Write something down", some_deal),
    Action("deal.outside", "o", "flow('outside')", "Open outside",
           "Open an e-mail, a phone number, a site, a file, a link", one_deal),
    Action("deal.copy", "Y", "flow('copy')", "Copy", "Copy its title, a phone number, an e-mail address, a link",
           one_deal),
    Action("deal.attach", "F", "flow('attach')", "Attach", "Attach a file or a web page", one_deal),
    Action("deal.items", "I", "flow('items')", "Items",
           "What it is for, line by line: products, prices, discounts, and the sum", one_deal),
    Action("deal.quote", "Q", "flow('quote')", "Quote",
           "What it is offered for: to read, to copy, as a page to print", one_deal),
    Action("deal.changes", "at", "flow('changes')", "Changes",
           "What became of its value, close date and stage", one_deal),
    Action("deal.forecast", "O", "flow('forecast')", "Deal forecast",
           "What moved its chance; put it into commit, best case, pipeline", open_deal),
    Action("deal.mail", "M", "flow('mail')", "Mail", "An e-mail from a template: open, copy or print it", some_deal),
    Action("deal.cadence", "C", "flow('cadence')", "Cadence", "Begin a cadence on the deal, or stop it", open_deal),
    Action("deal.budget", "B", "answer('budget')", "Budget", "Budget: yes, no, unknown", open_deal),
    Action("deal.authority", "A", "answer('authority')", "Authority", "Authority: yes, no, unknown", open_deal),
    Action("deal.need", "N", "answer('need')", "Need", "Need: yes, no, unknown", open_deal),
    Action("deal.timing", "T", "answer('timing')", "Timing", "Timing: yes, no, unknown", open_deal),
    Action("deal.qualify", "b", "flow('qualify')", "Qualify",
           "The notes behind the answers, and both scores", open_deal),
    Action("deal.objection", "exclamation_mark", "flow('objection')", "Objection",
           "The playbook; log one on the deal", some_deal),
    Action("deal.link", "f", "flow('link')", "Follow-on",
           "A renewal, upsell, cross-sell or referral from a won deal", closed_deal),
    Action("deal.hot", "asterisk", "hot", "Hot", "Put the tag hot on, or take it off", some_deal),
    Action("deal.merge", "ampersand", "flow('merge')", "Merge", "Make one of two marked deals that are the same",
           two_deals),
    Action("deal.delete", "delete,X", "delete", "Delete", "Put the deal into the bin", some_deal),
    Action("entry.edit", "e,enter", "screen.edit_entry", "Edit entry", "Text, time, outcome and kind of what happened",
           own_entry),
    Action("entry.delete", "delete,X", "screen.delete_entry", "Take out", "Out of the timeline; undo brings it back",
           own_entry),
    Action("sheet.why", "enter", "why", "Why", "What urgency and scores are made of, or only their sums"),
    Action("sheet.kinds", "slash", "kinds", "Narrow", "The timeline: all of it, touches, notes, calls"),
    Action("sheet.following", "J", "along(1)", "Next one", "The next one of the list it was opened from"),
    Action("sheet.previous", "K", "along(-1)", "One before", "The one before it in the list it was opened from"),
    Action("session.reached", "r", "outcome('reached')", "Reached", "Log it: somebody was reached"),
    Action("session.no_answer", "n", "outcome('no answer')", "No answer", "Log it: nobody answered"),
    Action("session.left_message", "v", "outcome('left message')", "Left message", "Log it: a voicemail or word left"),
    Action("session.replied", "m", "outcome('replied')", "Replied", "Log it: they answered"),
    Action("session.booked", "b", "outcome('booked')", "Booked", "Log it: a meeting is booked"),
    Action("session.kind", "tab", "kind", "Kind", "What the outcome keys log: call, e-mail, meeting …"),
    Action("session.skip", "k,right", "skip(1)", "Skip", "The next deal, this one as it is"),
    Action("session.previous", "left", "skip(-1)", "Deal before", "The deal before"),
    Action("session.end", "Q", "end", "End", "End the session and see what came of it"),
    Action("session.pause", "escape,q", "back", "Pause", "Leave; the next session goes on here, also after a restart"),
    Action("sweep.drop", "x", "drop", "Drop", "Lost: a reason in one more key", dead_deal),
    Action("sweep.last_chance", "l", "last_chance", "Last chance",
           "One more e-mail, today; then a quiet week", dead_deal),
    Action("sweep.park", "p", "park", "Park", "Not now: off the board until a date", dead_deal),
    Action("sweep.keep", "k", "keep", "Keep", "Not shown here again for a while", dead_deal),
    Action("sweep.keep_until", "K", "keep_until", "Keep until", "Not shown here again until a date", dead_deal),
    Action("sweep.revive", "r", "revive", "Revive later", "Lost for now, and in Today on a day", dead_deal),
    Action("sweep.clear", "backspace", "clear", "Clear", "Take the decision back", dead_deal),
    Action("sweep.apply", "enter", "apply", "Apply", "All decisions, after a look at them", decided_or_deal),
    Action("sweep.leave", "escape,q", "leave", "Leave", "Back to where you came from"),
    Action("import.field", "enter", "field", "Field", "What the column is: a field, or your own", columns_shown),
    Action("import.leave", "x", "leave_out", "Leave out", "Do not read the column; once more reads it again",
           columns_shown),
    Action("import.kind", "t", "kind", "Kind", "What the rows are: deals, people, organizations …", columns_shown),
    Action("import.unread", "n", "unread", "Rest",
           "Columns that no field takes: fields of your own, or a note", columns_shown),
    Action("import.dates", "o", "dates", "Dates", "Read day, month and year in another order", nothing_under_way),
    Action("import.try", "d", "try", "Dry run", "What would come of it; nothing is written", nothing_under_way),
    Action("import.go", "i", "import", "Import", "After a look at what comes of it", nothing_under_way),
    Action("import.alike", "m", "alike", "Alike", "Deals like others here: the same, or new", nothing_under_way),
    Action("import.keep", "s", "keep", "Keep", "Keep by a name how these files are read", nothing_under_way),
    Action("import.use", "l", "use", "Use kept", "Read these files in a way that was kept by a name",
           columns_shown),
    Action("import.columns", "escape,q,backspace", "back", "Back", "Stop what is under way; else back"),
    Action("party.open", "enter", "open", "Open", "Everything about them; there, the deal", somebody_to_open),
    Action("party.call", "c", "touch('call')", "Call", "Log a call with them", somebody),
    Action("party.touch", "t", "touch", "Touch", "Log what happened with them", somebody),
    Action("party.edit", "e", "edit", "Edit", "Every field, address and role", somebody),
    Action("party.note", "i", "note", "Note", "Write something down about them", somebody),
    Action("party.outside", "o", "outside", "Open outside", "Their mail, phone, site or link", somebody),
    Action("party.copy", "Y", "copy", "Copy", "Copy their name, a phone number, an e-mail address, a link", somebody),
    Action("party.delete", "delete,X", "delete", "Delete", "Into the bin", somebody_or_marked),
    Action("party.erase", "E", "erase", "Erase", "Every trace of a person, for good: undo cannot help", a_person),
    Action("party.new", "n", "new", "New", "Put another one into the book"),
    Action("party.tag", "plus", "tag", "Tag", "Put a tag on them, or take it off", somebody_or_marked),
    Action("party.merge", "m", "merge", "Merge", "Make one of two that are the same", one_or_two),
    Action("dupes.merge", "enter,m", "merge", "Merge", "Side by side, then one of the two", some_pair),
    Action("dupes.apart", "x", "apart", "Not the same", "They are two: the pair is not shown again", some_pair),
    Action("dupes.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("history.open", "enter", "open", "Changes", "Before and after, row by row", some_step),
    Action("history.undo", "u", "undo_step", "Undo this", "Take back this step alone; newer ones stay", step_to_undo),
    Action("history.filter", "slash", "filter", "Filter", "Only the steps that hold what you type"),
    Action("history.leave", "escape,q,backspace", "back", "Back", "To the steps; from there to where you came from"),
    Action("bin.restore", "enter,r", "restore", "Take out", "Out of the bin, as it was", in_bin),
    Action("bin.remove", "E", "remove", "Remove", "Out of the book for good, once its name is typed", in_bin),
    Action("bin.filter", "slash", "filter", "Filter", "Only what holds the words you type"),
    Action("bin.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("forecast.without", "x", "without", "Without", "What if this one does not come: the sums without it",
           forecast_deal),
    Action("forecast.slips", "z", "slips", "Slips", "What if it comes a month later", forecast_deal),
    Action("forecast.why", "y", "why", "Why", "What moved the chance of the deal under the cursor", forecast_deal),
    Action("forecast.category", "c", "category", "Category", "Put it into commit, best case, pipeline or omitted",
           forecast_deal),
    Action("forecast.moved", "m", "moved", "Moved", "How the forecast moved over the weeks"),
    Action("forecast.open", "enter", "open", "Open", "To the deal", forecast_deal),
    Action("forecast.earlier", "left,h,left_square_bracket", "shift(-1)", "Before", "The period before"),
    Action("forecast.later", "right,l,right_square_bracket", "shift(1)", "After", "The period after"),
    Action("forecast.widen", "p", "widen", "Period", "Month, quarter, year"),
    Action("forecast.dates", "d", "dates", "Dates", "Any month, quarter or year, as you type it"),
    Action("forecast.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("report.open", "enter", "open", "Open", "The report; there, the deals behind the line", line_to_open),
    Action("report.earlier", "left,h,left_square_bracket", "shift(-1)", "Before", "The period before", of_a_period),
    Action("report.later", "right,l,right_square_bracket", "shift(1)", "After", "The period after", of_a_period),
    Action("report.widen", "p", "widen", "Period", "Week, month, quarter, year, all time", of_a_period),
    Action("report.dates", "d", "dates", "Dates", "Any period, or any two days, as you type them", of_a_period),
    Action("report.behind", "b", "behind", "All behind", "All deals behind the numbers", counts_deals),
    Action("report.next", "r", "report(1)", "Next", "The next report, on the same period"),
    Action("report.previous", "R", "report(-1)", "Previous", "The report before, on the same period"),
    Action("report.filter", "slash", "filter", "Filter", "Only the lines that hold what you type"),
    Action("report.copy", "y", "copy", "Copy", "The tables as CSV, for the clipboard", counts_deals),
    Action("report.save", "s", "save", "Save", "The tables as CSV, or the picture as SVG, in a file", counts_deals),
    Action("report.leave", "escape,q,backspace", "back", "Back", "To the list; from there to where you came from"),
    Action("numbers.open", "enter", "open", "Deals behind", "The deals behind the figure", figure_at_cursor),
    Action("numbers.earlier", "left_square_bracket", "shift(-1)", "Before", "The period before"),
    Action("numbers.later", "right_square_bracket", "shift(1)", "After", "The period after"),
    Action("numbers.widen", "p", "widen", "Period", "Week, month, quarter, year, all time"),
    Action("numbers.dates", "d", "dates", "Dates", "Any period, or any two days, as you type them"),
    Action("numbers.reports", "r", "reports", "Reports", "All reports, on the same period"),
    Action("numbers.quota", "Q", "quota", "Quota", "What is to be won a month, quarter or year"),
    Action("numbers.goals", "o", "goals", "Goals", "So many touches, new deals, meetings a day, week or month"),
    Action("behind.open", "enter", "open", "Open", "To the deal", behind_deal),
    Action("behind.leave", "escape,q,backspace", "back", "Back", "To the figure"),
    Action("orgs.customers", "c", "customers", "Customers", "Only those with a won deal"),
    Action("stages.add", "a", "add", "Add", "Another stage behind this one"),
    Action("stages.pipeline", "A", "add_pipeline", "Add pipeline", "Another pipeline, like this one or a template"),
    Action("stages.rename", "enter,r", "rename", "Rename", "The name; p:40% and rot:14 may stand behind it"),
    Action("stages.likelier", "plus", "percent(5)", "Likelier", "Five percent more", stage_at_cursor),
    Action("stages.unlikelier", "minus", "percent(-5)", "Less likely", "Five percent less", stage_at_cursor),
    Action("stages.rot_later", "right_square_bracket", "rot(1)", "Rots later", "A day more until a deal rots",
           stage_at_cursor),
    Action("stages.rot_sooner", "left_square_bracket", "rot(-1)", "Rots sooner", "A day less until a deal rots",
           stage_at_cursor),
    Action("stages.down", "J", "shift(1)", "Down", "One place on"),
    Action("stages.up", "K", "shift(-1)", "Up", "One place back"),
    Action("stages.merge", "m", "merge", "Merge", "Make it a part of another stage", stage_at_cursor),
    Action("stages.remove", "x", "remove", "Remove", "Take it away; you say where its deals go"),
    Action("stages.criteria", "c", "criteria", "Criteria", "What should be true of a deal before it is left",
           stage_at_cursor),
    Action("stages.qualifies", "b", "qualifies", "Qualification", "The stage whose questions are asked on leaving it",
           stage_at_cursor),
    Action("stages.default", "d", "make_default", "Default", "New deals go into this pipeline"),
    Action("stages.own", "o", "own_history", "Own history", "Take the percentages that your own history suggests"),
    Action("stages.leave", "escape,q", "back", "Back", "To where you came from"),
    Action("views.open", "enter", "open", "Show", "What the view shows, on its screen", view_at_cursor),
    Action("views.edit", "e", "edit", "Edit", "Name, key, filter, columns, order, groups", view_at_cursor),
    Action("views.remove", "delete,X", "remove", "Remove", "Forget the view; its deals stay", view_at_cursor),
    Action("views.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("products.add", "a,n", "add", "Add", "Another product in one line: name, at a price, monthly or yearly"),
    Action("products.edit", "enter,e", "edit", "Edit", "Name, price, how often it is paid, code, unit",
           product_at_cursor),
    Action("products.remove", "delete,X", "remove", "Take off", "Off the list; what stands on deals stays",
           product_at_cursor),
    Action("products.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("quote.copy", "y", "copy", "Copy", "The quote as Markdown, to the clipboard"),
    Action("quote.save", "s", "save", "Save", "As a page to print (HTML), or as Markdown, in a file"),
    Action("quote.until", "d", "until", "Until", "The day until which it holds"),
    Action("quote.template", "E", "template", "Template", "The text of all quotes, in your editor"),
    Action("quote.leave", "escape,q,backspace", "back", "Back", "To the deal"),
    Action("settings.change", "enter,e,space", "change", "Change", "Switch it, or type a value", setting_at_cursor),
    Action("settings.usual", "delete,X", "usual", "Default", "Back to its default", setting_at_cursor),
    Action("settings.filter", "slash", "filter", "Filter", "Only the settings that hold what you type"),
    Action("settings.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("keymap.change", "enter,e", "change", "Change", "Press the key it is to have instead", setting_at_cursor),
    Action("keymap.another", "a", "another", "Another", "Press one that it is to have as well", setting_at_cursor),
    Action("keymap.usual", "delete,X", "usual", "Default", "Back to the keys that it comes with", setting_at_cursor),
    Action("keymap.preset", "p", "preset", "Preset", "All at once: default, vim, arrows"),
    Action("keymap.filter", "slash", "filter", "Filter", "Only the actions that hold what you type, or have that key"),
    Action("keymap.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("app.add", "a", "app.add", "Add", "A new deal in one line"),
    Action("app.undo", "u", "app.undo", "Undo", "Take back what was done last, whoever did it"),
    Action("app.redo", "ctrl+r,U", "app.redo", "Redo", "Do what was undone again"),
    Action("view.filter", "slash", "filter", "Filter", "Show only what fits, as you type"),
    Action("view.session", "s", "flow('session')", "Session", "Go through the list one deal at a time", deals_in_a_row),
    Action("view.mark", "space,v", "mark", "Mark",
           "Mark it; what you do next is done to all that is marked", row_at_cursor),
    Action("view.mark_range", "R", "mark_range", "Mark range", "Mark all between what was marked last and this",
           range_begun),
    Action("view.mark_down", "shift+down", "mark_along(1)", "Mark down",
           "Go down and draw the marks with it; back takes them away", row_at_cursor),
    Action("view.mark_up", "shift+up", "mark_along(-1)", "Mark up",
           "Go up and draw the marks with it; back takes them away", row_at_cursor),
    Action("view.mark_all", "V", "mark_all", "Mark all", "Mark all that is shown, or none of it", something_listed),
    Action("view.compact", "full_stop", "compact", "Density", "Cards of two lines, or three"),
    Action("view.pane", "P", "pane", "Pane", "The deal at hand: below the list, at its side, or not shown"),
    Action("view.pipeline", "backslash", "pipeline", "Pipeline", "The next pipeline, after the last one all of them",
           several_pipelines),
    Action("view.sort", "comma", "sort", "Order", "Order the table by the next column"),
    Action("view.sort_by", "quotation_mark", "sort_by", "Order by",
           "By any column: one more key; the one it is ordered by turns it round"),
    Action("view.reverse", "semicolon", "reverse", "Reverse", "Turn the order round"),
    Action("view.save", "W", "save_view", "Save view", "Keep by a name what is shown: filter, columns, order, groups"),
    Action("table.group", "full_stop", "group", "Group",
           "By stage, organization, source, month of close, or not at all"),
    Action("table.close", "left,h", "fold(True)", "Close group", "Only its head, with count and sum", in_groups),
    Action("table.open", "right,l", "fold(False)", "Open group", "Its deals again", in_groups),
    Action("table.fold_all", "backslash", "fold_all", "All groups", "Close all groups, or open them again", in_groups),
    Action("week.earlier", "left_square_bracket", "turn_week(-1)", "Week before", "The days of the week before"),
    Action("week.next", "right_square_bracket", "turn_week(1)", "Week after", "The days of the week after"),
    Action("week.now", "0", "turn_week(0)", "This week", "The week that runs, with the cursor on today"),
    Action("week.sooner", "shift+left", "shift(-1)", "Day before", "Move the step to the day before", kept_deal),
    Action("week.later", "shift+right", "shift(1)", "Day after", "Move the step to the day after", kept_deal),
    Action("app.today", "1", "app.go('today')", "Today", "What is overdue, due and planned"),
    Action("app.board", "2", "app.go('board')", "Board", "Open deals by stage"),
    Action("app.deals", "3", "app.go('deals')", "Deals", "Every deal, closed ones too"),
    Action("app.people", "4", "app.go('people')", "People", "Everybody you sell to"),
    Action("app.orgs", "5", "app.go('orgs')", "Orgs", "Organizations and customers, with their deals and touches"),
    Action("app.numbers", "6", "app.go('numbers')", "Numbers", "Won, lost, quota, funnel, reports"),
    Action("app.week", "7", "app.go('week')", "Week", "What is planned on each day of a week"),
    Action("app.sweep", "S", "app.sweep", "Sweep", "The deals that look dead, and what to do with each"),
    Action("app.stages", "percent_sign", "app.overlay('stages')", "Stages",
           "Stages and pipelines: names, percentages, order"),
    Action("app.dupes", "D", "app.overlay('dupes')", "Duplicates",
           "What is probably there twice: merge it, or keep it apart"),
    Action("app.forecast", "dollar_sign", "app.overlay('forecast')", "Forecast",
           "What will come in, and which deals move it"),
    Action("app.history", "Z", "app.overlay('history')", "History",
           "What was done, step by step; take any of it back"),
    Action("app.bin", "number_sign", "app.overlay('bin')", "Bin",
           "What was deleted: bring it back, or remove it for good"),
    Action("app.back", "left_parenthesis", "app.visit(-1)", "Back", "To the sheet that was read before this one"),
    Action("app.forward", "right_parenthesis", "app.visit(1)", "Forward", "And forward again"),
    Action("app.goto", "g", "app.goto", "Go to", "One more key: Today, Board, Views …, or the digit of a saved view"),
    Action("app.views", "apostrophe", "app.overlay('views')", "Views", "Saved views, with how much each shows by now"),
    Action("app.products", "f9", "app.overlay('products')", "Price list",
           "What you sell, at which price, paid once, monthly or yearly"),
    Action("app.import", "f5", "app.import_file", "Import", "Bring over what another program exported"),
    Action("app.contexts", "underscore", "app.overlay('contexts')", "Contexts",
           "Narrow every list of deals to one of them, or to none"),
    Action("contexts.open", "enter,space", "open", "Switch on", "Have every list narrowed to it; once more, to none"),
    Action("contexts.new", "n", "new", "New", "Another one, by name and filter"),
    Action("contexts.edit", "e", "edit", "Edit", "Its name and its filter", context_at_cursor),
    Action("contexts.remove", "delete,X", "remove", "Delete", "Forget it; its deals stay", context_at_cursor),
    Action("contexts.leave", "escape,q,backspace", "back", "Back", "To where you came from"),
    Action("app.settings", "f2", "app.overlay('settings')", "Settings",
           "Every setting; a change holds at once"),
    Action("app.keymap", "f3", "app.overlay('keymap')", "Keys", "Every action with its keys, to be changed"),
    Action("app.palette", "ctrl+p", "app.command_palette", "Palette", "Every action and every deal by name"),
    Action("app.help", "question_mark", "app.help", "Help", "All keys of this screen"),
    Action("app.quit", "q,ctrl+q", "app.quit", "Quit", "Leave; everything is saved already"),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}

TABS = tuple(action for action in ACTIONS if action.name.startswith("app.go("))
"""The screens of the book that a key leads to from everywhere, in the order of their tabs."""

OVERLAID = (*(tab.id for tab in TABS), "app.goto", "app.help", "app.palette", "app.quit")
"""What every screen that lies over another binds beside its own."""

GROUPS = {
    "session": "The work session",
    "sweep": "The sweep",
    "deal": "The deal under the cursor",
    "sheet": "On a sheet",
    "entry": "The entry of the timeline under the cursor",
    "party": "Whoever is under the cursor",
    "import": "The import",
    "dupes": "Duplicates",
    "history": "The history",
    "bin": "What lies in the bin",
    "report": "Reports",
    "forecast": "The forecast",
    "numbers": "Numbers",
    "behind": "The deals behind a figure",
    "table": "Groups of the table",
    "orgs": "Organizations",
    "stages": "Stages and pipelines",
    "settings": "The setting under the cursor",
    "keymap": "The action under the cursor",
    "views": "The view under the cursor",
    "products": "The price list",
    "quote": "The quote",
    "contexts": "The context under the cursor",
    "week": "The week",
    "view": "What is shown",
    "app": "Anywhere",
}

MOVING = (
    ("↑ ↓  j k", "one up, one down"),
    ("← →  h l", "to the column at the left, at the right"),
    ("Home G", "to the first, to the last"),
    ("PgUp PgDn", "a page up, down"),
)
"""The cursor keys of every list, for the help screen."""


def bindings(*ids: str) -> list[BindingType]:
    """The bindings of the actions named by id, or by group when no dot is in it."""
    return [
        Binding(action.keys, action.name, action.label, tooltip=action.tooltip, id=action.id)
        for action in ACTIONS
        if action.id in ids or action.group in ids
    ]


@cache
def actions_of(screen: type) -> Mapping[tuple[str, tuple[object, ...]], Action]:
    """The actions of a class of screens by what Textual is to run, a screen's own before those it is made from."""
    found: dict[tuple[str, tuple[object, ...]], Action] = {}
    for base in screen.__mro__:
        for binding in vars(base).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id is not None:
                _, name, parameters = parse(binding.action)
                found.setdefault((name, parameters), BY_ID[binding.id])
    return found


def anywhere(key: str, remapped: Mapping[str, str]) -> Action | None:
    """What a key does on every screen of the book, or with the deal of the one below; None for nothing."""
    found = (action for action in ACTIONS if action.group in ("app", "deal"))
    return next((action for action in found if key in remapped.get(action.id, action.keys).split(",")), None)


_KEY_NAMES = {
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "question_mark": "?",
    "slash": "/",
    "backslash": "\\",
    "percent_sign": "%",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "exclamation_mark": "!",
    "ampersand": "&",
    "at": "@",
    "underscore": "_",
    "number_sign": "#",
    "apostrophe": "'",
    "quotation_mark": '"',
    "comma": ",",
    "semicolon": ";",
    "space": "Space",
    "enter": "Enter",
    "delete": "Del",
    "dollar_sign": "$",
    "backspace": "Backspace",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "escape": "Esc",
    "tab": "Tab",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
    "home": "Home",
    "colon": ":",
    "insert": "Ins",
}
_HELD = {"ctrl": "^", "alt": "Alt+", "shift": "Shift+"}


def shown_key(action: Action, remapped: Mapping[str, str]) -> str:
    """The first key of an action, as a rep reads it; `remapped` is what the configuration gives other keys to."""
    return key_text(remapped.get(action.id, action.keys)).split()[0]


def key_text(keys: str) -> str:
    """Keys as a rep reads them: "greater_than_sign,L" -> "> L"."""
    return " ".join(map(_one_key, keys.split(",")))


def _one_key(key: str) -> str:
    *held, last = key.split("+")
    return "".join(_HELD.get(name, f"{name}+") for name in held) + _KEY_NAMES.get(last, last)

"""The ways out, in the app's words: what is said of a `Remedy` after an error or a warning, with the keys there are."""

from collections.abc import Mapping

from pipetui.domain.errors import PipetuiError, Remedy
from pipetui.tui.actions import BY_ID, shown_key

WORDS = {
    "add": "for example: Acme rollout 12k next:fri",
    "bin": "{key[app.bin]} shows what was deleted",
    "calendar.path": "{key[app.settings]} Settings says where it lies: Calendar, path",
    "cadence.new": "{key[deal.cadence]} on a deal makes one",
    "cadence.start": "{key[deal.cadence]} begins one",
    "history": "{key[app.history]} shows what was done since",
    "import.title": "its columns are {columns}",
    "import.unsure": "its columns are {columns}",
    "items": "{key[deal.items]} shows them",
    "items.add": "{key[deal.items]} says what it is for",
    "items.take": "{key[deal.items]} v takes it over",
    "list": "{key[app.deals]} lists every deal",
    "mail.folders": "{key[app.settings]} Settings says where it lies: Mail, folders",
    "merge.organizations": "{key[party.merge]} on one of them merges the two",
    "merge.people": "{key[app.people]} lists them, {key[party.merge]} there merges them",
    "next": "{key[deal.next]} sets one",
    "next.instead": "{key[deal.next]} plans it instead",
    "org": "{key[app.orgs]} lists the organizations",
    "orgs": "{key[app.orgs]} lists the organizations",
    "people": "{key[app.people]} lists everybody",
    "person.role": "{key[party.edit]} on the person puts them on it",
    "playbook": "{key[deal.objection]} on a deal shows the playbook",
    "playbook.change": "{key[deal.objection]} on a deal shows the playbook",
    "playbook.respond": "{key[deal.objection]} on a deal leads to it",
    "playbook.reword": "word it anew instead",
    "playbook.words": "{key[deal.objection]} on a deal shows the playbook",
    "quota": "{key[app.numbers]} {key[numbers.quota]} sets one",
    "quota.clear": "empty fields take it away",
    "products": "{key[app.products]} shows the price list",
    "quit": "{key[app.quit]} leaves",
    "reopen": "{key[deal.reopen]} reopens it",
    "reopen.party": "{key[app.bin]} shows the bin, {key[bin.restore]} there takes them out",
    "sweep": "{key[sweep.drop]} {key[sweep.park]} {key[sweep.keep]} decide",
    "context.list": "{key[app.contexts]} lists them",
    "context.define": "{key[app.contexts]} defines one",
    "context.none": "{key[app.contexts]} switches it off",
    "view.list": "{key[app.views]} lists them",
    "view.save": "{key[view.save]} keeps what a list shows as one",
    "touch.deal": "{key[deal.touch]} on the deal itself logs it there",
}
"""By name; the facts of a remedy stand in braces, and so do the keys of actions."""

WITHOUT = {
    "no other book is named in the app": (
        "book.elsewhere book.file book.named book.older book.or_other book.other book.other_or_doctor locate.or_other"
    ),
    "said before the app is there": "keys locate",
    "what mends or brings back a book is a verb": (
        "doctor doctor.journal doctor.look doctor.or_restore doctor.then doctor.triggers"
        " restore restore.back restore.else restore.or_init restore.other"
    ),
    "found by the doctor alone": "backup backup.here backups doctor.repair look.delete look.move",
    "the app takes a file as it is": (
        "import.date_order import.encoding import.join import.kind import.leads import.no_headings import.save"
        " import.stage import.currency import.percent"
        " import.veto"
    ),
    "the app writes no such file": "export.force",
    "what it is about is seen already": "cadence.list person pipelines show stages win",
    "the app makes no template": "template.name template.new",
    "only what a verb does ends so": (
        "cadence.stage cadence.stop fields.add fields.kind mail.fields mail.since playbook.add stages.criteria"
    ),
    "the app asks for it before": "pipelines.destination pipelines.remove stages.destination",
}
"""The remedies that the app has no words for, by the reason."""


class _Keys:
    """The keys of the actions, by id, as a rep reads them."""

    def __init__(self, remapped: Mapping[str, str]) -> None:
        self._remapped = remapped

    def __getitem__(self, action: str) -> str:
        return shown_key(BY_ID[action], self._remapped)


def words(remedy: Remedy | None, remapped: Mapping[str, str]) -> str:
    """What the app says of it, "" for nothing; `remapped` is what the configuration gives other keys to."""
    if remedy is None:
        return ""
    return WORDS.get(remedy.name, "").format_map({**remedy.facts, "key": _Keys(remapped)})


def hint(error: PipetuiError, remapped: Mapping[str, str]) -> str:
    """What there is to say beside the title of an error."""
    return error.with_kept(_joined(error.hint, words(error.remedy, remapped)))


def told(error: PipetuiError, remapped: Mapping[str, str]) -> str:
    """All of an error in a line."""
    return _joined(error.title, hint(error, remapped))


def warned(said: str, remapped: Mapping[str, str]) -> str:
    """A warning, and the way out where it knows one."""
    return _joined(said, words(getattr(said, "remedy", None), remapped))


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))

"""The ways out, in the shell's words: what is said of a `Remedy` after an error, a warning or a finding.

What begins with a space or a sign goes on with the sentence before it.
"""

from __future__ import annotations

from pipetui.cli.words import shell_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.domain.errors import Remedy


def _fields(fields: Sequence[str]) -> str:
    options = " ".join(f'--set {name}="…"' for name in fields)
    mine = '; your name for good: [me] name = "Ann Lee" in the configuration (pipetui locate)'
    return options + (mine if "my_name" in fields else "")


def _likely(stage: str) -> str:
    option = shell_word(f"{stage}=40%")
    return f"; --stage {option} says it, or later: pipetui stages set {shell_word(stage)} p:40%"


def _destination(to: str, stage: str = "", pipeline: str = "") -> str:
    verb = "stages" if stage else "pipelines"
    return f"say where they go: pipetui {verb} remove {shell_word(stage or pipeline)} to {shell_word(to)}"


WORDS: dict[str, str | Callable[..., str]] = {
    "add": "for example: pipetui add Acme rollout 12k next:fri",
    "backup": "pipetui backup",
    "backup.here": ": pipetui backup FOLDER",
    "backups": "pipetui restore lists them",
    "bin": "see: pipetui list --deleted",
    "book.elsewhere": ": --db PATH, or PIPETUI_DB",
    "book.file": "name a file: --db PATH",
    "book.named": ", or name a book: --db PATH, or PIPETUI_DB",
    "book.older": ", or name another book with --db",
    "book.or_other": "; or use --db",
    "book.other": "name another with --db, or PIPETUI_DB",
    "book.other_or_doctor": "name another book with --db, or PIPETUI_DB; see: pipetui doctor",
    "cadence.list": "see: pipetui cadence",
    "cadence.new": "make one: pipetui cadence new",
    "cadence.stage": "take it off first: pipetui cadence stage {stage} none",
    "cadence.start": "begin one: pipetui cadence start",
    "cadence.stop": "stop it there first: pipetui cadence stop {deal}",
    "calendar.path": 'name it: pipetui ics ~/calendar.ics; or for good: [calendar] path = "~/calendar.ics"',
    "doctor": "see: pipetui doctor",
    "doctor.journal": "pipetui doctor --repair takes it out, so that undo gets past it",
    "doctor.look": ": see pipetui doctor",
    "doctor.or_restore": "see: pipetui doctor; bring back a backup: pipetui restore",
    "doctor.repair": "pipetui doctor --repair",
    "doctor.then": " then see: pipetui doctor",
    "doctor.triggers": "pipetui doctor --repair takes it out",
    "fields.add": "for example: pipetui fields add Region choice north,south",
    "fields.kind": "make it one: pipetui fields kind NAME choice",
    "export.force": "--force writes over it",
    "history": "see: pipetui history",
    "import.currency": "; --currency CODE names another",
    "import.date_order": "; --date-order {order} reads it the other way",
    "import.encoding": "name the encoding it is in, for example --encoding {example}",
    "import.join": ": --join takes them for the same",
    "import.kind": (
        "say what its rows are: --as deals, people, organizations, leads, activities, notes or products;"
        " of one file: --as FILE=KIND"
    ),
    "import.leads": "; --as '{file}=deals' makes deals of them in the first stage",
    "import.no_headings": "without headings: --no-headings, and name its columns: --map title='Column 1'",
    "import.percent": _likely,
    "import.save": "import a file with --save NAME, and its columns are read so again with --use NAME",
    "import.stage": "name another column with --map stage=COLUMN, or none with --map stage=",
    "import.unsure": "say it: --as '{file}={kind}'; its columns are {columns}",
    "import.veto": "; --stage '{word}=open' takes it for a stage",
    "import.title": "say which: --map title=COLUMN; its columns are {columns}",
    "keys": "see `pipetui locate` for the file; the app's palette names the actions",
    "list": "see: pipetui list",
    "locate": "see: pipetui locate",
    "locate.or_other": "see `pipetui locate`, or name another with --db",
    "items": "see: pipetui items {deal}",
    "items.add": "say what it is for: pipetui items {deal} add, or its value: pipetui edit {deal} value:12k",
    "items.take": "; take it over: pipetui items {deal} take",
    "look.delete": "look at it with pipetui list --db, then delete it",
    "look.move": "look at it with pipetui list --db, then put it elsewhere",
    "mail.fields": _fields,
    "mail.folders": 'name where it lies: pipetui mail sync ~/Mail; or for good: [mail] folders = ["~/Mail"]',
    "mail.since": "; --since DATE goes further",
    "merge.organizations": "merge them: pipetui org … --merge …",
    "merge.people": " pipetui person {keep} --merge {other}",
    "next": "set one: pipetui next",
    "next.instead": "plan it instead: pipetui next",
    "org": "see: pipetui org {number}",
    "orgs": "see: pipetui orgs",
    "people": "see: pipetui people",
    "person": "see: pipetui person {number}",
    "person.role": "first: pipetui person {person} role:@{deal}",
    "pipelines": "see: pipetui pipelines",
    "pipelines.destination": _destination,
    "pipelines.remove": "remove the pipeline instead: pipetui pipelines remove",
    "playbook": "see: pipetui playbook",
    "playbook.add": 'for example: pipetui playbook add "too slow" "Compared with what?"',
    "playbook.change": "change it with: pipetui playbook --edit",
    "playbook.respond": ": pipetui playbook --edit",
    "playbook.reword": "word it anew: pipetui playbook --edit",
    "playbook.words": "; see: pipetui playbook",
    "products": "see: pipetui products",
    "quit": "quit and see: pipetui doctor; a backup is brought back by pipetui restore, also under an open app",
    "quota": "for example: pipetui quota set 250k --per quarter",
    "quota.clear": "pipetui quota clear takes it away",
    "reopen": "reopen it first: pipetui reopen",
    "reopen.party": "take it out first: pipetui {verb} {number} reopen",
    "restore": "see: pipetui restore",
    "restore.back": "; the book as it was is a backup too: pipetui restore",
    "restore.else": "; or bring a backup back: pipetui restore",
    "restore.or_init": "bring one back: pipetui restore; or begin anew: pipetui init",
    "restore.other": "name another: pipetui restore lists the backups",
    "show": ": see pipetui show",
    "stages": "see: pipetui stages",
    "stages.criteria": lambda stage: f'give it one: pipetui stages criteria {shell_word(stage)} add "…"',
    "stages.destination": _destination,
    "sweep": "for example: pipetui sweep 3 drop went silent",
    "template.name": "for example: pipetui template thanks --edit",
    "template.new": "make one: pipetui template {template} --edit",
    "touch.deal": ": on:42 in the shell",
    "context.list": "see: pipetui context",
    "context.define": "for example: pipetui context define work +saas or stage:proposal",
    "context.none": "pipetui context none switches it off",
    "view.list": "see: pipetui view",
    "view.save": "for example: pipetui view save late overdue value.over:10k",
    "win": "win it first: pipetui win",
}
"""By name; the facts of a remedy stand in braces, or are the arguments of what makes the words."""


def words(remedy: Remedy) -> str:
    """What the shell says of it."""
    said = WORDS[remedy.name]
    return said.format_map(remedy.facts) if isinstance(said, str) else said(**remedy.facts)

"""What is made of the program's own tables, all at once: `python docs/make.py`.

The tables of keys and verbs in README and guide, the man pages, and the completions as packages put them.
"""

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import man_pages

from pipetui.cli.completion import scripts
from pipetui.cli.output import help_text
from pipetui.cli.verbs import VERBS
from pipetui.exchange import systems
from pipetui.exchange.kinds import ACTIVITIES, KINDS, NOTES
from pipetui.exchange.system import Kind, System
from pipetui.exchange.writers.formats import FORMATS
from pipetui.tui.actions import ACTIONS, BY_ID, GROUPS, MOVING, Action, key_text

ROOT = Path(__file__).parents[1]
DAY = [
    "deal.call",
    "deal.next",
    "deal.done",
    "deal.snooze",
    "deal.advance",
    "deal.retreat",
    "deal.drop",
    "app.add",
    "view.filter",
    "app.undo",
]
"""The ten keys that README begins with."""

_LINKS = frozenset(("deal", "deal_id", "person", "person_id", "organization", "organization_id", "lead_id"))
"""The fields by which a row says what it belongs to."""

COMPLETIONS = {"bash": "pipetui", "zsh": "_pipetui", "fish": "pipetui.fish"}
"""What each shell wants the file to be called."""


def made() -> dict[Path, str]:
    """Each file with generated parts, and what is to stand in it."""
    return {
        **_with(ROOT / "README.md", keys=_keys(BY_ID[name] for name in DAY), verbs=_verbs_by_group()),
        **_with(ROOT / "docs/guide/moving.md", systems=_systems(), formats=_formats()),
        ROOT / "docs/keys.md": _all_keys(),
        ROOT / "docs/verbs.md": _all_verbs(),
        **{ROOT / "docs/man" / name: page for name, page in man_pages.pages().items()},
        **{ROOT / "docs/completions" / COMPLETIONS[name]: f"{one}\n" for name, one in scripts.SCRIPTS.items()},
    }


def _with(path: Path, **tables: str) -> dict[Path, str]:
    """A page with tables between their marks."""
    text = path.read_text(encoding="utf-8")
    for name, table in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(begin)
        text = before + begin + table + end + rest.partition(end)[2]
    return {path: text}


def _keys(actions: Iterable[Action]) -> str:
    return "| key | |\n|---|---|\n" + "".join(map(_key, actions))


def _key(action: Action) -> str:
    keys = " ".join(f"`{key}`" for key in key_text(action.keys).replace("|", "\\|").split())
    return f"| {keys} | {action.tooltip} |\n"


def _all_keys() -> str:
    parts = [
        "# Keys\n\nEvery key can be another one: `[keys]` in the configuration takes the name in the last column.\n"
    ]
    for group, title in GROUPS.items():
        rows = [action for action in ACTIONS if action.group == group]
        lines = (_key(action)[:-1] + f" `{action.id}` |\n" for action in rows)
        parts.append(f"## {title}\n\n| key | | name |\n|---|---|---|\n" + "".join(lines))
    moving = "".join(f"| {keys} | {said} |\n" for keys, said in MOVING)
    parts.append(f"## Moving\n\n| key | |\n|---|---|\n{moving}")
    return "\n".join(parts)


def _verbs_by_group() -> str:
    rows = (
        f"| {group} | {' '.join(f'`{verb.name}`' for verb in verbs)} |\n"
        for group, verbs in groupby(VERBS, lambda verb: verb.group)
    )
    return "| | |\n|---|---|\n" + "".join(rows)


def _systems() -> str:
    rows = (f"| {system.title} | `{name}` | {_kinds(system)} |\n" for name, system in systems.known().items())
    return "| | `--from` | what is read of it |\n|---|---|---|\n" + "".join(rows)


def _kinds(system: System) -> str:
    """The kinds of record that come along, in the order in which kinds are told; what belongs to nothing does not."""
    every = {one.records for kind in system.kinds for one in (kind, *kind.beside) if _belongs(one)}
    return ", ".join(kind for kind in KINDS if kind in every)


def _belongs(kind: Kind) -> bool:
    """Whether rows that are of something else say of what: the tasks that Copper exports do not."""
    return kind.records not in (ACTIVITIES, NOTES) or not _LINKS.isdisjoint(kind.headings)


def _formats() -> str:
    rows = (
        f"| `{one.name}` | `{one.ending}` | {one.holds}{': ' if one.kinds else ''}{', '.join(one.kinds)} |\n"
        for one in FORMATS
    )
    return "| `--to` | | |\n|---|---|---|\n" + "".join(rows)


def _all_verbs() -> str:
    parts = ["# Verbs\n\n`pipetui VERB --help` says more of each, with its options and examples.\n"]
    for group, verbs in groupby(VERBS, lambda verb: verb.group):
        rows = (f"| `{verb.name}` | {help_text.of(verb).paragraphs[0]} |\n" for verb in verbs)
        parts.append(f"## {group}\n\n| | |\n|---|---|\n" + "".join(rows))
    return "\n".join(parts)


if __name__ == "__main__":
    for path, text in made().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

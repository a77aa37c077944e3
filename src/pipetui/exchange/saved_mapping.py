"""How files are read, kept in the book by a name and used again: columns, stages, units, what is left out."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.text import clean
from pipetui.exchange.planning import Options
from pipetui.service.workspace import Workspace
from pipetui.store import import_mappings

_PAIRS = ("maps", "stages", "where", "each")
_LISTS = ("skip",)
_TEXTS = ("delimiter", "encoding", "date_order", "system", "currency", "program", "records", "unread")
_FLAGS = ("join", "headings")


def save(workspace: Workspace, name: str, options: Options) -> None:
    """Keep the options by that name, as one step of undo; raises InputError for no name."""
    name = clean(name)
    if not name:
        raise InputError("a mapping needs a name")
    told = {field: value for field, value in options._asdict().items() if value != Options._field_defaults[field]}
    with workspace.unit_of_work(f"kept how to read {name}", may_change_nothing=True) as uow:
        import_mappings.keep(uow.connection, name, json.dumps(told, ensure_ascii=False, sort_keys=True))


def used(workspace: Workspace, name: str, options: Options) -> Options:
    """The options kept by that name, with what is told now before them; raises InputError for no such name."""
    connection = workspace.store.connection
    names = import_mappings.names(connection)
    if not names:
        raise InputError("no mapping is kept yet", remedy=Remedy("import.save"))
    found = choose(name, names, "mapping")
    kept = read(import_mappings.content(connection, found) or "{}")
    told = {field: value for field, value in options._asdict().items() if value != Options._field_defaults[field]}
    for field in (*_PAIRS, *_LISTS):
        now = told.get(field, ())
        told[field] = (*_not_told_anew(kept.get(field, ()), now, single=field != "where"), *now)
    return options._replace(**{**kept, **told})


def _not_told_anew(kept: Iterable[Any], now: Sequence[Any], *, single: bool) -> list[Any]:
    """What was kept, but for pairs whose first word (a field, a stage of the file) is told now."""
    firsts = {pair[0] for pair in now if isinstance(pair, tuple) and single}
    return [one for one in kept if not (isinstance(one, tuple) and one[0] in firsts)]


def read(content: str) -> dict[str, Any]:
    """What is kept, read again; of what is not as it was written nothing."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    told: dict[str, Any] = {}
    for field in _PAIRS:
        pairs = found.get(field)
        if isinstance(pairs, list):
            told[field] = tuple((str(p[0]), str(p[1])) for p in pairs if isinstance(p, list) and len(p) == 2)
    for field in _LISTS:
        if isinstance(found.get(field), list):
            told[field] = tuple(map(str, found[field]))
    told.update({field: str(found[field]) for field in _TEXTS if isinstance(found.get(field), str)})
    told.update({field: found[field] for field in _FLAGS if isinstance(found.get(field), bool)})
    return told

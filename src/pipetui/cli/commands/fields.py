"""`pipetui fields`: what the rep wants to keep of deals, people and organizations besides what everybody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli import apply_change, arguments, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted
from pipetui.render import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.service import Result, Workspace
    from pipetui.service.custom_fields import FieldUse

ACTIONS = ("add", "rename", "options", "kind", "order", "remove")
_ENTITIES = {"deals": "deal", "people": "person", "orgs": "organization"}
_ALSO = {"deal": "deals", "person": "people", "org": "orgs", "organization": "orgs", "organizations": "orgs"}


def fields(call: Call, line: Sequence[str] = (), yes: bool = False) -> int:
    """Fields of your own on deals, people and orgs: list them with how many are filled, add, rename, remove them.

    Kinds are text, number, money, date, choice, yes/no and link. A field is edited, shown and looked for by its name
    in one word: contract-end:2027-03-01, region:north, seats.over:10, region:none, has:region. A choice has options;
    a=b gives one another word, and its values with it. Another kind needs all values to be of it.

    pipetui fields add "Contract end" date
    pipetui fields add Region choice north,south on orgs
    pipetui fields options Region +east north=Nord
    pipetui fields kind "Contract end" text
    pipetui fields rename Region Area on orgs
    pipetui fields order Seats "Contract end"
    pipetui fields remove Seats
    """
    words = arguments.plain(line)
    if not words:
        return _list(call)
    does = choose(words[0], ACTIONS, "form of fields")
    words, entity = _place(words[1:])
    with open_workspace(call, write=True) as workspace:
        outcome = _GESTURES[does](call, workspace, words, entity, yes)
        apply_change.report(call, workspace, outcome, shape=lambda: map(_shape, _all(workspace)))
    return 0


def _place(words: Sequence[str]) -> tuple[list[str], str | None]:
    """The words without `on deals` at their end, and what that names."""
    if len(words) > 1 and fold(words[-2]) == "on":
        word = fold(words[-1])
        return list(words[:-2]), _ENTITIES[_ALSO.get(word) or choose(word, tuple(_ENTITIES), "place of fields")]
    return list(words), None


def _list(call: Call) -> int:
    with open_workspace(call) as workspace:
        found = _all(workspace)
    return call.out.listed(
        found,
        lambda page: _table(found, page),
        lambda: map(_shape, found),
        nothing="no fields of your own yet: pipetui fields add Region choice north,south",
    )


def _all(workspace: Workspace) -> list[FieldUse]:
    from pipetui.service import custom_fields

    return custom_fields.listed(workspace)


def _add(call: Call, workspace: Workspace, words: list[str], entity: str | None, yes: bool) -> Result:
    from pipetui.service import custom_fields

    place = next((place for place in range(len(words) - 1, 0, -1) if custom_fields.is_kind(words[place])), len(words))
    name, kind = " ".join(words[:place]), custom_fields.kind_of(words[place]) if place < len(words) else "text"
    if not name:
        raise InputError("which field?", 'for example: pipetui fields add "Contract end" date on deals')
    return custom_fields.add(workspace, name, kind, entity or "deal", _options(words[place + 1 :]))


def _rename(call: Call, workspace: Workspace, words: list[str], entity: str | None, yes: bool) -> Result:
    from pipetui.service import custom_fields

    if len(words) != 2:
        raise InputError(
            "a field and its new name are not told apart" if words else "which field?",
            'quote both: pipetui fields rename "Contract end" "Ends on"',
        )
    return custom_fields.rename(workspace, custom_fields.found(workspace, words[0], entity), words[1])


def _change_options(call: Call, workspace: Workspace, words: list[str], entity: str | None, yes: bool) -> Result:
    from pipetui.service import custom_fields

    if len(words) < 2:
        raise InputError("which options?", "for example: pipetui fields options Region +east -west north=Nord")
    field, rest = custom_fields.found(workspace, words[0], entity), words[1:]
    added = [word[1:] for word in rest if word.startswith("+")]
    removed = [word[1:] for word in rest if word.startswith("-")]
    renamed = {old: new for old, sign, new in (word.partition("=") for word in rest if word[0] not in "+-") if sign}
    plain = [word for word in rest if word[0] not in "+-" and "=" not in word]
    if plain and (added or removed or renamed):
        raise InputError(f"{quoted(plain[0])} is not a change", "write +east, -west or north=Nord, or all options")
    return custom_fields.set_options(
        workspace, field, added, removed, renamed, instead=_options(plain) if plain else None
    )


def _kind(call: Call, workspace: Workspace, words: list[str], entity: str | None, yes: bool) -> Result:
    from pipetui.service import custom_fields

    if len(words) < 2:
        raise InputError("which kind?", 'for example: pipetui fields kind "Contract end" text')
    field = custom_fields.found(workspace, words[0], entity)
    return custom_fields.set_kind(workspace, field, custom_fields.kind_of(words[1]), _options(words[2:]))


def _order(call: Call, workspace: Workspace, words: list[str], entity: str | None, yes: bool) -> Result:
    from pipetui.service import custom_fields

    if not words:
        raise InputError("which fields?", 'for example: pipetui fields order Seats "Contract end"')
    return custom_fields.order(workspace, [custom_fields.found(workspace, word, entity) for word in words])


def _remove(call: Call, workspace: Workspace, words: list[str], entity: str | None, yes: bool) -> Result:
    from pipetui.service import custom_fields

    field = custom_fields.found(workspace, " ".join(words), entity)
    count = next(one.filled for one in _all(workspace) if one.field.id == field.id)
    if count and not yes:
        many = f"{plural(count, 'value')} of {field.name}"
        if not prompts.possible(call):
            raise InputError(f"this removes {many}", "--yes does it; undo brings them back")
        if not prompts.confirmed(f"remove {many}?"):
            raise InputError("nothing was changed")
    return custom_fields.remove(workspace, field)


_GESTURES: dict[str, Callable[[Call, Workspace, list[str], str | None, bool], Result]] = {
    "add": _add,
    "rename": _rename,
    "options": _change_options,
    "kind": _kind,
    "order": _order,
    "remove": _remove,
}


def _options(words: Sequence[str]) -> list[str]:
    """The options of a choice: parted by commas, or a word each."""
    text = " ".join(words)
    return [option.strip() for option in text.split(",")] if "," in text else list(words)


def _table(found: Sequence[FieldUse], page: Page) -> Iterator[str]:
    from pipetui.service.custom_fields import PLACES

    rows = [
        (one.field.name, one.field.word, one.field.kind, PLACES[one.field.entity], str(one.filled),
         ", ".join(one.field.options))
        for one in found
    ]  # fmt: skip
    return page.table(("field", "typed as", "kind", "on", "filled", "options"), rows, "llllrl")


def _shape(one: FieldUse) -> dict[str, Any]:
    from pipetui.service.custom_fields import PLACES

    field = one.field
    return {
        "id": field.id,
        "name": field.name,
        "word": field.word,
        "kind": field.kind,
        "on": PLACES[field.entity],
        "options": list(field.options),
        "filled": one.filled,
    }

"""A saved view: a screen with its filter, columns, order, groups and pipeline, kept by a name (behaviour 43)."""

from __future__ import annotations

from pipetui.domain.errors import InputError
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NamedTuple
else:
    from pipetui.domain.record import NamedTuple

TODAY, BOARD, WEEK, DEALS, PEOPLE, ORGS = "today", "board", "week", "deals", "people", "orgs"
SCREENS = (DEALS, BOARD, TODAY, WEEK, PEOPLE, ORGS)
"""What a view can be of; deals first, for that is the usual one."""

KEYS = "123456789"
"""What a view can be called with, behind the key that goes to places."""

GROUPS = ("stage", "organization", "source", "month of close")
"""What deals can be put together by, in the order in which a key goes through them; "" stands for nothing."""

LONGEST_NAME = 40
_LONGEST_FILTER = 2000
_MOST_COLUMNS = 60


class SavedView(NamedTuple):
    """What a screen shows, kept by `name`.

    `columns` and `sort` are names of columns as `list --columns` knows them, () and "" for the usual ones; of people
    and organizations `sort` is a column of their list. `group` is what deals are put together by, "" for nothing;
    `pipeline` is a number, -1 for all, 0 where the view says nothing of it; `key` one of KEYS or "".
    """

    name: str
    screen: str = DEALS
    filter: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    reverse: bool = False
    pipeline: int = 0
    key: str = ""
    group: str = ""

    @property
    def of_deals(self) -> bool:
        """Whether it lists deals, not people or organizations."""
        return self.screen not in (PEOPLE, ORGS)


def read_name(text: str) -> str:
    """The name as it is kept; raises InputError for none, and for one too long."""
    name = " ".join(clean(text).split())
    if not name:
        raise InputError("a view needs a name", "for example: late proposals")
    if len(name) > LONGEST_NAME:
        raise InputError(f"{quoted(name)} is too long for a name", f"at most {LONGEST_NAME} characters")
    return name


def read_key(text: str) -> str:
    """The key, "" for none; raises InputError for what is none."""
    key = text.strip()
    if key and (len(key) > 1 or key not in KEYS):
        raise InputError(f"{quoted(key)} is not a key of a view", "a digit from 1 to 9, or nothing")
    return key


def read_screen(text: str) -> str:
    """The screen that a word begins; raises InputError."""
    from pipetui.domain.choose import choose  # few verbs name one

    return choose(text, SCREENS, "screen")


def read_group(text: str) -> str:
    """What a word says deals are put together by, "" for nothing; raises InputError."""
    from pipetui.domain.choose import choose  # few forms say one

    return choose(text, GROUPS, "group") if text.strip() else ""


def of_kept(name: str, kept: Mapping[str, Any]) -> SavedView:
    """The view that was kept so; whatever another program spoilt is as if it were not said."""
    screen, columns, pipeline = kept.get("screen"), kept.get("columns"), kept.get("pipeline")
    key = kept.get("key")
    return SavedView(
        " ".join(clean(name).split())[:LONGEST_NAME],
        screen if screen in SCREENS else DEALS,
        _text(kept.get("filter"))[:_LONGEST_FILTER],
        tuple(_text(column) for column in columns[:_MOST_COLUMNS]) if isinstance(columns, list) else (),
        _text(kept.get("sort")),
        kept.get("reverse") is True,
        pipeline if type(pipeline) is int and -1 <= pipeline < 1 << 63 else 0,
        key if isinstance(key, str) and len(key) == 1 and key in KEYS else "",
        _text(kept.get("group")),
    )


def to_keep(view: SavedView) -> dict[str, Any]:
    """What is kept of it beside its name: the screen, and what is not as usual."""
    usual = SavedView(view.name)
    said: dict[str, Any] = {"screen": view.screen}
    for field, value in zip(SavedView._fields, view, strict=True):
        if value != getattr(usual, field):
            said[field] = list(value) if isinstance(value, tuple) else value
    return said


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""

"""Looking for words in notes and touches: by the index, and in the texts themselves where that is out of date.

Standard library only.
"""

from __future__ import annotations

from pipetui.domain import full_text
from pipetui.domain.folding import spellings
from pipetui.store import search_index, values
from pipetui.views import Mention

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from pipetui.domain.full_text import Spelling, WordPart
    from pipetui.views import Card

_BEGINS = "w.word >= :text AND w.word < :text || char(0x10FFFF)"
_HOLDS = "instr(w.word, :text)"


def mentioning(connection: sqlite3.Connection, words: str) -> frozenset[int]:
    """The deals in whose notes and touches the words are, one word or a phrase; those in the bin too."""
    sought = full_text.sought(words)
    if not sought or not values.is_storable("".join(spelling.text for spelling in sought)):
        return frozenset()
    unsure = search_index.pending(connection)
    if None in unsure:
        return frozenset(_looked_through(connection, None, sought))
    found: set[int] = set()
    for spelling in sought:
        try:
            among = _having(connection, spelling)
        except (ValueError, TypeError):  # another program has put something there
            return frozenset(_looked_through(connection, None, sought))
        found |= among if spelling.sure else _looked_through(connection, among, (spelling,))
    late = {deal for deal in unsure if deal is not None}
    return frozenset(found - late | _looked_through(connection, late, sought))


def where_found(connection: sqlite3.Connection, cards: Sequence[Card], phrases: Sequence[str]) -> dict[int, Mention]:
    """Where in notes and touches the deals have the first of the phrases that is not in what their cards say.

    By number; the newest of several places. Deals that hold all the phrases themselves, or in no text, are not in it.
    """
    return {
        card.id: there
        for card in (cards if phrases else ())
        if (there := mention(connection, card.id, phrases, own=card.haystack)) is not None
    }


def mention(connection: sqlite3.Connection, deal: int, phrases: Sequence[str], own: str) -> Mention | None:
    """Where in notes and touches a deal has the first of the phrases that is not in its `own` key; None for nowhere."""
    sought = [full_text.sought(phrase) for phrase in phrases if not any(word in own for word in spellings(phrase))]
    if not any(sought):
        return None
    entries = [*search_index.entries(connection, deal)]
    for wanted in filter(None, sought):
        for text, at, kind in entries:
            if full_text.holds(text, wanted):
                return Mention(kind, values.moment(at), text, *full_text.place(text, wanted))
    return None


def _having(connection: sqlite3.Connection, spelling: Spelling) -> set[int]:
    """The deals of which the index knows every part of the spelling."""
    found: set[int] | None = None
    for part in sorted(spelling.parts, key=lambda part: -len(part.text)):
        held = _with_part(connection, part)
        found = held if found is None else found & held
        if not found:
            break
    return found or set()


def _with_part(connection: sqlite3.Connection, part: WordPart) -> set[int]:
    blocks: dict[int, bytearray] = {}
    for block, deals in connection.execute(
        f"""SELECT b.block, b.deals FROM search_word w CROSS JOIN search_block b ON b.word_id = w.id
            WHERE {_BEGINS if part.begins else _HOLDS}""",
        {"text": part.text},
    ):
        if block in blocks:
            blocks[block] += deals
        else:
            blocks[block] = bytearray(deals)
    return set[int]().union(*(search_index.unpacked(block, deals) for block, deals in blocks.items()))


def _looked_through(
    connection: sqlite3.Connection, among: Collection[int] | None, sought: tuple[Spelling, ...]
) -> set[int]:
    """Those of the deals, of all for None, with a text that holds it."""
    if among is not None and not among:
        return set()
    found: set[int] = set()
    for deal, text in search_index.written(connection, among):
        if deal not in found and full_text.holds(text, sought):
            found.add(deal)
    return found

"""What Tab offers for a filter: states, fields and what may stand behind one, tags, deals."""

from __future__ import annotations

from pipetui.cli.completion import book_words, offers, spelling
from pipetui.domain.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.cli.completion.tab import Offer, Tab


def query(tab: Tab) -> Iterator[Offer]:
    """States, fields, tags and deals to look for."""
    from pipetui.domain.query.terms import FIELDS, STATES

    if ":" in tab.unfinished:
        yield from _values(tab)
    yield from ((state, "state") for state in STATES)
    yield from ((f"{name}:", "field") for name in FIELDS)
    yield from book_words.own_values(tab, "deal")
    yield from ((f"+{tag}", "tag") for tag in book_words.tags(tab))
    read_otherwise = {"or", "not", "and", *STATES}
    for word, about in book_words.titles(tab._replace(before=())):
        if isinstance(word, str) and read_otherwise.isdisjoint(fold(word).split()):
            yield word, about


def _values(tab: Tab) -> Iterator[Offer]:
    """What the field whose name stands there can be: words of the book, answers, states of a deal."""
    from pipetui.domain.deal import QUESTIONS, ROLES, STATUSES
    from pipetui.domain.query.terms import FIELDS

    name = fold(tab.unfinished.partition(":")[0])
    found: Iterator[Offer] = iter(())
    if name == "stage":
        found = book_words.stages(tab)
    elif name == "pipeline":
        found = offers.pipelines(tab)
    elif name == "reason":
        found = offers.reasons(tab)
    elif name == "tag":
        found = ((tag, "tag") for tag in book_words.tags(tab))
    elif name in QUESTIONS:
        found = ((answer, "answer") for answer in ("yes", "no", "unknown", "stale"))
    else:
        known = {"status": STATUSES, "role": ROLES, "has": FIELDS}.get(name, ())
        found = ((spelling.whole(word), name) for word in known)
    yield from ((f"{name}:{word}", about) for word, about in found if word)

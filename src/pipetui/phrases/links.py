"""Linked deals in words, one way for the shell and the screens. Standard library only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.views import Link


def link_lines(links: Sequence[Link]) -> Iterator[tuple[str, str]]:
    """A label and a deal for each link: `from` `#12 Acme rollout (referral, won)`; what lies farther off further in.

    The label stands before the first of its kind only.
    """
    label = ""
    for link in links:
        named = "from" if link.came_from else "led to"
        inward = "  " * (link.steps - 1) + ("← " if link.came_from else "→ ") if link.steps > 1 else ""
        yield "" if named == label else named, f"{inward}#{link.id} {link.title} ({link.kind}, {link.status})"
        label = named

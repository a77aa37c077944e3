"""What is printed before two that are the same become one: field by field, what stays, and what comes along."""

from __future__ import annotations

from pipetui.domain.text import one_line
from pipetui.phrases.merging import along

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.views_merging import MergeComparison


def comparison(found: MergeComparison, second: Collection[str], page: Page) -> Iterator[str]:
    """A line for each field: the first, the second, what it will be; a star where the two differ."""
    cells = (
        (
            "*" if line.differs else "",
            line.label,
            one_line(line.kept),
            one_line(line.other),
            one_line(line.result(line.name in second)),
        )
        for line in found.lines
    )
    yield from page.table(("", "field", f"1  #{found.keep}", f"2  #{found.other}", "afterwards"), cells, "lllll")
    yield along(found)


def shape(found: MergeComparison, second: Collection[str]) -> dict[str, Any]:
    """The JSON of it."""
    return {
        "kind": found.noun,
        "keep": {"id": found.keep, "name": found.kept_name},
        "other": {"id": found.other, "name": found.other_name},
        "fields": [
            {
                "field": line.name,
                "first": line.kept or None,
                "second": line.other or None,
                "differs": line.differs,
                "afterwards": line.result(line.name in second) or None,
            }
            for line in found.lines
        ],
        "along": dict(found.along),
    }

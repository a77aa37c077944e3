"""Every parser there is, one line each: what it is called, what reads, and what it is fed.

A new parser joins the table of its kind: `one_line`, `fields`, `several_lines`, `files`, or `command_lines` for what
only a verb reads. What fails once is written into the `found` of its line, and from then on tried first, in the suite
and by `make fuzz`.
"""

from pathlib import Path

from tests.fuzz import command_lines, fields, files, odd_cells, one_line, several_lines, tables
from tests.fuzz.entry import Entry


def entries(folder: Path) -> dict[str, Entry]:
    """The whole table by name; `folder` is where files may be written."""
    plain = (one_line.entries(), fields.entries(), several_lines.entries(), odd_cells.entries())
    found = [
        entry
        for table in (*plain, files.entries(folder), tables.entries(folder), command_lines.entries(folder))
        for entry in table
    ]
    named = {entry.name: entry for entry in found}
    assert len(named) == len(found), "two entries have one name"
    return named

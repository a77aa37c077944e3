"""What a verb writes, and how: tables for somebody to read, the shapes of `--json`, messages, the streams.

`Call.out` is the way in. What only some calls write with is imported when it is first used, as `output.deal_tables`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.cli.output import deal_json as deal_json
    from pipetui.cli.output import deal_tables as deal_tables
    from pipetui.cli.output import dupes_table as dupes_table
    from pipetui.cli.output import json_format as json_format
    from pipetui.cli.output import merge_tables as merge_tables
    from pipetui.cli.output import people_json as people_json
    from pipetui.cli.output import people_tables as people_tables
    from pipetui.cli.output import stage_json as stage_json
    from pipetui.cli.output import stage_table as stage_table
    from pipetui.cli.output import terminal as terminal
else:
    _LATER = (
        "deal_json",
        "deal_tables",
        "dupes_table",
        "json_format",
        "merge_tables",
        "people_json",
        "people_tables",
        "stage_json",
        "stage_table",
        "terminal",
    )

    def __getattr__(name: str) -> object:
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        # Without `importlib`, whose import would cost a quick verb half a millisecond.
        return __import__(f"{__name__}.{name}", fromlist=[name])

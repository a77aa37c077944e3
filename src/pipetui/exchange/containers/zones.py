"""Time zones by the names that calendars have for them: as the world calls them, or as Windows does."""

from datetime import tzinfo
from zoneinfo import ZoneInfo


def by_name(name: str) -> tzinfo | None:
    """The zone, also of a name with a path before it or in quotes; None for one that nobody knows."""
    name = name.strip('" /')
    ways = name.split("/")
    found = _known(name, "/".join(ways[-3:]), "/".join(ways[-2:]))
    if found is None and name:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # and all of the library

        found = _known(WINDOWS_TO_OLSON.get(name, ""))
    return found


def _known(*names: str) -> tzinfo | None:
    for each in names:
        try:
            if each:
                return ZoneInfo(each)
        except (ValueError, OSError, KeyError):
            continue
    return None

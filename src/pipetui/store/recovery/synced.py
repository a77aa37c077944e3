"""Folders that a program keeps in step with other machines, and the copies it leaves where two machines disagreed.

Such a program replaces a book while it is open, and knows nothing of its log. Marks of the programs: from their own
documentation.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from pipetui.store import files

_NAMED = (
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("icloud", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("syncthing", "Syncthing"),
    ("resilio", "Resilio Sync"),
    ("pcloud", "pCloud"),
    ("megasync", "MEGA"),
    ("seafile", "Seafile"),
    ("box sync", "Box"),
    ("proton drive", "Proton Drive"),
)
"""How the folder of such a program begins, in small letters."""

_MARKED = (
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".sync_*.db", "Nextcloud"),
    ("._sync_*.db", "ownCloud"),
    (".sync/ID", "Resilio Sync"),
    (".seafile-data", "Seafile"),
    (".unison", "Unison"),
)
"""What lies at the top of such a folder."""

_BEHIND = r"(?:[ ._-]*\(.*\)|[ ._-].*|~.*| [0-9]+)"
"""What stands behind the name of a file in that of a copy: “ (conflicted copy …)”, “.sync-conflict-…”, “-LAPTOP”."""


def sync_program(path: Path) -> str:
    """The name of the program that keeps the folder of the book in step with other machines; "" where none shows."""
    for folder in Path(os.path.realpath(path)).parents:
        for beginning, name in _NAMED:
            if folder.name.casefold().startswith(beginning):
                return name
        for mark, name in _MARKED:
            if folder.parent != folder and next(folder.glob(mark), None) is not None:
                return name
    return ""


def conflicted_copies(path: Path) -> list[Path]:
    """Other books beside the book whose names say that they are copies of it; it must not be open in this process."""
    path = Path(os.path.realpath(path))
    copy = re.compile(rf"{re.escape(path.stem)}{_BEHIND}{re.escape(path.suffix)}|{re.escape(path.name)}{_BEHIND}")
    beside = (other for other in path.parent.iterdir() if copy.fullmatch(other.name))
    return sorted(other for other in beside if not _is_kept(other, path) and files.holds_book(other))


def _is_kept(other: Path, path: Path) -> bool:
    """Whether it is a damaged book that was kept when another took its place."""
    return other.name.startswith(f"{path.name}.damaged-")

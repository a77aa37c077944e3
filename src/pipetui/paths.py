"""Where things lie: book, configuration, backups. Nothing is made here; nothing happens at import."""

from __future__ import annotations

import os
from pathlib import Path

BOOK_VARIABLE = "PIPETUI_DB"
CONFIG_VARIABLE = "PIPETUI_CONFIG"


def book() -> Path:
    """The book: `PIPETUI_DB`, else `book.db` in the platform's data folder."""
    named = os.environ.get(BOOK_VARIABLE)
    return Path(named).expanduser() if named else data_folder() / "book.db"


def data_folder() -> Path:
    """The platform's folder for this program's data."""
    # On Linux the rule is one line, and platformdirs costs the quick verbs its import.
    if os.name == "posix" and os.uname().sysname == "Linux":
        return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "pipetui"
    from platformdirs import user_data_path

    return user_data_path("pipetui", appauthor=False)


def config() -> Path:
    """The configuration file: `PIPETUI_CONFIG`, else `config.toml` in the platform's configuration folder."""
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named).expanduser()
    if os.name == "posix" and os.uname().sysname == "Linux":
        return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "pipetui" / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("pipetui", appauthor=False) / "config.toml"


def backups(book_path: Path) -> Path:
    """The folder beside a book that its backups go into; one folder for each book."""
    return (
        book_path.parent / "backups"
        if book_path.name == "book.db"
        else book_path.with_name(book_path.name + ".backups")
    )


def log() -> Path:
    """Where an unexpected error is noted, without customers' data."""
    from platformdirs import user_state_path

    return user_state_path("pipetui", appauthor=False) / "errors.log"

"""Where things lie: book, configuration, backups. Nothing is made here; nothing happens at import.

Worked out as text, for the quick verbs do without `pathlib`, whose import costs them 4 ms.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

BOOK_VARIABLE = "PIPETUI_DB"
CONFIG_VARIABLE = "PIPETUI_CONFIG"


def book_file() -> str:
    """The book: `PIPETUI_DB`, else `book.db` in the platform's data folder."""
    named = os.environ.get(BOOK_VARIABLE)
    return os.path.expanduser(named) if named else os.path.join(_folder("data"), "book.db")


def config_file() -> str:
    """The configuration file: `PIPETUI_CONFIG`, else `config.toml` in the platform's configuration folder."""
    named = os.environ.get(CONFIG_VARIABLE)
    return os.path.expanduser(named) if named else os.path.join(_folder("config"), "config.toml")


def backups_of(book: str) -> str:
    """The folder beside a book that its backups go into, and whatever else is kept of it; one for each book.

    Named after the book, for nobody else's folder is called that.
    """
    return f"{book}.backups"


def book() -> Path:
    """The book, as a path."""
    from pathlib import Path

    return Path(book_file())


def config() -> Path:
    """The configuration file, as a path."""
    from pathlib import Path

    return Path(config_file())


def backups(book_path: Path) -> Path:
    """The folder for the backups of a book, as a path."""
    return type(book_path)(backups_of(str(book_path)))


def log() -> Path:
    """Where an unexpected error is noted, without customers' data."""
    from platformdirs import user_state_path

    return user_state_path("pipetui", appauthor=False) / "errors.log"


def _folder(kind: str) -> str:
    """The platform's folder for this program's data or configuration."""
    # On Linux the rule is one line, and platformdirs costs the quick verbs its import.
    if os.name == "posix" and os.uname().sysname == "Linux":
        variable, usual = {"data": ("XDG_DATA_HOME", ".local/share"), "config": ("XDG_CONFIG_HOME", ".config")}[kind]
        return os.path.join(os.environ.get(variable) or os.path.expanduser(f"~/{usual}"), "pipetui")
    import platformdirs

    find = {"data": platformdirs.user_data_dir, "config": platformdirs.user_config_dir}[kind]
    return find("pipetui", appauthor=False)

"""Where things lie: book, configuration, backups. Nothing is made here; nothing happens at import.

Worked out as text, for the quick verbs do without `pathlib`, whose import costs them 4 ms.
"""

from __future__ import annotations

import os

from pipetui.domain.errors import InputError, NotFoundError, Remedy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

BOOK_VARIABLE = "PIPETUI_DB"
CONFIG_VARIABLE = "PIPETUI_CONFIG"
CONTEXT_VARIABLE = "PIPETUI_CONTEXT"

_LONGEST = 200
"""Bytes of a name, of the 255 that disks have: log, backups and copies beside the book have longer ones."""

_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def book_file() -> str:
    """The book: `PIPETUI_DB`, else `book.db` in the platform's data folder. Raises InputError; see `named`."""
    path = os.environ.get(BOOK_VARIABLE)
    return named(path) if path else os.path.join(_folder("data"), "book.db")


def config_file() -> str:
    """The configuration file: `PIPETUI_CONFIG`, else `config.toml` in the platform's configuration folder.

    Raises InputError for what is named; see `named`. Where there is no home there is no configuration: an empty file.
    """
    path = os.environ.get(CONFIG_VARIABLE)
    if path:
        return named(path)
    try:
        return os.path.join(_folder("config"), "config.toml")
    except InputError:
        return os.devnull


def context_named() -> str:
    """The context that `PIPETUI_CONTEXT` names, "" where it says nothing: it goes before the one that is on."""
    return os.environ.get(CONTEXT_VARIABLE, "").strip()


def hooks_folder() -> str:
    """The folder of the rep's hooks, in the platform's configuration folder; where there is no home there is none."""
    try:
        return os.path.join(_folder("config"), "hooks")
    except InputError:
        return os.devnull


def named(path: str) -> str:
    """The file that the rep names, from the root on; `~` is their home.

    Raises InputError for what is none, and would become a file somewhere else: an unknown user's home, a relative path
    where the present folder is gone, what SQLite takes for no file at all; see also `check_file_name`.
    """
    check_file_name(path)
    length = len(os.fsencode(os.path.basename(path)))
    if length > _LONGEST:
        raise InputError(f"the name of the file is too long: {length} bytes, {_LONGEST} are possible", "name another")
    if path.startswith("~"):
        user, slash, rest = path.partition("/")
        return os.path.join(_home_of(user[1:]), rest.lstrip("/")) if slash else _home_of(user[1:])
    if path == ":memory:" or path.startswith("file:"):
        raise InputError(f"“{path}” is not a file that could be kept", f"name one by its path; or so: ./{path}")
    if os.path.isabs(path):
        return path
    try:
        return os.path.join(os.getcwd(), path.removeprefix("./"))
    except OSError:
        raise InputError("the folder you are in is gone", "cd to one that is there, or name a path from / on") from None


def check_file_name(path: str) -> None:
    """Raise InputError where nothing is named, NotFoundError for a folder that is not there."""
    if not path:
        raise InputError("a path is empty", "name a file")
    if os.path.basename(path) in ("", ".", "..") and not os.path.isdir(path):
        raise NotFoundError(f"there is no folder {path}", "make it, or name a file")


def backups_of(book: str) -> str:
    """The folder beside a book that its backups go into, and whatever else is kept of it; one for each book.

    Named after the book, for nobody else's folder is called that.
    """
    return f"{book}.backups"


def settings_cache() -> str:
    """Where the settings are kept as they were last understood. Raises InputError without a home."""
    return os.path.join(_folder("state"), "settings.txt")


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


def home() -> Path:
    """The rep's home folder. Raises InputError where there is none."""
    from pathlib import Path

    return Path(_home_of())


def log() -> Path:
    """Where an unexpected error is noted, without customers' data. Raises InputError without a home."""
    from pathlib import Path

    return Path(_folder("state"), "errors.log")


def _folder(kind: str) -> str:
    """The platform's folder for this program's data, configuration or state."""
    # On Linux the rule is one line, and platformdirs costs the quick verbs its import.
    if os.name == "posix" and os.uname().sysname == "Linux":
        variable, usual = _XDG[kind]
        folder = os.environ.get(variable, "")
        if not os.path.isabs(folder):  # by the specification a relative one is to be ignored
            folder = os.path.join(_home_of(), usual)
        return os.path.join(folder, "pipetui")
    import platformdirs

    find = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "state": platformdirs.user_state_dir,
    }
    return find[kind]("pipetui", appauthor=False)


def _home_of(user: str = "") -> str:
    """The home folder of a user, "" for the rep; raises InputError where there is none."""
    home = os.environ.get("HOME", "") if not user and os.name == "posix" else os.path.expanduser(f"~{user}")
    if os.path.isabs(home):
        return home
    try:  # what HOME holds is no folder: the system knows of one
        import pwd

        home = "" if user else pwd.getpwuid(os.getuid()).pw_dir
    except (ImportError, KeyError):
        home = ""
    if os.path.isabs(home):
        return home
    if user:
        raise InputError(f"there is no user {user} with a home folder", f"a file of that name: ./~{user}")
    raise InputError("there is no home folder to keep the book in", "set HOME", remedy=Remedy("book.named"))

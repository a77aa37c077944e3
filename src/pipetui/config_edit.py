"""Writing single keys of the configuration file: comments, order and what is not known stay as they are."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

from pipetui import config, private
from pipetui.domain.errors import ConflictError, InputError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tomlkit import TOMLDocument

    from pipetui.config import Settings

_MISSING = object()
_MARK = "\ufeff"
"""Editors of Windows begin a file with it."""


def tables(path: str) -> dict[str, Any]:
    """What the file says, table by table; nothing where there is none. Raises InputError for a broken one."""
    return config.tables_of(path, config.text_of(path))


def put(path: str, changes: Mapping[tuple[str, str], Any], seen: Mapping[str, Any]) -> Settings:
    """Write keys, each a table and a name; None takes one out. Returns the settings that hold then.

    `seen` are the tables that the rep looked at: what another program wrote since stays, and a key that it changed
    is not written over. Raises InputError for what is not understood, ConflictError for a key that was changed,
    StoreError where nothing can be written. The file is then as it was.
    """
    place = os.path.realpath(path)  # a link stays one
    text = config.text_of(place)
    now = config.tables_of(path, text)
    document = _parsed(path, text)
    for (table, key), value in changes.items():
        if _at(now, table, key) != _at(seen, table, key):
            raise ConflictError(f"{table}.{key} was changed elsewhere meanwhile", "look at it again")
        _set(document, table, key, value)
    written = _as_it_was(text, document.as_string())
    settings = config.understood(path, written)
    if written != text:
        _write(place, written)
    return settings


def _parsed(path: str, text: str) -> TOMLDocument:
    import tomlkit  # 30 ms that only those pay who change a setting
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text.removeprefix(_MARK))
    except (TOMLKitError, ValueError, RecursionError) as error:
        raise InputError(f"{path} is not valid TOML: {error}", "see https://toml.io") from error


def _as_it_was(text: str, written: str) -> str:
    """What is written, with the mark at its beginning and the ends of lines that the file had."""
    if "\r\n" in text:
        written = written.replace("\r\n", "\n").replace("\n", "\r\n")
    return _MARK + written if text.startswith(_MARK) else written


def _at(found: Mapping[str, Any], table: str, key: str) -> Any:
    inside = found.get(table)
    return inside.get(key, _MISSING) if isinstance(inside, dict) else _MISSING


def _set(document: TOMLDocument, table: str, key: str, value: Any) -> None:
    import tomlkit

    inside = document.get(table)
    if inside is None:
        if value is None:
            return
        inside = document[table] = tomlkit.table()
    if not isinstance(inside, dict):
        raise InputError(f"{table} in the configuration is not a table", f"write it as one: [{table}]")
    if value is None:
        inside.pop(key, None)
    elif isinstance(value, dict) and isinstance(there := inside.get(key), dict):
        for code in there.keys() - value.keys():
            there.pop(code)
        there.update(value)  # in its place: what is said beside and below it stays
    elif isinstance(value, dict):
        item = tomlkit.inline_table()
        item.update(value)
        inside[key] = item
    else:
        inside[key] = value


def _write(place: str, text: str) -> None:
    mode = 0o600
    try:
        found = os.stat(place)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror}") from error
    else:
        mode = stat.S_IMODE(found.st_mode)
        if not mode & stat.S_IWUSR:
            raise StoreError(f"{place} is read-only", "let it be written to, or keep your settings in another file")
        if not stat.S_ISREG(found.st_mode):
            raise StoreError(f"{place} is not a file", "name one as the configuration")
    try:
        private.write(place, text.encode("utf-8"), mode)
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror}") from error

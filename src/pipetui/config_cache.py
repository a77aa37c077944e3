"""The configuration file's tables as they were last understood, so that a quick verb need not wait for a TOML parser.

They lie in the folder of the program's state, as lines of plain text, and hold for the file of that name, times and
size alone. Whatever is odd about them, they are as good as none. Standard library only, and little of that.
"""

from __future__ import annotations

import os
import time

from pipetui import paths, private
from pipetui.domain.errors import PipetuiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

_FORM = "pipetui settings 3"
_BETWEEN, _WITHIN = "\x1f", "\x1e"
_SETTLED = 2.0
"""Seconds after which a file that is written again surely has another time."""


def read(path: Path | str, found: os.stat_result) -> dict[str, dict[str, Any]] | None:
    """The tables of the configuration file at `path`, which was `found` to be so old and so large; None: not known."""
    try:
        kept = private.read(paths.settings_cache()).decode("utf-8", "surrogatepass")
        head, *lines, check = kept.split("\n")
        if head != _head(path, found) or check != _check([head, *lines]):
            return None
        tables: dict[str, dict[str, Any]] = {}
        for line in lines:
            table, key, kind, text = line.split("\t")
            keys = tables.setdefault(_plain(table), {})
            if kind:
                keys[_plain(key)] = _value(kind, text)
        return tables
    except (OSError, PipetuiError, ValueError, LookupError):
        return None


def keep(path: Path | str, found: os.stat_result, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Remember the tables for the next time; where that cannot be done, nothing happens."""
    if time.time() - found.st_mtime < _SETTLED:
        return
    lines = [_head(path, found)]
    for table, keys in tables.items():
        lines += [f"{_escaped(table)}\t{_escaped(key)}\t{_line(value)}" for key, value in keys.items()]
        if not keys:
            lines.append(f"{_escaped(table)}\t\t\t")
    try:
        private.write(str(paths.settings_cache()), "\n".join([*lines, _check(lines)]).encode("utf-8", "surrogatepass"))
    except (OSError, PipetuiError):
        return


def _head(path: Path | str, found: os.stat_result) -> str:
    which = (found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)
    return "\t".join((_FORM, _escaped(os.fspath(path)), *map(str, which)))


_PRIME = 2**61 - 1


def _check(lines: list[str]) -> str:
    """A sum over all of it; no module need be loaded for it."""
    whole = "\n".join(lines).encode("utf-8", "surrogatepass")
    return f"{int.from_bytes(whole, 'big') % _PRIME:x}"


def _line(value: Any) -> str:
    """Kind and text of a value: `s` text, `b` switch, `i`, `f` numbers, `d` date; `*` a list, `t` a table of these."""
    if isinstance(value, dict):
        pairs = (f"{_escaped(key)}{_WITHIN}{_line(one).replace(chr(9), _WITHIN)}" for key, one in value.items())
        return f"t\t{_BETWEEN.join(pairs)}"
    if isinstance(value, list):
        parts = [_line(one).split("\t") for one in value]
        return f"*{parts[0][0] if parts else 's'}\t{_BETWEEN.join(text for _, text in parts)}"
    if isinstance(value, str):
        return f"s\t{_escaped(value)}"
    if isinstance(value, (bool, int, float)):
        return f"{type(value).__name__[0]}\t{value!r}"
    return f"d\t{value.isoformat()}"


def _value(kind: str, text: str) -> Any:
    if kind[0] == "*":
        return [_value(kind[1:], part) for part in text.split(_BETWEEN)] if text else []
    if kind == "t":
        pairs = (pair.split(_WITHIN) for pair in text.split(_BETWEEN)) if text else ()
        return {_plain(key): _value(of, one) for key, of, one in pairs}
    if kind == "s":
        return _plain(text)
    if kind == "d":
        from datetime import date

        return date.fromisoformat(text)
    return text == "True" if kind == "b" else {"i": int, "f": float}[kind](text)


_SIGNS = {"\t": "\\t", "\n": "\\n", "\r": "\\r", _BETWEEN: "\\b", _WITHIN: "\\w"}


def _escaped(text: str) -> str:
    """Without what stands between lines and values; a codec for it would take as long to load as all the rest."""
    text = text.replace("\\", "\\\\")
    for sign, written in _SIGNS.items():
        text = text.replace(sign, written)
    return text


def _plain(text: str) -> str:
    parts = text.split("\\\\")
    for sign, written in _SIGNS.items():
        parts = [part.replace(written, sign) for part in parts]
    return "\\".join(parts)

"""A lean stand-in for `typing.NamedTuple`.

The shell's quick verbs start in a few milliseconds; `typing` and `dataclasses` together would cost them more
than everything else they import. Modules on that path declare their values like this:

    TYPE_CHECKING = False
    if TYPE_CHECKING:
        from typing import NamedTuple
    else:
        from pipetui.domain.record import NamedTuple

so that a type checker sees the real thing and the interpreter builds the same class without the import.
"""

from __future__ import annotations

from collections import namedtuple


class _RecordMeta(type):
    """Turns an annotated class body into a `collections.namedtuple` with the body's methods on it."""

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
        if not bases:
            return super().__new__(mcls, name, bases, body)
        annotations = body["__annotations__"]
        assert isinstance(annotations, dict)
        fields = list(annotations)
        defaults = [body[field] for field in fields if field in body]
        record = namedtuple(name, fields, defaults=defaults)  # type: ignore[misc]  # fields known at run time
        for key, value in body.items():
            if key not in annotations and key not in ("__annotations__", "__slots__", "__dict__"):
                setattr(record, key, value)
        return record


class NamedTuple(metaclass=_RecordMeta):
    """Base to inherit from; never instantiated itself."""

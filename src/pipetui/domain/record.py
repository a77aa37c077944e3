"""A lean stand-in for `typing.NamedTuple`.

The shell's quick verbs start in a few milliseconds; `typing` and `dataclasses` together would cost them more
than everything else they import, and `collections.namedtuple` compiles code for each of their twenty classes. Modules
on that path declare their values like this:

    TYPE_CHECKING = False
    if TYPE_CHECKING:
        from typing import NamedTuple
    else:
        from pipetui.domain.record import NamedTuple

so that a type checker sees the real thing and the interpreter builds the same class without the import.
"""

from __future__ import annotations

# By which a named tuple reads a field: written in C, and made for any tuple.
from _collections import _tuplegetter  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar, Self

_new = tuple.__new__


class _Record(tuple):  # type: ignore[type-arg]  # its items are of any kind
    """What a named tuple can do, once for all of them."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    _field_defaults: ClassVar[dict[str, Any]] = {}
    _defaults: ClassVar[tuple[Any, ...]] = ()

    def __new__(cls, *given: Any, **named: Any) -> Self:
        left = len(cls._fields) - len(given)
        if named or not 0 <= left <= len(cls._defaults):
            given = cls._complete(given, named)
        elif left:
            given += cls._defaults[-left:]
        return _new(cls, given)

    @classmethod
    def _complete(cls, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """The values of all fields: those given in order, those given by name, and what the others have by default."""
        left = cls._fields[len(given) :]
        values = {**cls._field_defaults, **named}
        missing = [field for field in left if field not in values]
        unknown = [field for field in named if field not in left]
        if len(given) > len(cls._fields) or missing or unknown:
            wrong = ", ".join(missing or unknown) or f"{len(given)} values"
            raise TypeError(
                f"{cls.__name__} takes {', '.join(cls._fields)}; {'missing' if missing else 'not'}: {wrong}"
            )
        return (*given, *map(values.__getitem__, left))

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        return cls(*values)

    def _replace(self, **changes: Any) -> Self:
        values = [changes.pop(field, value) for field, value in zip(self._fields, self, strict=True)]
        if changes:
            raise ValueError(f"{type(self).__name__} has no {', '.join(changes)}")
        return _new(type(self), values)

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _RecordMeta(type):
    """Turns an annotated class body into a record with the body's methods on it."""

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
        if not bases:
            return super().__new__(mcls, name, bases, body)
        fields = tuple(body.pop("__annotations__"))
        defaults = {field: body[field] for field in fields if field in body}
        body.update((field, _tuplegetter(place, field)) for place, field in enumerate(fields))
        body.update(__slots__=(), _fields=fields, _field_defaults=defaults, _defaults=tuple(defaults.values()))
        body["__match_args__"] = fields
        return type(name, (_Record,), body)


class NamedTuple(metaclass=_RecordMeta):
    """Base to inherit from; never instantiated itself."""

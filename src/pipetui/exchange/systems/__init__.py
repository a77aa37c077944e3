"""The systems whose files are known, one module each: a module that is put here is a system from then on."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from pipetui.exchange.system import System


def names() -> list[str]:
    """What the systems are called where one is typed, in the order of the alphabet; none of them is imported."""
    return [*_names(*__path__)]


@cache
def _names(*folders: str) -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(folders)))


def named(name: str) -> System:
    """The system of one of the `names`."""
    return cast(System, import_module(f"{__name__}.{name}").SYSTEM)


def known() -> dict[str, System]:
    """All of them by name."""
    return {name: named(name) for name in names()}

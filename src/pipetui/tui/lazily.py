"""What the first frame does without: imported when it is first used.

SQLModel alone takes longer to import than everything the first screen needs. So screens and dialogs name the service
through these doors, and nobody else in the app imports it outright.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipetui import service as service
    from pipetui.service import look as look
    from pipetui.service import rehearsal as rehearsal
    from pipetui.service import sweep as sweep
else:

    class _Door:
        """Stands for a module until one of its names is asked for."""

        def __init__(self, module: str) -> None:
            self._module = module

        def __getattr__(self, name: str) -> Any:
            return getattr(import_module(self._module), name)

    service, look = _Door("pipetui.service"), _Door("pipetui.service.look")
    rehearsal, sweep = _Door("pipetui.service.rehearsal"), _Door("pipetui.service.sweep")

"""`pipetui hooks`: the rep's own programs that are asked about what changes."""

from __future__ import annotations

from pipetui import hook_files, paths
from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.hook_files import HookFile, HookRun

TRY = "try"
_EVENT = 11


def hooks(call: Call, line: Sequence[str] = ()) -> int:
    """List the hooks, or try one on a deal: your own programs that are run when a deal is new, changes, moves, is
    touched, lost or won.

    A hook is a program in the folder hooks beside the configuration, named on-add, on-change, on-stage, on-touch,
    on-drop or on-won. It reads a line of JSON for each deal, with how it was before and after. When it ends with
    another exit code than 0 nothing of the step is kept, and the last line it wrote to stderr says why.

    Trying one tells it of deals as they stand, and changes nothing; its exit code becomes that of the verb.

    pipetui hooks
    pipetui hooks try on-won 42
    """
    folder = paths.hooks_folder()
    words = arguments.plain(line)
    if words and words[0] == TRY:
        return _try(call, folder, words[1:])
    if words:
        raise InputError(f"hooks does not know “{words[0]}”", "for example: pipetui hooks try on-won 42")
    found = hook_files.look(folder)
    return call.out.listed(
        found,
        lambda _: (
            f"{one.name:<{_EVENT}}{visible(one.wrong and f'not run: {one.wrong}') or _when(one)}" for one in found
        ),
        lambda: ({"name": one.name, "path": one.path, "wrong": one.wrong or None} for one in found),
        nothing=f"no hooks in {visible(folder)}",
    )


def _when(hook: HookFile) -> str:
    return f"when {hook_files.EVENTS[hook.name]}"


def _try(call: Call, folder: str, words: Sequence[str]) -> int:
    if len(words) < 2:
        raise InputError("which hook, and on which deal?", "for example: pipetui hooks try on-won 42")
    name = choose(words[0], tuple(hook_files.EVENTS), "hook")
    if wrong := hook_files.wrong(folder, name):
        raise NotFoundError(f"{name} is not run: {wrong}", "see: pipetui hooks")
    with open_workspace(call) as workspace:
        from pipetui.service import hooks as service

        deals = apply_change.which(call, workspace, lambda names: arguments.deals(words[1:], names))
        ran = service.attempt(workspace, folder, name, deals)
        _say(call, name, ran, service.words(ran))
    return ran.code or (1 if ran.failed else 0)


def _say(call: Call, name: str, ran: HookRun, said: str) -> None:
    answer = ran.failed or ("it agrees" if ran.code == 0 else f"it refuses (exit code {ran.code})")
    call.out.answer(
        f"{name}: {answer} after {ran.seconds:.2f} s{f' · {said}' if said else ''}",
        lambda: {
            "hook": name,
            "exit_code": ran.code,
            "said": said or None,
            "seconds": round(ran.seconds, 3),
            "failed": ran.failed or None,
        },
    )

"""A text in the rep's editor: again until it is understood, cancelled when left alone, kept when something fails."""

import os
import shlex
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipetui import editing
from pipetui.cli.errors import what_to_do
from pipetui.domain.errors import ConflictError, InputError, LineError


class Editor:
    """Stands in for an editor: what it saves, one after the other, and what it was shown."""

    def __init__(self, *saves: Callable[[str], str] | str, code: int = 0) -> None:
        self._saves = list(saves)
        self._code = code
        self.shown: list[str] = []
        self.commands: list[list[str]] = []
        self.path = Path()
        self.mode = 0

    def __call__(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        self.path = Path(command[-1].partition(":")[0])
        self.mode = stat.S_IMODE(self.path.stat().st_mode)
        before = self.path.read_text()
        self.shown.append(before)
        save = self._saves.pop(0)
        self.path.write_text(save if isinstance(save, str) else save(before))
        return self._code


@pytest.fixture(autouse=True)
def nano(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "nano --nowrap")


def number(text: str) -> int:
    for place, line in enumerate(text.splitlines(), 1):
        if line and not line.isdecimal():
            raise LineError(f"{line} is not a number", "Write 42.", place)
    return sum(map(int, text.split()))


def test_what_is_saved_is_parsed_and_the_file_was_private_and_is_gone() -> None:
    editor = Editor("1\n2\n")
    assert editing.edit_text("0\n", number, ".deal", editor) == 3
    assert editor.commands == [["nano", "--nowrap", str(editor.path)]]
    assert editor.path.suffix == ".deal"
    assert editor.mode == 0o600
    assert not editor.path.exists()


def test_an_error_opens_the_text_again_at_its_line_with_the_error_above_it() -> None:
    editor = Editor("1\nx\n", lambda text: text.replace("x", "2"))
    assert editing.edit_text("0\n", number, run=editor) == 3
    assert editor.shown[1] == "#! line 4: x is not a number\n#! Write 42.\n1\nx\n", "counted as it stands there"
    assert editor.commands[1] == ["nano", "--nowrap", "+4", str(editor.path)]


@pytest.mark.parametrize(
    ("command", "place"),
    [("/usr/bin/vim", ["+1", "FILE"]), ("hx", ["FILE:1"]), ("code --wait", ["FILE"])],
)
def test_each_editor_is_told_the_line_its_own_way(
    monkeypatch: pytest.MonkeyPatch, command: str, place: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", command)
    editor = Editor("x", "1")
    editing.edit_text("0", lambda text: number(text), run=lambda words: editor(words))
    line = {"+1": "+3", "FILE:1": f"{editor.path}:3", "FILE": str(editor.path)}
    assert editor.commands[1] == [*shlex.split(command), *(line[part] for part in place)]


@pytest.mark.parametrize("left", ["", "  \n\n", "0\n", "0"])
def test_an_empty_or_unchanged_text_cancels(left: str) -> None:
    editor = Editor(left)
    assert editing.edit_text("0\n", lambda text: pytest.fail("parsed"), run=editor) is None
    assert not editor.path.exists()


def test_a_text_left_as_it_is_after_an_error_cancels() -> None:
    editor = Editor("x\n", lambda text: text)
    assert editing.edit_text("0\n", number, run=editor) is None
    assert not editor.path.exists()


def test_a_file_that_is_gone_cancels() -> None:
    def remove(command: Sequence[str]) -> int:
        Path(command[-1]).unlink()
        return 0

    assert editing.edit_text("0\n", number, run=remove) is None


def test_an_editor_that_fails_changes_nothing_and_keeps_the_text() -> None:
    editor = Editor("7\n", code=1)
    with pytest.raises(InputError, match=r"failed with exit code 1.*\n.*kept in") as caught:
        editing.edit_text("0\n", number, run=editor)
    assert str(editor.path) in what_to_do(caught.value)
    assert editor.path.read_text() == "7\n"
    editor.path.unlink()


def test_an_editor_that_fails_with_nothing_typed_leaves_no_file() -> None:
    editor = Editor("0\n", code=1)
    with pytest.raises(InputError, match="export EDITOR=nano"):
        editing.edit_text("0\n", number, run=editor)
    assert not editor.path.exists()


def test_what_fails_to_be_written_is_kept_without_the_error_of_before() -> None:
    def refuse(text: str) -> int:
        number(text)
        raise ConflictError("changed meanwhile")

    editor = Editor("x\n", lambda text: text.replace("x\n", "5\n"))
    with pytest.raises(ConflictError) as caught:
        editing.edit_text("0\n", refuse, run=editor)
    assert what_to_do(caught.value) == f"Your text is kept in {editor.path}"
    assert editor.path.read_text() == "5\n"
    editor.path.unlink()


def test_a_text_that_cannot_be_written_later_is_kept_too() -> None:
    with pytest.raises(ConflictError) as caught, editing.kept("my text\n"):
        raise ConflictError("changed meanwhile", "Try again.")
    hint, _, name = what_to_do(caught.value).rpartition(" ")
    assert hint == "Try again. Your text is kept in"
    assert Path(name).read_text() == "my text\n"
    assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    Path(name).unlink()


def test_another_encoding_is_refused_and_kept_byte_for_byte() -> None:
    def save(command: Sequence[str]) -> int:
        Path(command[-1]).write_bytes(b"Caf\xe9\n")
        return 0

    with pytest.raises(InputError, match="another encoding") as caught:
        editing.edit_text("0\n", number, run=save)
    path = Path(what_to_do(caught.value).rpartition(" ")[2])
    assert path.read_bytes() == b"Caf\xe9\n"
    path.unlink()


@pytest.mark.parametrize("value", [None, "", "   "])
def test_no_editor_says_what_to_set(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("EDITOR")
    if value is not None:
        monkeypatch.setenv("EDITOR", value)
    with pytest.raises(InputError, match="no editor is set\nset one: export EDITOR=nano"):
        editing.edit_text("0", number, run=Editor("1"))


def test_an_editor_that_is_not_there_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "/nowhere/no-such-editor")
    monkeypatch.setattr(editing, "terminal", lambda: True)
    with pytest.raises(InputError, match=r"“/nowhere/no-such-editor” could not be started.*\n.*export EDITOR=nano"):
        editing.edit_text("0", number)


def test_without_a_terminal_no_editor_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "terminal", lambda: False)
    with pytest.raises(InputError, match="an editor needs a terminal"):
        editing.edit_text("0", number)


def test_the_editor_is_run_without_a_shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "my editor.py"
    script.write_text("import pathlib, sys\npathlib.Path(sys.argv[-1]).write_text(sys.argv[1])\n")
    monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(os.fspath(script))} '41; exit'")
    monkeypatch.setattr(editing, "terminal", lambda: True)
    assert editing.edit_text("0", str) == "41; exit"

"""Where things lie."""

from __future__ import annotations

import pwd
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipetui import paths
from pipetui.domain.errors import InputError, PipetuiError

pytestmark = pytest.mark.usefixtures("bare")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PIPETUI_DB", "PIPETUI_CONFIG", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_what_the_environment_names_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIPETUI_DB", "~/sales.db")
    monkeypatch.setenv("PIPETUI_CONFIG", "~/my.toml")
    assert paths.book() == tmp_path / "sales.db"
    assert paths.config() == tmp_path / "my.toml"


def test_the_platforms_folders_are_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from platformdirs import user_config_path, user_data_path

    assert paths.book() == user_data_path("pipetui", appauthor=False) / "book.db"
    assert paths.config() == user_config_path("pipetui", appauthor=False) / "config.toml"
    assert paths.book().is_relative_to(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "conf"))
    if sys.platform == "linux":
        assert paths.book() == tmp_path / "data" / "pipetui" / "book.db"
        assert paths.config() == tmp_path / "conf" / "pipetui" / "config.toml"


def test_looking_makes_nothing(tmp_path: Path) -> None:
    paths.backups(paths.book())
    paths.config()
    assert list(tmp_path.rglob("*pipetui*")) == []


def test_b30_every_book_has_a_backup_folder_of_its_own(tmp_path: Path) -> None:
    names = ("book.db", "acme.db", "acme.sqlite", "acme")
    folders = {paths.backups(tmp_path / name) for name in names}
    assert len(folders) == len(names)
    assert paths.backups(tmp_path / "book.db") == tmp_path / "book.db.backups"
    assert paths.backups(tmp_path / "acme.db") == tmp_path / "acme.db.backups"


@pytest.mark.parametrize("variable", ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"])
@pytest.mark.parametrize("value", ["", "relative", "~/tilde", ".", "../up"])
def test_a_folder_of_the_platform_that_does_not_begin_at_the_root_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv(variable, value)
    if sys.platform != "linux":
        return
    assert paths.book() == tmp_path / ".local/share/pipetui/book.db"
    assert paths.config() == tmp_path / ".config/pipetui/config.toml"
    assert paths.log() == tmp_path / ".local/state/pipetui/errors.log"


@pytest.mark.parametrize("home", [None, "", "relative", "~"])
def test_without_a_home_the_systems_own_record_of_it_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None
) -> None:
    monkeypatch.delenv("HOME") if home is None else monkeypatch.setenv("HOME", home)
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: SimpleNamespace(pw_dir=str(tmp_path / "known")))
    monkeypatch.setenv("PIPETUI_DB", "~/b.db")
    assert paths.book() == tmp_path / "known" / "b.db"
    assert paths.config().is_relative_to(tmp_path / "known")


def test_without_any_home_a_named_book_works_and_no_other_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_STATE_HOME")

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for place in (paths.book, paths.log):
        with pytest.raises(InputError, match="there is no home folder"):
            place()
    assert paths.config().read_bytes() == b""
    monkeypatch.setenv("PIPETUI_DB", "/some/book.db")
    assert paths.book() == Path("/some/book.db")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (":memory:", "is not a file"),
        ("file:x.db?mode=ro", "is not a file"),
        ("~nobody-here/book.db", "there is no user nobody-here"),
        ("~nobody-here", "there is no user nobody-here"),
        ("missing/", "there is no folder missing/"),
        ("missing/.", "there is no folder"),
        ("x" * 201, "too long: 201 bytes"),
        ("ö" * 101, "too long: 202 bytes"),
        ("", "a path is empty"),
    ],
)
def test_a_name_that_would_become_a_file_somewhere_else_is_refused(name: str, error: str) -> None:
    with pytest.raises(PipetuiError, match=error):
        paths.named(name)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("b.db", "{here}/b.db"),
        ("./b.db", "{here}/b.db"),
        ("./:memory:", "{here}/:memory:"),
        ("./~x", "{here}/~x"),
        ("~/b.db", "{here}/b.db"),
        ("~//b.db", "{here}/b.db"),
        ("/a/~b/c.db", "/a/~b/c.db"),
        ("%41?mode=ro#x", "{here}/%41?mode=ro#x"),
        ("Gr\udcf6\udcdfe", "{here}/Gr\udcf6\udcdfe"),
    ],
)
def test_any_other_name_is_that_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.named(name) == path.format(here=tmp_path)


def test_a_folder_that_is_gone_holds_no_relative_book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(InputError, match="the folder you are in is gone"):
        paths.named("b.db")
    assert paths.named("/b.db") == "/b.db"
    monkeypatch.chdir(tmp_path)

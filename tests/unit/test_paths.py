"""Where things lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipetui import paths

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

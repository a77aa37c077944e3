"""Settings are written into the file one by one; nothing else in it changes."""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import config, config_edit, config_table
from pipetui.domain.errors import ConflictError, InputError, StoreError

TEXT = """\ufeff# mine
[app]
theme = "nord"   # dark
compact = true

[keys] # few
"deal.win" = "W"

[sweep]
calls = 4
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def put(path: Path, table: str, key: str, value: object) -> config.Settings:
    return config_edit.put(str(path), {(table, key): value}, config_edit.tables(str(path)))


def test_a_setting_is_written_and_everything_else_stays(file: Path) -> None:
    assert put(file, "app", "theme", "dracula").theme == "dracula"
    assert put(file, "journal", "days", 90).journal_days == 90
    assert put(file, "sweep", "calls", None).sweep.calls == 3
    text = file.read_text(encoding="utf-8")
    assert 'theme = "dracula"   # dark\ncompact = true\n\n[keys] # few\n"deal.win" = "W"\n' in text
    assert text.lstrip("\ufeff").startswith("# mine\n[app]")
    assert config.load(file).journal_days == 90


@pytest.mark.parametrize(
    "text",
    [
        '\ufeff[app] # c\r\ntheme = "nord"\r\n\r\n# the end\r\n',
        'app.theme = "nord" # c\n# the end\n',
        'app = { theme = "nord" } # c\n# the end\n',
        '[rates]\ncurrency = "EUR"\n[rates.2026-01-01] # c\nUSD = 0.9\nJPY = 1\n# the end\n[rates.2026-02-01]\nUSD=1\n',
        '[rates]\ncurrency = "EUR"\n2026-01-01.USD = 0.9 # c\n# the end\n',
    ],
)
def test_a_file_keeps_its_form_and_what_is_said_in_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(text.encode())
    before = config_edit.tables(str(path))
    changed = "rates" if "rates" in before else "app"
    changes = {"app": ("theme", "dracula"), "rates": ("2026-01-01", {"USD": 0.5, "GBP": 2})}
    key, value = changes[changed]
    put(path, changed, key, value)
    put(path, "journal", "days", 90)
    written = path.read_bytes().decode()
    assert config_edit.tables(str(path)) == {
        **before,
        changed: {**before[changed], key: value},
        "journal": {"days": 90},
    }
    assert "# c" in written and "# the end" in written
    assert written.startswith("\ufeff") == text.startswith("\ufeff")
    assert written.count("\n") == (written.count("\r\n") or written.count("\n"))


def test_a_file_that_is_not_there_is_made_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    put(path, "me", "name", "Ann")
    assert config.load(path).my_name == "Ann"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_one_and_rights_stay(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    put(link, "me", "name", "Ann")
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert config.load(file).my_name == "Ann"


@pytest.mark.parametrize(
    ("table", "key", "value", "said"),
    [
        ("journal", "days", 3, "from 30"),
        ("app", "compact", "yes", "true or false"),
        ("commission", "above", ["100%: 10%"], "rate"),
        ("nonsense", "x", 1, "unknown key"),
    ],
)
def test_what_is_not_understood_is_not_written(file: Path, table: str, key: str, value: object, said: str) -> None:
    before = file.read_bytes()
    with pytest.raises(InputError, match=said):
        put(file, table, key, value)
    assert file.read_bytes() == before


def test_two_programs_write_beside_each_other_but_not_over_each_other(file: Path) -> None:
    seen = config_edit.tables(str(file))
    put(file, "me", "name", "Ann")
    config_edit.put(str(file), {("app", "compact"): False}, seen)
    assert config.load(file).my_name == "Ann"
    with pytest.raises(ConflictError, match=r"me\.name was changed elsewhere"):
        config_edit.put(str(file), {("me", "name"): "Bob"}, seen)
    assert config.load(file).my_name == "Ann"


def test_a_file_that_is_broken_or_read_only_is_said_and_stays(file: Path, tmp_path: Path) -> None:
    file.chmod(0o400)
    with pytest.raises(StoreError, match="read-only"):
        put(file, "me", "name", "Ann")
    assert file.read_text(encoding="utf-8") == TEXT
    broken = tmp_path / "broken.toml"
    for text in (b"[app", b"\xff", b"[app]\na=1\na=2", b"[" * 5000):
        broken.write_bytes(text)
        with pytest.raises(InputError):
            config_edit.put(str(broken), {("me", "name"): "Ann"}, {})
        assert broken.read_bytes() == text
    with pytest.raises(InputError, match="cannot be read"):
        config_edit.tables(str(tmp_path))
    assert not list(tmp_path.glob("**/*.tmp"))


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_came_into_the_place_of_the_file_is_not_waited_for(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "c.toml"
    make(path)
    with pytest.raises(InputError, match="is not a file"):
        config_edit.tables(str(path))
    with pytest.raises(InputError, match="is not a file"):
        config_edit.put(str(path), {("me", "name"): "Ann"}, {})


def test_what_no_rep_writes_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text("#" + "\n" * 2_000_000)
    with pytest.raises(InputError, match="larger than any configuration"):
        config_edit.put(str(path), {("me", "name"): "Ann"}, {})


def test_every_setting_that_is_documented_is_in_the_table() -> None:
    documented = tomllib.loads((config.__doc__ or "").split("\n", 2)[2])
    known = {(setting.table, setting.key) for setting in config_table.SETTINGS}
    for table, keys in documented.items():
        if table != "keys":
            assert {key for key in keys if not key[0].isdigit()} <= {key for one, key in known if one == table}, table
    assert {table for table, _ in known} == set(config_table.TABLES) == documented.keys() - {"keys"}


EXAMPLES = [setting for setting in config_table.SETTINGS if setting.key not in ("above", "theme")]


@pytest.mark.parametrize("setting", EXAMPLES, ids=lambda setting: setting.name)
def test_the_example_or_default_of_a_setting_is_understood(setting: config_table.Setting, tmp_path: Path) -> None:
    key, value = config_table.read(setting, setting.example or setting.default)
    put(tmp_path / "c.toml", setting.table, key, value)
    found = config_edit.tables(str(tmp_path / "c.toml"))[setting.table][key]
    assert config_table.read(setting, config_table.shown(setting, found)) == (key, value)


@pytest.mark.parametrize(
    "typed, written", [("18", "18"), (" -3 ", "-3"), ("0.5", "0.5"), ("18.0", "18.0"), ("1e2", "100.0")]
)
def test_a_number_is_written_as_it_was_typed(tmp_path: Path, typed: str, written: str) -> None:
    path = tmp_path / "config.toml"
    (hot,) = [one for one in config_table.SETTINGS if (one.table, one.key) == ("urgency", "hot")]
    put(path, hot.table, *config_table.read(hot, typed))
    assert f"hot = {written}\n" in path.read_text(encoding="utf-8")


def test_rates_are_written_by_their_day(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    put(path, "rates", "currency", "EUR")
    key, value = config_table.read(config_table.NEW_RATES, config_table.NEW_RATES.example)
    settings = put(path, "rates", key, value)
    assert settings.rates.known
    (dated,) = [one for one in config_table.settings_of(config_edit.tables(str(path))) if one.key == "2026-01-01"]
    assert config_table.shown(dated, value) == "USD 0.92, JPY 0.0061"
    assert config_table.read(dated, "usd 0.9")[1] == {"USD": 0.9}


@given(st.sampled_from(config_table.SETTINGS), st.text(max_size=20))
def test_whatever_is_typed_is_a_value_or_refused(setting: config_table.Setting, text: str) -> None:
    try:
        config_table.read(setting, text)
    except InputError as error:
        assert error.title

"""The configuration file: defaults, every key, and errors that say where."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipetui import config, paths
from pipetui.config import Settings, load
from pipetui.domain.commission import RateTable, Tier
from pipetui.domain.dates.when import DateRules
from pipetui.domain.errors import InputError
from pipetui.domain.rates import DatedRate, ExchangeRates
from pipetui.domain.sweep import Limits
from pipetui.domain.urgency import Weights

FULL = """
[dates]
order = "month-first"
week_start = "sun"
workdays = ["mon", "Tuesday", "wed", "thu"]
holidays = [2026-12-25, 2027-01-01]

[urgency]
lateness = 20
hot = 0.5

[app]
theme = "nord"
compact = true

[keys]
"deal.win" = "W"
"deal.advance" = "greater_than_sign,L"

[shell]
pager = false

[journal]
days = 90
steps = 100
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "pipetui.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_and_an_empty_one_mean_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Settings() == load(written(tmp_path, ""))
    assert Settings().dates == DateRules()


def test_every_key_is_read(tmp_path: Path) -> None:
    assert load(written(tmp_path, FULL)) == Settings(
        dates=DateRules(
            day_first=False,
            week_start=6,
            workdays=frozenset({0, 1, 2, 3}),
            holidays=frozenset({date(2026, 12, 25), date(2027, 1, 1)}),
        ),
        own_weights=Weights(lateness=20.0, hot=0.5),
        theme="nord",
        compact=True,
        keys=(("deal.advance", "greater_than_sign,L"), ("deal.win", "W")),
        journal_days=90,
        journal_steps=100,
        pager=False,
    )


def test_the_example_of_the_module_is_a_valid_file(tmp_path: Path) -> None:
    example = (config.__doc__ or "").partition("[dates]")
    settings = load(written(tmp_path, "[dates]" + example[2]))
    assert settings == Settings(
        dates=DateRules(holidays=frozenset({date(2026, 12, 25), date(2027, 1, 1)}), languages=("it",)),
        own_weights=Weights(),
        keys=(("deal.advance", "greater_than_sign,L"),),
        my_name="Ann Lee",
        commission=RateTable(800, (Tier(10_000, 1_000), Tier(12_000, 1_250))),
        own_sweep=Limits(),
        mail_folders=("~/Mail",),
        my_addresses=("ann@acme.example",),
        calendar="~/.calendars/sales",
        columns=("id", "title", "value", "stage", "region", "next"),
        rates=ExchangeRates(
            "EUR",
            (("JPY", (DatedRate("2026-01-01", 61, 10_000),)), ("USD", (DatedRate("2026-01-01", 23, 25),))),
        ),
    )
    assert (settings.weights, settings.sweep) == (Settings().weights, Settings().sweep)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[dates]\nweek_strat = 'mon'", 2, "did you mean week_start?"),
        ("\n[dats]\n", 2, "did you mean dates?"),
        ("[mail]\nfolders = '~/Mail'", 2, "a list of paths"),
        ("[rates]\n2026-01-01 = { USD = 1 }", 1, 'currency = "EUR"'),
        ("[rates]\ncurrency = 'EUT'", 2, "did you mean EUR?"),
        ("[rates]\ncurrency = []", 2, 'currency = "EUR"'),
        ("[rates]\ncurrency = 'EUR'\n2026-13-01 = { USD = 1 }", 3, "a day"),
        ("[rates]\ncurrency = 'EUR'\n20260101 = { USD = 1 }", 3, "a day"),
        ("[rates]\ncurrency = 'EUR'\n2026-01-01 = { USX = 1 }", 3, "did you mean USD?"),
        ("[rates]\ncurrency = 'EUR'\n2026-01-01 = { EUR = 1 }", 3, "did you mean"),
        ("[rates]\ncurrency = 'EUR'\n2026-01-01 = { JPY = 1 }\n2026-02-01 = { JPY = 0 }", 4, "a number above 0"),
        ("[rates]\ncurrency = 'EUR'\n[rates.2026-02-01]\nJPY = nan", 4, "a number above 0"),
        ("[rates]\ncurrency = 'EUR'\n2026-01-01 = { USD = true }", 3, "a number above 0"),
        ("[rates]\ncurrency = 'EUR'\n2026-01-01 = 3", 3, "{ USD = 0.92 }"),
        ("[rates]\ncurrency = 'EUR'\ncurency = 3", 3, "did you mean currency?"),
        ("[mail]\nfolders = ['']", 2, "a list of paths"),
        ("[mail]\nme = ['Ann']", 2, "a list of your addresses"),
        ("[calendar]\npath = 1", 2, "a path in quotes"),
        ("[lists]\ncolumns = 'title'", 2, "a list of names"),
        ("[lists]\ncolumns = ['']", 2, "a list of names"),
        ("[app]\nzzz = 1", 2, "known here: theme, compact, ascii, motion"),
        ("dates = 3", 1, "[dates]"),
        ("[dates]\norder = 'american'", 2, "day-first or month-first"),
        ("[dates]\nweek_start = 'someday'", 2, "a day of the week"),
        ("[dates]\nweek_start = 'm'", 2, "a day of the week"),
        ("[dates]\nweek_start = 1", 2, "a day of the week"),
        ("[dates]\nworkdays = []", 2, "a list"),
        ("[dates]\nlanguages = 'it'", 2, "a list of codes"),
        ("[dates]\nlanguages = [1]", 2, "a list of codes"),
        ("[dates]\nworkdays = 'mon'", 2, "a list"),
        ("[dates]\nworkdays = ['xyz']", 2, "a day of the week"),
        ("[dates]\nholidays = ['2026-12-25']", 2, "a list of dates"),
        ("[dates]\nholidays = [2026-12-25T00:00:00]", 2, "a list of dates"),
        ("[urgency]\nhot = 'very'", 2, "a number"),
        ("[urgency]\nhot = true", 2, "a number"),
        ("[urgency]\nhot = nan", 2, "a number"),
        ("[urgency]\nhot = inf", 2, "a number"),
        ("[urgency]\nhto = 1", 2, "did you mean hot?"),
        ("[app]\ntheme = 3", 2, "a name in quotes"),
        ("[app]\ncompact = 1", 2, "true or false"),
        ("[app]\nascii = 1", 2, "true or false"),
        ("[app]\nmotion = 'no'", 2, "true or false"),
        ("[keys]\n'deal.win' = 3", 2, "keys in quotes"),
        ("[keys]\ndeal.win = 'w'", 2, "keys in quotes"),
        ("[shell]\npager = 'less'", 2, "true or false"),
        ("[journal]\ndays = 29", 2, "from 30 to 36500"),
        ("[journal]\nsteps = 0", 2, "from 1 to"),
        ("[journal]\ndays = true", 2, "from 30 to 36500"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_what_it_takes(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as refused:
        load(path)
    assert f"{path}, line {line}: " in refused.value.title
    assert said in refused.value.hint


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"[app]\ntheme = '\xe9'")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        load(latin)
    with pytest.raises(InputError, match=r"not valid TOML.*line 1"):
        load(written(tmp_path, "[app\ncompact = 1"))


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_a_pipe_or_a_device_is_no_configuration_and_is_not_waited_for(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "odd.toml")
    with pytest.raises(InputError, match="is not a file"):
        load(tmp_path / "odd.toml")
    assert load(Path(os.devnull)) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#" + "\n" * 2_000_000, "larger than any configuration"),
        ("[app]\n[a" + ".b" * 100_000 + "]", "line 2: longer than any line"),  # half a minute, when it was parsed
    ],
)
def test_what_no_rep_writes_is_refused_before_it_is_parsed(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load(written(tmp_path, text))


# --- what is kept of it ------------------------------------------------------------------------------------------


def settled(path: Path) -> Path:
    """The file as if it had been written an hour ago."""
    hour_ago = path.stat().st_mtime - 3600
    os.utime(path, (hour_ago, hour_ago))
    return path


def test_a_file_understood_once_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = settled(written(tmp_path, FULL))
    once = load(path)
    monkeypatch.setattr(tomllib, "loads", None)
    assert load(path) == once
    assert Path(paths.settings_cache()).stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_written_again_is_read_again(tmp_path: Path) -> None:
    path = settled(written(tmp_path, "[app]\ntheme = 'nord'"))
    assert load(path).theme == "nord"
    path.write_text("[app]\ntheme = 'dark'")
    settled(path)
    assert load(path).theme == "dark"
    path.write_text("[app]\ntheme = 7")
    with pytest.raises(InputError, match="theme"):
        load(settled(path))
    path.unlink()
    assert load(path) == Settings()


def test_one_just_written_is_not_kept(tmp_path: Path) -> None:
    load(written(tmp_path, FULL))
    assert not Path(paths.settings_cache()).exists()


@pytest.mark.parametrize("spoil", [b"", b"\xff\xfe", b"x" * 99, None])
def test_what_is_kept_may_be_odd(tmp_path: Path, spoil: bytes | None) -> None:
    path = settled(written(tmp_path, FULL))
    once, cache = load(path), Path(paths.settings_cache())
    kept = cache.read_bytes()
    cache.write_bytes(kept[: len(kept) // 2] if spoil is None else kept.split(b"\n")[0] + b"\n" + spoil)
    assert load(path) == once


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
def test_what_lies_where_the_settings_are_kept_is_not_waited_for(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = settled(written(tmp_path, FULL))
    once, cache = load(path), Path(paths.settings_cache())
    cache.unlink()
    make(cache)
    assert load(path) == once


@pytest.mark.parametrize("text", [r'"a\tb\\c\"\u0000\U0001F91D\n"', "''", "'x\x1f'".replace("\x1f", "\\x1f")])
def test_texts_are_kept_to_the_letter(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = settled(written(tmp_path, f"[me]\nname = {text}\n[sweep]\n[keys]\n{text} = 'w'"))
    once = load(path)
    monkeypatch.setattr(tomllib, "loads", None)
    assert load(path) == once

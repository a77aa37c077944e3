"""What the app saves of a report is what the shell prints and draws, and nothing is written over."""

from pathlib import Path

import pytest

from pipetui.domain.dates import period as periods
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.service import Workspace
from pipetui.tui import report_files, report_pages
from tests.cli.conftest import Shell


def test_b25_the_app_saves_what_the_shell_writes(run: Shell, workspace: Workspace, tmp_path: Path) -> None:
    for title, source in (("Acme 12k", "fair"), ("Globex 3k", "=cmd()")):
        run.did("add", *title.split(), f"src:{source}")
    run.did("win", "1")
    kind, today = report_pages.pages()["sources"], workspace.now().date()
    period = periods.parse("", today)
    read = kind.read(workspace, period)
    assert report_files.as_csv(kind, read, period, today).rstrip("\n") == run.did("report", "sources", "--csv").rstrip(
        "\n"
    )
    drawn, saved = tmp_path / "shell.svg", tmp_path / "app.svg"
    run.did("report", "sources", "--svg", str(drawn))
    report_files.write(report_files.place_of(str(saved)), report_files.as_svg(kind, read, period, today))
    assert saved.read_bytes() == drawn.read_bytes()
    with pytest.raises(ConflictError):
        report_files.place_of(str(saved))


@pytest.mark.parametrize("name", ["plan", "week", "health", "history"])
def test_a_page_without_figures_is_no_file(workspace: Workspace, name: str) -> None:
    kind, today = report_pages.pages()[name], workspace.now().date()
    period = periods.parse("", today)
    read = kind.read(workspace, period)
    for made in (report_files.as_csv, report_files.as_svg):
        with pytest.raises(InputError):
            made(kind, read, period, today)
    assert report_pages.lines(read, 60)


def test_a_place_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for text in ("", "  ", "~nobody-of-that-name/x.csv", "x" * 5000 + ".csv", "a\0b.csv"):
        with pytest.raises((InputError, NotFoundError)):
            report_files.place_of(text)
    for text in ("report", "report.pdf", ".csv.txt"):
        with pytest.raises(InputError):
            report_files.format_of(text)
    with pytest.raises(InputError):
        report_files.write(str(tmp_path / "file" / "x.csv"), "")

"""What a rep tells of columns: for one import, kept by a name, and told anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange import saved_mapping, told_columns
from pipetui.exchange.plan import Options, plan
from pipetui.service.workspace import Workspace


def file(folder: Path, text: str, name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_told_now_goes_before_what_was_kept(workspace: Workspace) -> None:
    kept = Options(maps=(("value", "Price"), ("title", "Name")), stages=(("Talk", "Demo"),), skip=("Owner",))
    saved_mapping.save(workspace, "mine", kept)
    found = saved_mapping.used(workspace, "mine", Options(maps=(("value", "Sum"),)))
    assert found.maps == (("title", "Name"), ("value", "Sum"))
    assert (found.stages, found.skip) == (kept.stages, kept.skip)


def test_without_any_mapping_kept_none_is_offered(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="no mapping is kept yet"):
        saved_mapping.used(workspace, "mine", Options())


def test_a_title_that_is_told_takes_the_place_of_a_guess(workspace: Workspace, tmp_path: Path) -> None:
    path = file(tmp_path, "Deal,What,Stage\n1,Kiosk,Demo\n")
    source = plan(workspace, path, Options(), judge=False).sources[0]
    options = told_columns.mapped(Options(), source, "What", "title")
    read = plan(workspace, path, options, judge=False).sources[0]
    assert [column.heading for column in read.columns if column.field == "title"] == ["What"]


def test_what_is_told_of_a_column_tells_what_the_rows_are(workspace: Workspace, tmp_path: Path) -> None:
    path = file(tmp_path, "What,Customer,Status,Contract end\nRoof,Zoo,Talking,2027-08-01\n", "later.csv")
    assert plan(workspace, path, Options(maps=(("title", "What"),)), judge=False).sources[0].records == "deals"

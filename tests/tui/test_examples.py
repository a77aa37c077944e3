"""What a line shows as an example is understood in this book."""

import pytest

from pipetui.domain.line import quick_line
from pipetui.service import Workspace
from pipetui.store.pipelines import pipelines
from pipetui.tui import examples


@pytest.mark.parametrize(
    ("names", "stage"),
    [
        (("Prospecting", "Qualification", "Demo", "Proposal"), "Demo"),
        (("Lead", "First talk", "In doubt"), "First talk"),
        (("Ærø", "Größe", "見込み客"), "見込み客"),
        (("Only",), "Only"),
        (('a "b"', 'c "d"'), ""),
        ((), ""),
    ],
)
def test_the_example_of_a_new_deal_names_a_stage_of_the_book(
    workspace: Workspace, names: tuple[str, ...], stage: str
) -> None:
    known = pipelines(workspace.store.connection)
    like = known.stages[0]
    known = known._replace(
        stages=tuple(like._replace(id=place, name=name, position=place) for place, name in enumerate(names, 1))
    )
    line = examples.new_deal(known, known.default_pipeline)
    new = quick_line.parse(line, workspace.now(), workspace.settings.dates, "EUR")
    assert (new.title, new.value is not None, new.next is not None) == ("Acme rollout", True, True)
    assert (known.of_new(new.stage).name if new.stage else "") == stage

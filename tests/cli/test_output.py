"""One place decides in which form a verb answers, and no verb goes past it."""

import ast
from pathlib import Path
from typing import NoReturn

import pytest

import pipetui.cli
from pipetui.arrange import head
from pipetui.cli.call import Call
from pipetui.cli.output import stage_table
from pipetui.cli.output.terminal import Page
from pipetui.domain.deal import Stage
from pipetui.domain.money import Money
from pipetui.domain.text import cell_width
from pipetui.service.stage_reads import StageLine
from tests.cards import card

CLI = Path(pipetui.cli.__file__).parent


def verbs() -> list[Path]:
    """The modules with what the verbs do."""
    return [*(CLI / "commands").glob("*.py"), CLI / "list_output.py", CLI / "apply_change.py"]


def asked(path: Path, of: str, names: set[str]) -> list[str]:
    """Where a module reads an attribute of that name of `of`."""
    return [
        f"{path.name}:{node.lineno} {of}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr in names) == (of, True)
    ]


def test_no_verb_asks_in_which_form_it_is_to_answer() -> None:
    assert len(verbs()) > 18
    assert [line for path in verbs() for line in asked(path, "call", {"json", "quiet"})] == []


def test_no_verb_writes_its_answer_itself() -> None:
    written = {"write", "write_all", "write_exactly"}
    assert [line for path in verbs() for line in asked(path, "stdio", written)] == []


def test_only_the_form_that_is_wanted_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    def unwanted(*_: object) -> NoReturn:
        raise AssertionError

    Call().out.show(lambda _: ["lines"], unwanted)
    Call(json=True).out.show(unwanted, lambda: {"a": 1})
    assert capsys.readouterr().out == 'lines\n{\n  "a": 1\n}\n'


TWO_CURRENCIES = [
    card(1, stage_id=1, value=Money(9_812_345_00, "EUR"), weighted=Money(3_924_938_00, "EUR")),
    card(2, stage_id=1, value=Money(4_812_345_00, "USD"), weighted=Money(1_924_938_00, "USD")),
    card(3, stage_id=2, value=Money(4_812_345_00, "USD"), weighted=None),
]
STAGES = [Stage(1, 1, "Prospecting", 0, 10, 14, False), Stage(2, 1, "Qualification of needs", 1, 20, 0, True)]
PIPELINES = {1: "Classic", 2: "Renewals"}


def lines_of(stages: list[Stage]) -> list[StageLine]:
    return [
        StageLine(
            stage,
            PIPELINES[stage.pipeline_id],
            stage.position + 1,
            head([card for card in TWO_CURRENCIES if card.stage_id == stage.id]),
        )
        for stage in stages
    ]


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (None, "place stage pipeline probability rots after deals sum weighted"),
        (200, "place stage pipeline probability rots after deals sum weighted"),
        (80, "stage probability rots after deals sum weighted"),
        (60, "stage prob. rots deals sum weighted"),
        (50, "stage prob. deals sum weighted"),
        (46, "stage deals sum weighted"),
        (40, "stage sum weighted"),
    ],
)
def test_b17_the_table_of_stages_never_cuts_a_figure(width: int | None, headings: str) -> None:
    heading, *lines = stage_table.stages(lines_of(STAGES), Page(width))
    assert heading.split() == headings.split()
    words = " ".join(lines).split()
    figures = sorted(word for word in words if word[:1] in "€$")
    assert figures == ["$1,924,938", "$4,812,345", "$4,812,345", "€3,924,938", "€9,812,345"]
    assert all(width is None or cell_width(line) <= width for line in [heading, *lines])


def test_b17_pipelines_are_told_apart_however_narrow_the_table() -> None:
    stages = [*STAGES, Stage(3, 2, "Demo", 0, 40, 0, False)]
    heading, *_ = stage_table.stages(lines_of(stages), Page(60))
    assert heading.split()[:2] == ["stage", "pipeline"]

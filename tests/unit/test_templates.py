"""The pipelines to start from (Things)."""

from __future__ import annotations

import pytest

from pipetui.domain import pipeline_templates
from pipetui.domain.errors import InputError


def test_the_default_is_classic() -> None:
    names = [stage.name for stage in pipeline_templates.stages(pipeline_templates.DEFAULT)]
    assert names == ["Prospecting", "Qualification", "Demo", "Proposal", "Negotiation"]


def test_every_template_of_the_field_is_there() -> None:
    assert list(pipeline_templates.TEMPLATES) == [
        "classic",
        "seven-steps",
        "short",
        "real-estate",
        "financial-services",
        "healthcare",
    ]
    assert [stage.name.lower() for stage in pipeline_templates.stages("seven-steps")] == [
        "prospecting", "research", "contact", "qualification", "presentation", "closing", "retention",
    ]  # fmt: skip
    assert [stage.name.lower() for stage in pipeline_templates.stages("short")] == [
        "prospecting", "qualification", "connecting", "closing",
    ]  # fmt: skip


@pytest.mark.parametrize("name", pipeline_templates.TEMPLATES)
def test_probabilities_rise_one_stage_qualifies_and_names_differ(name: str) -> None:
    stages = pipeline_templates.stages(name)
    probabilities = [stage.probability for stage in stages]
    assert probabilities == sorted(set(probabilities))
    assert all(0 < probability < 100 for probability in probabilities)
    assert sum(stage.qualifies for stage in stages) == 1
    assert len({stage.name for stage in stages}) == len(stages)
    assert all(stage.rotting_days > 0 for stage in stages)


@pytest.mark.parametrize("word", ["seven", "Seven Steps", "seven_steps", " SEVEN-STEPS "])
def test_a_beginning_or_another_spelling_is_enough(word: str) -> None:
    assert pipeline_templates.stages(word) is pipeline_templates.TEMPLATES["seven-steps"]


def test_a_beginning_of_several_names_just_those() -> None:
    with pytest.raises(InputError, match="several") as refused:
        pipeline_templates.stages("s")
    assert refused.value.hint == "write more of one: seven-steps, short"


@pytest.mark.parametrize("word", ["", "enterprise"])
def test_an_unknown_name_is_refused_with_the_list(word: str) -> None:
    with pytest.raises(InputError) as refused:
        pipeline_templates.stages(word)
    assert "real-estate" in refused.value.hint

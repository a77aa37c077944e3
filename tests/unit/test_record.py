"""The lean stand-in for typing.NamedTuple: the same class, without the import."""

from __future__ import annotations

import pickle
import subprocess
import sys
import typing
from pathlib import Path

import pytest

from pipetui.domain import record
from pipetui.domain.deal import Stage
from pipetui.domain.urgency import Term


def test_a_record_is_a_named_tuple_with_defaults_methods_and_a_docstring() -> None:
    stage = Stage(1, 2, "Demo", 0, 40, 14)
    assert stage == (1, 2, "Demo", 0, 40, 14, False)
    assert Stage._fields == ("id", "pipeline_id", "name", "position", "probability", "rotting_days", "qualifies")
    assert stage._replace(name="Proposal").name == "Proposal"
    assert "One column" in (Stage.__doc__ or "")
    assert Term("hot", 15.0, 0.5, "").points == 7.5


def test_records_compare_hash_and_travel_between_threads_and_processes() -> None:
    stage = Stage(1, 2, "Demo", 0, 40, 14)
    assert hash(stage) == hash(Stage(1, 2, "Demo", 0, 40, 14))
    assert pickle.loads(pickle.dumps(stage)) == stage


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Stage(1, 2, "Demo", 0, 40, 14).name = "Other"  # type: ignore[misc]


def test_a_record_lacking_a_field_is_refused() -> None:
    with pytest.raises(TypeError, match="name"):
        Stage(1, 1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Stage(1, 2, "Demo", 0, 40, 14, colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="id"):
        Stage(1, 2, "Demo", 0, 40, 14, id=3)  # type: ignore[misc]
    with pytest.raises(TypeError, match="9 values"):
        Stage(1, 2, "Demo", 0, 40, 14, True, 8, 9)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="colour"):
        Stage(1, 2, "Demo", 0, 40, 14)._replace(colour="red")  # type: ignore[call-arg]


def test_a_record_behaves_as_typings_own() -> None:
    class Own(typing.NamedTuple):
        name: str
        number: int = 3

    class Lean(record.NamedTuple):
        name: str
        number: int = 3

    kinds: tuple[typing.Any, ...] = (Own, Lean)
    for kind in kinds:
        made = kind("a")
        assert repr(made) == f"{kind.__name__}(name='a', number=3)"
        assert made._asdict() == {"name": "a", "number": 3}
        assert kind._make(["b", 4]) == ("b", 4) == kind(number=4, name="b")
        assert kind._field_defaults == {"number": 3}
        match made:
            case kind(name, number):
                assert (name, number) == ("a", 3)
            case _:
                raise AssertionError


def test_the_lean_modules_import_neither_typing_nor_dataclasses_enum_json() -> None:
    """What the quick verbs import stays cheap: see `pipetui.domain.record`."""
    lean = (
        "record deal errors pipeline rules pipeline_templates text wording money "
        "dates.workdays dates.when dates.date_words line.quick_line"
    )
    imports = "; ".join(f"import pipetui.domain.{name}" for name in lean.split())
    code = (
        f"import sys; {imports}; import pipetui.views, pipetui.arrange, pipetui.render, pipetui.config, pipetui.paths"
    )
    listing = (
        f"{code}; print(*sorted({{'typing', 'dataclasses', 'enum', 'json', 'tomllib', 'sqlmodel'}} & set(sys.modules)))"
    )
    # -S keeps out what the interpreter's own start brings in; -I keeps out this machine.
    folder = str(Path(record.__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {folder!r}); {listing}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() in ([], ["enum"])  # `re` brings enum by itself

"""Only the store knows SQL: no other module holds a statement, or has one carried out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sentences import texts_and_calls

import pipetui

ROOT = Path(pipetui.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] not in ("store", "demo"))
STATEMENT = re.compile(
    r"\bSELECT\b.*\bFROM\b|^\s*SELECT\s|\bINSERT\s+(OR\s+[A-Z]+\s+)?INTO\b|\bUPDATE\b.+\bSET\b|\bDELETE\s+FROM\b"
    r"|^\s*(PRAGMA|VACUUM|SAVEPOINT|BEGIN IMMEDIATE|ATTACH|CREATE|ALTER|DROP)\s+\w|^\s*WITH\s+\w+\s+AS\b",
    re.DOTALL,
)
"""Keywords of SQL are written in capitals here, as no sentence is."""
WORDS = re.compile(r"SELECT|INSERT|UPDATE|DELETE|PRAGMA|VACUUM|SAVEPOINT|BEGIN|ATTACH|CREATE|ALTER|DROP|WITH|execute")
"""A module without one of these need not be taken apart."""
CARRIED_OUT = {"execute", "executemany", "executescript"}


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string with its line, an f-string as one, without docstrings and such."""
    nodes = texts_and_calls(tree)
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "x" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def sql_in(source: str) -> list[int]:
    """The lines of a module on which SQL stands."""
    if not WORDS.search(source):
        return []
    tree = ast.parse(source)
    found = [line for line, text in texts(tree) if STATEMENT.search(text)]
    calls = (node for node in texts_and_calls(tree) if isinstance(node, ast.Call))
    found += [call.lineno for call in calls if getattr(call.func, "attr", "") in CARRIED_OUT]
    return sorted(set(found))


def test_only_the_store_knows_sql() -> None:
    assert len(MODULES) > 400
    found = {str(path.relative_to(ROOT)): sql_in(path.read_text("utf-8")) for path in MODULES}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        'x = "SELECT id FROM deal"',
        'x = "SELECT 1"',
        'x = """\n   SELECT id,\n title\n FROM deal"""',
        'x = f"UPDATE {table} SET {column} = ?"',
        'x = f"{column} IN (SELECT id FROM deal)"',
        'x = "INSERT OR IGNORE INTO deal VALUES (1)"',
        'x = ("DELETE "\n "FROM deal")',
        'x = "PRAGMA data_version"',
        'connection.execute("select id from deal")',
        "desk.store.connection.executemany(known, rows)",
    ],
)
def test_sql_is_seen(source: str) -> None:
    assert sql_in(source)


@pytest.mark.parametrize(
    "source",
    [
        'x = "select a deal from the list"',
        'x = "Select deals from a stage, then delete from there"',
        'x = "[SHOW|NEW|EDIT|DELETE NAME] | [START DEAL NAME]"',
        'x = "update the note, set a next step"',
        '"""SELECT id FROM deal: what the store asks."""',
        'def f() -> None:\n    """PRAGMA data_version moves."""',
        'x = "created"; y = "With regards"; z = "DROP"',
    ],
)
def test_a_sentence_is_no_sql(source: str) -> None:
    assert not sql_in(source)

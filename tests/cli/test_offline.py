"""Nothing ever leaves the machine: no verb looks for the network, and no module could."""

from __future__ import annotations

import ast
import re
import shlex
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipetui
from tests.cli.conftest import Shell

ROOT = Path(pipetui.__file__).parent
NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "socketserver", "ssl",
    "urllib.error", "urllib.request", "urllib3", "webbrowser", "websockets", "xmlrpc", "asyncio.streams",
}  # fmt: skip
STREAMS = {"open_connection", "start_server", "open_unix_connection", "create_connection", "create_server", "urlopen"}

LINES = (
    'add Acme rollout 12k @demo next:fri who:"Ann Lee" ann@acme.example +4930123456 src:https://acme.example',
    "add Globex next:'in 3 days'",
    "log 1 call reached next:tue",
    "next 2 5 december call",
    "done 1",
    "list",
    "today --json",
    "show 1",
    "import deals.csv --yes",
    "mail 1 follow-up --set my_name=Me",
    "org --add Hooli website:hooli.example",
    "people",
    "report sources",
    "sweep",
    "stages",
    "when eom",
    "prompt",
    "undo",
    "demo demo.db --no-open",
)


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, dotted, and every name that is taken from one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "import_module":
            yield from (str(part.value) for part in node.args if isinstance(part, ast.Constant))


def forbidden(name: str) -> bool:
    beginnings = {".".join(name.split(".")[:count]) for count in (1, 2)}
    return bool(beginnings & NETWORK) or name.split(".")[-1] in STREAMS


def test_no_module_knows_the_network() -> None:
    words = re.compile(rf"\b({'|'.join(name.split('.')[-1] for name in NETWORK | STREAMS)})\b")
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in ROOT.rglob("*.py")
        for source in [path.read_text(encoding="utf-8")]
        if words.search(source)
        for name in imported(ast.parse(source))
        if forbidden(name)
    }
    assert found == set()


@pytest.mark.parametrize(
    "line",
    [
        "import socket", "import http.client", "from urllib import request", "from urllib.request import urlopen",
        "import ssl as safe", "import_module('requests')", "asyncio.open_connection('acme.example', 80)",
        "from asyncio import streams", "import httpx",
    ],
)  # fmt: skip
def test_a_module_that_does_would_be_noticed(line: str) -> None:
    assert any(map(forbidden, imported(ast.parse(line))))
    assert not any(map(forbidden, imported(ast.parse("from urllib.parse import quote"))))


@pytest.mark.usefixtures("offline")
def test_no_verb_looks_for_the_network(fresh: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals.csv").write_text("title,email,value,currency\nInitech,ann@initech.example,10,US Dollar\n")
    for line in LINES:
        result = fresh(*shlex.split(line))
        assert result.code == (1 if line == "sweep" else 0), (line, result)  # nothing looks dead


def test_the_network_would_be_noticed(offline: list[str]) -> None:
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("acme.example", 80))
    with pytest.raises(OSError, match="no network"):
        socket.getaddrinfo("acme.example", 80)
    with socket.socket() as plain, pytest.raises(OSError, match="no network"):
        plain.connect(("127.0.0.1", 9))
    left, right = socket.socketpair()
    left.close()
    right.close()
    assert offline == ["create_connection", "getaddrinfo", "connect"]
    offline.clear()

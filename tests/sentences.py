"""Every sentence that the program can say, with its place: `python -m tests.sentences [tui service …]` prints them.

They are read out of the sources: texts with words in them, the braces of an f-string as they are written, and the
docstrings that are the help of a verb. What is only read (words of other systems, SQL, CSS, patterns) is left out.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pipetui

ROOT = Path(pipetui.__file__).parent

READ = (
    "demo/", "domain/companies.py", "domain/custom_fields.py", "domain/dates/", "domain/fields.py", "domain/money.py",
    "exchange/headings.py", "exchange/kinds.py", "exchange/mailbox/enquiry.py", "exchange/mailbox/places.py",
    "exchange/markup.py", "exchange/points.py", "exchange/systems/", "exchange/values.py",
    "exchange/worded_headings.py", "exchange/writers/hubspot.py", "store/schema/", "store/reads/query_sql.py",
)  # fmt: skip
"""Where words stand that are compared with what somebody wrote: of them only what is said of a mistake counts."""

_WORDS = re.compile(r"[^\W\d_]{2,}[,:;.]? [^\W\d_]")
_MACHINE = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE FROM|CREATE|DROP|ALTER|PRAGMA|JOIN|WHERE|NULL|CASE|AND|coalesce|SAVEPOINT|BEGIN)\b"
    r"|\{\s*[a-z-]+: |: \$[a-z]|\(\?[:i!=<]|\\[bsdwS]|\[\^|^(bold|on) |[a-z]_[a-z]+ [a-z]+_|</"
    r"|^(Callable|Mapping|tuple|Sequence)\["
)

_KINDS = {ast.Call, ast.Constant, ast.Expr, ast.FunctionDef, ast.JoinedStr}
_FLAT = re.compile(r"arg|asname|attr|conversion|ctx|id|is_async|kind|level|module|names?|ops?|rest|simple|type_comment")
_WHOLE = (ast.Constant, ast.MatchSingleton)
_BELOW = {
    kind: tuple(name for name in kind._fields if kind not in _WHOLE and not _FLAT.fullmatch(name))
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""The fields of each kind of node in which a text may stand."""


class Sentence(NamedTuple):
    """A text of the program.

    `part` is what it is of an error, "title" or "hint", "help" of a verb, and "" for anything else.
    """

    path: str
    line: int
    part: str
    text: str


class Module(NamedTuple):
    """What is kept of a module; the trees of all would be a million nodes."""

    path: str
    sentences: list[Sentence]
    pieces: list[str]
    """Every text as it stands in the source, an f-string in the pieces between its fields; no docstrings."""
    remedies: list[ast.Call]

    @property
    def front(self) -> str:
        """`tui` or `cli`; "" for what both of them say."""
        first = self.path.partition("/")[0]
        return first if first in ("tui", "cli") else ""


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the program."""
    return tuple(_module(path) for path in sorted(ROOT.rglob("*.py")))


@cache
def said() -> tuple[Sentence, ...]:
    """All sentences, module by module."""
    return tuple(sentence for module in modules() for sentence in module.sentences)


def _module(path: Path) -> Module:
    module = Module(path.relative_to(ROOT).as_posix(), [], [], [])
    nodes = texts_and_calls(ast.parse(path.read_text("utf-8")))
    parts: dict[int, str] = {}
    inside: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            parts.update((id(text), part) for part, text in _of_an_error(node))
            if isinstance(node.func, ast.Name) and node.func.id == "Remedy":
                module.remedies.append(node)
        elif isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in texts_and_calls(node)} - {id(node)}
        elif isinstance(node, ast.Expr):
            inside.add(id(node.value))
            parts[id(node.value)] = "docstring"
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and parts.get(id(node)) != "docstring":
            module.pieces.append(node.value)
        if isinstance(node, ast.FunctionDef) and module.path.startswith("cli/commands/") and _is_help(node):
            module.sentences.append(Sentence(module.path, node.lineno, "help", ast.get_docstring(node) or ""))
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inside:
            text, part = _text(node), parts.get(id(node), "")
            if part or (not module.path.startswith(READ) and _is_said(text)):
                module.sentences.append(Sentence(module.path, node.lineno, part, text))
    return module


def texts_and_calls(tree: ast.AST) -> list[ast.AST]:
    """The nodes in which texts stand, and the calls: `ast.walk` gives half a million names besides."""
    nodes = [tree]
    for node in nodes:  # which grow
        for name in _BELOW[node.__class__]:
            below = getattr(node, name)
            if below.__class__ is list:
                nodes += [one for one in below if one.__class__ is not ast.Name and one is not None]
            elif below is not None and below.__class__ is not ast.Name:
                nodes.append(below)
    return [node for node in nodes if node.__class__ in _KINDS]


def _is_said(text: str) -> bool:
    """Whether there are words in it, and they are not for a machine."""
    return bool(_WORDS.search(text)) and not _MACHINE.search(text)


def _is_help(node: ast.FunctionDef) -> bool:
    """Whether it is the body of a verb."""
    return not node.name.startswith("_") and bool(node.args.args) and node.args.args[0].arg == "call"


def _text(node: ast.AST) -> str:
    """What stands in a text, fields as they are written; "" for what is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            f"{{{ast.unparse(p.value)}}}" if isinstance(p, ast.FormattedValue) else _text(p) for p in node.values
        )
    return ""


def _of_an_error(call: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """The texts that an error is made with: its title, its hint."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if not name.endswith("Error") or name in ("CellError", "ValueError", "TypeError", "RuntimeError", "AttributeError"):
        return
    for part, given in zip(("title", "hint"), call.args, strict=False):
        for node in [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]:
            if _text(node):
                yield part, node


if __name__ == "__main__":
    for sentence in said():
        if not sys.argv[1:] or sentence.path.startswith(tuple(sys.argv[1:])):
            text = " ⏎ ".join(sentence.text.splitlines())
            sys.stdout.write(f"{sentence.path}:{sentence.line}\t{sentence.part}\t{text}\n")

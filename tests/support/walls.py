"""What the walls test looks at: imports and literals by Python's parser, the files of each room."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CJK = re.compile(r"[\u4e00-\u9fff]")
SQL = re.compile(r"^\s*(select|with|insert|update|delete|create)\s", re.IGNORECASE)


def modules(*rooms: str) -> list[Path]:
    """Every Python file in these rooms (files or folders below the root)."""
    found = [ROOT / room for room in rooms if (ROOT / room).is_file()]
    return sorted(found + [f for room in rooms for f in (ROOT / room).rglob("*.py")])


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """All of its tree, as ast.walk gives them: each file is gone through by a dozen tests."""
    return tuple(ast.walk(tree(file)))


def imports(file: Path) -> set[str]:
    """Dotted names of all that a file imports, also inside functions; `from a import b` gives a and a.b."""
    found: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def runs_on(file: Path) -> set[str]:
    """The modules of this house that a file needs to run: those it names for the type checker alone are left out."""
    typed = {id(n) for block in nodes(file) if _for_types(block) for n in ast.walk(block)}
    found = set()
    for node in nodes(file):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in typed:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {i for i in found if i.startswith(("data_pipeline.", "pages."))}


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def reaches(file: Path, package: str) -> bool:
    return any(i == package or i.startswith(f"{package}.") for i in imports(file))


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that is not a docstring."""
    docs = {
        id(node.body[0].value)
        for node in nodes(file)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(file):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def names_used(file: Path) -> set[str]:
    """Dotted attribute chains in the code: `os.environ`, `time.time`, `datetime.now`."""
    found = set()
    for node in nodes(file):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
    return found


STATEMENT = re.compile(
    r"\b(select\b.*\b(from|as|where)\b|select [\w(*]|insert into |delete from |update \w+\.\w+ set|union all\b"
    r"|(create|drop|alter) (or replace )?(temp )?(table|view|schema))",
    re.DOTALL,
)


def statements(file: Path) -> list[tuple[int, str]]:
    """(lines, text) of every string of SQL that stands in a module; what is put in by Python is `{}`."""
    found, inside = [], set()
    docs = {id(node) for node in _docstrings(file)}
    for node in nodes(file):
        if id(node) in inside or id(node) in docs or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        inside |= {id(n) for n in ast.walk(node)}
        text = _text(node)
        if STATEMENT.search(text):
            found.append(((node.end_lineno or node.lineno) - node.lineno + 1, text))
    return found


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(p.value if isinstance(p, ast.Constant) and isinstance(p.value, str) else "{}" for p in parts)


def _docstrings(file: Path) -> Iterator[ast.expr]:
    for node in nodes(file):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (first.value for first in node.body[:1] if isinstance(first, ast.Expr))


def functions(file: Path) -> Iterator[tuple[str, list[ast.arg]]]:
    """(name, parameters) of every function and method, without self and cls; what is packed (*, **) does not count."""
    for node in nodes(file):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            yield node.name, [a for a in given if a.arg not in ("self", "cls")]


def identifiers(file: Path) -> set[str]:
    """Every name that the code gives or uses: variables, parameters, attributes, functions, classes."""
    found = set()
    for node in nodes(file):
        for field in ("id", "arg", "attr", "name"):
            if isinstance(value := getattr(node, field, None), str):
                found.add(value)
    return found

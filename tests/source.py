"""The source of Meja, read for the house rules: files, imports, functions, nets. Imports none of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("models", "desk", "ingest", "outbound", "web", "ops")

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)


def product(*folders: str) -> Iterator[Path]:
    for folder in folders or FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def sources() -> list[Path]:
    return [*product(), *sorted((ROOT / "tests").rglob("*.py"))]


def texts() -> Iterator[Path]:
    """What people read and machines run. Mails of the tests and lock files hold addresses of their own."""
    kinds = ("*.py", "*.md", "*.toml", "*.sh", "*.html", "*.txt", "*.css", "*.js", "*.po")
    folders = [*FOLDERS, "tests", "docs"]
    yield from (file for folder in folders for kind in kinds for file in (ROOT / folder).rglob(kind))
    yield from (file for kind in kinds for file in ROOT.glob(kind))
    yield from (ROOT / "Makefile", ROOT / ".ci" / "run")


def counts(file: Path) -> bool:
    """Migrations are generated once and then frozen."""
    return "migrations" not in file.parts


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def has_docstring(file: Path) -> bool:
    return not tree(file).body or bool(ast.get_docstring(tree(file)))


def rel(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def top(name: str) -> str:
    return name.partition(".")[0]


def module_name(file: Path) -> str:
    return rel(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(file: Path, *, typing: bool = True) -> set[str]:
    """Dotted names of modules and of what is taken from them; `typing` counts imports for types alone."""
    every = set(ast.walk(tree(file)))
    if not typing:
        every -= {inner for node in every if is_for_types(node) for inner in ast.walk(node)}
    plain = {alias.name for node in every if isinstance(node, ast.Import) for alias in node.names}
    froms = [node for node in every if isinstance(node, ast.ImportFrom)]
    return plain.union(*(taken_from(node) for node in froms))


def taken_from(node: ast.ImportFrom) -> set[str]:
    """`from web import texts` means the module web.texts; `from web.texts import days` means web.texts."""
    package = node.module or ""
    names = {f"{package}.{alias.name}" for alias in node.names}
    modules = {name for name in names if is_module(name)}
    return modules if modules == names else modules | {package}


def is_module(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def reads_environment(file: Path) -> bool:
    taken = {name for node in ast.walk(tree(file)) for name in environment_names(node)}
    return bool(taken & {"environ", "getenv"})


def environment_names(node: ast.AST) -> set[str]:
    """What is taken from `os`, as `os.environ` or by `from os import environ`."""
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return {alias.name for alias in node.names}
    return {node.attr} if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os" else set()


def functions() -> Iterator[tuple[str, Function]]:
    for file in filter(counts, product()):
        for node in ast.walk(tree(file)):
            if isinstance(node, Function):
                yield f"{rel(file)}:{node.lineno} {node.name}", node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def depth(node: ast.AST) -> int:
    """How many blocks stand inside one another; `elif` is no deeper than its `if`."""
    children = ast.iter_child_nodes(node)
    inner = [child for child in children if not isinstance(child, Function | ast.ClassDef)]
    return max((depth(child) + deepens(node, child) for child in inner), default=0)


def deepens(node: ast.AST, child: ast.AST) -> bool:
    is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
    return isinstance(child, BLOCKS) and not is_elif


def positional(function: Function) -> int:
    """Without `self`; none for a handler of aiosmtpd, which gives all its arguments by position."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return 0 if function.name.startswith("handle_") else len(names) - (names[:1] in (["self"], ["cls"]))


def unannotated(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, Function) and not is_annotated(node):
            yield f"{rel(file)}:{node.lineno} {node.name}"


def is_annotated(function: Function) -> bool:
    every = function.args
    named = [*every.posonlyargs, *every.args, *every.kwonlyargs, *filter(None, (every.vararg, every.kwarg))]
    bare = {argument.arg for argument in named if argument.annotation is None}
    return function.returns is not None and bare <= {"self", "cls"}


def nets(file: Path) -> Iterator[str]:
    """`except:`, `except Exception`, and `suppress(Exception)`, which is the same in other clothes."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ExceptHandler) and (node.type is None or holds_everything(node.type)):
            yield f"{rel(file)}:{node.lineno}"
        if isinstance(node, ast.Call) and "suppress" in ast.unparse(node.func) and holds_everything(node):
            yield f"{rel(file)}:{node.lineno}"


def holds_everything(node: ast.AST) -> bool:
    names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return bool(names & {"Exception", "BaseException"})


def lines_with(pattern: re.Pattern[str], files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if pattern.search(line):
                yield f"{rel(file)}:{number}: {line.strip()}"


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / lock).read_text(), flags=re.MULTILINE))

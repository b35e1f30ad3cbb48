"""The house rules, kept by a test: who may import whom, where a library lives, how long things get.

Reads the source, imports nothing. A rule that pinches is argued with in docs/decisions.md, then changed
here; the code is not bent around it.
"""

from __future__ import annotations

import re
import tomllib
from statistics import median

import pytest

from tests.source import (
    FOLDERS,
    ROOT,
    counts,
    depth,
    functions,
    has_docstring,
    imports_of,
    length,
    lines_with,
    module_name,
    nets,
    pins,
    positional,
    product,
    reads_environment,
    rel,
    sources,
    texts,
    top,
    unannotated,
)

MAY_IMPORT = {
    "models": set[str](),
    "desk": {"models"},
    "ingest": {"models", "desk"},
    "outbound": {"models", "desk"},
    "web": {"models", "desk"},
    "ops": {"models", "desk", "ingest", "outbound", "web"},
}

# A library may be imported below these paths only. To change a library is to change its home.
HOMES = {
    "imapclient": ("ingest/mailbox",),
    "imaplib": ("ingest/",),
    "mailparser": ("ingest/parse",),
    "aiosmtplib": ("outbound/courier",),
    "asyncio": ("outbound/courier", "ops/demo", "ops/world"),
    "smtplib": ("ops/demo", "ops/world"),
    "aiosmtpd": ("ops/demo", "ops/world"),
    "pymap": ("ops/demo", "ops/world"),
    "flask": ("web/",),
    "flask_limiter": ("web/",),
    "flask_login": ("web/",),
    "flask_wtf": ("web/",),
    "waitress": ("ops/",),
    "huey": ("ops/",),
    "holidays": ("desk/public_holidays",),
    "markdown_it": ("desk/markdown",),
    "click": ("ops/",),
    "oauthlib": ("ops/oauth",),
    "redis": ("ops/",),
    "alembic": ("models/", "ops/"),
    "tomllib": ("desk/settings",),
    "sqlalchemy": (
        "models/",
        "desk/",
        "ops/wiring",
        "outbound/deliver",
        "ingest/intake",
        "ingest/pipeline",
    ),
}

VAGUE = re.compile(r"(^|_)(utils?|helpers?|commons?|managers?|services?)$")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
BENT = re.compile(r"mock\.patch|pytest\.mark\.(skip|skipif|xfail)\b|pytest\.(xfail|importorskip)\(")
MACHINE = re.compile(
    r"(?<![\w.~])/(work|root|Users)/|\bpypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org"
)


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_folder_imports_only_what_it_may(folder: str) -> None:
    allowed = MAY_IMPORT[folder] | {folder}
    imports = [(file, name) for file in product(folder) for name in imports_of(file)]
    strangers = [f"{rel(file)}: {name}" for file, name in imports if top(name) in MAY_IMPORT.keys() - allowed]

    assert not strangers


def test_the_product_never_imports_its_tests() -> None:
    assert not [rel(file) for file in product() if "tests" in map(top, imports_of(file))]


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_in_its_home(library: str) -> None:
    users = [rel(file) for file in product() if library in map(top, imports_of(file))]

    assert not [user for user in users if not user.startswith(HOMES[library])]


def test_only_settings_and_secrets_read_the_environment() -> None:
    readers = [rel(file) for file in product() if reads_environment(file)]

    assert set(readers) <= {"desk/settings.py", "desk/secret_places.py"}


def test_no_two_modules_import_each_other() -> None:
    modules = {module_name(file): file for file in product()}
    arrows = {(name, other) for name, file in modules.items() for other in imports_of(file, typing=False)}
    pairs = {(one, other) for one, other in arrows if one < other and (other, one) in arrows}

    assert not pairs


def test_functions_are_short() -> None:
    lengths = sorted(length(function) for _, function in functions())

    assert median(lengths) <= 8
    assert lengths[len(lengths) * 9 // 10] <= 20


def test_no_function_is_longer_than_50_lines() -> None:
    assert not [f"{where}: {length(function)}" for where, function in functions() if length(function) > 50]


def test_no_function_nests_deeper_than_3() -> None:
    assert not [f"{where}: {depth(function)}" for where, function in functions() if depth(function) > 3]


def test_no_function_takes_more_than_3_arguments_by_position() -> None:
    assert not [where for where, function in functions() if positional(function) > 3]


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {rel(file): len(file.read_text().splitlines()) for file in product() if counts(file)}

    assert not {file: lines for file, lines in lengths.items() if lines > 300}


def test_at_most_3_handlers_catch_everything() -> None:
    found = [net for file in product() for net in nets(file)]

    assert len(found) <= 3, found


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [rel(file) for file in sources() if VAGUE.search(file.stem)]


def test_every_module_says_what_it_is_for() -> None:
    assert not [rel(file) for file in sources() if not has_docstring(file)]


def test_every_function_is_annotated() -> None:
    assert not [function for file in sources() for function in unannotated(file)]


def test_folders_of_tests_are_packages() -> None:
    folders = {file.parent for file in sources() if rel(file).startswith("tests/")}

    assert not [rel(folder) for folder in folders if not (folder / "__init__.py").exists()]


@pytest.mark.parametrize("pattern", [UNFINISHED, BENT], ids=["unfinished work", "tests bent to pass"])
def test_sources_are_free_of(pattern: re.Pattern[str]) -> None:
    assert not list(lines_with(pattern, (file for file in sources() if rel(file) != "tests/test_house.py")))


def test_no_file_names_a_machine() -> None:
    assert not list(lines_with(MACHINE, (file for file in texts() if rel(file) != "tests/test_house.py")))


def test_both_locks_hold_the_same_versions() -> None:
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")

    assert not runtime - development


def test_make_names_every_command_that_the_ci_calls() -> None:
    calls = re.findall(r"^check make (\S+)", (ROOT / ".ci" / "run").read_text(), flags=re.MULTILINE)
    goals = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)

    assert {"lint", "types", "test"} <= set(calls) <= set(goals)


def test_the_wheel_holds_every_folder_of_the_product() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(FOLDERS)

"""The borders of the house, read from the imports: who may know whom, and how large a part may get."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import is_whole

ROOT = Path(__file__).parent.parent
PACKAGES = ("flows", "tasks", "schemas", "config")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
IO_MODULES = {"io", "os", "pathlib.Path", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "urllib"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All of a tree, which several tests go through."""
    return tuple(ast.walk(tree))


@cache
def imports(tree: ast.AST) -> set[str]:
    """Every module a piece of code imports, also inside functions; `from a import b` counts as `a` and `a.b`."""
    found = set()
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def breaches(modules: list[Path], forbidden: set[str]) -> list[str]:
    """`tasks/read/workbooks.py: prefect` for every import of a forbidden module or of something inside one."""
    return [
        f"{name_of(path)}: {module}"
        for path in modules
        for module in sorted(imports(parsed(path)))
        if any(module == one or module.startswith(f"{one}.") for one in forbidden)
    ]


def within(folder: str) -> list[Path]:
    return [path for path in MODULES if name_of(path).startswith(f"{folder}/")]


def test_a_forbidden_import_is_seen_wherever_it_hides() -> None:
    code = "def f():\n    from prefect.artifacts import create_markdown_artifact\n"
    assert "prefect.artifacts" in imports(ast.parse(code))
    assert breaches([ROOT / "tasks" / "steps.py"], {"prefect"})


def test_prefect_is_known_to_the_flows_and_the_steps_only() -> None:
    others = [path for path in MODULES if name_of(path) != "tasks/steps.py" and path not in within("flows")]
    assert breaches(others, {"prefect"}) == []


@cache
def imported_at_once(path: Path) -> set[str]:
    """What a module imports as soon as it is imported itself."""
    tree = parsed(path)
    return {name for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for name in imports(node)}


def known_at_once(path: Path, known: set[str]) -> set[str]:
    """The same with what these import, and so on."""
    for name in imported_at_once(path) - known:
        known.add(name)
        if (ROOT / f"{name.replace('.', '/')}.py").exists():
            known_at_once(ROOT / f"{name.replace('.', '/')}.py", known)
    return known


def test_the_quick_loop_never_meets_prefect() -> None:
    """A test that imports it is `whole`: one alone that is not ends `make quick` before it begins."""
    quick = [path for path in (ROOT / "tests").rglob("test_*.py") if not is_whole(path)]
    assert [name_of(path) for path in quick if "prefect" in known_at_once(path, set())] == []
    assert "prefect" in known_at_once(ROOT / "tests" / "flows" / "test_form_errors.py", set())


def test_schemas_say_what_things_are_and_do_nothing() -> None:
    assert breaches(within("schemas"), {"tasks", "flows", "config"}) == []
    values = {"pathlib", "pathlib.Path"}  # a path as a value is no IO
    assert breaches(within("schemas"), IO_MODULES - values) == []


def test_tasks_do_not_know_the_flows() -> None:
    assert breaches(within("tasks"), {"flows"}) == []


def test_config_knows_only_what_things_are() -> None:
    assert breaches(within("config"), {"tasks", "flows"}) == []


def test_a_rendering_computes_nothing() -> None:
    computing = {
        "tasks.compute.achievement",
        "tasks.compute.province",
        "tasks.compute.gather",
        "tasks.judge.validate",
        "tasks.ledger.ledger",
    }
    assert breaches(within("tasks/report"), computing) == []


AGGREGATING = {"agg", "aggregate", "clip", "cumsum", "drop_duplicates", "groupby", "mean", "median", "nansum"}


def test_a_rendering_adds_up_no_figures() -> None:
    """What is added up twice is one day added up in two ways; `compute/totals.py` does it. A map clips lines."""
    modules = [path for path in within("tasks/report") if name_of(path) != "tasks/report/map.py"]
    assert [f"{name_of(path)}: {name}" for path in modules for name in sorted(AGGREGATING & methods(path))] == []
    assert "groupby" in methods(ROOT / "tasks" / "compute" / "totals.py")


def methods(path: Path) -> set[str]:
    """The names of all methods that a module calls."""
    calls = (node.func for node in nodes(parsed(path)) if isinstance(node, ast.Call))
    return {function.attr for function in calls if isinstance(function, ast.Attribute)}


WINGS = (
    *("read", "ooxml", "understand", "judge", "forms", "ledger", "home", "compute", "intake", "report", "espm"),
    *("answer", "publish", "notify", "inspect", "backup", "door"),
)
"""The wings of tasks/, from the file upwards: each may import those before it."""


def test_every_module_of_the_tasks_has_a_wing() -> None:
    flat = {path.name for path in (ROOT / "tasks").glob("*.py")}
    assert flat == {"__init__.py", "job.py", "steps.py"}
    assert {path.name for path in (ROOT / "tasks").iterdir() if path.is_dir()} - {"__pycache__"} == set(WINGS)


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_imports_only_those_below_it(wing: str) -> None:
    above = {f"tasks.{other}" for other in WINGS[WINGS.index(wing) + 1 :]}
    assert breaches(within(f"tasks/{wing}"), above | {"tasks.job", "tasks.steps"}) == []


def test_reading_and_marking_know_nothing_of_spm() -> None:
    """What a file is made of is all that they know: addresses of cells, raw grids, limits."""
    known = {"schemas.address", "schemas.invisible", "schemas.workbook", "config.settings"}
    imported = {f"schemas.{path.stem}" for path in (ROOT / "schemas").glob("*.py")} | {"config.catalogue"}
    assert breaches([*within("tasks/read"), *within("tasks/ooxml")], imported - known - {"schemas.__init__"}) == []


def own_names(tree: ast.AST) -> set[str]:
    """What a module calls the things that it imports from our own modules."""
    froms = [node for node in nodes(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in froms if node.module and node.module.split(".")[0] in (*PACKAGES, "tests")]
    return {alias.asname or alias.name for node in ours for alias in node.names}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def private_names_used(path: Path) -> list[str]:
    """`_names`, `catalogue._LAYOUTS`: private names of other modules of ours."""
    tree = parsed(path)
    ours = own_names(tree)
    looked_up = [
        f"{node.value.id}.{node.attr}"
        for node in nodes(tree)
        if isinstance(node, ast.Attribute) and is_private(node.attr) and isinstance(node.value, ast.Name)
        if node.value.id in ours
    ]
    return sorted({*filter(is_private, ours), *looked_up})


def test_what_is_private_is_known_to_its_own_module_only() -> None:
    used = {name_of(path): private_names_used(path) for path in [*MODULES, *(ROOT / "tests").rglob("*.py")]}
    assert {path: names for path, names in used.items() if names} == {}
    imported = ast.parse("from config import catalogue")
    assert own_names(imported) == {"catalogue"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stays_under_300_lines_and_a_function_fits_a_screen(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300
    assert functions_over(40, parsed(path)) == []


MOST_LONG = 7
"""So many functions may have over 25 lines: parameters of a command, one table of values, what is one thought."""


def test_hardly_a_function_does_two_things() -> None:
    """One over 25 lines finds and then shows, or checks and then writes: the second thing has a name of its own."""
    example = ast.parse("def short():\n    pass\n\n\nasync def long():\n    pass\n    pass\n")
    assert functions_over(2, example) == ["long"]
    long = [f"{name_of(path)}: {name}" for path in MODULES for name in functions_over(25, parsed(path))]
    assert len(long) <= MOST_LONG, long


def functions_over(lines: int, tree: ast.AST) -> list[str]:
    functions = (node for node in nodes(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [one.name for one in functions if one.end_lineno - one.lineno + 1 > lines]


def test_the_command_answers_without_prefect_and_pandas() -> None:
    slow = "{'prefect', 'pandas', 'pandera', 'sqlalchemy'}"
    program = f"import sys, flows.command.cli; print(sorted({slow} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 our own program
    assert result.stdout.strip() == "[]"


PAGES = ["README.md", "SECURITY.md", *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md")))]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_points_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = {(ROOT / page).parent / link for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text)}
    paths = {ROOT / named for named in re.findall(r"`((?:flows|tasks|schemas|config|tests|docs)/[\w/.-]+)`", text)}
    made_by_its_reader = {ROOT / "config/deploy/.env"}
    assert sorted(str(one) for one in (links | paths) - made_by_its_reader if not one.exists()) == []

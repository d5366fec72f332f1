"""Layers: a module imports only from the floors below its own, and the core runs without Streamlit."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

# From the top down. A folder stands for all that is in it, except what has a floor of its own; inside a folder imports
# are free.
FLOORS: tuple[set[str], ...] = (
    {"app"},
    {"pages.scripts"},
    {"pages.frame"},
    {
        *("pages.circles", "pages.log", "pages.people", "pages.plan", "pages.quiz"),
        *("pages.settings", "pages.share", "pages.home", "pages.report"),
    },
    {"pages.imports"},
    {"pages.widgets"},
    {"pages.shell"},
    {"netroi_core.__main__", "netroi_core.web", "netroi_core.worker"},
    {"netroi_core.reminding"},
    {"netroi_core.access", "netroi_core.exports", "netroi_core.report"},
    {"netroi_core.views"},
    {"netroi_core.charts"},
    {
        *("netroi_core.circles", "netroi_core.importers", "netroi_core.planning", "netroi_core.quiz"),
        "netroi_core.sharing",
    },
    {"netroi_core.importers.matching"},
    {"netroi_core.importers.rules"},
    {"netroi_core.importers.proposal"},
    {"netroi_core.importers.reading"},
    {"netroi_core.relationships", "netroi_core.trends", "netroi_core.verdict"},
    {"netroi_core.wording"},
    {"netroi_core.ledger", "netroi_core.storage"},
    {"netroi_core.workspace"},
    {"netroi_core.errors", "netroi_core.quarters"},
    {"netroi_core", "pages"},
)


@cache
def modules(root: Path) -> dict[str, ast.Module]:
    """Return every module of the project by its name, as a syntax tree.

    A page script is named ``pages.scripts.x``, since the folder with its parts is ``pages.x``.
    """
    pages = root / "pages"
    files = [root / "app.py", *pages.rglob("*.py"), *(root / "netroi_core").rglob("*.py")]
    scripts = {file: f"pages.scripts.{file.stem}" for file in pages.glob("*.py") if file.stem != "__init__"}
    names = {file: ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for file in files}
    return {(names | scripts)[file]: ast.parse(file.read_bytes()) for file in files}


def floor(module: str, floors: tuple[set[str], ...] = FLOORS) -> tuple[int, str] | None:
    """The number of a module's floor and the name that it stands there by; None if it has no place."""
    name = module
    while name:
        for number, names in enumerate(floors):
            if name in names and (name not in ("netroi_core", "pages") or module == name):
                return number, name
        name = name.rpartition(".")[0]
    return None


def imports(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """The project's modules that a module imports, wherever in its text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                if inside in known or node.module in known:
                    yield inside if inside in known else str(node.module)


def upward(trees: dict[str, ast.Module], floors: tuple[set[str], ...] = FLOORS) -> list[str]:
    """Every import that does not lead down."""
    found = []
    for module, tree in trees.items():
        here = floor(module, floors)
        for other in imports(tree, set(trees)):
            there = floor(other, floors)
            if here and there and here[1] != there[1] and there[0] <= here[0]:
                found.append(f"{module} imports {other}")
    return found


def test_every_module_has_its_floor() -> None:
    assert [module for module in modules(ROOT) if floor(module) is None] == []


def test_every_place_on_a_floor_is_taken() -> None:
    assert sorted(set().union(*FLOORS) - set(modules(ROOT)) - {"pages.scripts"}) == []


def test_imports_lead_down() -> None:
    assert upward(modules(ROOT)) == []


def test_an_import_that_leads_up_or_sideways_is_caught_wherever_it_stands() -> None:
    floors = ({"top"}, {"left", "right"}, {"low"})
    trees = {
        "top": ast.parse("import left\nfrom low import x"),
        "left": ast.parse("def later():\n    from right import y"),
        "right": ast.parse("if True:\n    import top"),
        "right.inner": ast.parse("from right import z\nfrom top import w"),
        "low": ast.parse("import json"),
    }
    assert upward(trees, floors) == ["left imports right", "right imports top", "right.inner imports top"]
    assert floor("nowhere", floors) is None


def test_a_module_named_in_an_import_from_its_package_is_found() -> None:
    tree = ast.parse("from netroi_core.workspace import document, csv\nfrom netroi_core.errors import Stale")
    known = {"netroi_core.workspace", "netroi_core.workspace.document", "netroi_core.errors"}
    assert list(imports(tree, known)) == [
        "netroi_core.workspace.document",
        "netroi_core.workspace",
        "netroi_core.errors",
    ]


def test_the_core_never_names_streamlit() -> None:
    named = [
        module
        for module, tree in modules(ROOT).items()
        if module.startswith("netroi_core")
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name.startswith("streamlit") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("streamlit"))
    ]
    assert named == []


def test_the_whole_core_runs_without_streamlit() -> None:
    core = [module for module in modules(ROOT) if module.startswith("netroi_core")]
    program = (
        "import importlib, sys; sys.modules['streamlit'] = None; [importlib.import_module(m) for m in sys.argv[1:]]"
    )
    subprocess.run([sys.executable, "-c", program, *core], cwd=ROOT, check=True)

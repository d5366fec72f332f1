"""Layers: a module imports only from the floors below its own, and the core runs without Streamlit."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

# From the top down. A package stands for all of its modules without a place of their own; among them, imports are free.
FLOORS: tuple[set[str], ...] = (
    {"app"},
    {"pages"},
    {"pages.parts.steps"},
    {"pages.parts"},
    {"netroi_core.__main__", "netroi_core.web"},
    {"netroi_core.sharing"},
    {"netroi_core.access", "netroi_core.stores", "netroi_core.report"},
    {"netroi_core.network", "netroi_core.overview", "netroi_core.plans", "netroi_core.results", "netroi_core.trends"},
    {"netroi_core.charts", "netroi_core.exports"},
    {"netroi_core.charts.approaches", "netroi_core.charts.spans"},
    {"netroi_core.standing_words"},
    {
        "netroi_core.contact_words",
        "netroi_core.goal_words",
        "netroi_core.network_words",
        "netroi_core.plan_words",
        "netroi_core.quiz_words",
        "netroi_core.relationship_words",
        "netroi_core.sharing.circle_words",
    },
    {
        "netroi_core.chart",
        "netroi_core.findings",
        "netroi_core.explanations",
        "netroi_core.option_words",
        "netroi_core.trend_words",
        "netroi_core.verdict_words",
    },
    {"netroi_core.planning", "netroi_core.sensitivity"},
    {"netroi_core.paths"},
    {"netroi_core.verdict"},
    {"netroi_core.optimum", "netroi_core.posterior", "netroi_core.submission"},
    {
        "netroi_core.course",
        "netroi_core.evidence",
        "netroi_core.goals",
        "netroi_core.habits",
        "netroi_core.marks",
        "netroi_core.payback",
        "netroi_core.reminders",
        "netroi_core.restatement",
        "netroi_core.ripening",
        "netroi_core.sharing.contribution",
        "netroi_core.standings",
        "netroi_core.venues",
    },
    {
        "netroi_core.card",
        "netroi_core.doubles",
        "netroi_core.importers",
        "netroi_core.measures",
        "netroi_core.palette",
        "netroi_core.relationships",
        "netroi_core.routine",
        "netroi_core.sharing.disclosure",
        "netroi_core.storage",
    },
    {
        "netroi_core.acquaintance",
        "netroi_core.contacts",
        "netroi_core.effort",
        "netroi_core.ledger",
        "netroi_core.quiz",
        "netroi_core.rows",
        "netroi_core.search",
        "netroi_core.stories",
    },
    {
        "netroi_core.attribution",
        "netroi_core.costs",
        "netroi_core.delimited",
        "netroi_core.edits",
        "netroi_core.people",
        "netroi_core.valuation",
        "netroi_core.wording",
    },
    {"netroi_core.document"},
    {"netroi_core.mix", "netroi_core.records"},
    {"netroi_core.profile"},
    {"netroi_core.days", "netroi_core.fields"},
    {"netroi_core.errors", "netroi_core.quarters"},
    {"netroi_core"},
)


@cache
def modules(root: Path) -> dict[str, ast.Module]:
    """Every module of the project by its name, as a syntax tree."""
    files = [root / "app.py", *(root / "pages").rglob("*.py"), *(root / "netroi_core").rglob("*.py")]
    return {
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): ast.parse(file.read_bytes())
        for file in files
        if file.exists()
    }


def floor(module: str, floors: tuple[set[str], ...] = FLOORS) -> tuple[int, str] | None:
    """The number of a module's floor and the name that it stands there by; None if it has no place."""
    name = module
    while name:
        for number, names in enumerate(floors):
            if name in names and (name != "netroi_core" or module == name):
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
    assert sorted(set().union(*FLOORS) - set(modules(ROOT)) - {"pages", "pages.parts", "pages.parts.steps"}) == []


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
    tree = ast.parse("from netroi_core import document, measures\nfrom netroi_core.errors import Stale")
    known = {"netroi_core", "netroi_core.document", "netroi_core.errors"}
    assert list(imports(tree, known)) == ["netroi_core.document", "netroi_core", "netroi_core.errors"]


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

"""Sentences that end in a name or a title: none has two full stops."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.views.advice import Situation
from netroi_core.views.network import network
from netroi_core.views.week import week_plan
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import load_document

CODE = Path(__file__).parents[2]
# Expressions that end in what a person typed.
_TYPED = re.compile(r"\.(name|title)(\)|$)|shortlist\(|title_of\(|record_name\(|escape_markdown\(contact")


def _doubled(path: Path) -> list[str]:
    """Return what a person typed and a template ends in a full stop, by line; messages mend their own end."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    message_calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_message(node)]
    messages = {id(part) for call in message_calls for part in ast.walk(call)}
    places = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in messages:
            for value, after in zip(node.values, node.values[1:], strict=False):
                is_end = isinstance(after, ast.Constant) and re.match(r"\.(\s|$)", str(after.value))
                if is_end and isinstance(value, ast.FormattedValue) and _TYPED.search(ast.unparse(value.value)):
                    places.append(f"{path.name}:{node.lineno}")
    return places


def _is_message(call: ast.Call) -> bool:
    function = ast.unparse(call.func)
    return function.startswith("session.") or function.endswith("notify")


@pytest.mark.parametrize(
    "folder", ["netroi_core/relationships", "netroi_core/planning", "netroi_core/views", "netroi_core/quiz"]
)
def test_no_template_has_a_full_stop_of_its_own_after_what_a_person_typed(folder: str) -> None:
    assert [place for path in sorted((CODE / folder).glob("*.py")) for place in _doubled(path)] == []


def test_names_and_titles_that_end_in_a_full_stop_end_a_sentence() -> None:
    raw = load_document("sample")
    for row in (*raw["contacts"], *raw["venues"]):
        row["name"] = f"{row['name']} T.S."
    for row in raw["outcomes"]:
        row["title"] = f"{row.get('title', '')} T.S."
    words, ledger = Words(), Ledger(Workspace(raw))
    situation = Situation(ledger, ledger.quarters, Options(), date(2026, 11, 16))
    view = network(situation, words)
    texts = [view.headline, *view.sentences, *view.lately(), *view.summary, *view.exchange.sentences]
    texts += [text for _, text in view.history(view.on).named]
    texts += [item.text for item in week_plan(situation, words).items]
    assert any("T.S." in text for text in texts)
    assert [text for text in texts if ".." in text] == []

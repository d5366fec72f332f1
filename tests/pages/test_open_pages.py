"""Open pages: runs in their visitors' turns, and only messages that our pages send."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from netroi_core.access.turns import RUNS
from netroi_core.access.visitors import Visitor, signed
from netroi_core.web.streamlit_server import VISITOR_KEY
from pages.shell import identity, open_pages

ANN = Visitor("guest", "aa")


def test_every_run_of_a_page_is_in_the_turn_of_its_visitor_and_network(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = []

    def run_script(_: object, request: str) -> None:
        turns.extend((request, turn.visitor, turn.network) for turn in RUNS._taken)
        if request == "stopped":
            raise RuntimeError

    monkeypatch.setattr(ScriptRunner, "_run_script", run_script)
    monkeypatch.setattr(identity, "network", lambda: "192.0.2.7")
    open_pages.run_in_turns()
    anns = SimpleNamespace(_user_info={VISITOR_KEY: signed(ANN)}, _session_id="a session")
    nobodys = SimpleNamespace(_user_info={VISITOR_KEY: "forged"}, _session_id="a session")
    ScriptRunner._run_script(anns, "page")  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        ScriptRunner._run_script(anns, "stopped")  # type: ignore[arg-type]
    ScriptRunner._run_script(nobodys, "page")  # type: ignore[arg-type]
    assert turns == [
        ("page", "guest aa", "192.0.2.7"),
        ("stopped", "guest aa", "192.0.2.7"),
        ("page", "a session", "192.0.2.7"),
    ]
    assert not RUNS._taken

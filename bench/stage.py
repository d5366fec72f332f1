"""The made-up workspace that the pages are measured with, and the servers of pages that show it."""

from pathlib import Path
from urllib.request import urlopen

from bench.recording import VARIABLE
from bench.server import PAGES, ROOT, Server
from bench.session import Session
from bench.workspaces import made_up_document
from netroi_core.access.visitors import VISITOR_HEADER
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.storage import PERSONAL, Saved
from netroi_core.storage.files.stores import FileStore
from netroi_core.trends.restatement import with_snapshot
from netroi_core.web.streamlit_server import VISITOR_KEY
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Workspace

ACTIVITIES, OUTCOMES, CONTACTS = 1_000, 300, 200


class Stage:
    """A folder with a workspace, and servers of pages that show it."""

    def __init__(self, folder: Path, contacts: int = CONTACTS) -> None:
        self._folder = folder
        self.store = FileStore(folder / "data")
        self.saved: Saved = self.store.change(
            PERSONAL, lambda _: _with_submitted_quiz(made_up_document(ACTIVITIES, OUTCOMES, contacts))
        )
        (folder / "elsewhere").mkdir()

    def app(self) -> Server:
        """Return a server of the app itself."""
        return Server(ROOT / "app.py", NETROI_DATA=str(self._folder / "data"))

    def edited(self) -> Server:
        """Return a server of the app with one more address, which edits the workspace."""
        return Server(PAGES / "edited.py", NETROI_DATA=str(self._folder / "data"))

    def twin(self, page: str = "") -> Server:
        """Return a server of one page's twin, recorded from a rerun of the app in which nothing changed."""
        file = self._folder / "recording"
        app = Server(PAGES / "recorded.py", NETROI_DATA=str(self._folder / "data"))
        with app, Session(app.url, page) as session:
            session.rerun()
            with urlopen(f"{app.url}/recording") as answer:
                file.write_bytes(answer.read())
        return Server(PAGES / "twin" / "app.py", **{VARIABLE: str(file)})

    def defaults(self) -> Server:
        """Return a server of the app under Streamlit's default settings, but for the header that names the visitor."""
        settings = self._folder / "elsewhere" / ".streamlit" / "config.toml"
        settings.parent.mkdir()
        settings.write_text(f'[server]\ntrustedUserHeaders = {{ "{VISITOR_HEADER}" = "{VISITOR_KEY}" }}\n')
        return Server(PAGES / "defaults.py", self._folder / "elsewhere", NETROI_DATA=str(self._folder / "data"))

    def usual(self) -> Server:
        """Return a server of the results page written the usual way, under Streamlit's default settings."""
        # It starts in a folder without settings.
        (file,) = (path for path in (self._folder / "data").glob("*.json") if ".backup" not in path.name)
        return Server(PAGES / "usual.py", self._folder / "elsewhere", NETROI_BENCH_FILE=str(file))


def _with_submitted_quiz(document: Document) -> Document:
    """Return the document with a submitted quiz, so that restated figures have something to compare with."""
    quarter, now = Quarter(2024, 3), "2024-10-02T09:00:00Z"
    quiz = {
        "id": "quiz",
        "quarter": str(quarter),
        "submitted": now,
        "showed": [as_row(figures) for figures in with_snapshot((), Ledger(Workspace(document)), quarter, now)],
    }
    return {**document, "quizzes": [quiz]}

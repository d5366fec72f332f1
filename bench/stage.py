"""The made-up workspace that the pages are measured with: stored for the app, and written out for its twin."""

from pathlib import Path

from bench import literal
from bench.server import PAGES, ROOT, Server
from bench.workspaces import made
from netroi_core.attribution import RULES
from netroi_core.chart import Chart
from netroi_core.ledger import Ledger
from netroi_core.measures import Options
from netroi_core.palette import LIGHT
from netroi_core.results import Answer, Results, answer, results
from netroi_core.storage import PERSONAL, Saved
from netroi_core.storage.file import FileStore
from netroi_core.wording import Words, plain
from pages.parts.figures import windows

ACTIVITIES, OUTCOMES = 1_000, 300


class Stage:
    """A folder with the workspace in it, and the servers of pages that show it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.store = FileStore(folder / "data")
        self.saved: Saved = self.store.change(PERSONAL, lambda _: made(ACTIVITIES, OUTCOMES))
        (folder / "elsewhere").mkdir()

    def app(self) -> Server:
        """The app itself."""
        return Server(ROOT / "app.py", NETROI_DATA=str(self._folder / "data"))

    def edited(self) -> Server:
        """The app with an address that edits the workspace."""
        return Server(PAGES / "edited.py", NETROI_DATA=str(self._folder / "data"))

    def twin(self) -> Server:
        """The results page with literal data."""
        ledger = Ledger.of(self.saved.document)
        asked = (ledger, ledger.quarters, Options(), Words.of(ledger.profile))
        shown, told = results(*asked), answer(*asked)
        file = self._folder / "literal.json"
        page = {**_page(shown, told), "windows": list(windows(ledger.quarters))}
        literal.write(file, page, {chart.key: chart.arrow for chart in _charts(shown, told)})
        return Server(PAGES / "twin" / "app.py", **{literal.VARIABLE: str(file)})

    def usual(self) -> Server:
        """The results page written the usual way, with Streamlit's own settings: none are found where it starts."""
        (file,) = (path for path in (self._folder / "data").glob("*.json") if ".backup" not in path.name)
        return Server(PAGES / "usual.py", self._folder / "elsewhere", NETROI_BENCH_FILE=str(file))


def _page(shown: Results, told: Answer) -> dict[str, object]:
    findings = shown.findings
    return {
        "headline": plain(told.headline),
        "basis": plain(f"{told.sentence} {findings.basis_sentence()}"),
        "notes": [plain(note) for note in (findings.roi_missing(), findings.unattributed()) if note],
        "rules": {key: rule.title for key, rule in RULES.items()},
        "others": list(shown.folded),
        "charts": [
            {
                "key": chart.key,
                "text": f"### {plain(chart.title)}\n\n:small[{plain(chart.subtitle)}]",
                "alt": chart.alt,
                "spec": chart.on(LIGHT),
            }
            for chart in _charts(shown, told)
        ],
    }


def _charts(shown: Results, told: Answer) -> tuple[Chart, ...]:
    """Those that are shown before anything is clicked."""
    return (told.picture, shown.in_and_out()) if told.picture else (shown.in_and_out(),)

"""The made-up workspace that the pages are measured with: stored for the app, and written out for its twin."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from bench import literal
from bench.server import PAGES, ROOT, Server
from bench.workspaces import made
from netroi_core.access.visitors import HEADER
from netroi_core.charts.chart import Chart
from netroi_core.charts.palette import LIGHT
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.outlook import outlook
from netroi_core.quarters import Quarter
from netroi_core.quiz.habits import MANNERS
from netroi_core.relationships.contact_words import headline, position, waits
from netroi_core.storage import PERSONAL, Saved
from netroi_core.storage.file import FileStore
from netroi_core.trends.restatement import noted
from netroi_core.views import tables
from netroi_core.views.network import MOVED, PLACES, TAKES, network
from netroi_core.views.this_week import overview
from netroi_core.views.plans import BEST, MINE, Asked, ahead, plans
from netroi_core.views.results import answer, results
from netroi_core.views.trends import trends
from netroi_core.web.streamlit_options import USER_KEY
from netroi_core.wording.wording import APPROACH_NAMES, Words, counted, plain, quarter_name
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.search import ContactFilter
from pages.people.everybody import A_PAGE
from pages.people.people import People
from pages.widgets.closer import FILES, HOW, NOTHING

ACTIVITIES, OUTCOMES, CONTACTS = 1_000, 300, 200
_FOLLOW_UPS: Final = 5


class Stage:
    """A folder with the workspace in it, and the servers of pages that show it."""

    def __init__(self, folder: Path, contacts: int = CONTACTS) -> None:
        self._folder = folder
        self.store = FileStore(folder / "data")
        self.saved: Saved = self.store.change(PERSONAL, lambda _: _handed_in(made(ACTIVITIES, OUTCOMES, contacts)))
        (folder / "elsewhere").mkdir()

    def app(self) -> Server:
        """The app itself."""
        return Server(ROOT / "app.py", NETROI_DATA=str(self._folder / "data"))

    def edited(self) -> Server:
        """The app with an address that edits the workspace."""
        return Server(PAGES / "edited.py", NETROI_DATA=str(self._folder / "data"))

    def twin(self) -> Server:
        """The pages with literal data, at the addresses of the app's."""
        ledger, file = Ledger.of(self.saved.workspace), self._folder / "literal.json"
        drawn = {name: page(self.saved.document, ledger) for name, page in _PAGES.items()}
        pages = {name: {**said, "charts": [*map(_drawn, shown)]} for name, (said, shown) in drawn.items()}
        literal.write(file, pages, {chart.key: chart.arrow for _, shown in drawn.values() for chart in shown})
        return Server(PAGES / "twin" / "app.py", **{literal.VARIABLE: str(file)})

    def defaults(self) -> Server:
        """The app under Streamlit's own settings, but for the header by which its pages know the visitor."""
        settings = self._folder / "elsewhere" / ".streamlit" / "config.toml"
        settings.parent.mkdir()
        settings.write_text(f'[server]\ntrustedUserHeaders = {{ "{HEADER}" = "{USER_KEY}" }}\n')
        return Server(PAGES / "defaults.py", self._folder / "elsewhere", NETROI_DATA=str(self._folder / "data"))

    def usual(self) -> Server:
        """The results page written the usual way, with Streamlit's own settings: none are found where it starts."""
        (file,) = (path for path in (self._folder / "data").glob("*.json") if ".backup" not in path.name)
        return Server(PAGES / "usual.py", self._folder / "elsewhere", NETROI_BENCH_FILE=str(file))


_Drawn = tuple[dict[str, object], tuple[Chart, ...]]
"""What a page says, and the charts on it, before anything is clicked."""


def _results(ledger: Ledger) -> _Drawn:
    asked = (ledger, ledger.quarters, Options(), Words.of(ledger.profile))
    shown, told = results(*asked), answer(*asked)
    findings = shown.findings
    said = {
        "headline": plain(told.headline),
        "basis": plain(f"{told.sentence} {findings.basis_sentence()}"),
        "notes": [plain(note) for note in (findings.roi_missing(), findings.unattributed()) if note],
        "looks": [NOTHING, *shown.folded, "What would change this?", FILES, "Report", HOW],
    }
    return said, (told.picture, shown.in_and_out()) if told.picture else (shown.in_and_out(),)


def _trends(ledger: Ledger) -> _Drawn:
    shown = trends(ledger, ledger.quarters, Options(), Words.of(ledger.profile))
    said = {
        "headline": plain(shown.headline),
        "still_to_come": plain(shown.still_to_come or ""),
        "looks": [NOTHING, "What changed since you handed it in", FILES, HOW],
    }
    return said, tuple(chart for draw in shown.charts.values() for chart in draw())


def _plan(ledger: Ledger) -> _Drawn:
    known, quarter = outlook(ledger, ledger.quarters, Options()), ahead(ledger, date.today())
    if known is None:
        raise RuntimeError("There is nothing to plan with.")
    words = Words.of(ledger.profile)
    shown = plans(ledger, ledger.quarters, known, quarter, Asked.usual(known, quarter, ledger.profile))
    said = {
        "headline": plain(shown.headline),
        "sentence": plain(shown.sentence),
        "reservations": [[plain(each) for each in shown.reservations.get(name, ())] for name in (BEST, MINE)],
        "quarter": quarter_name(quarter),
        "now": [
            {
                "name": APPROACH_NAMES[approach],
                "said": f"{plain(words.hours(round(now.hours)))}, {plain(words.money(now.money))}",
                "hours": round(now.hours),
                "money": round(now.money),
            }
            for approach, now in known.present.items()
        ],
        "mine": plain(shown.mine),
    }
    return said, shown.charts


def _overview(document: Document, ledger: Ledger) -> _Drawn:
    shown = overview(document, ledger, Words.of(ledger.profile), date.today())
    if shown.picture is None or not shown.further:
        raise RuntimeError("There is nothing to do this week.")
    *_, now = shown.tally.done
    said = {
        "headline": plain(shown.headline),
        "todos": [{"kind": todo.kind, "sentence": plain(todo.sentence)} for todo in shown.todos],
        "further": f"{shown.further} more follow-ups are due",
        "moved": "  \n".join(map(plain, shown.moved)),
        "challenge": f"**{shown.challenge.title}**  \n{shown.challenge.sentence}",
        "quarter": quarter_name(now),
        "habits": [(manner.title, manner.sentence) for manner in MANNERS.values()],
    }
    return said, (shown.picture,)


def _people(document: Document, _: Ledger) -> _Drawn:
    known = People(document, date.today())
    columns = tables.columns(document, "contacts")
    shown = known.matching(ContactFilter())
    waiting = (*known.follow_ups.overdue, *known.follow_ups.due)
    approaches = {approach: APPROACH_NAMES[approach] for approach in APPROACHES}
    said = {
        "headline": plain(headline(known.count, known.follow_ups)),
        "names": known.names,
        "approaches": approaches,
        "waiting": [
            (plain(tie.contact["name"]), plain(f"{position(tie.contact)} · {waits(tie, known.on)}"))
            for tie in waiting[:_FOLLOW_UPS]
        ],
        "further": f"{len(waiting) - _FOLLOW_UPS:,} more, once these are seen to.",
        "filters": {
            "Status": tables.CONTACT_STATUS_NAMES,
            "Met through": approaches,
            **{name: {rating: rating for rating in "12345"} for name in ("Closeness", "Relevance")},
        },
        "found": counted(len(shown), "person", "people"),
        "pages": -(-len(shown) // A_PAGE),
        "columns": [(each.key, each.title, each.kind, list((each.names or {}).values())) for each in columns],
        "rows": [tables.row(contact, columns) for contact in shown[:A_PAGE]],
        "folded": [("Ties worth reviving", ":material/volunteer_activism:"),
                   ("People to let go", ":material/content_cut:")],
    }  # fmt: skip
    return said, ()


def _network(ledger: Ledger) -> _Drawn:
    shown = network(ledger, ledger.quarters, Options(), Words.of(ledger.profile), date.today())
    parts = (shown.exchange, shown.variety)
    said = {
        "headline": plain(shown.headline),
        "said": [plain(each) for each in shown.said],
        "below": [[plain(each) for each in part.said] for part in parts],
        "looks": [NOTHING, MOVED, TAKES, PLACES, FILES, HOW],
    }
    return said, tuple(chart for part in parts for chart in part.charts)


_PAGES: Final[Mapping[str, Callable[[Document, Ledger], _Drawn]]] = {
    "results": lambda _, ledger: _results(ledger),
    "overview": _overview,
    "trends": lambda _, ledger: _trends(ledger),
    "plan": lambda _, ledger: _plan(ledger),
    "people": _people,
    "network": lambda _, ledger: _network(ledger),
}
"""The pages that have a twin, by their names in the address."""


def _drawn(chart: Chart) -> dict[str, object]:
    return {
        "key": chart.key,
        "text": chart.heading,
        "alt": chart.alt,
        "spec": chart.on(LIGHT),
    }


def _handed_in(document: Document) -> Document:
    """With a quiz that was handed in, so that there is something to compare with."""
    quarter, now = Quarter(2024, 3), "2024-10-02T09:00:00Z"
    quiz = {"id": "quiz", "quarter": str(quarter), "submitted": now, "showed": noted([], document, quarter, now)}
    return {**document, "quizzes": [quiz]}

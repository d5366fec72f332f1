"""Measure the CPU time that a rerun of a page takes on the server."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

from bench.ratios import BoundedRatio, Cost, compare, measure_in_turns, median_ratio
from bench.servers import CONTACTS, PAGES, Server, Stage
from bench.tab import Session

_ROUNDS, _RERUNS = 30, 6
_RERUNS_AFTER = 3
_RESULTS = "results"


def unchanged(folder: Path) -> list[BoundedRatio]:
    """Compare an unchanged rerun of the results with its twin, an empty page, and the page written the usual way."""
    stage = Stage(folder)
    with ExitStack() as stack:
        app, twin = (_open(stack, server, _RESULTS) for server in (stage.app(), stage.twin(_RESULTS)))
        empty, usual = (_open(stack, server) for server in (Server(PAGES / "empty.py"), stage.usual()))
        _assert_alike(app.session, twin.session)
        rounds = measure_in_turns(_ROUNDS, *(page.cost(_RERUNS) for page in (app, twin, empty, usual)))
    references = (
        ("the same elements with literal data", 1.3),
        ("an empty page", 5),
        ("the same page written the usual way", 0.2),
    )
    return [
        BoundedRatio(f"CPU of an unchanged rerun : {reference}", median_ratio(rounds, index), bound)
        for index, (reference, bound) in enumerate(references, 1)
    ]


def of_page(name: str, contacts: int = CONTACTS) -> Callable[[Path], list[BoundedRatio]]:
    """Return the check of a page, named as in its address: an unchanged rerun compared with its twin."""

    def compare_with_twin(folder: Path) -> list[BoundedRatio]:
        stage = Stage(folder, contacts)
        with ExitStack() as stack:
            app, twin = (_open(stack, server, name) for server in (stage.app(), stage.twin(name)))
            _assert_alike(app.session, twin.session)
            row = f"CPU of an unchanged rerun of {name} : the same elements with literal data"
            return [compare(row, 1.3, _ROUNDS, app.cost(_RERUNS), twin.cost(_RERUNS))]

    return compare_with_twin


def after_an_edit(folder: Path) -> list[BoundedRatio]:
    """Compare the rerun that shows an edit with unchanged ones.

    The edit is saved at an address of its own, and its time doesn't count. The verdict of a workspace of this size is
    drawn by a fragment that follows by itself.
    """
    with ExitStack() as stack:
        server = Stage(folder).app(PAGES / "edited.py")
        app = _open(stack, server, _RESULTS)
        once, again = app.cost(1), app.cost(_RERUNS_AFTER)

        def rerun_after_edit() -> float:
            with urlopen(f"{server.url}/edit") as answer:
                answer.read()
            seconds = once()
            app.session.run_pending_fragments()
            return seconds

        return [compare("CPU of the rerun that shows an edit : an unchanged rerun", 2.5, 40, rerun_after_edit, again)]


class Page:
    """A page that is open in one tab, and the server behind it."""

    def __init__(self, server: Server, session: Session) -> None:
        self._server, self.session = server, session

    def cost(self, reruns: int) -> Cost:
        """Return the cost of one rerun, averaged over so many."""

        def average() -> float:
            start = self._server.cpu_seconds()
            for _ in range(reruns):
                self.session.rerun()
            return (self._server.cpu_seconds() - start) / reruns

        return average


def _open(stack: ExitStack, server: Server, page: str = "") -> Page:
    stack.enter_context(server)
    return Page(server, stack.enter_context(Session(server.url, page)))


def _assert_alike(app: Session, twin: Session) -> None:
    if app.drawn != twin.drawn:
        differences = sorted(set(app.drawn) ^ set(twin.drawn))[:5]
        elements = ", ".join(f"{kind} at {path}" for path, kind in differences)
        raise RuntimeError(f"The twin doesn't draw the same elements as the app: {elements}.")

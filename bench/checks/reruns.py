"""What a rerun of a page costs the server, in CPU time."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

from bench.bounds import Bounded
from bench.clocks import in_turns, ratio
from bench.server import PAGES, Server
from bench.session import Session
from bench.stage import CONTACTS, Stage

_ROUNDS, _RERUNS = 30, 6
_EDITS, _RERUNS_AFTER = 40, 3


def unchanged(folder: Path) -> list[Bounded]:
    """A rerun of the results in which nothing changed, beside its twin, an empty page, and the page as usually written.

    In each round each page is run again a few times, each in a server of its own.
    """
    stage = Stage(folder)
    with ExitStack() as open_ones:
        app, twin, empty, usual = (
            _opened(open_ones, server)
            for server in (stage.app(), stage.twin(), Server(PAGES / "empty.py"), stage.usual())
        )
        _assert_alike(app.session, twin.session)
        rounds = in_turns(_ROUNDS, *(page.cost(_RERUNS) for page in (app, twin, empty, usual)))
    return [
        Bounded("CPU of an unchanged rerun : the same elements with literal data", ratio(rounds, 0, 1), 1.3),
        Bounded("CPU of an unchanged rerun : an empty page", ratio(rounds, 0, 2), 5),
        Bounded("CPU of an unchanged rerun : the same page written the usual way", ratio(rounds, 0, 3), 1 / 5),
    ]


def of_page(name: str, contacts: int = CONTACTS) -> Callable[[Path], list[Bounded]]:
    """The check of another page, named as in the address: a rerun in which nothing changed, beside its twin."""

    def beside_twin(folder: Path) -> list[Bounded]:
        stage = Stage(folder, contacts)
        with ExitStack() as open_ones:
            app, twin = (_opened(open_ones, server, name) for server in (stage.app(), stage.twin()))
            _assert_alike(app.session, twin.session)
            rounds = in_turns(_ROUNDS, *(page.cost(_RERUNS) for page in (app, twin)))
        what = f"CPU of an unchanged rerun of {name} : the same elements with literal data"
        return [Bounded(what, ratio(rounds, 0, 1), 1.3)]

    return beside_twin


def after_an_edit(folder: Path) -> list[Bounded]:
    """The rerun that shows an edit saved through the app elsewhere (the saving itself apart), beside unchanged ones.

    The verdict of a workspace of this size follows by itself.
    """
    with ExitStack() as open_ones:
        server = Stage(folder).edited()
        app = _opened(open_ones, server)
        once, again = app.cost(1), app.cost(_RERUNS_AFTER)

        def edited() -> float:
            with urlopen(f"{server.url}/edit") as answer:
                answer.read()
            spent = once()
            app.session.settle()
            return spent

        rounds = in_turns(_EDITS, edited, again)
    return [Bounded("CPU of the rerun that shows an edit : an unchanged rerun", ratio(rounds, 0, 1), 3)]


class _Page:
    """A page that is open in one tab, and the server behind it."""

    def __init__(self, server: Server, session: Session) -> None:
        self._server, self.session = server, session

    def cost(self, reruns: int) -> Callable[[], float]:
        """What to call for the CPU time of one rerun, averaged over so many."""

        def measured() -> float:
            start = self._server.cpu_seconds()
            for _ in range(reruns):
                self.session.rerun()
            return (self._server.cpu_seconds() - start) / reruns

        return measured


def _opened(open_ones: ExitStack, server: Server, page: str = "") -> _Page:
    open_ones.enter_context(server)
    return _Page(server, open_ones.enter_context(Session(server.url, page)))


def _assert_alike(app: Session, twin: Session) -> None:
    if app.drawn != twin.drawn:
        differences = sorted(set(app.drawn) ^ set(twin.drawn))[:5]
        named = ", ".join(f"{kind} at {place}" for place, kind in differences)
        raise RuntimeError(f"The twin draws something else than the app: {named}")

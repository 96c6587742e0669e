"""Made-up days for the parts, and a real server for the browser."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from data_pipeline.board import board as board_module
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import process_clock
from data_pipeline.declare import Pack
from data_pipeline.outlook.day import Day
from data_pipeline.store.doors import Where
from pages.app import desk_scenes, live, person, scenes
from pages.app.data_version import VERSIONS
from pages.components.charts import figure
from tests.support import fake, samples
from tests.support.doors import is_shared, told
from tests.support.one_server import serve_all
from tests.support.packs import malaysia_store
from tests.support.server import known_browser

CLOCK = "2022-04-06T16:45@0"
DRAWN = (live.DRAWINGS, live.ROWS, scenes.SCENES, scenes.LOOKS, desk_scenes.MEANT)

MakeDay = Callable[..., Day]
NewTab = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def every_figure_is_read() -> None:
    """By the chart library, whether it has read its like or not."""
    vars(figure.FORMS)["peek"] = lambda _: None


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser of this process keeps what it has fetched."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="session")
def malaysia(made_once: Callable[[str, samples.Make], Path]) -> Path:
    """To be read: an operation of another country."""
    return made_once("malaysia", malaysia_store)


@pytest.fixture(scope="module")
def window(profile: Path) -> Iterator[BrowserContext]:
    """A browser for the tests of one file: while it is open, nothing else may run an event loop in this process."""
    with known_browser(profile) as running:
        yield running


@pytest.fixture
def new_tab(window: BrowserContext) -> Iterator[NewTab]:
    """Opens a tab of a size; it is closed and what was chosen in it forgotten when the test is over."""
    opened: list[Page] = []

    def open_tab(wide: int = 1440, high: int = 900) -> Page:
        page = window.new_page()
        page.set_viewport_size({"width": wide, "height": high})
        opened.append(page)
        return page

    yield open_tab
    for page in (p for p in opened if not p.is_closed()):
        here = urlsplit(page.url)
        window.new_cdp_session(page).send(
            "Storage.clearDataForOrigin", {"origin": f"{here.scheme}://{here.netloc}", "storageTypes": "local_storage"}
        )
        page.close()


@pytest.fixture(scope="session")
def address(sample_board: Board, shared_root: Path) -> str:
    """A server over the short sample at 16:45, for all tests of this run that only look."""
    return serve_all(shared_root, sample_board.root, CLOCK)


@pytest.fixture
def make_day() -> MakeDay:
    """A day of made-up rows; keywords as of `fake.day_rows`."""

    def make(hour: int = 14, **facts: object) -> Day:
        rows = fake.day_rows(samples.pack(), hour, **facts)  # type: ignore[arg-type]
        return Day.of(rows, samples.pack(), fake.DAY, datetime(2022, 4, 6, hour))

    return make


@pytest.fixture
def day(make_day: MakeDay) -> Day:
    return make_day()


@pytest.fixture
def empty_day() -> Day:
    rows = fake.day_rows(samples.pack(), 14).iloc[:0]
    return Day.of(rows, samples.pack(), fake.DAY, datetime(2022, 4, 6, 14))


@pytest.fixture(scope="session")
def standing() -> Iterator[dict[Where, Board]]:
    """The boards of shared stores, opened once: what they worked out of the day they keep."""
    held: dict[Where, Board] = {}
    yield held
    for of in held.values():
        of.close()


@pytest.fixture(scope="module")
def only_looks() -> Iterator[None]:
    """For a file whose tests do nothing but look at shared boards: what one of them read and drew of a data version
    stays for the next, as it does for the viewers of a server."""
    _forget(DRAWN)
    yield
    _forget(DRAWN)


@pytest.fixture
def shown(
    monkeypatch: pytest.MonkeyPatch,
    shared_root: Path,
    standing: dict[Where, Board],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[Board], None]]:
    """Makes a board the one that pages of this process show, to a person at this machine."""

    stale = () if "only_looks" in request.fixturenames else DRAWN
    monkeypatch.setattr(person, "_peer", lambda: person.LOOPBACK)

    make = samples.in_process(Board)

    def opened(pack: Pack, where: Where, *how: object, **more: object) -> Board:
        if where not in standing and is_shared(where, shared_root):
            standing[where] = make(pack, where, *how, **more)
        return standing.get(where) or make(pack, where, *how, **more)

    def show(of: Board) -> None:
        for name, said in told(of._writer.where).items():
            monkeypatch.setenv(name, said)
        monkeypatch.setattr(board_module, "Board", opened)
        monkeypatch.setattr(board_module, "load_pack", samples.packed)
        _forget(stale)

    yield show
    if process_board() not in standing.values():
        process_board().close()
    _forget(stale)


def _forget(drawn: Iterable[Cache] = DRAWN) -> None:
    for kept in (process_board, process_clock):
        kept.cache_clear()
    for shared in (VERSIONS, *drawn):
        shared.clear()

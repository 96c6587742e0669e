"""Whatever an address says, a clock in it runs on, and no odd value costs a drawing or a place in memory of its own."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_pipeline.access.sight import WHOLE
from data_pipeline.access.visitor import STRANGER
from data_pipeline.board.board import Board
from data_pipeline.core import clock as clocks
from data_pipeline.core.clock import AsOf
from pages.app import live
from pages.app.data_version import VERSIONS, data_version, data_version_at
from pages.app.desk_scenes import desk_of, meant
from pages.app.hosts import page_of
from pages.app.questions import question
from pages.model.menu import MENU
from pages.server.routes import MIDDLEWARE, ROUTES
from pages.views.wall.asked import DWELLS, FARS, VIEWS, Asked
from tests.support.drawn import component, page
from tests.support.samples import DAY, pack
from tests.support.wall import wall

CLOCK = "2022-04-06T16:45@0"
ODD = [f"{2 + i * 0.137:.3f}" for i in range(50)]
pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> set[tuple]:
    """Every key under which something was kept."""
    found: set[tuple] = set()
    for name in ("once", "held"):
        keep = getattr(live, name)
        monkeypatch.setattr(live, name, lambda key, make, keep=keep: (found.add(key), keep(key, make))[1])
    return found


def test_fifty_odd_distances_and_seconds_are_a_few_declared_ones() -> None:
    asked = [Asked.of({"far": x, "dwell": f"{i},{i * 7},{i * 13}"}) for i, x in enumerate(ODD)]
    assert {a.far for a in asked} <= set(FARS)
    assert {d for a in asked for d in a.dwell} <= set(DWELLS)
    assert Asked.of({"far": "7.31"}).far == 7.5
    assert Asked.of({"far": "1e308"}).far == FARS[-1]
    assert len(Asked.of({"dwell": ",".join("5" * 500)}).dwell) <= len(VIEWS)


def test_fifty_odd_walls_are_drawn_from_the_views_there_are(shown: Show, sample_board: Board, keys: set[tuple]) -> None:
    """Order, subset, seconds, meeting, turning, odd languages, themes and areas: none of them draws a view anew."""
    shown(sample_board)
    chance, some = random.Random(1), ["tiles", "matrix", "map", "humane", "health"]
    for i, far in enumerate(ODD):
        views = ",".join([*chance.sample(some, 3), f"odd{i}"])
        shown_at = wall(
            clock=CLOCK,
            views=views,
            far=f"{5.9 + float(far) / 100:.4f}",
            dwell=str(i),
            meeting=f"m{i}",
            rotate=f"r{i}",
            lang=f"l{i}",
            theme=f"t{i}",
            area=f"odd{i}",
            every=str(i),
            size=far,
        )
        assert shown_at.html
    drawn = {k for k in keys if str(k[0]).startswith("wall")}
    assert len(drawn) <= 2 * (len(some) + 1)  # and the head; before and after the outlook was there
    assert len(keys - drawn) <= 20  # the rows of two data versions, before and after the outlook was there


@pytest.mark.parametrize(
    "name", ["lang", "theme", "line", "area", "id", "row", "level", "areas", "since", "until", "days"]
)
@pytest.mark.parametrize("at", ["desk/number.py", "desk/explore.py"])
def test_fifty_odd_values_of_a_page_s_address_are_one_drawing(
    shown: Show, sample_board: Board, keys: set[tuple], at: str, name: str
) -> None:
    shown(sample_board)
    counts = []
    for odd in (*ODD[:2], *ODD[:48:6]):
        asked: dict[str, Any] = {"clock": CLOCK, "id": "transfer", name: f"{odd},310115"}
        one = page(at, **asked)
        assert not one.exception
        counts.append(len({str(key).replace("+~", "~") for key in keys}))  # before and after the outlook was there
    assert counts[-1] == counts[0]


@pytest.mark.parametrize("id", [id for id, *_ in MENU])
def test_fifty_odd_values_of_what_a_page_is_asked_for_mean_one_thing(shown: Show, sample_board: Board, id: str) -> None:
    """Also what the address of its stream alone can say."""
    shown(sample_board)
    of = page_of(id)
    assert of is not None
    for key in of.keys:
        desks = [desk_of({"desk": id, "clock": CLOCK, key: f"{odd},310115"}, STRANGER) for odd in ODD]
        version = data_version(desks[0].clock, desks[0].sight)
        found = [meant(desk, version) for desk in desks]
        assert len({desk.asked for desk in found}) == 1, key
        assert meant(found[0], version) == found[0], key


def test_what_there_is_stays_as_it_was_asked(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    load, sender = (str(x) for x in sample_board.loads().iloc[0][["load_id", "sender"]])
    asked = {
        "explore": {"id": "transfer", "level": "district", "areas": "310101,310115", "since": "08:00", "until": "14:00",
                    "days": "0"},
        "loads": {"feed": "transfer", "number": load, "page": "1"},
        "alerts": {"view": "all"},
        "actions": {"view": "overdue"},
        "outlook": {"about": "transfer"},
    }  # fmt: skip
    for id, own in asked.items():
        desk = desk_of({"desk": id, "clock": CLOCK, **own}, STRANGER)
        assert dict(meant(desk, data_version(desk.clock, desk.sight)).asked) == own, id
    desk = desk_of({"desk": "loads", "clock": CLOCK, "sender": sender, "page": "9" * 5000}, STRANGER)
    assert dict(meant(desk, data_version(desk.clock, desk.sight)).asked) == {"sender": sender, "page": "1"}


def test_districts_named_twice_and_in_another_order_are_one_question(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    moment = AsOf(DAY, datetime(2022, 4, 6, 16), datetime(2022, 4, 6, 16, 45))
    chance, codes = random.Random(2), [a.code for a in pack().districts][:3]
    asked = [",".join(chance.choices(codes, k=20) + codes + [x]) for x in ODD]
    assert len({question({"id": "transfer", "areas": a}, moment, WHOLE) for a in asked}) == 1


def test_a_clock_in_an_address_runs_on_and_the_address_says_since_when(
    shown: Show, sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(sample_board)
    seconds = [1_000_000.0]
    monkeypatch.setattr(clocks, "_machine", lambda: seconds[0])
    one = page("desk/command.py", clock="2022-04-06T14:00@60")
    assert one.query_params["clock"] == "2022-04-06T14:00:00@60~1000000.0"
    before = component(one, "bar")["clock"]["ms"]
    seconds[0] += 60
    one.run()
    assert component(one, "bar")["clock"]["ms"] - before == 60 * 60 * 1000
    assert "T202204061600" not in pulse_text(one)
    seconds[0] += 61
    VERSIONS.clear()
    one.run()
    assert "T202204061600" in pulse_text(one)  # the data follow the clock into the slot of 16:00


def test_a_clock_in_a_walls_address_runs_on_and_the_address_says_since_when(
    shown: Show, sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(sample_board)
    seconds = [1_000_000.0]
    monkeypatch.setattr(clocks, "_machine", lambda: seconds[0])
    http = TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://board", follow_redirects=False)
    led = urlsplit(http.get("/wall?lang=zh&clock=2022-04-06T14:00@60").headers["location"])
    address = dict(parse_qsl(led.query))
    assert address == {"lang": "zh", "clock": "2022-04-06T14:00:00@60~1000000.0"}
    assert http.get(f"{led.path}?{led.query}").status_code == 200
    before = wall(**address).clock["ms"]
    seconds[0] += 60
    one = wall(**address)
    assert one.clock["ms"] - before == 60 * 60 * 1000
    assert "T202204061600" not in one.version
    seconds[0] += 61
    VERSIONS.clear()
    assert "T202204061600" in wall(**address).version  # the data follow the clock into the slot of 16:00


def pulse_text(one) -> str:
    return component(one, "board")["version"]


def test_the_version_of_two_years_is_not_one(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    a, b = (
        data_version_at(AsOf(datetime(y, 4, 6).date(), datetime(y, 4, 6, 14), datetime(y, 4, 6, 14)), WHOLE)
        for y in (2023, 2024)
    )
    assert a != b

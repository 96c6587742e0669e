"""Scenes: a wall's drawing is made once, named by its own bytes, and given to nobody who may not see it."""

import asyncio
import gzip
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import orjson
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from data_pipeline.access import screens, sessions
from data_pipeline.access.permission import Person
from data_pipeline.access.sight import WHOLE, Sight
from data_pipeline.access.visitor import STRANGER, Visitor
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.state import Screen
from pages.app import desk_scenes, person, scenes, shell
from pages.app.data_version import data_version
from pages.app.wall_page import wall_page
from pages.server import gate, lines, showing, walls
from pages.server.routes import MIDDLEWARE, ROUTES
from pages.server.showing import News, Showing, Showings
from tests.support.doors import told
from tests.support.server import ROOT
from tests.support.wall import settled, wall

Show = Callable[[Board], None]
CLOCK = "2022-04-06T16:45@0"
ASKED = {"clock": CLOCK, "lang": "zh", "views": "tiles,matrix,map"}
# A second process, whose sets lie in another order.
OTHER = f"from tests.support.wall import settled; of = settled(**{ASKED!r}); print(of.version, of.scene.name)"
LI = {"email": "li@example.org", "email_verified": True, "name": "Li"}
ROLES = '[[role]]\nvalue = "li@example.org"\nrole = "analyst"\ndistricts = ["310115"]\n'


@pytest.fixture
def http(shown: Show, sample_board: Board) -> TestClient:
    shown(sample_board)
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://board")


def test_every_process_gives_the_same_bytes_for_the_same_version(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    names: dict[str, tuple[str, str]] = {}
    for seed in ("1", "2"):
        env = os.environ | told(sample_board._writer.where) | {"PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", OTHER], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        version, name = done.stdout.split()[-2:]
        names[seed] = version, name
    assert len(set(names.values())) == 1


def test_a_scene_is_named_by_its_bytes_and_made_once_for_all_who_show_it(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    one, other = settled(**ASKED), wall(**ASKED, rotate="off", meeting="m1")
    raw = gzip.decompress(one.scene.packed)
    assert hashlib.sha256(raw).hexdigest().startswith(one.scene.name)
    assert other.scene is one.scene
    assert len(one.scene.packed) < 25_000
    assert wall(**ASKED | {"theme": "dark"}).scene.name != one.scene.name


def test_where_reading_is_open_any_cache_keeps_a_scene_for_ever(http: TestClient) -> None:
    name = settled(**ASKED).scene.name
    answer = http.get(f"/scene/{name}")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json()["html"].count('<section class="view') == 3
    plain = http.get(f"/scene/{name}", headers={"Accept-Encoding": "identity"})
    assert (plain.content, "Content-Encoding" in plain.headers) == (answer.content, False)
    unknown = http.get("/scene/0123")
    assert (unknown.status_code, unknown.headers["Cache-Control"]) == (404, "no-store")


def test_the_page_of_a_wall_is_one_answer_that_holds_no_figure(http: TestClient) -> None:
    page = http.get("/wall?lang=en&views=tiles")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "src=" not in page.text.replace("script.src = ", "")
    assert len(wall_page("en").packed) < 40_000
    again = http.get("/wall?lang=en", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_scene_is_neither_named_nor_given_to_who_may_not_read(
    http: TestClient, sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = wall(**ASKED).scene.name
    monkeypatch.setenv("BOARD_READING", "signed-in")
    monkeypatch.setattr(person, "_provider", lambda: True)
    for address in (f"/scene/{name}", f"/api/scene?clock={CLOCK}", f"/api/events?wall=on&clock={CLOCK}", "/wall"):
        assert http.get(address).status_code == 401, address
    state = process_board().state
    number, token = screens.add(state, Screen(0, "hall", f"/wall?views=tiles&clock={CLOCK}", "", "x", 0.0))
    hers = {"cookie": f"{screens.COOKIE}={token}"}
    assert http.get(f"/scene/{name}", headers=hers).headers["Cache-Control"].startswith("private, ")
    state.revoke_screen(number, "x", 1.0)
    assert http.get(f"/scene/{name}", headers=hers).status_code == 401
    signed = {"cookie": f"{sessions.COOKIE}={sessions.begin(state, {'sub': 'li'}, '')}"}
    assert http.get(f"/scene/{name}", headers=signed).status_code == 200


def test_what_a_wall_asks_by_itself_is_no_hand_on_it_and_asks_nobody_who_they_are_where_all_may_read(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = settled(**ASKED).scene.name
    hands: list[str] = []
    monkeypatch.setattr(person, "_provider", lambda: True)
    monkeypatch.setattr(gate.sessions, "used", lambda *_: hands.append("hand"))
    http.get(f"/scene/{name}")
    http.get("/api/scene?lang=xx&views=tiles")
    assert hands == []
    http.get("/api")
    assert hands == ["hand"]
    monkeypatch.setattr(gate, "asking", lambda _: 1 / 0)
    assert http.get(f"/scene/{name}").status_code == 200


def test_what_is_asked_for_waits_until_there_is_another_data_version(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(seen: str) -> dict:
        return http.get(f"/api/scene?clock={CLOCK}&lang=zh&views=tiles&seen={quote(seen)}").json()

    with http:
        first = next(x for x in iter(lambda: told(""), None) if x["scene"])
        monkeypatch.setattr(walls, "ASKED_S", 0.3)
        assert told("another")["waited"] < 200
        again = told(first["version"])
    assert (again["waited"] >= 290, again["scene"]) == (True, first["scene"])


def test_by_district_the_name_of_a_scene_of_the_whole_city_opens_nothing(
    http: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = wall(**ASKED).scene.name
    (tmp_path / "roles.toml").write_text(ROLES)
    monkeypatch.setenv("BOARD_ROLES", str(tmp_path / "roles.toml"))
    monkeypatch.setenv("BOARD_READING", "by-district")
    monkeypatch.setattr(person, "_provider", lambda: True)
    monkeypatch.setattr("pages.server.visitor.sessions.claims", lambda *_: LI)
    own = wall(person.identified(LI, False, ""), **ASKED).scene.name
    assert own != whole
    assert http.get(f"/scene/{whole}").status_code == 404
    assert http.get(f"/scene/{own}").status_code == 200
    assert scenes.held(WHOLE, own) is None
    assert scenes.held(Sight(frozenset({"310101"})), own) is None


class Drawn:
    """A board that moves by itself, for what is asked of one look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, of: Board) -> None:
        self.version, self.fails, self.made = 0, False, []
        monkeypatch.setattr(showing, "board", lambda: SimpleNamespace(published=lambda: self.version, pack=of.pack))
        monkeypatch.setattr(showing, "data_version", lambda *_: f"v{self.version}")
        monkeypatch.setattr(showing, "moment_of", lambda _: None)
        monkeypatch.setattr(showing, "scene_of", self._scene)

    def _scene(self, _: object, version: str, __: object) -> SimpleNamespace:
        if self.fails:
            raise ZeroDivisionError
        if version not in self.made:
            self.made.append(version)
        return SimpleNamespace(name=f"scene of {version}")


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch, shown: Show, sample_board: Board) -> Drawn:
    shown(sample_board)
    return Drawn(monkeypatch, process_board())


def test_many_commits_at_once_are_one_redraw_a_second_and_the_newest_alone(moving: Drawn) -> None:
    async def follow() -> tuple[list[float], list[str]]:
        loop, seen, at, names = asyncio.get_running_loop(), None, [], []
        of, began = Showing(wall_now), loop.time()
        while loop.time() - began < 3.2:
            if loop.time() - began < 2:
                moving.version += 1
            news = await of.after(seen, 0.03)
            if news is not seen and news.scene:
                seen = news
                at.append(loop.time())
                names.append(news.scene)
        of.task.cancel()
        return at, names

    wall_now = wall(**ASKED).wall.look
    at, names = asyncio.run(follow())
    gaps = [b - a for a, b in pairwise(at)]
    assert all(0.95 <= gap <= 2 for gap in gaps)
    assert names[-1] == f"scene of v{moving.version}"
    assert len(moving.made) == len(names) <= 5  # none of the versions between was drawn


def test_what_cannot_be_drawn_leaves_the_older_scene_and_is_known_for_it(
    moving: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "LEAST_S", 0.0)
    monkeypatch.setattr(showing, "AGAIN_S", 0.1)

    async def follow() -> list[News]:
        of = Showing(wall_now)
        first = await of.after(of.news, 5)
        moving.fails, moving.version = True, 1
        second = await of.after(first, 5)
        moving.fails = False
        third = await of.after(second, 5)
        of.task.cancel()
        return [first, second, third]

    wall_now = wall(**ASKED).wall.look
    first, second, third = asyncio.run(follow())
    assert (first.version, first.drawn, first.scene) == ("v0", "v0", "scene of v0")
    assert (second.drawn, second.scene) == ("v0", "scene of v0")
    assert second.version != second.drawn
    assert (third.version, third.drawn, third.scene) == ("v1", "v1", "scene of v1")


def test_looks_are_shared_and_bounded_and_one_that_nobody_has_open_ends(
    moving: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "LONELY_S", 0.2)
    one, other = wall(**ASKED).wall.look, wall(**ASKED | {"lang": "en"}).wall.look

    async def run() -> None:
        held = Showings(most=1)
        first = held.of(one)
        assert held.of(one) is first
        with pytest.raises(Exception, match="Too many people"):
            held.of(other)
        await asyncio.wait_for(first.task, 10)
        assert held.of(other) is not first

    asyncio.run(run())


def test_a_clock_that_stands_still_is_one_look_whenever_it_was_asked_for(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    assert wall(clock=CLOCK).wall.look == wall(clock=f"{CLOCK}~77", rotate="off", meeting="m").wall.look


def test_where_all_may_read_screens_in_many_rooms_are_one_thing_to_find(monkeypatch: pytest.MonkeyPatch) -> None:
    def says(room: str, **address: str) -> object:
        scope = {"type": "http", "headers": [], "query_string": b"", "client": (room, 1)}
        return lines.Line(Request(scope), address).says()

    rooms = "10.0.0.1", "10.0.0.2"
    assert len({says(room, views="tiles") for room in rooms}) == 1
    assert len({says(room, views="tiles", clock=CLOCK) for room in rooms}) == 2  # counted by whose it is
    assert len({says(room, screen="rqs_1") for room in rooms}) == 2
    monkeypatch.setenv("BOARD_READING", "signed-in")
    assert len({says(room, views="tiles") for room in rooms}) == 2


def test_who_looks_is_asked_once_for_all_lines_that_say_the_same_and_again_within_a_beat(
    shown: Show, sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(sample_board)
    asked: list[Visitor] = []
    monkeypatch.setattr(lines, "asking", lambda _: asked.append(STRANGER) or STRANGER)
    lines.FOUND.clear()

    def line(**headers: str) -> lines.Line:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "headers": raw, "query_string": b"", "client": ("10.0.0.1", 1)}
        return lines.Line(Request(scope), ASKED)

    async def look(of: lines.Line) -> object:
        return await lines.LINES.found(of, of.says())

    async def many() -> None:
        walls = await asyncio.gather(*(look(line()) for _ in range(50)))
        assert (len(asked), len(set(walls))) == (1, 1)
        await look(line(cookie="riqing_session=another"))
        assert len(asked) == 2
        monkeypatch.setattr(lines, "STANDS_S", 0.0)
        monkeypatch.setattr(lines, "may_read", lambda _: False)  # signed out meanwhile
        assert await look(line()) is None

    asyncio.run(many())


def desk_asked(**chosen: str) -> dict[str, str]:
    return {"desk": "command", "clock": CLOCK, "lang": "zh", "theme": "dark"} | chosen


def test_a_page_of_the_desk_that_is_one_drawing_is_a_scene_of_the_same_drawing(http: TestClient) -> None:
    desk = desk_scenes.desk_of(desk_asked(line="transfer"), STRANGER)
    version = data_version(desk.clock, desk.sight)
    scene = desk_scenes.desk_scene(desk, version)
    content = orjson.loads(gzip.decompress(scene.packed))
    drawn = shell.drawing("command", desk.looked(version).me, version)
    (host,) = content["hosts"].values()
    assert (host["html"], host["charts"]) == (str(drawn.html), drawn.specs)
    assert content["theme"] == "dark"
    assert desk_scenes.desk_scene(replace(desk.look), version) is scene
    assert http.get(f"/scene/{scene.name}").json() == content
    with pytest.raises(BoardError, match="no such page"):
        desk_scenes.desk_of(desk_asked(desk="nothing"), STRANGER)


def test_a_screen_gets_no_page_of_the_desk_and_a_district_its_own(
    http: TestClient, sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARD_READING", "by-district")
    screen = Visitor(screen=Screen(1, "hall", "/wall", "", "x", 0.0))
    with pytest.raises(BoardError):
        desk_scenes.desk_of(desk_asked(), screen)
    li = Visitor(Person("Li", "analyst", districts=frozenset({"310115"})), known=True)
    desk = desk_scenes.desk_of(desk_asked(area="310101"), li)
    assert desk.area is None
    own = desk_scenes.desk_scene(desk, data_version(desk.clock, desk.sight))
    assert scenes.held(WHOLE, own.name) is None
    assert scenes.held(desk.sight, own.name) is own

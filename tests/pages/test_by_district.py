"""Where reading is by district: what a viewer of one district is shown names no other, on any page, wall or file.

The city's sums are there, their own district is there, and every page says that others are not shown.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from markupsafe import escape
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from data_pipeline.access.permission import NOBODY, Person
from data_pipeline.access.sight import Sight, parted, sight_of
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.declare import Pack
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from pages.app import person
from pages.app.data_version import data_version_at
from pages.app.rows import day_rows
from pages.model.menu import MENU
from pages.server.routes import MIDDLEWARE, ROUTES
from tests.support.drawn import components, page, script
from tests.support.wall import wall

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
See = Callable[[dict], Pack]
CLOCK = "2022-04-06T16:45@0"
OWN, OTHER = "310115", "310101"
ROLES = f'[[role]]\nvalue = "li@example.org"\nrole = "analyst"\ndistricts = ["{OWN}"]\n'
LI = {"email": "li@example.org", "email_verified": True, "name": "Li"}
GUEST = {"email": "guest@example.org", "name": "Guest"}
# Names a kind of file, a form or a sender in the words of the pack, and no figure of anybody.
SAYS_NAMES = frozenset({"upload", "definitions"})
WALL_VIEWS = "tiles,decide,matrix,burndown,humane,map,funnel,runway,cover,needs,district,changes,health"


@pytest.fixture
def seen_by(shown: Show, sample_board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> See:
    """Somebody is signed in, by district, and looks at the sample; gives the pack."""
    (tmp_path / "roles.toml").write_text(ROLES)
    for name, value in (
        ("ROLES", str(tmp_path / "roles.toml")),
        ("READING", "by-district"),
        ("CLOCK", f"replay:{CLOCK}"),
    ):
        monkeypatch.setenv(f"BOARD_{name}", value)

    def see(told: dict) -> Pack:
        monkeypatch.setattr(person, "_provider", lambda: True)
        monkeypatch.setattr(person, "claims", lambda: told)
        monkeypatch.setattr("pages.server.visitor.sessions.claims", lambda *_: told)
        shown(sample_board)
        return sample_board.pack

    return see


def put_on_screen(at: AppTest) -> Iterator[str]:
    """All that the browser was given: components, HTML, labels and what may be chosen."""
    yield from (str(c) for name in ("board", "bar", "wall", "paper") for c in components(at, name))
    yield from (p.proto.spec for p in at.get("plotly_chart"))
    yield from (h.proto.body for h in at.get("html"))
    yield from (t.value for t in (*at.text, *at.markdown, *at.caption))
    yield from (d.value.to_csv() for d in at.dataframe)
    yield from (str(s.options) for s in (*at.selectbox, *at.multiselect))


def named(text: str, pack: Pack, besides: frozenset[str]) -> set[str]:
    """Districts named in a text, or its places asked for by code."""
    others = [a for a in pack.districts if a.code not in besides]
    by_name = {a.code for a in others if short(a, "zh") in text or re.search(rf"\b{short(a, 'en')}\b", text)}
    codes = set(re.findall(r"area=(\d{6})", text))
    return by_name | {c for c in codes if c in pack.area and c not in besides and c != pack.operation.city_code}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("id", [id for id, *_ in MENU if id not in SAYS_NAMES])
def test_no_page_names_another_district(seen_by: See, id: str, lang: str) -> None:
    pack = seen_by(LI)
    at = script(next(file for name, file, _ in MENU if name == id))
    for name, value in (("lang", lang), ("area", OTHER), ("id", "transfer")):
        at.query_params[name] = value
    at.run()
    assert not at.exception, at.exception[0].message
    assert named(" ".join(put_on_screen(at)), pack, frozenset({OWN})) == set()


@pytest.mark.parametrize("told", [LI, GUEST], ids=["of a district", "of none"])
def test_no_view_of_the_wall_names_another_district(seen_by: See, told: dict) -> None:
    pack = seen_by(told)
    shown = wall(person.identified(told, False, ""), views=WALL_VIEWS)
    assert named(str(shown.content), pack, frozenset({OWN} if told is LI else ())) == set()
    assert set(shown.content["districts"]) == ({OWN} if told is LI else set())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_city_and_ones_own_stand_there_and_the_page_says_what_does_not(seen_by: See, lang: str) -> None:
    pack = seen_by(LI)
    at = page(lang=lang)
    own = pack.area[OWN].name(lang)
    assert escape(say(lang, "sight.own", areas=own)) in components(at, "bar")[0]["html"]
    drawn = str(components(at, "board"))
    assert own in drawn
    assert pack.lines["transfer"].short(lang) in drawn


def test_who_has_no_district_sees_the_citys_sums_alone(seen_by: See) -> None:
    pack = seen_by(GUEST)
    for id in ("command", "transfer", "district", "explore"):
        at = script(f"desk/{id}.py")
        at.query_params["lang"] = "en"
        at.run()
        assert not at.exception, (id, at.exception[0].message)
        assert named(" ".join(put_on_screen(at)), pack, frozenset()) == set(), id


@pytest.fixture
def http(seen_by: See) -> TestClient:
    seen_by(LI)
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://board")


def test_files_and_the_interface_hold_no_row_of_another_district(http: TestClient, sample_board: Board) -> None:
    pack, own = sample_board.pack, frozenset({OWN})
    number, explore = "/export/number.csv?lang=en&id=transfer", "/export/explore.csv?lang=en&id=transfer"
    for address in (
        "/export/command.csv?lang=en",
        explore,
        f"{explore}&level=subdistrict",
        number,
        f"{number}&area={OWN}",
    ):
        told = http.get(address)
        assert told.status_code == 200, address
        assert named(told.text, pack, own) == set(), address
        assert say("en", "sight.own", areas=pack.area[OWN].en) in told.text
    for table in ("day", "gauges", "freshness"):
        told = http.get(f"/api/latest/{table}.csv")
        assert told.headers["X-Board-Districts"] == OWN
        codes = set(re.findall(r"\b310\d{3}\b", told.text))
        assert codes == {pack.operation.city_code, OWN}, table


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_opened_figure_does_not_pretend_that_ones_own_rows_make_the_citys_number(seen_by: See, lang: str) -> None:
    seen_by(LI)
    at = script("desk/number.py")
    for name, value in (("lang", lang), ("id", "transfer")):
        at.query_params[name] = value
    html = components(at.run(), "board")[0]["html"]
    assert say(lang, "sight.check") in html
    assert say(lang, "number.check_sum") not in html
    at.query_params["area"] = OWN
    html = components(at.run(), "board")[0]["html"]
    assert say(lang, "number.check_sum") in html


def test_another_district_asked_for_by_name_is_refused_and_not_answered_with_the_city(http: TestClient) -> None:
    for address in (f"/export/number.csv?id=transfer&area={OTHER}", f"/export/explore.csv?id=transfer&areas={OTHER}"):
        told = http.get(address)
        assert (told.status_code, told.text) == (403, say("zh", "error.not_your_district"))


def test_what_is_drawn_for_one_sight_is_kept_apart_from_another_s() -> None:
    for sight in (Sight(), Sight(frozenset()), Sight(frozenset({OWN})), Sight(frozenset({OWN, OTHER}))):
        assert parted(f"{sight.mark()}v1@20220406T1600~061645") == (sight, "v1@20220406T1600~061645")


def test_a_file_is_seen_where_all_of_it_is_ones_own() -> None:
    own = Sight(frozenset({OWN}))
    assert own.sees_all({OWN})
    assert not any(own.sees_all(districts) for districts in ({OWN, OTHER}, {OWN, None}, {None}, set()))
    assert Sight().sees_all({None})


def test_whose_rows_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    city = Visitor(Person("a", "viewer"), known=True)
    own = Visitor(Person("a", "viewer", None, frozenset({OWN})), known=True)
    for reading in ("open", "signed-in"):
        monkeypatch.setenv("BOARD_READING", reading)
        assert sight_of(own).is_whole
    monkeypatch.setenv("BOARD_READING", "by-district")
    assert sight_of(city).is_whole
    assert sight_of(own).districts == {OWN}
    assert sight_of(Visitor(NOBODY)).districts == frozenset()


def test_the_citys_figures_are_judged_of_all_districts(seen_by: See, sample_board: Board) -> None:
    """The same states and figures of the city, whoever looks."""
    seen_by(LI)
    moment = moment_at(datetime(2022, 4, 6, 16, 45), sample_board.pack.operation)
    whole, own = (day_rows(data_version_at(moment, s), moment) for s in (Sight(), Sight(frozenset({OWN}))))
    assert set(own.frame["area_code"]) == {sample_board.pack.operation.city_code, OWN}
    for line in sample_board.pack.lines:
        if (a := whole.city(line)) is not None:
            b = own.city(line)
            assert b is not None
            assert [a[c] for c in ("state", "done", "judge")] == [b[c] for c in ("state", "done", "judge")]

"""Files over HTTP: by token and within its scope, the same function and report as every other door."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_pipeline.board.board import Board
from data_pipeline.core import keeping_up, turns
from data_pipeline.core.clock import moment_at
from data_pipeline.declare.describe import sample_row
from data_pipeline.outlook import past
from data_pipeline.store.log import noted
from data_pipeline.store.log.steps import Step
from data_pipeline.words import LANGUAGES
from pages.app.damage import FINDINGS
from pages.server import body, feeds
from pages.server.routes import MIDDLEWARE, ROUTES
from tests.store.test_two_keys import asking
from tests.support import samples

ROOT = Path(__file__).parents[2]
ALL, EAST, OLD = "rq_all", "rq_east", "rq_old"
AT = "2022-04-06T14:00:00"


@pytest.fixture
def http(
    shown: Callable[[Board], None], empty_board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator:
    shown(empty_board)
    monkeypatch.setattr(keeping_up, "DRAWINGS", keeping_up.Drawings())  # of this server alone
    tokens = tmp_path / "tokens.toml"
    tokens.write_text(
        _token("总", ALL)
        + _token("浦东", EAST, 'feeds = ["transfer"]\ndistricts = ["310115"]')
        + _token("旧", OLD, "until = 2022-04-05"),
        "utf-8",
    )
    monkeypatch.setenv("BOARD_TOKENS", str(tokens))
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


def _token(sender: str, token: str, more: str = "") -> str:
    return f'[[token]]\nsender = "{sender}"\nsha256 = "{hashlib.sha256(token.encode()).hexdigest()}"\n{more}\n'


def transfer(*districts: str) -> bytes:
    """A CSV of the feed's example row, once per district; a district named is told as a whole."""
    feed = samples.pack().feeds["transfer"]
    part = next(c.name for c in feed.columns if c.type == "subdistrict")
    named = [{feed.district_column or "": d, part: "全区"} if d else {} for d in districts]
    rows = [sample_row(feed, samples.pack()) | own for own in named]
    lines = [",".join(rows[0]), *(",".join(r.values()) for r in rows)]
    return "\n".join(lines).encode()


def send(http: TestClient, data: bytes, token: str = ALL, feed: str = "transfer", kind: str = "text/csv", **asked: str):
    headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
    return http.post(f"/api/feeds/{feed}", content=data, headers=headers, params={"confirm": "1", **asked})


def test_a_file_is_loaded_once_under_its_senders_name(http: TestClient, empty_board: Board) -> None:
    told = send(http, transfer(""), name="a.csv")
    assert (told.status_code, told.json()["status"]) == (201, "loaded")
    assert empty_board.loads()[["sender", "file_name"]].values.tolist() == [["总", "a.csv"]]
    assert send(http, transfer("")).status_code == 200


def test_the_same_bytes_by_http_and_by_the_board_give_the_same_state(
    http: TestClient, empty_board: Board, tmp_path
) -> None:
    from datetime import datetime

    send(http, transfer(""))
    other = samples.opened(tmp_path / "other")
    receipt = other.receive("transfer", "transfer.csv", transfer(""), "x", datetime.fromisoformat(AT), confirm=True)
    assert other.state_hash() == empty_board.state_hash()
    again = json.loads(send(http, transfer("")).text)
    assert again["report"]["sha256"] == receipt.report.sha256


def test_a_file_that_waits_for_a_second_person_is_received_and_in_no_figure(
    http: TestClient, empty_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.board(), "_worker", None)  # in place: the pack asks here only
    with asking(feeds.board(), "always"):
        told = send(http, transfer(""))
    assert (told.status_code, told.json()["status"], told.json()["ok"]) == (202, "waits", True)
    assert all(told.json()["sentence"].values())
    assert [w.line for w in empty_board.waiting()] == [1]


def test_a_form_is_the_same_file(http: TestClient) -> None:
    headers = {"Authorization": f"Bearer {ALL}"}
    files = {"file": ("../../表.csv", transfer(""), "text/csv")}
    told = http.post("/api/feeds/transfer", files=files, headers=headers, params={"confirm": "1"})
    assert told.status_code == 201
    assert told.json()["report"]["name"] == "表.csv"
    assert send(http, transfer("")).json()["status"] == "already"


@pytest.mark.parametrize(
    ("token", "feed", "district", "status", "code"),
    [
        ("", "transfer", "", 401, "token_missing"),
        ("rq_guess", "transfer", "", 401, "token_unknown"),
        (OLD, "transfer", "", 401, "token_over"),
        (EAST, "supply", "", 403, "may_feed"),
        (EAST, "transfer", "徐汇区", 403, "may_district"),
        (EAST, "transfer", "全市", 403, "may_district"),
        (ALL, "nothing", "", 404, "no_feed"),
    ],
)
def test_a_token_beyond_its_scope_is_refused_in_both_languages(
    http: TestClient, empty_board: Board, token: str, feed: str, district: str, status: int, code: str
) -> None:
    before = empty_board.version()
    told = send(http, transfer(district), token, feed)
    assert (told.status_code, told.json()["error"]["code"]) == (status, code)
    assert all(told.json()["sentence"][lang] for lang in LANGUAGES)
    assert empty_board.version() == before
    assert len(empty_board.loads()) == 0


def test_a_file_within_the_scope_is_taken(http: TestClient) -> None:
    assert send(http, transfer("浦东新区"), EAST).status_code == 201
    assert send(http, transfer("浦东新区", "徐汇区"), EAST).status_code == 403


def test_an_address_of_this_machine_is_no_token(http: TestClient) -> None:
    assert (
        http.post("/api/feeds/transfer", content=transfer(""), headers={"Content-Type": "text/csv"}).status_code == 401
    )


def test_a_person_in_a_file_refuses_it_and_is_not_repeated(http: TestClient, empty_board: Board) -> None:
    phone = "13812345678"
    data = transfer("").replace(transfer("").split(b"\n")[1].split(b",")[3], phone.encode(), 1)
    told = send(http, data)
    assert told.status_code == 422
    assert phone not in told.text
    assert len(empty_board.loads()) == 0


def test_what_cannot_be_a_file_is_told_by_its_kind(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(http, b"x", kind="application/json").json()["error"]["code"] == "body_type"
    assert send(http, b"").json()["error"]["code"] == "body_empty"
    assert send(http, transfer(""), mapping="[]").json()["error"]["code"] == "mapping"
    monkeypatch.setattr(body, "LARGEST_BYTES", 10)
    assert send(http, transfer("")).status_code == 413
    headers = {"Authorization": f"Bearer {ALL}"}
    assert http.post("/api/feeds/transfer", files={"file": ("a.csv", transfer(""))}, headers=headers).status_code == 413

    def endless() -> Iterator[bytes]:
        yield from [b"x" * 8] * 4

    told = http.post("/api/feeds/transfer", content=endless(), headers=headers | {"Content-Type": "text/csv"})
    assert told.status_code == 413


@pytest.mark.parametrize("table", ["day", "gauges", "freshness"])
def test_what_the_board_shows_comes_as_csv_with_its_moment(http: TestClient, table: str) -> None:
    told = http.get(f"/api/latest/{table}.csv")
    assert told.status_code == 200
    assert told.headers["x-board-as-of"] == AT
    assert "as_of" in told.text.splitlines()[0].split(",")


NOON = "2022-04-06T12:00@0"


def test_a_moment_asked_for_is_the_one_answered(http: TestClient, empty_board: Board) -> None:
    pack = empty_board.pack
    later = moment_at(datetime(2022, 4, 6, 13), pack.operation)
    empty_board.decide("Ten vehicles", "command", later)
    assert http.get("/api/latest/day.csv", params={"clock": NOON}).headers["x-board-as-of"] == "2022-04-06T12:00:00"
    assert [len(http.get("/api/actions", params=of).json()["actions"]) for of in ({}, {"clock": NOON})] == [1, 0]
    empty_board.step(1, Step("assign", "desk", later.known_at, "fleet"))
    assert [len(http.get("/api/alerts", params=of).json()["alerts"]) for of in ({}, {"clock": NOON})] == [1, 0]


def test_alerts_that_no_line_is_judged_for_yet_are_not_told_as_none(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "AWAITED_S", 0)
    monkeypatch.setattr(past._Asked, "state", lambda _: None)
    told = http.get("/api/alerts")
    assert (told.status_code, told.json()["error"]["code"]) == (503, "past_waits")
    assert told.headers["retry-after"] == "30"


@pytest.mark.parametrize(
    "path", ["latest/day.csv", "brief/city.json", "actions", "alerts", "remarks", "feeds/transfer"]
)
def test_what_is_asked_by_a_name_that_is_not_known_is_refused(http: TestClient, path: str) -> None:
    """Else the answer is to another question, and looks right."""
    sends = path.startswith("feeds")
    told = (http.post if sends else http.get)(f"/api/{path}?clokc=x", headers={"Authorization": f"Bearer {ALL}"})
    assert (told.status_code, told.json()["error"]["code"]) == (400, "ask_unknown")
    assert "clokc" in told.text


def test_no_other_table_can_be_taken_and_none_without_a_token_where_people_sign_in(
    http: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert http.get("/api/latest/loads.csv").status_code == 404
    assert http.get("/api/latest/..%2fday.csv").status_code == 404
    monkeypatch.setenv("BOARD_ROLES", str(tmp_path / "roles.toml"))
    assert http.get("/api/latest/day.csv").status_code == 401
    assert http.get("/api/latest/day.csv", headers={"Authorization": f"Bearer {EAST}"}).status_code == 200


def test_metrics_are_lines_that_prometheus_reads(http: TestClient, empty_board: Board) -> None:
    send(http, transfer(""))
    noted.write(empty_board.root, 1, "elsewhere")
    text = http.get("/metrics").text
    assert 'riqing_loads{feed="transfer"} 1.0\n' in text
    assert 'riqing_http_files_total{outcome="loaded"}' in text
    figures = (
        "feed_age_seconds",
        "ledger_head",
        "threads",
        "work_waiting",
        "work_oldest_s",
        "cache_held",
        "cache_limit",
        "disk_free_bytes",
        "worker_starts",
        "foreign_clocks",
        "walls",
        "wall_looks",
        "feed_cadence_seconds",
        "loads_by_outcome",
        "backup_line",
        "backup_age_seconds",
    )
    assert [f for f in figures if f"\nriqing_{f}" not in text] == []
    assert "riqing_last_received_timestamp_seconds" in text
    assert 'riqing_loads_by_outcome{door="http",outcome="loaded"}' in text
    assert all(line.startswith(("#", "riqing_")) for line in text.splitlines())
    for page in ("watching.md", "watching.zh.md"):  # what the paper tells an administrator to look at is there
        named = set(re.findall(r"`(riqing_\w+)", (ROOT / "docs" / page).read_text("utf-8")))
        assert {name for name in named if f"# HELP {name} " not in text} <= {"riqing_since_last_drawing_seconds"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_interface_describes_itself_without_asking_anybody(http: TestClient, lang: str) -> None:
    html = http.get("/api", params={"lang": lang}).text
    assert "http" not in html.replace("http://localhost", "").replace("HTTP", "")
    told = http.get("/api/openapi.json", params={"lang": lang}).json()
    assert set(told["paths"]) <= {r.path for r in ROUTES}
    assert "transfer" in told["paths"]["/api/feeds/{feed}"]["post"]["parameters"][0]["schema"]["enum"]
    named = {p["name"]: p["description"] for p in told["paths"]["/api/alerts"]["get"]["parameters"]}
    assert {"clock", "lang"} <= set(named)
    assert all(named.values())


def test_damage_is_told_by_its_number_where_the_board_can_still_draw(
    http: TestClient, empty_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.app.damage.board", lambda: empty_board)
    FINDINGS.clear()
    assert http.get("/readyz").text == "ready"
    (empty_board.root / "head.damaged").write_bytes(b"x")
    FINDINGS.clear()
    assert (http.get("/readyz").status_code, http.get("/readyz").text) == (200, "ready; damage found: 1")
    FINDINGS.clear()


def test_the_probe_says_that_viewers_wait_and_is_well_again(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(turns, "TURNS", {"pages": SimpleNamespace(state=lambda: late)})
        late = turns.State(1, 4, 3, 60, 0, 0, 0, oldest_s=10.1)
        answer = http.get("/readyz")
        assert (answer.status_code, answer.text) == (503, "busy: viewers wait")
        late = turns.State(4, 4, 60, 60, 0, 0, 0, oldest_s=1.0)
        assert http.get("/readyz").status_code == 503
        late = turns.State(4, 4, 59, 60, 0, 0, 0, oldest_s=9.9)
        assert http.get("/readyz").status_code == 200


def test_threads_pools_and_turns_are_counted(http: TestClient) -> None:
    told = http.get("/metrics").text
    for line in (
        'riqing_pool_limit{pool="answers"} 6.0',
        'riqing_turns_at_once{of="pages"} 4.0',
        'riqing_threads_named{name="MainThread"} 1.0',
        'riqing_turns_oldest_s{of="pages by own clocks"} 0.0',
    ):
        assert line in told
    named = sum(float(x.rpartition(" ")[2]) for x in told.splitlines() if x.startswith("riqing_threads_named{"))
    whole = next(float(x.rpartition(" ")[2]) for x in told.splitlines() if x.startswith("riqing_threads "))
    assert whole >= named

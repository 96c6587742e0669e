"""A blank takes nothing back, unless somebody confirms that it shall: against a slow and obvious twin."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_pipeline.board.board import Board
from tests.store import tiny
from tests.support.real import shared_data

KEYS = [(h, d, "A") for h in ("14:00", "16:00") for d in (tiny.EAST, tiny.WEST)]
COLUMNS = ("done_today", "stock")
Key = tuple[str, str, str]
Told = tuple[int | None, float | None]
Cell = tuple[float, int, int] | None  # figure, load and line that told it
CELLS = st.one_of(st.none(), st.integers(0, 9))
ROWS = st.dictionaries(st.sampled_from(KEYS), st.tuples(CELLS, CELLS), min_size=1)
STEPS = st.lists(st.one_of(ROWS, st.integers(0, 5)), min_size=2, max_size=8)


@dataclass
class Twin:
    """Loads in the order of the ledger: rows by key, and the lines that take back; and which loads are visible."""

    loads: dict[int, dict[Key, Told]] = field(default_factory=dict)
    takes: dict[int, set[Key]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)

    def known(self) -> dict[Key, list[Cell]]:
        stood: dict[Key, list[Cell]] = {}
        for load_id, rows in sorted(self.loads.items()):
            if load_id in self.hidden:
                continue
            for line, (key, cells) in enumerate(rows.items(), start=2):
                row = stood.setdefault(key, [None, None])
                for i, value in enumerate(cells):
                    if value is not None:
                        row[i] = (float(value), load_id, line)
                    elif key in self.takes[load_id]:
                        row[i] = None
        return stood

    def load(self, load_id: int, rows: dict[Key, Told]) -> None:
        before = self.known()
        self.takes[load_id] = {k for k, cells in rows.items() if cells == (None, None) and any(before.get(k, ()))}
        self.loads[load_id] = rows


def figures(board: Board) -> dict[Key, list[float | None]]:
    sql = "select strftime(as_of, '%H:%M'), district_code, kind, done_today::double, stock::double from known.counts"
    return {(h, d, k): list(cells) for h, d, k, *cells in tiny.known(board, sql)}


def live(board: Board, steps: list[dict[Key, Told] | int]) -> Iterator[Twin]:
    twin, now = Twin(), tiny.at("18:00")
    for number, step in enumerate(steps):
        now += timedelta(minutes=1)
        if isinstance(step, dict):
            data = tiny.counts(*((*key, *cells) for key, cells in step.items())) + b"\n" * number  # no two alike
            before = set(twin.loads)
            receipt = board.receive("counts", "c.csv", data, "t", now, confirm=True)
            assert receipt.status == "loaded"
            assert receipt.load_id not in before
            was = twin.known()
            twin.load(receipt.load_id or 0, step)
            gone = sum(
                a is not None and b is None
                for k, now_ in twin.known().items()
                for a, b in zip(was.get(k, (None, None)), now_, strict=True)
            )
            assert receipt.effect.taken == gone
        elif twin.loads:
            chosen = sorted(twin.loads)[step % len(twin.loads)]
            (board.restore if chosen in twin.hidden else board.withdraw)(chosen, "t", now, "trial")
            twin.hidden ^= {chosen}
        yield twin


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(STEPS)
def test_what_stands_is_the_last_that_was_told(steps: list[dict[Key, Told] | int]) -> None:
    """Any files, withdrawals and restorations: every cell is the last non-blank one by the ledger."""
    with TemporaryDirectory() as folder:
        board = tiny.board(Path(folder))
        for twin in live(board, steps):
            assert figures(board) == {k: [c and c[0] for c in row] for k, row in twin.known().items()}
        hashed = board.state_hash()
        assert board.rebuild() == hashed
        board.close()


FIRST = tiny.counts(("14:00", tiny.EAST, "A", 5, 1.5), ("14:00", tiny.WEST, "A", 7, 2.5))


def test_a_blank_and_a_column_not_sent_leave_what_is_known(board: Board) -> None:
    tiny.send(board, FIRST)
    told = tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 6, None)), confirm=False)
    assert [(p.code, p.severity, p.facts["figures"]) for p in told.report.problems] == [("blanks_leave", "warn", 1)]
    short = "report_date,as_of,district_code,kind,done_today\n2022-04-06,2022-04-06 14:00,310113,A,8\n"
    thin = tiny.send(board, short.encode(), confirm=False)
    assert (thin.status, thin.report.missing) == ("refused", ("stock",))  # the column is not an optional one here
    assert figures(board)["14:00", tiny.EAST, "A"] == [6, 1.5]


def test_a_row_all_blank_takes_back_only_when_that_is_confirmed(board: Board) -> None:
    tiny.send(board, FIRST)
    blank = tiny.counts(("14:00", tiny.EAST, "A", None, None))
    asked = tiny.send(board, blank, confirm=False)
    assert (asked.status, [(p.code, p.facts["figures"]) for p in asked.report.doubts]) == (
        "unconfirmed",
        [("takes_back", 2)],
    )
    assert figures(board)["14:00", tiny.EAST, "A"] == [5, 1.5]
    done = tiny.send(board, blank, confirm=True)
    assert (done.effect.taken, done.effect.restated) == (2, 1)
    assert figures(board)["14:00", tiny.EAST, "A"] == [None, None]
    assert [e.note.facts.get("taken_back") for e in board._writer.ledger.entries()] == [None, [2]]
    board.withdraw(done.load_id or 0, "t", tiny.at("18:30"), "no")
    assert figures(board)["14:00", tiny.EAST, "A"] == [5, 1.5]
    board.restore(done.load_id or 0, "t", tiny.at("18:40"), "yes")
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", None, 9)))
    assert figures(board)["14:00", tiny.EAST, "A"] == [None, 9]
    assert board.rebuild()
    assert figures(board)["14:00", tiny.EAST, "A"] == [None, 9]


def test_a_row_refused_for_a_cell_is_no_row_withdrawn(board: Board) -> None:
    tiny.send(board, FIRST)
    bad = FIRST.replace(b"A,5,1.5", b"A,#REF!,4").replace(b"A,7,2.5", b"A,9,2.5")
    receipt = tiny.send(board, bad, strict=False)
    assert (receipt.report.accepted, receipt.report.refused, receipt.effect.withdrawn) == (1, 1, 0)
    assert figures(board) == {("14:00", tiny.EAST, "A"): [5, 1.5], ("14:00", tiny.WEST, "A"): [9, 2.5]}


def test_a_blank_at_a_newer_slot_is_not_reported(board: Board) -> None:
    tiny.send(board, FIRST)
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 6, None)), confirm=False)
    assert figures(board)["16:00", tiny.EAST, "A"] == [6, None]


def test_a_file_that_replaces_all_is_asked_about_what_it_lacks(board: Board) -> None:
    tiny.send(board, tiny.sites(("X", 10, 1), ("Y", 20, 2)), feed="sites")
    asked = tiny.send(board, tiny.sites(("X", 10, 1)), feed="sites", confirm=False)
    assert [(p.code, dict(p.facts)) for p in asked.report.doubts] == [("replaces_known", {"figures": 2, "rows": 1})]
    grown = tiny.sites(("X", 10, 1), ("Y", 20, 2), ("Z", 3, 3))
    assert tiny.send(board, grown, feed="sites", confirm=False).status == "loaded"
    assert tiny.send(board, tiny.sites(("X", 10, 1)), feed="sites").effect.taken == 4


def test_the_offices_own_files_take_nothing_back(own_board: Board) -> None:
    """Files 41 and 42 of the office."""
    office = shared_data("messy", "office")
    at = datetime(2022, 4, 7, 12)
    known = "select deaths_new, in_hospital_now, severe_now from known.bulletin where district_code = '310000'"
    before = tiny.known(own_board, f"{known} and ops_day = '2022-04-06'")
    assert [None not in row for row in before] == [True]
    thin = (office / "41_optional_columns_left_out.csv").read_bytes()
    receipt = own_board.receive("bulletin", "41.csv", thin, "t", at)
    assert (receipt.status, receipt.effect.taken) == ("loaded", 0)
    assert before == tiny.known(own_board, f"{known} and ops_day = '2022-04-06'")
    silent = (office / "42_all_blank_restates.csv").read_bytes().replace(b"12:00", b"16:00")  # a slot of this sample
    blank = own_board.receive("tasks", "42.csv", silent, "t", at)
    assert (blank.status, [p.code for p in blank.report.doubts]) == ("unconfirmed", ["takes_back"])
    assert blank.report.doubts[0].facts["figures"] >= 8

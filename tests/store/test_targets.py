"""Targets as versioned data: who set what from which day, nothing before its day, and what a meeting saw stays."""

from datetime import date, datetime, timedelta

import pytest

from data_pipeline.access.permission import Person
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.local import LocalTarget, here_on
from data_pipeline.declare.tables import TargetChange
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.targets.asked import of_place, withdrawn
from data_pipeline.targets.recolour import recoloured

DAY, TOMORROW = date(2022, 4, 6), date(2022, 4, 7)
AT = datetime(2022, 4, 6, 15)
SLOT = datetime(2022, 4, 6, 16)
PAGES = ("page/day", "page/gauges")
PUDONG = "310115"


def change(metric: str = "M02b", valid_from: date = DAY, target: float | None = 9, **own: object) -> TargetChange:
    facts = {"responsible_zh": "办公室", "responsible_en": "Office"} | own
    return TargetChange(metric=metric, valid_from=valid_from, target=target, **facts)  # type: ignore[arg-type]


def shown(board: Board, known_at: datetime | None = None, ops_day: date = DAY) -> list[str]:
    return [board.rows(name, known_at=known_at, ops_day=ops_day, moment=SLOT).to_csv() for name in PAGES]


def in_force(board: Board, metric: str, known_at: datetime | None = None) -> list[tuple[date, float | None]]:
    return [(t.valid_from, t.target) for t in board.targets(known_at) if t.metric == metric]


def test_who_set_what_from_when_and_why_stands_in_the_ledger(empty_board: Board) -> None:
    empty_board.set_targets([change(target=18, source="市文件")], "李", AT, "提前两小时")
    row = empty_board.target_changes().iloc[0]
    assert (row.seq, row.sender, row.reason, row.target, row.source) == (1, "李", "提前两小时", 18, "市文件")
    assert '"action":"target"' in (empty_board.root / "ledger.jsonl").read_text("utf-8")
    assert empty_board.verify() == []


def test_a_target_in_force_from_tomorrow_changes_nothing_today(own_board: Board) -> None:
    before = shown(own_board)
    ruled = sorted({t.metric for t in own_board.pack.targets if not t.item})
    own_board.set_targets([change(m, TOMORROW, 9) for m in ruled], "李", AT, "x")
    assert shown(own_board) == before
    own_board.set_targets([change("M02b", DAY, 9)], "李", AT, "x")
    assert shown(own_board) != before


def test_what_a_meeting_saw_is_not_changed_by_a_later_target(own_board: Board) -> None:
    before, version, word = shown(own_board, AT), own_board.version(AT), own_board.targets_version(AT)
    own_board.set_targets([change("M02b", DAY, 9)], "李", datetime(2022, 4, 6, 15, 30), "x")
    assert (shown(own_board, AT), own_board.version(AT), own_board.targets_version(AT)) == (before, version, word)
    assert own_board.version(SLOT) != version
    assert own_board.targets_version(SLOT).startswith("T")
    assert own_board.targets_version(SLOT) != word


def test_the_slice_of_a_day_and_the_whole_hold_the_same_targets(own_board: Board) -> None:
    own_board.set_targets([change("M02b", DAY, 9), change("M01", TOMORROW, 99)], "李", AT, "x")
    with own_board._slices.at(DAY, None).reading("select 1 from ref.targets") as cursor:
        held = cursor.execute("select metric, item, valid_from, target from ref.targets").fetchall()
    told = [(t.metric, t.item, t.valid_from, t.target) for t in own_board.targets()]
    assert sorted(map(str, held)) == sorted(map(str, told))
    assert (TOMORROW, 99) in in_force(own_board, "M01")


def test_a_later_change_of_the_same_day_puts_a_slip_right(empty_board: Board) -> None:
    declared = in_force(empty_board, "M02b")
    empty_board.set_targets([change(valid_from=TOMORROW, target=81)], "李", AT, "typo")
    empty_board.set_targets([change(valid_from=TOMORROW, target=18)], "李", datetime(2022, 4, 6, 16), "put right")
    assert in_force(empty_board, "M02b") == [*declared, (TOMORROW, 18)]
    assert in_force(empty_board, "M02b", AT) == [*declared, (TOMORROW, 81)]
    assert len(empty_board.target_changes()) == 2


def test_a_rebuild_gives_the_same_state(own_board: Board) -> None:
    before = own_board.state_hash()
    own_board.set_targets([change("M02b", DAY, 9)], "李", AT, "x")
    state, word, told = own_board.state_hash(), own_board.targets_version(), shown(own_board)
    assert state != before
    assert own_board.rebuild() == state
    assert (own_board.targets_version(), shown(own_board)) == (word, told)
    assert own_board.state_hash(datetime(2022, 4, 6, 14)) != state
    assert own_board.verify() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([], "target_none"),
        ([change("M99")], "target_unknown"),
        ([change(target=float("nan"))], "target_edges"),
        ([change("M12", item="EPI_ONSITE_2H", amber=90, red=98)], "target_edges"),
        ([change(), change(target=3)], "target_twice"),
        ([change(), change("M99")], "target_unknown"),
    ],
)
def test_what_cannot_be_a_target_is_refused_whole(empty_board: Board, changes: list, code: str) -> None:
    with pytest.raises(BoardError) as why:
        empty_board.set_targets(changes, "李", AT, "x")
    assert why.value.code == code
    assert len(empty_board.target_changes()) == 0


def test_a_supposed_target_is_shown_by_the_same_sql_and_kept_nowhere(own_board: Board) -> None:
    before, version = shown(own_board), own_board.version()
    supposed = own_board.supposing([change("M02b", DAY, 9)], PAGES, None, DAY, moment=SLOT)
    assert (shown(own_board), own_board.version()) == (before, version)
    own_board.set_targets([change("M02b", DAY, 9)], "李", AT, "x")
    assert [supposed[name].to_csv() for name in PAGES] == shown(own_board) != before


def test_a_preview_judges_before_and_after_as_the_board_does(own_board: Board) -> None:
    """By the clock: 40 minutes into a slot, by which a line may be judged otherwise than when it began."""
    moment = moment_at(datetime(2022, 4, 6, 16, 40), own_board.pack.operation)
    asked = {"known_at": moment.known_at, "ops_day": DAY, "moment": SLOT}
    bench, lines = Bench(own_board.pack, moment.now), own_board.pack.lines
    before = verdicts(own_board.rows("page/day", **asked), bench)
    found = recoloured(own_board, [change("M02b", DAY, 9)], moment)
    own_board.set_targets([change("M02b", DAY, 9)], "李", AT, "x")
    after = verdicts(own_board.rows("page/day", **asked), bench)
    turned = {k for k in before if before[k].state != after[k].state}
    assert {(r.figure, r.area) for r in found if r.figure in lines} == turned
    for r in (r for r in found if r.figure in lines):
        assert (r.before, r.after) == (before[r.figure, r.area].state, after[r.figure, r.area].state)


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_only_an_approver_sets_targets(empty_board: Board, role) -> None:
    with pytest.raises(BoardError):
        GuardedBoard(empty_board, Person("李", role)).set_targets([change()], AT, "x")
    assert len(empty_board.target_changes()) == 0
    GuardedBoard(empty_board, Person("王", "approver")).set_targets([change()], AT, "x")
    assert empty_board.target_changes().sender.tolist() == ["王"]


def test_looking_back_holds_loads_and_targets_apart(own_board: Board) -> None:
    own_board.set_targets([change()], "李", AT, "x")
    own_board.withdraw(1, "李", datetime(2022, 4, 6, 16, 10), "x")
    assert own_board.changes().action.tolist() == ["withdraw"]
    found = own_board.since(datetime(2022, 4, 6, 14), datetime(2022, 4, 6, 17))
    assert found.changes.load_id.tolist() == [1]


def own_target(valid_from: date = TOMORROW, target: float | None = 100, **facts: object) -> LocalTarget:
    return LocalTarget.model_validate(
        {"metric": "M05", "area": PUDONG, "valid_from": valid_from, "target": target} | facts
    )


def here(board: Board, day: date, known_at: datetime | None = None) -> list[tuple[str, float | None]]:
    return [(x.area, x.target) for x in here_on(board.held_to(known_at).here, day) if x.metric == "M05"]


def test_a_place_is_given_its_own_target_for_tomorrow_and_it_is_taken_back(own_board: Board) -> None:
    before = own_board.state_hash(), own_board.targets_version()
    own_board.set_targets([own_target(source="专班通知")], "李", AT, "补采")
    assert here(own_board, DAY) == []
    told = here(own_board, TOMORROW)
    assert (PUDONG, 100) in told
    assert {area[:6] for area, _ in told} == {PUDONG}  # with the subdistricts of the district
    state = own_board.state_hash()
    assert (state, own_board.targets_version()) != before
    assert own_board.rebuild() == state
    (row,) = own_board.target_changes().to_dict("records")
    assert (row["area"], row["source"], row["withdrawn"]) == (PUDONG, "专班通知", False)

    later = datetime(2022, 4, 6, 16)
    (one,) = of_place(own_board.held_to(), ("M05", ""), PUDONG, "", DAY)
    own_board.set_targets([withdrawn(one, TOMORROW)], "李", later, "误设")
    assert here(own_board, TOMORROW) == []
    assert here(own_board, TOMORROW, AT) == told  # what was known before
    assert own_board.verify() == []


def test_what_held_yesterday_stays_when_it_is_withdrawn_from_tomorrow(empty_board: Board) -> None:
    empty_board.set_targets([own_target(DAY - timedelta(days=1))], "李", AT, "x")
    (one,) = of_place(empty_board.held_to(), ("M05", ""), PUDONG, "", DAY)
    empty_board.set_targets([withdrawn(one, TOMORROW)], "李", AT, "y")
    assert [(PUDONG, 100) in here(empty_board, DAY + timedelta(days=n)) for n in (-1, 0, 1, 2)] == [
        True, True, False, False
    ]  # fmt: skip


def test_a_target_of_a_place_judges_as_it_was_previewed(own_board: Board) -> None:
    gauge = own_target(DAY, 10, metric="M12", item="EPI_ONSITE_2H", amber=10, red=5)
    supposed = own_board.supposing([own_target(DAY, 50), gauge], PAGES, None, DAY, moment=SLOT)
    before = shown(own_board)
    own_board.set_targets([own_target(DAY, 50), gauge], "李", AT, "x")
    assert [supposed[name].to_csv() for name in PAGES] == shown(own_board) != before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([own_target(area="999999")], "target_place"),
        ([own_target(area="", zone="LOCKDOWN")], "target_place"),
        ([own_target(metric="M99")], "target_unknown"),
        ([own_target(metric="M02b")], "target_rule"),
        ([own_target(), own_target(target=3)], "target_twice"),
        ([own_target(metric="M12", item="EPI_ONSITE_2H", amber=90, red=98)], "target_edges"),
    ],
)
def test_what_cannot_be_a_target_of_a_place_is_refused(empty_board: Board, changes: list, code: str) -> None:
    with pytest.raises(BoardError) as why:
        empty_board.set_targets(changes, "李", AT, "x")
    assert why.value.code == code
    assert len(empty_board.target_changes()) == 0


def test_whoever_is_held_to_districts_sets_targets_of_these_alone(empty_board: Board) -> None:
    of = GuardedBoard(empty_board, Person("李", "approver", None, frozenset({PUDONG})))
    of.set_targets([own_target(), own_target(area="310115004")], AT, "x")
    for other in (change(), own_target(area="310101"), own_target(area="310000")):
        with pytest.raises(BoardError) as why:
            of.set_targets([other], AT, "x")
        assert why.value.code == "may_district"
    assert len(empty_board.target_changes()) == 2

"""Headers as people write them: found wherever they stand, matched by any declared spelling, never guessed."""

import pytest

from data_pipeline.declare import Feed
from data_pipeline.intake import guess, peek
from data_pipeline.intake.examine import examine
from data_pipeline.intake.headers import Matcher
from tests.intake.sheets import COLUMNS, ZH, changes, codes, look, rows, sheet, unreadable
from tests.support.samples import pack

BARE = look(sheet(rows())).table


@pytest.mark.parametrize("feed", pack().feeds.values(), ids=lambda f: f.id)
def test_every_declared_spelling_leads_to_its_column_unless_another_column_is_nearer(feed) -> None:
    matcher = Matcher(feed)
    for column in feed.columns:
        for spelling in (column.name, column.zh, column.en):
            found = matcher.find([spelling])
            assert found is not None
            assert found.column == column.name, spelling


@pytest.mark.parametrize(
    "spelling",
    [
        "已采人数",
        " 已采 人数 ",
        "已采人数（人）",
        "已采人数(人)",
        "*已采人数",
        "已采\n人数",
        "Sampled_People",
        "sampled people",
        "ＳＡＭＰＬＥＤ＿ＰＥＯＰＬＥ",
        "已采人数：",
        "【已采人数】",
    ],
)
def test_spellings_that_people_use_are_one_header(spelling: str) -> None:
    found = Matcher(pack().feeds["screening"]).find([spelling])
    assert found is not None
    assert found.column == "sampled_people"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_end_are_found(delimiter: str, end: str) -> None:
    found = look(sheet(rows(), ZH, delimiter, end))
    assert found.report.delimiter == delimiter
    assert found.table.equals(BARE)


def test_lines_above_the_header_are_passed_over_and_said() -> None:
    found = look("上海市转运日报,,,\n填报时间：4月6日14时\n\n" + sheet(rows(), ZH))
    assert found.report.header_line == 4
    assert "preamble" in changes(found)
    assert found.table.drop(["row_no"]).equals(BARE.drop(["row_no"]))
    assert found.table["row_no"].to_pylist() == [5, 6, 7, 8, 9]


def test_a_header_of_two_merged_rows_is_read_as_one() -> None:
    upper, lower = list(ZH), list(ZH)
    first = ZH.index("等待0-6h")
    for i, band in enumerate(["0-6h", "6-12h", "12-24h", "24h以上"]):
        upper[first + i], lower[first + i] = ("等待" if i == 0 else ""), band
    for i in range(5):
        lower[i] = ""
    found = look(sheet([lower, *rows()], upper))
    assert found.report.header_line == 2
    assert not found.report.missing
    assert found.table.drop(["row_no"]).equals(BARE.drop(["row_no"]))


def test_data_above_the_header_is_never_dropped_in_silence() -> None:
    body = rows()
    text = sheet(body[2:], ZH)
    above = sheet(body[1:2], body[0])
    assert codes_of_file(look(above + text)) == "data_above_header"


def codes_of_file(found) -> str:
    assert found.report.balanced
    return unreadable(found)


def test_a_missing_column_refuses_the_file_and_names_it() -> None:
    found = look(sheet([r[:-1] for r in rows()], COLUMNS[:-1]))
    assert codes_of_file(found) == "missing_columns"
    assert found.report.missing == ("trips_today",)
    assert found.report.records == found.report.refused == 5
    assert found.report.unreadable
    assert "当日车次" in found.report.unreadable.sentence("zh")


def test_an_unknown_column_is_shown_and_must_be_confirmed_until_it_is_mapped() -> None:
    text = sheet([[*r, "7"] for r in rows()], [*COLUMNS, "出车数"])
    found = look(text)
    assert found.report.unknown == ("出车数",)
    assert codes(found) == ["unknown_header"]
    assert found.table.equals(BARE)
    assert not look(text, mapping={"出车数": ""}).report.problems


def test_a_mapping_says_which_column_a_header_is() -> None:
    text = sheet(rows(), [*COLUMNS[:-1], "出车数"])
    assert codes_of_file(look(text)) == "missing_columns"
    assert look(text, mapping={"出车数": "trips_today"}).table.equals(BARE)
    assert codes_of_file(look(text, mapping={"出车数": "nonsense"})) == "mapping_unknown"


def test_of_two_headers_for_one_column_the_nearer_one_speaks() -> None:
    found = look(sheet([[*r, "嘉定区"] for r in rows()], [*COLUMNS, "所属区"]))
    assert found.report.unknown == ("所属区",)
    assert found.table.equals(BARE)


def test_a_header_in_ten_thousands_is_multiplied_and_must_be_confirmed() -> None:
    header = [c if c != "trips_today" else "当日车次（万）" for c in COLUMNS]
    found = look(sheet(rows(trips_today="0.0012"), header))
    assert found.table["trips_today"].to_pylist() == [12] * 5
    assert "header_scale" in codes(found)


@pytest.mark.parametrize("feed", pack().feeds.values(), ids=lambda f: f.id)
def test_a_feed_is_guessed_from_its_own_headers_in_either_language(feed) -> None:
    for lang in ("zh", "en"):
        assert guess(pack(), [c.name_in(lang) for c in feed.columns if not c.optional]) == feed.id


def test_nothing_is_guessed_from_headers_that_fit_nothing() -> None:
    assert guess(pack(), ["甲", "乙", "丙"]) is None


def test_a_first_look_names_the_feed_and_the_headers() -> None:
    seen = peek(pack(), sheet(rows(), ZH).encode("gb18030"))
    assert (seen.feed, list(seen.headers)) == ("transfer", ZH)
    assert peek(pack(), b"PAR1....").unreadable is not None


def test_a_column_without_a_header_is_named_by_its_place_if_it_holds_anything() -> None:
    blank = look(sheet([[*r, ""] for r in rows()], [*COLUMNS, ""]))
    assert blank.report.unknown == ()
    found = look(sheet([[*r, "7"] for r in rows()], [*COLUMNS, ""]))
    assert found.report.unknown == (f"#{len(COLUMNS) + 1}",)
    assert not look(
        sheet([[*r, "7"] for r in rows()], [*COLUMNS, ""]), mapping={found.report.unknown[0]: ""}
    ).report.problems


def test_a_header_declared_as_known_and_unread_raises_no_doubt_and_hides_nobody() -> None:
    head = "日期,区代码,district_zh,新增确诊,新增无症状,转归确诊"
    send = lambda name: examine(pack(), "bulletin", "b.csv", f"{head}\n2022-04-05,310101,{name},1,2,0\n".encode())  # noqa: E731
    known = send("黄浦区").report
    assert (known.accepted, known.unknown, known.doubts) == (1, (), ())
    assert send("张三 13812345678").report.refused == 1


def test_a_header_cannot_be_a_column_and_unread() -> None:
    feed = pack().feeds["bulletin"]
    with pytest.raises(ValueError, match="cannot be left unread"):
        Feed.model_validate(feed.model_dump() | {"also": ["新增确诊"]})

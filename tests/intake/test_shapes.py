"""Files that are no CSV: separated by spaces they are read; a web page, JSON or XML is refused by name, with advice."""

import json

import pytest

from tests.intake.sheets import COLUMNS, ZH, look, rows, sheet, unreadable

HTML = "<table><tr><th>业务日期</th><th>区代码</th></tr><tr><td>2022-04-06</td><td>310115</td></tr></table>"
FOREIGN = [
    (HTML, "web_page"),
    ("<!DOCTYPE html><html><body>" + HTML, "web_page"),
    ("  \n<HTML>" + HTML, "web_page"),
    ("<!-- made by a system --><div>" + HTML + "</div>", "web_page"),
    ("<style>td{}</style>" + HTML, "web_page"),
    ('<html xmlns:x="urn:schemas-microsoft-com:office:excel">' + HTML, "web_page"),
    ("<body>" + HTML, "web_page"),
    ("MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + HTML, "web_page"),
    ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook></Workbook>', "xml_table"),
    ('<?xml version="1.0"?><rows><row/></rows>', "xml_table"),
    ('<?xml version="1.0"?>\n<!DOCTYPE html><html>' + HTML, "web_page"),
    ('[{"业务日期": "2022-04-06", "区代码": "310115"}]', "json_table"),
    ('{"data": [1, 2]}', "json_table"),
    ("[[1, 2], [3, 4]]", "json_table"),
    ('{"a": 1}\n{"a": 2}\n', "json_table"),
    ('\n [\n  {\n "a": 1}]', "json_table"),
    ("[]", "json_table"),
]


@pytest.mark.parametrize(("text", "code"), FOREIGN, ids=range(len(FOREIGN)))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_what_is_no_table_of_ours_is_refused_by_name_and_says_what_to_do(text: str, code: str, encoding: str) -> None:
    found = look(text.encode(encoding))
    assert unreadable(found) == code
    why = found.report.unreadable
    assert why is not None
    for lang in ("zh", "en"):
        assert why.sentence(lang)
        assert why.suggestion(lang)


def test_a_table_that_only_begins_with_a_bracket_is_read() -> None:
    header = ["[业务日期]", *ZH[1:]]
    assert look(sheet(rows(), header)).report.accepted == 5
    assert look(sheet(rows(), header, delimiter="\t")).report.accepted == 5


def spaced(gap: str, header: list[str] = ZH) -> str:
    return "\n".join(gap.join(r) for r in [header, *rows()]) + "\n"


@pytest.mark.parametrize("gap", [" ", "  ", "    ", "　", " 　 ", "\u00a0\u00a0"])
def test_a_table_separated_by_spaces_is_read(gap: str) -> None:
    found = look(spaced(gap))
    assert (unreadable(found), found.report.accepted) == ("", 5)
    assert found.report.delimiter == " "
    assert found.table.drop(["row_no"]) == look(sheet(rows(), ZH)).table.drop(["row_no"])
    assert found.table["row_no"].to_pylist() == [2, 3, 4, 5, 6]


def test_columns_lined_up_with_spaces_are_read() -> None:
    width = [max(len(r[i]) for r in [ZH, *rows()]) + 2 for i in range(len(ZH))]
    text = "\n".join("".join(c.ljust(w) for c, w in zip(r, width, strict=True)).rstrip() for r in [ZH, *rows()])
    assert look(text).report.accepted == 5


def test_a_row_that_spaces_cannot_tell_apart_is_refused_with_its_line() -> None:
    body = [*rows()]
    body[2][3] = "张江 镇"
    text = "\n".join(" ".join(r) for r in [ZH, *body])
    found = look(text)
    assert (found.report.accepted, found.report.refused) == (4, 1)
    assert [p.line for p in found.report.problems if p.code == "ragged"] == [4]


def test_a_title_above_a_table_separated_by_spaces_is_no_row() -> None:
    found = look("转运进度日报表\n" + spaced(" "))
    assert found.report.accepted == 5


def test_other_separators_stay_what_they_were() -> None:
    for delimiter in (",", "\t", ";", "|"):
        assert look(sheet(rows(), COLUMNS, delimiter=delimiter)).report.delimiter == delimiter
    assert json.dumps(look("完全 不是 表\n1 2 3\n").report.as_dict(), default=str)
    assert unreadable(look("完全 不是 表\n1 2 3\n")) == "no_header"

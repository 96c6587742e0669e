"""One table, six encodings: the same figures or a refusal with a reason, never other figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.intake.encoding import decode
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.source import open_source
from tests.intake.sheets import ZH, any_feed, look, rows, sheet
from tests.support.real import shared_data

TEXT = sheet(rows(), ZH)


def test_six_files_of_one_real_table_are_one_table() -> None:
    files = sorted(shared_data("messy", "encodings").iterdir())
    matcher = Matcher(any_feed(["日期", "阳性感染者", "确诊病例"]))
    tables = [open_source(f.read_bytes(), matcher).records.table for f in files]
    assert len(files) == 6
    assert tables[0].shape == (165, 205)
    assert all(t.equals(tables[0]) for t in tables)


@pytest.mark.parametrize(
    ("bytes_", "named"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_every_encoding_gives_the_same_rows(bytes_: bytes, named: str) -> None:
    found = look(bytes_)
    assert found.report.encoding == named
    assert found.table.equals(look(TEXT).table)


@pytest.mark.parametrize(
    ("bytes_", "code"),
    [
        ("上海市浦東新區,桃園市,士林區\n".encode("big5"), "encoding_doubtful"),
        ("東京都,大阪府\n".encode("shift-jis"), "encoding_doubtful"),
        ("Café,12\n".encode("latin-1"), "encoding_unknown"),
        ("Müller und Söhne, Straße, Äpfel\n".encode("cp1252"), "encoding_doubtful"),
        ("é,12\n".encode(), "encoding_doubtful"),
        ("浦东,北蔡镇,14\n".encode()[:-5], "encoding_broken"),
        ("浦东,北蔡镇\n".encode().replace(b"\x94", b"\xff", 1) + "嘉定,真新\n".encode() * 3, "encoding_broken"),
        (TEXT.encode("utf-8") + TEXT.encode("gb18030"), "encoding_broken"),
        (TEXT.encode("utf-32"), "encoding_unknown"),
        (b"a,b\n1,\x002\n", "nul"),
        (TEXT.encode("utf-16")[:-1], "encoding_broken"),
    ],
)
def test_what_cannot_be_told_is_refused_and_not_guessed(bytes_: bytes, code: str) -> None:
    with pytest.raises(Refusal) as why:
        decode(bytes_)
    assert why.value.problem.code == code
    assert "{" not in why.value.problem.sentence("zh") + why.value.problem.sentence("en")


def test_a_rare_character_in_a_place_name_does_not_make_chinese_doubtful() -> None:
    assert (
        decode("区,街镇,点位\n浦东新区,北蔡镇,喆园\n嘉定区,真新街道,\U00020000站\n".encode("gb18030")).encoding
        == "gb18030"
    )


@given(
    st.text(st.sampled_from("浦东新区北蔡镇嘉定,0123456789\nabc, 应检人数已采"), min_size=1, max_size=80),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_a_text_comes_back_as_itself_or_not_at_all(text: str, encoding: str) -> None:
    try:
        found = decode(text.encode(encoding))
    except Refusal:
        return
    assert found.data.decode("utf-8") == text

"""What is derived from a feed's declaration: templates that read back as the feed, a page that is never stale."""

import csv
import io

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from data_pipeline.core.settings import ROOT
from data_pipeline.declare import Feed, load_pack
from data_pipeline.declare.describe import sample_row
from data_pipeline.declare.docs import feeds_md
from data_pipeline.declare.template import template_csv, template_xlsx
from data_pipeline.intake.examine import examine
from data_pipeline.intake.headers import Matcher, Spelled
from data_pipeline.words import LANGUAGES
from tests.support.packs import MALAYSIA, SHANGHAI

CITY = load_pack(SHANGHAI)
FEEDS = [(pack, feed) for pack in (CITY, load_pack(MALAYSIA)) for feed in pack.feeds.values()]
each_feed = pytest.mark.parametrize(("pack", "feed"), FEEDS, ids=lambda x: x.id)
each_lang = pytest.mark.parametrize("lang", LANGUAGES)


def read_back(feed: Feed, headers: list[str]) -> list[str | None]:
    return list(Matcher(feed).understand([Spelled(h, h, (h,)) for h in headers]).columns)


@each_lang
@each_feed
def test_the_csv_template_reads_back_as_its_feed(pack, feed, lang) -> None:
    sent = template_csv(pack, feed, lang)
    assert sent.startswith(b"\xef\xbb\xbf")
    headers, example = csv.reader(io.StringIO(sent.decode("utf-8-sig")))
    assert read_back(feed, headers) == list(feed.names)
    assert example[1:] == list(sample_row(feed, pack).values())[1:]


@each_lang
@each_feed
def test_an_example_left_in_the_csv_template_is_sent_back(pack, feed, lang) -> None:
    """Its first cell is the day and says that it is an example, which is no date."""
    report = examine(pack, feed.id, f"{feed.id}.csv", template_csv(pack, feed, lang)).report
    assert (report.records, report.accepted, report.refused) == (1, 0, 1)
    assert [(p.column, p.severity) for p in report.problems] == [(feed.day_column, "refuse")]


@each_lang
@each_feed
def test_the_example_is_a_row_without_a_problem(pack, feed, lang) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[c.name_in(lang) for c in feed.columns], sample_row(feed, pack).values()])
    report = examine(pack, feed.id, f"{feed.id}.csv", out.getvalue().encode()).report
    assert report.accepted == 1
    assert not report.problems
    assert not report.unknown


@each_lang
@each_feed
def test_the_workbook_reads_back_as_its_feed_with_notes_and_lists(pack, feed, lang) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(pack, feed, lang)))
    data = book.worksheets[0]
    assert read_back(feed, [str(c.value) for c in data[1]]) == list(feed.names)
    assert data.max_row == 1
    assert data.freeze_panes == "A2"
    assert all(c.comment and c.comment.text for c in data[1])
    listed = {str(v.sqref).split(":")[0] for v in data.data_validations.dataValidation if v.type == "list"}
    picked = {
        f"{get_column_letter(i)}2"
        for i, c in enumerate(feed.columns, 1)
        if c.vocab or c.type in ("district", "subdistrict")
    }
    assert listed == picked


@each_lang
def test_the_workbook_offers_every_value_and_every_place(lang) -> None:
    feed = CITY.feeds["screening"]
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(CITY, feed, lang)))
    values, places = (
        {str(c) for row in sheet.iter_rows(values_only=True) for c in row} for sheet in book.worksheets[2:]
    )
    assert {t.name(lang) for t in CITY.terms("method")} <= values
    assert {a.name(lang) for a in CITY.areas} <= places


def test_the_reference_page_is_what_the_declarations_say() -> None:
    assert (ROOT / "docs" / "feeds.md").read_text("utf-8") == feeds_md(CITY)


@each_feed
def test_an_example_names_real_columns_and_fills_what_is_required(pack, feed) -> None:
    row = sample_row(feed, pack)
    assert list(row) == list(feed.names)
    assert all(row[c.name] for c in feed.columns if c.required)

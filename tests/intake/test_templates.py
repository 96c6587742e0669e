"""The workbook that goes out as a template comes back as its feed, with no sheet to choose and nothing to map."""

import io

import openpyxl
import pytest

from data_pipeline.declare.describe import sample_row
from data_pipeline.declare.template import template_xlsx
from data_pipeline.intake import peek
from tests.intake.sheets import look
from tests.support.samples import pack


@pytest.mark.parametrize("feed", pack().feeds.values(), ids=lambda f: f.id)
def test_a_filled_template_is_read_without_a_question(feed) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(pack(), feed, "zh")))
    for i, value in enumerate(sample_row(feed, pack()).values(), start=1):
        book.worksheets[0].cell(2, i, value)
    out = io.BytesIO()
    book.save(out)
    report = look(out.getvalue(), feed.id).report
    assert (report.unreadable, report.unknown, report.accepted, report.refused) == (None, (), 1, 0)
    assert peek(pack(), out.getvalue()).feed == feed.id

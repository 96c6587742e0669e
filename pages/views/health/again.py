"""Figures to be looked at again, and second figures beside what is reported, as tables of the data health page."""

from data_pipeline.doubts.measured import false_a_week, planted
from data_pipeline.sentences.doubt import doubt
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from pages.components.data_table import DataTable, TableColumn
from pages.views.health.quality import Quality


def again_table(q: Quality, lang: str) -> DataTable:
    """One row per sign, line and district; in the order of the lines, and nobody ranked."""
    columns = (
        TableColumn("area", _s(lang, "area"), width=100),
        TableColumn("line", _s(lang, "line"), width=170),
        TableColumn("as_of", _s(lang, "at"), "moment", width=100),
        TableColumn("why", _s(lang, "why"), width=620),
    )
    rows = [
        {
            "area": short(q.pack.area[d.area], lang),
            "line": q.pack.lines[d.line].name(lang),
            "as_of": d.as_of,
            "why": doubt(d, q.pack, q.moment.ops_day, lang),
        }
        for d in q.again.doubts
        if d.area in q.pack.area
    ]
    return DataTable.of(_s(lang, "title"), columns, rows, note=_note(lang), nothing=_s(lang, "none"))


def seconds_table(q: Quality, lang: str) -> DataTable:
    """One row per second figure, line and area."""
    columns = (
        TableColumn("area", _s(lang, "area"), width=100),
        TableColumn("line", _s(lang, "line"), width=170),
        TableColumn("source", _s(lang, "source"), width=170),
        TableColumn("as_of", _s(lang, "at"), "moment", width=100),
        *(TableColumn(n, _s(lang, n), "number", width=100) for n in ("reported", "confirmed")),
        *(TableColumn(n, _s(lang, n), "share", width=100) for n in ("share", "upper")),
    )
    rows = [
        {
            "area": short(q.pack.area[s.area], lang),
            "line": q.pack.lines[s.line].name(lang),
            "source": s.source.name(lang),
            "as_of": s.as_of,
            "reported": round(s.reported),
            "confirmed": round(s.confirmed),
            "share": s.share,
            "upper": s.upper,
        }
        for s in q.again.seconds
        if s.area in q.pack.area
    ]
    title, note = _s(lang, "seconds"), _s(lang, "seconds_note")
    return DataTable.of(title, columns, rows, note=note, nothing=_s(lang, "no_seconds"))


def _note(lang: str) -> str:
    """With how far the signs are to be trusted."""
    of, found = planted()
    return say(lang, "doubts.measured", planted=of, found=found, false=f"{false_a_week():.1f}")


def _s(lang: str, name: str) -> str:
    return say(lang, f"doubts.{name}")

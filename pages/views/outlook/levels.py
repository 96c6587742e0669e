"""Tomorrow's level of a daily stock by area: the range, how often such ranges held, or why none is told."""

from data_pipeline.declare import Pack
from data_pipeline.outlook.levels import Ahead, Levels
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, day, exact
from data_pipeline.words.quantity import about, percent, span_or_unsaid
from pages.components.html import Markup, html
from pages.components.panel import panel, table

COLUMNS = ("area", "today", "middle", "range")


def told_ahead(found: Levels, pack: Pack, lang: str) -> Markup:
    """A panel of one gauge."""
    newest = max(a.day for a in found.areas)
    counted = pack.unit(found.gauge.unit, lang)
    heads = [say(lang, f"levels.col_{c}", day=day(newest, lang)) for c in COLUMNS]
    rows = [_row(a, found.shown, pack, lang) for a in found.areas]
    score = html("<p>{}</p>", _score(found, lang))
    title = say(lang, "levels.title", gauge=found.gauge.name(lang), unit=counted)
    note = say(lang, "levels.note", day=day(newest, lang))
    return panel(f"levels-{found.gauge.id}", title, score + table(heads, rows), note=note, css="scores-panel")


def _row(a: Ahead, shown: bool, pack: Pack, lang: str) -> tuple[str, ...]:
    name, today = short(pack.area[a.area], lang), exact(a.today)
    if a.said.refusal:
        return name, today, BLANK, say(lang, f"levels.{a.said.refusal}")
    if not shown:
        return name, today, BLANK, say(lang, "forecast_reason.unearned")
    return name, today, about(lang, a.said.p50), span_or_unsaid(lang, a.said.p10, a.said.p90)


def _score(found: Levels, lang: str) -> str:
    s = found.score
    if not s.stated:
        return say(lang, "levels.unscored").strip()
    facts = {"share": percent(lang, s.coverage), "told": f"{s.stated:,}", "refused": f"{s.refused:,}"}
    margin = "" if s.margin != s.margin else say(lang, "levels.margin", margin=f"{100 * s.margin:.0f}")
    return say(lang, "levels.score", margin=margin, **facts).strip()

"""二、存在问题: people in need of care first, then the duties that will or may miss: where, which stage, since when,
who waits longest; and which reports are late."""

from collections.abc import Iterator

from data_pipeline.brief.figures import Place, counted, done_share, standing_in
from data_pipeline.brief.material import Material
from data_pipeline.brief.model import Block, Figure, Sentence
from data_pipeline.brief.situation import joined, ledger_sentence
from data_pipeline.declare import Line
from data_pipeline.forecast.advice import bottleneck
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.alerts import PACE
from data_pipeline.outlook.day import IN_NEED
from data_pipeline.sentences.heard import heard
from data_pipeline.sentences.phrases import short, unit_of
from data_pipeline.sentences.sentence import beside
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import age, known, moment

WORST = 3  # districts named


def people(of: Material) -> Iterator[Block]:
    """Each group on its own: they are never added up."""
    if not of.day.lines("humane"):  # an operation that looks after none says nothing of them
        return
    found = of.in_need("humane")
    for line, row in found:
        yield _group(of, line, row)
    silent = [x.name(of.lang) for x in of.day.lines("humane") if of.day.city(x.id) is None]
    if silent:
        yield Sentence(say(of.lang, "brief.people_silent", groups=listed(of.lang, silent)))
    elif not found:
        yield Sentence(say(of.lang, "brief.people_none"))


def _group(of: Material, line: Line, row: JudgedRow) -> Sentence:
    lang = of.lang
    left, share = counted(line, row, "open", Place(of.area, lang)), done_share(line, row, of.area)
    text = say(lang, "brief.group", left=left.text, unit=unit_of(row, line, of.pack, lang), rate=share.text)
    where, figures = _worst(of, line)
    text = joined(lang, text, _longest(of, line, row), where)
    return Sentence(text, standing_in(text, [left, share, *figures]), lead=line.name(lang))


def lines(of: Material) -> Iterator[Block]:
    found = of.in_need("headline")
    for line, row in found:
        yield _line(of, line, row)
    if not found:
        states = {of.day.state(x.id) for x in of.headline}
        name = "none" if "unknown" not in states else "unknown" if len(states) > 1 else "unjudged"
        yield Sentence(say(of.lang, f"brief.lines_{name}"))


def _line(of: Material, line: Line, row: JudgedRow) -> Sentence:
    where, figures = _worst(of, line)
    more = (beside(of.day, line, of.lang), _since(of, line), _stage(of, line), _longest(of, line, row), where)
    found = ledger_sentence(of, line, *more)
    return Sentence(found.text, (*found.figures, *standing_in(found.text, figures)), found.lead)


def _since(of: Material, line: Line) -> str:
    """Since which slot it has needed support: of the city, as its alert says."""
    found = [a for a in of.alerts if a.kind == PACE and a.about == line.id] if of.is_city else []
    return say(of.lang, "brief.since", since=moment(found[0].since, of.day.ops_day, of.lang)) if found else ""


def _stage(of: Material, line: Line) -> str:
    if not of.is_city or of.day.outlook is None or not (stages := of.why(line).stages):
        return ""
    names = {x.id: x.name(of.lang) for x in of.pack.lines.values()}
    return bottleneck(of.lang, stages, of.day.outlook.moment.as_of, names)


def _longest(of: Material, line: Line, row: JudgedRow) -> str:
    """How long the oldest has waited, and in which district; nothing where no age is reported."""
    if not row["open"] or not known(row["oldest_h"]):
        return ""
    text = age(row["oldest_h"], of.lang)
    rows = of.day.districts_by_need(line.id)
    there = next((code for code, r in rows if known(r["oldest_h"]) and r["oldest_h"] == row["oldest_h"]), None)
    if there is None:
        return say(of.lang, "brief.longest", age=text)
    return say(of.lang, "brief.longest_at", age=text, area=short(of.pack.area[there], of.lang))


def _worst(of: Material, line: Line) -> tuple[str, list[Figure]]:
    """The districts most in need of this line, with what each has left."""
    rows = [(code, r) for code, r in of.day.districts_by_need(line.id) if r["state"] in IN_NEED and r["open"]]
    worst = next((s for s in IN_NEED if any(r["state"] == s for _, r in rows)), "")
    rows = [(code, r) for code, r in rows if r["state"] == worst][:WORST]
    if not rows:
        return "", []
    figures = [counted(line, r, "open", Place(code, of.lang)) for code, r in rows]
    named = [
        say(of.lang, "decide.donor", area=short(of.pack.area[code], of.lang), n=f.text)
        for (code, _), f in zip(rows, figures, strict=True)
    ]
    return say(of.lang, f"brief.worst_{worst}", areas=listed(of.lang, named)), figures


def late(of: Material) -> Iterator[Block]:
    """Which reports of the last slot have not come, and from whom."""
    lang, found = of.lang, []
    for feed in heard(of.freshness, of.pack):
        missing = [r for r in feed.districts if not known(r["as_of"]) or r["as_of"] < of.moment.as_of]
        own = [r for r in missing if of.is_city or r["area_code"] == of.area]
        if own and feed.feed.cadence_min < DAILY:
            names = [short(of.pack.area[str(r["area_code"])], lang) for r in own if str(r["area_code"]) in of.pack.area]
            all_missing = len(own) == len(feed.districts)
            areas = say(lang, "brief.late_all") if all_missing else listed(lang, names)
            found.append(say(lang, "brief.late_feed", feed=feed.feed.name(lang), areas=areas))
    slot = moment(of.moment.as_of, of.day.ops_day, lang)
    if found:
        text = say(lang, "brief.late", slot=slot, feeds=say(lang, "brief.late_join").join(found))
    else:
        text = say(lang, "brief.late_none", slot=slot)
    yield Sentence(text, lead=say(lang, "brief.late_lead"))


DAILY = 1440  # minutes: such a feed is due once a day, and not by slot

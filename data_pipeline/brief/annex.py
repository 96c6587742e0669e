"""The annex: districts by duty, charts, what the quoted figures mean, and where they come from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from data_pipeline.brief.figures import Place, counted, none, to_the_last
from data_pipeline.brief.material import Material
from data_pipeline.brief.model import Block, Cell, Chart, Figure, Point, Sources, Table
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Line
from data_pipeline.declare.boundaries import outlines
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.publish.provenance import notes
from data_pipeline.sentences.heard import heard
from data_pipeline.sentences.held_here import COLUMNS, held_here
from data_pipeline.sentences.left_over import responsible
from data_pipeline.sentences.phrases import short, unit_of, units_of
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import listed, say
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import moment


def matrix(of: Material) -> Iterator[Block]:
    """What is open of each duty in each district, with the mark of its state."""
    lang, pack = of.lang, of.pack
    if not pack.districts or of.day.is_empty:
        return
    columns = [say(lang, "brief.col_area"), *(x.short(lang) for x in of.headline)]
    areas = [pack.operation.city_code, *(a.code for a in pack.districts)]
    rows = [[short(pack.area[a], lang), *(_open(of, x, a) for x in of.headline)] for a in areas]
    yield Table("matrix", say(lang, "brief.matrix"), columns, rows, say(lang, "brief.matrix_note", **GLYPHS), wide=True)


def _open(of: Material, line: Line, area: str) -> Cell:
    row = of.day.at(line.id, area)
    if row is None:
        return Figure(line.id, "open", area, say(of.lang, "brief.not_reported"))
    found = to_the_last(line, row, "open", area)
    return Figure(found.of, found.part, area, f"{GLYPHS[str(row['state'])]} {found.text}", found.value)


def course(of: Material) -> Iterator[Block]:
    """The line most in need through the day so far: what is open at each slot. A day told of once has no course."""
    if of.pack.operation.is_daily:
        return
    line = _charted(of)
    rows = of.day.course(line.id, of.area) if line else []
    if line is None or not rows:
        return
    lang, day = of.lang, of.day
    clock = [moment(r["as_of"], day.ops_day, lang) for r in rows]
    points = [
        Point(at, replace(_then(of, line, r, rows[0]), at=at), _hours(of.moment, r["as_of"]), str(r["state"]))
        for at, r in zip(clock, rows, strict=True)
    ]
    unit, last = unit_of(rows[-1], line, of.pack, lang), points[-1]
    says = say(lang, "brief.course_says", as_of=last.label, line=line.short(lang), left=last.figure.text, unit=unit)
    deadline = rows[-1]["deadline_at"]
    title = say(lang, "burndown.title", line=line.short(lang)) + say(lang, "burndown.unit", unit=unit.strip())
    ends = say(lang, "burndown.deadline", clock=moment(deadline, day.ops_day, lang))
    at = _hours(of.moment, deadline)
    yield Chart("course", title, says, "course", points, unit.strip(), deadline=at, deadline_text=ends)


def areas(of: Material) -> Iterator[Block]:
    """Of that line each district's open work, the most first."""
    line = _charted(of)
    found = [(a, r) for a in of.pack.districts if line and (r := of.day.at(line.id, a.code))]
    if line is None or not found:
        return
    found.sort(key=lambda x: -float(x[1]["open"]))
    points = [Point(short(a, of.lang), to_the_last(line, r, "open", a.code), state=str(r["state"])) for a, r in found]
    unit = units_of(of.day, line, [a.code for a, _ in found], of.lang)
    facts, first = {"line": line.short(of.lang)}, points[0]
    word = unit_of(found[0][1], line, of.pack, of.lang)
    says = say(of.lang, "brief.areas_says", area=first.label, left=first.figure.text, unit=word, **facts)
    yield Chart("areas", say(of.lang, "districts.title", unit=unit, **facts), says, "bars", points, unit)


def district_map(of: Material) -> Iterator[Block]:
    """Where each district stands with the line most in need; nothing where a pack has no outlines, or nothing came."""
    line, shapes = _charted(of), outlines(of.pack.root)
    known = [(a, r) for a in of.pack.districts if line and (r := of.day.at(line.id, a.code))]
    if line is None or not known or not {a.code for a, _ in known} <= shapes.keys():
        return
    lang, rows = of.lang, {a.code: r for a, r in known}
    points = [
        Point(short(a, lang), _open_of(of, line, a.code), state=_state_of(rows.get(a.code)), rings=shapes[a.code])
        for a in of.pack.districts
        if a.code in shapes
    ]
    count = Counter(p.state for p in points)
    marks = listed(lang, [say(lang, f"brief.map_{s}", n=count[s]) for s in GLYPHS if count[s]])
    facts, unit = {"line": line.short(lang)}, units_of(of.day, line, [a.code for a, _ in known], lang)
    title = say(lang, "brief.map", unit=unit, **facts)
    note = say(lang, "brief.matrix_note", **GLYPHS)
    yield Chart("map", title, say(lang, "brief.map_says", states=marks, **facts), "map", points, unit, note=note)


def _open_of(of: Material, line: Line, area: str) -> Figure:
    row = of.day.at(line.id, area)
    return to_the_last(line, row, "open", area) if row else none(line, "open", area, of.lang)


def _state_of(row: JudgedRow | None) -> str:
    return str(row["state"]) if row else "unknown"


def _charted(of: Material) -> Line | None:
    """The line most in need; of one that speaks for the worst of several, the part that speaks."""
    row = of.day.city(of.first.id) if of.first else None
    return of.pack.lines.get(str(row["part"]), of.first) if row and of.first else of.first


def _then(of: Material, line: Line, row: JudgedRow, first: JudgedRow) -> Figure:
    return counted(line, row, "open", Place(of.area, of.lang, first["due"]))


def _hours(at: AsOf, when: datetime) -> float:
    return (when - datetime.combine(at.ops_day, time.min)).total_seconds() / 3600


def definitions(of: Material) -> Iterator[Block]:
    """What each duty's figures are by its target, and who answers for it."""
    lang, rows = of.lang, []
    for line in of.headline:
        aims = [t for t in of.pack.targets if t.metric == line.metric]
        aim = next((t for t in aims if t.item in (line.item, "")), aims[0] if aims else None)
        formula = declared(aim, "formula", lang) if aim else ""
        rows.append([line.name(lang), formula or "—", line.deadline, responsible(of.pack, line, lang) or "—"])
    columns = [say(lang, f"brief.col_{c}") for c in ("line", "formula", "deadline", "responsible")]
    yield Table("definitions", say(lang, "brief.definitions"), columns, rows)
    held = held_here(of.pack, of.board.held_to(of.moment.known_at), of.moment.ops_day, lang, of.area)
    if held:
        heads = [say(lang, f"targets.col_{c}") for c in COLUMNS]
        yield Table("targets_here", say(lang, "targets.by_place"), heads, [h.cells() for h in held])


def sources(of: Material) -> Iterator[Block]:
    """Each feed's newest report, and what the whole is as of."""
    lang, day = of.lang, of.day.ops_day
    columns = [say(lang, f"health.{c}") for c in ("feed", "last", "areas")]
    rows: list[list[Cell]] = []
    for x in heard(of.freshness, of.pack):
        last = moment(x.last, day, lang) if x.last else say(lang, "health.missing")
        share = say(lang, "health.share", reported=x.came, expected=len(x.districts)) if x.districts else "—"
        rows.append([x.feed.name(lang), last, share])
    yield Table("sources", say(lang, "brief.sources"), columns, rows)
    heading = say(lang, "brief.title", day=day_name(day, lang), clock=moment(of.moment.as_of, day, lang))
    yield Sources(notes(of.board, of.moment, heading, lang, of.wanted.sight))

"""A brief as declared, of one moment. Raises BoardError brief_none, brief_area, brief_incomplete."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from data_pipeline.access.sight import WHOLE, Sight
from data_pipeline.board.board import Board
from data_pipeline.brief import ahead, alerted, annex, night, problems, situation
from data_pipeline.brief.material import Material, Wanted, gathered
from data_pipeline.brief.model import Block, Brief, Chart, Decisions, Heading, Sentence, Table, figures_of
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.brief import BlockName, BriefForm, BriefPart
from data_pipeline.words import say
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import moment as clock

BLOCKS: dict[BlockName, Callable[[Material], Iterator[Block]]] = {
    "overview": situation.overview,
    "duties": situation.duties,
    "progress": situation.progress,
    "people": problems.people,
    "lines": problems.lines,
    "late": problems.late,
    "alerts": alerted.alerts,
    "decisions": ahead.decisions,
    "decided": ahead.decided,
    "carry": ahead.carry,
    "rounds": ahead.rounds,
    "next": ahead.coming,
    "matrix": annex.matrix,
    "course": annex.course,
    "areas": annex.areas,
    "map": annex.district_map,
    "definitions": annex.definitions,
    "sources": annex.sources,
    "missed": night.missed,
    "erred": night.erred,
    "promised": night.promised,
    "bought": night.bought,
    "carried": night.carried,
    "moves": night.moves,
}
CHARTS = ("progress", "course", "areas")  # where anything was reported there is one; a map where a pack has outlines
LABELS = ("contents", "col", "stop", "colon")


def wanted(pack: Pack, lang: str, area: str = "", sight: Sight = WHOLE, form_id: str = "") -> Wanted:
    """The pack's brief for this area: the city, or one district; `form_id`: another than the first. Raises BoardError
    brief_none, brief_area."""
    city = pack.operation.city_code
    of = "" if area in ("", city) else area
    if of and of not in {a.code for a in pack.districts}:
        raise BoardError("brief_area", area=area)
    if not sight.sees(pack, of):
        raise BoardError("not_your_district")
    level = "district" if of else "city"
    form = next((f for f in pack.briefs if f.level == level and form_id in ("", f.id)), None)
    if form is None:
        raise BoardError("brief_none")
    return Wanted(form, lang, of, sight)


def brief(board: Board, moment: AsOf, of: Wanted) -> Brief:
    """Waits until the outlook is worked out."""
    material = gathered(board, moment, of)
    blocks = [b for n, part in enumerate(_body(of.form), start=1) for b in _part(material, part, n)]
    annexes = 0
    for part in _annexes(of.form):
        made = _part(material, part, annexes + 1)
        annexes += bool(made)  # one without anything in it has no number
        blocks += made
    whole = replace(_sheet(material), blocks=tuple(blocks))
    check(whole)
    return whole


def _body(form: BriefForm) -> list[BriefPart]:
    return [p for p in form.part if not p.annex]


def _annexes(form: BriefForm) -> list[BriefPart]:
    return [p for p in form.part if p.annex]


def _part(of: Material, part: BriefPart, n: int) -> list[Block]:
    """Its heading and blocks; nothing of a part that has none."""
    blocks = [b for name in part.blocks for b in _block(of, name)]
    title = say(of.lang, f"brief.part_{part.name}")
    if remark := of.remarks.get(part.name):
        blocks.append(Sentence(remark, lead=say(of.lang, "review.remark")))
    if not blocks:
        return []
    if part.annex:
        return [Heading(say(of.lang, "brief.annex", n=n, title=title), annex=True), *blocks]
    number = say(of.lang, f"ordinal.n{n}")
    return [Heading(say(of.lang, "brief.heading", n=number, title=title)), *blocks]


def _block(of: Material, name: BlockName) -> list[Block]:
    """A chart that cannot be made although something was reported refuses the whole."""
    found = list(BLOCKS[name](of))
    reported = any(of.day.city(x.id) for x in of.headline)
    needless = {"areas": not of.pack.districts, "course": of.pack.operation.is_daily}
    if name in CHARTS and reported and not found and not needless.get(name):
        raise BoardError("brief_incomplete", what=name)
    return found


def _capital(text: str) -> str:
    """A name that is declared as it stands within a sentence stands here at the head."""
    return text[:1].upper() + text[1:]


def _sheet(of: Material) -> Brief:
    """All but the blocks."""
    form, lang, moment, operation = of.wanted.form, of.lang, of.moment, of.pack.operation
    day, hour = day_name(moment.ops_day, lang), clock(moment.as_of, moment.ops_day, lang)
    place = "" if of.is_city else of.pack.area[of.area].name(lang)
    number = form.number(moment.ops_day, hour)
    known = clock(moment.known_at, moment.ops_day, lang)
    return Brief(
        form=form.id,
        masthead=_capital(say(lang, "brief.masthead", place=place, name=form.name(lang)).strip()),
        number=_number(of, number, hour),
        title=say(lang, "review.title" if form.confirm else "brief.title", day=day, clock=hour),
        issuer=form.issuer(lang),
        to=form.to(lang),
        dated=say(lang, "brief.dated", year=moment.ops_day.year, day=day),
        simulated=say(lang, "frame.simulated_hint") if operation.simulated else "",
        mark=operation.marked(lang),
        lang=lang,
        area=of.area,
        ops_day=moment.ops_day,
        as_of=moment.as_of,
        known_at=moment.known_at,
        stamp=say(lang, "brief.stamp", as_of=hour, known=known),
        name=f"brief_{form.id}{'' if of.is_city else '_' + of.area}_{moment.as_of:%Y%m%d_%H%M}_{lang}",
        labels={name: say(lang, f"brief.{name}") for name in LABELS},
    )


def _number(of: Material, number: int | None, hour: str) -> str:
    """A draft that nobody has confirmed has none."""
    if of.wanted.form.confirm and of.reviewed is None:
        return say(of.lang, "review.draft")
    return say(of.lang, "brief.number", n=number) if number else say(of.lang, "brief.interim", clock=hour)


def check(of: Brief) -> None:
    """Every figure has its text, every chart its points, every row its cells; raises BoardError brief_incomplete."""
    for block in of.blocks:
        for figure in figures_of(block):
            if not figure.text.strip():
                raise BoardError("brief_incomplete", what=figure.id)
        if isinstance(block, Chart) and (not block.points or any(p.figure.value is None for p in block.points)):
            raise BoardError("brief_incomplete", what=block.id)
        if isinstance(block, Table) and any(len(row) != len(block.columns) for row in block.rows):
            raise BoardError("brief_incomplete", what=block.id)
        if isinstance(block, Sentence) and not block.text.strip():
            raise BoardError("brief_incomplete", what=block.lead or "sentence")
        if isinstance(block, Decisions) and not (block.items or block.none):
            raise BoardError("brief_incomplete", what="decisions")

"""三、下一步 and 四、明日: what is to be decided, by whom and when, and what was decided; what is carried over and what
comes next."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from data_pipeline.actions.standing import of_board
from data_pipeline.brief.material import Material
from data_pipeline.brief.model import Block, Decision, Decisions, Sentence, Table
from data_pipeline.core.records import records
from data_pipeline.query.rows import RoundsRow
from data_pipeline.sentences import action
from data_pipeline.sentences.decision import decision_text
from data_pipeline.sentences.phrases import unit_of
from data_pipeline.words import say
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import known, moment
from data_pipeline.words.quantity import span

LISTED = 12  # decisions taken today


def decision_items(of: Material) -> list[Decision]:
    """What is to be decided, the most pressing first."""
    texts = (decision_text(of.day, m, of.lang) for m in of.matters)
    return [Decision(*(x.strip() for x in (t.gap, t.cause, t.what, t.buys, t.who))) for t in texts]


def decisions(of: Material) -> Iterator[Block]:
    items = decision_items(of)
    none = "sight.no_matters" if of.day.parted or not of.is_city else "decide.none"
    if of.day.is_empty:
        none = "brief.nothing_to_decide"
    yield Decisions(items, "" if items else say(of.lang, none))


def decided(of: Material) -> Iterator[Block]:
    """What was decided today, and what is still open from before: who has it, what the reports say of its promise."""
    lang, midnight, pack = of.lang, datetime.combine(of.moment.ops_day, time.min), of.pack
    found = [s for s in of_board(of.board, of.moment) if s.is_open or s.action.decided.as_of >= midnight]
    found = [s for s in found if of.wanted.sight.sees(pack, s.action.decided.area)]
    found = [s for s in found if of.is_city or s.action.decided.area == of.area]
    if not found:
        yield Sentence(say(lang, "brief.decided_none"), lead=say(lang, "brief.decided"))
        return
    day, columns = of.day.ops_day, [say(lang, f"brief.col_{c}") for c in ("when", "decided", "unit", "stands", "kept")]
    rows = [
        [moment(s.action.decided.as_of, day, lang), action.what(pack, s.action, lang),
         s.action.unit or s.action.decided.by, action.state(s, lang), action.kept(pack, s, day, lang) or "—"]
        for s in found[:LISTED]
    ]  # fmt: skip
    yield Table("decided", say(lang, "brief.decided"), columns, rows)


def carry(of: Material) -> Iterator[Block]:
    """Of each line due by midnight whose forecast is shown what will be left then. What is due earlier in the day, or
    past its deadline, is told above."""
    lang, midnight = of.lang, datetime.combine(of.moment.ops_day + timedelta(days=1), time.min)
    for line in of.headline:
        row = of.day.city(line.id)
        if row is None or not row["open"] or row["deadline_at"] < midnight or of.day.is_past(row):
            continue
        if not row["projected"] or not known(row["left_p90"]) or row["left_p90"] < 1:
            continue
        if left := span(lang, row["left_p50"], row["left_p90"], row["due"]):
            unit, by = unit_of(row, line, of.pack, lang), moment(row["deadline_at"], of.day.ops_day, lang)
            text = say(lang, "brief.carry", left=left, unit=unit, deadline=by)
            yield Sentence(text, lead=line.name(lang))


def rounds(of: Material) -> Iterator[Block]:
    """Rounds of screening that end tomorrow or later."""
    asked = {"ops_day": of.moment.ops_day, "moment": of.moment.as_of}
    found = records(of.board.rows("page/rounds", of.moment.known_at, **asked), RoundsRow)
    named = {r.round_id: declared(r, "", of.lang) for r in of.pack.rounds}
    for r in found:
        if r["deadline_at"] > of.moment.now:
            name, ends = named[r["round_id"]], moment(r["deadline_at"], of.day.ops_day, of.lang)
            yield Sentence(say(of.lang, "brief.round", name=name, ends=ends))


def coming(of: Material) -> Iterator[Block]:
    """When tomorrow's first report is due, and the next brief."""
    lang, form = of.lang, of.wanted.form
    tomorrow = of.moment.ops_day + timedelta(days=1)
    first = f"{of.pack.operation.slots[0]:02d}:00"
    yield Sentence(say(lang, "brief.next_report", day=day_name(tomorrow, lang), clock=first))
    if form.at:
        hour = f"{of.moment.as_of:%H:%M}" if of.moment.as_of.date() == of.moment.ops_day else "24:00"
        later = [h for h in form.at if h > hour]
        day, clock = (of.moment.ops_day, later[0]) if later else (tomorrow, form.at[0])
        yield Sentence(say(lang, "brief.next_brief", day=day_name(day, lang), clock=clock))

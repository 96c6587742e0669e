"""The night's review: what was late, until when it could have been saved, which forecasts and promises did not hold,
what decisions bought, and what tomorrow begins with. Each figure is one of the board's rows."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from data_pipeline.actions.kept import Kept, outcome
from data_pipeline.actions.standing import Standing, of_board, ops_day_of
from data_pipeline.actions.worth import of_forecast, worth
from data_pipeline.brief.ahead import decision_items
from data_pipeline.brief.figures import Place, counted, ledger_of, standing_in
from data_pipeline.brief.material import Material
from data_pipeline.brief.model import Block, Decisions, Figure, Sentence, Table
from data_pipeline.core.status import to_do
from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook import journal
from data_pipeline.outlook.past import HOURS
from data_pipeline.sentences import action
from data_pipeline.sentences.phrases import short, speaking, unit_of
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import count, known, moment

WORST, MOVES = 3, 3


def missed(of: Material) -> Iterator[Block]:
    """Every headline line with something open after its deadline: the districts that have most, and until when the
    first of these could have been saved."""
    found = _missed(of)
    for line, row in found:
        left = counted(line, row, "open", Place(of.area, of.lang, row["due"]))
        due = counted(line, row, "due", Place(of.area, of.lang))
        facts = {"left": left.text, "due": due.text, "unit": unit_of(row, line, of.pack, of.lang),
                 "deadline": moment(row["deadline_at"], of.day.ops_day, of.lang)}  # fmt: skip
        where, figures = _where(of, line)
        until, more = _saved(of, line, next((code for code, _ in _most(of, line)), of.area))
        text = say(of.lang, "review.missed", **facts) + where + until
        yield Sentence(text, standing_in(text, [left, due, *figures, *more]), lead=_named(of, line, row))
    if not found:
        yield Sentence(say(of.lang, "review.missed_none"))


def _saved(of: Material, line: Line, area: str) -> tuple[str, list[Figure]]:
    """The last report at which the pace needed there was one reached that day; nothing where there was none."""
    lang, day = of.lang, of.day.ops_day
    course = [r for r in of.day.course(line.id, area) if r["as_of"] <= r["deadline_at"]]
    best = max((r for r in course if known(r["rate_done"])), key=lambda r: r["rate_done"], default=None)
    if best is None or not best["rate_done"]:
        return "", []
    last = last_hour(course)
    unit = unit_of(course[-1], line, of.pack, lang)
    pace = _rate(line, best, "rate_done", area, lang)
    facts = {"area": _area(of, area), "unit": unit, "best": pace.text, "when": moment(best["as_of"], day, lang)}
    if last is None:
        return say(lang, "review.never", **facts), [pace]
    need = _rate(line, last, "rate_needed", area, lang)
    left = Figure(ledger_of(line, last), "open", area, count(last["open"], lang), float(last["open"]), _slot(last))
    text = say(lang, "review.saved", last=moment(last["as_of"], day, lang), need=need.text, left=left.text, **facts)
    return text, [pace, need, left]


def last_hour(course: Sequence[JudgedRow]) -> JudgedRow | None:
    """`course`: reports up to the deadline, oldest first. The last of them at which the pace needed from then on was no
    more than the best that was reached that day; None where there was none."""
    best = max((r["rate_done"] for r in course if known(r["rate_done"])), default=0.0)
    held = [r for r in course if known(r["rate_needed"]) and 0 < r["rate_needed"] <= best]
    return held[-1] if held else None


def erred(of: Material) -> Iterator[Block]:
    """Which forecasts of the day did not contain what came of them: a row each; and how many did."""
    lang, day, midnight = of.lang, of.day.ops_day, datetime.combine(of.moment.ops_day, time.min)
    said = journal.read(of.board.root, day, day + timedelta(days=1))
    rows, held = [], 0
    for line in of.headline:
        own = said.loc[(said["line"] == line.id) & (said["area_code"] == of.area)]
        found = outcome(of.day.course(line.id, of.area), None, of.moment.now)
        for hour in HOURS:
            as_of = midnight + timedelta(hours=hour)
            expected = of_forecast(own, as_of)
            if expected is None or (found.cleared is not None and found.cleared <= as_of):
                continue
            if expected.holds(found):
                held += 1
                continue
            ends = [_clock(at, day, lang) for at in (expected.early, expected.late)]
            cleared = _clock(found.cleared, day, lang, "review.not_cleared")
            rows.append([line.name(lang), moment(as_of, day, lang), *ends, cleared])
    if not rows:
        yield Sentence(say(lang, "review.forecasts_held" if held else "review.forecasts_none", held=held))
        return
    columns = [say(lang, f"review.col_{c}") for c in ("line", "said", "early", "late", "cleared")]
    note = say(lang, "review.forecasts_note", held=held, all=held + len(rows))
    yield Table("erred", say(lang, "review.forecasts"), columns, rows, note)


def promised(of: Material) -> Iterator[Block]:
    """Promised hours of the day that the reports do not bear out; how far off each was its district sees first."""
    own = [s for s in _actions(of) if s.action.promised]
    late = [s for s in own if s.kept in (Kept.LATE, Kept.AWAITED, Kept.BETWEEN)]
    if not late:
        yield Sentence(say(of.lang, "review.promises_kept" if own else "review.promises_none", count=len(own)))
        return
    rows = [[str(s.action.number), action.what(of.pack, s.action, of.lang), s.action.unit,
             moment(s.action.promised, of.day.ops_day, of.lang), action.kept(of.pack, s, of.day.ops_day, of.lang)]
            for s in late]  # fmt: skip
    columns = [say(of.lang, f"review.col_{c}") for c in ("number", "decided", "unit", "promised", "reports")]
    note = say(of.lang, "review.promises_note", late=len(late), all=len(own))
    yield Table("promised", say(of.lang, "review.promises"), columns, rows, note)


def bought(of: Material) -> Iterator[Block]:
    """What came of each decision of the day that speaks of a line."""
    own = [s for s in _actions(of) if s.outcome is not None]
    if not own:
        yield Sentence(say(of.lang, "review.bought_none"))
    for s in own:
        decided = s.action.decided
        said = journal.read(of.board.root, of.day.ops_day, of.day.ops_day + timedelta(days=1))
        area = decided.area or of.pack.operation.city_code
        own_said = said.loc[(said["line"] == decided.line) & (said["area_code"] == area)]
        assert s.outcome is not None
        found = worth(own_said, decided.as_of, s.outcome)
        lead = say(of.lang, "review.decision", number=s.action.number, what=action.what(of.pack, s.action, of.lang))
        yield Sentence(action.bought(found, s.outcome, of.day.ops_day, of.lang), lead=lead)


def carried(of: Material) -> Iterator[Block]:
    """What is open at the close, and goes into tomorrow."""
    rows = [(x, r) for x in of.headline if (r := of.day.city(x.id)) and r["open"]]
    parts, figures = [], []
    for line, row in rows:
        left = counted(line, row, "open", Place(of.area, of.lang))
        figures.append(left)
        unit = unit_of(row, line, of.pack, of.lang)
        parts.append(say(of.lang, "review.left", line=_named(of, line, row), left=left.text, unit=unit))
    if not parts:
        yield Sentence(say(of.lang, "review.carried_none"))
        return
    text = say(of.lang, "review.carried", lines=listed(of.lang, parts))
    yield Sentence(text, standing_in(text, figures))


def moves(of: Material) -> Iterator[Block]:
    """The first of what is to be decided at the close."""
    items = decision_items(of)[:MOVES]
    if items:
        yield Sentence(say(of.lang, "review.moves"))
    yield Decisions(items, "" if items else say(of.lang, "review.moves_none"))


def _actions(of: Material) -> list[Standing]:
    """Decisions of the day, in their order, as far as they are in sight."""
    found = (s for s in of_board(of.board, of.moment) if ops_day_of(s.action) == of.moment.ops_day)
    seen = (s for s in found if of.wanted.sight.sees(of.pack, s.action.decided.area))
    return sorted(seen, key=lambda s: s.action.number)


def _missed(of: Material) -> list[tuple[Line, JudgedRow]]:
    rows = ((x, of.day.city(x.id)) for x in of.headline)
    return [(x, r) for x, r in rows if r is not None and to_do(r) > 0 and of.moment.as_of >= r["deadline_at"]]


def _most(of: Material, line: Line) -> list[tuple[str, JudgedRow]]:
    """Districts with something open, most first."""
    rows = [(code, r) for code, r in of.day.districts_by_need(line.id) if r["open"]]
    return sorted(rows, key=lambda x: -x[1]["open"])


def _where(of: Material, line: Line) -> tuple[str, list[Figure]]:
    rows = _most(of, line)[:WORST]
    if not rows:
        return "", []
    figures = [counted(line, r, "open", Place(code, of.lang)) for code, r in rows]
    named = [say(of.lang, "decide.donor", area=_area(of, code), n=f.text)
             for (code, _), f in zip(rows, figures, strict=True)]  # fmt: skip
    return say(of.lang, "review.where", areas=listed(of.lang, named)), figures


def _named(of: Material, line: Line, row: JudgedRow) -> str:
    """The line; of one that speaks for the worst of several, that one too."""
    part = speaking(row, line, of.pack)
    if part is line:
        return line.name(of.lang)
    return say(of.lang, "brief.part", line=line.name(of.lang), part=part.name(of.lang))


def _area(of: Material, code: str) -> str:
    return short(of.pack.area[code], of.lang)


def _rate(line: Line, row: JudgedRow, part: str, area: str, lang: str) -> Figure:
    value = float(row[part])  # type: ignore[literal-required]
    return Figure(ledger_of(line, row), part, area, count(round(value), lang), value, _slot(row))


def _slot(row: JudgedRow) -> str:
    return f"{row['as_of']:%Y%m%dT%H%M}"


def _clock(at: datetime | None, day: date, lang: str, none: str = "action.beyond") -> str:
    return moment(at, day, lang) if at else say(lang, none)

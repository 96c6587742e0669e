"""What is said of an action: its state, the step owed, and what the reports say of its promise."""

from datetime import date, datetime, timedelta

from data_pipeline.actions.kept import Kept, Outcome
from data_pipeline.actions.owed import Owed
from data_pipeline.actions.standing import Standing, Tally
from data_pipeline.actions.worth import Effect, Worth
from data_pipeline.declare import Pack
from data_pipeline.sentences.phrases import short, unit
from data_pipeline.store.log.steps import Action, State, Step
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, exact, hours, moment

GLYPHS = {State.LOGGED: "▲", State.ASSIGNED: "…", State.TAKEN_UP: "◐", State.DONE: "◐", State.CLOSED: "●",
          State.DROPPED: "·"}  # fmt: skip
OVERDUE = "■"
CAME = (Kept.KEPT, Kept.LATE, Kept.BETWEEN, Kept.AWAITED)  # the promised hour has come


def lead(of: Tally, any_at_all: bool, lang: str) -> str:
    """How many are open and overdue, and what became of the promises whose hour has come."""
    if not any_at_all:
        return say(lang, "action.lead_none")
    text = say(lang, "action.lead", open=of.open, overdue=of.overdue, unassigned=of.unassigned, to_check=of.to_check)
    came = sum(of.kept.get(k, 0) for k in CAME)
    unsure = of.kept.get(Kept.BETWEEN, 0) + of.kept.get(Kept.AWAITED, 0)
    facts = {"came": came, "kept": of.kept.get(Kept.KEPT, 0), "late": of.kept.get(Kept.LATE, 0), "unsure": unsure}
    return text + (say(lang, "action.lead_promises", **facts) if came else "")


def glyph(of: Standing) -> str:
    return OVERDUE if of.is_overdue else GLYPHS[of.action.state]


def state(of: Standing, lang: str) -> str:
    """With its glyph, by which the kit colours it."""
    late = f" · {say(lang, 'action.overdue')}" if of.is_overdue else ""
    return f"{glyph(of)} {say(lang, f'action.state_{of.action.state}')}{late}"


def place(pack: Pack, action: Action, lang: str) -> str:
    """Area and line, as far as the decision names them."""
    line, area = pack.lines.get(action.decided.line), pack.area.get(action.decided.area)
    return " · ".join(x for x in (area and short(area, lang), line and line.short(lang)) if x)


def what(pack: Pack, action: Action, lang: str) -> str:
    """What was decided, with the district it is for where the words do not name it: a card says only "the district"."""
    decided, area = action.decided, pack.area.get(action.decided.area)
    if area is None or area.level == "city" or short(area, lang) in decided.what:
        return decided.what
    return say(lang, "action.what_where", what=decided.what, area=short(area, lang))


def owed(of: Standing, now: datetime, ops_day: date, lang: str) -> str:
    """The next step, its hour, and where it is said once that has passed; nothing of one that is over."""
    if of.owed is None:
        return ""
    text = step_by(of.owed, ops_day, lang)
    if late := late_by(of, now, lang):
        text += say(lang, "action.late_by", late=late)
    if of.owed.raised:
        text += say(lang, "action.raised", level=level(of.owed.level, lang))
    return text


def late_by(of: Standing, now: datetime, lang: str) -> str:
    """For how long the step owed is overdue; nothing while it is not."""
    return hours((now - of.owed.by) / timedelta(hours=1), lang) if of.owed and of.owed.overdue else ""


def step_by(of: Owed, ops_day: date, lang: str) -> str:
    """The step and its hour."""
    return say(lang, f"action.owed_{of.step}", by=moment(of.by, ops_day, lang))


def level(of: str, lang: str) -> str:
    return say(lang, f"action.level_{of}")


def kept(pack: Pack, of: Standing, ops_day: date, lang: str) -> str:
    """What the reports say of a promise; where nothing was promised, where the line stands. Nothing without a line."""
    found, promised = of.outcome, of.action.promised
    if found is None:
        return ""
    left = exact(found.open)
    line = pack.lines.get(of.action.decided.line)
    facts = {
        "cleared": moment(found.cleared, ops_day, lang), "before": moment(found.before, ops_day, lang),
        "as_of": moment(found.as_of, ops_day, lang), "promised": moment(promised, ops_day, lang),
    }  # fmt: skip
    facts["open"] = left + (unit(line, pack, lang).behind(left) if line else "")
    return say(lang, f"action.kept_{_how(found)}", **facts)


def _how(of: Outcome) -> str:
    match of.kept:
        case Kept.LATE if of.cleared:
            return "late_cleared"
        case Kept.AHEAD | None:
            return "ahead_unheard" if of.as_of is None else "ahead_clear" if of.cleared else "ahead"
    return str(of.kept)


def off_by(off: timedelta | None, lang: str) -> str:
    """How much later than an hour given, or earlier; nothing where that cannot be said."""
    if off is None:
        return BLANK
    if not off:
        return say(lang, "promise.as_said")
    return say(lang, "promise.later" if off > timedelta(0) else "promise.earlier", by=so_long(abs(off), lang))


def so_long(of: timedelta, lang: str) -> str:
    return hours(of / timedelta(hours=1), lang)


def bought(of: Worth | None, found: Outcome, ops_day: date, lang: str) -> str:
    """The forecast that was shown when it was decided, and what came of it."""
    if of is None:
        return say(lang, "action.bought_none")
    said = _expected(of, ops_day, lang)
    if of.effect is Effect.OPEN:
        return said + say(lang, "action.bought_open")
    facts = {"cleared": moment(of.cleared, ops_day, lang), "before": moment(found.before, ops_day, lang)}
    return said + say(lang, f"action.bought_{of.effect}", **facts)


def _expected(of: Worth, ops_day: date, lang: str) -> str:
    """What was forecast; where that was no finish, how early there might have been one."""
    ends = {name: moment(at, ops_day, lang) if at else say(lang, "action.beyond")
            for name, at in (("expected", of.expected), ("early", of.early), ("late", of.late))}  # fmt: skip
    how = "bought" if of.expected else "bought_beyond" if of.early else "bought_never"
    return say(lang, f"action.{how}", **ends)


def step(of: Step, ops_day: date, lang: str) -> str:
    """One line of its history: what, to whom, promised for when, and what was said."""
    text = say(lang, f"action.step_{of.name}")
    if of.unit:
        text += say(lang, "action.line_unit", unit=of.unit, level=level(of.level or "city", lang))
    if of.promised:
        text += say(lang, "action.line_promised", promised=moment(of.promised, ops_day, lang))
    if of.happened:
        text += say(lang, "action.line_happened", happened=moment(of.happened, ops_day, lang))
    return text + (say(lang, "action.line_says", says=of.says) if of.says else "")

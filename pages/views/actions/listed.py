"""The table of actions, and one action with its history."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from data_pipeline.actions.standing import Standing
from data_pipeline.actions.worth import Worth
from data_pipeline.declare import Pack
from data_pipeline.sentences import action as texts
from data_pipeline.store.log.decisions import Logged
from data_pipeline.words import say
from data_pipeline.words.numbers import moment
from pages.components.data_table import DataTable, TableColumn
from pages.components.html import Markup, html, joined

WIDTHS = {"state": 165, "what": 260, "place": 130, "unit": 140, "owed": 140, "late": 90, "level": 80, "kept": 250}


def actions_table(of: Sequence[Standing], pack: Pack, now: datetime, ops_day: date, lang: str) -> DataTable:
    """One row per action, as given; a press opens it."""
    columns = [TableColumn("number", say(lang, "action.column_number"), "number", 46)]
    columns += [TableColumn(name, say(lang, f"action.column_{name}"), "state" if name == "state" else "text", width)
                for name, width in WIDTHS.items()]  # fmt: skip
    rows = [_row(s, pack, now, ops_day, lang) for s in of]
    presses = tuple(f"number={s.action.number}" for s in of)
    none, alt = say(lang, "action.none_fits"), say(lang, "action.title")
    return DataTable.of("", columns, rows, nothing=none, alt=alt, presses=presses)


def _row(s: Standing, pack: Pack, now: datetime, ops_day: date, lang: str) -> dict[str, object]:
    action = s.action
    return {
        "number": action.number,
        "state": texts.state(s, lang),
        "what": action.decided.what,
        "place": texts.place(pack, action, lang),
        "unit": action.unit,
        "owed": texts.step_by(s.owed, ops_day, lang) if s.owed else "",
        "late": texts.late_by(s, now, lang),
        "level": texts.level(s.owed.level, lang) if s.owed else "",
        "kept": texts.kept(pack, s, ops_day, lang),
    }


def one(s: Standing, pack: Pack, worth: Worth | None, ops_day: date, lang: str) -> Markup:
    """What was decided and by whom, what the reports say, what it bought, and every step."""
    action = s.action
    lines = [texts.kept(pack, s, ops_day, lang)]
    if s.outcome is not None and action.decided.line:
        lines.append(texts.bought(worth, s.outcome, ops_day, lang))
    history = joined(_step(say(lang, "action.line_by", at=moment(x.at, ops_day, lang), by=x.by),
                           texts.step(x, ops_day, lang)) for x in action.steps)  # fmt: skip
    return html(
        '<div class="dk action"><p class="what">{what}</p><p class="muted">{decided} · <a href="{way}" target="_self">'
        '{reopen}</a></p>{lines}<ol class="life" aria-label="{life}">{history}</ol></div>',
        what=texts.what(pack, action, lang),
        decided=say(lang, "action.decided", at=moment(action.decided.known_at, ops_day, lang), by=action.decided.by),
        way=reopened(action.decided, lang),
        reopen=say(lang, "action.reopen"),
        lines=joined(html("<p>{}</p>", x) for x in lines if x),
        life=say(lang, "action.life"),
        history=history,
    )


def _step(when: str, what: str) -> Markup:
    return html('<li><span class="muted">{}</span> {}</li>', when, what)


def reopened(of: Logged, lang: str) -> str:
    """The address of exactly the board it was decided on."""
    return "/?" + urlencode({"clock": of.clock, "line": of.line, "area": of.area, "lang": lang})

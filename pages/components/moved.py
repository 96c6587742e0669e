"""What changed, as HTML: rows by what they do, restated cells old → new, figures and states that differ."""

from html import escape
from typing import Any

import pandas as pd

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Effect, RestatedCell
from data_pipeline.publish.disclosure_control import place_of, told_in_bands
from data_pipeline.trace import shown_cell
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, exact, known, percent
from pages.components.cells import cell, column_name, key_of
from pages.components.marks import GLYPHS
from pages.model.day import UNKNOWN, records

LISTED = 300
KINDS = ("new", "restated", "unchanged", "withdrawn", "renamed")


def effect_counts(effect: Effect, lang: str) -> str:
    cells = "".join(
        f'<span class="count {"on_track" if n else ""}"><b>{exact(n)}</b>{_s(lang, kind)}</span>'
        for kind in KINDS
        if (n := getattr(effect, kind)) or kind in KINDS[:3]
    )
    return f'<div class="dk counts">{cells}</div>'


def taken(effect: Effect, lang: str) -> str:
    """Says that known figures would be gone, where some would."""
    return say(lang, "moved.taken", rows=effect.taken) if effect.taken else ""


def restated(effect: Effect, pack: Pack, feed: Feed, lang: str, *, exactly: bool) -> str:
    """Cell by cell: which row, which column, old → new. Not `exactly`: counts of people below district level are
    told in bands, and not by how much they moved."""
    names = (("row", ""), ("column", ""), ("old", "n"), ("new_value", "n"), ("by", "n"))
    head = "".join(f'<th scope="col" class="{css}">{_s(lang, h)}</th>' for h, css in names)
    body = "".join(_restated(c, pack, feed, lang, exactly) for c in effect.cells[:LISTED])
    return _scroll(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>", len(effect.cells), lang)


def _restated(c: RestatedCell, pack: Pack, feed: Feed, lang: str, exactly: bool) -> str:
    key = dict(zip(feed.key, c.key, strict=False))
    hidden = not exactly and told_in_bands(pack, feed, key)
    banded = place_of(feed, key) if hidden else None
    old, new = (_cell(pack, feed, c.column, v, lang, banded) for v in (c.before, c.after))
    hidden &= feed[c.column].people or feed[c.column].unit == "h"
    return (
        f'<tr><th scope="row">{escape(key_of(pack, feed, c.key, lang))}</th>'
        f"<td>{escape(column_name(feed, c.column, lang))}</td>"
        f'<td class="n">{old}</td><td class="n"><b>{new}</b></td>'
        f'<td class="n">{"" if hidden else _difference(c.before, c.after)}</td></tr>'
    )


def _cell(pack: Pack, feed: Feed, name: str, value: str | None, lang: str, banded: str | None) -> str:
    return escape(shown_cell(cell(pack, feed, name, value, lang), name, feed, banded=banded))


def gone(effect: Effect, pack: Pack, feed: Feed, lang: str) -> str:
    """Rows that a snapshot no longer holds, and rows that were renamed."""
    lines = [f"{_s(lang, 'withdrawn')}: {escape(key_of(pack, feed, k, lang))}" for k in effect.gone[:LISTED]]
    lines += [
        f"{_s(lang, 'renamed')}: {escape(key_of(pack, feed, was, lang))} → {escape(key_of(pack, feed, now, lang))}"
        for was, now in effect.moved[:LISTED]
    ]
    return f'<ul class="dk">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def told(moves: pd.DataFrame, lang: str) -> str:
    """One sentence: how many lines, districts and states are touched."""
    lines = moves.loc[moves["kind"] == "line"]
    turned = lines.loc[lines["state_before"].fillna("") != lines["state_after"].fillna("")]
    key = "nothing" if moves.empty else "summary"
    facts = {"lines": lines["id"].nunique(), "areas": lines["area_code"].nunique(), "states": len(turned),
             "gauges": moves.loc[moves["kind"] == "gauge", "id"].nunique()}  # fmt: skip
    return say(lang, f"moved.{key}", **facts)


def board_moves(moves: pd.DataFrame, pack: Pack, lang: str) -> str:
    """Lines by area in the declared order, the city first: open, done, share and state, before → after."""
    rows = _ordered(moves.loc[moves["kind"] == "line"], pack)
    many = len({r["ops_day"] for r in rows}) > 1
    head = ("day",) * many + ("line", "area", "slot", "open", "done", "rate", "state")
    top = "".join(f'<th scope="col">{_s(lang, h)}</th>' for h in head)
    body = "".join(_line(r, pack, lang, many) for r in rows[:LISTED])
    whole = _scroll(f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>", len(rows), lang) if rows else ""
    turned = any((r["state_before"] or "") != (r["state_after"] or "") for r in rows[:LISTED])
    return whole + by_pace(lang) if turned else whole


def by_pace(lang: str) -> str:
    """What states on both sides of a change are judged by; what the board shows may be judged by forecast."""
    return f'<div class="dk"><p class="muted">{_s(lang, "by_pace")}</p></div>'


def gauge_moves(moves: pd.DataFrame, pack: Pack, lang: str) -> str:
    rows = _ordered(moves.loc[moves["kind"] == "gauge"], pack)
    top = "".join(f'<th scope="col">{_s(lang, h)}</th>' for h in ("gauge", "area", "slot", "value"))
    body = "".join(
        f'<tr><th scope="row">{escape(_name(pack, r, lang))}</th><td>{escape(_area(pack, r, lang))}</td>'
        f"<td class='slot'>{_slot(r)}</td><td>{_pair(r, 'value')}</td></tr>"
        for r in rows[:LISTED]
    )
    return _scroll(f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>", len(rows), lang) if rows else ""


def _line(r: dict[str, Any], pack: Pack, lang: str, with_day: bool) -> str:
    city = ' class="city"' if r["area_code"] == pack.operation.city_code else ""
    day = f"<td>{r['ops_day']:%m-%d}</td>" if with_day else ""
    return (
        f'<tr{city}>{day}<th scope="row">{escape(_name(pack, r, lang))}</th><td>{escape(_area(pack, r, lang))}</td>'
        f"<td class='slot'>{_slot(r)}</td><td>{_pair(r, 'open')}</td><td>{_pair(r, 'done')}</td><td>{_rates(r)}</td>"
        f"<td>{_states(r, lang)}</td></tr>"
    )


def _states(r: dict[str, Any], lang: str) -> str:
    told = (r[f"state_{when}"] for when in ("before", "after"))
    before, after = (state if known(state) and state else UNKNOWN for state in told)
    return _mark(after, lang) if before == after else f"{_mark(before, lang)} → {_mark(after, lang)}"


def _mark(state: str, lang: str) -> str:
    """As a character: drawings do not pass where the framework cleans HTML."""
    return f'<span class="mark {state}"><span>{GLYPHS[state]} {escape(say(lang, f"state.{state}"))}</span></span>'


def _pair(r: dict[str, Any], name: str) -> str:
    before, after = r[f"{name}_before"], r[f"{name}_after"]
    if known(before) and known(after) and before == after:
        return f'<span class="n">{_short(after)}</span>'
    both = known(before) and known(after)
    difference = f' <span class="by">{_signed(float(after) - float(before))}</span>' if both else ""
    return f'<span class="n">{_short(before)} → <b>{_short(after)}</b>{difference}</span>'


def _rates(r: dict[str, Any]) -> str:
    before, after = r["rate_before"], r["rate_after"]
    one, other = percent(before), percent(after)
    return f'<span class="n">{other if one == other else f"{one} → <b>{other}</b>"}%</span>' if known(after) else BLANK


def _slot(r: dict[str, Any]) -> str:
    one, other = r["as_of_before"], r["as_of_after"]
    texts = [f"{m:%H:%M}" if known(m) else BLANK for m in (one, other)]
    return texts[1] if texts[0] == texts[1] else f"{texts[0]} → {texts[1]}"


def _ordered(moves: pd.DataFrame, pack: Pack) -> list[dict[str, Any]]:
    """City and districts only; every list in the order that is declared, never by size."""
    ids = {x: i for i, x in enumerate([*pack.lines, *pack.gauges])}
    areas = {code: i for i, code in enumerate([pack.operation.city_code, *(a.code for a in pack.districts)])}
    rows = [r for r in records(moves) if r["area_code"] in areas and r["id"] in ids]
    return sorted(rows, key=lambda r: (r["ops_day"], ids[r["id"]], areas[r["area_code"]], str(r["as_of_after"])))


def _name(pack: Pack, r: dict[str, Any], lang: str) -> str:
    figure = pack.lines.get(r["id"]) or pack.gauges[r["id"]]
    return figure.name(lang)


def _area(pack: Pack, r: dict[str, Any], lang: str) -> str:
    return pack.area[r["area_code"]].name(lang)


def _difference(before: str | None, after: str | None) -> str:
    try:
        return _signed(float(after or "") - float(before or ""))
    except ValueError:
        return ""


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{_short(abs(value))}"


def _short(value: float | None) -> str:
    return exact(value) if value is None or not known(value) or abs(value) >= 10 else f"{float(value):.3g}"


def _scroll(inner: str, rows: int, lang: str, listed: int = LISTED) -> str:
    more = f'<p class="more">{_s(lang, "more", shown=listed, rows=rows)}</p>' if rows > listed else ""
    return f'<div class="dk scroll" tabindex="0"><table class="moves">{inner}</table>{more}</div>'


def _s(lang: str, name: str, **facts: object) -> str:
    return escape(say(lang, f"moved.{name}", **facts))

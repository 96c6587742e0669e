"""Targets as tables: those in force, what a change would recolour, and who changed what."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from data_pipeline.core.status import Status
from data_pipeline.declare import Pack
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.targets.recolour import Recoloured
from data_pipeline.words import say
from data_pipeline.words.numbers import known
from pages.components.definitions import levels, source
from pages.components.marks import GLYPHS
from pages.components.moved import by_pace
from pages.model.day import records

COLUMNS = ("metric", "unit", "target", "levels", "responsible", "source", "valid_from")
LEVELS = ("target", "amber", "red")
SHOWN = 200
RIGHT = (*LEVELS, "valid_from", "entered")  # columns of figures


def name_of(target: Target, lang: str) -> str:
    return f"{target.metric} {target.zh if lang == 'zh' else target.en}"


def in_force(pack: Pack, targets: Sequence[Target], coming: Sequence[Target], lang: str) -> str:
    """One row per target in force; one that is to come stands below its own."""
    later = {(t.metric, t.item): t for t in coming}
    body = ""
    for target in targets:
        body += _row(pack, target, lang)
        if (next_one := later.get((target.metric, target.item))) is not None:
            body += _row(pack, next_one, lang, coming=True)
    return f'<div class="dk scroll tall" tabindex="0"><table>{_heads(COLUMNS, lang)}<tbody>{body}</tbody></table></div>'


def _row(pack: Pack, t: Target, lang: str, *, coming: bool = False) -> str:
    name = f"↳ {say(lang, 'targets.coming')}" if coming else name_of(t, lang)
    owner = t.responsible_zh if lang == "zh" else t.responsible_en
    told = f'<td>{escape(pack.term("unit", t.unit, lang))}</td><td class="n">{amount(t.target)}</td>'
    told += "".join(f"<td>{escape(c)}</td>" for c in (levels(t, lang), owner, source(t, lang)))
    told += f'<td class="n">{t.valid_from.isoformat()}</td>'
    return f'<tr class="{"coming" if coming else ""}"><th scope="row">{escape(name)}</th>{told}</tr>'


def drafted(changes: Sequence[TargetChange], now: dict[tuple[str, str], Target], lang: str) -> str:
    """Each change, old against new."""
    body = ""
    for c in changes:
        held = now[c.metric, c.item]
        cells = "".join(f'<td class="n">{_moved(getattr(held, n), getattr(c, n))}</td>' for n in LEVELS)
        owner = c.responsible_zh if lang == "zh" else c.responsible_en
        body += (
            f'<tr><th scope="row">{escape(name_of(held, lang))}</th>{cells}<td>{escape(owner)}</td>'
            f'<td class="n">{c.valid_from.isoformat()}</td></tr>'
        )
    heads = _heads(("metric", *LEVELS, "responsible", "valid_from"), lang)
    return f'<div class="dk scroll" tabindex="0"><table>{heads}<tbody>{body}</tbody></table></div>'


def colours(found: Sequence[Recoloured], pack: Pack, lang: str) -> str:
    """Which figures would be of another state, city first."""
    body = ""
    for one in found[:SHOWN]:
        figure = pack.lines.get(one.figure) or pack.gauges[one.figure]
        area = pack.area[one.area].name(lang) if one.area in pack.area else one.area
        body += (
            f'<tr class="{"city" if one.area == pack.operation.city_code else ""}">'
            f'<th scope="row">{escape(figure.name(lang))}</th><td>{escape(area)}</td>'
            f"<td>{_state(one.before, lang)}</td><td>→ {_state(one.after, lang)}</td></tr>"
        )
    more = f'<p class="more">{_s(lang, "more", count=len(found) - SHOWN)}</p>' if len(found) > SHOWN else ""
    heads = _heads(("figure", "area", "before", "after"), lang)
    judged = by_pace(lang) if any(one.figure in pack.lines for one in found) else ""
    return f'<div class="dk scroll" tabindex="0"><table>{heads}<tbody>{body}</tbody></table>{more}</div>{judged}'


def history(rows: pd.DataFrame, names: dict[tuple[str, str], Target], lang: str) -> str:
    """Every change ever entered, newest first."""
    body = ""
    for r in records(rows.head(SHOWN)):
        held = names.get((str(r["metric"]), str(r["item"])))
        levels_set = " / ".join(amount(r[n]) for n in LEVELS)
        cells = (r["sender"], name_of(held, lang) if held else r["metric"], levels_set)
        told = "".join(f"<td>{escape(str(c))}</td>" for c in cells)
        told += f'<td class="n">{r["valid_from"]:%Y-%m-%d}</td><td>{escape(str(r["reason"]))}</td>'
        body += f'<tr><th scope="row">T{r["seq"]}</th><td class="n">{r["known_from"]:%Y-%m-%d %H:%M}</td>{told}</tr>'
    heads = _heads(("version", "entered", "by", "metric", "levels_set", "valid_from", "reason"), lang)
    return f'<div class="dk scroll" tabindex="0"><table>{heads}<tbody>{body}</tbody></table></div>'


def amount(value: float | None) -> str:
    return f"{value:,.10g}" if value is not None and known(value) else "—"


def _moved(before: float | None, after: float | None) -> str:
    return amount(after) if before == after else f"<s>{amount(before)}</s> <b>{amount(after)}</b>"


def _state(state: Status | None, lang: str) -> str:
    """Shape, colour and word; the shape as a letter: the framework's own HTML drops drawings."""
    if state is None:
        return f'<span class="muted">{_s(lang, "not_judged")}</span>'
    name = state.name.lower()
    return f'<span class="mark {name}"><span>{GLYPHS[name]} {escape(say(lang, f"state.{name}"))}</span></span>'


def _heads(names: Sequence[str], lang: str) -> str:
    told = "".join(f'<th scope="col"{" class=n" if n in RIGHT else ""}>{_s(lang, n)}</th>' for n in names)
    return f"<thead><tr>{told}</tr></thead>"


def _s(lang: str, name: str, **facts: object) -> str:
    return escape(say(lang, f"targets.{name}", **facts))

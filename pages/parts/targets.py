"""Targets as tables: those in force, what a change would recolour, and who changed what."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.recolour import Recoloured
from data_pipeline.status import Status
from data_pipeline.words import say
from pages.parts.definitions import levels, source
from pages.parts.marks import mark
from pages.parts.numbers import known

COLUMNS = ("metric", "unit", "target", "levels", "responsible", "source", "valid_from")
LEVELS = ("target", "amber", "red")
SHOWN = 200


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
    heads = "".join(f'<th scope="col">{_s(lang, c)}</th>' for c in COLUMNS)
    return f'<div class="dk scroll tall"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(pack: Pack, t: Target, lang: str, *, coming: bool = False) -> str:
    name = f"↳ {say(lang, 'targets.coming')}" if coming else name_of(t, lang)
    cells = (
        pack.term("unit", t.unit, lang), amount(t.target), levels(t, lang),
        t.responsible_zh if lang == "zh" else t.responsible_en, source(t, lang), t.valid_from.isoformat(),
    )  # fmt: skip
    told = "".join(f"<td>{escape(c)}</td>" for c in cells)
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
    heads = "".join(f'<th scope="col">{_s(lang, n)}</th>' for n in ("metric", *LEVELS, "responsible", "valid_from"))
    return f'<div class="dk scroll"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


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
    heads = "".join(f'<th scope="col">{_s(lang, n)}</th>' for n in ("figure", "area", "before", "after"))
    return f'<div class="dk scroll"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}</div>'


def history(rows: pd.DataFrame, names: dict[tuple[str, str], Target], lang: str) -> str:
    """Every change ever entered, newest first."""
    body = ""
    for r in rows.head(SHOWN).itertuples():
        held = names.get((r.metric, r.item))
        cells = (r.sender, name_of(held, lang) if held else r.metric, " / ".join(amount(getattr(r, n)) for n in LEVELS),
                 f"{r.valid_from:%Y-%m-%d}", r.reason)  # fmt: skip
        told = "".join(f"<td>{escape(str(c))}</td>" for c in cells)
        body += f'<tr><th scope="row">T{r.seq}</th><td class="n">{r.known_from:%Y-%m-%d %H:%M}</td>{told}</tr>'
    names_ = ("version", "entered", "by", "metric", "levels_set", "valid_from", "reason")
    heads = "".join(f'<th scope="col">{_s(lang, n)}</th>' for n in names_)
    return f'<div class="dk scroll"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def amount(value: float | None) -> str:
    return f"{value:,.10g}" if value is not None and known(value) else "—"


def _moved(before: float | None, after: float | None) -> str:
    return amount(after) if before == after else f"<s>{amount(before)}</s> <b>{amount(after)}</b>"


def _state(state: Status | None, lang: str) -> str:
    return mark(state.name.lower(), lang) if state else f'<span class="muted">{_s(lang, "not_judged")}</span>'


def _s(lang: str, name: str, **facts: object) -> str:
    return escape(say(lang, f"targets.{name}", **facts))

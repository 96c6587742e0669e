"""Who is cared for where: severity against kind of site, with those marked who are placed below or above their need.

Of one district the kinds of site are places below it, often one alone: people are told in bands (disclosure control).
"""

from collections.abc import Mapping
from typing import NamedTuple

from data_pipeline.publish.disclosure_control import FEWEST, Count, band, slot_name
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact
from pages.components.html import Markup, html, joined
from pages.components.marks import mark, shape
from pages.components.panel import Drawn, panel
from pages.components.sites import SEVERITIES, by_kind, in_order, site_rows
from pages.model.scene import Scene

HOSPITALS = ("HOSP_DESIG", "HOSP_SUB")
DESIGNATED = "HOSP_DESIG"
NEEDS_HOSPITAL = ("n_moderate", "n_severe", "n_critical")
GRAVE = ("n_severe", "n_critical")
A_FEW = 9  # people placed below their need: more of them, or any grave one, needs support
CARE = "care"  # the rows of people by kind of site
FREE = "free"  # mild people in a designated hospital: a bed lost, not a danger


def verdict(kind: str, severity: str, people: float) -> str:
    """How a cell is marked: will_miss, at risk, free (a bed lost), or nothing."""
    if not people:
        return ""
    if severity in NEEDS_HOSPITAL:
        if kind in HOSPITALS:
            return ""
        return "will_miss" if severity in GRAVE or people > A_FEW else "at_risk"
    return FREE if kind == DESIGNATED else ""


def care(scene: Scene) -> Drawn:
    lang, sites = scene.lang, site_rows(scene)
    figures = by_kind(sites, scene.place)
    kinds = [k for k in in_order(scene, figures) if any(figures[k][s] for s in SEVERITIES)]
    if not kinds:
        return Drawn(panel("care", say(lang, "care.none"), Markup(), css="care-panel"))
    heads = joined(html('<th scope="col">{}</th>', scene.pack.term("site_type", k, lang)) for k in kinds)
    head = html(
        '<th scope="col">{severity}</th>{heads}<th scope="col">{all}</th>',
        severity=say(lang, "care.severity"),
        heads=heads,
        all=say(lang, "care.all"),
    )
    below, above = (
        sum(p for p, v in _judged(figures, kinds) if v in which) for which in (("will_miss", "at_risk"), (FREE,))
    )
    at = max((r["as_of"] for r in sites), default=None)
    one = scene.place != scene.day.city_code
    near = Near(Count(scene.place, CARE, slot_name(at)), below > 0) if one else None
    rows = joined(_row(figures, kinds, s, lang, near) for s in SEVERITIES)
    title = say(lang, "care.title", below=count(below, lang), above=count(above, lang))
    tools = html(
        '<span class="legend">{will_miss}{at_risk}<span>{legend}</span></span>',
        will_miss=mark("will_miss", lang),
        at_risk=mark("at_risk", lang),
        legend=say(lang, "care.legend"),
    )
    body = html('<table class="plain care"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, rows)
    return Drawn(panel("care", scene.titled(title), body, tools=tools, css="care-panel"))


def _judged(figures: Mapping[str, Mapping[str, float]], kinds: list[str]) -> list[tuple[float, str]]:
    return [(figures[k][s], verdict(k, s, figures[k][s])) for k in kinds for s in SEVERITIES]


class Near(NamedTuple):
    """Of one district, told in bands: which counts, and whether anybody is placed below their need."""

    counts: Count
    some: bool

    def of(self, kind: str, severity: str) -> Count:
        return self.counts._replace(column=f"{kind} {severity}")


def _row(
    figures: Mapping[str, Mapping[str, float]], kinds: list[str], severity: str, lang: str, near: Near | None
) -> Markup:
    whole = sum(figures[k][severity] for k in kinds)
    cells = joined(
        _banded(k, severity, band(figures[k][severity], near.of(k, severity)), lang, some=near.some)
        if near and whole
        else _cell(verdict(k, severity, figures[k][severity]), exact(figures[k][severity]), lang)
        for k in kinds
    )
    return html(
        '<tr><th scope="row">{severity}</th>{cells}<td data-fig><b>{whole}</b></td></tr>',
        severity=say(lang, f"care.{severity}"),
        cells=cells,
        whole=exact(whole),
    )


def _banded(kind: str, severity: str, people: str, lang: str, *, some: bool) -> Markup:
    """In a band, and marked as all who stand in it would be; where it is the lowest, when somebody of the district may
    be placed so, not when one is."""
    state = verdict(kind, severity, A_FEW + 1) if people != FEWEST else ""
    if people == FEWEST and some and severity in NEEDS_HOSPITAL:
        state = verdict(kind, severity, A_FEW)
    return _cell(state, people, lang)


def _cell(state: str, people: str, lang: str) -> Markup:
    inside = html("<span data-fig>{}</span>", people)
    if state == FREE:
        return html('<td class="bed" title="{}">{} ◇</td>', say(lang, "care.bed_lost"), inside)
    if state:
        return html(
            '<td class="{state}" title="{below}">{inside} {shape}</td>',
            state=state,
            below=say(lang, "care.below"),
            inside=inside,
            shape=shape(state),
        )
    return html("<td>{}</td>", inside)

"""Takers of the parts that are made of marks and figures: tiles, strip, matrix, tables, charts' twins, the wall."""

import re
from datetime import datetime, timedelta

from selectolax.lexbor import LexborNode

from data_pipeline.words import say
from tests.reader import figures
from tests.reader.take import TILE_WORDS, Taker, asked, one, pressed, words
from tests.reader.unsay import unsay, which


def focus(t: Taker) -> str:
    """The area a page or a wall speaks of where others speak of the city."""
    page = t.root.css_first(".place-page") if t.root else None
    return (page.attributes.get("data-key") or t.city) if page is not None else t.city


def finish(t: Taker, place: str, line: str, area: str, text: str) -> None:
    """When it clears, in a few words, or what is left at the deadline."""
    lang, text = t.view.lang, text.strip()
    if not text or text in figures.NOTHING:
        return
    if told := unsay(lang, "outlook.tile_left", text):
        return left_range(t, place, line, area, told["left"])
    if told := unsay(lang, "closed.tile_overdue", text):
        return t.count(place, line, area, "overdue", told["overdue"])
    if told := unsay(lang, "outlook.tile_from", text):
        return t.moment(place, line, area, "finish_from", told["low"])
    for key, name in (("outlook.tile_finish", "range"), ("tile.finish", "finish")):
        told = unsay(lang, key, text)
        if told and "–" in told[name]:
            return span(t, place, line, area, figures.clocks(told[name]), text)
        if told and figures.moment(told[name], t.day, lang):
            return t.moment(place, line, area, "finish", told[name])
        if told and unsay(lang, "number.days_later", told[name]):
            return t.add(place, line, area, "finish_days", told[name], text)
    said = which(lang, TILE_WORDS, text)
    t.add(place, line, area, "finish_word", said.key if said else None, text)
    if said and said.key == "tile.stale":
        t.moment(place, line, area, "as_of", said.facts["as_of"])


def span(t: Taker, place: str, line: str, area: str, both: tuple[str, str], text: str) -> None:
    low, high = (figures.moment(x, t.day, t.view.lang) for x in both)
    if low and high is None and unsay(t.view.lang, "number.days_later", both[1]):
        t.add(place, line, area, "finish_from", low, text)
    else:
        t.add(place, line, area, "finish_range", (low, high) if low and high else None, text)


def left_range(t: Taker, place: str, line: str, area: str, text: str) -> None:
    low, high = (figures.number(x, about=True) for x in figures.counts(text))
    t.add(place, line, area, "left_range", (low, high) if low and high else None, text)


def tiles(t: Taker) -> None:
    here = focus(t)
    for node in t.root.css(".opens"):
        line, tile = node.attributes.get("data-key") or "", one(node, ".tile")
        if tile is None:
            continue
        t.state("tile", line, here, tile)
        big = one(tile, ".big [data-fig]")
        t.share("tile", line, here, "rate", words(big))
        t.count("tile", line, here, "open", words(one(tile, ".left b[data-fig]")))
        if pair := unsay(t.view.lang, "tile.pair", words(one(tile, ".pair"))):
            _pair(t, "tile", line, here, pair)
        finish(t, "tile", line, here, words(one(tile, ".foot [data-fig]")))
        _worst(t, "tile", line, words(one(tile, ".foot .worst")))


def _pair(t: Taker, place: str, line: str, area: str, told: dict[str, str]) -> None:
    t.count(place, line, area, "done", told["done"])
    t.count(place, line, area, "due", told["due"])


def _worst(t: Taker, place: str, line: str, text: str) -> None:
    """The district named beside a line, with its share where there is room."""
    if not text:
        return
    for key in ("tile.worst", "strip.worst"):
        told = unsay(t.view.lang, key, text)
        if told and (area := t.names.area(told["area"])):
            t.add(place, line, t.city, "worst", area, text)
            return t.share(place, line, area, "rate", told["rate"])
    t.add(place, line, t.city, "worst", t.names.area(text) or None, text)


def strip(t: Taker) -> None:
    here = focus(t)
    for node in t.root.css(".opens"):
        line, group = node.attributes.get("data-key") or "", one(node, ".group")
        if group is None:
            continue
        t.state("strip", line, here, group)
        if len(rate := words(one(group, ".rate")).split("%")) > 1:
            t.share("strip", line, here, "rate", rate[0])
        if told := unsay(t.view.lang, "strip.left", words(one(group, ".mid .left"))):
            t.count("strip", line, here, "open", told["left"])
        if foot := group.css(".foot [data-fig]"):
            _worst(t, "strip", line, words(foot[0]))


def matrix(t: Taker) -> None:
    for node in t.root.css("table.matrix td.cell"):
        at = pressed(one(node, "button"))
        line, area = at.get("line", ""), at.get("area", "")
        t.state("matrix", line, area, node)
        figure = words(one(node, "[data-fig]"))
        if "%" in figure:
            t.share("matrix", line, area, "rate", figure)
        else:  # of a closed line what was left overnight
            t.count("matrix", line, area, "open", figure)
        button = one(node, "button")
        hint = (button.attributes.get("title") or "") if button is not None else ""
        if told := unsay(t.view.lang, "matrix.cell", hint):
            t.share("matrix", line, area, "rate", told["rate"])
            t.count("matrix", line, area, "open", told["left"])
            t.add("matrix", line, area, "state", t.names.states.get(told["state"].strip()), told["state"])
    for node in t.root.css("table.matrix tr[data-key]"):
        if (sum_of := one(node, "td.sum")) is not None:
            told = words(sum_of)
            number = re.search(r"\d+", told)
            found = figures.number(number[0]) if number else figures.Shown(0, 0)
            t.add("matrix", "", node.attributes.get("data-key") or "", "need_count", found, told)


def _first(text: str) -> str:
    """A figure with the measure that belongs to it, without the word of its unit."""
    found = re.match(r"\s*[\d,.]+\s*(?:万|亿|k\b|m\b)?", text)
    return found[0] if found else text


def districts(t: Taker) -> None:
    for node in t.root.css("table.districts tr[data-key]"):
        area, cells = node.attributes.get("data-key") or "", node.css("td")
        line = asked(one(node, "a.open"))[0]
        t.state("districts", line, area, node)
        t.count("districts", line, area, "open", _first(words(cells[0])))
        t.share("districts", line, area, "rate", words(one(cells[1], "[data-fig]")))
        told = words(cells[2])
        if beyond := unsay(t.view.lang, "districts.beyond", told):
            needed, now = "", beyond["now"]
        else:
            needed, _, now = told.partition("/")
        t.count("districts", line, area, "needed", needed)
        t.count("districts", line, area, "rate_now", now)
        finish(t, "districts", line, area, words(cells[4]))


def grid(t: Taker) -> None:
    """Cells of the tables of all figures: a line's carry due, done and left in their hint."""
    for row in t.root.css("table.grid tr[data-key]"):
        held, id = words(one(row, "td.held")), row.attributes.get("data-key") or ""
        for cell in row.css("td.cell"):
            link = one(cell, "a.open")
            if link is None:
                continue
            _, area = asked(link)
            if id in t.pack.lines:
                _line_cell(t, id, area, cell, link)
            else:
                t.state("grid", id, area, cell)
                t.add("grid", id, area, "gauge", figures.number(words(link)), words(link))
        if id in t.pack.lines:
            t.share("grid", id, t.city, "rate", held)
        elif held:
            t.add("grid", id, t.city, "target", held, held)


def _line_cell(t: Taker, line: str, area: str, cell: LexborNode, link: LexborNode) -> None:
    t.state("grid", line, area, cell)
    t.count("grid", line, area, "open", words(link))
    if told := unsay(t.view.lang, "grid.hint", link.attributes.get("title") or ""):
        for kind, name in (("due", "due"), ("done", "done"), ("open", "left")):
            t.count("grid", line, area, kind, told[name])
        t.add("grid", line, area, "state", t.names.states.get(told["state"].strip()), told["state"])


def singles(t: Taker) -> None:
    """Gauges of the city alone, and the wall's cards."""
    for node in t.root.css("ul.singles li[data-key], .gauge[data-key]"):
        id = node.attributes.get("data-key") or ""
        value = one(node, ".value b[data-fig]") or one(node, ".figure")
        held = one(node, ".held") or one(node, ".note")
        t.state("gauge", id, t.city, node)
        text = words(value)
        found = figures.number(_first(text))
        if text not in figures.NOTHING:
            t.add("gauge", id, t.city, "gauge", found, text)
        if words(held)[:1] in ("≥", "≤"):
            t.add("gauge", id, t.city, "target", words(held), words(held))


def figures_tables(t: Taker) -> None:
    """The district page: each line and gauge here beside the city."""
    here = focus(t)
    for row in t.root.css("table.figures-table tr"):
        button = one(row, "th button")
        if button is None or len(cells := row.css("td")) < 4:
            continue
        line = pressed(button).get("line", "")
        t.state("figures", line, here, row)
        if told := unsay(t.view.lang, "place.left", words(cells[0])):
            t.count("figures", line, here, "open", _first(told["left"]))
        t.share("figures", line, here, "rate", words(cells[1]))
        t.share("figures", line, t.city, "rate", words(cells[2]))


def burndown(t: Taker) -> None:
    for node in t.root.css('[data-key="burndown"]'):
        line, area = asked(one(node, "a.open"))
        if not line:
            continue
        for row in node.css(".twin tbody tr"):
            cells = [words(c) for c in row.css("th,td")]
            if len(cells) == 5 and (at := figures.moment(cells[0], t.day, t.view.lang)):
                place = f"burndown@{at:%dT%H}"
                for kind, text in zip(("due", "done", "open"), cells[1:4], strict=True):
                    t.count(place, line, area, f"{kind}@{at:%dT%H:%M}", text)
        last = node.css(".twin tbody tr")[-1:]
        for row in last:
            cells = [words(c) for c in row.css("th,td")]
            if len(cells) == 5:
                t.moment("burndown", line, area, "as_of", cells[0])
                for kind, text in zip(("due", "done", "open"), cells[1:4], strict=True):
                    t.count("burndown", line, area, kind, text)
        _alt(t, node, line, area)


def _alt(t: Taker, node: LexborNode, line: str, area: str) -> None:
    chart = one(node, "[data-chart]")
    told = (chart.attributes.get("aria-label") or "") if chart is not None else ""
    end = told.rsplit("。" if t.view.lang == "zh" else ". ", 1)[-1] if told else ""
    if unsay(t.view.lang, "burndown.alt_no_finish", end) is not None:
        t.add("burndown", line, area, "finish_word", "tile.no_finish", end)
    elif found := unsay(t.view.lang, "burndown.alt_finish", end):
        t.moment("burndown", line, area, "finish", found["finish"])


def city_map(t: Taker) -> None:
    for node in t.root.css('[data-key="map"]'):
        title = words(one(node, "h2"))
        line = _titled(t, "map.title", title)
        for row in node.css(".twin tbody tr") if line else ():
            cells = [words(c) for c in row.css("th,td")]
            if len(cells) == 4 and (area := t.names.area(cells[0])):
                t.count("map", line, area, "open", cells[1])
                t.share("map", line, area, "rate", cells[2])
                t.add("map", line, area, "state", t.names.states.get(cells[3]), cells[3])


def _titled(t: Taker, key: str, title: str) -> str:
    """The line that a title made of this template names."""
    named = ((line, say(t.view.lang, key, line=name)) for name, line in t.names.lines.items())
    return next((line for line, told in named if title.startswith(told)), "")


def courses(t: Taker) -> None:
    here = focus(t)
    for node in t.root.css('[data-key="courses"] .twin tbody tr'):
        cells = [words(c) for c in node.css("th,td")]
        if len(cells) == 5 and (line := t.names.line(cells[0])):
            t.count("courses", line, here, "open", cells[2])
            t.moment("courses", line, here, "deadline", cells[3])
            t.add("courses", line, here, "state", t.names.states.get(cells[4]), cells[4])


def needs_nav(t: Taker) -> None:
    """The district page's row of districts: how many headline lines need support in each."""
    for node in t.root.css("nav.areas button[data-key]"):
        many = one(node, "b[data-fig]")
        value = figures.number(words(many)) if many is not None else figures.Shown(0, 0)
        t.add("areas", "", node.attributes.get("data-key") or "", "need_count", value, words(node))


def health(t: Taker) -> None:
    for node in t.root.css("table.health tr[data-key]"):
        feed, cells = node.attributes.get("data-key") or "", [words(c) for c in node.css("td")]
        if told := unsay(t.view.lang, "health.share", cells[1]):
            t.add("health", feed, "", "feed_in", (int(told["reported"]), int(told["expected"])), cells[1])
        if at := figures.moment(cells[0], t.day, t.view.lang):
            t.add("health", feed, "", "feed_last", at, cells[0])


def changes(t: Taker) -> None:
    for node in t.root.css("table.changes tr[data-key]"):
        line, now = node.attributes.get("data-key") or "", one(node, "td.now")
        if now is None:
            continue
        mark = one(now, ".mark")
        if mark is not None:
            t.state("changes", line, t.city, mark)
        t.count("changes", line, t.city, "open", words(one(now, "[data-fig]")))


def multiples(t: Taker) -> None:
    """The wall's sixteen districts of the line most in need."""
    for view in t.root.css('section[data-key="view-district"]'):
        title = words(one(view, "h1"))
        told = unsay(t.view.lang, "wall.district", title) or unsay(t.view.lang, "wall.district_missed", title)
        line = t.names.line(told["line"]) if told else ""
        if told and line:
            t.add("district-view", line, t.city, "need_districts", figures.number(told["need"]), title)
        for node in view.css(".multiple[data-key]"):
            area = node.attributes.get("data-key") or ""
            t.state("district-view", line, area, node)
            t.count("district-view", line, area, "open", words(one(node, "b[data-fig]")))


def deadlines(t: Taker) -> None:
    """The countdown gets its moment from the server: the deadline of the line the page or the wall speaks of."""
    for node in t.root.css('[data-tick="left"]'):
        at = datetime(1970, 1, 1) + timedelta(milliseconds=float(node.attributes.get("data-at") or 0))
        t.add("countdown", "", t.city, "countdown", at, f"{at:%m-%d %H:%M}")


ALL = (
    tiles,
    strip,
    matrix,
    districts,
    grid,
    singles,
    figures_tables,
    burndown,
    city_map,
    courses,
    needs_nav,
    health,
    changes,
    multiples,
    deadlines,
)

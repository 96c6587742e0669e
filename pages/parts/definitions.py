"""The definitions page: every metric as the pack declares it, the figures that use it, and the SQL of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.declare.tables import Target
from data_pipeline.words import catalogue, say
from pages.parts.marks import level_word
from pages.parts.panel import Drawn, panel

Figure = Line | Gauge
GENERAL = "general"  # metrics of several pages
UNUSED = "unused"
COLUMNS = ("metric", "formula", "unit", "target", "levels", "aggregation", "responsible", "valid_from", "used_by")


@dataclass(frozen=True)
class Entry:
    """One metric with the figures that are held to it."""

    target: Target
    figures: tuple[Figure, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.page for f in self.figures if f.page)) or (GENERAL if self.figures else UNUSED,)

    @property
    def group(self) -> str:
        """The panel it stands in: a metric of several pages is a general one."""
        return self.pages[0] if len(self.pages) == 1 else GENERAL


def definitions(pack: Pack, sql: Mapping[str, str], lang: str) -> Drawn:
    """`sql`: name of a query ('line/tasks') -> its text."""
    found = entries(pack)
    groups = tuple(
        dict.fromkeys((GENERAL, *(x.page for x in pack.lines.values()), *(e.group for e in found if e.figures), UNUSED))
    )
    sections = "".join(_section(pack, of, g, sql, lang) for g in groups if (of := _of(found, g)))
    body = f"{_lead(pack, found, lang)}{_tools(groups, len(found), lang)}{sections}{_queries(sql, lang)}"
    return Drawn(f'<div class="defs" data-key="defs">{body}</div>')


def _of(found: Sequence[Entry], group: str) -> list[Entry]:
    return [e for e in found if e.group == group]


def entries(pack: Pack) -> tuple[Entry, ...]:
    """Every target of the pack, in its order; a figure is held to the target of its own item, else its metric's."""
    items = {(t.metric, t.item) for t in pack.targets}
    held: dict[tuple[str, str], list[Figure]] = {}
    for x in (*pack.lines.values(), *pack.gauges.values()):
        held.setdefault((x.metric, x.item if (x.metric, x.item) in items else ""), []).append(x)
    return tuple(Entry(t, tuple(held.get((t.metric, t.item), ()))) for t in pack.targets)


def query_names(pack: Pack, figure: Figure) -> tuple[str, ...]:
    """The queries under a figure; a line that speaks for the worst of others has theirs."""
    if isinstance(figure, Gauge):
        return (f"gauge/{figure.sql}",)
    parts = [pack.lines[p].sql for p in figure.worst_of] or [figure.sql]
    return tuple(dict.fromkeys(f"line/{stem}" for stem in parts))


def levels(target: Target, lang: str) -> str:
    """How a value is judged, in words: 达标 ≥98 · 进度偏紧 ≥90 · 需支援 <90."""
    if target.direction == "clock":
        return _s(lang, "by_clock")
    if target.direction == "none" or (target.amber is None and target.red is None):
        return _s(lang, "not_judged")
    better, worse = ("≥", "<") if target.direction == "up" else ("≤", ">")
    first = target.amber if target.amber is not None else target.red
    told = [f"{level_word('on_track', lang)} {better}{first:g}"]
    if target.amber is not None and target.red is not None and target.red != target.amber:
        told.append(f"{say(lang, 'state.at_risk')} {better}{target.red:g}")
    edge, last = (target.amber, "at_risk") if target.red is None else (target.red, "will_miss")
    return " · ".join([*told, f"{say(lang, f'state.{last}')} {worse}{edge:g}"])


def source(target: Target, lang: str) -> str:
    if not target.source:
        return _s(lang, "no_source")
    told = [_s(lang, "seed") if s.strip() == "seed" else _s(lang, "public", code=s.strip())
            for s in target.source.split(";")]  # fmt: skip
    return ("；" if lang == "zh" else "; ").join(told)


def _s(lang: str, name: str, **facts: object) -> str:
    return say(lang, f"definitions.{name}", **facts)


def _lead(pack: Pack, found: Sequence[Entry], lang: str) -> str:
    told = _s(lang, "lead", metrics=len({e.target.metric for e in found}), rows=len(found), lines=len(pack.lines),
              gauges=len(pack.gauges))  # fmt: skip
    out = "".join(
        f"<p><b>{escape(f'{s.id} {s.name(lang)}')}</b> {escape(s.left_out_zh if lang == 'zh' else s.left_out_en)}</p>"
        for s in pack.systems
        if s.left_out_zh
    )
    return f'<section class="lead" data-key="lead"><div class="told"><h1>{escape(told)}</h1>{out}</div></section>'


def _tools(groups: Sequence[str], count: int, lang: str) -> str:
    """What narrows the list; the browser does it, nothing is asked of the server."""
    options = "".join(f'<option value="{escape(g)}">{escape(_group(g, lang))}</option>' for g in groups)
    search, group, every = (escape(_s(lang, name)) for name in ("search", "group", "all_groups"))
    found = escape(_s(lang, "found", count="{count}", all=count))
    return (
        f'<div class="find" data-key="find">'
        f'<input type="search" data-find="words" aria-label="{search}" placeholder="{search}">'
        f'<select data-find="group" aria-label="{group}"><option value="">{every}</option>{options}</select>'
        f'<span class="note" data-found="{found}"></span></div>'
    )


def _group(group: str, lang: str) -> str:
    key = f"definitions_group.{group}"
    return say(lang, key) if key in catalogue(lang) else group


def _section(pack: Pack, found: Sequence[Entry], group: str, sql: Mapping[str, str], lang: str) -> str:
    head = "".join(f'<th scope="col">{escape(_s(lang, c))}</th>' for c in COLUMNS)
    body = "".join(_entry(pack, e, sql, lang) for e in found)
    table = f'<table class="plain defs-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return panel(f"group-{group}", _group(group, lang), table, note=_s(lang, "rows", count=len(found)))


def _entry(pack: Pack, e: Entry, sql: Mapping[str, str], lang: str) -> str:
    t, zh = e.target, lang == "zh"
    name = f'<span class="note">{escape(t.metric)}</span> {escape(t.zh if zh else t.en)}'
    responsible = (
        f'{escape(t.responsible_zh if zh else t.responsible_en)}<br><span class="note">{escape(source(t, lang))}</span>'
    )
    cells = [
        escape(t.formula_zh if zh else t.formula_en) or "—",
        escape(pack.term("unit", t.unit, lang)),
        "—" if t.target is None else f"{t.target:,.10g}",
        escape(levels(t, lang)).replace(" · ", "<br>"),
        escape(t.aggregation_zh if zh else t.aggregation_en),
        responsible,
        t.valid_from.isoformat(),
        _used_by(pack, e.figures, sql, lang),
    ]
    return (
        f'<tr data-row="{escape(" ".join(e.pages))}"><th scope="row">{name}</th>'
        f"{''.join(f'<td>{c}</td>' for c in cells)}</tr>"
    )


def _used_by(pack: Pack, figures: Sequence[Figure], sql: Mapping[str, str], lang: str) -> str:
    if not figures:
        return f'<span class="note">{escape(_s(lang, "unused"))}</span>'
    by_query: dict[tuple[str, ...], list[str]] = {}
    for f in figures:
        by_query.setdefault(query_names(pack, f), []).append(f.name(lang))
    told = []
    for queries, names in by_query.items():
        links = " ".join(f'<a href="#{_anchor(q)}">{escape(q)}.sql</a>' for q in queries if q in sql)
        told.append(f"<li>{escape(('、' if lang == 'zh' else ', ').join(names))} {links}</li>")
    return f"<ul>{''.join(told)}</ul>"


def _anchor(query: str) -> str:
    return f"sql-{escape(query.replace('/', '-'))}"


def _queries(sql: Mapping[str, str], lang: str) -> str:
    """The text of each query once; a link into a closed one opens it."""
    texts = "".join(
        f'<details><summary>queries/{escape(q)}.sql</summary><pre id="{_anchor(q)}">{escape(text)}</pre></details>'
        for q, text in sql.items()
    )
    return panel("queries", _s(lang, "queries"), texts, note=_s(lang, "queries_note"))

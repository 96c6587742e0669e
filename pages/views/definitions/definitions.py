"""The definitions page: every metric as the pack declares it, the figures that use it, and the SQL of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.declare.tables import Target
from data_pipeline.sentences.held_here import source_of
from data_pipeline.words import catalogue, listed, say
from data_pipeline.words.language import declared
from pages.components.data_table import DataTable, TableColumn
from pages.components.definitions import levels
from pages.components.opened.link import number_address

Figure = Line | Gauge
GENERAL = "general"  # metrics of several pages
UNUSED = "unused"


@dataclass(frozen=True)
class Entry:
    """One metric with the figures that are held to it."""

    target: Target
    figures: tuple[Figure, ...]

    @cached_property
    def pages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.page for f in self.figures if f.page)) or (GENERAL if self.figures else UNUSED,)

    @cached_property
    def group(self) -> str:
        """The panel it stands in: a metric of several pages is a general one."""
        return self.pages[0] if len(self.pages) == 1 else GENERAL


@dataclass(frozen=True)
class Definitions:
    """`sql`: name of a query ('line/tasks') -> its text."""

    pack: Pack
    sql: Mapping[str, str]
    lang: str

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return entries(self.pack)

    @property
    def lead(self) -> str:
        found, pack = self.entries, self.pack
        return self.say("lead", metrics=len({e.target.metric for e in found}), rows=len(found), lines=len(pack.lines),
                        gauges=len(pack.gauges))  # fmt: skip

    @property
    def left_out(self) -> list[str]:
        """What the operation asks for and the board does not tell on purpose, with its reason."""
        named = [(f"{s.id} {s.name(self.lang)}", declared(s, "left_out", self.lang)) for s in self.pack.systems]
        return [say(self.lang, "text.named", name=name, text=why) for name, why in named if why]

    @cached_property
    def groups(self) -> list[str]:
        found = self.entries
        lines = (x.page for x in self.pack.lines.values())
        every = dict.fromkeys((GENERAL, *lines, *(e.group for e in found if e.figures), UNUSED))
        return [g for g in every if any(e.group == g for e in found)]

    def group_name(self, group: str) -> str:
        key = f"definitions_group.{group}"
        return say(self.lang, key) if key in catalogue(self.lang) else group

    def found(self, typed: str, group: str) -> list[Entry]:
        """Entries that hold every word typed, of the topic chosen; by topic, then as the pack has them."""
        words = typed.casefold().split()
        of = [e for g in self.groups for e in self.entries if e.group == g and (not group or group in e.pages)]
        return [e for e in of if all(w in _text(self, e) for w in words)]

    def say(self, name: str, **facts: object) -> str:
        return say(self.lang, f"definitions.{name}", **facts)

    def joined(self, names: Iterable[str]) -> str:
        return listed(self.lang, names)


def entries_table(of: Definitions, found: Sequence[Entry]) -> DataTable:
    """One row per metric and item."""
    columns = (
        TableColumn("metric", of.say("metric"), width=185),
        TableColumn("formula", of.say("formula"), width=330),
        TableColumn("unit", of.say("unit"), width=60),
        TableColumn("target", of.say("target"), "figure", width=70),
        TableColumn("levels", of.say("levels"), width=165),
        TableColumn("aggregation", of.say("aggregation"), width=130),
        TableColumn("responsible", of.say("responsible"), width=185),
        TableColumn("valid_from", of.say("valid_from"), "day", width=95),
        TableColumn("used_by", of.say("used_by"), "number", width=75),
        TableColumn("group", of.say("group"), width=110),
    )
    title, note = of.say("entries"), of.say("found", count=len(found), all=len(of.entries))
    rows = (_row(of, e) for e in found)
    return DataTable.of(title, columns, rows, note=note, nothing=of.say("none"), lines=3, alt=f"{title}. {note}")


def _row(of: Definitions, e: Entry) -> dict[str, object]:
    t, pack = e.target, of.pack

    def own(name: str) -> str:
        return declared(t, name, of.lang)

    return {
        "metric": f"{t.metric} {own('')}",
        "formula": own("formula") or "—",
        "unit": pack.unit(t.unit, of.lang),
        "target": "—" if t.target is None else f"{t.target:,.10g}",
        "levels": levels(t, of.lang),
        "aggregation": own("aggregation"),
        "responsible": f"{own('responsible')} · {source_of(t.source, of.lang)}",
        "valid_from": t.valid_from,
        "used_by": len(e.figures),
        "group": of.group_name(e.group),
    }


def _text(of: Definitions, e: Entry) -> str:
    """All that is searched of an entry."""
    return " ".join((*map(str, _row(of, e).values()), *(f.name(of.lang) for f in e.figures))).casefold()


def figures_table(of: Definitions, found: Sequence[Entry], asked: str) -> DataTable:
    """One row per figure held to these metrics. `asked`: what an address takes along, language and clock."""
    word = say(of.lang, "number.open")
    columns = (
        TableColumn("figure", of.say("figure"), width=215),
        TableColumn("open", word, "link", width=65, word=word),
        TableColumn("metric", of.say("metric"), width=200),
        TableColumn("query", of.say("query"), width=230),
    )
    city = of.pack.operation.city_code
    rows = [
        {"figure": f.name(of.lang), "metric": _row(of, e)["metric"],
         "query": of.joined(f"{q}.sql" for q in query_names(of.pack, f)),
         "open": f"{number_address(f.id, city)}{asked}"}
        for e in found for f in e.figures
    ]  # fmt: skip
    title, note = of.say("figures"), of.say("rows", count=len(rows))
    return DataTable.of(title, columns, rows, note=note, nothing=of.say("unused"), alt=f"{title}. {note}")


def queries_of(of: Definitions, found: Sequence[Entry]) -> list[str]:
    """The queries under these metrics whose text is there, each once."""
    return [
        q for q in dict.fromkeys(q for e in found for f in e.figures for q in query_names(of.pack, f)) if q in of.sql
    ]


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

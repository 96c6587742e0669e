"""The SQL between a figure and the file: every view on its way, and nothing of what other figures need."""

from collections.abc import Iterator, Mapping

from data_pipeline.core.caches import remembered
from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.query import catalogue
from data_pipeline.query.tables import parsed
from data_pipeline.store.tables.engine import ledger_part, reading_part
from data_pipeline.store.tables.generated import generated, origin
from data_pipeline.store.tables.views import View
from data_pipeline.trace.types import Step

ABOVE = {True: ("mart.clearance", "mart.summed", "mart.ledger"), False: ("mart.gauge", "mart.reading")}
PAGE = {True: "page/trace_line", False: "page/trace_gauge"}


def own_view(of: Line | Gauge) -> str:
    """The hand-written view that makes it."""
    return f"{'line' if isinstance(of, Line) else 'gauge'}.{of.sql}"


def below(views: Mapping[str, View], name: str) -> tuple[str, ...]:
    """All that this view reads, directly or through others, the nearest first; itself leads."""
    found = {name: None}
    for read in sorted(views[name].reads) if name in views else ():
        found |= dict.fromkeys(below(views, read))
    return tuple(found)


def chain(pack: Pack, views: Mapping[str, View], of: Line | Gauge) -> tuple[Step, ...]:
    """From the page's query down to the table of received rows."""
    return tuple(_steps(pack, views, of))


def _steps(pack: Pack, views: Mapping[str, View], of: Line | Gauge) -> Iterator[Step]:
    is_line = isinstance(of, Line)
    page = PAGE[is_line]
    yield Step(page.replace("/", "."), f"queries/{page}.sql", catalogue.text(catalogue.folders(pack.queries), page))
    for name in ABOVE[is_line]:
        yield Step(name, views[name].origin, _only(of).get(name, views[name].sql))
    names = below(views, own_view(of))
    yield from (Step(n, views[n].origin, views[n].sql) for n in names if n in views)
    for feed in feeds_of(pack, names):
        made = generated(pack)[f"known.{feed}"]
        yield Step(f"known.{feed}", origin(f"known.{feed}", made), made.sql)
        yield Step(f"raw.{feed}", f"feeds/{feed}.toml", "")


def _only(of: Line | Gauge) -> dict[str, str]:
    """Of what gathers every line, the part about this one."""
    return {"mart.ledger": ledger_part(of)} if isinstance(of, Line) else {"mart.reading": reading_part(of)}


def feeds_of(pack: Pack, names: tuple[str, ...]) -> tuple[str, ...]:
    """The feeds whose rows these views read."""
    return tuple(
        dict.fromkeys(f for n in names if n.startswith(("known.", "in_force.")) if (f := n.split(".")[1]) in pack.feeds)
    )


def columns_of(views: Mapping[str, View], name: str, layers: tuple[str, ...] = ("",)) -> frozenset[str]:
    """Names of columns that this view and the ones below it speak of; of all layers, or of these."""
    names = [n for n in below(views, name) if n in views and n.startswith(layers)]
    return frozenset().union(*(_spoken_of(views[n].sql) for n in names))


@remembered("columns that a view speaks of", 1024)
def _spoken_of(sql: str) -> frozenset[str]:
    return frozenset(_columns(parsed(sql)))


def _columns(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        if tree.get("class") == "COLUMN_REF":
            yield tree["column_names"][-1].lower()
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from _columns(part)

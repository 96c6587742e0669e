"""SQL that follows from the declarations, by view name. That of the pack that ships stands in queries/generated/, one
file a view, written by `docs` and held to this by a test: what is shown for a figure is a file that can be opened."""

from dataclasses import dataclass

from data_pipeline.declare import Pack
from data_pipeline.query import catalogue
from data_pipeline.store.tables.checked import coded_sql, control_sql
from data_pipeline.store.tables.engine import beside_sql, ledger_sql, reading_sql, told_sql
from data_pipeline.store.tables.in_force import in_force_sql
from data_pipeline.store.tables.schema import known_sql
from data_pipeline.store.tables.shapes import clean_sql, gauges_sql, lines_sql

FOLDER = "generated"


@dataclass(frozen=True)
class Made:
    """`sql`: one SELECT, its first line says what a row is; `declared`: the file of the pack it follows from."""

    sql: str
    declared: str


def generated(pack: Pack) -> dict[str, Made]:
    """View name ('mart.ledger') -> its SQL, of every view that nobody writes by hand."""
    found = {
        "mart.ledger": Made(ledger_sql(pack.lines.values()), "lines.toml"),
        "mart.reading": Made(reading_sql(pack), "gauges.toml"),
        "mart.beside": Made(beside_sql(pack), "doubts.toml"),
        "mart.told": Made(told_sql(pack.feeds.values()), "feeds/*.toml"),
        "mart.coded": Made(coded_sql(pack), "feeds/*.toml"),
        "mart.control": Made(control_sql(pack), "feeds/*.toml"),
    }
    found |= {f"line.{name}": Made(sql, "lines.toml") for name, sql in lines_sql(pack).items()}
    found |= {f"gauge.{name}": Made(sql, "gauges.toml") for name, sql in gauges_sql(pack).items()}
    by_hand = catalogue.names(catalogue.folders(pack.queries), "clean")
    for feed in pack.feeds.values():
        if f"clean/{feed.id}" not in by_hand:
            found[f"clean.{feed.id}"] = Made(clean_sql(feed), f"feeds/{feed.id}.toml")
        found[f"known.{feed.id}"] = Made(known_sql(feed), f"feeds/{feed.id}.toml")
        found[f"in_force.{feed.id}"] = Made(in_force_sql(feed), f"feeds/{feed.id}.toml")
    return found


def files(pack: Pack) -> dict[str, str]:
    """File below the root -> its text."""
    return {f"queries/{_query(name)}.sql": f"{made.sql}\n" for name, made in generated(pack).items()}


def origin(name: str, made: Made) -> str:
    """Where this very SQL stands: the committed file, or, of a pack that does not ship, the declaration it follows
    from."""
    file = catalogue.PROJECT / f"{_query(name)}.sql"
    same = file.is_file() and catalogue.text((catalogue.PROJECT,), _query(name)) == f"{made.sql}\n"
    return f"queries/{_query(name)}.sql" if same else made.declared


def texts(pack: Pack, *layers: str) -> dict[str, str]:
    """Query name ('gauge/cover') -> its SQL, of all views of these layers, generated or written by hand."""
    folders = catalogue.folders(pack.queries)
    made = {name.replace(".", "/"): m.sql for name, m in generated(pack).items() if name.startswith(layers)}
    return made | {name: catalogue.text(folders, name) for layer in layers for name in catalogue.names(folders, layer)}


def _query(view: str) -> str:
    return f"{FOLDER}/{view.replace('.', '/')}"

"""`docs`: write the pages and SQL that are generated, or say which of them are out of date."""

from collections.abc import Callable

import typer

from data_pipeline.access.paper import access_md
from data_pipeline.cli.exits import Exits
from data_pipeline.cli.manual import manual
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.settings import HERE, ROOT
from data_pipeline.declare import Feed, Pack, load_pack
from data_pipeline.declare.docs import feeds_md
from data_pipeline.declare.settings_table import with_settings
from data_pipeline.declare.systems import systems_md
from data_pipeline.store.diff.steps import steps_sql
from data_pipeline.store.tables import generated, row_types
from data_pipeline.store.tables.schema import schema_sql
from data_pipeline.trace.past import past_sql
from data_pipeline.trace.sources import sources_sql

SHIPPED = HERE / "pack" / "shanghai-2022"
PAPER: dict[str, Callable[[Pack], str]] = {
    "docs/feeds.md": feeds_md,
    "docs/systems.md": systems_md,
    "docs/access.md": lambda pack: access_md(),
    "docs/cli.md": lambda pack: manual("en"),
    "docs/cli.zh.md": lambda pack: manual("zh"),
    "queries/raw/schema.sql": schema_sql,
    "README.md": with_settings(ROOT / "README.md", "en"),
    "README.zh.md": with_settings(ROOT / "README.zh.md", "zh"),
}

# asked of one feed's rows, in its own columns
ASKED: dict[str, Callable[[Feed], str]] = {"steps": steps_sql, "past": past_sql, "told": sources_sql}


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(docs)


def docs(ctx: typer.Context, check: bool = typer.Option(False, "--check")) -> None:
    """All generated paper, from the pack that ships."""
    out: Out = ctx.obj
    stale = outdated()
    for name, text in stale.items():
        out.say("docs_stale" if check else "docs_written", file=name)
        if not check:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(text, "utf-8")
    if not stale:
        out.say("docs_current", count=len(paper()))
    out.end(Exits.FOUND if check and stale else Exits.DONE, outdated=list(stale))


def paper() -> dict[str, str]:
    """File -> the text it should have, of all that is generated."""
    pack = load_pack(SHIPPED)
    return (
        {name: write(pack) for name, write in PAPER.items()}
        | generated.files(pack)
        | row_types.files(pack)
        | _asked(pack)
    )


def _asked(pack: Pack) -> dict[str, str]:
    return {
        f"queries/generated/{folder}/{feed.id}.sql": f"{write(feed)}\n"
        for folder, write in ASKED.items()
        for feed in pack.feeds.values()
    }


def outdated() -> dict[str, str]:
    """File -> the text it should have, for each file that has another."""
    return {name: text for name, text in paper().items() if not _same(name, text)}


def _same(name: str, text: str) -> bool:
    file = ROOT / name
    return file.exists() and file.read_text("utf-8") == text

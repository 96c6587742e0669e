"""`feeds` and `template`: what may be sent, and an empty file to fill in."""

from pathlib import Path

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import Confirm
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.declare import Feed, Pack, load_pack
from data_pipeline.declare.describe import type_of, unit_of
from data_pipeline.declare.template import template_csv, template_xlsx
from data_pipeline.words.language import declared

MARK = ("", "●")
WRITERS = {".csv": template_csv, ".xlsx": template_xlsx}


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(feeds)
    app.command(cls=Command)(template)


def feeds(ctx: typer.Context, feed: str = typer.Argument("")) -> None:
    """Every feed of the pack, or the columns of one."""
    out: Out = ctx.obj
    pack = load_pack(settings().pack)
    if feed:
        return _one(out, pack, find(pack, feed))
    out.table(
        [out.word(k) for k in ("feed_id", "feed_name", "feed_grain", "feed_cadence", "feed_columns")],
        [
            (f.id, f.name(out.lang), declared(f, "grain", out.lang), f.cadence_min, len(f.columns))
            for f in pack.feeds.values()
        ],
        right=(3, 4),
    )
    out.end(pack=pack.id, feeds=[_brief(f, out.lang) for f in pack.feeds.values()])


def template(
    ctx: typer.Context, feed: str, to: str = typer.Option("", metavar="file"), confirm: Confirm = False
) -> None:
    """Write an empty file with the feed's headers: .xlsx with notes and pick-lists, or .csv."""
    out: Out = ctx.obj
    pack = load_pack(settings().pack)
    declared = find(pack, feed)
    path = Path(to or f"{feed}.xlsx")
    if path.suffix not in WRITERS:
        raise BoardError("template_kind", file=path.name)
    if path.exists() and not confirm:
        out.say("template_exists", file=path)
        out.end(Exits.CONFIRM, file=str(path))
    path.write_bytes(WRITERS[path.suffix](pack, declared, out.lang))
    out.say("template_written", file=path)
    out.end(file=str(path), feed=feed)


def find(pack: Pack, feed: str) -> Feed:
    """Raises BoardError `no_feed`."""
    if feed not in pack.feeds:
        raise BoardError("no_feed", feed=feed)
    return pack.feeds[feed]


def _one(out: Out, pack: Pack, feed: Feed) -> None:
    out.text(f"{feed.id}  {feed.name(out.lang)}")
    out.table(
        [out.word(f"column_{k}") for k in ("name", "header", "type", "unit", "key", "must")],
        [
            (
                c.name,
                c.name_in(out.lang),
                type_of(c, out.lang),
                unit_of(pack, c, out.lang),
                MARK[c.name in feed.key],
                MARK[c.required],
            )
            for c in feed.columns
        ],
    )
    columns = [
        {
            "name": c.name,
            "zh": c.zh,
            "en": c.en,
            "type": c.type,
            "unit": c.unit,
            "required": c.required,
            "optional": c.optional,
            "aliases": list(c.aliases),
        }
        for c in feed.columns
    ]
    out.end(pack=pack.id, **_brief(feed, out.lang), columns=columns)


def _brief(feed: Feed, lang: str) -> dict[str, object]:
    return {
        "id": feed.id,
        "name": feed.name(lang),
        "key": list(feed.key),
        "cadence_min": feed.cadence_min,
        "snapshot": feed.snapshot,
    }

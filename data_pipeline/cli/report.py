"""A report or receipt as sentences and tables."""

from data_pipeline.cli.out import Out
from data_pipeline.intake import Receipt, Report

SHOWN = 20  # of each list; --json has them all


def receipt(out: Out, one: Receipt) -> None:
    """What became of one file."""
    examined(out, one.report)
    effect = one.effect
    out.say(
        f"receipt_{one.status}",
        load_id=one.load_id,
        new=effect.new,
        restated=effect.restated,
        unchanged=effect.unchanged,
        withdrawn=effect.withdrawn,
        renamed=effect.renamed,
    )
    if one.jump:
        out.text(one.jump.sentence(out.lang))
    out.table(
        [out.word(k) for k in ("cell_line", "cell_key", "cell_column", "cell_before", "cell_after")],
        [(c.row_no, " ".join(map(str, c.key)), c.column, c.before, c.after) for c in effect.cells[:SHOWN]],
    )
    _more(out, len(effect.cells))


def examined(out: Out, one: Report) -> None:
    """What was understood of one file, what is wrong with it, and what was put right on the way."""
    out.say("file", name=one.name, feed=one.feed)
    if one.unreadable:
        out.text(one.unreadable.sentence(out.lang))
        if advice := one.unreadable.suggestion(out.lang):
            out.text(advice)
        if one.likely:
            out.say("likely", example=one.likely.example)
        return
    out.say(
        "understood",
        encoding=one.encoding,
        delimiter={"\t": "Tab", "": "-"}.get(one.delimiter, one.delimiter),
        sheet=one.sheet or "-",
        header_line=one.header_line,
        columns=len(one.mapping),
    )
    if one.unknown:
        out.say("unknown_headers", names=", ".join(one.unknown))
    if one.missing:
        out.say("missing_columns", names=", ".join(one.missing))
    out.say("counts", records=one.records, accepted=one.accepted, refused=one.refused, set_aside=one.set_aside)
    out.table(
        [out.word(k) for k in ("problem_line", "problem_kind", "problem_sentence")],
        [(p.line or "", out.word(f"severity_{p.severity}"), p.sentence(out.lang)) for p in one.problems[:SHOWN]],
        right=(0,),
    )
    _more(out, len(one.problems) + one.unlisted)
    out.table(
        [out.word(k) for k in ("change_line", "change_rows", "change_sentence")],
        [(c.line, c.rows, c.sentence(out.lang)) for c in one.changes[:SHOWN]],
        right=(0, 1),
    )
    _more(out, len(one.changes))


def _more(out: Out, count: int) -> None:
    if count > SHOWN:
        out.say("more", count=count - SHOWN)

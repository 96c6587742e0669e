"""One dropped file: what it is, how it was understood, what is wrong with it, and what shall be done with it."""

from datetime import datetime
from typing import NamedTuple

import streamlit as st

from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.rows import LoadRow
from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Delivery, Examined, Problem, Report, returned_csv, returned_xlsx
from data_pipeline.intake.parse import WHOLE_ONLY
from data_pipeline.words import say
from pages.app.data_table import data_table
from pages.app.looking import looking
from pages.app.upload.doubts import link_to, to_confirm
from pages.app.upload.files import ALL, GOOD, NOTHING, Card, Dropped, Looked, already, peek
from pages.app.upload.headers import choose
from pages.app.upload.shape import tell
from pages.app.working import say_it
from pages.components.cells import column_name
from pages.components.loads import feed_name
from pages.views.upload import sent

FEW = 6  # problems that need neither filter nor order
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def card(of: GuardedBoard, file: Dropped, lang: str, version: str) -> Card:
    pack, key = of.board.pack, f"f{file.id}"
    first = peek(of, file, None, lang)
    came = already(of, file, version)
    if came:
        _came(came, pack, lang)
        if len(first.sheets) < 2:
            return Card(file, skipped=True)
    left, right = st.columns([5, 7], gap="medium")
    with left:
        if sheet := _sheet(first.sheets, lang, key):
            first = peek(of, file, sheet, lang)
        key = f"{key}-{sheet or ''}"
        if first.unreadable and not first.opens:
            refused(first.unreadable, lang)
            return Card(file, left=(say(lang, "upload.todo_unreadable", name=file.name),))
        feed = _feed(pack, first.feed, lang, key)
        if feed is None:
            if first.unreadable and first.unreadable.code != "no_header":
                refused(first.unreadable, lang)
            return Card(file, left=(say(lang, "upload.todo_feed", name=file.name),))
        key = f"{key}-{feed.id}"
        looked = Looked(of, file, feed.id, version, lang)
        base = looked.read(sheet, {})
        before = of.board.mapping(of.person.name, feed.id)
        shape, untold = tell(base.report.likely, feed, before, lang, key) if base.report.likely else ({}, [])
        base = looked.read(sheet, shape) if shape else base
        mapping, undecided = ({}, []) if untold else choose(base.report, feed, before, lang, key)
        mapping |= shape
        found = looked.read(sheet, mapping) if mapping else base
        _understood(found.report, feed, lang, key)
    with right:
        return _decide(Reading(file, feed, sheet, mapping, [*untold, *undecided], found), pack, lang, key)


class Reading(NamedTuple):
    """How a file was read. `undecided`: headers and cells of which nobody has said yet which column they are."""

    file: Dropped
    feed: Feed
    sheet: str | None
    mapping: dict[str, str]
    undecided: list[str]
    found: Examined


def _came(load: LoadRow, pack: Pack, lang: str) -> None:
    """These very bytes are there already: said before anybody works on them."""
    facts = {"feed": feed_name(pack, load["feed"], lang), "load_id": load["load_id"], "sender": load["sender"]}
    say_it(say(lang, "upload.came", received=f"{load['received_at']:%m-%d %H:%M}", **facts), "good")


def refused(why: Problem, lang: str) -> None:
    """Why a whole file is not taken, and what to do."""
    say_it(why.sentence(lang), "bad", [s for s in [why.suggestion(lang)] if s])


def _feed(pack: Pack, guessed: str | None, lang: str, key: str) -> Feed | None:
    """The feed guessed from the headers, which can be changed."""
    ids = list(pack.feeds)
    chosen = st.selectbox(
        say(lang, "upload.feed_guessed" if guessed else "upload.feed"),
        ids,
        ids.index(guessed) if guessed else None,
        format_func=lambda id: pack.feeds[id].name(lang),
        key=f"{key}-feed",
        placeholder=say(lang, "upload.pick_feed"),
    )
    return pack.feeds[chosen] if chosen else None


def _sheet(sheets: tuple[str, ...], lang: str, key: str) -> str | None:
    if len(sheets) < 2:
        return None
    return st.selectbox(
        say(lang, "upload.sheet"), sheets, None, key=f"{key}-sheet", placeholder=say(lang, "upload.sheet_found")
    )


def _understood(report: Report, feed: Feed, lang: str, key: str) -> None:
    st.html(sent.reading(report, lang))
    if report.mapping:
        with st.expander(say(lang, "upload.understood", columns=len(report.mapping))):
            data_table(sent.headers(report, feed, lang), f"{key}-headers", looking().theme)
    if report.changes:
        with st.expander(say(lang, "upload.changes", kinds=len(report.changes))):
            data_table(sent.changes(report, lang), f"{key}-changes", looking().theme)


def _decide(read: Reading, pack: Pack, lang: str, key: str) -> Card:
    file, feed, sheet, mapping, undecided, found = read
    report = found.report
    if report.unreadable:
        refused(report.unreadable, lang)
        asked = {"name": file.name, "headers": "、".join(undecided)[:80]}
        todo = "todo_headers" if undecided and (report.missing or report.likely) else "todo_unreadable"
        return Card(file, examined=found, left=(say(lang, f"upload.{todo}", **asked),))
    if report.accepted:
        st.html(sent.scope(report, pack, feed, lang))
    st.html(sent.counts(report, lang))
    _problems(report, feed, lang, key)
    _give_back(file, feed, found, lang, key)
    mode = _mode(report, lang, key)
    left = []
    if undecided:
        left.append(say(lang, "upload.todo_headers", name=file.name, headers="、".join(undecided)[:80]))
    if mode is None:
        left.append(say(lang, "upload.todo_mode", name=file.name))
    if mode == NOTHING:
        return Card(file, examined=found, skipped=True)
    delivery = Delivery(feed.id, file.name, file.data, "", datetime.min, sheet, mapping or None, mode != GOOD, True)
    doubts = tuple(to_confirm(report.doubts))
    if doubts:
        link_to("panel-doubts", say(lang, "upload.doubts_below", rows=len(doubts)))
    return Card(file, delivery, found, tuple(left), doubts=doubts, key=key)


def _problems(report: Report, feed: Feed, lang: str, key: str) -> None:
    if not report.problems:
        say_it(say(lang, "upload.no_problem"), "good")
        return
    by: dict[str, str] = {}
    if len(report.problems) > FEW:
        kinds = {"": say(lang, "upload.all_kinds")} | {
            k: f"{say(lang, f'sent.{k}')} {n}" for k, n in sent.tally(report).items() if n
        }
        columns = {"": say(lang, "upload.all_columns")} | {
            p.column: column_name(feed, p.column, lang) for p in report.problems if p.column
        }
        orders = {o: say(lang, f"upload.by_{o}") for o in ("line", "column", "reason")}
        one, two, three, four = st.columns([3, 3, 3, 3])
        by["severity"] = one.selectbox(
            say(lang, "upload.kind"), list(kinds), format_func=kinds.__getitem__, key=f"{key}-kind"
        )
        by["column"] = two.selectbox(
            say(lang, "sent.column"), list(columns), format_func=columns.__getitem__, key=f"{key}-column"
        )
        by["order"] = three.selectbox(
            say(lang, "upload.order"), list(orders), format_func=orders.__getitem__, key=f"{key}-order"
        )
        by["text"] = four.text_input(say(lang, "upload.search"), key=f"{key}-search")
    st.html(sent.problems(sent.chosen(report.problems, sent.Filter(**by), lang), feed, lang))
    if report.unlisted:
        st.caption(say(lang, "upload.unlisted", rows=report.unlisted))


def _give_back(file: Dropped, feed: Feed, found: Examined, lang: str, key: str) -> None:
    """The refused rows as files, made when they are asked for."""
    if not found.report.refused:
        return
    stem = file.name.rsplit(".", 1)[0]
    name = say(lang, "upload.returned_name", name=stem)
    one, two = st.columns(2)
    for place, kind, make, mime in ((one, "csv", returned_csv, "text/csv"), (two, "xlsx", returned_xlsx, XLSX)):
        place.download_button(
            say(lang, f"upload.returned_{kind}", rows=found.report.refused),
            lambda make=make: make(feed, found, lang),
            f"{name}.{kind}",
            mime,
            key=f"{key}-returned-{kind}",
            on_click="ignore",
        )


def _mode(report: Report, lang: str, key: str) -> str | None:
    """All rows, the good ones, or none. Where rows are refused nothing is chosen for the sender."""
    whole = any(p.code == WHOLE_ONLY for p in report.problems)
    modes = [NOTHING] if not report.accepted or whole else [GOOD, NOTHING] if report.refused else [ALL, NOTHING]
    texts = {m: say(lang, f"upload.mode_{m}", rows=report.accepted) for m in modes}
    return st.radio(
        say(lang, "upload.mode"),
        modes,
        index=0 if modes == [ALL, NOTHING] or len(modes) == 1 else None,
        format_func=texts.__getitem__,
        key=f"{key}-mode",
        horizontal=True,
    )

"""数据质量 Data health: did every district's file come, in time and whole, and can what came be trusted?"""

from collections.abc import Hashable
from dataclasses import replace

import streamlit as st

from data_pipeline.channels.inbox import waiting
from data_pipeline.words import say
from pages.app import live
from pages.app.damage import damage
from pages.app.described_rows import quality_rows
from pages.app.doubted import doubt_rows
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.looking import Looking
from pages.app.tried import set_aside
from pages.app.working import heading
from pages.components.panel import Drawn
from pages.views.health.quality import Health
from pages.views.health.tables import health
from pages.views.health.whole import low, slots, top

FEED = "health-slots"  # the name of the feed whose files are shown


def also(of: Looked) -> Hashable:
    """What waits in the inbox, what is damaged, what files set aside would change."""
    waits = waiting() if of.me.sight.is_whole else ()
    return waits, tuple(f.sentence(of.me.lang) for f in damage()), set_aside(of.me)


def _found(of: Looked) -> Health:
    waits, hurt, tried = beside = also(of)  # type: ignore[misc]
    rows = live.once(("quality", of.now), lambda: quality_rows(of.moment, of.me.sight, doubt_rows(of.now, of.moment)))
    return live.once(
        ("health", of.now, of.me.lang, beside),
        lambda: health(replace(rows, waiting=waits, damage=hurt, tried=tried), of.me.lang),
    )


def make(of: Looked) -> Hosts:
    found, lang = _found(of), of.me.lang
    parts = {"health-top": top(found, lang)}
    if found.grids:
        parts["health-grid"] = slots(found, of.me.asked.get("feed", ""))
    parts["health-low"] = low(found, lang)
    return Hosts({key: Drawn(body) for key, body in parts.items()}, " ".join(name for name, _ in found.grids))


def lay(of: Looked, hosts: Hosts) -> Places:
    places = {"health-top": st.container()}
    if "health-grid" not in hosts.parts:
        return places
    with st.container(key="panel-slots"):
        heading(say(of.me.lang, "quality.by_slot"))
        names = [name for name, _ in _found(of).grids]
        tabs = st.tabs(names, key=FEED, on_change="rerun")
        places["health-grid"] = next(tab for tab in tabs if tab.open)
    return places


def chosen(_: Looking) -> dict[str, str]:
    return {"feed": st.session_state.get(FEED) or ""}


def means(of: Looked) -> dict[str, str]:
    feed = of.me.asked.get("feed", "")
    return {"feed": feed if feed in dict(_found(of).grids) else ""}


hosted(Page("health", make, keys=("feed",), means=means, also=also), lay, chosen=chosen)

"""Data health on the wall: which feeds are late."""

from data_pipeline.sentences.heard import heard
from data_pipeline.words import listed, say, say_of
from pages.components.health import health
from pages.views.wall.seen import Seen, View


def feeds(seen: Seen) -> list[View]:
    lang, pack = seen.lang, seen.day.pack
    all_of = heard(seen.freshness, pack)
    late = [x.feed.name(lang) for x in all_of if x.state == "unknown" or x.late]
    partly = [x for x in all_of if x.state == "at_risk" and not x.late]
    title = say_of(len(all_of), lang, "wall.health_fine", all=len(all_of))
    if late:
        title = say(lang, "wall.health_late", feeds=listed(lang, late[:2]), count=len(late))
    elif partly:
        title = say(lang, "wall.health_partly", count=len(partly))
    return [View("health", title, health(seen.freshness, pack, seen.day.ops_day, lang))]

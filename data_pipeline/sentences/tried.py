"""What would be otherwise if all that is set aside were right: one sentence."""

from data_pipeline.core.records import records
from data_pipeline.declare import Pack
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import word
from data_pipeline.store.diff.attempt import Tried
from data_pipeline.words import listed, say, say_of
from data_pipeline.words.language import language

NAMED = 4  # changes of state named one by one


def would_change(tried: Tried, pack: Pack, lang: str, *, every: bool) -> str:
    """Blank where nothing is set aside. `pack`: as its reader sees it; not `every`: whoever sees some districts is told
    of these and of the city."""
    if not tried.count:
        return ""
    if tried.states is None:
        return _of(tried.count, lang, "working")
    able = tried.count - tried.unusable - tried.more
    parts = [_effect(tried, able, pack, lang, every=every)] if able else []
    parts += [_of(tried.unusable, lang, "unusable")] if tried.unusable else []
    parts += [_of(tried.more, lang, "more")] if tried.more else []
    return language(lang).gap.join(parts)


def _effect(tried: Tried, able: int, pack: Pack, lang: str, *, every: bool) -> str:
    turned = _turned(tried, pack, lang)
    if turned:
        named = [*turned[:NAMED], *([say(lang, "tried.others", count=len(turned) - NAMED)] if turned[NAMED:] else [])]
        return _of(able, lang, "states", changes=say(lang, "tried.apart").join(named))
    if not every:
        return _of(able, lang, "none_own")
    return _of(able, lang, "figures" if tried.figures else "none", figures=tried.figures)


def _turned(tried: Tried, pack: Pack, lang: str) -> list[str]:
    """By area and change of state, the lines that change so; in the declared order, the city first."""
    assert tried.states is not None
    found: dict[tuple[str, str, str], list[str]] = {}
    place = {line: n for n, line in enumerate(pack.lines)}
    for row in sorted(records(tried.states), key=lambda row: place.get(str(row["id"]), -1)):
        area, line = str(row["area_code"]), pack.lines.get(str(row["id"]))
        if area in pack.area and line:
            change = area, _known(row["state_before"]), _known(row["state_after"])
            found.setdefault(change, []).append(line.name(lang))
    order = {code: n for n, code in enumerate([pack.operation.city_code, *(a.code for a in pack.districts)])}
    return [
        say(lang, "tried.change", lines=listed(lang, lines), area=short(pack.area[area], lang),
            before=word(before, lang), after=word(after, lang))
        for (area, before, after), lines in sorted(found.items(), key=lambda of: order[of[0][0]])
    ]  # fmt: skip


def _known(state: object) -> str:
    return state if isinstance(state, str) and state else "unknown"


def _of(count: int, lang: str, key: str, **facts: object) -> str:
    return say_of(count, lang, f"tried.{key}", count=count, **facts)

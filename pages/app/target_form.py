"""The form that sets one target: of the whole operation, of a place, or of a zone."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import streamlit as st

from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import AnyChange, HeldTo, LocalTarget
from data_pipeline.declare.tables import Target
from data_pipeline.sentences.held_here import days_of, level
from data_pipeline.targets.asked import changes_asked, of_place, withdrawn
from data_pipeline.words import say
from data_pipeline.words.language import language
from pages.app.working import say_it
from pages.components import targets as parts

MOST = 1e12
Key = tuple[str, str]
Where = tuple[str, str]  # area, zone; both "": the whole operation
Take = Callable[[Callable[[], list[AnyChange]]], None]


def target_form(pack: Pack, held: HeldTo, moment: AsOf, lang: str, take: Take) -> None:
    """`take` is given what makes the changes, once somebody asks to see what they would do."""
    now = on_day(held.targets, moment.ops_day)
    one, two = st.columns([3, 2])
    chosen: Key = one.selectbox(
        say(lang, "targets.metric"), list(now), format_func=lambda k: parts.name_of(now[k], lang), key="target-metric"
    )
    where: Where = two.selectbox(
        say(lang, "targets.place"), _places(pack, chosen), format_func=lambda w: place_name(pack, w, lang),
        key="target-place",
    )  # fmt: skip
    first_day = moment.ops_day + timedelta(days=1)
    own = of_place(held, chosen, *where, moment.ops_day) if any(where) else []
    for row in own:
        _own(pack, row, now[chosen], lang, lambda row=row: take(lambda: [withdrawn(row, first_day)]))
    was = own[0].of_whole(now[chosen]) if own else now[chosen]
    asked = _asked(pack, was, where, moment, lang)
    if asked is not None:
        texts = {"metric": chosen[0], "item": chosen[1], "area": where[0], "zone": where[1], **asked}
        take(lambda: changes_asked([(1, texts)], pack, held, first_day))


def place_name(pack: Pack, where: Where, lang: str) -> str:
    area, zone = where
    if zone:
        return say(lang, "targets.place_and_line", zone=pack.term("zone", zone, lang))
    if not area:
        return say(lang, "targets.whole")
    of = pack.area[area]
    around = pack.area.get(of.parent) if of.level == "subdistrict" else None
    return f"{around.name(lang)} · {of.name(lang)}" if around else of.name(lang)


def _places(pack: Pack, key: Key) -> list[Where]:
    """What is a rule of the whole operation has no other place."""
    if key[0] in (pack.operation.notice_target, pack.operation.staleness_target):
        return [("", "")]
    areas = [(a.code, "") for a in pack.areas if a.level in ("district", "subdistrict")]
    return [("", ""), *(("", zone) for zone in dict.fromkeys(z.zone for z in pack.zones)), *areas]


def _own(pack: Pack, row: LocalTarget, whole: Target, lang: str, withdraw: Callable[[], None]) -> None:
    """What the place is held to now or later, and the way to take it back."""
    say_it(say(lang, "targets.own_now", level=level(pack, row.of_whole(whole), lang), days=days_of(row, lang)))
    if st.button(say(lang, "targets.withdraw"), key=f"target-withdraw-{'-'.join(map(str, row.key))}"):
        withdraw()


def _asked(pack: Pack, was: Target, where: Where, moment: AsOf, lang: str) -> Mapping[str, str] | None:
    """What was typed, once it is sent. A level left blank is not judged."""
    key = (was.metric, was.item) if not any(where) else (was.metric, was.item, *where)
    owner = f"responsible_{language(lang).pack}"
    with st.form(f"target-{'-'.join(key)}", border=False):
        boxes = st.columns(4)
        numbers = {
            name: box.number_input(
                say(lang, f"targets.{name}"), -MOST, MOST, getattr(was, name), format="%g", key=f"{name}-{key}"
            )
            for name, box in zip(parts.LEVELS, boxes, strict=False)
        }
        tomorrow = (moment.ops_day + timedelta(days=1)).isoformat()
        texts = {"valid_from": boxes[3].text_input(
            say(lang, "targets.valid_from"), tomorrow, key=f"from-{key}", max_chars=10)}  # fmt: skip
        row = st.columns(3 if any(where) else 2)
        answers = getattr(was, owner)
        who_answers = row[0].text_input(say(lang, "targets.responsible"), answers, key=f"owner-{key}-{lang}")
        source = was.source if not any(where) else ""
        texts["source"] = row[1].text_input(say(lang, "targets.source"), source, key=f"source-{key}")
        if any(where):
            texts["valid_to"] = row[2].text_input(say(lang, "targets.valid_to"), key=f"to-{key}", max_chars=10)
        pressed = st.form_submit_button(say(lang, "targets.preview"), key="target-preview")
    if not pressed:
        return None
    both = {"responsible_zh": was.responsible_zh, "responsible_en": was.responsible_en}
    if who_answers != getattr(was, owner):
        both = {"responsible_zh": who_answers, "responsible_en": who_answers}
    elif any(where):
        both = {}  # as the whole's
    typed: dict[str, str | None] = {**texts, **both}
    levels = {n: "" if v is None else f"{v:.15g}" for n, v in numbers.items()}
    return levels | {name: text or "" for name, text in typed.items()}

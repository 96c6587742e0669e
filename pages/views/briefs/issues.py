"""The briefs issued: of which report time, in which forms, who was missing, who took them, and what became of each
delivery."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Literal
from urllib.parse import quote

from data_pipeline.declare import Pack
from data_pipeline.outbox.kept import Delivery
from data_pipeline.sentences.phrases import short
from data_pipeline.store.log.downloads import Taken
from data_pipeline.store.log.issued import BRIEF, COPY, Issue, Kept
from data_pipeline.words import listed, say
from data_pipeline.words.language import language
from data_pipeline.words.numbers import day
from data_pipeline.words.numbers import moment as clock
from pages.components.html import Markup, html, joined
from pages.components.panel import Drawn, panel

SIGN = {"sent": "●", "waiting": "○", "sending": "○", "failed": "■"}
STATE = {"sent": "on_track", "waiting": "unknown", "sending": "unknown", "failed": "will_miss"}
NAMED = 6  # places or people


@dataclass(frozen=True)
class Coming:
    """An issue that is due and not there. `state`: waits for reports; nothing came; is being made; failed."""

    form: str
    n: int
    as_of: datetime
    until: datetime
    state: Literal["waits", "nothing", "made", "failed"]
    missing: Sequence[tuple[str, str]] = ()
    why: str = ""


@dataclass(frozen=True)
class Issues:
    """`issues`: newest first, each with the files in sight. `deliveries`: by the id of a message; none where not the
    whole city is in sight. `wished`: by message and channel, who had it sent again. `by_itself`: whether briefs are
    issued here without anybody asking."""

    pack: Pack
    issues: Sequence[Issue]
    coming: Sequence[Coming] = ()
    deliveries: Mapping[str, Sequence[Delivery]] | None = None
    taken: Mapping[tuple[int, str], Sequence[Taken]] | None = None
    others: Sequence[Delivery] = ()
    wished: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    by_itself: bool = True


def issues_page(of: Issues, lang: str) -> Drawn:
    parts = [_coming(of, lang)]
    if of.others:
        parts.append(_others(of, lang))
    for (ops_day, as_of), some in groupby(of.issues, key=lambda i: (i.ops_day, i.as_of)):
        parts.append(_issue(of, [*some], clock(as_of, ops_day, lang), lang))
    if not of.issues:
        parts.append(panel("issues", say(lang, "page_name.briefs"), html('<p class="nothing">{}</p>', _none(of, lang))))
    return Drawn(html('<div class="issues">{}</div>', joined(parts)))


def lead(of: Issues, lang: str) -> str:
    """When they are issued; or why they are not."""
    forms = [f for f in of.pack.briefs if f.files and not f.confirm]
    if not forms:
        return say(lang, "briefs.undeclared")
    hours = dict.fromkeys(hour for f in forms for hour in f.at)
    name = "lead" if of.by_itself else "lead_off"
    return say(lang, f"briefs.{name}", hours=listed(lang, [*hours]), minutes=max(f.wait_min for f in forms))


def _none(of: Issues, lang: str) -> str:
    return say(lang, "briefs.none" if of.by_itself else "briefs.none_off")


def _coming(of: Issues, lang: str) -> Markup:
    """Forms of which the same is to be said together."""
    said: dict[str, list[Coming]] = {}
    for c in of.coming:
        text = say(lang, f"briefs.coming_{c.state}", clock=f"{c.as_of:%H:%M}", until=f"{c.until:%H:%M}", why=c.why,
                   missing=_missing(of.pack, c.missing, lang))  # fmt: skip
        said.setdefault(text, []).append(c)
    return joined(
        html(
            '<p class="coming" data-state="{state}"><b>{name}</b> {text}</p>',
            state="will_miss" if some[0].state == "failed" else "unknown",
            name=say(lang, "briefs.numbered", n=some[0].n,
                     name=listed(lang, [_form(of.pack, c.form, lang) for c in some])),
            text=text,
        )
        for text, some in said.items()
    )  # fmt: skip


def _issue(of: Issues, some: Sequence[Issue], hour: str, lang: str) -> Markup:
    """All of one report time: documents of the city, those of the districts, the copy of the board."""
    first = next((i for i in some if i.kind == BRIEF and _level(of.pack, i.form) == "city"), some[0])
    title = say(lang, "briefs.title", n=first.n, day=day(first.ops_day, lang), clock=hour)
    rows = joined(_row(of, i, lang) for i in sorted(some, key=lambda i: (i.kind != BRIEF, _level(of.pack, i.form))))
    said = first.lead.get(lang, "")
    body = html('{}<dl class="issue">{}</dl>', html("<p>{}</p>", said) if said else Markup(), rows)
    known = clock(first.known_at, first.ops_day, lang)
    return panel(f"issue-{first.key}", title, body, note=say(lang, "briefs.known", known=known), css="issue-panel")


def _row(of: Issues, i: Issue, lang: str) -> Markup:
    name = say(lang, "briefs.copy") if i.kind == COPY else _form(of.pack, i.form, lang)
    districts = {f.area for f in i.files}
    files = html('<span class="files">{}</span>', _files(of, i, lang))
    if len(i.files) > 1 and all(districts):
        files = html("<details><summary>{}</summary>{}</details>", say(lang, "briefs.files", n=len(districts)), files)
    missing = say(lang, "briefs.missing", missing=_missing(of.pack, i.missing, lang)) if i.missing else ""
    late = html('<span class="late">▲ {}</span>', missing) if missing and i.kind == BRIEF else Markup()
    line = html('<span class="muted">{}</span>', say(lang, "briefs.line", line=i.number))
    return html(
        "<div><dt><b>{name}</b>{line}</dt><dd>{files}{late}{went}{took}</dd></div>",
        name=name, line=line, files=files, late=late, went=_went(of, i, lang), took=_took(of, i, lang),
    )  # fmt: skip


def _files(of: Issues, i: Issue, lang: str) -> Markup:
    """Those of one language together."""
    by_language = groupby(i.files, key=lambda f: f.lang)
    return joined(
        html("<span>{} {}</span>", html("<i>{}</i>", language(code).name) if code else "", _links(of, i, some, lang))
        for code, some in by_language
    )


def _links(of: Issues, i: Issue, files: Iterable[Kept], lang: str) -> Markup:
    return joined(
        html(
            '<a download href="api/briefs/{line}/{file}" title="{hint}">{word}</a>',
            line=i.number, file=quote(f.name), word=_word(of.pack, f, lang),
            hint=say(lang, "briefs.hint", name=f.name, size=f"{f.size / 1000:,.0f}", digest=f.checksum or f.sha256),
        )
        for f in files
    )  # fmt: skip


def _word(pack: Pack, f: Kept, lang: str) -> str:
    form = say(lang, f"brief.form_{f.form}")
    place = pack.area[f.area].name(lang) if f.area in pack.area else ""
    return " ".join(x for x in (place, form) if x)


def _went(of: Issues, i: Issue, lang: str) -> Markup:
    if of.deliveries is None:
        return Markup()
    return joined(_delivery(of, d, lang) for d in of.deliveries.get(i.key, ()))


def _delivery(of: Issues, d: Delivery, lang: str) -> Markup:
    text = f"{SIGN[d.state]} {became(d, lang)}"
    if who := of.wished.get((d.id, d.channel)):
        text += say(lang, "briefs.went_wished", who=listed(lang, [*dict.fromkeys(who)][:NAMED]))
    return html('<span class="went" data-state="{}">{}</span>', STATE[d.state], text)


def became(d: Delivery, lang: str) -> str:
    """By which channel, and what became of it."""
    name = "doubt" if d.state == "failed" and d.doubt else d.state
    if d.state == "waiting" and d.tries:
        name = "again"
    text = say(lang, f"briefs.went_{name}", channel=d.channel, tries=d.tries, why=d.why)
    return text + (say(lang, "briefs.went_but", why=d.why) if d.state == "sent" and d.why else "")


def _took(of: Issues, i: Issue, lang: str) -> Markup:
    taken = [t for f in i.files for t in (of.taken or {}).get((i.number, f.name), ())]
    if not taken:
        return Markup()
    who = Counter(t.who or say(lang, "briefs.unnamed") for t in taken)
    names = [say(lang, "briefs.taker", who=name, times=n) if n > 1 else name for name, n in who.most_common(NAMED)]
    if len(who) > NAMED:
        names.append(say(lang, "briefs.more", n=len(who) - NAMED))
    return html('<span class="took">{}</span>', say(lang, "briefs.took", n=len(taken), who=listed(lang, names)))


def _others(of: Issues, lang: str) -> Markup:
    """Deliveries of any other kind that wait or were given up."""
    items = joined(
        html("<p><b>{}</b> {}</p>", d.message.subject.get(lang, d.id), _delivery(of, d, lang)) for d in of.others
    )
    return panel("others", say(lang, "briefs.others"), items, css="issue-panel")


def _missing(pack: Pack, missing: Sequence[tuple[str, str]], lang: str) -> str:
    """By feed: from which districts."""
    by_feed = [(feed, [area for _, area in some]) for feed, some in groupby(missing, key=lambda one: one[0])]
    return listed(lang, [_places(pack, feed, areas, lang) for feed, areas in by_feed])


def _places(pack: Pack, feed: str, areas: Sequence[str], lang: str) -> str:
    name = pack.feeds[feed].name(lang) if feed in pack.feeds else feed
    places = [short(pack.area[a], lang) if a in pack.area else a for a in areas[:NAMED]]
    if {a.code for a in pack.districts} <= {*areas}:
        places = [say(lang, "brief.late_all")]
    elif len(areas) > NAMED:
        places.append(say(lang, "briefs.more", n=len(areas) - NAMED))
    return say(lang, "brief.late_feed", feed=name, areas=listed(lang, places))


def _form(pack: Pack, id: str, lang: str) -> str:
    of = next((f for f in pack.briefs if f.id == id), None)
    if of is None:
        return id
    return of.name(lang) if of.confirm else say(lang, f"briefs.of_{of.level}")


def _level(pack: Pack, id: str) -> str:
    return next((f.level for f in pack.briefs if f.id == id), id)

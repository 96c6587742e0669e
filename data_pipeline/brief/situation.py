"""一、总体情况: how many duties stand where, and each: due, done, left, finish, against the last meeting."""

from collections.abc import Iterator

from data_pipeline.brief.figures import Place, change, counted, done_share, ledger_of, none, standing_in, to_the_last
from data_pipeline.brief.material import Material
from data_pipeline.brief.model import Block, Cell, Chart, Point, Sentence, Table
from data_pipeline.declare import Line
from data_pipeline.sentences import closed
from data_pipeline.sentences.phrases import finish, speaking, states_told, unit
from data_pipeline.sentences.sentence import lead, pace
from data_pipeline.sentences.sentence import overview as overview_sentence
from data_pipeline.sentences.states import word
from data_pipeline.words import say
from data_pipeline.words.language import language
from data_pipeline.words.numbers import moment

COLUMNS = ("due", "done", "open")


def overview(of: Material) -> Iterator[Block]:
    day, lang = of.day, of.lang
    if day.is_empty or not any(day.city(x.id) for x in of.headline):
        yield Sentence(say(lang, "sentence.no_line", as_of=moment(of.moment.as_of, day.ops_day, lang)))
        return
    if of.is_city:
        yield Sentence(overview_sentence(day, lang))
    else:
        states = day.count_states()
        facts = {"area": of.pack.area[of.area].name(lang), "all": sum(states.values())}
        yield Sentence(say(lang, "place.lead", parts=states_told(states, lang), **facts))
    if day.is_over:
        yield Sentence(closed.summary(day, of.freshness, lang))


def duties(of: Material) -> Iterator[Block]:
    lang = of.lang
    names = ["line", *COLUMNS, *(["change"] if of.meeting else []), "rate", "finish", "state"]
    since = moment(of.meeting, of.day.ops_day, lang) if of.meeting else ""
    columns = [say(lang, f"brief.col_{c}", since=since) for c in names]
    rows = [_duty(of, x) for x in of.headline]
    note = say(lang, "brief.change_note", since=since) if of.meeting else ""
    yield Table("duties", say(lang, "brief.duties"), columns, rows, note)


def _duty(of: Material, line: Line) -> list[Cell]:
    row, lang, area = of.day.city(line.id), of.lang, of.area
    name = line.short(lang)
    if row is None:
        absent = [none(line, p, area, lang) for p in (*COLUMNS, *(["open_change"] if of.meeting else []), "rate")]
        return [name, *absent, say(lang, "brief.not_reported"), word(of.day.state(line.id), lang, brief=True)]
    part = speaking(row, line, of.pack)
    named = name if part is line else say(lang, "brief.part", line=name, part=part.short(lang))
    moved: list[Cell] = [change(line, row, of.before.get(ledger_of(line, row)), area)] if of.meeting else []
    return [
        say(lang, "brief.in_unit", line=named, unit=unit(part, of.pack, lang).strip()),
        *(to_the_last(line, row, p, area) for p in COLUMNS),
        *moved,
        done_share(line, row, area),
        finish(row, of.day, lang),
        word(str(row["state"]), lang, row, brief=True),
    ]


def progress(of: Material) -> Iterator[Block]:
    """Share done of each duty, as bars."""
    lang, rows = of.lang, [(x, r) for x in of.headline if (r := of.day.city(x.id)) and r["rate"] == r["rate"]]
    if not rows or not of.first:
        return
    points = [Point(x.short(lang), done_share(x, r, of.area), state=str(r["state"])) for x, r in rows]
    least = min(rows, key=lambda x: x[1]["rate"])
    says = say(lang, "brief.progress_says", line=least[0].short(lang), rate=done_share(*least, of.area).text)
    yield Chart("progress", say(lang, "brief.progress"), says, "bars", points, "%")


def joined(lang: str, *parts: str) -> str:
    """Sentences one behind the other, as the language sets them apart."""
    return language(lang).gap.join(x.strip() for x in parts if x.strip())


def ledger_sentence(of: Material, line: Line, *more: str) -> Sentence:
    """The board's sentence of a line, with the figures of its row that it tells."""
    row, lang = of.day.city(line.id), of.lang
    text = joined(lang, lead(of.day, line, lang), pace(of.day, line, lang), *more)
    if row is None:
        return Sentence(text, lead=line.name(lang))
    due, done, left = (counted(line, row, p, Place(of.area, lang, row["due"])) for p in COLUMNS)
    cleared = closed.speaks_of(of.day, row) and not row["open"]
    return Sentence(text, standing_in(text, [due] if cleared else [due, done, left]), lead=line.name(lang))

"""What a sign or a second figure says, in words that ask and do not accuse."""

from datetime import date

from data_pipeline.declare import Pack
from data_pipeline.doubts.beside import Second
from data_pipeline.doubts.signs import Doubt, Sign
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact, known, moment, percent


def doubt(d: Doubt, pack: Pack, day: date, lang: str) -> str:
    """`day`: the operating day, of which hours are told without a date."""
    clock = moment(d.as_of, day, lang)
    match d.sign:
        case Sign.BUNCHED | Sign.STILL:
            facts = {"clock": clock, "since": moment(d.since, day, lang) if d.since else ""}
            return say(lang, f"doubts.{d.sign}", step=_whole(d.reported), usual=_whole(d.beside), **facts)
        case Sign.ROUND:
            return say(lang, "doubts.round", count=exact(d.reported), to=exact(d.beside))
        case Sign.AS_OTHER:
            other = pack.area.get(d.other)
            return say(lang, "doubts.as_other", area=short(other, lang)) if other else say(lang, "doubts.as_another")
        case Sign.ALIKE:
            return say(lang, "doubts.alike", count=exact(d.reported))
        case Sign.BESIDE:
            return _counted(d.reported, d.beside or 0.0, _source(d.other, pack, lang), lang)
    return say(lang, f"doubts.{d.sign}")


def second(s: Second, rate: float | None, lang: str) -> str:
    """`rate`: the share done of what is due, as reported; without it the counts themselves are told."""
    name = s.source.name(lang)
    if s.source.of == "sample":
        facts = {"checked": count(s.reported, lang), "confirmed": _whole(s.share)}
        if not known(rate):
            return say(lang, "doubts.sample", **facts)
        return say(lang, "doubts.sample_share", reported=_whole(rate), **facts)
    if rate is None or not known(rate):
        return _counted(s.reported, s.confirmed, name, lang)
    shares = {"reported": _whole(rate), "confirmed": _whole(rate * s.share)}
    return say(lang, "doubts.beside_share", source=name, **shares)


def _counted(reported: float, confirmed: float, source: str, lang: str) -> str:
    facts = {"reported": count(reported, lang, confirmed), "confirmed": count(confirmed, lang, reported)}
    return say(lang, "doubts.beside", source=source, **facts)


def _source(id: str, pack: Pack, lang: str) -> str:
    return next((x.name(lang) for x in pack.doubts.beside if x.id == id), id)


def _whole(share: float | None) -> str:
    return percent(share, 0)

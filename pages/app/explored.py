"""The answer to a question, for the page and for its export."""

from dataclasses import replace

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.publish.provenance import notes
from data_pipeline.trace.question import Question, answer, ask, slots
from pages.app.questions import slot_word
from pages.app.traces import frozen
from pages.views.explore.explore import Explored, sentence


def explored(moment: AsOf, q: Question, lang: str, sight: Sight) -> Explored:
    pack, rows = sight.pack(board().pack), sight.rows(board().pack, ask(board(), moment, q))
    since, until = slot_word(q.since, moment), slot_word(q.until, moment)
    asked = {
        "id": q.of.id,
        "level": q.level,
        "areas": ",".join(q.areas),
        "since": since,
        "until": until,
        "lang": lang,
        "clock": frozen(moment),
    }
    begun = tuple(slot_word(at, moment) for at in slots(pack, moment))
    newest = max(rows["as_of"].dt.to_pydatetime(), default=None)
    latest = slot_word(newest, moment) if newest else ""
    bare = Explored(q, rows, answer(pack, q, rows, (), lang), begun, since, until, asked, latest)
    noted = notes(board(), moment, sentence(pack, bare, lang), lang, sight)
    return replace(bare, sheet=answer(pack, q, rows, noted, lang))

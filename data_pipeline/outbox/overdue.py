"""An overdue step is sent once to whoever listens at its level, and once more for each level it rises to.

The notice follows from the ledger's lines alone, so whichever process makes it, it is the same, under the same key.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

from data_pipeline.actions.owed import Owed, owed
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Pack
from data_pipeline.outbox.notice import ACTION, Notice, clock_of, link
from data_pipeline.sentences import action as texts
from data_pipeline.store.log.steps import Action
from data_pipeline.words import LANGUAGES, say

OLDEST = timedelta(hours=24)  # what fell due before that is no news where a channel is set up today


def overdue(pack: Pack, actions: Iterable[Action], moment: AsOf) -> Iterator[Notice]:
    """One per action whose step is overdue, for the level at which it is said now."""
    for action in actions:
        step = owed(action, pack.actions, moment.now)
        if step is not None and step.overdue and moment.now - step.by < OLDEST:
            yield _notice(pack, action, step, moment)


def _notice(pack: Pack, action: Action, step: Owed, moment: AsOf) -> Notice:
    day, decided = step.by.date(), action.decided
    facts = {lang: {"number": action.number, "what": texts.what(pack, action, lang),
                    "level": texts.level(step.level, lang),
                    "unit": action.unit or say(lang, "action.nobody"), "place": texts.place(pack, action, lang),
                    "step": texts.step_by(step, day, lang)} for lang in LANGUAGES}  # fmt: skip
    subject = f"action:{action.number}"
    key = f"{subject}:{len(action.steps)}-{step.level}"
    return Notice(
        key=key,
        subject=subject,
        kind=ACTION,
        at=step.by,
        name={lang: say(lang, "action.alert_subject", **facts[lang]) for lang in LANGUAGES},
        text={lang: say(lang, "action.alert_body", **facts[lang]) for lang in LANGUAGES},
        board="/?" + urlencode({"clock": decided.clock, "line": decided.line, "area": decided.area}),
        link=link(key, clock_of(moment)),
        area=decided.area,
        facts={"kind": ACTION, "number": action.number, "step": step.step, "by": step.by.isoformat(),
               "level": step.level, "unit": action.unit},
    )  # fmt: skip

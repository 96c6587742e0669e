"""The command page's table: every headline and humane line in every district and the city, as a sheet."""

from typing import Any

import pandas as pd

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.judge.judge import Bench
from data_pipeline.judge.slots import turned
from data_pipeline.outlook import ready
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.past import has_failed
from data_pipeline.publish.provenance import notes
from data_pipeline.publish.sheet import Column, Kind, Sheet
from data_pipeline.sentences.sentence import overview
from data_pipeline.words import say

MOMENTS = ("as_of", "finish_at", "deadline_at")
NUMBERS = ("carry_in", "new_due", "done", "cancelled", "open", "due", "rate", "oldest_h")


def command_sheet(moment: AsOf, lang: str, sight: Sight) -> Sheet:
    """No row is below district level."""
    pack = board().pack
    asked = {"ops_day": moment.ops_day, "moment": turned(pack, moment)}
    rows = board().rows("page/day", moment.known_at, **asked)
    said = ready(board(), moment)
    bench = Bench(pack, moment.now, said, said is None and not has_failed(board(), moment))
    day = Day.judged(rows, moment.ops_day, moment.as_of, bench)
    day = day if sight.is_whole else day.within(sight)
    newest: Any = day.frame.loc[day.frame["is_latest"]].sort_values(by=["line_sort", "area_sort"], kind="stable")
    frame = pd.DataFrame(
        {
            "line": [pack.lines[x].name(lang) for x in newest["line"]],
            "district": [pack.area[x].name(lang) for x in newest["area_code"]],
            "state": [say(lang, f"state.{x}") for x in newest["state"]],
            "unit": [pack.unit(pack.lines[x].unit, lang) for x in newest["part"].fillna(newest["line"])],
            "as_of": newest["as_of"].to_numpy(),
            **{name: newest[name].to_numpy() for name in NUMBERS},
            "finish_at": newest["finish_at"].to_numpy(),
            "deadline_at": newest["deadline_at"].to_numpy(),
        }
    ).assign(rate=lambda x: 100 * x["rate"])
    kinds: dict[str, Kind] = dict.fromkeys(NUMBERS, "number")
    kinds |= dict.fromkeys(MOMENTS, "moment")
    columns = [Column(c, say(lang, f"command.col_{c}"), kinds.get(c, "text")) for c in frame]
    heading = overview(day, lang) if not day.is_empty else say(lang, "explore.none")
    name = f"command_{moment.as_of:%Y%m%d_%H%M}"
    return Sheet.of(name, notes(board(), moment, heading, lang, sight), columns, frame)

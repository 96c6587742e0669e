"""Where actions stand as a viewer's clock shows it, worked out once a data version for all viewers."""

from datetime import date, timedelta

import pandas as pd

from data_pipeline.access.sight import parted
from data_pipeline.actions.cards import Offered, eased, offered
from data_pipeline.actions.promised import Promised, scored, shown_to
from data_pipeline.actions.standing import Standing, most_pressing, ops_day_of, rows_of, standings
from data_pipeline.actions.worth import Worth, worth
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.outlook import journal
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from data_pipeline.store.log.steps import Action
from pages.app import live
from pages.app.rows import day_rows, gauge_rows


def action_rows(version: str, moment: AsOf) -> list[Standing]:
    """All in sight, the most pressing first."""
    sight, whole = parted(version)
    if not sight.is_whole:
        own = action_rows(whole, moment)
        return [s for s in own if sight.sees(board().pack, s.action.decided.area)]
    return live.held(("actions", version), lambda: _standings(version, moment))


def worth_of(version: str, of: Standing) -> Worth | None:
    """What one decision bought; None where nothing was forecast when it was taken."""
    return live.once(("worth", version, of.action.number), lambda: _worth(of))


def promise_rows(version: str, moment: AsOf) -> list[Promised]:
    """What became of promised hours: one's own districts' at once, all others' once these have had their time."""
    sight, whole = parted(version)
    found = live.held(("promises", whole), lambda: _promises(whole, moment))
    return shown_to(found, sight.districts, moment.now, board().pack.actions.own_first)


def _promises(version: str, moment: AsOf) -> list[Promised]:
    operation = board().pack.operation
    return scored(action_rows(version, moment), _said, lambda at: moment_at(at, operation).as_of, moment.now)


def _standings(version: str, moment: AsOf) -> list[Standing]:
    of = board()

    def ask(first: date, last: date) -> pd.DataFrame:
        return day_rows(version, moment).frame if first == moment.ops_day else rows_of(of, moment, first, last)

    return most_pressing(standings(of.pack, of.actions(moment.known_at), moment, ask))


def _worth(of: Standing) -> Worth | None:
    return None if of.outcome is None else worth(_said(of), of.action.decided.as_of, of.outcome)


def _said(of: Standing) -> pd.DataFrame:
    """What the forecast journal has of the line and area of an action, of its day."""
    decided, day = of.action.decided, ops_day_of(of.action)
    said = journal.read(board().root, day, day + timedelta(days=1))
    area = decided.area or board().pack.operation.city_code
    return said.loc[(said["line"] == decided.line) & (said["area_code"] == area)]


def card_rows(version: str, moment: AsOf) -> list[Offered]:
    """The actions agreed beforehand that are offered now, in sight."""
    sight, whole = parted(version)
    found = live.held(("cards", whole), lambda: offered(*_carded(whole, moment)))
    return [o for o in found if sight.sees(board().pack, o.area)]


def eased_rows(version: str, moment: AsOf) -> frozenset[int]:
    """Numbers of open actions whose card's state has eased."""
    whole = parted(version)[1]
    return live.held(("cards eased", whole), lambda: eased(*_carded(whole, moment)))


def _carded(version: str, moment: AsOf) -> tuple[Day, Readings, list[Action]]:
    return day_rows(version, moment), gauge_rows(version, moment), board().actions(moment.known_at)

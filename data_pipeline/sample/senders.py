"""Who sends which file, and when it is received: the city's data group for all, some districts for themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from data_pipeline.declare import Feed
from data_pipeline.intake.delivery import Delivery
from data_pipeline.sample import bulletin, faults
from data_pipeline.sample.faults import Fault
from data_pipeline.sample.files import Style, Writer
from data_pipeline.sample.grid import Slot
from data_pipeline.sample.rows import Rows
from data_pipeline.sample.world import World

SHORT = {
    "screening": "筛查",
    "transfer": "转运",
    "capacity": "床位",
    "supply": "保供",
    "tasks": "任务",
    "issues": "诉求",
    "support": "支援",
    "bulletin": "通报",
}
GROUP = "数据组"
STYLES = {
    "supply": Style("gb18030"),
    "capacity": Style("gb18030"),
    "tasks": Style("utf-8"),
    "issues": Style("utf-8", headers="en"),
}
OWN_FILES = (("transfer", "310115"),)  # districts that send a feed themselves, at every slot
BY_HAND = Style("gb18030", names=True, loose=True, total=True)
DELAY_MIN = (5, 36)
BULLETIN_AT = time(8, 40)  # of the morning after


@dataclass(frozen=True)
class Sender:
    """Who sends a file of one slot: how it is written, how long after the slot, and what its name says besides."""

    name: str
    style: Style
    delay: timedelta
    note: str = ""


@dataclass(frozen=True)
class Post:
    """The outgoing mail of one world."""

    world: World

    def slot(self, slot: Slot, feed: str, rows: Rows) -> Iterator[Delivery]:
        """Everything one feed says at one slot: the districts that send apart, then the city's group for the rest."""
        rest = np.ones(len(rows), dtype=bool)
        for code, fault in self._apart(slot, feed).items():
            inside = self._of(rows, code)
            rest &= ~inside
            if inside.any() and fault not in faults.MISSING:
                yield from self._district(slot, feed, code, rows.take(inside), fault)
        if rest.any():
            part = rows if rest.all() else rows.take(rest)
            usual = Sender(self._city, STYLES.get(feed, Style()), self._delay(slot, feed, ""))
            yield self._file(slot, feed, part, usual)

    def bulletin(self, day: date) -> Delivery:
        """The official figures of `day`, received the morning after."""
        data = self._writer.write(self._feed("bulletin"), bulletin.rows(self.world, day), day, None, Style())
        at = datetime.combine(day + timedelta(days=1), BULLETIN_AT)
        return Delivery(
            "bulletin",
            f"{self._city}_{SHORT['bulletin']}_{day:%Y%m%d}.csv",
            data,
            f"{self._city}{GROUP}",
            at,
            unseen=True,
        )

    @property
    def _writer(self) -> Writer:
        return Writer(self.world.pack, self.world.places)

    @property
    def _city(self) -> str:
        return "全市" if self.world.city_no == 0 else self.world.places.city.zh

    def _feed(self, feed: str) -> Feed:
        return self.world.pack.feeds[feed]

    def _apart(self, slot: Slot, feed: str) -> dict[str, Fault | None]:
        """Districts whose rows do not come with the city's file of this slot, and what went wrong, if anything."""
        if self.world.city_no:
            return {}
        found: dict[str, Fault | None] = {code: None for f, code in OWN_FILES if f == feed}
        for fault in (*faults.LATE, *faults.MISSING, faults.RESTATED):
            ago = (self.world.grid.last_day - slot.day).days
            if (fault.feed, fault.days_ago, fault.hour) == (feed, ago, slot.hour):
                found[fault.district] = fault
        return found

    def _of(self, rows: Rows, code: str) -> np.ndarray:
        """Mask of the rows of one district, its own totals among them."""
        places = self.world.places
        g = places.home.index(code)
        group = np.concatenate([places.group, np.arange(places.g), [-1], np.full(len(places.outside), -1)])
        return group[rows.area] == g

    def _district(self, slot: Slot, feed: str, code: str, rows: Rows, fault: Fault | None) -> Iterator[Delivery]:
        name = self.world.places.districts[self.world.places.home.index(code)].zh
        usual = self._delay(slot, feed, code)
        if fault and fault is faults.RESTATED:
            whole = rows.area >= self.world.places.n
            positive = np.array(rows.columns["person_class"].to_pylist()) == "POS"
            first = faults.counted_twice(rows, positive & ~whole, positive & whole)
            yield self._file(slot, feed, first, Sender(name, BY_HAND, usual))
            yield self._file(slot, feed, rows, Sender(name, BY_HAND, timedelta(minutes=fault.late_min or 0), "_更正"))
        else:
            late = timedelta(minutes=fault.late_min) if fault and fault.late_min else usual
            yield self._file(slot, feed, rows, Sender(name, BY_HAND, late))

    def _file(self, slot: Slot, feed: str, rows: Rows, by: Sender) -> Delivery:
        hour = f"{int(slot.hour):02}" + (f"{round(slot.hour % 1 * 60):02}" if slot.hour % 1 else "")
        data = self._writer.write(self._feed(feed), rows, slot.day, slot.as_of, by.style)
        name = f"{by.name}_{SHORT[feed]}_{slot.day:%Y%m%d}_{hour}{by.note}.csv"
        return Delivery(feed, name, data, f"{by.name}{GROUP}", slot.as_of + by.delay, unseen=True)

    def _delay(self, slot: Slot, feed: str, who: str) -> timedelta:
        """5 to 35 minutes, its own for every file."""
        rng = self.world.rng(f"delay {slot.as_of} {feed} {who}")
        return timedelta(minutes=int(rng.integers(*DELAY_MIN)), seconds=int(rng.integers(60)))

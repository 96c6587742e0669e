"""What the cities published is held against their own rows, cell by cell, and put right."""

from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from data_pipeline.core.errors import BoardError
from data_pipeline.nation.anew import Anew
from data_pipeline.nation.audit import WHOLE_ROW, Audit, audited
from data_pipeline.nation.engine import DuckDB
from data_pipeline.nation.rollups import SCHEMA, Rollups
from tests.nation.conftest import ONE, OTHER, Stores
from tests.store.tiny import EAST, WEST
from tests.support.cities import DAY, HOURS

TWO_PM, FOUR_PM = (datetime(2022, 4, 6, hour, 10, 3) for hour in HOURS)


def audit(rollups: Rollups, stores: Stores, work: type[Anew] = Anew, *, again: bool = False) -> Audit:
    with closing(DuckDB(rollups.folder)) as engine:
        found = audited(engine, rollups, DAY, work(stores), again=again)
    assert found is not None
    return found


def rows(of: Rollups) -> list[dict]:
    held = DeltaTable(str(of.folder)).to_pyarrow_table().select(SCHEMA.names).cast(SCHEMA).to_pylist()
    return sorted(held, key=lambda r: (r["city"], r["reported_at"], r["line"], r["area"]))


def tamper(of: Rollups) -> list[dict]:
    """One cell more, one row less, one too many; and the rows as they were."""
    before = rows(of)
    first = next(i for i, r in enumerate(before) if (r["city"], r["area"]) == (ONE, EAST))
    wrong = [r | {"done": r["done"] + 1} if i == first else r for i, r in enumerate(before)]
    wrong.append(wrong[first] | {"area": "nowhere"})
    lacks = next(r for r in wrong if (r["city"], r["area"], r["reported_at"]) == (OTHER, WEST, FOUR_PM))
    wrong.remove(lacks)
    write_deltalake(str(of.folder), pa.Table.from_pylist(wrong, SCHEMA), mode="overwrite")
    return before


def test_what_was_published_as_the_rows_say_shows_no_difference(published: Rollups, stores: Stores) -> None:
    found = audit(published, stores)
    assert (found.cities, found.publications, found.rows) == (2, 4, 12)
    assert (found.differences, found.refused) == ([], {})


def test_every_difference_is_named_with_both_its_values(published: Rollups, stores: Stores) -> None:
    tamper(published)
    found = audit(published, stores).differences
    assert [(d.city, d.reported_at, d.area, d.column, d.published, d.worked_out) for d in found] == [
        (ONE, TWO_PM, EAST, "done", 5.0, 4.0),
        (ONE, TWO_PM, "nowhere", WHOLE_ROW, True, False),
        (OTHER, FOUR_PM, WEST, WHOLE_ROW, False, True),
    ]
    assert {(d.ops_day, d.line) for d in found} == {(DAY, "visits")}
    assert found[0].slot == datetime(2022, 4, 6, 14)


def test_a_history_rolled_up_anew_is_what_the_rows_say_and_what_was_judged_stays(
    published: Rollups, stores: Stores
) -> None:
    before = tamper(published)
    lacked = next(i for i, r in enumerate(before) if (r["city"], r["area"], r["reported_at"]) == (OTHER, WEST, FOUR_PM))
    judged = ("state", "judge", "finish_at", "late_h")
    before[lacked] |= dict.fromkeys(judged)  # nobody knows any more
    audit(published, stores, again=True)
    assert rows(published) == before
    assert audit(published, stores).differences == []


def test_what_is_published_or_laid_together_meanwhile_is_never_overwritten(published: Rollups, stores: Stores) -> None:
    tamper(published)
    late = next(r for r in rows(published) if r["city"] == ONE) | {"reported_at": datetime(2022, 4, 6, 18), "seq": 9}
    more = pa.Table.from_pylist([late], SCHEMA)

    class Published(Anew):
        def __call__(self, of: pa.Table) -> pa.Table:
            published.append(more)
            return super().__call__(of)

    class Laid(Anew):
        def __call__(self, of: pa.Table) -> pa.Table:
            DeltaTable(str(published.folder)).optimize.compact()
            return super().__call__(of)

    for meanwhile, come in ((Published, 2), (Laid, 2)):
        wrong = rows(published)
        with pytest.raises(BoardError) as why:
            audit(published, stores, meanwhile, again=True)
        assert why.value.code == "rollups_moved"
        assert [r["seq"] for r in rows(published)].count(9) == come
        assert [r for r in rows(published) if r["seq"] != 9] == [r for r in wrong if r["seq"] != 9]


def test_a_city_that_cannot_be_asked_is_named_and_the_others_are_audited(published: Rollups, stores: Stores) -> None:
    tamper(published)
    for of, code in (
        ({ONE: stores[ONE]}, "city_unstored"),
        (stores | {OTHER: stores[ONE]}, "city_pack"),
        (stores | {OTHER: replace(stores[OTHER], store="lake:nowhere")}, "store_lake"),
    ):
        found = audit(published, of)
        assert {city: why.code for city, why in found.refused.items()} == {OTHER: code}
        assert {d.city for d in found.differences} == {ONE}, "nothing is said of what was not looked at"
        assert all(found.refused[OTHER].sentence(lang) for lang in ("zh", "en"))


def test_of_a_day_of_which_nothing_was_published_there_is_nothing_to_say(published: Rollups, stores: Stores) -> None:
    with closing(DuckDB(published.folder)) as engine:
        assert audited(engine, published, datetime(2022, 4, 5).date(), Anew(stores)) is None

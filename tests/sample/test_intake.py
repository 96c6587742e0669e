"""Every file of the sample passes the one way in: nothing refused, next to nothing to confirm."""

from data_pipeline.declare import Pack
from data_pipeline.intake.delivery import Delivery
from data_pipeline.intake.examine import examine


def chosen(mail: list[Delivery]) -> list[Delivery]:
    """Every kind of file: all feeds at the close of a day and at 14:00, every file a district sent late,
    every bulletin, every morning of the support teams."""
    ends = ("_20220405_24.csv", "_20220406_14.csv")
    return [d for d in mail if d.name.endswith(ends) or d.feed in ("bulletin", "support") or apart(d)]


def apart(d: Delivery) -> bool:
    return not d.name.startswith(("全市", "浦东新区")) or "更正" in d.name


def test_files_pass_intake_with_nothing_refused(pack: Pack, mail: list[Delivery]) -> None:
    files = chosen(mail)
    assert {d.feed for d in files} == pack.feeds.keys()
    doubts = rows = 0
    for d in files:
        found = examine(pack, d.feed, d.name, d.data)
        report = found.report
        assert report.unreadable is None, d.name
        assert report.unknown == (), d.name
        assert report.refused == 0, (d.name, [p.sentence("en") for p in report.problems[:3]])
        assert report.set_aside == d.data.decode(report.encoding).count("合计"), d.name
        assert found.table.num_rows == report.accepted > 0, d.name
        doubts += sum(p.severity == "confirm" for p in report.problems)
        rows += report.accepted
    assert rows > 12_000
    assert doubts <= 3

"""`python -m tests.mutants 10000`: so many files, each by its number, so that one can be made again (`--only 4711`)."""

import argparse
import random
import sys
import time
import traceback

from data_pipeline.intake import examine, peek, returned_csv, returned_xlsx
from tests.mutants.files import any_form, tables, workbook, written
from tests.mutants.judge import Tally, lost
from tests.mutants.mutate import spoil_bytes, spoil_table
from tests.support.samples import pack

LIMIT_S = 2.0
GIVE_BACK = 10  # of so many files, one has its refused rows written out in both forms


def mutant(number: int) -> tuple[str, str, bytes]:
    """(feed, what was done, the file) of that number, always the same."""
    rng = random.Random(f"riqing {number}")
    feed, rows = rng.choice(tables())
    form, how = any_form(rng), rng.choice(("bytes", "table", "table", "both", "workbook"))
    spoiled = rows if how == "bytes" else spoil_table(rows, rng)
    if how == "workbook":
        data = workbook(spoiled)
        data = spoil_bytes(data, rng) if rng.random() < 0.3 else data
    else:
        data = written(spoiled, form)
        data = spoil_bytes(data, rng) if how in ("bytes", "both") else data
    return feed, f"{how} {form.encoding} {form.delimiter!r}", data


def judge(number: int, tally: Tally) -> None:
    feed, how, data = mutant(number)
    name = f"{number}: {feed}, {how}"
    tally.files += 1
    begun = time.process_time()
    try:
        peek(pack(), data)
        found = examine(pack(), feed, "a.csv", data)
        for told in (*found.report.problems, *found.report.changes):
            told.sentence("zh")
        if number % GIVE_BACK == 0 and found.report.refused and found.returned.num_rows:
            returned_csv(pack().feeds[feed], found, "zh")
            returned_xlsx(pack().feeds[feed], found, "en")
    except Exception:
        tally.unhandled.append(f"{name}\n{traceback.format_exc(limit=-3)}")
        return
    spent = time.process_time() - begun
    if spent > tally.slowest:
        tally.slowest, tally.slowest_is = spent, name
    report = found.report
    tally.read += report.unreadable is None
    tally.records += report.records
    tally.accepted += report.accepted
    tally.refused += report.refused
    tally.set_aside += report.set_aside
    missing, followed = lost(found, data)
    tally.counted += followed
    if missing:
        tally.lost.append(f"{name}: {missing}")


def told(tally: Tally) -> str:
    return "\n".join(
        [
            f"{tally.files:,} files, {tally.read:,} of them read as tables, {tally.counted:,} followed line by line",
            f"{tally.records:,} records: {tally.accepted:,} accepted, {tally.refused:,} refused, {tally.set_aside:,} set aside",
            f"unhandled {len(tally.unhandled)}, silent loss {len(tally.lost)}",
            f"slowest {tally.slowest:.2f} s (limit {LIMIT_S:.0f} s): {tally.slowest_is}",
            *tally.unhandled[:5],
            *tally.lost[:10],
        ]
    )


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.mutants")
    ask.add_argument("files", type=int, nargs="?", default=10_000)
    ask.add_argument("--only", type=int, help="one file by its number; its bytes go to the standard output")
    given = ask.parse_args()
    if given.only is not None:
        sys.stdout.buffer.write(mutant(given.only)[2])
        return 0
    tally = Tally()
    for number in range(given.files):
        judge(number, tally)
    print(told(tally))
    return int(bool(tally.unhandled or tally.lost or tally.slowest > LIMIT_S))


if __name__ == "__main__":
    sys.exit(main())

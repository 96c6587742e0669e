"""The second part of docs/doubts.md: how far the signs on the board's own figures are to be trusted."""

from data_pipeline.doubts.measured import FALSE, false_a_week, measured, planted

HEAD = "## Figures to be looked at again\n"
WHAT = {
    "bunched": "part of the work is claimed through the day, all of it with the last report before the deadline",
    "still": "the figures of 10:00 are sent again until 18:00, then those of the hour",
    "round": "every place rounds what it has done to tens",
    "as_other": "another district's file under its own name",
    "as_before": "the file of the day before again",
    "alike": "two subdistricts send one and the same",
    "tubes": "12 % more people sampled than stand behind the tubes",
    "stock": "12 % more delivered than is gone from the stores",
    "points": "15 % more delivered, the stock made to fit; no more arrives at the subdistricts",
    "beds": "up to 30 % more arrived than came into a bed",
}


def with_signs(paper: str) -> str:
    """The paper with this part at its end, in the place of what stood there."""
    return paper.partition(HEAD)[0].rstrip() + "\n\n" + section()


def section() -> str:
    of, found = planted()
    false = next(m for m in measured() if m.kind == FALSE)
    rows = "".join(f"| {WHAT[m.kind]} | {m.planted} | {m.found} |\n" for m in measured() if m.kind != FALSE)
    return f"""{HEAD}
Written by `python -m tests.bench.doubts` on the sample operation under seeds that nothing was tuned on, six days each,
with altered reports planted in it. The board never changes a figure for a sign and ranks nobody: the signs stand on the
health page and beside the figure, on no wall. Thresholds: `declare/doubt.py`, which a pack's `doubts.toml` may set.

| what was altered, one district and day each | planted | found |
|---|--:|--:|
{rows}| **all** | **{of}** | **{found}** ({100 * found / of:.0f} of 100) |

Asked about without reason: {false.found} district-days in {false.planted} days of a whole operation, that is
{false_a_week():.2f} a week. Found counts only a sign on a line of the altered file. Arrivals are held against beds for
the city, since where people go is the city's choice: what one district adds shows once it is 1 % of all.

### A second figure of one's own

A pack names second figures in `doubts.toml`, each with a SELECT in `queries/beside/` (`item`, `ops_day`, `as_of`,
`area_code`, `reported`, `confirmed`). Where somebody calls back or checks a sample, the standard feed `rechecks`
(`use = "rechecks"`) takes what was checked and what was found as reported:

```toml
beside = [{{ id = "rechecks", zh = "回访抽查", en = "re-checks", sql = "checked", of = "sample" }}]
```

Its share stands beside the reported one. It is asked about once the upper end of its 95 % interval (Wilson) stays more
than a tenth below all.
"""

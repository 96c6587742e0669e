"""The lines of work and the indicators of an operation, as its pack's files say them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_pipeline.propose import toml
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.columns import Column, read_day
from data_pipeline.propose.feeds import FeedPart
from data_pipeline.propose.figures import Duty
from data_pipeline.propose.named import identifier, title, unit_of
from data_pipeline.propose.proposal import Proposal, Sheet
from data_pipeline.propose.words import both_of

PAGE = "work"  # where lines and indicators of such a pack stand
IN_DAYS = ("天", "day", "日")
RECENT = 7  # days of the sheet whose mean is the plan where nothing else is known


@dataclass(frozen=True)
class Due:
    """What is due a day of a line, in all areas; `given` by a person, or the mean of the sheet."""

    duty: Duty
    count: int
    given: bool


@dataclass(frozen=True)
class Work:
    """`plan`: line, area, what is due a day; `first`: the day from which that holds."""

    lines: str
    gauges: str
    targets: tuple[dict[str, object], ...]
    plan: tuple[tuple[str, str, int, date], ...]
    planned: tuple[Due, ...]


def work_of(p: Proposal, feeds: Sequence[FeedPart], codes: Mapping[str, str], answers: Answers) -> Work:
    """`codes`: an area as the sheet names it -> its code."""
    taken: set[str] = set()
    lines, gauges, readings, targets = [], [], [], []
    shapes = ""
    plan: list[tuple[str, str, int, date]] = []
    planned: list[Due] = []
    for feed in feeds:
        ids: dict[str, Duty] = {}
        for duty in feed.sheet.figures.duties:
            id = identifier("", _shown(duty), taken, "line")
            lines.append(_line(feed, duty, id, answers))
            ids[id] = duty
            if duty.due is None:
                asked = _asked(answers, duty, id) or _part(feed.sheet, duty, codes, answers)
                due = _plan(feed.sheet, duty, codes, asked)
                plan += [(id, area, n, feed.sheet.days[0]) for area, n in due.items()]
                planned.append(Due(duty, sum(due.values()), asked is not None))
        shapes += _shapes(feed, ids)
        for column in feed.sheet.figures.levels:
            id = identifier("", column.head.own, taken, "level")
            gauges.append(_gauge(feed, id, column.head.sent, len(targets)))
            readings.append(_reading(feed, id, feed.names[column.i], column.head.sent))
            targets.append({"metric": f"L{len(targets) + 1}", "name": column.head.sent, "unit": gauges[-1]["unit"]})
    text = toml.entries("line", lines) + shapes
    more = toml.entries("gauge", gauges) + "".join("\n" + toml.table(x, "[[reading]]") for x in readings)
    return Work(text, more if gauges else "", tuple(targets), tuple(plan), tuple(planned))


def _shown(duty: Duty) -> str:
    return title(duty.kind) if duty.kind else duty.name


def _line(feed: FeedPart, duty: Duty, id: str, answers: Answers) -> dict[str, object]:
    unit = unit_of((duty.done.head.own, duty.done.head.group, *feed.sheet.table.above, feed.sheet.table.file))
    return {
        "id": id, **names_of(duty), "feed": feed.id, "sql": id, "unit": unit, "deadline": answers.deadline,
        "tier": "headline", "page": PAGE,
    }  # fmt: skip


def names_of(duty: Duty) -> dict[str, str]:
    if duty.whole and not duty.kind:
        return both_of("whole_line", "")
    return {"zh": _shown(duty), "en": _shown(duty)}


def _shapes(feed: FeedPart, ids: Mapping[str, Duty]) -> str:
    """How its lines are counted: a ledger each, or stages one after the other."""
    if not any(duty.after for duty in ids.values()):
        return "".join("\n" + toml.table(_ledger(feed, duty, id), "[[ledger]]") for id, duty in ids.items())
    first = next(duty.due for duty in ids.values() if duty.due)
    return "\n" + toml.table({
        "says": "what each stage has done of what the one before it handed on.", "of": feed.id,
        "due": feed.names[first.i], "steps": {id: feed.names[duty.done.i] for id, duty in ids.items()},
    }, "[[stages]]")  # fmt: skip


def _ledger(feed: FeedPart, duty: Duty, id: str) -> dict[str, object]:
    names = feed.names
    said: dict[str, object] = {
        "cuts": {id: ""}, "says": f"{_shown(duty)}: what is due and what is done.", "of": feed.id,
        "where": f"{feed.kind} = '{feed.kinds[duty.kind]}'" if duty.kind else "",
    }  # fmt: skip
    beside = {role: names[c.i] for role, c in duty.beside.items()}
    due = names[duty.due.i] if duty.due else ""
    said |= {"planned": True} if duty.due is None else {"new_due": due}
    if "carry" in beside:
        said |= {"carry_in": beside["carry"], "new_due": beside.get("new") or f"{due} - {beside['carry']}"}
    said |= {"done": names[duty.done.i], "cancelled": beside.get("cancelled", "")}
    said |= {"open": beside.get("open", ""), "oldest_h": _oldest(duty, beside)}
    return said


def _oldest(duty: Duty, beside: Mapping[str, str]) -> str:
    if "oldest" not in beside:
        return ""
    header = duty.beside["oldest"].head.sent.casefold()
    return f"24 * {beside['oldest']}" if any(w in header for w in IN_DAYS) else beside["oldest"]


def _gauge(feed: FeedPart, id: str, header: str, n: int) -> dict[str, object]:
    unit = unit_of((header, *feed.sheet.table.above, feed.sheet.table.file))
    return {"id": id, "zh": header, "en": title(header.replace("_", " ")), "feed": feed.id, "sql": id, "unit": unit,
            "metric": f"L{n + 1}", "page": PAGE}  # fmt: skip


def _reading(feed: FeedPart, id: str, column: str, header: str) -> dict[str, object]:
    return {"cuts": {id: ""}, "says": f"{header}, as it stands.", "of": feed.id, "numer": column}


def _asked(answers: Answers, duty: Duty, id: str) -> int | None:
    names = {id, _shown(duty), duty.done.head.sent, duty.done.head.own}
    return next((n for name, n in answers.plans.items() if name in names), None)


def _part(sheet: Sheet, duty: Duty, codes: Mapping[str, str], answers: Answers) -> int | None:
    """Of a plan that was given for the whole, the share of one of its parts; None where none was."""
    whole = next((d for d in sheet.figures.duties if d.whole and d.kind == duty.kind), None)
    given = _asked(answers, whole, "") if whole else None
    if whole is None or given is None or duty.whole:
        return None
    part, all_of = (sum(_plan(sheet, d, codes, None).values()) for d in (duty, whole))
    return round(given * part / max(1, all_of))


def _plan(sheet: Sheet, duty: Duty, codes: Mapping[str, str], asked: int | None) -> dict[str, int]:
    """What is due a day of each area: the mean of the last days, or what was asked for shared in their ratio."""
    keys = sheet.figures.keys
    if keys.area is None:
        return {}
    days = set(_by_date(keys.day)[-RECENT:])
    done: dict[str, float] = dict.fromkeys((codes[w.strip()] for w in keys.area.words), 0.0)
    for i, area in enumerate(keys.area.cells):
        here = not keys.day or keys.day.cells[i] in days
        if here and (not duty.kind or (keys.category and keys.category.cells[i] == duty.kind)):
            done[codes[area.strip()]] += duty.done.figures[i] or 0
    if asked is None:
        return {area: max(1, round(n / max(1, len(days)))) for area, n in done.items()}
    return shared(asked, done)


def _by_date(day: Column | None) -> list[str]:
    return sorted(day.words, key=lambda w: read_day(w, day.order) or date.min) if day else []


def shared(whole: int, by: Mapping[str, float]) -> dict[str, int]:
    """`whole` in the ratio of `by`, in whole numbers that add up to it: the largest remainders have what is over."""
    total = sum(by.values())
    exact = {k: whole * (n / total if total else 1 / len(by)) for k, n in by.items()}
    found = {k: int(n) for k, n in exact.items()}
    over = whole - sum(found.values())
    for k in sorted(exact, key=lambda k: found[k] - exact[k])[:over]:
        found[k] += 1
    return found

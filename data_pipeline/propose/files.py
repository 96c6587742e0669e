"""The files of a pack, written from a proposal: what a person can read, correct and add to."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data_pipeline.core.errors import BoardError
from data_pipeline.propose import toml
from data_pipeline.propose.answers import Answers, split
from data_pipeline.propose.called import places_of, shorts_of, whole_of
from data_pipeline.propose.duties import Work, work_of
from data_pipeline.propose.feeds import FeedPart, feed_of
from data_pipeline.propose.named import identifier, title, units
from data_pipeline.propose.places import WHOLE, codes_of, outlines_of, squares
from data_pipeline.propose.proposal import CLOSE, Proposal
from data_pipeline.propose.words import both_of
from data_pipeline.words import say

TARGET = ("metric", "zh", "en", "unit", "direction", "target", "amber", "red", "aggregation_zh", "aggregation_en",
          "formula_zh", "formula_en", "responsible_zh", "responsible_en", "valid_from", "edited_by_role")  # fmt: skip
AGGREGATION = "aggregation"
BY_DEFAULT = {"deadline": "24:00", "zone": "Asia/Shanghai"}


@dataclass(frozen=True)
class Written:
    """`files`: name below the pack's folder -> text. `feeds`: the id of each sheet's feed, in their order."""

    files: Mapping[str, str]
    feeds: tuple[str, ...]
    work: Work


def files_of(p: Proposal, answers: Answers) -> Written:
    answers = replace(answers, deadline=answers.deadline or BY_DEFAULT["deadline"])
    codes, taken = codes_of(p.areas), set[str]()
    feeds = [_feed(p, n, taken) for n in range(len(p.sheets))]
    work = work_of(p, feeds, codes, answers)
    files = {"operation.toml": _operation(p, answers), "lines.toml": work.lines, "gauges.toml": work.gauges}
    files |= {f"feeds/{f.id}.toml": f.text for f in feeds}
    files |= {"areas.csv": _areas(p, codes, answers), "vocab.csv": _vocab(feeds), "targets.csv": _targets(p, work)}
    if work.plan:
        files["plan.csv"] = _csv(("line", "area", "due", "valid_from"), work.plan)
    own = dict.fromkeys(codes[a.name] for a in p.areas)
    files["boundaries.geojson"] = (
        outlines_of(answers.boundaries, p.areas, codes) if answers.boundaries else squares(list(own))
    )
    heads = {lang: say(lang, "propose.head", name=p.name) for lang in ("zh", "en")}
    head = "".join(f"# {heads[lang]}\n" for lang in ("zh", "en"))
    return Written(
        {name: head + text if name.endswith(".toml") else text for name, text in files.items() if text},
        tuple(f.id for f in feeds),
        work,
    )


def keep(written: Written, folder: Path) -> None:
    """Raises BoardError `pack_there` where the folder holds anything."""
    if folder.exists() and any(folder.iterdir()):
        raise BoardError("pack_there", folder=folder)
    for name, text in written.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _feed(p: Proposal, n: int, taken: set[str]) -> FeedPart:
    sheet = p.sheets[n]
    id = identifier("", Path(sheet.table.file).stem, taken, "sheet")
    stem = title(Path(sheet.table.file).stem.replace("_", " "))
    return feed_of(sheet, id, p.title if len(p.sheets) == 1 else (stem, stem), p.slots)


def _operation(p: Proposal, answers: Answers) -> str:
    return toml.table({
        "id": p.name, "zh": p.title[0], "en": p.title[1], "city_code": WHOLE,
        "timezone": answers.zone or BY_DEFAULT["zone"],
        "first_day": min(s.days[0] for s in p.sheets), **places_of(p, answers),
    }) + f"slots = {toml.value(p.slots)}\nmeetings = {toml.value(_meetings(answers))}\n" + (
        f"day_shown_from = {CLOSE}\n" if p.is_daily else f"day_shown_from = {min(p.slots[0], 8)}\n"
    )  # fmt: skip


def _meetings(answers: Answers) -> list[str]:
    hours = ([*word.split(":"), "00"] for word in split(answers.meetings))
    return [f"{int(hour):02}:{minute}" for hour, minute, *_ in hours]


def _areas(p: Proposal, codes: Mapping[str, str], answers: Answers) -> str:
    whole = whole_of(p, answers)
    people = {codes[name]: n for name, n in p.population.items() if name in codes}
    rows: list[tuple[object, ...]] = [(WHOLE, *whole, *whole, "city", "", "", "")]
    for area, short in zip(p.areas, shorts_of([a.name for a in p.areas]), strict=True):
        code = codes[area.name]
        aliases = "|".join(a for a in area.aliases if a != code)
        rows.append((code, area.name, area.name, short, short, "district", WHOLE, people.get(code, ""), aliases))
    head = ("code", "zh", "en", "short_zh", "short_en", "level", "parent", "population", "aliases")
    return _csv(head, rows)


def _vocab(feeds: Sequence[FeedPart]) -> str:
    rows = [("unit", u["code"], u["zh"], u["en"], "", u["one_en"]) for u in units()]
    kinds = {code: cell for f in feeds for cell, code in f.kinds.items()}
    rows += [("kind", code, cell, title(cell), cell, "") for code, cell in kinds.items()]
    return _csv(("vocab", "code", "zh", "en", "aliases", "one_en"), rows)


def _targets(p: Proposal, work: Work) -> str:
    first = min(s.days[0] for s in p.sheets)
    who = both_of("responsible", "responsible")
    rows = []
    for metric, unit, direction, target, edges in (
        ("M01", "percent", "clock", 100, ("", "")),
        ("M02", "item", "down", 0, (0, "")),
    ):
        rows.append(
            {"metric": metric, **both_of(f"target_{metric}", ""), "unit": unit, "direction": direction,
             "target": target, "amber": edges[0], "red": edges[1], **both_of("ratio" if target else "sum", AGGREGATION),
             **both_of(f"formula_{metric}", "formula"), **who}
        )  # fmt: skip
    for level in work.targets:
        name = str(level["name"])
        rows.append(
            {"metric": level["metric"], "zh": name, "en": name, "unit": level["unit"], "direction": "none",
             **both_of("sum", "aggregation"), "formula_zh": name, "formula_en": name, **who}
        )  # fmt: skip
    rows = [r | {"valid_from": first, "edited_by_role": "approver"} for r in rows]
    return _csv(TARGET, ([r.get(c, "") for c in TARGET] for r in rows))


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()

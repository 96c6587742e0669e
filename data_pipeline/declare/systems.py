"""docs/systems.md: each row of the system table, and the page, SQL and test in which it is answered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data_pipeline.core.settings import ROOT
from data_pipeline.declare.line import Gauge, Line
from data_pipeline.declare.pack import Pack
from data_pipeline.declare.shape import LedgerShape, ReadingShape
from data_pipeline.declare.tables import System
from data_pipeline.words import LANGUAGES, say

EVERY_ROW = "tests/test_systems.py"  # runs the SQL of each row on the sample
DESK = "pages/desk/{page}.py"
HEADS = ("row", "means", "page", "figures", "sql", "tests")


@dataclass(frozen=True)
class Answer:
    """Where one system is answered. Paths are relative to the project."""

    system: System
    lines: tuple[Line, ...]
    gauges: tuple[Gauge, ...]
    pages: tuple[str, ...]  # declared, whether or not the page is there yet
    sql: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def left_out(self) -> bool:
        return bool(self.system.left_out_zh)

    @property
    def drawn(self) -> tuple[str, ...]:
        return tuple(p for p in self.pages if (ROOT / DESK.format(page=p)).exists())

    @property
    def answered(self) -> bool:
        """By figures with their SQL, or by a page of the board that is there; or there is a reason why not."""
        return self.left_out or bool(self.sql) or self.system.page in self.drawn


def answers(pack: Pack) -> tuple[Answer, ...]:
    """One per row of the system table, in its order."""
    return tuple(_answer(pack, system) for system in pack.systems)


def sql_of(pack: Pack, x: Line | Gauge) -> tuple[str, ...]:
    """The SQL files under one line or gauge; a line that speaks for the worst of others has theirs."""
    if isinstance(x, Line):
        stems = [pack.lines[part].sql for part in x.worst_of] or [x.sql]
        return tuple(dict.fromkeys(_file("line", stem, pack.ledgers) for stem in stems))
    return (_file("gauge", x.sql, pack.readings),)


def _file(layer: str, stem: str, shapes: Iterable[LedgerShape | ReadingShape]) -> str:
    made = any(stem in shape.cuts for shape in shapes)
    return f"queries/{'generated/' if made else ''}{layer}/{stem}.sql"


def systems_md(pack: Pack) -> str:
    """The whole page, both languages side by side."""
    rows = [_row(pack, a) for a in answers(pack)]
    heads = [" · ".join(say(lang, f"systems.{h}") for lang in LANGUAGES) for h in HEADS]
    table = [heads, ["---"] * len(heads), *rows]
    return "\n\n".join(
        (
            f"# {' · '.join(say(lang, 'systems.title') for lang in LANGUAGES)}",
            "<br>".join(say(lang, "systems.intro") for lang in LANGUAGES),
            "\n".join(f"| {' | '.join(row)} |" for row in table) + "\n",
        )
    )


def _answer(pack: Pack, system: System) -> Answer:
    lines = tuple(x for x in pack.lines.values() if system.id in x.systems)
    gauges = tuple(x for x in pack.gauges.values() if system.id in x.systems)
    own = (*lines, *gauges)
    files = dict.fromkeys(file for x in own for file in sql_of(pack, x) if (ROOT / file).exists())
    pages = dict.fromkeys(p for p in (system.page, *(x.page for x in own)) if p)
    tests = (
        () if system.left_out_zh else (EVERY_ROW, *_tests_naming({x.id for x in own} | {Path(f).stem for f in files}))
    )
    return Answer(system, lines, gauges, tuple(pages), tuple(files), tests)


def _tests_naming(names: Iterable[str]) -> tuple[str, ...]:
    """The tests of SQL that speak of one of these by name."""
    wanted = set(names)
    return tuple(file for file, said in _said().items() if said & wanted)


@cache
def _said() -> dict[str, frozenset[str]]:
    """Test file of the SQL -> the names in quotes in it."""
    files = sorted((ROOT / "tests" / "sql").glob("test_*.py"))
    quoted = re.compile(r"[\"'](?:line/|gauge/)?([a-z][a-z0-9_]+)[\"']")
    return {f.relative_to(ROOT).as_posix(): frozenset(quoted.findall(f.read_text("utf-8"))) for f in files}


def _row(pack: Pack, a: Answer) -> tuple[str, ...]:
    means = f"{a.system.zh}<br>{a.system.en}"
    if a.left_out:
        return (f"**{a.system.id}**", means, "—", f"{a.system.left_out_zh}<br>{a.system.left_out_en}", "—", "—")
    pages = [_page(p, p in a.drawn) for p in a.pages]
    figures = [f"`{x.id}` {x.zh} {x.metric}" for x in (*a.lines, *a.gauges)]
    cells = (pages, figures, [_link(f) for f in a.sql], [_link(f) for f in a.tests])
    return (f"**{a.system.id}**", means, *("<br>".join(cell) or _waiting() for cell in cells))


def _page(page: str, there: bool) -> str:
    return f"[{page}](../{DESK.format(page=page)})" if there else f"{page} ({_waiting()})"


def _waiting() -> str:
    return " · ".join(say(lang, "systems.waiting") for lang in LANGUAGES)


def _link(file: str) -> str:
    return f"[{Path(file).name}](../{file})"

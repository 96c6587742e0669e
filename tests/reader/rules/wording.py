"""What is read as text: no program's leftovers, and one language at a time."""

import re
from collections.abc import Iterator

from tests.reader.fact import Contradiction, Reading
from tests.reader.rules import rule

LEFTOVER = re.compile(
    r"\bnan\b|\bNaN\b|\bNone\b|\binf\b|\bNaT\b|—\s?(?:h\b|小时|min|分)|undefined|(?<![\d,.])[-−]0(?![\d.,:])"
)
BRACES = re.compile(r"\{[a-z_]+\}")
LATIN = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = frozenset({"PCR", "CSV", "XLSX", "SQL", "kg", "km", "px", "min"})  # said alike in both languages
COUNTDOWN = re.compile(r"\{(?:left|age|s|d|h|m|feed)\}")  # filled in by the browser


@rule("Every page and wall is drawn at every moment")
def every_view_is_drawn(r: Reading) -> Iterator[Contradiction]:
    for view, lang, why in r.broken:
        yield Contradiction("every_view_is_drawn", view, lang, r.now, view, why)


@rule("Nothing a program forgot is read: no NaN, None, infinity, empty hour, unfilled word")
def no_leftovers(r: Reading) -> Iterator[Contradiction]:
    for t in r.texts:
        for told in (t.told, t.chart):
            for line in told.split("\n"):
                if found := LEFTOVER.search(line) or BRACES.search(COUNTDOWN.sub("", line)):
                    yield Contradiction("no_leftovers", t.view, t.lang, r.now, line.strip()[:120], found[0])


@rule("No English in Chinese, no Chinese in English")
def one_language(r: Reading) -> Iterator[Contradiction]:
    for t in r.texts:
        for line in (t.told + "\n" + t.chart).split("\n"):
            foreign = CHINESE.search(line) if t.lang == "en" else _latin(line)
            if foreign:
                yield Contradiction("one_language", t.view, t.lang, r.now, line.strip()[:120], foreign[0])


def _latin(line: str) -> re.Match[str] | None:
    return next((m for m in LATIN.finditer(line) if m[0] not in NAMES), None)

"""Number cells: 1,234 and 1２３４ and 约1200 and 1.2万 and 12人, but never a guess."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from data_pipeline.declare import Column
from data_pipeline.intake.cells.read import Read, not_reported, tidy
from data_pipeline.intake.cells.unit import ONE

MAX_NUMBER = 3_000_000_000  # its square still fits a 64-bit integer, so that no rule can overflow
THOUSAND = Decimal("0.001")
SHOWN = 15  # digits
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)

PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([, '’])\d{3})(?:\1\d{3})*(?:\.\d+)?", re.ASCII)
SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+", re.ASCII)
EXCEL_ERROR = re.compile(
    r"#(?:REF|VALUE|DIV/0|NAME|NUM|NULL|N/A|SPILL|CALC|FIELD|BLOCKED|BUSY|CONNECT|UNKNOWN|GETTING_DATA)[!?]?|#+|Err:\d{3}",
    re.IGNORECASE | re.ASCII,
)
ABOUT = re.compile(r"^(?:大约|约为|约|≈|~|about |approx\.? ?)\s*|\s*(?:左右|上下)$", re.IGNORECASE)
BOUND = re.compile(r"^(?:近|超过|超|逾|不足|不到|至少|至多|>=?|<=?|≥|≤)|[多余几]|以上$|以下$|\+$|\d\s*[~～至到]\s*\d")
SCALED = re.compile(r"(.*\d)\s*(亿|万|千|百)", re.ASCII)
SCALES = {"亿": 100_000_000, "万": 10_000, "千": 1_000, "百": 100}
KEPT = ("about", "scaled", "converted")  # said rather than the thousands' marks
ZERO_OR_NONE = frozenset(("无", "没有", "零"))


def number_reader(
    column: Column, units: Iterable[str] = (), factor: Fraction = ONE, parts: Mapping[str, Fraction] | None = None
) -> Callable[[str], Read]:
    """A reader of one column's cells into int or Decimal. `units`: what may follow a figure and is dropped; `parts`:
    other units that may follow it, and what they are of the column's own. `factor`: what its header multiplies by; a
    cell that names its own unit or multiple is not multiplied by the header's."""
    whole = column.type == "int"
    known = {u.casefold(): ONE for u in units if u} | {u: n for u, n in (parts or {}).items() if n != ONE}
    suffixes = sorted(known.items(), key=lambda u: -len(u[0]))
    percent = column.unit in ("%", "percent")

    def read(text: str) -> Read:
        if factor == ONE and whole and text.isdigit() and text.isascii() and len(text) < 10:
            return Read(int(text))
        plain, change = tidy(text)
        if not plain:
            return Read(None, "trimmed" if text else "")
        if not_reported(plain):
            return Read(None, "not_reported")
        if wrong := _hopeless(plain, percent):
            return wrong
        plain, change, named = _stripped(plain, change, suffixes, percent)
        times = factor if named is None else named
        if scaled := SCALED.fullmatch(plain):
            plain, change = scaled[1].strip(), "scaled"
            times = SCALES[scaled[2]] * (times if times.denominator > 1 else ONE)
        if GROUPED.fullmatch(plain):
            plain, change = re.sub(r"[, '’]", "", plain), change if change in KEPT else "thousands"
        if not PLAIN.fullmatch(plain):
            return Read(problem="not_a_number")
        return _fit(_times(plain, times), change or ("whole" if whole and "." in plain and times == ONE else ""), whole)

    return read


def _times(plain: str, factor: Fraction) -> Decimal:
    """Exactly, wherever the product has an end."""
    return Decimal(plain) * factor.numerator / factor.denominator


def _hopeless(plain: str, percent: bool) -> Read | None:
    """What looks like a figure and is none."""
    if EXCEL_ERROR.fullmatch(plain):
        return Read(problem="excel_error")
    if SCIENTIFIC.fullmatch(plain):
        return Read(problem="scientific")
    if plain in ZERO_OR_NONE:
        return Read(problem="none_or_zero")
    if "%" in plain and not percent:
        return Read(problem="percent")
    if BOUND.search(plain):
        return Read(problem="inexact")
    return None


def _stripped(
    plain: str, change: str, suffixes: Sequence[tuple[str, Fraction]], percent: bool
) -> tuple[str, str, Fraction | None]:
    """Without 'about', the percent sign of a percent column, and a unit; and what that unit is of the column's own."""
    bare = ABOUT.sub("", plain)
    if bare != plain:
        plain, change = bare, "about"
    if percent and plain.endswith("%"):
        return plain[:-1].strip(), change, ONE
    low = plain.casefold()
    for unit, part in suffixes:
        if low.endswith(unit) and len(unit) < len(plain):
            change = "converted" if part != ONE else change if change == "about" else "unit"
            return plain[: -len(unit)].strip(), change, part
    return plain, change, None


def _fit(value: Decimal, change: str, whole: bool) -> Read:
    """Within range, and whole where the column counts."""
    if abs(value) > MAX_NUMBER:
        return Read(
            problem="private_phone" if MOBILE.fullmatch(str(value)) else "too_large", facts={"most": MAX_NUMBER}
        )
    if len(value.as_tuple().digits) > SHOWN and (near := _shown(value)) != value:
        value, change = near, "noise" if change in ("", "whole") else change
    if whole:
        if value != value.to_integral_value():
            return Read(problem="not_whole")
        return Read(int(value), change)
    rounded = value.quantize(THOUSAND, ROUND_HALF_UP)
    return Read(rounded, change if rounded == value else "rounded")


def _shown(value: Decimal) -> Decimal:
    """To the 15 digits that a spreadsheet keeps and shows: 0.07 * 100 leaves 7.000000000000001, and shows 7."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - SHOWN + 1), ROUND_HALF_EVEN).normalize()

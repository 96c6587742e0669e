"""Number cells: 1,234 and 1２３４ and 约1200 and 1.2万 and 12人, but never a guess."""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from data_pipeline.declare import Column
from data_pipeline.intake.cells.read import Read, not_reported, tidy

MAX_NUMBER = 3_000_000_000  # its square still fits a 64-bit integer, so that no rule can overflow
THOUSAND = Decimal("0.001")
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)

PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([, '’])\d{3})(?:\1\d{3})*(?:\.\d+)?", re.ASCII)
SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+", re.ASCII)
EXCEL_ERROR = re.compile(r"#(?:REF|VALUE|DIV/0|NAME|NUM|NULL|SPILL|CALC)[!?]?|#+", re.IGNORECASE)
ABOUT = re.compile(r"^(?:大约|约为|约|≈|~|about |approx\.? ?)\s*|\s*(?:左右|上下)$", re.IGNORECASE)
BOUND = re.compile(r"^(?:近|超过|超|逾|不足|不到|至少|至多|>=?|<=?|≥|≤)|[多余几]|以上$|以下$|\+$|\d\s*[~～至到]\s*\d")
SCALED = re.compile(r"(.*\d)\s*(亿|万|千|百)", re.ASCII)
SCALES = {"亿": 100_000_000, "万": 10_000, "千": 1_000, "百": 100}
ZERO_OR_NONE = frozenset(("无", "没有", "零"))


def number_reader(column: Column, units: Sequence[str] = (), scale: int = 1) -> Callable[[str], Read]:
    """A reader of one column's cells into int or Decimal. `units`: what may follow a figure and is dropped.
    `scale`: 10,000 under a header that counts in 万."""
    whole = column.type == "int"
    suffixes = sorted({u for u in units if u}, key=len, reverse=True)
    percent = column.unit in ("%", "percent")

    def read(text: str) -> Read:
        if scale == 1 and whole and text.isdigit() and text.isascii() and len(text) < 10:
            return Read(int(text))
        plain, change = tidy(text)
        if not plain:
            return Read(None, "trimmed" if text else "")
        if not_reported(plain):
            return Read(None, "not_reported")
        if wrong := _hopeless(plain, percent):
            return wrong
        plain, change = _stripped(plain, change, suffixes, percent)
        factor = Decimal(scale)
        if scaled := SCALED.fullmatch(plain):
            plain, factor, change = scaled[1].strip(), factor * SCALES[scaled[2]], "scaled"
        elif scale != 1:
            change = "scaled"
        if GROUPED.fullmatch(plain):
            plain, change = re.sub(r"[, '’]", "", plain), change if change in ("about", "scaled") else "thousands"
        if not PLAIN.fullmatch(plain):
            return Read(problem="not_a_number")
        return _fit(Decimal(plain) * factor, change or ("whole" if whole and "." in plain else ""), whole)

    return read


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


def _stripped(plain: str, change: str, suffixes: Sequence[str], percent: bool) -> tuple[str, str]:
    """Without 'about', the percent sign of a percent column, and the column's own unit."""
    bare = ABOUT.sub("", plain)
    if bare != plain:
        plain, change = bare, "about"
    if percent and plain.endswith("%"):
        return plain[:-1].strip(), change
    low = plain.casefold()
    for unit in suffixes:
        if low.endswith(unit.casefold()) and len(unit) < len(plain):
            return plain[: -len(unit)].strip(), change if change == "about" else "unit"
    return plain, change


def _fit(value: Decimal, change: str, whole: bool) -> Read:
    """Within range, and whole where the column counts."""
    if abs(value) > MAX_NUMBER:
        return Read(
            problem="private_phone" if MOBILE.fullmatch(str(value)) else "too_large", facts={"most": MAX_NUMBER}
        )
    if whole:
        if value != value.to_integral_value():
            return Read(problem="not_whole")
        return Read(int(value), change)
    rounded = value.quantize(THOUSAND, ROUND_HALF_UP)
    return Read(rounded, change if rounded == value else "rounded")

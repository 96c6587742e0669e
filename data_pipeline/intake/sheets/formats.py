"""Number formats: what a figure shows on the screen. Dates are the reader's own business and pass through here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from data_pipeline.core.caches import remembered
from data_pipeline.intake.cells.unit import is_unit

BUILTIN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0",
    6: "#,##0",
    7: "#,##0.00",
    8: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0;-#,##0;-",
    42: "#,##0;-#,##0;-",
    43: "#,##0.00;-#,##0.00;-",
    44: "#,##0.00;-#,##0.00;-",
    48: "##0.0E+0",
    49: "@",
}
TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|(.)', re.DOTALL)
CURRENCY = re.compile(r"\$([^-]*)")
PLACES = re.compile(r"[0#?,.]+")
DATE = re.compile(r"[ymdhs年月日时分秒]|AM/PM", re.IGNORECASE)
DIGITS = 15  # that a spreadsheet keeps
SCALED = frozenset("十百千万亿")
PLAIN_LITERALS = frozenset(" ()-+¥￥$€")


@dataclass(frozen=True)
class Display:
    """`text`: as shown. `odd`: the format hides the figure, scales it, or puts words to it."""

    text: str
    odd: bool = False


Format = Callable[[Decimal], Display | None]  # None: the format cannot be followed


@remembered("formats of cells", 2_000)
def format_of(code: str) -> Format | None:
    """How figures under a format show; None where it changes nothing: General, text and dates."""
    sections = _sections(code)
    if len(sections) == 1 and not sections[0].core and sections[0].general:
        after = sections[0].before
        return None if not sections[0].words else lambda value: Display(_plain(value) + after, odd=not is_unit(after))
    if code.strip() in ("", "@") or any(s.date for s in sections):
        return None

    def show(value: Decimal) -> Display | None:
        return _show(sections, +value)

    return show


@dataclass(frozen=True)
class Section:
    """One section of a format. `core`: its digits' places; `words`: literals that are more than marks."""

    core: str
    before: str
    after: str
    words: bool
    percent: bool
    general: bool
    date: bool
    strange: bool  # a condition, a fraction, scientific notation


def _sections(code: str) -> list[Section]:
    found, parts = [], [[]]
    for token in TOKEN.finditer(code):
        if token[0] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    for tokens in parts[:3]:
        found.append(_section(tokens))
    return found


def _section(tokens: list[re.Match[str]]) -> Section:
    core, before, after, bare, strange = "", "", "", "", False
    for token in tokens:
        quoted, escaped, bracket, single = token.groups()
        literal = quoted if quoted is not None else escaped or ""
        if bracket is not None:
            strange |= bracket[:1] in "<>=" and bool(bracket)
            literal = money[1] if (money := CURRENCY.match(bracket)) else ""
            bare += "h" if bracket.lower() in ("h", "hh", "m", "mm", "s", "ss") else ""
        elif single and single in "0#?,.":
            strange |= bool(after.strip())  # 0!.0, puts a literal between the digits
            core, single = core + single, None
        elif single:
            bare += single
            literal = "" if single.isalpha() and single.isascii() else single
        before, after = (before + literal, after) if not core else (before, after + literal)
    words = any(c not in PLAIN_LITERALS for c in (before + after).replace("%", "").replace("‰", ""))
    return Section(
        core,
        before,
        after,
        words,
        "%" in bare,
        "general" in bare.lower(),
        bool(DATE.search(bare.lower().replace("general", "").replace("red", ""))),
        strange or "E" in bare or "/" in bare,
    )


def _show(sections: list[Section], value: Decimal) -> Display | None:
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section = sections[1]
    elif value == 0 and len(sections) > 2:
        section = sections[2]
        if not section.core and not section.general:  # zero as a dash is zero; zero as nothing is hidden
            return Display("0", odd=not section.before.strip())
    if section.strange or not (section.core or section.general):
        return None
    if section.general:
        return Display(_plain(value) + section.after, odd=section.words)
    thousands = len(section.core) - len(section.core.rstrip(",")) if "." not in section.core else _scaling(section.core)
    shown = abs(value) * (100 if section.percent else 1) / Decimal(1000) ** thousands
    whole, _, part = section.core.partition(".")
    decimals = sum(c in "0#?" for c in part)
    text = f"{shown.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    least = whole.count("0")
    head, _, tail = text.partition(".")
    head = head.zfill(least)
    text = head + (f".{tail}" if tail else "")
    hidden_sign = value < 0 and len(sections) > 1 and not any(c in "-(" for c in section.before)
    words = (section.before + section.after).strip(" ()-+%") if section.words else ""
    sign = "-" if value < 0 and Decimal(text) else ""
    odd = bool(thousands or hidden_sign or (words and (not is_unit(words) or words[0] in SCALED)))
    return Display(f"{sign}{text}{'%' if section.percent else ''}{words}", odd)


def _scaling(core: str) -> int:
    return len(core) - len(core.rstrip(",")) + len(core.partition(".")[0]) - len(core.partition(".")[0].rstrip(","))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def kept(text: str) -> Decimal:
    """A stored figure, to the digits that a spreadsheet keeps. Raises decimal.InvalidOperation."""
    value = Decimal(text)
    if len(value.as_tuple().digits) > DIGITS:
        value = value.quantize(Decimal(1).scaleb(value.adjusted() - DIGITS + 1), ROUND_HALF_UP)
    return value


@remembered("formats that round", 2_000)
def rounds(shows: Format) -> bool:
    """Does it show every whole figure as it is? Then it matters for fractions alone."""
    for value in map(Decimal, (0, 7, -7, 12345)):
        display = shows(value)
        if display is None or display.odd or not is_figure(display.text) or kept(display.text) != value:
            return False
        if zero_led(display.text):
            return False
    return True


def is_figure(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def zero_led(text: str) -> bool:
    """007: a code rather than a figure, and shown so."""
    digits = text.removeprefix("-")
    return digits[:1] == "0" and digits[1:2].isdigit()

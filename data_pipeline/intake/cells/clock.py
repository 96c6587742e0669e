"""The time of a day as people write it: 14:00, 14时30分, 下午2点半, 晚上12点, 凌晨12点, 零时, 12 am.

The clock has twelve hours and the day twenty-four: a word says which half, and where it does not, nothing is guessed.
"""

import re
from typing import NamedTuple

DAY = 86_400
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
QUARTERS = {"一": 15, "1": 15, "三": 45, "3": 45}
NUMERAL = r"\d{1,2}|[零〇一二两三四五六七八九十]{1,3}"
# hours of the twelve-hour clock that may follow each word, and the hour of the day they are
DAWN = {0: 0, 12: 0} | {h: h for h in range(1, 7)}
MORNING = {h: h for h in range(5, 13)}
NOON = {11: 11, 12: 12, 1: 13, 2: 14}
AFTERNOON = {12: 12} | {h: h + 12 for h in range(1, 8)}
EVENING = {h: h + 12 for h in range(5, 13)}
NIGHT = {h: h + 12 for h in range(7, 13)}
AM = {12: 0} | {h: h for h in range(1, 12)}
PM = {12: 12} | {h: h + 12 for h in range(1, 12)}
PARTS: dict[str, dict[int, int]] = (
    dict.fromkeys(("凌晨", "清晨"), DAWN)
    | dict.fromkeys(("早上", "早晨", "早间", "早", "上午", "午前"), MORNING)
    | dict.fromkeys(("中午", "正午"), NOON)
    | dict.fromkeys(("下午", "午后", "傍晚"), AFTERNOON)
    | dict.fromkeys(("晚上", "晚间", "晚"), EVENING)
    | dict.fromkeys(("夜里", "夜间", "夜晚", "半夜", "深夜", "午夜", "夜"), NIGHT)
    | {"am": AM, "pm": PM}
)
AT_NIGHT = (EVENING, NIGHT)  # 夜里1点 of the 6th may lie on the 7th
ALONE = {"正午": 12, "noon": 12}
UNCLEAR = frozenset(("半夜", "午夜", "深夜", "夜里", "夜间", "midnight"))  # its beginning or its end
CLOCK = re.compile(
    rf"(?P<next>次日|翌日|第二天)?\s*(?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True))})?\s*"
    rf"(?P<h>{NUMERAL})(?P<mark>\s*[:时点]\s*(?:钟|(?P<half>半)|整|(?P<q>[一三13])刻|(?P<m>\d{{1,2}}|[零〇一二三四五六七八九十]{{1,3}})"
    r"(?:\s*分)?(?:\s*:?\s*(?P<s>\d{1,2})(?:\.0*)?秒?)?)?)?\s*(?P<ap>a\.?m\.?|p\.?m\.?)?止?",
    re.IGNORECASE | re.ASCII,
)


class Clock(NamedTuple):
    """Seconds since 00:00 (24:00 is 86,400), or why there are none: not_a_moment, hour_unclear."""

    seconds: int = 0
    problem: str = ""


NONE, UNSURE = Clock(problem="not_a_moment"), Clock(problem="hour_unclear")


def read_clock(text: str) -> Clock:
    plain = text.strip().casefold()
    if plain in ALONE:
        return Clock(ALONE[plain] * 3600)
    if plain in UNCLEAR:
        return UNSURE
    found = CLOCK.fullmatch(plain)
    hour = numeral(found["h"]) if found else None
    if not found or hour is None or (found["part"] and found["ap"]) or not (found["mark"] or found["h"].isascii()):
        return NONE
    minute = 30 if found["half"] else QUARTERS[found["q"]] if found["q"] else numeral(found["m"] or "0")
    if minute is None or minute > 59 or int(found["s"] or 0) > 59:
        return NONE
    part = found["part"] or (found["ap"] or "").replace(".", "")
    hour, problem = _hour(hour, PARTS.get(part))
    if found["next"] and hour:
        return NONE  # another day's time: only its 0:00 is also the end of this one
    seconds = hour * 3600 + minute * 60 + int(found["s"] or 0) + (DAY if found["next"] else 0)
    if seconds > DAY:
        return UNSURE if part and not problem else NONE  # 晚上12点半 of the 6th is on the 7th
    return Clock(problem=problem) if problem else Clock(seconds)


def _hour(hour: int, part: dict[int, int] | None) -> tuple[int, str]:
    """The hour of the day, or why it is not known."""
    if part is None:
        return hour, ""
    if hour in part:
        return part[hour], ""
    if hour > 12 and hour in part.values():
        return hour, ""  # 下午14点 says it twice
    return 0, "hour_unclear" if part in AT_NIGHT and hour <= 12 else "not_a_moment"


def numeral(text: str) -> int | None:
    """14, 十四 or 二十 as a number below 100; None where it is none."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        digits = [DIGITS[c] for c in ones]
        return digits[0] if len(digits) == 1 else digits[1] if len(digits) == 2 and not digits[0] else None
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)

"""Words that stand for a total: 合计, 小计, 全市合计, grand total. Only some of them can be the whole."""

import re

TOTAL = re.compile(
    r"(?:合计|小计|总计|共计|总和|汇总)|.{0,8}(?:合计|小计|总计|共计)[:：]?|(?:sub|grand)?[ -]?totals?:?", re.IGNORECASE
)
WHOLE = re.compile(
    r"(?:全市|全区|全县|本市|本区|市|区)?(?:合计|总计|共计|总和|汇总)[:：]?|(?:grand)?[ -]?totals?:?", re.IGNORECASE
)
LONGEST = 24


def is_total(text: str) -> bool:
    return len(text) <= LONGEST and bool(TOTAL.fullmatch(_bare(text)))


def is_whole(text: str) -> bool:
    """A total that nothing narrows down: 小计 and 东片合计 are totals of a part."""
    return len(text) <= LONGEST and bool(WHOLE.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)

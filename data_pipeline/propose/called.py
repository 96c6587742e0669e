"""What the places of an operation are called: in its sentences, and short where there is little room."""

import re
from collections import Counter
from collections.abc import Sequence

from data_pipeline.propose.answers import BETWEEN, Answers, both
from data_pipeline.propose.named import place_of
from data_pipeline.propose.proposal import Proposal
from data_pipeline.words import say

ROOM = 11  # letters of a name in a narrow place; a Chinese character takes two
FEW = 2  # words: of more that are still too long, the last stands alone
SHARED = 0.6  # of the areas: a first word of so many says nothing
THE = "the "


def places_of(p: Proposal, answers: Answers) -> dict[str, str]:
    """As the operation's file has them: of the header of the areas, unless a person says otherwise."""
    found = _area(p, answers)
    zh, en = both(answers.whole) if answers.whole else (_whole_zh(p, found["area_zh"]), "")
    low = en[:1].lower() + en[1:]
    return found | {"whole_zh": zh, "whole_en": low if low.startswith(THE) else say("en", "propose.whole")}


def whole_of(p: Proposal, answers: Answers) -> tuple[str, str]:
    """The name of all areas together, where it stands beside theirs."""
    area = _area(p, answers)
    if answers.whole:
        return both(answers.whole)
    return _whole_zh(p, area["area_zh"]), say("en", "propose.whole_row", areas=area["areas_en"])


def _area(p: Proposal, answers: Answers) -> dict[str, str]:
    if answers.place:
        zh, en, many, *_ = [*map(str.strip, answers.place.split(BETWEEN)), "", ""]
        return {"area_zh": zh, "area_en": en or zh, "areas_en": many or en or zh}
    keys = p.sheets[0].figures.keys
    return place_of(keys.area.head.sent if keys.area else "")


def _whole_zh(p: Proposal, area: str) -> str:
    """全县 of a county's sheet, else all of what the areas are."""
    named = re.search("[省市县区镇乡州旗]", " ".join((p.title[0], *p.sheets[0].table.above)))
    return f"全{named[0]}" if named and named[0] not in area else say("zh", "propose.whole") + area


def shorts_of(names: Sequence[str]) -> list[str]:
    """Each name as it stands where there is little room, no two alike: without a first word that most share, what
    follows a stroke, and with its first words as letters."""
    firsts = Counter(n.split(" ")[0] for n in names if " " in n)
    common = {w for w, n in firsts.items() if n >= SHARED * len(names)}
    found = [_short(" ".join(n.split(" ")[1:]) if n.split(" ")[0] in common and " " in n else n) for n in names]
    times = Counter(found)
    return [short if times[short] == 1 else name for short, name in zip(found, names, strict=True)]


def _short(name: str) -> str:
    name = re.split(r" ?/ ?", name)[0]
    parts = re.split(r"([ -])", name)
    for i in range(0, len(parts) - 1, 2):
        if _wide("".join(parts)) <= ROOM:
            break
        parts[i] = parts[i] if parts[i].endswith(".") else f"{parts[i][:1]}."
    short = "".join(parts)
    words = short.split(" ")
    return words[-1] if _wide(short) > ROOM and len(words) > FEW else short


def _wide(text: str) -> int:
    return sum(2 if c > "\u2fff" else 1 for c in text)

"""Two languages, one catalogue: the same keys in both."""

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.words import LANGUAGES, catalogue, say

ROOT = Path(__file__).parents[1]
RAISED = re.compile(r"""BoardError\(\s*"([a-z_]+)\"""")
KEYS = sorted(set().union(*map(catalogue, LANGUAGES)))


def test_every_key_is_there_in_every_language() -> None:
    assert {lang: sorted(set(KEYS) - set(catalogue(lang))) for lang in LANGUAGES} == {lang: [] for lang in LANGUAGES}


def test_no_sentence_is_empty_and_none_carries_blank_ends_by_accident() -> None:
    assert [key for key in KEYS for lang in LANGUAGES if not catalogue(lang).get(key, "x").strip()] == []


def test_a_missing_word_is_loud() -> None:
    with pytest.raises(KeyError):
        say("zh", "nothing.of_the_kind")


def test_every_error_a_person_can_meet_has_its_sentence() -> None:
    files = (ROOT / "data_pipeline").rglob("*.py")
    raised = {code for file in files for code in RAISED.findall(file.read_text("utf-8"))}
    assert raised
    assert sorted(code for code in raised if f"error.{code}" not in KEYS) == []


PACK = ROOT / "data_pipeline" / "pack" / "shanghai-2022"
SPOKEN = "a heading or a sentence as spoken: an office writes 读法、堵点环节、责任单位、次数"
RETIRED = {  # what is not written any more, in the sense that is meant: an example that must be caught, and the reason
    r"剩": ("剩余", "未办; in a sentence 尚有, ahead of time 将余"),
    r"(?<!过夜)未清(?!零)": ("各区未清人员", "未办; left overnight is 过夜未清"),
    r"核销": ("当日核销", "核减"),
    r"工作线|条线": ("工作线", "事项"),
    r"监测": ("监测值", "指标"),
    r"(?<!文)档": ("晚2档", "时点; a document is 文档"),
    r"(?:上报|可用|上一|下一|一个|每个)时段": ("可用时段不足", "时点; 时段 is a span of hours"),
    r"(?:上报|统计|数据)时刻": ("数据时刻", "时点; 时刻 is a moment of the clock"),
    r"待支援|落后|关注": ("待支援", "需支援, 进度偏紧: a state says what follows and blames nobody"),
    r"最差|最弱|短板|疑为照抄": ("最差的区", "最需支援, 最低, 待核实: nobody is blamed or ranked"),
    r"命中|八成": ("八成区间命中", "80%区间, 覆盖"),
    r"瓶颈|卡在": ("卡在哪里", "堵点环节"),
    r"常余": ("每日常余", "长尾"),
    r"清不完|办不完": ("按目前速度清不完", "不能清零, 不能办结"),
    r"(?<!恢复)演练": ("入库演练", "预演; only a recovery is drilled"),
    r"另置|另计": ("另计3行", "不计入"),
    r"撤去": ("撤去一次入库", "撤回"),
    r"(?:本次?|该|此)操作": ("本操作", "行动; 操作 is what a hand does at the screen"),
    r"所知|所说": ("截至何时所知", "截至14:00, 以18:00已收为准"),
    r"数据健康|数据源|账本|业务包|词表": ("数据健康", "数据质量, 报表, 台账, 工作包, 取值表: one concept, one word"),
    r"可疑": ("3处可疑", "疑点"),
    r"怎样|怎么|什么|多少|谁|打不开|不认识|你": ("怎样读", SPOKEN),
}
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,;?!]|[,;?!][\u4e00-\u9fff“（]")


def chinese() -> dict[str, str]:
    """What the zh catalogue and the pack say, by where it stands: no place names, no aliases (what others write), and
    no systems.csv, which is the meeting's own words."""
    told = {f"words: {key}": sentence for key, sentence in catalogue("zh").items()}
    for file in PACK.rglob("*.toml"):
        told |= {f"{file.name}: {where}": text for where, text in _zh(tomllib.loads(file.read_text("utf-8")))}
    for name in ("targets.csv", "vocab.csv", "rounds.csv"):
        with (PACK / name).open(encoding="utf-8", newline="") as rows:
            told |= {
                f"{name} {i}: {where}": text for i, row in enumerate(csv.DictReader(rows)) for where, text in _zh(row)
            }
    return told


def _zh(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """The texts under `zh` and `…_zh`, wherever they stand."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _zh(inside, f"{at}.{name}")
    elif isinstance(value, list):
        for i, inside in enumerate(value):
            yield from _zh(inside, f"{at}.{i}")
    elif isinstance(value, str) and re.search(r"(?:\.|_)zh$", at):
        yield at, value


def test_each_retired_word_would_be_caught() -> None:
    assert [word for word, (example, _) in RETIRED.items() if not re.search(word, example)] == []


def test_no_retired_word_is_said_in_chinese() -> None:
    told = chinese()
    assert len(told) > 2500
    said = [
        (where, text, use)
        for where, text in told.items()
        for word, (_, use) in RETIRED.items()
        if re.search(word, text)
    ]
    assert said == []


def test_chinese_is_punctuated_in_full_width() -> None:
    assert {where: text for where, text in chinese().items() if HALF_WIDTH.search(text)} == {}

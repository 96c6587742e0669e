"""Sentences speak of an operation's own places, and stay sentences."""

import string

from data_pipeline.words import Places, catalogue
from data_pipeline.words.places import OURS, renamed

COUNTY = Places("乡镇", "township", "townships", "全县", "the county")
DEPOTS = Places("网点", "area", "areas", "全部网点", "the operation")
CASES = [
    ("zh", "全市{all}项：{parts}。", "全县{all}项：{parts}。"),
    ("zh", "{n}区未报，另有部分区数据不足", "{n}乡镇未报，另有部分乡镇数据不足"),
    ("zh", "80%区间、街区、小区、地区、社区、分区看、区域", "80%区间、街区、小区、地区、社区、分区看、区域"),
    ("zh", "由市级增派；区间调配", "由上级增派；乡镇间调配"),
    ("en", "No action in a single district would change the city’s outcome.",
     "No action in a single township would change the county’s outcome."),
    ("en", "City clears: {district} in {city}", "County clears: {district} in {city}"),
    ("en", "Choose a district; subdistricts, capacity", "Choose a township; subdistricts, capacity"),
]  # fmt: skip


def test_words_for_places_are_the_operations_own() -> None:
    for lang, ours, own in CASES:
        assert renamed({"a.b": ours}, COUNTY, lang)["a.b"] == own
    assert renamed({"a.b": "Choose a district"}, DEPOTS, "en")["a.b"] == "Choose an area"


def test_without_words_of_its_own_nothing_is_changed() -> None:
    for lang in ("zh", "en"):
        assert renamed(catalogue(lang), Places(), lang) == catalogue(lang)
    assert renamed({"a.b": "the city"}, COUNTY, "it") == {"a.b": "the city"}


def test_no_sentence_loses_what_is_filled_in_nor_speaks_of_districts_of_a_city() -> None:
    for lang, words in (("zh", ("全市", "各区", "本区")), ("en", ("district", "District", "the city", "The city"))):
        for key, text in renamed(catalogue(lang), COUNTY, lang).items():
            before = {f for _, f, _, _ in string.Formatter().parse(catalogue(lang)[key]) if f}
            assert before == {f for _, f, _, _ in string.Formatter().parse(text) if f}, key
            plain = "".join(t for t, _, _, _ in string.Formatter().parse(text)).replace("subdistrict", "")
            plain = plain.replace("by-district", "").replace("Subdistrict", "").replace("district_", "")
            assert OURS.fullmatch(key) or "`" in text or not [w for w in words if w in plain], f"{key}: {text}"

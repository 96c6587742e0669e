"""A made-up third language: the English sentences with other letters and a third longer, as a folder of its own."""

import json
import re
import tomllib
from pathlib import Path

from data_pipeline.words.language import FILE, folder

CODE = "qps"
LETTERS = str.maketrans("aceinosuyACEINOSUY", "àçéîñöšûýÀÇÉÎÑÖŠÛÝ")
FIELD = re.compile(r"(\{[^}]*\}|<[^>]*>|`[^`]*`)")


def write(into: Path) -> Path:
    """The folder that BOARD_WORDS names."""
    own = into / CODE
    own.mkdir(parents=True)
    for file in sorted(folder("en").glob("*.toml")):
        said = file.read_text("utf-8")
        (own / file.name).write_text(_named(said) if file.name == FILE else _sentences(said), "utf-8")
    return into


def _named(said: str) -> str:
    return said.replace('"English"', '"Pseudo"').replace('"EN"', '"QPS"').replace('tag = "en"', 'tag = "en-x-pseudo"')


def _sentences(said: str) -> str:
    lines = []
    for table, entries in tomllib.loads(said).items():
        lines += [f"[{table}]", *(f"{name} = {json.dumps(spelled(s))}" for name, s in entries.items())]
    return "\n".join(lines) + "\n"


def spelled(sentence: str) -> str:
    """Fields, tags and code stay as they are; of words of four letters and more a vowel is drawn out."""
    parts = FIELD.split(sentence)
    return "".join(
        p if FIELD.fullmatch(p) else re.sub(r"([aeo])(?=\w{3})", r"\1\1", p).translate(LETTERS) for p in parts
    )

"""Made-up languages as folders of their own: the English sentences with other letters and a third longer, and one of
Hebrew letters, written from right to left."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.words.language import FILE, folder

FIELD = re.compile(r"(\{[^}]*\}|<[^>]*>|`[^`]*`)")


@dataclass(frozen=True)
class Pseudo:
    code: str
    tag: str
    letters: Mapping[int, int | str]
    direction: str = "ltr"
    longer: bool = True


LONGER = Pseudo("qps", "en-x-pseudo", str.maketrans("aceinosuyACEINOSUY", "àçéîñöšûýÀÇÉÎÑÖŠÛÝ"))
_ALEPH_ON = "אבגדהוזחטיכלמנסעפצקרשתגדהו"
MIRRORED = Pseudo(
    "qpr",
    "he-x-pseudo",
    str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", _ALEPH_ON * 2),
    "rtl",
    longer=False,  # Hebrew takes less room than English
)
CODE = LONGER.code


def write(into: Path, of: Pseudo = LONGER) -> Path:
    """The folder that BOARD_WORDS names."""
    own = into / of.code
    own.mkdir(parents=True)
    for file in sorted(folder("en").glob("*.toml")):
        said = file.read_text("utf-8")
        (own / file.name).write_text(_named(said, of) if file.name == FILE else _sentences(said, of), "utf-8")
    return into


def _named(said: str, of: Pseudo) -> str:
    said = said.replace('"English"', '"Pseudo"').replace('"EN"', f'"{of.code.upper()}"')
    return said.replace('tag = "en"', f'tag = "{of.tag}"\ndirection = "{of.direction}"')


def _sentences(said: str, of: Pseudo) -> str:
    lines = []
    for table, entries in tomllib.loads(said).items():
        lines += [f"[{table}]", *(f"{name} = {json.dumps(spelled(s, of))}" for name, s in entries.items())]
    return "\n".join(lines) + "\n"


def spelled(sentence: str, of: Pseudo = LONGER) -> str:
    """Fields, tags and code stay as they are; of words of four letters and more a vowel is drawn out."""
    parts = FIELD.split(sentence)
    return "".join(p if FIELD.fullmatch(p) else _drawn_out(p, of).translate(of.letters) for p in parts)


def _drawn_out(part: str, of: Pseudo) -> str:
    return re.sub(r"([aeo])(?=\w{3})", r"\1\1", part) if of.longer else part

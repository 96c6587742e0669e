"""A pack's files, each broken in one small way, by number: what a slip of the hand or of a spreadsheet does to them."""

import random
import re
from collections.abc import Callable, Mapping

Files = Mapping[str, str]
Break = Callable[[random.Random, str], str]


def broken(files: Files, number: int) -> tuple[str, dict[str, str]]:
    """The name of the file that is broken, and all files with it."""
    rng = random.Random(number)
    name = rng.choice(sorted(files))
    how = rng.choice(WAYS)
    return name, {**files, name: how(rng, files[name])}


def _a_line(change: Callable[[random.Random, str], str]) -> Break:
    def way(rng: random.Random, text: str) -> str:
        lines = text.split("\n")
        at = rng.randrange(len(lines))
        lines[at] = change(rng, lines[at])
        return "\n".join(lines)

    return way


def _no_letter(rng: random.Random, line: str) -> str:
    at = rng.randrange(len(line) + 1)
    return line[:at] + line[at + 1 :]


def _other_letter(rng: random.Random, line: str) -> str:
    at = rng.randrange(len(line) + 1)
    return line[:at] + rng.choice('"[]{}=,x9-“：\t\\') + line[at + 1 :]


def _other_word(rng: random.Random, line: str) -> str:
    words = re.findall(r'"[^"]+"|\d+|[a-z_]{3,}', line) or [""]
    new = rng.choice(['"???"', "true", "-1", "[]", "99999", '"甲"', "{}", "1.5"])
    return line.replace(rng.choice(words), new, 1) if words[0] else line


WAYS: tuple[Break, ...] = (
    _a_line(_no_letter),
    _a_line(_other_letter),
    _a_line(_other_word),
    _a_line(_other_word),
    _a_line(lambda _, line: ""),
    _a_line(lambda _, line: f"{line}\n{line}"),
    lambda rng, text: text[: rng.randrange(len(text))],
    lambda rng, text: "",
    lambda rng, text: text.replace(",", ";"),
)

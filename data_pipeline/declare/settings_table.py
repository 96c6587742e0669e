"""The settings' table of the README, between two marks."""

import re
from collections.abc import Callable
from pathlib import Path

from data_pipeline.core.settings import DEFAULTS
from data_pipeline.words import say

BLOCK = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)


def with_settings(file: Path, lang: str) -> Callable[[object], str]:
    """A writer of that file as it is, its table of settings anew."""
    return lambda _: BLOCK.sub(lambda found: f"{found[1]}{table(lang)}\n{found[2]}", file.read_text("utf-8"))


def table(lang: str) -> str:
    head = " | ".join(say(lang, f"settings.{name}") for name in ("variable", "default", "what"))
    rows = [f"| `{n}` | {f'`{d}`' if d else ''} | {say(lang, f'settings.{n}')} |" for n, d in DEFAULTS.items()]
    return "\n".join([f"| {head} |", "|---|---|---|", *rows])

"""The page of a wall: one answer that holds its styles and its script, the same for every wall of a language. What it
shows comes as a scene (pages/app/scenes.py)."""

import gzip
import hashlib
from dataclasses import dataclass

from data_pipeline.core.caches import remembered
from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.language import language
from pages.app.live import COLOURS, PATCHING, asset
from pages.components.html import html, script, style

STYLES = ("board.css", "number.css", "place.css", "frame.css", "wall.css", "wall_page.css")
SCRIPTS = ("link.js", "attention.js", "wall.js")
EXPORTED = "export default"  # what a component gives the framework is here the value of a function
MARK = 16  # letters


@dataclass(frozen=True)
class WallPage:
    mark: str  # another where a newer server gives another page
    packed: bytes  # compressed with gzip


@remembered("wall pages", len(LANGUAGES))
def wall_page(lang: str) -> WallPage:
    text = html(
        '<!doctype html><html lang="{tag}" dir="{dir}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<title>{title}</title><link rel="icon" href="data:,">{style}'
        '<body><div id="wall"><div class="rq rq-host"></div></div><div id="trouble" role="alert" hidden></div>'
        "{script}</html>",
        tag=language(lang).tag,
        dir=language(lang).direction,
        title=say(lang, "page_name.wall"),
        style=style(COLOURS, *map(asset, STYLES)),
        script=script(given("drawBoard", PATCHING, "board.js"), *map(asset, SCRIPTS)),
    )
    raw = text.encode()
    mark = hashlib.sha256(raw).hexdigest()[:MARK]
    return WallPage(mark, gzip.compress(raw, mtime=0))


def given(name: str, before: str, file: str) -> str:
    """What the script of a component gives, under a name; its own names stay its own."""
    return f"const {name} = (() => {{\n{before}\n{asset(file).replace(EXPORTED, 'return')}}})();"

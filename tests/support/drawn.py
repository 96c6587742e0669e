"""What a page under AppTest put on the screen: the data its live components were given."""

import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from pages.model.menu import MENU

# Each AppTest reads the papers of every package installed, a third of a second; they do not change under a test run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
# Nor do its scripts: compiled once, as by a server, and not anew for each drawing.
COMPILED = ScriptCache()
local_script_runner.ScriptCache = lambda: COMPILED  # type: ignore[misc,assignment]


def _ended(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
    """The kit asks a thousand times a second whether a script has ended, and takes the time from it."""
    assert runner._script_thread
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        raise RuntimeError(f"the script did not end within {timeout} s")


local_script_runner.require_widgets_deltas = _ended

PATHS = {file: id for id, file, *_ in MENU}
FRAME = Path(__file__).parents[2] / "pages" / "frame.py"
LATIN = re.compile(r"[A-Za-z]{2,}")


def page(where: str = "", timeout: float = 120, **address: str) -> AppTest:
    """The frame, run once at this address; `where`: of the page whose file this is, of the first one without."""
    at = AppTest.from_file(str(FRAME), default_timeout=timeout)
    for name, value in address.items():
        at.query_params[name] = value
    if where:  # before a first run the framework goes by the name of the file
        assert Path(where).stem == PATHS[where]
        at.switch_page(where)
    return at.run()


def script(file: str, timeout: float = 120) -> AppTest:
    """A page as the menu names its file, without the frame; not run yet."""
    return AppTest.from_file(str(FRAME.parent / file), default_timeout=timeout)


def desk(id: str, timeout: float = 120, **address: str) -> AppTest:
    """One page of the desk, run once at this address without the frame."""
    at = script(f"desk/{id}.py", timeout)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def component(at: AppTest, name: str) -> dict[str, Any]:
    """The data of the one component of that name (`board`, `bar`)."""
    return components(at, name)[0]


def components(at: AppTest, name: str) -> list[dict[str, Any]]:
    """The data of all components of that name, from the top of the page."""
    return [json.loads(p.bytes or p.json) for p in _components(at.main) if p.component_name == f"riqing.{name}"]


def _components(node: Any) -> Iterator[Any]:
    for child in getattr(node, "children", {}).values():
        if getattr(child, "type", "") == "bidi_component":
            yield child.proto
        yield from _components(child)


def hosts(at: AppTest) -> str:
    """The HTML of all its hosts, from the top of the page."""
    return "".join(c["html"] for c in components(at, "board"))


def said(at: AppTest) -> str:
    """The HTML of a page: of its hosts, and what its script says beside them."""
    return hosts(at) + "".join(h.proto.body for h in at.get("html"))


def sheets(html: str) -> list[list[dict[str, str]]]:
    """The rows of each table of the board's own, by the titles of their columns, as they are told."""
    found = []
    for table in re.findall(r'<table class="plain sheet".*?</table>', html, re.S):
        heads, body = table.split("</thead>")
        names = [text(h).strip() for h in re.findall(r"<th.*?</th>", heads, re.S)]
        rows = [re.findall(r"<td.*?</td>", row, re.S) for row in re.findall(r"<tr.*?</tr>", body, re.S)]
        found.append([dict(zip(names, (text(c).strip() for c in row), strict=True)) for row in rows])
    return found


def text(html: str) -> str:
    """What a person reads of it: no tags, no attributes, nothing marked as the other language."""
    own = re.sub(r"<(\w+)[^>]* lang=\"en\"[^>]*>.*?</\1>", " ", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", own)))


def words_of(html: str) -> str:
    """Also what is told by title and aria-label."""
    told = re.findall(r"(?:title|aria-label)=\"([^\"]*)\"", html)
    return text(html) + unescape(" ".join(told))

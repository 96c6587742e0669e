"""HTML escapes by itself: what is not markup already is text, whatever it holds and wherever on a page it stands."""

import ast
import builtins
import re
import string
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from data_pipeline import words
from data_pipeline.board.board import Board
from data_pipeline.words import language
from pages.components.html import html, joined, style
from pages.components.lead import attributes
from pages.model.menu import MENU
from tests.support.drawn import components, script
from tests.support.wall import wall
from tests.support.walls import imports, modules, name

HELPER = "pages/components/html.py"
TAG = re.compile(r"</|<[a-zA-Z!]")
PIECES = st.sampled_from(["<b>", "</p>", "&amp;", "&lt", '"', "'", " x=", "{}"]) | st.characters(codec="utf-8")
TEXT = st.lists(PIECES, max_size=8).map("".join).filter(lambda text: text.isprintable() and text == text.strip())
HOSTILE = """<img src=x onerror="a('&')"></style>"""


@given(TEXT, TEXT)
def test_whatever_is_filled_in_is_text(title: str, told: str) -> None:
    drawn = html('<p title="{title}"{more}>{}</p>', told, title=title, more=attributes({"x": told}))
    (only,) = LexborHTMLParser(drawn).css("body > *")
    assert only.tag == "p"
    assert {name: value or "" for name, value in only.attributes.items()} == {"title": title, "data-x": told}
    assert only.text() == told


def test_markup_is_filled_in_as_it_is() -> None:
    inside = html("<b>{}</b>", "a & b")
    assert html("<p>{}</p>", inside) == "<p><b>a &amp; b</b></p>"
    assert joined([inside, "<"], "<br>") == "<b>a &amp; b</b><br>&lt;"
    assert isinstance(joined(["a"]), Markup)
    assert isinstance(html("<p></p>") + "<", Markup)


def test_nothing_ends_a_style_sheet_but_its_end() -> None:
    assert style("a>b{}", "c{}") == "<style>a>b{}c{}</style>"
    with pytest.raises(ValueError, match="style"):
        style("a{}</style><script>")


def _made_otherwise(source: str) -> Iterator[int]:
    """Lines where a text that holds a tag is put together by any other means, or something is declared to be markup."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.JoinedStr() if _tagged(node):
                yield node.lineno
            case ast.BinOp(left=left, right=right) if _tagged(left) or _tagged(right):
                yield node.lineno
            case ast.Call(func=ast.Attribute(value=of, attr="join" | "format" | "replace")) if _tagged(of):
                yield node.lineno
            case ast.Call(func=ast.Name(id="Markup"), args=[of]) if not isinstance(of, ast.Constant):
                yield node.lineno


def _tagged(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(_tagged(v) for v in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and TAG.search(node.value) is not None


def test_markup_is_made_in_one_way() -> None:
    drawing = [f for f in modules("pages", "app.py") if name(f) != HELPER]
    assert [(name(f), line) for f in drawing for line in _made_otherwise(f.read_text("utf-8"))] == []
    escaping = [name(f) for f in drawing if {"html.escape", "markupsafe", "markupsafe.escape"} & imports(f)]
    assert escaping == []


@pytest.mark.parametrize(
    "made", ['f"<b>{a}</b>"', '"<b>" + a', 'a % "</b>"', '"<br>".join(a)', '"<b>{}".format(a)', "Markup(a)"]
)
def test_markup_made_otherwise_is_found(made: str) -> None:
    assert list(_made_otherwise(made)) == [1]


def _filled_wrongly(source: str) -> Iterator[int]:
    """Lines where a template and what it is filled with do not agree."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "html":
            template = ast.literal_eval(node.args[0])
            fields = [field for _, field, *_ in string.Formatter().parse(template) if field is not None]
            if {f for f in fields if f} != {k.arg for k in node.keywords} or fields.count("") != len(node.args) - 1:
                yield node.lineno


def test_every_template_is_given_what_it_asks_for() -> None:
    drawing = modules("pages", "app.py")
    assert [(name(f), line) for f in drawing for line in _filled_wrongly(f.read_text("utf-8"))] == []
    assert list(_filled_wrongly('html("{a}{}", 1, b=2)')) == [1]


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence, and every name that the operation declares, ends in markup of somebody else."""
    said = {lang: {key: text + HOSTILE for key, text in words.catalogue(lang).items()} for lang in ("zh", "en")}
    monkeypatch.setattr(words, "catalogue", said.__getitem__)

    def declared(of: object, attribute: str, *default: Any) -> Any:
        told = builtins.getattr(of, attribute, *default)
        return told + HOSTILE if isinstance(told, str) else told

    monkeypatch.setattr(language, "getattr", declared, raising=False)


ASKED = {"number": {"id": "transfer", "area": "310114"}, "district": {"area": "310114"}}


def _drawn(node: Any) -> Iterator[str]:
    """All HTML of ours on a page of the framework: of its live parts, and of what it lays down itself."""
    for child in getattr(node, "children", {}).values():
        if getattr(child, "type", "") == "html":
            yield re.sub(r"<style>.*?</style>", "", child.proto.body, flags=re.S)
        yield from _drawn(child)


@pytest.mark.usefixtures("hostile")
def test_no_page_draws_the_markup_of_a_word_or_a_name(shown: Callable[[Board], None], sample_board: Board) -> None:
    shown(sample_board)
    for id, file, *_ in (*MENU, ("frame", "frame.py")):
        at = script(file)
        for key, value in ({"lang": "en", "clock": "2022-04-06T16:45@0"} | ASKED.get(id, {})).items():
            at.query_params[key] = value
        at.run()
        assert not at.exception, (id, at.exception[0].message)
        parts = [c["html"] for of in ("board", "bar") for c in components(at, of)] + list(_drawn(at.main))
        whole = "".join(parts)
        assert "<img" not in whole, (id, whole[whole.index("<img") - 200 :][:300])
        assert HOSTILE in unescape(whole), f"{id} shows a word or a name"
    whole = wall(lang="en", clock="2022-04-06T16:45@0").html
    assert "<img" not in whole
    assert HOSTILE in unescape(whole)

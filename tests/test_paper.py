"""Generated pages and SQL are current, and the paper points at things that are there."""

import re
from pathlib import Path

import pytest

from data_pipeline.cli.docs import PAPER, outdated

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
PAGES = sorted(p.relative_to(ROOT).as_posix() for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))


def test_generated_paper_is_current() -> None:
    assert list(outdated()) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_on_a_page_leads_somewhere(page: str) -> None:
    file = ROOT / page
    broken = [link for link in LINK.findall(file.read_text("utf-8")) if not (file.parent / link).exists()]
    assert broken == []


def test_every_generated_file_is_committed() -> None:
    assert [name for name in PAPER if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "docs", "demo", "help"])
def test_both_readmes_and_make_agree_on_the_commands(target: str) -> None:
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for name in ("README.md", "README.zh.md"):
        assert f"make {target}" in (ROOT / name).read_text("utf-8"), name

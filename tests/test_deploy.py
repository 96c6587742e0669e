"""What an administrator copies says the same as the program: settings that exist, files that are there, one port."""

import re
import subprocess
from pathlib import Path

import pytest

from data_pipeline.core.settings import DEFAULTS

ROOT = Path(__file__).parents[1]
DEPLOY = sorted((ROOT / "docs" / "deploy").iterdir())
PAGES = [
    ROOT / "docs" / f"{name}{lang}.md" for name in ("backup", "watching", "upgrade", "deploy") for lang in ("", ".zh")
]
TYPED = re.compile(r"BOARD_[A-Z_]+|AWS_[A-Z_]+|--[a-z]+[a-z-]*|python -m data_pipeline \w+|make \w+")
OF_COMPOSE = {"BOARD_UPSTREAM", "BOARD_NAME"}


@pytest.mark.parametrize("file", [*DEPLOY, *PAGES], ids=lambda f: f.name)
def test_every_setting_named_is_a_setting(file: Path) -> None:
    named = set(re.findall(r"\bBOARD_[A-Z_]+\b", file.read_text("utf-8")))
    assert named - DEFAULTS.keys() - OF_COMPOSE == set()


def test_the_image_copies_what_the_program_is() -> None:
    text = (ROOT / "docs" / "deploy" / "Containerfile").read_text("utf-8")
    copied = {name for line in re.findall(r"^COPY (.*)$", text, re.M) for name in line.split()[:-1]}
    assert {"app.py", ".streamlit", "data_pipeline", "pages", "queries"} <= copied
    assert all(list(ROOT.glob(name)) for name in copied - {"wheel[s]/"})


def test_every_way_of_starting_names_the_same_port() -> None:
    names = ("Containerfile", "compose.yaml", "Caddyfile", "nginx.conf", "riqing.service")
    text = {name: (ROOT / "docs" / "deploy" / name).read_text("utf-8") for name in names}
    assert [name for name in names if "8501" not in text[name]] == []
    assert all("/metrics" in text[name] and "/_stcore/metrics" in text[name] for name in ("Caddyfile", "nginx.conf"))


def test_the_smoke_test_is_a_script_that_can_be_read_by_its_shell() -> None:
    script = ROOT / "docs" / "deploy" / "smoke.sh"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("page", [p for p in PAGES if ".zh" not in p.name], ids=lambda f: f.name)
def test_both_languages_say_the_same_commands_and_settings(page: Path) -> None:
    other = page.with_name(page.name.replace(".md", ".zh.md"))
    said = [set(TYPED.findall(p.read_text("utf-8"))) for p in (page, other)]
    assert said[0] == said[1]

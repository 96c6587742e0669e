"""The chromium that browser tests drive: found, or installed if it can be had (`python -m tests.support.browser`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Debian's names: the browser, and a face for Chinese without which every screenshot shows empty boxes.
BROWSER, FONT = "chromium", "fonts-noto-cjk"


def chromium() -> str | None:
    """Path of a chromium: an installed one, else Playwright's own; None when there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def has_chinese() -> bool:
    """Whether some installed font draws Chinese."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())


def install() -> None:
    """Get what is missing: Playwright's chromium, else Debian's as root. Never fails: tests then skip with a reason."""
    if not chromium():
        run(sys.executable, "-m", "playwright", "install", "chromium")
    missing = [package for package, there in ((BROWSER, chromium()), (FONT, has_chinese())) if not there]
    if missing and may_install() and run("apt-get", "update", "-qq"):
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)


def report() -> str:
    path = chromium()
    if not path:
        return "No chromium could be had: browser tests are skipped. 没有可用的浏览器，浏览器测试跳过。"
    return "" if has_chinese() else "No Chinese font: pictures will show boxes. 缺少中文字体，截图中汉字显示为方框。"


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as driver:
        path = Path(driver.chromium.executable_path)
    return str(path) if path.exists() else None


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def run(*command: str) -> bool:
    """Quietly, without a terminal to ask questions on, and not for ever."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=900)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    install()
    if text := report():
        print(text, file=sys.stderr)

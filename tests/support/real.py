"""Real files that lie beside a checkout in ../shared/data. They are not part of this repository: tests skip without."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_data(*parts: str) -> Path:
    """The path of a real file or folder; skips the test, with the reason, when it is not there."""
    path = ROOT.parent.joinpath("shared", "data", *parts)
    if not path.exists():
        pytest.skip(f"real data not beside this checkout: ../shared/data/{'/'.join(parts)}")
    return path

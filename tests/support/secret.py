"""The key of the bands, the same in every run: its file stands where BOARD_SECRET says."""

from hashlib import sha256
from pathlib import Path

KEY = b"one key for all the tests' boards"[:32]


def fixed_key(folder: Path, text: str = "") -> Path:
    """`text`: another key is drawn from it."""
    path = folder / "bands.key"
    path.write_bytes(sha256(text.encode()).digest() if text else KEY)
    return path

"""The key of the bands, the same in every run: its file stands where BOARD_SECRET says."""

from pathlib import Path

KEY = b"one key for all the tests' boards"[:32]


def fixed_key(folder: Path) -> Path:
    path = folder / "bands.key"
    path.write_bytes(KEY)
    return path

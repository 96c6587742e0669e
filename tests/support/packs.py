"""The packs tests work on."""

from pathlib import Path

from data_pipeline.core.settings import HERE

SHANGHAI = HERE / "pack" / "shanghai-2022"
MALAYSIA = Path(__file__).parents[1] / "packs" / "malaysia"
ITALY = Path(__file__).parents[1] / "packs" / "italy"

"""District outlines of a pack: `boundaries.geojson`, features whose `id` is an area code. A pack may have none."""

import json
from pathlib import Path

from data_pipeline.core.caches import remembered
from data_pipeline.core.errors import DeclarationError

Ring = list[tuple[float, float]]  # longitude, latitude


@remembered("outlines", 8)
def outlines(root: Path) -> dict[str, list[Ring]]:
    """Area code → the outer rings of its polygons."""
    path = root / "boundaries.geojson"
    if not path.exists():
        return {}
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        return {str(f["id"]): _rings(f["geometry"]) for f in features}
    except (ValueError, KeyError, TypeError) as why:
        raise DeclarationError(path, "-", str(why)) from None


def _rings(geometry: dict) -> list[Ring]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(float(x), float(y)) for x, y, *_ in polygon[0]] for polygon in polygons]

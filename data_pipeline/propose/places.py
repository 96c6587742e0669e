"""The areas of an operation: their codes, and where each is drawn."""

import json
from collections.abc import Mapping, Sequence
from math import ceil, sqrt

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.headers import key_of
from data_pipeline.propose.shape import Found

WHOLE = "ALL"  # the code of all areas together
WIDEST = 7  # squares in a row: smaller ones hold no label
CODE = 5  # letters that a text which stands for an area may have to be its code
GAP = 0.06  # of a square
BROAD = 1.3  # a square's width: its label is longer than high


def codes_of(areas: Sequence[Found]) -> dict[str, str]:
    """An area's name, and whatever stands for it, -> its code: a short text that stands for it, else its number."""
    own = [next((a for a in x.aliases if a.isascii() and a.isalnum() and len(a) <= CODE), "") for x in areas]
    unlike = len({*own}) == len(own) and all(own) and WHOLE not in own
    codes = own if unlike else [f"A{n:0{max(2, len(str(len(areas))))}}" for n in range(1, len(areas) + 1)]
    return {word: code for x, code in zip(areas, codes, strict=True) for word in (x.name, *x.aliases)}


def squares(areas: Sequence[str]) -> str:
    """GeoJSON: a square each, in rows, in the order given. For areas of which no outline is there."""
    columns = min(WIDEST, ceil(sqrt(len(areas) * 1.6)))
    rows = ceil(len(areas) / columns)
    shapes = {}
    for n, code in enumerate(areas):
        x, y = n % columns, rows - 1 - n // columns
        w, s, e, n_ = BROAD * x + GAP, y + GAP, BROAD * (x + 1) - GAP, y + 1 - GAP
        shapes[code] = [[w, s], [e, s], [e, n_], [w, n_], [w, s]]
    return _collection(shapes)


def _collection(shapes: Mapping[str, list]) -> str:
    features = [
        {"type": "Feature", "id": code, "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}) + "\n"


def outlines_of(text: str, areas: Sequence[Found], codes: Mapping[str, str]) -> str:
    """The features of a GeoJSON file under the codes of the areas whose names stand among their properties; the others
    are left out. Raises BoardError `boundaries_unread`, `boundaries_none`."""
    try:
        features = json.loads(text)["features"]
        known = {key_of(w): codes[x.name] for x in areas for w in (x.name, *x.aliases)}
        found = {}
        for feature in features:
            words = [feature.get("id"), *feature.get("properties", {}).values()]
            code = next((known[k] for w in words if isinstance(w, str) and (k := key_of(w)) in known), None)
            if code and feature["geometry"]["type"] in ("Polygon", "MultiPolygon"):
                found[code] = {"type": "Feature", "id": code, "properties": {}, "geometry": feature["geometry"]}
    except (ValueError, KeyError, TypeError, AttributeError) as why:
        raise BoardError("boundaries_unread", reason=type(why).__name__) from None
    if not found:
        raise BoardError("boundaries_none")
    return json.dumps({"type": "FeatureCollection", "features": list(found.values())}) + "\n"

"""Feeds that the house declares, which a pack may take as they are or with its own words on top."""

import tomllib
from pathlib import Path
from typing import Any

from data_pipeline.core.errors import DeclarationError

HERE = Path(__file__).parent
USE = "use"


def taken(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """A feed's file that says `use = "work"`: the standard feed, with its own keys on top. A column of the same name
    has the keys given beside it, spellings added to those that are known; another is one more column. Of a whole day
    (`as_of_column = ""`) there is no time. Raises DeclarationError for a feed that is not there."""
    if USE not in data:
        return data
    own = dict(data)
    name = own.pop(USE)
    file = HERE / f"{name}.toml"
    if not isinstance(name, str) or not name.isidentifier() or not file.is_file():
        raise DeclarationError(path, USE, f"no standard feed {name!r}")
    base = tomllib.loads(file.read_text("utf-8"))
    more = own.pop("column", [])
    rules = [*base.pop("rule"), *own.pop("rule", [])]
    columns = [_with(column, more) for column in base.pop("column")]
    columns += [c for c in more if c.get("name") not in {b["name"] for b in columns}]
    if own.get("as_of_column") == "":
        columns = [c for c in columns if c["name"] != "as_of"]
        base["key"] = [k for k in base["key"] if k != "as_of"]
    return base | own | {"column": columns, "rule": rules}


def _with(column: dict[str, Any], more: list[dict[str, Any]]) -> dict[str, Any]:
    own = next((c for c in more if c.get("name") == column["name"]), {})
    spellings = [*own.get("aliases", ()), *column.get("aliases", ()), column["zh"], column["en"]]
    return column | own | {"aliases": list(dict.fromkeys(spellings))}

"""What the house declares: feeds, which a pack may take as they are or with its own words on top, and the brief of
a pack that declares none."""

import tomllib
from pathlib import Path
from typing import Any

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare.brief import BriefForm
from data_pipeline.declare.operation import Operation

HERE = Path(__file__).parent
USE = "use"


def brief_forms(operation: Operation) -> tuple[BriefForm, ...]:
    """Of the whole under the operation's name, and of one area."""
    declared = tomllib.loads((HERE / "briefs.toml").read_text("utf-8"))["brief"]
    forms = [BriefForm.model_validate(form) for form in declared]
    return tuple(_named(f, operation) if f.level == "city" else f for f in forms)


def _named(form: BriefForm, operation: Operation) -> BriefForm:
    return form.model_copy(update={"zh": f"{operation.zh}{form.zh}", "en": f"{operation.en}: {form.en}"})


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

"""All kinds and all cases, gathered from the modules that hold them: to add some, write a module and name it here."""

from tests.intake.office import above, qualified, shapes, tables, times, workbooks
from tests.intake.office.cases import Case, Kind

MODULES = (workbooks, qualified, above, times, tables, shapes)

KINDS: dict[str, Kind] = {name: kind for module in MODULES for name, kind in module.KINDS.items()}
CASES: list[Case] = [case for module in MODULES for case in module.CASES]

"""Arrow's functions. They are made when pyarrow is imported, so that no type checker knows them: hence Any."""

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute

__all__ = ["pc"]

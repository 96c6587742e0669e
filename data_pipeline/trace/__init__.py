"""Open a number: what it means, the SQL that makes it, the rows it is made of, and the file and line of each.

The rows are found by the figure's own SQL, and the figure is made again from them alone: a trace that does not give the
number on the board says so.
"""

from data_pipeline.trace.cells import in_bands, shown_cell
from data_pipeline.trace.make import trace
from data_pipeline.trace.original import Original, original
from data_pipeline.trace.past import versions
from data_pipeline.trace.table import parts_shown, table, values
from data_pipeline.trace.types import Check, Figure, Source, Step, Trace

__all__ = [
    "Check",
    "Figure",
    "Original",
    "Source",
    "Step",
    "Trace",
    "in_bands",
    "original",
    "parts_shown",
    "shown_cell",
    "table",
    "trace",
    "values",
    "versions",
]
